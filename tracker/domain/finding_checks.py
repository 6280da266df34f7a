"""What the tool itself can tell a reviewer about a finding: a sentence with figures for every thing to check.

Whether it is in order is for a person to say: figures show where to look. They never say what a grade is, so
that whoever still has to grade reads nothing of what others gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.english import listed, plural, some
from tracker.domain.passages import quotes
from tracker.domain.report_check import Opposed
from tracker.domain.report_input import CitedStatement, FindingInput, PassageInput
from tracker.domain.report_words import distinct, said_when
from tracker.domain.review import CheckItem
from tracker.domain.review_changes import fingerprint, without_grades


@dataclass(frozen=True, slots=True)
class Verified:
    """A cited passage held against what is stored.

    `stands`: its words are found at its place of the captured text. It is None for a box or a time range,
    which nobody but a person can compare. `is_kept`: the captured bytes still have their SHA-256.
    """

    statement: str
    capture: str
    stands: bool | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a reviewer of one finding is shown."""

    finding: FindingInput
    against: tuple[Opposed, ...] = ()
    verified: tuple[Verified, ...] = ()

    @property
    def cited(self) -> tuple[CitedStatement, ...]:
        return tuple(citation.statement for citation in self.finding.citations)


@dataclass(frozen=True, slots=True)
class Told:
    """What the tool can tell about one item: `words`, where to look, and whether nothing catches the eye.

    `digest` is of what was recorded, not of what was found on the disk: a tick belongs to it.
    """

    item: CheckItem
    words: str
    look_at: tuple[str, ...]
    is_plain: bool
    digest: str


def told(matter: Matter) -> tuple[Told, ...]:
    """What can be told about a finding, item by item."""
    return tuple(_told(matter, item) for item in CheckItem)


def _told(matter: Matter, item: CheckItem) -> Told:
    words, look_at = _SENTENCES[item](matter) if matter.cited else (_NOTHING, [_NOTHING])
    return Told(item, words, tuple(look_at), not look_at, _digest(matter, item))


def _digest(matter: Matter, item: CheckItem) -> str:
    """Of the finding's words and what it cites, and of what this item is about besides."""
    finding = matter.finding
    cited = tuple((one.role, one.statement.label, one.statement.gist) for one in finding.citations)
    stated = tuple(support.assertion for support in finding.support)
    return fingerprint((item, finding.text, stated, cited, _about(matter, item)))


def _about(matter: Matter, item: CheckItem) -> object:
    finding, cited = matter.finding, matter.cited
    match item:
        case CheckItem.QUOTATION:
            return tuple((one.verbatim, *map(_quoted, one.passages)) for one in cited)
        case CheckItem.ORIGIN:
            return without_grades(tuple(one.paths for one in cited))  # a new grade is no other way
        case CheckItem.KIND:
            return tuple((one.basis, one.hedge) for one in cited)
        case CheckItem.DATES:
            holds = tuple(tuple(each.holds for each in one.conveys) for one in cited)
            return (tuple((one.said_at, one.reported_at) for one in cited), holds)
        case CheckItem.GRADE:
            likelihood = finding.likelihood, finding.likelihood_reason
            confidence = finding.confidence, finding.confidence_reason
            return (likelihood, confidence, tuple((one.reliability, one.credibility) for one in cited))
        case CheckItem.CONFLICTS:
            return matter.against


def _quoted(passage: PassageInput) -> tuple[object, ...]:
    return passage.exact, passage.start, passage.end, passage.locator, passage.document_label


_Sentence = tuple[str, Sequence[str]]
"""What is told, and where to look: nothing where all is plain."""
_NOTHING = "It cites nothing."


