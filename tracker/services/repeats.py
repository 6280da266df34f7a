"""Hints that one item repeats another: reading the open ones, accepting, refusing, and taking that back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain import repeats
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Conflict, DomainError, Duplicate
from tracker.domain.records import CaseGraph
from tracker.domain.repeat_items import Holdings, Item
from tracker.domain.repeats import Hint, UnrecordedAgency
from tracker.domain.scales import Fidelity, RelayCertainty, RelayForm, RepeatSign, SourceKind
from tracker.services import audit, revisions, withdrawing
from tracker.services.analysis import case_graph
from tracker.services.lookup import get, get_case, in_case, required
from tracker.services.relays import RelayTerms, add_relay
from tracker.store.models import Relay, RepeatDecision, Statement
from tracker.store.queries import repeats as queries
from tracker.store.queries.rows import AnyRow, date_in

_GONE = (
    "This hint is no longer open: somebody answered it meanwhile, or what it rests on has changed. "
    "Your words are kept below; look at the list again."
)
WHY_REPEAT = "Say why it is a repeat."
WHY_NOT = "Say why it is no repeat; the hint then does not return."
_FORM = {RepeatSign.SHARED_ERROR: RelayForm.PARAPHRASES}


@dataclass(frozen=True, slots=True)
class Found:
    """The open hints of a case and what they were made from; `places` and `statements` are rows by label."""

    hints: tuple[Hint, ...]
    agencies: tuple[UnrecordedAgency, ...]
    held: Holdings
    statements: Mapping[str, AnyRow]
    places: Mapping[str, AnyRow]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an analyst says to the hint on two statements, named by their labels.

    `certainty` is that of the relay an accepted hint becomes: explicit only where the text itself says whom
    it repeats.
    """

    later: str | None
    earlier: str | None
    reason: str | None
    certainty: RelayCertainty = RelayCertainty.POSSIBLE


def open_hints(
    session: Session, viewer: Viewer, case_pk: int, assertion: str | None = None
) -> tuple[Hint, ...]:
    """The hints nobody has answered yet; only those on one assertion (AS2) where it is named."""
    return find(session, viewer, case_pk, assertion).hints


def find(session: Session, viewer: Viewer, case_pk: int, assertion: str | None = None) -> Found:
    """The same with what they were made from, in a fixed number of queries.

    All of the case is read whichever assertion is asked for: that nobody else makes a mistake is said of all.
    """
    graph = case_graph(session, viewer, case_pk)
    numbers = _worth_comparing(graph)
    statements = {row.label: row for row in queries.statements_numbered(session, case_pk, numbers)}
    places = _own_places(queries.places_of(session, case_pk, numbers), statements)
    texts = queries.texts_of(session, {row.capture_pk for row in places.values() if row.is_whole})
    names: dict[int, list[str]] = defaultdict(list)
    for row in queries.other_names(session, case_pk):
        names[row.number].append(row.name)
    held = Holdings(
        items=[_item(row, places.get(label), names) for label, row in statements.items()],
        texts={
            _text_of(row): texts[row.capture_pk] if row.is_whole else row.exact or ""
            for row in places.values()
        },
        graph=graph,
        answered=queries.answered(session, case_pk),
        before=queries.said_before(session, case_pk),
    )
    hints, agencies = repeats.hints(held), repeats.unrecorded_agencies(held)
    if assertion is not None:
        hints = tuple(hint for hint in hints if assertion in hint.assertions)
        agencies = tuple(each for each in agencies if assertion in each.assertions)
    return Found(hints, agencies, held, statements, places)


def accept(session: Session, code: str, answer: Answer, *, by: Viewer, now: datetime) -> RepeatDecision:
    """Make the hint a relay, the later statement repeating the earlier one."""
    later, earlier, hint, reason = _asked(session, code, answer, WHY_REPEAT, by)
    made = add_relay(
        session,
        later,
        earlier,
        RelayTerms(
            form=_FORM.get(hint.sign, RelayForm.REPUBLISHES),
            certainty=answer.certainty,
            fidelity=Fidelity.FAITHFUL if hint.sign is RepeatSign.SAME_TEXT else Fidelity.UNCLEAR,
            note=reason,
        ),
        by=by,
        now=now,
    )
    return _decide(session, later, earlier, hint, reason, relay=made, by=by, now=now)


def refuse(session: Session, code: str, answer: Answer, *, by: Viewer, now: datetime) -> RepeatDecision:
    """Say that the two do not repeat each other; the hint does not return."""
    later, earlier, hint, reason = _asked(session, code, answer, WHY_NOT, by)
    return _decide(session, later, earlier, hint, reason, relay=None, by=by, now=now)


