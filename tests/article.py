"""The article the project starts from: where it lies, and what an analyst records from it.

It is not ours to publish. Only a few words stand here to find a passage by; the passages themselves are read
from the file when a test runs. The same entries are typed into pages and handed to services.
"""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from tracker.domain.scales import (
    Basis,
    CitationRole,
    Confidence,
    Credibility,
    Fidelity,
    Likelihood,
    RelayForm,
    Reliability,
    SourceKind,
    Stance,
)

FOLDER = "TRACKER_ARTICLE_DIR"
PUBLISHED = "2020-01-01"
TITLE = "An article on the attack on the US Embassy in Baghdad"
_SIGNED = re.compile(r"(?: pic\.\S+)? — [^(\n]+ \(@\w+\) \w+ \d{1,2}, \d{4}$", re.MULTILINE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INVISIBLE = re.compile("[\\s\u200b\u00ad\u2066-\u2069\ufffe]+")
_SENTENCE = re.compile(r"\S.*?[.?!](?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Article:
    """The text as it is captured, and the passages in it."""

    path: Path
    text: str

    def sentence(self, words: str, *, more: int = 0) -> str:
        """The sentence in which these words stand, with so many after it."""
        at = self._only(words)
        paragraph = self.text.rindex("\n", 0, at) + 1 if "\n" in self.text[:at] else 0
        found = [match.span() for match in _SENTENCE.finditer(self.text, paragraph)]
        first = next(place for place, (_, end) in enumerate(found) if end > at)
        return self.text[found[first][0] : found[first + more][1]]

    def clause(self, words: str) -> str:
        """From these words to the end of their sentence."""
        sentence = self.sentence(words)
        return sentence[sentence.index(words) :]

    def opening(self) -> str:
        """The first sentence, without the date before it."""
        return self.sentence(PUBLISHED).partition(f"{PUBLISHED} ")[2]

    def closing(self) -> str:
        """The last sentence."""
        return self.text.strip().rpartition("\n")[2]

    def quoted(self, words: str) -> str:
        """What stands between the quotation marks around these words."""
        at = self._only(words)
        return self.text[self.text.rindex("“", 0, at) + 1 : self.text.index("”", at)]

    def posts(self) -> list[str]:
        """The words of the embedded posts, without picture links and signatures."""
        return [
            self.text[self.text.rindex("\n", 0, match.start()) + 1 : match.start()]
            for match in _SIGNED.finditer(self.text)
        ]

    def post(self, words: str) -> str:
        """The words of the post that begins with these, though it may run over several paragraphs."""
        at = self._only(words)
        signed = _SIGNED.search(self.text, at)
        assert signed
        return self.text[at : signed.start()]

    def _only(self, words: str) -> int:
        assert self.text.count(words) == 1, f"stands there {self.text.count(words)} times: {words}"
        return self.text.index(words)


def read() -> Article:
    """The article, or the test is skipped."""
    folder = os.environ.get(FOLDER)
    if not folder:
        pytest.skip(f"The article is not here: {FOLDER} does not say which folder holds it.")
    (path,) = Path(folder).glob("*.txt")
    return Article(path, path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Voice:
    """A hop before the author of the article, who comes last by themselves."""

    name: str
    kind: SourceKind = SourceKind.PERSON
    said_at: str | None = None
    fidelity: Fidelity = Fidelity.FAITHFUL


@dataclass(frozen=True, slots=True)
class Claim:
    text: str
    holds: str | None = None
    stance: Stance = Stance.ASSERTS


@dataclass(frozen=True, slots=True)
class Entry:
    """The statement form, filled in once. Without voices the author alone speaks.

    `repeats` and the first parts of `rests_on` name another entry (what it says first) or a claim.
    """

    key: str
    words: str
    gist: str
    basis: Basis | None
    voices: tuple[Voice, ...] = ()
    claims: tuple[Claim, ...] = ()
    post: str | None = None
    repeats: str | None = None
    form: RelayForm = RelayForm.QUOTES
    fidelity: Fidelity = Fidelity.FAITHFUL
    rests_on: tuple[tuple[str, str], ...] = ()
    hedge: str | None = None
    due: str | None = None


SALIM = Voice("Mustafa Salim")
SALIM_ALIAS = "@Mustafa_salimb"
EMPLOYER = "The Washington Post"
SALIM_DESCRIPTOR = (
    "a reporter whom the article places at The Washington Post's Baghdad bureau; where he stood is not stated"
)
STAY_POST = "Those who stay are KH and Nujaba."
MILITIA = Voice("members of Kataib Hezbollah and Nujaba who stayed", SourceKind.UNNAMED)
SHEIKHS = Voice("the sheikhs and imams whom the author interviewed", SourceKind.UNNAMED, said_at="2008")

ATTACK = Claim("Iranian-backed militia attacked the US Embassy in Baghdad", "2019-12-31~")
RETREAT = Claim("Some of the crowd had left the embassy and put up tents elsewhere", PUBLISHED)
TENTS = Claim("Many tents are still in the street of the embassy", PUBLISHED)
STAYING = Claim("Kataib Hezbollah and Nujaba are staying at the embassy", PUBLISHED)
NO_ORDERS = Claim("Those who stayed had no orders from their leaders to leave", PUBLISHED)
NOT_PMU = Claim("Those who stayed do not belong to the PMU")
LEAVING = Claim("Kataib Hezbollah is leaving the area of the embassy", PUBLISHED)
OVER = Claim("The assault on the embassy is over", PUBLISHED)
CONSPIRACY = Claim("The militia groups held the protests to be a conspiracy of the United States")
ENTRY = Claim("The crowd entered the green zone and could not be stopped", "2019-12-31~")
COMMANDERS = Claim("Senior militia commanders were in the crowd", "2019-12-31~")
THEATER = Claim("Iran's leadership for the region held the US responsible for the displeasure in Iraq")
DISTRUST = Claim("Sheikhs and imams across central Iraq distrusted leaders back from exile in Iran", "2008")
THREAT = Claim("Iran decided that the tensions threatened its influence in Iraq")
EVACUATION = Claim("A plan to evacuate the embassy is being prepared", PUBLISHED)
CALM = Claim("Cooler heads will prevail", "2020-01")


def entries(article: Article) -> tuple[Entry, ...]:
    """What is recorded, in an order in which each entry finds those it refers to."""
    posts = article.posts()
    return (
        Entry("attack", article.opening(), "Militia have attacked the embassy.", Basis.NOT_STATED, (), (ATTACK,)),
        _post("retreat", posts[0], "They began to retreat and to put up tents.", RETREAT),
        _post("tents outside", posts[1], "Some have retreated and put up tents.", RETREAT),
        _post("tents", article.post("Lots of tents"), "Lots of tents are still in the street.", TENTS),
        _post("staying", posts[3], STAY_POST, STAYING),
        Entry(
            "no orders",
            article.quoted("we are Islamic resistance"),
            "They are not part of the PMU and have no orders from their leaders.",
            Basis.PARTICIPANT,
            (MILITIA, Voice(SALIM.name, fidelity=Fidelity.UNCLEAR)),
            (NO_ORDERS, NOT_PMU),
            post=STAY_POST,
        ),
        _post("over", article.post("KH are leaving"), "KH are leaving and it is over.", OVER, LEAVING),
        Entry(
            "is over",
            article.sentence("is over"),
            "Salim reports that the assault is over.",
            None,
            claims=(OVER,),
            repeats="over",
            form=RelayForm.PARAPHRASES,
        ),
        Entry(
            "evacuation",
            article.sentence("I expect that a Non-combatant"),
            "A plan to evacuate is being prepared.",
            Basis.INFERRED,
            claims=(EVACUATION,),
            rests_on=((ATTACK.text, "An embassy that was attacked prepares for the next attack."),),
            hedge="I expect",
        ),
        _post("conspiracy", posts[5], "They took the protests for a US conspiracy.", CONSPIRACY),
        _post("entry", posts[6], "The crowd could not be stopped.", ENTRY),
        _post("commanders", posts[7], "Commanders were among the crowd.", COMMANDERS),
        Entry(
            "theater",
            article.sentence("What Salim is reporting"),
            "Iran's leadership for the region decided that the US was responsible.",
            None,
            claims=(THEATER,),
            repeats="conspiracy",
            form=RelayForm.PARAPHRASES,
            fidelity=Fidelity.ALTERED,
        ),
        Entry(
            "sheikhs",
            article.sentence("50 interviews", more=1),
            "They did not trust the leaders who had been in exile in Iran.",
            Basis.PARTICIPANT,
            (SHEIKHS,),
            (DISTRUST,),
        ),
        Entry(
            "threat",
            article.clause("Iran decided it was a threat"),
            "Iran decided that it was a threat.",
            Basis.INFERRED,
            claims=(THREAT,),
            rests_on=(
                ("theater", "Whoever blames the US sees the protests as directed against Iran."),
                (DISTRUST.text, "Old tensions that boil over again are a danger to those they are aimed at."),
            ),
        ),
        # The one sentence about what comes next. It leaves the outcome open: a forecast that asserts nothing.
        Entry(
            "calm",
            article.closing(),
            "Whether it calms down remains to be seen.",
            Basis.FORECAST,
            claims=(Claim(CALM.text, CALM.holds, Stance.DOUBTS),),
            due="2020-01-31",
        ),
    )  # fmt: skip


def _post(key: str, words: str, gist: str, *claims: Claim) -> Entry:
    """A post of Salim's that the article embeds; how he knows he does not say."""
    return Entry(key, words, gist, Basis.NOT_STATED, (SALIM,), claims, post=gist)


CONFLICT = (OVER, TENTS, "It is not over while their tents stand in the street.")

GRADED_STATEMENTS = {
    "attack": (Credibility.PROBABLY_TRUE, "Reported widely; here from one article."),
    "over": (Credibility.POSSIBLY_TRUE, "One reporter; the same day he also writes of tents in the street."),
    "tents": (Credibility.POSSIBLY_TRUE, "One reporter, with a picture that we do not hold."),
    "threat": (Credibility.CANNOT_BE_JUDGED, "A conclusion; no access to those who decide is shown."),
}
GRADED_SALIM = (
    Reliability.C,
    "events at the embassy",
    "A named reporter of a known paper; not checked by us.",
)

REPORT = {"title": "Is the assault on the embassy over?", "cut_off": PUBLISHED}
TEXTS = {
    "bottom_line": "One reporter says so, and he alone. The same day he writes that tents still stand.",
    "what_would_change": "The posts themselves with their times. A second witness.",
    "gaps": "Looked for and not found: the posts, the pictures they link, a second witness.",
    "method": "One article was read in full; whatever it passes on was recorded with its own speaker.",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of the report: what it states, what it cites and how it is judged."""

    text: str
    claim: Claim
    cites: tuple[tuple[str, CitationRole], ...]
    likelihood: tuple[Likelihood, str]
    confidence: tuple[Confidence, str]


FINDINGS = (
    Judged(
        "The assault on the embassy ended on 1 January 2020.",
        OVER,
        (("over", CitationRole.SUPPORTS), ("is over", CitationRole.BACKGROUND), ("tents", CitationRole.CONFLICTS)),
        (Likelihood.LIKELY, "The reporter is close to events and says it twice."),
        (Confidence.LOW, "One voice, reached through one page, without times."),
    ),
    Judged(
        "Those who stayed had no orders to leave.",
        NO_ORDERS,
        (("no orders", CitationRole.SUPPORTS),),
        (Likelihood.ROUGHLY_EVEN, "They speak for themselves; nobody else is heard."),
        (Confidence.LOW, "Their words reach us in the English of one reporter."),
    ),
    Judged(
        "Iran saw the tensions in Iraq as a threat to its influence.",
        THREAT,
        (
            ("threat", CitationRole.BACKGROUND),
            ("theater", CitationRole.BACKGROUND),
            ("sheikhs", CitationRole.BACKGROUND),
        ),
        (Likelihood.ROUGHLY_EVEN, "Nothing we hold shows what was decided in Tehran."),
        (Confidence.LOW, "The author's conclusion; what he adds to the posts does not stand in them."),
    ),
)  # fmt: skip


def solid(text: str) -> str:
    """Without white space and invisible marks, which each format sets as it needs."""
    return _INVISIBLE.sub("", text)


def words_of(name: str, content: bytes) -> str:
    """All the words of an exported file, run together."""
    match name:
        case "html":
            text = unescape(re.sub("<[^>]+>", "", content.decode()))
        case "md":
            text = unescape(re.sub(r"^> ?|\\(?=\W)", "", content.decode(), flags=re.MULTILINE))
        case "docx":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                xml = "".join(parts.read(f"word/{part}.xml").decode() for part in ("document", "footnotes"))
            text = unescape(re.sub("<[^>]+>", "", xml))
        case "odt" | "check-xlsx":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                xml = "".join(parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml"))
            text = unescape(re.sub("<[^>]+>", "", xml))
        case "check-html":
            text = unescape(re.sub("<[^>]+>", "", content.decode()))
        case "check-csv":
            text = content.decode().replace('""', '"')
        case "json":
            text = content.decode().replace('\\"', '"').replace("\\n", "\n")
        case "pdf":
            text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
        case _:
            raise AssertionError(f"Say how to read {name}")
    return solid(text)


def notes_of(name: str, content: bytes) -> int:
    """How many notes an exported file has, each of which is led to from its text."""
    if name == "html":
        ids = set(re.findall(r'\bid="(note-\d+)"', content.decode()))
        assert ids <= set(re.findall(r'href="#([^"]+)"', content.decode()))
        return len(ids)
    if name == "md":
        set_, *_ = content.decode().partition("[^1]:")
        notes = re.findall(r"^\[\^(\d+)\]:", content.decode(), re.MULTILINE)
        assert set(notes) == set(re.findall(r"\[\^(\d+)\]", set_))
        return len(notes)
    if name == "odt":
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return parts.read("content.xml").count(b"<text:note ")
    if name == "docx":
        with zipfile.ZipFile(BytesIO(content)) as parts:
            body, feet = (ET.fromstring(parts.read(f"word/{part}.xml")) for part in ("document", "footnotes"))
        notes = [one.get(f"{_W}id") for one in feet.findall(f"{_W}footnote") if one.get(f"{_W}type") is None]
        assert notes == [one.get(f"{_W}id") for one in body.iter(f"{_W}footnoteReference")]
        return len(notes)
    reader = pypdf.PdfReader(BytesIO(content))
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return sum(isinstance(one, dict) and one.get("/S") == "/Note" for one in objects)
