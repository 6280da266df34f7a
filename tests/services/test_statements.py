"""One row per voice: what a chain entered once becomes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_member,
    make_source,
    make_user,
    record_chain,
    select_words,
)
from tracker.domain.errors import DomainError, Forbidden, NotFound
from tracker.domain.passages import PassageKind
from tracker.domain.scales import Basis, CaseRole, DocumentKind, Fidelity, RelayForm, SourceKind, Stance
from tracker.services import revisions, sources, statements
from tracker.services.passages import Selection
from tracker.services.sources import SourceChoice
from tracker.services.statements import Content, EmbeddedPost, Hop, RecordStatement
from tracker.store.models import (
    Anchor,
    AuditEvent,
    Conveys,
    Document,
    Passage,
    Relay,
    Source,
    Statement,
)

TEXT = "Salim reports that the militia told him: “we are pulling out”."
WORDS = "we are pulling out"


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", zone="Asia/Baghdad")


@pytest.fixture
def article(session, blobs, case):
    return make_capture(session, blobs, *case, TEXT, author="The blog", published="2020-01-01")


def names(session, made):
    return [session.get(Source, statement.source_pk).name for statement in made]


def relays(session):
    rows = session.execute(select(Relay.child_pk, Relay.parent_pk, Relay.form).order_by(Relay.pk)).all()
    return [tuple(row) for row in rows]


def test_the_blog_says_that_salim_says_that_the_militia_said_is_three_statements(session, case, article):
    made = record_chain(
        session,
        article,
        WORDS,
        "the militia",
        "Salim",
        by=case[1],
        basis=Basis.PARTICIPANT,
        asserts=("They leave",),
    )
    militia, salim, blog = made
    assert names(session, made) == ["the militia", "Salim", "The blog"]
    assert [each.basis for each in made] == [Basis.PARTICIPANT, Basis.TOLD, Basis.TOLD]
    assert relays(session) == [
        (salim.pk, militia.pk, RelayForm.QUOTES),
        (blog.pk, salim.pk, RelayForm.CITES),
    ]
    assert session.scalars(select(Conveys.stance)).all() == [Stance.ASSERTS] * 3
    assert session.scalar(select(func.count(Anchor.pk))) == 3
    assert session.scalar(select(func.count(Passage.pk))) == 1


def test_through_whom_a_statement_is_held_is_derived_never_typed(session, case, article):
    militia, salim, blog = record_chain(session, article, WORDS, "the militia", "Salim", by=case[1])
    assert (militia.reporter_pk, salim.reporter_pk, blog.reporter_pk) == (
        salim.source_pk,
        blog.source_pk,
        None,
    )
    assert salim.reported_at.text == "2020-01-01", "the blog said so when it was published"


def test_the_words_belong_to_whoever_said_them(session, case, article):
    made = record_chain(
        session,
        article,
        WORDS,
        "the militia",
        by=case[1],
        verbatim=WORDS,
        hedge="it seems",
        language="en",
        translation="wir ziehen ab",
        translated_by="us",
    )
    kept = [(each.verbatim, each.hedge, each.language, each.translation) for each in made]
    assert kept == [(WORDS, "it seems", "en", "wir ziehen ab"), (None, None, None, None)]
    assert {each.gist for each in made} == {WORDS}


def test_an_author_typed_as_the_last_hop_is_not_added_again(session, case, article):
    how = Hop(SourceChoice("The blog"), form=RelayForm.SUMMARISES, fidelity=Fidelity.UNCLEAR)
    made = record_chain(session, article, WORDS, "Salim", how, by=case[1])
    assert names(session, made) == ["Salim", "The blog"]
    assert relays(session) == [(made[1].pk, made[0].pk, RelayForm.SUMMARISES)]


def test_an_author_known_by_another_name_is_not_added_again(session, case, article):
    blog = session.scalars(select(Source)).one()
    sources.add_alias(session, blog.public_id, "the blogger", None, by=case[1], now=NOW)
    made = record_chain(session, article, WORDS, "the blogger", by=case[1])
    assert len(made) == 1


def test_an_author_merged_into_another_source_speaks_as_that_one(session, case, article):
    blog = session.scalars(select(Source)).one()
    other = make_source(session, *case, name="Adam")
    sources.merge(session, blog.public_id, other.label, "the same man", by=case[1], now=NOW)
    made = record_chain(session, article, WORDS, "Adam", by=case[1])
    assert len(made) == 1


def test_each_gap_is_its_own_source(session, case, article):
    officials = SourceChoice("officials", SourceKind.UNNAMED)
    nobody = SourceChoice(None, SourceKind.UNKNOWN)
    for _ in range(2):
        record_chain(session, article, WORDS, nobody, officials, by=case[1], basis=Basis.NOT_STATED)
    kinds = session.scalars(select(Source.kind).order_by(Source.number)).all()
    assert kinds.count(SourceKind.UNNAMED) == 2
    assert kinds.count(SourceKind.UNKNOWN) == 2


def test_the_witness_in_our_own_notes_is_held_directly(session, blobs, case):
    notes = make_capture(
        session, blobs, *case, "I saw it.", author="Ana", kind=DocumentKind.NOTES, collected_by_us=True
    )
    (guard,) = record_chain(session, notes, "I saw it", "a guard", by=case[1])
    assert guard.reporter_pk is None


def test_a_publisher_stands_in_for_an_author_nobody_names(session, blobs, case):
    page = make_capture(
        session, blobs, *case, "It is so.", author=None, publisher=SourceChoice("The Gazette")
    )
    made = record_chain(session, page, "It is so", "Salim", by=case[1])
    assert names(session, made) == ["Salim", "The Gazette"]


def test_an_embedded_post_is_held_only_through_the_page(session, case, article):
    post = EmbeddedPost("we are pulling out", "2019-12-31", "https://example.org/1")
    militia, salim, blog = record_chain(
        session, article, WORDS, "the militia", "Salim", by=case[1], embedded=post
    )
    document = session.scalars(select(Document).where(Document.held_in_pk == article.pk)).one()
    assert (document.author_pk, document.kind) == (salim.source_pk, DocumentKind.POST)
    assert session.scalars(select(Passage.document_pk)).one() == document.pk
    assert [each.said_at.text if each.said_at else None for each in (militia, salim, blog)] == [
        None,
        "2019-12-31",
        "2020-01-01",
    ]
    assert relays(session)[-1] == (blog.pk, salim.pk, RelayForm.REPUBLISHES)


def test_a_second_passage_of_an_embedded_post_finds_the_post_again(session, case, article):
    for words in (WORDS, "Salim reports"):
        record_chain(session, article, words, "Salim", by=case[1], embedded=EmbeddedPost("A post"))
    assert session.scalar(select(func.count(Document.pk)).where(Document.held_in_pk == article.pk)) == 1


def test_an_embedded_post_is_somebody_elses(session, case, article):
    with pytest.raises(DomainError, match="somebody else's") as refused:
        record_chain(session, article, WORDS, "The blog", by=case[1], embedded=EmbeddedPost("A post"))
    assert refused.value.field == "hops-0-source"


def test_two_reporters_of_one_utterance_are_one_statement_with_two_relays(session, blobs, case, article):
    militia, blog = record_chain(session, article, WORDS, "the militia", by=case[1])
    other = make_capture(session, blobs, *case, "The militia says it is pulling out.", author="The agency")
    words = "it is pulling out"
    (agency,) = record_chain(
        session,
        other,
        words,
        "The agency",
        by=case[1],
        basis=Basis.TOLD,
        repeats=militia.label,
        verbatim=words,
    )
    assert [row[:2] for row in relays(session)] == [(blog.pk, militia.pk), (agency.pk, militia.pk)]
    assert (agency.basis, agency.verbatim) == (Basis.TOLD, words)


def test_altered_words_are_a_statement_of_their_own(session, case, article):
    altered = Hop(SourceChoice("The blog"), fidelity=Fidelity.ALTERED)
    with pytest.raises(DomainError, match="what was really said") as refused:
        record_chain(session, article, WORDS, "Salim", altered, by=case[1])
    assert refused.value.field == "hops-1-fidelity"
    salim, _ = record_chain(session, article, WORDS, "Salim", by=case[1])
    (made,) = record_chain(
        session, article, "Salim reports", altered, by=case[1], repeats=salim.label, asserts=("Ordered",)
    )
    assert session.scalars(select(Conveys.statement_pk)).all() == [made.pk]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hops": ()}, "hops-0-source"),
        ({"hops": (Hop(SourceChoice("Salim")), Hop(SourceChoice("SALIM")))}, "hops-1-source"),
        ({"hops": (Hop(SourceChoice("Salim"), said_at="2020-02-30"),)}, "hops-0-said_at"),
        ({"repeats": "ST7"}, "repeats"),
        ({"content": Content(" ", Basis.OBSERVED)}, "gist"),
        ({"content": Content("x", Basis.FORECAST)}, "due"),
        ({"content": Content("x", Basis.OBSERVED, verbatim="we are staying")}, "verbatim"),
        ({"selection": Selection(PassageKind.TEXT, start=0, end=999)}, "passage"),
        ({"selection": Selection(PassageKind.TEXT, start=0, end=5, exact="other")}, "passage"),
        ({"selection": Selection(PassageKind.TEXT, start=0)}, "passage"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, case, article, change, field):
    command = {
        "capture": article.public_id,
        "selection": select_words(article, WORDS),
        "hops": (Hop(SourceChoice("Salim")),),
        "content": Content("It is over", Basis.OBSERVED),
    }
    with pytest.raises(DomainError) as refused, session.begin_nested():
        statements.record(session, RecordStatement(**command | change), by=case[1], now=NOW)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Statement.pk))) == 0


@pytest.mark.parametrize("quoted", ["“we […] out”", "we are [sic] pulling out", "we   are\npulling out"])
def test_a_shortened_quotation_is_understood(session, case, article, quoted):
    made = record_chain(session, article, WORDS, "Salim", by=case[1], verbatim=quoted)
    assert made[0].verbatim == quoted


@pytest.mark.parametrize("what", ["document", "capture"])
def test_nothing_is_recorded_from_what_was_withdrawn(session, case, article, what):
    record = article if what == "capture" else session.get(Document, article.document_pk)
    revisions.withdraw(session, what, record.public_id, "wrong", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="withdrawn"):
        record_chain(session, article, WORDS, "Salim", by=case[1])


def test_strangers_and_readers_record_nothing(session, case, article):
    with pytest.raises(NotFound):
        record_chain(session, article, WORDS, "Salim", by=make_user(session))
    with pytest.raises(Forbidden):
        record_chain(session, article, WORDS, "Salim", by=make_member(session, *case, role=CaseRole.READER))


def test_every_statement_of_a_chain_leaves_an_event_and_none_names_a_source(session, case, article):
    record_chain(session, article, WORDS, "Zubayda", "Salim", by=case[1])
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "statement recorded")).all()
    assert len(events) == 3
    assert "Zubayda" not in " ".join(session.scalars(select(AuditEvent.body)))
