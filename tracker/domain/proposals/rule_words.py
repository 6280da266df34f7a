"""Why something is proposed, in words: one sentence for the rule that found it."""

from __future__ import annotations

from tracker.domain.proposals.model import Proposal, ProposalKind, SpeechType

KIND_IN_WORDS = {
    ProposalKind.SPEECH: "says",
    ProposalKind.STANCE: "thinks, wants or decides",
    ProposalKind.FINDING: "shows",
    ProposalKind.POST: "posted",
    ProposalKind.DOCUMENT: "wrote it all",
    ProposalKind.EXPERIENCE: "saw or did it",
    ProposalKind.INFERENCE: "concludes",
    ProposalKind.FORECAST: "expects",
}
TYPE_IN_WORDS = {
    SpeechType.DIRECT: "in their own words",
    SpeechType.MIXED: "partly in their own words",
    SpeechType.INDIRECT: "in another's words",
}
_WHOLE = {
    "according-to": "“according to” names whose words these are.",
    "quotation-goes-on": "A quotation in a paragraph of its own goes on with whoever spoke last.",
    "quotation-alone": "A quotation without a verb of saying; the sentence’s subject may be its speaker.",
    "post-signed": "It is signed with a name and a handle, as embedded posts are.",
    "post-two-paragraphs": "It is signed as posts are; its first paragraph stands between two of them.",
    "post-unsigned": "It stands below a signed post, unsigned, and ends with a picture.",
    "turn": "A line begins with who speaks, as transcripts do.",
    "letter": "It stands between the greeting and the signature of a letter.",
    "byline": "The text names its own author in a line of its own.",
    "quoted-as-saying": "Somebody is quoted as saying it.",
    "quotes-somebody": "Somebody is said to quote what another one says.",
    "credit": "A caption says whose picture it is.",
    "headline-colon": "A headline puts who says it before a colon.",
    "in-view": "“in the view of” or “in his words” says whose view it is.",
    "make-clear": "“made it clear” says that somebody told so.",
    "own-experience": "The author tells what they saw or did themselves.",
    "own-forecast": "The author says what they expect.",
    "own-inference": "The author draws a conclusion.",
}
_FRAMES = {
    "that": "with “that” and a clause",
    "bare": "with a clause and no “that”",
    "quote": "with a quotation",
    "whom": "after whom it was said to",
    "wh": "with an indirect question",
    "to": "with what somebody will or will not do",
    "np": "with what it is about",
    "np-to": "with whom it asks to do something",
    "as": "as “as X said” does",
    "after": "behind what was said",
    "around": "in the middle of what was said",
    "relative": "across a relative clause",
    "cleft": "as “what X says is that” does",
    "passive": "in the passive",
}
_HOW = {
    "participle": "; its subject is that of the clause it belongs to",
    "infinitive": "; its subject is that of the sentence",
    "shared": "; its subject is shared with the verb before it",
    "inverted": ", with the name following the verb",
}


def rule_in_words(proposal: Proposal) -> str:
    """The reason of a proposal, as an analyst reads it."""
    if proposal.rule in _WHOLE:
        return _WHOLE[proposal.rule]
    head, _, rest = proposal.rule.partition("-")
    if head == "noun":
        return f"The noun “{rest}” with “that” and a clause."
    frame, how = rest, ""
    before, _, last = rest.rpartition("-")
    if before and last in _HOW:
        frame, how = before, _HOW[last]
    told = _FRAMES.get(frame, f"with “{frame.removesuffix('-np')}”")
    return f"The verb “{head}” {told}{how}."
