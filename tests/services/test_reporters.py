"""Through whom a statement is held: derived, and derived anew whenever what it rests on changes."""

from __future__ import annotations

from tests import factories
from tests.factories import NOW, make_capture, make_case, record_chain
from tracker.domain.scales import DocumentKind, SourceLinkKind
from tracker.services import documents, passages, relays, revisions, sources, tracing
from tracker.services.documents import DocumentContent
from tracker.services.relays import RelayTerms
from tracker.services.sources import LinkSources, SourceChoice
from tracker.store.models import Source


def reporter_of(session, statement):
    return session.get_one(Source, statement.reporter_pk).name if statement.reporter_pk else None


def test_a_speaker_known_through_an_author_is_held_through_them(session, blobs):
    case, lead = make_case(session)
    page = make_capture(session, blobs, case, lead, "He says: go.", author="Blog", published="2020-01-01")
    said, held = record_chain(session, page, "go", "He", by=lead)
    assert reporter_of(session, said) == "Blog"
    assert said.reported_at.text == "2020-01-01"
    assert reporter_of(session, held) is None


def test_who_speaks_in_a_document_of_their_own_needs_no_reporter(session, blobs):
    case, lead = make_case(session)
    post = make_capture(session, blobs, case, lead, "I saw it.", author="Witness")
    (seen,) = record_chain(session, post, "I saw it.", "Witness", by=lead)
    page = make_capture(session, blobs, case, lead, "Witness saw it.", author="Blog")
    record_chain(session, page, "Witness saw it.", "Blog", by=lead, repeats=seen.label)
    assert reporter_of(session, seen) is None


def test_capturing_the_speakers_own_document_later_frees_them_of_the_reporter(session, blobs):
    case, lead = make_case(session)
    page = make_capture(session, blobs, case, lead, "Witness: I saw it.", author="Blog")
    seen, _ = record_chain(session, page, "I saw it.", "Witness", by=lead)
    post = make_capture(session, blobs, case, lead, "I saw it.", author="Witness", kind=DocumentKind.POST)
    words = factories.select_words(post, "I saw it.")
    passages.anchor(session, seen.public_id, post.label, words, by=lead, now=NOW)
    assert reporter_of(session, seen) is None
    revisions.withdraw(session, "capture", post.public_id, "A forgery", by=lead, now=NOW)
    assert reporter_of(session, seen) == "Blog"
    revisions.restore(session, "capture", post.public_id, "Genuine after all", by=lead, now=NOW)
    assert reporter_of(session, seen) is None


def test_the_earliest_reporter_counts_unless_another_is_chosen(session, blobs):
    case, lead = make_case(session)
    late = make_capture(
        session, blobs, case, lead, "He says go. (late)", author="Late", published="2020-01-03"
    )
    said, _ = record_chain(session, late, "go", "He", by=lead)
    early = make_capture(session, blobs, case, lead, "He says go.", author="Early", published="2020-01-01")
    (first,) = record_chain(session, early, "go", "Early", by=lead, repeats=said.label)
    assert reporter_of(session, said) == "Early"
    chosen = make_capture(session, blobs, case, lead, "He said: go!", author="Chosen", published="2020-01-05")
    (third,) = record_chain(session, chosen, "go", "Chosen", by=lead)
    relays.relay(session, third.public_id, said.label, RelayTerms(is_chosen=True), by=lead, now=NOW)
    assert reporter_of(session, said) == "Chosen"
    revisions.withdraw(session, "statement", third.public_id, "Never said", by=lead, now=NOW)
    assert reporter_of(session, said) == "Early"
    revisions.withdraw(session, "statement", first.public_id, "Never said", by=lead, now=NOW)
    assert reporter_of(session, said) == "Late"


def test_correcting_whose_document_it_is_changes_the_reporter(session, blobs):
    case, lead = make_case(session)
    page = make_capture(session, blobs, case, lead, "I saw it.", author="Blog", title="Page")
    seen, relayed = record_chain(session, page, "I saw it.", "Witness", by=lead)
    document = session.get_one(documents.Document, page.document_pk)
    corrected = DocumentContent("Page", DocumentKind.ARTICLE, author=SourceChoice("Witness"))
    documents.correct(
        session, document.public_id, corrected, version=None, reason="It is signed", by=lead, now=NOW
    )
    assert reporter_of(session, seen) is None
    assert relayed.reporter_pk is None


def test_a_witness_passed_on_in_our_own_notes_is_no_entry_wherever_the_trace_begins(session, blobs):
    case, lead = make_case(session)
    notes = make_capture(
        session, blobs, case, lead, "Ali says that Omar saw it.",
        author="Ali", kind=DocumentKind.TRANSCRIPT, collected_by_us=True,
    )  # fmt: skip
    omar, ali = record_chain(session, notes, "Omar saw it", "Omar", "Ali", by=lead)
    for root in (omar, ali):
        found = tracing.trace_statement(session, lead, root.public_id).trace.statements
        assert not found[omar.label].is_entry
    assert reporter_of(session, omar) == "Ali"


def test_whoever_turns_out_to_own_the_account_is_held_directly_until_that_is_withdrawn(session, blobs):
    case, lead = make_case(session)
    post = make_capture(session, blobs, case, lead, "We left at noon.", author="@handle")
    said, relayed = record_chain(session, post, "We left at noon.", "Mustafa", by=lead)
    assert said.reporter_pk == relayed.source_pk
    account = session.get_one(Source, relayed.source_pk)
    person = session.get_one(Source, said.source_pk)
    link = sources.link(
        session, account.public_id, LinkSources(person.label, SourceLinkKind.ACCOUNT_OF), by=lead, now=NOW
    )
    assert said.reporter_pk is None
    revisions.withdraw(session, "source link", link.public_id, "another man", by=lead, now=NOW)
    assert said.reporter_pk == relayed.source_pk
    sources.merge(session, account.public_id, person.label, "the same", by=lead, now=NOW)
    assert said.reporter_pk is None
    sources.split(session, account.public_id, "not the same", by=lead, now=NOW)
    assert said.reporter_pk == relayed.source_pk
