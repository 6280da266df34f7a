"""A fictional siege of an embassy, rich enough to show every part of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tracker.domain.dates import parse
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    ExhibitInput,
    FigureInput,
    FindingInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    ReportInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.scales import (
    AuthorCertainty,
    Basis,
    CaptureMethod,
    CitationRole,
    Confidence,
    Credibility,
    DocumentKind,
    Fidelity,
    Likelihood,
    Profile,
    RelayCertainty,
    RelayForm,
    Reliability,
    SourceKind,
    Stance,
    Tlp,
)

ZONE = "Asia/Baghdad"


def on(text):
    return parse(text, ZONE)


BLOGGER = SourceInput(
    "SRC1", "Bo Lindqvist", SourceKind.PERSON, "a blogger on regional security, writing from abroad"
)
REPORTER = SourceInput(
    "SRC2",
    "Rana Haddad",
    SourceKind.PERSON,
    "a reporter posting from the city; where she stood is not stated",
)
SPOKESMAN = SourceInput(
    "SRC3", "Mazen Idris", SourceKind.PERSON, "spokesman of the militia, known to us through one reporter"
)
SECOND = SourceInput(
    "SRC4", "Tariq Murad", SourceKind.PERSON, "a freelance reporter who posts that he is at the gate"
)
SITE = SourceInput(
    "SRC5", "Norda News", SourceKind.OUTLET, "a news site that names no correspondent in the city"
)
UNKNOWN = SourceInput("SRC6", "social media", SourceKind.UNKNOWN)
OFFICIALS = SourceInput(
    "SRC7", "officials", SourceKind.UNNAMED, "described by the blogger as close to the ministry"
)
GUARD = SourceInput("SRC8", "JUNIPER", SourceKind.PERSON, "a guard on duty at the outer gate", protected=True)
REPOSTER = SourceInput("SRC9", "@quarter_watch", SourceKind.ACCOUNT, "an account that reposts")

ARABIC = "وأخيرا انتهى الأمر 🎉 سنة جديدة سعيدة للجميع"
WITHDREW = ConveyedInput(
    "AS1", "The militia had left the compound by 15:00 on 1 January 2020", Stance.ASSERTS
)
STILL = ConveyedInput("AS2", "The militia was still at the gate at 15:20", Stance.ASSERTS)
GUARDS = ConveyedInput("AS3", "Guards let the crowd in on 31 December 2019", Stance.ASSERTS)
ORDERED = ConveyedInput("AS4", "A foreign capital ordered the attack", Stance.ASSERTS)


def exhibit(number, title, kind, **more):
    digest = sha256(title.encode()).hexdigest()
    values = {
        "captured_at": datetime(2020, 1, 2, 9, 30, tzinfo=UTC),
        "captured_by": "Ada Okafor",
        "method": CaptureMethod.UPLOADED,
        "size": 48_211,
        "media_type": "text/html",
        "file_name": f"capture-{number}.html",
        **more,
    }
    return ExhibitInput(number, f"D{number}", title, kind, sha256=digest, **values)


EXHIBITS = (
    exhibit(
        1,
        "The siege is over, and it is not over",
        DocumentKind.ARTICLE,
        author="Bo Lindqvist",
        author_certainty=AuthorCertainty.CERTAIN,
        publisher="The Long Perimeter",
        published=on("2020-01-02"),
        address="https://long-perimeter.example/2020/01/siege",
        archive_address="https://archive.example/20200102/siege",
    ),
    exhibit(
        2, "Post of 1 January", DocumentKind.POST, author="Rana Haddad", published=on("2020-01-01T15:05")
    ),
    exhibit(
        3,
        "At the gate",
        DocumentKind.POST,
        author="Tariq Murad",
        author_certainty=AuthorCertainty.PURPORTED,
        published=on("2020-01-01T15:22"),
        address="https://posts.example/tmurad/811",
    ),
    exhibit(
        4,
        "Militia withdraws from embassy",
        DocumentKind.ARTICLE,
        publisher="Norda News",
        published=on("2020-01-01"),
    ),
    exhibit(
        5,
        "Interview notes, outer gate",
        DocumentKind.NOTES,
        method=CaptureMethod.PASTED,
        media_type="text/plain",
        file_name="",
        obtained_from="Bo Lindqvist",
    ),
)

SPOKESMAN_SAYS = CitedStatement(
    label="ST1",
    source=SPOKESMAN,
    basis=Basis.PARTICIPANT,
    said_at=on("2020-01-01"),
    language="ar",
    translation="At last it is finished. Happy new year, everyone.",
    translated_by="Ada Okafor",
    conveys=(WITHDREW,),
    paths=(
        PathInput(
            (
                HopInput(
                    SPOKESMAN, on("2020-01-01"), RelayForm.QUOTES, Fidelity.VERBATIM, RelayCertainty.EXPLICIT
                ),
                HopInput(
                    REPORTER,
                    on("2020-01-01T15:05"),
                    RelayForm.REPUBLISHES,
                    Fidelity.VERBATIM,
                    RelayCertainty.EXPLICIT,
                    Reliability.B,
                ),
                HopInput(BLOGGER, on("2020-01-02"), reliability=Reliability.C),
            ),
            known_origin=True,
        ),
        PathInput(
            (
                HopInput(
                    SPOKESMAN, on("2020-01-01"), RelayForm.QUOTES, Fidelity.VERBATIM, RelayCertainty.EXPLICIT
                ),
                HopInput(REPORTER, on("2020-01-01T15:05"), RelayForm.REPUBLISHES),
                HopInput(REPOSTER, on("2020-01-01T16:40")),
            ),
            known_origin=True,
        ),
    ),
    passages=(
        PassageInput(
            ARABIC,
            exhibit=1,
            start=1204,
            end=1204 + len(ARABIC),
            prefix="their spokesman tells me: ",
            suffix=" — Rana Haddad",
            document_label="D6",
            document_title="Post of 1 January",
            embedded_in="The siege is over, and it is not over",
        ),
    ),
    reliability=ReliabilityInput(
        Reliability.B, "movements in the quarter", "Two earlier reports of hers held up.", 2
    ),
    credibility=(
        CredibilityInput(Credibility.DOUBTFUL, "AS1", "One contradiction of equal weight stands.", 2),
    ),
)
SITE_SAYS = CitedStatement(
    label="ST2",
    source=SITE,
    basis=Basis.TOLD,
    said_at=on("2020-01-01"),
    hedge="according to social media",
    conveys=(WITHDREW,),
    paths=(
        PathInput(
            (
                HopInput(UNKNOWN, None, RelayForm.CITES, Fidelity.UNCLEAR, RelayCertainty.EXPLICIT),
                HopInput(SITE, on("2020-01-01")),
            ),
            known_origin=False,
            gap="whom Norda News read on social media is not said",
        ),
    ),
    passages=(
        PassageInput(
            "The fighters withdrew from the embassy on Wednesday afternoon, according to social media.",
            exhibit=4,
            start=88,
            end=177,
        ),
    ),
)
SECOND_SAYS = CitedStatement(
    label="ST3",
    source=SECOND,
    basis=Basis.OBSERVED,
    said_at=on("2020-01-01T15:20"),
    language="en",
    conveys=(STILL,),
    paths=(PathInput((HopInput(SECOND, on("2020-01-01T15:20")),), known_origin=True),),
    passages=(PassageInput("I am at the gate. Nobody has left. *Nobody*.", exhibit=3, start=0, end=44),),
    reliability=ReliabilityInput(Reliability.F, "", "No earlier report of his is known to us."),
    credibility=(CredibilityInput(Credibility.DOUBTFUL, "AS2", "Contradicted by the spokesman."),),
)
GUARD_SAYS = CitedStatement(
    label="ST4",
    source=GUARD,
    basis=Basis.OBSERVED,
    said_at=None,
    conveys=(GUARDS,),
    paths=(
        PathInput(
            (
                HopInput(GUARD, None, RelayForm.PARAPHRASES, Fidelity.FAITHFUL, RelayCertainty.EXPLICIT),
                HopInput(BLOGGER, on("2020-01-02")),
            ),
            known_origin=True,
        ),
    ),
    passages=(
        PassageInput(
            "J. says the barrier was up, and that nobody on his shift was told to lower it.", 5, 310, 388
        ),
        PassageInput("They walked in. We moved aside.", 5, 512, 543),
    ),
)
BLOGGER_INFERS = CitedStatement(
    label="ST5",
    source=BLOGGER,
    basis=Basis.INFERRED,
    said_at=on("2020-01-02"),
    conveys=(ORDERED,),
    paths=(PathInput((HopInput(BLOGGER, on("2020-01-02")),), known_origin=True),),
    passages=(
        PassageInput(
            "None of this happens without a decision far from here; that is my reading, and nobody has told me so.",
            1,
            2950,
            3051,
        ),
    ),
)
OFFICIALS_SAY = CitedStatement(
    label="ST6",
    source=OFFICIALS,
    basis=Basis.NOT_STATED,
    said_at=on("2019-12"),
    conveys=(replace(ORDERED, stance=Stance.DENIES),),
    paths=(
        PathInput(
            (
                HopInput(
                    OFFICIALS, on("2019-12"), RelayForm.SUMMARISES, Fidelity.UNCLEAR, RelayCertainty.POSSIBLE
                ),
                HopInput(BLOGGER, on("2020-01-02")),
            ),
            known_origin=False,
            gap="the officials are described and not named",
        ),
    ),
    passages=(PassageInput("Officials I spoke to last month laughed at the idea.", 1, 3060, 3112),),
    withdrawn="it cannot be tied to this attack",
)

TRACE_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="520" height="70" viewBox="0 0 520 70" font-family="sans-serif" '
    'font-size="13"><g fill="none" stroke="#333"><rect x="1" y="15" width="140" height="40"/>'
    '<rect x="190" y="15" width="140" height="40"/><rect x="379" y="15" width="140" height="40"/>'
    '<path d="M141 35H190M330 35H379"/></g><g text-anchor="middle"><text x="71" y="40">Mazen Idris</text>'
    '<text x="260" y="40">Rana Haddad</text><text x="449" y="40">Bo Lindqvist</text></g></svg>'
)

EMBASSY = ReportInput(
    label="R1",
    title="Who left the embassy, and when",
    case_code="EMB",
    case_title="The siege of the embassy",
    where="Embassy quarter",
    profile=Profile.INTELLIGENCE,
    marking=Tlp.AMBER,
    zone=ZONE,
    version="Version 2",
    cut_off=on("2020-01-03T12:00"),
    generated_at=datetime(2020, 1, 3, 14, 5, tzinfo=UTC),
    authors=("Ada Okafor", "Jun Ito"),
    bottom_line=(
        "We cannot say that the compound was empty by three in the afternoon. One chain says so, one witness "
        "contradicts it, and both were posted within twenty minutes of each other."
    ),
    what_would_change="A picture of the gate taken after 15:30, or the original of the reporter's post with its time.",
    gaps_note="We looked for pictures of the gate after 15:00 and found none.\n\nNobody from the embassy answered us.",
    method_note="Two analysts graded without seeing each other's grades.",
    standard_of_proof="Reasonable grounds to believe.",
    findings=(
        FindingInput(
            "F1",
            "The militia had left the compound by 15:00 on 1 January 2020.",
            Likelihood.ROUGHLY_EVEN,
            "A spokesman says so and a witness at the gate says the opposite.",
            Confidence.LOW,
            "Everything in favour comes through one reporter",
            citations=(
                CitationInput(CitationRole.SUPPORTS, SPOKESMAN_SAYS),
                CitationInput(CitationRole.SUPPORTS, SITE_SAYS, "It may repeat the same post."),
                CitationInput(CitationRole.CONFLICTS, SECOND_SAYS),
            ),
            support=(
                SupportInput(
                    "AS1",
                    "The militia had left the compound by 15:00 on 1 January 2020",
                    minimum=1,
                    maximum=2,
                    items=4,
                    origins=2,
                    hangs_on=("Rana Haddad", "Mazen Idris"),
                    must_fall=1,
                    would_settle="knowing whom Norda News read",
                ),
            ),
            figures=(
                FigureInput(
                    TRACE_SVG,
                    "A chain of three boxes: Mazen Idris, quoted by Rana Haddad, republished by Bo Lindqvist.",
                    "The chain behind note 1.",
                ),
            ),
        ),
        FindingInput(
            "F2",
            "Guards let the crowd in on 31 December 2019.",
            Likelihood.LIKELY,
            "The account is detailed and goes against the guard's own interest.",
            Confidence.MODERATE,
            "One witness, known through one channel.",
            citations=(
                CitationInput(CitationRole.SUPPORTS, GUARD_SAYS),
                CitationInput(CitationRole.BACKGROUND, SPOKESMAN_SAYS),
            ),
            support=(
                SupportInput("AS3", "Guards let the crowd in", 1, 1, 1, 1, ("JUNIPER", "Bo Lindqvist"), 1),
            ),
        ),
        FindingInput(
            "F3",
            "A foreign capital ordered the attack.",
            Likelihood.UNLIKELY,
            "Nobody with access says so.",
            Confidence.LOW,
            "We have one man's reading and nothing behind it.",
            citations=(CitationInput(CitationRole.SUPPORTS, BLOGGER_INFERS),),
            support=(SupportInput("AS4", "A foreign capital ordered the attack", 0, 0, 0, 0),),
        ),
    ),
    conflicts=(
        ConflictInput(
            "AS1",
            "The militia had left the compound by 15:00 on 1 January 2020",
            "AS2",
            "The militia was still at the gate at 15:20",
            "contradiction",
            "15:20 lies inside the time from 15:00 for which the first claims to hold",
            (SPOKESMAN_SAYS, SITE_SAYS),
            (SECOND_SAYS,),
        ),
        ConflictInput(
            "AS4",
            "A foreign capital ordered the attack",
            "AS5",
            "The attack was the militia's own idea",
            "undetermined",
            "Neither side says when the decision was made",
            (BLOGGER_INFERS,),
            (OFFICIALS_SAY,),
        ),
    ),
    exhibits=EXHIBITS,
)


@pytest.fixture(scope="session")
def embassy():
    """The input; tests change what they are about with `dataclasses.replace`."""
    return EMBASSY


@pytest.fixture(scope="session")
def report():
    return compose(EMBASSY)
