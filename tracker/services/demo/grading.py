"""How the two analysts of the demo case grade its statements and its sources."""

from __future__ import annotations

from tracker.domain.scales import Credibility, GradeScale, Reliability
from tracker.services.demo.chains import TOPIC, Voices
from tracker.services.demo.desk import Desk
from tracker.services.demo.documents import Cast


def grade_all(lead: Desk, second: Desk, cast: Cast, voices: Voices) -> None:
    """Information first, sources afterwards, each analyst on their own; once they differ by two steps."""
    for statement, value, reason in (
        (
            voices.spokesman,
            Credibility.DOUBTFUL,
            "A party to the events announces its own retreat, and an eyewitness contradicts it.",
        ),
        (
            voices.reporter,
            Credibility.DOUBTFUL,
            "Passes on that announcement, and says openly that she has not seen it herself.",
        ),
        (
            voices.repost,
            Credibility.DOUBTFUL,
            "The same announcement once more, louder.",
        ),
        (
            voices.news_site,
            Credibility.DOUBTFUL,
            "Names nobody, and the same announcement may be all there is behind it.",
        ),
        (
            voices.second_reporter,
            Credibility.POSSIBLY_TRUE,
            "First hand, with time, place and detail; nobody else says so.",
        ),
        (
            voices.first_guard,
            Credibility.POSSIBLY_TRUE,
            "Against his own interest, and fits what the second guard saw; both reach us through one man.",
        ),
        (
            voices.second_guard,
            Credibility.POSSIBLY_TRUE,
            "Saw the gate from the tower and says what he did not hear; reaches us through the same man.",
        ),
        (
            voices.inference,
            Credibility.CANNOT_BE_JUDGED,
            "A conclusion of its author, who says himself that he holds nothing that shows it.",
        ),
        (voices.forecast, Credibility.CANNOT_BE_JUDGED, "Nobody can know it yet."),
    ):
        lead.grade(GradeScale.CREDIBILITY, statement.public_id, value, reason)
    for statement, value, reason in (
        (
            voices.spokesman,
            Credibility.PROBABLY_TRUE,
            "He would know, and the page of the next day does not report any tents.",
        ),
        (
            voices.second_reporter,
            Credibility.PROBABLY_TRUE,
            "What one sees standing at the gate, written down within minutes.",
        ),
    ):
        second.grade(GradeScale.CREDIBILITY, statement.public_id, value, reason)
    for source, letter, reason in (
        (cast.reporter, Reliability.B, "Years of accurate reporting; says openly what she has not seen."),
        (cast.second_reporter, Reliability.C, "Some earlier reports held up; he is new to the city."),
        (cast.spokesman, Reliability.D, "Speaks for a party and has announced retreats before."),
        (cast.repost_account, Reliability.E, "Adds nothing but capital letters; nobody knows who runs it."),
        (cast.news_site, Reliability.C, "Careful with what it has not checked, but names no source here."),
        (cast.blogger, Reliability.C, "Well connected, and fond of large conclusions."),
        (cast.first_guard, Reliability.F, "Nobody has heard from him before."),
        (cast.second_guard, Reliability.F, "Nobody has heard from him before."),
    ):
        lead.grade(GradeScale.RELIABILITY, source.public_id, letter, reason, topic=TOPIC)
    for source, letter, reason in (
        (cast.reporter, Reliability.B, "I have checked three of her reports of last year: all correct."),
        (cast.blogger, Reliability.D, "Two of his four large predictions of last year were wrong."),
    ):
        second.grade(GradeScale.RELIABILITY, source.public_id, letter, reason, topic=TOPIC)
