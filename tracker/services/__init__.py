"""Use cases, the only writers: each checks the rules, writes, and records the deed in one transaction.

Services flush and never commit; whoever opened the session does.
"""
