"""Who says what in the demo documents, through whom, and which claims it bears on."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    SourceKind,
    StatementLinkKind,
)
from tracker.services import assertions, passages, relays
from tracker.services.assertions import AssertionContent
from tracker.services.demo.desk import Desk, selection_of
from tracker.services.demo.documents import Captures, Cast
from tracker.services.relays import RelayTerms
from tracker.services.sources import SourceChoice
from tracker.services.statements import Content, Conveyed, Hop, Rest
from tracker.store.models import Assertion, Source, Statement

TOPIC = "events in Baghdad"
_PLACE = "Embassy compound, Baghdad"
_ANNOUNCED = "“We are pulling out. Everybody is out of the compound by three.”"


@dataclass(frozen=True, slots=True)
class Claims:
    withdrew: Assertion
    still: Assertion
    guards: Assertion
    tehran: Assertion
    more: Assertion


@dataclass(frozen=True, slots=True)
class Voices:
    """The statements, by who speaks."""

    spokesman: Statement
    reporter: Statement
    repost: Statement
    second_reporter: Statement
    social_media: Statement
    news_site: Statement
    blogger: Statement
    first_guard: Statement
    second_guard: Statement
    inference: Statement
    forecast: Statement


def claim(desk: Desk) -> Claims:
    """Record the five claims, and that the first two cannot both be true."""

    def made(text: str, holds: str) -> Assertion:
        content = AssertionContent(text, holds=holds, place=_PLACE, topic=TOPIC)
        return assertions.add(desk.session, desk.code, content, by=desk.by, now=desk.now)

    claims = Claims(
        withdrew=made(
            "The militia had withdrawn from the compound by 15:00 on 1 January 2020", "2020-01-01T15:00/.."
        ),
        still=made("The militia was still at the gate at 15:20 on 1 January 2020", "2020-01-01T15:20"),
        guards=made("Guards let the crowd in on 31 December 2019", "2019-12-31"),
        tehran=made("Tehran ordered the attack", "2019-12"),
        more=made("There will be more attacks within weeks", "2020-01-02/2020-01-31"),
    )
    assertions.link(
        desk.session,
        claims.withdrew.public_id,
        claims.still.label,
        AssertionLinkKind.INCOMPATIBLE,
        "Men who have left by three are not at the gate at twenty past.",
        by=desk.by,
        now=desk.now,
    )
    return claims


def record_all(desk: Desk, cast: Cast, captures: Captures, claims: Claims) -> Voices:
    """Record every voice of the six documents, one row each."""
    spokesman, reporter = _announcement(desk, cast, captures, claims)
    repost = _repost(desk, cast, captures, claims, reporter)
    second_reporter = _at_the_gate(desk, cast, captures, claims)
    social_media, news_site = _according_to_social_media(desk, cast, captures, claims, reporter)
    blogger = _article(desk, cast, captures, claims, reporter)
    first_guard, second_guard = _guards(desk, cast, captures, claims)
    inference, forecast = _conclusions(desk, cast, captures, claims)
    return Voices(
        spokesman=spokesman,
        reporter=reporter,
        repost=repost,
        second_reporter=second_reporter,
        social_media=social_media,
        news_site=news_site,
        blogger=blogger,
        first_guard=first_guard,
        second_guard=second_guard,
        inference=inference,
        forecast=forecast,
    )


def link_all(desk: Desk, voices: Voices) -> None:
    """Two links an analyst would set; the first adds nothing, and the pages say so."""
    for statement, other, kind, reason in (
        (
            voices.repost,
            voices.reporter,
            StatementLinkKind.CORROBORATES,
            "Both say that the compound was empty by three.",
        ),
        (
            voices.second_reporter,
            voices.reporter,
            StatementLinkKind.CONTRADICTS,
            "He stands at the gate at 15:20 and sees that nobody has left.",
        ),
    ):
        relays.link(desk.session, statement.public_id, other.label, kind, reason, by=desk.by, now=desk.now)


def _announcement(desk: Desk, cast: Cast, captures: Captures, claims: Claims) -> tuple[Statement, Statement]:
    spokesman, reporter = desk.record(
        captures.reporter_post,
        f"Their spokesman, Abu Zayd, tells me: {_ANNOUNCED}",
        (
            _hop(cast.spokesman, said_at="2020-01-01"),
            _hop(cast.reporter),
        ),
        Content(
            "The militia is pulling out; everybody is out of the compound by three.",
            Basis.PARTICIPANT,
            verbatim=_ANNOUNCED.strip("“”"),
            language="en",
        ),
        conveys=_conveys(claims.withdrew),
    )
    # The article shows the same post: it stands in two captures, and is still one act of saying.
    passages.anchor(
        desk.session,
        reporter.public_id,
        captures.article.label,
        selection_of(captures.article, f"Their spokesman, Abu Zayd, tells me: {_ANNOUNCED}"),
        by=desk.by,
        now=desk.now,
    )
    return spokesman, reporter


def _repost(desk: Desk, cast: Cast, captures: Captures, claims: Claims, reporter: Statement) -> Statement:
    (repost,) = desk.record(
        captures.repost,
        f"Their spokesman, Abu Zayd, tells me: {_ANNOUNCED}\nIT IS OVER. THEY ARE GONE. 🔥🔥🔥",
        (_hop(cast.repost_account, form=RelayForm.REPUBLISHES, fidelity=Fidelity.VERBATIM),),
        Content("It is over: they are gone.", Basis.TOLD),
        conveys=_conveys(claims.withdrew),
        repeats=reporter,
    )
    return repost


def _according_to_social_media(
    desk: Desk, cast: Cast, captures: Captures, claims: Claims, reporter: Statement
) -> tuple[Statement, Statement]:
    social_media, news_site = desk.record(
        captures.news_page,
        "The Banner Brigades withdrew from the compound this afternoon, according to social media.",
        (
            Hop(SourceChoice("social media", SourceKind.UNKNOWN), said_at="2020-01-01"),
            _hop(cast.news_site, form=RelayForm.CITES),
        ),
        Content("The Banner Brigades withdrew this afternoon.", Basis.NOT_STATED),
        conveys=_conveys(claims.withdrew),
    )
    note = "Her post was the most widely shared one that day; the page does not say that it is meant."
    terms = RelayTerms(RelayForm.PARAPHRASES, RelayCertainty.POSSIBLE, Fidelity.UNCLEAR, note=note)
    relays.relay(desk.session, social_media.public_id, reporter.label, terms, by=desk.by, now=desk.now)
    return social_media, news_site


def _article(desk: Desk, cast: Cast, captures: Captures, claims: Claims, reporter: Statement) -> Statement:
    (blogger,) = desk.record(
        captures.article,
        "The militia was out of the compound before three on Wednesday afternoon.",
        (_hop(cast.blogger, form=RelayForm.CITES),),
        Content("The militia was out of the compound before three, as Haddad reported.", Basis.TOLD),
        conveys=_conveys(claims.withdrew),
        repeats=reporter,
    )
    return blogger


def _at_the_gate(desk: Desk, cast: Cast, captures: Captures, claims: Claims) -> Statement:
    words = "It is 15:20, I am at the main gate of the embassy and nobody has left."
    (seen,) = desk.record(
        captures.second_reporter_post,
        words,
        (_hop(cast.second_reporter),),
        Content("At 15:20 nobody has left the main gate.", Basis.OBSERVED, verbatim=words, language="en"),
        conveys=_conveys(claims.still),
    )
    return seen


def _guards(desk: Desk, cast: Cast, captures: Captures, claims: Claims) -> tuple[Statement, Statement]:
    quotes = (
        (
            cast.first_guard,
            (
                "We were told by radio to open and to step aside. "
                "I opened my half of the gate with my own hands."
            ),
            "Guards were told by radio to open the gate, and he opened his half of it.",
            Basis.PARTICIPANT,
        ),
        (
            cast.second_guard,
            "I saw both halves of the gate swing open from the inside. Nobody had touched it.",
            "Both halves of the gate swung open from the inside; nobody outside had touched it.",
            Basis.OBSERVED,
        ),
    )
    first, second = (
        desk.record(
            captures.notes,
            words,
            (_hop(guard, said_at="2019-12-31"), _hop(cast.blogger, form=RelayForm.TRANSLATES)),
            Content(gist, basis, verbatim=words, language="en"),
            conveys=_conveys(claims.guards),
        )
        for guard, words, gist, basis in quotes
    )
    return first[0], second[0]


def _conclusions(desk: Desk, cast: Cast, captures: Captures, claims: Claims) -> tuple[Statement, Statement]:
    (inference,) = desk.record(
        captures.article,
        "Tehran ordered this: first the attack, then the retreat.",
        (_hop(cast.blogger),),
        Content(
            "Tehran ordered the attack and the retreat.",
            Basis.INFERRED,
            hedge="I have no document that says so and nobody has told me.",
        ),
        conveys=_conveys(claims.tehran),
        rests_on=(
            Rest(claims.withdrew.label, "Nobody empties a street that fast without permission from above."),
            Rest(claims.guards.label, "People who are let in can also be called out."),
        ),
    )
    (forecast,) = desk.record(
        captures.article,
        "There will be more attacks, and within weeks rather than months. I expect the first of them before "
        "January is over.",
        (_hop(cast.blogger),),
        Content("More attacks will follow within weeks.", Basis.FORECAST, due="2020-01-31"),
        conveys=_conveys(claims.more),
        rests_on=(Rest(claims.tehran.label, "Whoever ordered the first went unpunished."),),
    )
    return inference, forecast


def _hop(
    source: Source,
    *,
    said_at: str | None = None,
    form: RelayForm = RelayForm.QUOTES,
    fidelity: Fidelity = Fidelity.FAITHFUL,
) -> Hop:
    return Hop(SourceChoice(source.label), said_at=said_at, form=form, fidelity=fidelity)


def _conveys(assertion: Assertion) -> tuple[Conveyed, ...]:
    return (Conveyed(AssertionContent(assertion.label)),)
