"""The whole reading of a text: posts, turns, letters; then sentence by sentence; then what stands in what."""

from __future__ import annotations

from tracker.domain.proposals.according import according_to
from tracker.domain.proposals.assembling import nested, proposal
from tracker.domain.proposals.attaching import Chain
from tracker.domain.proposals.authors import authored
from tracker.domain.proposals.cues import verb_drafts
from tracker.domain.proposals.draft import Draft
from tracker.domain.proposals.model import Proposal, ProposalKind, Span, SpeechType
from tracker.domain.proposals.own import own_words
from tracker.domain.proposals.page_breaks import joined, parted, runs_on
from tracker.domain.proposals.phrasal_cues import (
    clear_drafts,
    colon_drafts,
    feeling_drafts,
    noun_drafts,
    view_drafts,
)
from tracker.domain.proposals.posts import Post, posts
from tracker.domain.proposals.quotations import inner_quotations
from tracker.domain.proposals.relayed import carried_by, relay_drafts
from tracker.domain.proposals.turns import Turn, captions, turns
from tracker.domain.proposals.units import Sentence, paragraphs, sentences

_SHORTEST_INNER = 60
_SIGNED, _TWO_PARAGRAPHS, _UNSIGNED, _TURN = 0.95, 0.7, 0.55, 0.8
_KINDS = {"letter": ProposalKind.DOCUMENT, "byline": ProposalKind.DOCUMENT}


def read(text: str, *, english: bool = True) -> tuple[list[Proposal], list[Proposal]]:
    """Every statement that the rules see in a text, numbered and nested; and what the author contributes.

    Where a text is not `english`, only what needs no English is read.
    """
    lines = paragraphs(text)
    breaks = runs_on(text, lines)
    blocks = joined(lines, breaks)
    signed = posts(text, blocks)
    spoken = [*turns(text, blocks), *captions(text, blocks)]
    whole = authored(text, blocks)
    found = [_of_post(post) for post in signed]
    found += [_of_turn(turn) for turn in (*spoken, *((whole,) if whole else ()))]
    chain = _chain(text, _pieces(blocks, signed, spoken), english=english)
    found += [each for draft in chain.drafts if (each := proposal(draft)) is not None]
    if not english:
        return parted(nested(found), breaks), []
    found += _inside_quotations(text, chain)
    statements = parted(nested(found), breaks)
    taken = [span for each in statements if each.kind is not ProposalKind.STANCE for span in each.content]
    own = list(own_words(chain.sentences, text, taken))
    for number, each in enumerate(own, 1):
        each.id = f"o{number}"
    return statements, own


def _pieces(blocks: list[Span], signed: list[Post], spoken: list[Turn]) -> list[Span]:
    """The paragraphs without signatures and the names of who speaks: what sentences are read from."""
    cuts = {post.signature for post in signed} | {
        (turn.source[0], turn.cue[1]) for turn in spoken if turn.rule == "turn" and turn.source
    }
    ordered = sorted(cuts)
    pieces: list[Span] = []
    position = 0
    for block_start, end in blocks:
        start = block_start
        while position < len(ordered) and ordered[position][1] <= end:
            cut_start, cut_end = ordered[position]
            if cut_start > start:
                pieces.append((start, cut_start))
            start = cut_end
            position += 1
        if start < end:
            pieces.append((start, end))
    return pieces


def _chain(text: str, blocks: list[Span], *, english: bool) -> Chain:
    chain = Chain()
    for number, sentence in enumerate(sentences(text, blocks)):
        chain.take(sentence, _drafts(sentence, first=number == 0) if english else [])
    return chain


def _drafts(sentence: Sentence, *, first: bool) -> list[Draft]:
    found = [
        *verb_drafts(sentence),
        *relay_drafts(sentence),
        *according_to(sentence),
        *noun_drafts(sentence),
        *view_drafts(sentence),
        *clear_drafts(sentence),
        *feeling_drafts(sentence),
        *colon_drafts(sentence, first_of_text=first),
    ]
    carrier = carried_by(sentence)
    for draft in found:
        draft.through = draft.through or carrier
    return found


def _inside_quotations(text: str, chain: Chain) -> list[Proposal]:
    """What is reported within a quotation: “He told me that …”."""
    found: list[Proposal] = []
    for sentence in chain.sentences:
        for quotation in sentence.quotes.values():
            start, end = quotation.inner
            if end - start < _SHORTEST_INNER:
                continue
            marks = inner_quotations(text, quotation.inner)
            for inner in sentences(text, [quotation.inner], marks):
                found += [
                    each
                    for draft in verb_drafts(inner)
                    if _relayed(draft) and (each := proposal(draft)) is not None
                ]
    return found


def _relayed(draft: Draft) -> bool:
    """Whether somebody else is reported, in a frame that leaves no doubt."""
    if draft.kind is not ProposalKind.SPEECH or draft.source is None or not draft.speaks:
        return False
    first = draft.sentence.words[draft.source[0]].low
    return first not in {"i", "we", "you", "who", "which", "that", "it", "there", "one"}


def _of_post(post: Post) -> Proposal:
    rule, confidence = ("post-signed", _SIGNED) if post.signed else ("post-unsigned", _UNSIGNED)
    if post.begins_unsigned:
        rule, confidence = "post-two-paragraphs", _TWO_PARAGRAPHS
    return Proposal(
        content=post.body,
        source=(post.name,),
        cue=(post.signature,) if post.signed else (),
        type=SpeechType.DIRECT,
        kind=ProposalKind.POST,
        rule=rule,
        confidence=confidence,
        handle=post.handle,
        date=post.date,
    )


def _of_turn(turn: Turn) -> Proposal:
    return Proposal(
        content=turn.body,
        source=(turn.source,) if turn.source else (),
        cue=(turn.cue,),
        type=SpeechType.INDIRECT if turn.rule == "credit" else SpeechType.DIRECT,
        kind=_KINDS.get(turn.rule, ProposalKind.SPEECH),
        rule=turn.rule,
        confidence=_TURN,
    )
