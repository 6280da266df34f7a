"""Reading English text for statements: who said what, through whom, when, on exact characters.

Rules and word lists only: the same text always gives the same proposals, and every proposal names its rule.
Nothing here decides anything; an analyst takes a proposal up, changes it, or leaves it.
"""