def take_back(
    session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime
) -> RepeatDecision:
    """Withdraw an answer, and the relay it made where that still stands; the hint is open again."""
    decision = get(session, RepeatDecision, public_id, by, Right.RECORD)
    why = withdrawing.take_back(session, decision, reason, what="answer", deed="taken back", by=by, now=now)
    relay = session.get(Relay, decision.relay_pk) if decision.relay_pk is not None else None
    if relay is not None and not relay.is_withdrawn:
        revisions.withdraw(session, "relay", relay.public_id, why, by=by, now=now)
    audit.record(
        session,
        "answer to a repeat hint taken back",
        "repeat decision",
        decision.public_id,
        by=by,
        now=now,
        case_pk=decision.case_pk,
        reason=why,
    )
    return decision


def _worth_comparing(graph: CaseGraph) -> list[int]:
    """The numbers of the statements that are not alone in what they say of an assertion."""
    said = Counter(pair for each in graph.statements.values() for pair in each.conveys.items())
    return sorted(
        int(label.removeprefix("ST"))
        for label, each in graph.statements.items()
        if any(said[pair] > 1 for pair in each.conveys.items())
    )


def _own_places(rows: Iterable[AnyRow], statements: Mapping[str, AnyRow]) -> dict[str, AnyRow]:
    """One place for each statement: the first in a document of its own source, else the first."""
    found: dict[str, tuple[bool, AnyRow]] = {}
    for row in rows:
        voice = statements[row.statement].source_number
        is_own = voice == (row.publisher_number if row.author_number is None else row.author_number)
        known = found.get(row.statement)
        if known is None or is_own > known[0]:
            found[row.statement] = is_own, row
    return {label: row for label, (_, row) in found.items()}


def _item(row: AnyRow, place: AnyRow | None, names: Mapping[int, list[str]]) -> Item:
    own = (row.source_name, *names.get(row.source_number, ()))
    if place is None:
        return Item(row.label, row.label, own, published=date_in(row, "said_at"))
    published_by = (place.publisher_name, *names.get(place.publisher_number, ()))
    start, end = (place.start_offset, place.end_offset) if place.is_whole else (0, len(place.exact or ""))
    return Item(
        label=row.label,
        document=place.document,
        names=tuple(name for name in (*own, *published_by) if name),
        by_a_person=row.source_kind is SourceKind.PERSON,
        addresses=(place.address, place.archive_address),
        published=date_in(place, "published") or date_in(row, "said_at"),
        language=place.language,
        text=_text_of(place),
        start=start,
        end=end,
    )


def _text_of(place: AnyRow) -> str:
    """The name of the text a statement stands in: of what a page embeds only the passage is its own."""
    return place.capture if place.is_whole else f"{place.capture}/{place.passage_id}"


def _asked(
    session: Session, code: str, answer: Answer, why: str, by: Viewer
) -> tuple[Statement, Statement, Hint, str]:
    """The two statements, the open hint on them, and the reason."""
    case = get_case(session, code, by, Right.RECORD)
    wanted = (
        required(answer.later, "Choose the later statement.", field="earlier"),
        required(answer.earlier, "Choose which one is the earlier.", field="earlier"),
    )
    later, earlier = (in_case(session, Statement, each, case.pk, field="earlier") for each in wanted)
    hint = _open_on(session, by, case.pk, later.label, earlier.label)
    if hint.order_known and hint.later != later.label:
        raise DomainError(f"{hint.earlier} is the earlier one by its date.", field="earlier")
    return later, earlier, hint, required(answer.reason, why, field="reason")


def _open_on(session: Session, by: Viewer, case_pk: int, later: str, earlier: str) -> Hint:
    for hint in open_hints(session, by, case_pk):
        if {hint.later, hint.earlier} == {later, earlier}:
            return hint
    raise Conflict(_GONE)


def _decide(
    session: Session,
    later: Statement,
    earlier: Statement,
    hint: Hint,
    reason: str,
    *,
    relay: Relay | None,
    by: Viewer,
    now: datetime,
) -> RepeatDecision:
    made = RepeatDecision(
        case_pk=later.case_pk,
        later_pk=later.pk,
        earlier_pk=earlier.pk,
        sign=hint.sign,
        is_accepted=relay is not None,
        reason=reason,
        relay_pk=relay.pk if relay else None,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:  # a colleague answered between our reading and our writing
        raise Duplicate(_GONE) from exc
    audit.record(
        session,
        "repeat hint accepted" if relay else "repeat hint refused",
        "repeat decision",
        made.public_id,
        by=by,
        now=now,
        case_pk=made.case_pk,
        reason=reason,
        later=later.public_id,
        earlier=earlier.public_id,
        sign=hint.sign.value,
        relay=relay.public_id if relay else None,
    )
    return made