def _quotation(matter: Matter) -> _Sentence:
    quoted = [each for each in matter.verified if each.stands is not None]
    by_eye = [each for each in matter.verified if each.stands is None]
    lost = distinct(each.capture for each in matter.verified if not each.is_kept)
    anchored = {each.statement for each in matter.verified}
    right = sum(bool(each.stands and each.is_kept) for each in quoted)
    equal = _agree(right, "equals", "equal")
    words = f"{right} of {_figure(len(quoted), 'quotation')} {equal} the captured bytes."
    look = [
        *(
            f"{each.statement}: its words are not at their place in {each.capture}."
            for each in quoted
            if not each.stands
        ),
        *(f"{capture}: its bytes are missing, or no longer have their SHA-256." for capture in lost),
        *(f"{each.statement} in {each.capture}: compare by eye." for each in by_eye),
        *(f"{one.label}: no standing passage." for one in matter.cited if one.label not in anchored),
        *(
            f"{one.label}: its recorded words are not in its passages."
            for one in matter.cited
            if _misquoted(one)
        ),
    ]
    return words if quoted else "No words are quoted.", look


def _misquoted(one: CitedStatement) -> bool:
    held = [passage.exact for passage in one.passages if passage.exact]
    return bool(one.verbatim and held) and not quotes(one.verbatim, held)


def _origin(matter: Matter) -> _Sentence:
    look = [f"{one.label}: {_gap(one)}." for one in matter.cited if not _is_traced(one)]
    return _share("Origin known for", map(_is_traced, matter.cited)), look


def _is_traced(one: CitedStatement) -> bool:
    return any(path.known_origin for path in one.paths)


def _gap(one: CitedStatement) -> str:
    gaps = distinct(path.gap.rstrip(".") for path in one.paths if path.gap)
    return "; ".join(gaps) or "nobody knows who said it first"


def _kind(matter: Matter) -> _Sentence:
    kinds = Counter(one.basis.label.lower() for one in matter.cited)
    words = listed([f"{kind} ({count})" for kind, count in kinds.items()])
    look = [f"{one.label}: {one.basis.label.lower()}." for one in matter.cited if not one.basis.is_factual]
    look += [f"{one.label}: hedged, “{one.hedge}”." for one in matter.cited if one.hedge]
    return f"How they know: {words}.", look


def _dates(matter: Matter) -> _Sentence:
    words = [_share("Dated:", (one.said_at is not None for one in matter.cited))]
    words += [f"{one.label}: {said_when(one.said_at)}." for one in matter.cited if one.said_at is not None]
    return " ".join(words), [f"{one.label}: date not shown." for one in matter.cited if one.said_at is None]


def _grade(matter: Matter) -> _Sentence:
    finding, cited = matter.finding, matter.cited
    words = [
        _share("Source graded:", (one.reliability is not None for one in cited)),
        _share("Information graded:", (bool(one.credibility) for one in cited)),
    ]
    look = [
        *(f"{one.label}: its source is not graded." for one in cited if one.reliability is None),
        *(f"{one.label}: its information is not graded." for one in cited if not one.credibility),
        *(["Likelihood is not judged."] if finding.likelihood is None else []),
        *(["Confidence is not judged."] if finding.confidence is None else []),
    ]
    return " ".join(words), look


def _conflicts(matter: Matter) -> _Sentence:
    if not matter.finding.support:
        words = "It states no assertion (claim): what speaks against it cannot be looked up."
        return words, ["No assertion is linked."]
    opposed = distinct(label for each in matter.against for label in each.statements)
    if not opposed:
        return "Nothing in the case speaks against it.", []
    cited = {one.label for one in matter.cited}
    left = [label for label in opposed if label not in cited]
    count = len(opposed) - len(left)
    words = f"{count} of {_figure(len(opposed), 'statement')} against it {_agree(count, 'is', 'are')} cited."
    unsaid = [each for each in matter.against if not set(left).isdisjoint(each.statements)]
    return words, [f"{each.how} by {some(each.statements)}." for each in unsaid]


def _share(words: str, held: Iterable[bool]) -> str:
    each = list(held)
    return f"{words} {sum(each)} of {_figure(len(each), 'statement')}."


def _figure(count: int, noun: str) -> str:
    """Figures stand beside figures: “2 of 3 statements”."""
    return f"{count} {plural(count, noun)}"


def _agree(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


_SENTENCES: Mapping[CheckItem, Callable[[Matter], _Sentence]] = {
    CheckItem.QUOTATION: _quotation,
    CheckItem.ORIGIN: _origin,
    CheckItem.KIND: _kind,
    CheckItem.DATES: _dates,
    CheckItem.GRADE: _grade,
    CheckItem.CONFLICTS: _conflicts,
}
