"""Verbs of holding and knowing, with their frames (see `speech`), and what shows or finds something."""

from __future__ import annotations

from tracker.domain.proposals.lexicon.word_sets import word_set

STANCE = {
    "think": "that bare quote",
    "believe": "that bare quote",
    "know": "that bare",
    "feel": "that bare-strict",
    "hope": "that bare quote",
    "fear": "that bare",
    "worry": "that bare quote",
    "expect": "that bare",
    "wish": "that bare",
    "doubt": "that bare",
    "suspect": "that bare",
    "assume": "that bare",
    "understand": "that bare wh",
    "realize": "that bare",
    "realise": "that bare",
    "remember": "that bare quote wh",
    "imagine": "that bare wh",
    "guess": "that bare",
    "see": "that as-after",
    "regard": "as-after",
    "view": "as-after",
    "hear": "that",
    "trust": "that",
    "learn": "that bare",
    "decide": "that",
    "determine": "that",
    "rule": "that",
    "find": "that bare-strict",
    "show": "that bare",
    "prove": "that",
    "demonstrate": "that",
    "notice": "that bare",
    "discover": "that bare",
    "bet": "that bare",
    "gather": "that",
    "pray": "that",
    "fret": "that quote",
    "marvel": "that quote",
}
FEELINGS = word_set(
    "sure certain convinced confident adamant hopeful optimistic concerned worried afraid doubtful skeptical"
)
"""What somebody is that something is so."""
FINDING = frozenset(
    {"find", "show", "prove", "demonstrate", "indicate", "suggest", "reveal", "estimate", "project"}
)
"""What a poll, a record or a study does."""
HEARSAY = word_set("""
    believed thought said reported alleged rumored rumoured estimated feared presumed understood claimed
    considered expected
""")
"""Whoever “is … to” do something, as nobody named says."""
