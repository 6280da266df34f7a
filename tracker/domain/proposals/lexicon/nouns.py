"""Nouns that stand for an act of saying or holding: “the claim that …”."""

from __future__ import annotations

from tracker.domain.proposals.lexicon.word_sets import word_set

SAYING_NOUNS = word_set("""
    claim claims allegation allegations assertion assertions accusation accusations suggestion suggestions
    statement statements belief fear fears hope hopes concern concerns warning warnings argument arguments
    prediction promise pledge vow threat conclusion complaint complaints rumor rumors rumour rumours
    speculation contention insistence assumption announcement admission acknowledgment assurance assurances
    charge charges confidence criticism notion opinion view doubts worries reports confession testimony
    reminder declaration revelation worry expectation expectations
""")
VIEW_NOUNS = frozenset(
    {"view", "opinion", "words", "estimation", "telling", "account", "mind", "judgment", "eyes"}
)
"""“in X's view”, “in the words of X”."""
SOURCES_ON_PAPER = word_set("""
    poll polls survey surveys report study analysis statement filing documents
""")
