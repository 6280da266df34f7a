"""What in the wording of a report departs from the standard its readers expect, and how to mend it.

Each remark names its rule and where the rule comes from. It reads words and counts, never minds: what it
cannot tell it leaves alone, and nothing here forbids anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from types import MappingProxyType
from typing import Self

from tracker.domain import lint_words as said
from tracker.domain.english import agreeing, capital, ended, listed
from tracker.domain.likelihood_words import band, in_other_row, likelihood_words, worded
from tracker.domain.passages import quotes
from tracker.domain.report_check import Missing, Point
from tracker.domain.report_front import support_sentence
from tracker.domain.report_input import (
    CitedStatement,
    FindingInput,
    ReportInput,
    SetAsideInput,
    SupportInput,
)
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_prose import Place, Quoted, Sentence, places, written
from tracker.domain.report_shown import unknown_mentions
from tracker.domain.report_voices import main_path, who
from tracker.domain.scales import (
    Basis,
    CitationRole,
    Confidence,
    GradeScale,
    Likelihood,
    LikelihoodRow,
    Profile,
    Stance,
)

_CORROBORATED = 2
_JUDGED = (Basis.INFERRED, Basis.OPINION, Basis.FORECAST)
_AROUND = ("what would change this", "gaps")
_ABOUT_US = ("method", "standard of proof")
_FRAGMENT = 4  # so many words without a full stop are a heading or a name in a list


class Rule(StrEnum):
    """What is asked of the wording: its short name, the rule in a sentence, its source, how to mend it."""

    label: str
    definition: str
    source: str
    remedy: str

    def __new__(cls, value: str, label: str, definition: str, source: str, remedy: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.definition, member.source, member.remedy = label, definition, source, remedy
        return member

    APART = (
        "apart",
        "Likelihood and confidence in one sentence",
        "How likely something is and how sound its basis is stand in sentences of their own.",
        "ICD 203, D.6.e.(2)(b)",
        "Make two sentences: first how likely it is, then how sure we are of that judgement.",
    )
    ONE_ROW = (
        "one row",
        "A likelihood word of the other row",
        "ICD 203 has two words for each band; a product keeps to one row of them.",
        "ICD 203, D.6.e.(2)(a)",
        "Write the word of the row that the case uses; a lead sets the row among the case's report settings.",
    )
    OUTSIDE = (
        "outside",
        "A likelihood word that has no band",
        "A judgement says how likely it is in one of the seven words whose bands its readers know.",
        "ICD 203, D.6.e.(2)(a)",
        "Decide which band you mean, and write its word.",
    )
    HALF = (
        "half judged",
        "Likelihood without confidence, or confidence without likelihood",
        "A judgement says both how likely it is and how sound its basis is.",
        "ICD 203, D.6.e.(2)",
        "Judge the other half as well, in a sentence of its own.",
    )
    HEDGE = (
        "hedge",
        "A conclusion or a hedged statement told as a fact",
        "What sources report is kept apart from what anybody assumes or concludes.",
        "ICD 203, standard 3",
        "Say whose conclusion it is, or with which reserve it was said; or judge it with a likelihood word.",
    )
    FORECAST = (
        "forecast",
        "A forecast told as a fact",
        "What is still to come is a judgement, and is worded as one.",
        "ICD 203, standard 3",
        "Say who expects it, or how likely it is.",
    )
    STRONG = (
        "strong",
        "Stronger than its independent sources allow",
        "High confidence, near certainty and words like “confirmed” need at least two independent sources.",
        "JP 2-0, high confidence: well-corroborated information from proven sources",
        "Find a source of its own for it, or say it less strongly.",
    )
    UNCITED = (
        "uncited",
        "A sentence that cites nothing",
        "Whatever rests on a source cites it; a citation covers the sentence it stands in.",
        "ICD 206, D.3",
        "Cite what the sentence rests on: type [[ and a few words to search for it.",
    )
    FALLEN = (
        "fallen",
        "It rests on what was taken back",
        "Who relies on information that was withdrawn or retracted meanwhile decides what follows.",
        "ICS 500-2",
        "Cite another statement, say in the sentence that this one was taken back, or leave it out.",
    )
    MENTION = (
        "mention",
        "Double brackets that lead nowhere",
        "What stands in double brackets is found in the case, or the reader is shown the brackets.",
        "This tracker",
        "Correct the label, or take the brackets out.",
    )
    QUOTATION = (
        "quotation",
        "Quoted words that no cited passage has",
        (
            "What stands between quotation marks is in the captured words, letter for letter, but for […], "
            "[sic] and a first letter."
        ),
        "This tracker",
        "Quote the passage as it is, cite the statement it belongs to, or tell it without quotation marks.",
    )


_LEFT_OUT: Mapping[Profile, frozenset[Rule]] = MappingProxyType(
    {
        Profile.INTELLIGENCE: frozenset(),
        Profile.NEWSROOM: frozenset({Rule.OUTSIDE}),
        Profile.COURT: frozenset({Rule.APART, Rule.ONE_ROW, Rule.OUTSIDE, Rule.HALF}),
    }
)
"""A court is given no likelihood; a newsroom's readers know no bands."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say of `sentence`, at [start, end) of the text of its place.

    `rewritten` is the sentence as it may stand, empty where somebody has to decide first.
    """

    rule: Rule
    place: Place
    start: int
    end: int
    sentence: str
    why: str
    fix: str
    rewritten: str = ""

    @property
    def digest(self) -> str:
        """Stands for what is said of these very words: another one once either of them changes.

        Where in its text they stand, and how their lines are broken, changes nothing.
        """
        words = (self.rule.value, self.place.label, " ".join(self.sentence.split()), self.why)
        return sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def lint(report: ReportInput) -> tuple[Remark, ...]:
    """Every remark on the wording of a report, in reading order of its places."""
    reading, prose = _Reading(report), tuple(written(report))
    found = [remark for sentence in prose for remark in reading.remarks(sentence)]
    found += chain(reading.half_judged(prose), _confidence_alone(prose), _mentions(report))
    order = [*(one.label for one in report.findings), *(place.label for place, _ in places(report))]
    kept = [one for one in found if one.rule not in _LEFT_OUT[report.profile]]
    return tuple(sorted(kept, key=lambda one: (order.index(one.place.label), one.start)))


def set_aside(report: ReportInput, reasons: Mapping[str, str]) -> tuple[SetAsideInput, ...]:
    """The remarks of today that somebody set aside; `reasons` by the digests of all that ever were.

    What was set aside of words that read otherwise now is left out: it is remarked again, if at all.
    """
    if not reasons:
        return ()
    return tuple(
        SetAsideInput(one.rule.label, one.place.title, reasons[one.digest])
        for one in lint(report)
        if one.digest in reasons
    )


def beyond(remarks: Iterable[Remark], missing: Iterable[Missing]) -> tuple[Remark, ...]:
    """The remarks without those that the open points of their finding make already."""
    held = {(each.finding, each.point) for each in missing if each.finding}
    said_by = {Rule.UNCITED: Point.CITATION, Rule.FALLEN: Point.STATEMENT}
    return tuple(
        one
        for one in remarks
        if (one.place.label, said_by.get(one.rule)) not in held and not _is_unjudged(one, held)
    )


def _is_unjudged(remark: Remark, held: set[tuple[str, Point]]) -> bool:
    halves = (Point.LIKELIHOOD, Point.CONFIDENCE)
    return remark.rule is Rule.HALF and any((remark.place.label, half) in held for half in halves)


@dataclass(frozen=True, slots=True)
class _Found:
    """A remark that does not know its place yet."""

    rule: Rule
    why: str
    fix: str
    rewritten: str = ""


@dataclass(slots=True)
class _Reading:
    """A report with what its sentences are held against."""

    report: ReportInput
    findings: dict[str, FindingInput] = field(init=False)
    held: dict[str, CitedStatement] = field(init=False)
    supports: dict[str, SupportInput] = field(init=False)

    def __post_init__(self) -> None:
        self.findings = {one.label: one for one in self.report.findings}
        self.held = {one.label: one for one in (*cited_statements(self.report), *self.report.mentioned)}
        every = chain(self.report.supports, *(one.support for one in self.report.findings))
        self.supports = {one.assertion: one for one in every}

    def remarks(self, sentence: Sentence) -> Iterator[Remark]:
        for check in self._checks(sentence):
            for found in check(sentence):
                yield _placed(found, sentence)

    def _checks(self, sentence: Sentence) -> tuple[Callable[[Sentence], Iterator[_Found]], ...]:
        """What a sentence is asked, by what it is for: our own method asserts nothing about the case."""
        always = (self.fallen, self.quotation)
        if sentence.kind == "quote" or sentence.place.label in _ABOUT_US:
            return always
        worded_well = (self.apart, self.one_row)
        if sentence.place.label in _AROUND:
            return (*worded_well, *always)
        return (*worded_well, self.outside, self.flat, self.strong, self.uncited, *always)

    # How likely, and how sure

    def apart(self, sentence: Sentence) -> Iterator[_Found]:
        words, sure = [*likelihood_words(sentence.own)], said.CONFIDENCE.search(sentence.own)
        if not words or not sure:
            return
        likely = sentence.typed[words[0].start : words[0].end]
        aside = said.WITH_CONFIDENCE.search(sentence.own)
        rewritten = ""
        if aside:
            before, after = sentence.typed[: aside.start()], sentence.typed[aside.end() :]
            level = aside["level"].lower()
            judged = capital(before + after if before else after.lstrip())
            rewritten = f"{judged} Our confidence in this judgement is {level}."
        yield _Found(
            Rule.APART,
            f"“{likely}” says how likely it is and “{sure[0]}” how sound its basis is.",
            Rule.APART.remedy,
            rewritten,
        )

    def one_row(self, sentence: Sentence) -> Iterator[_Found]:
        row = self.report.likelihood_row
        wrong = [one for one in likelihood_words(sentence.own) if one.row is not row]
        if not wrong:
            return
        swaps = {
            f"“{sentence.typed[each.start : each.end]}”": (
                f"“{worded(each.likelihood, row)}” ({band(each.likelihood)})"
            )
            for each in wrong
        }
        instead = [(one.start, one.end, in_other_row(one, sentence.own)) for one in wrong]
        yield _Found(
            Rule.ONE_ROW,
            ended(
                f"{listed([*swaps])} {agreeing(len(swaps), 'are', 'is')} not of the row this case uses: "
                f"{row.label}"
            ),
            f"Write {listed([*swaps.values()])}.",
            _replaced(sentence.typed, instead) if all(word for *_, word in instead) else "",
        )

    def outside(self, sentence: Sentence) -> Iterator[_Found]:
        found = said.OUTSIDE.search(sentence.own)
        if not found or said.is_attributed(sentence.own) or self._is_question(sentence):
            return
        word = said.IN_ICD_203.get(found[0].lower(), "")
        row = self.report.likelihood_row
        if word and row is LikelihoodRow.TERM:
            fix = f"Write “{word}”."
            rewritten = _replaced(sentence.typed, [(found.start(), found.end(), _like(found[0], word))])
        else:
            middle = (Likelihood.UNLIKELY, Likelihood.ROUGHLY_EVEN, Likelihood.LIKELY, Likelihood.VERY_LIKELY)
            offered = listed([f"“{worded(one, row)}” ({band(one)})" for one in middle], "or")
            fix, rewritten = f"Decide how likely you judge it, and write {offered}.", ""
        why = f"“{found[0]}” names no band: one reader takes it for 20%, the next for 80%."
        yield _Found(Rule.OUTSIDE, why, fix, rewritten)

    def half_judged(self, prose: Iterable[Sentence]) -> Iterator[Remark]:
        for sentence in prose:
            finding = self.findings.get(sentence.place.label)
            if finding is None or sentence.place.kind != "finding" or sentence.start:
                continue
            likely = finding.likelihood is not None or GradeScale.LIKELIHOOD in finding.hidden
            sure = finding.confidence is not None or GradeScale.CONFIDENCE in finding.hidden
            if likely is not sure:
                given, lacking = ("likelihood", "confidence") if likely else ("confidence", "likelihood")
                why = f"Its {given} is judged and its {lacking} is not."
                yield _placed(_Found(Rule.HALF, why, f"Judge its {lacking}."), sentence)

    # How strongly

    def flat(self, sentence: Sentence) -> Iterator[_Found]:
        """Told as a fact: a forecast, a conclusion, or what its source said with a reserve."""
        if self._is_question(sentence) or self._is_marked(sentence):
            return
        resting = self._supporting(sentence)
        kinds = {one.basis for one in resting}
        if resting and kinds == {Basis.FORECAST}:
            yield _found_on(Rule.FORECAST, resting, sentence, "forecasts it", "expects that")
        elif said.is_forecast(sentence.own):
            why = "It says what will be, and neither who expects it nor how likely it is."
            fix = "Name who expects it, as in “The ministry expects that …”, or say how likely you judge it."
            yield _Found(Rule.FORECAST, why, fix)
        elif resting and kinds <= {*_JUDGED}:
            verb = "holds that" if kinds == {Basis.OPINION} else "concludes that"
            yield _found_on(Rule.HEDGE, resting, sentence, "only concludes it, or holds it", verb)
        elif resting and all(one.hedge for one in resting):
            reserve = f"said so with a reserve: “{resting[0].hedge.strip('“”')}”"
            verb = f"says, with the words “{resting[0].hedge.strip('“”')}”, that"
            yield _found_on(Rule.HEDGE, resting, sentence, reserve, verb)

    def strong(self, sentence: Sentence) -> Iterator[_Found]:
        finding = self._finding(sentence)
        if finding:
            supports = finding.support
        else:
            asserted = {
                each.assertion
                for one in self._cited(sentence)
                for each in one.conveys
                if each.stance is Stance.ASSERTS
            }
            supports = tuple(one for label, one in self.supports.items() if label in asserted)
            if not sentence.cited:  # the bottom line speaks of what the findings rest on
                supports = tuple(one for each in self.report.findings for one in each.support)
        if any(one.minimum >= _CORROBORATED for one in supports):
            return
        lines = " ".join(f"{one.assertion}: {support_sentence(one)}" for one in supports[:2])
        settle = next(
            (ended(f"What would settle it: {one.would_settle}") for one in supports if one.would_settle), ""
        )
        if finding and not sentence.start and supports and (grade := self._strong_grade(finding)):
            fix = " ".join(filter(None, ["Grade it lower, or find a source of its own for it.", settle]))
            yield _Found(Rule.STRONG, f"It is graded “{grade}”. {lines}", fix)
        for found in said.strong_words(sentence.own):
            if said.is_attributed(sentence.own) or self._is_question(sentence):
                return
            counted = lines or "Nothing it cites asserts a claim whose independent sources are counted."
            fix = " ".join(filter(None, ["Say who says so, without the strong word.", settle]))
            yield _Found(Rule.STRONG, f"It says “{found.words}”. {counted}", fix, self._weaker(sentence))
            return

    def _strong_grade(self, finding: FindingInput) -> str:
        if finding.confidence is Confidence.HIGH:
            return finding.confidence.label
        if finding.likelihood is Likelihood.ALMOST_CERTAIN and self.report.profile is not Profile.COURT:
            return worded(finding.likelihood, self.report.likelihood_row)
        return ""

    def _weaker(self, sentence: Sentence) -> str:
        bare = said.DROPPED.sub("", sentence.typed).strip()
        resting = self._supporting(sentence)
        if bare == sentence.typed:
            return ""
        return _attributed(resting, "says that", bare) if resting else capital(bare)

    # What it rests on

    def uncited(self, sentence: Sentence) -> Iterator[_Found]:
        place = sentence.place
        if place.kind == "text" or sentence.cited or self._is_question(sentence):
            return
        if place.kind == "finding":
            if not sentence.start:
                yield _Found(
                    Rule.UNCITED, "The finding cites no statement.", "Cite the statements it rests on."
                )
            return
        words = sentence.words
        leads_in = words.endswith(":")
        fragment = not words.endswith((".", "!", "…")) and len(words.split()) < _FRAGMENT
        if leads_in or fragment or said.is_our_work(words):
            return
        yield _Found(Rule.UNCITED, "No statement is cited in this sentence.", Rule.UNCITED.remedy)

    def fallen(self, sentence: Sentence) -> Iterator[_Found]:
        if said.TAKEN_BACK.search(sentence.own) or (sentence.place.kind == "finding" and sentence.start):
            return
        backing = {one.label for one in self._supporting(sentence)}
        for one in self._cited(sentence):
            if one.withdrawn:
                yield _Found(
                    Rule.FALLEN,
                    ended(f"{one.label} was withdrawn from the case: {one.withdrawn}"),
                    Rule.FALLEN.remedy,
                )
            elif one.retracted and one.label in backing:
                yield _Found(
                    Rule.FALLEN,
                    ended(f"{one.label} was retracted by its source in {one.retracted}"),
                    Rule.FALLEN.remedy,
                )

    def quotation(self, sentence: Sentence) -> Iterator[_Found]:
        cited = self._cited(sentence)
        if not cited and (sentence.place.label in (*_AROUND, *_ABOUT_US) or sentence.kind == "quote"):
            return
        for quoted in sentence.quotations:
            if any(map(str.isalnum, quoted.words)) and not self._is_quoted(quoted.words, cited):
                yield self._misquoted(quoted, sentence, cited or [*self.held.values()])

    def _is_quoted(self, words: str, cited: list[CitedStatement]) -> bool:
        """Whether the words stand in what is cited, or are the name of something."""
        texts = [text for one in cited or self.held.values() for text in _texts_of(one)]
        return any(_stands_in(words, text) for text in texts) or words.strip(" .,") in self._names()

    def _names(self) -> set[str]:
        """What has quotation marks as a title or a name."""
        return {
            *(exhibit.title for exhibit in self.report.exhibits),
            *(document.title for document in self.report.embedded),
            *(one.source.name for one in self.held.values()),
            *(hop.source.name for one in self.held.values() for path in one.paths for hop in path.hops),
            *(one.text.rstrip(".") for one in self.supports.values()),
        }

    def _misquoted(self, quoted: Quoted, sentence: Sentence, cited: list[CitedStatement]) -> _Found:
        labels = listed([one.label for one in cited][:3])
        why = (
            f"“{quoted.words}” stands in no passage of {labels}."
            if cited
            else f"“{quoted.words}” is cited to nobody."
        )
        exact = next(
            filter(None, (_meant(quoted.words, text) for one in cited for text in _texts_of(one))), ""
        )
        if not exact:
            return _Found(Rule.QUOTATION, why, Rule.QUOTATION.remedy)
        again = sentence.typed[quoted.start : quoted.end].replace(quoted.words, exact)
        rewritten = (
            _replaced(sentence.typed, [(quoted.start, quoted.end, again)]) if again.count(exact) else ""
        )
        return _Found(Rule.QUOTATION, why, f"The captured words are “{exact}”.", rewritten)

    # What a sentence is

    def _finding(self, sentence: Sentence) -> FindingInput | None:
        return self.findings.get(sentence.place.label) if sentence.place.kind == "finding" else None

    def _cited(self, sentence: Sentence) -> list[CitedStatement]:
        return [self.held[label] for label in dict.fromkeys(sentence.cited) if label in self.held]

    def _supporting(self, sentence: Sentence) -> list[CitedStatement]:
        finding = self._finding(sentence)
        if finding is None:
            return self._cited(sentence)
        for role in (CitationRole.SUPPORTS, CitationRole.BACKGROUND):
            if cited := [each.statement for each in finding.citations if each.role is role]:
                return cited
        return []

    def _is_question(self, sentence: Sentence) -> bool:
        return sentence.words.endswith(("?", "؟"))

    def _is_marked(self, sentence: Sentence) -> bool:
        """Whether a sentence is marked as a judgement, as somebody's words, or as about ourselves."""
        finding = self._finding(sentence)
        judged = finding and (finding.likelihood or GradeScale.LIKELIHOOD in finding.hidden)
        if judged and self.report.profile is not Profile.COURT:
            return True  # how likely it is stands right below
        own = sentence.own
        quoting = any(len(each.words.split()) > 1 for each in sentence.quotations)
        return quoting or said.is_attributed(own) or said.is_hedged(own) or said.is_our_work(sentence.words)


def _confidence_alone(prose: Iterable[Sentence]) -> Iterator[Remark]:
    """The first sentence of a text that says how sure we are, where none says how likely."""
    likely: set[str] = set()
    sure: dict[str, Sentence] = {}
    for sentence in prose:
        label = sentence.place.label
        if sentence.kind == "quote" or sentence.place.kind == "finding" or label in _ABOUT_US:
            continue
        if any(likelihood_words(sentence.own)):
            likely.add(label)
        if said.CONFIDENCE.search(sentence.own) and not said.is_attributed(sentence.own):
            sure.setdefault(label, sentence)
    for label, sentence in sure.items():
        if label not in likely:
            why = "It says how sure we are, and nothing beside it says how likely what we are sure of is."
            yield _placed(_Found(Rule.HALF, why, "Say in a sentence of its own how likely it is."), sentence)


def _placed(found: _Found, sentence: Sentence) -> Remark:
    return Remark(
        found.rule,
        sentence.place,
        sentence.start,
        sentence.end,
        sentence.typed,
        found.why,
        found.fix,
        found.rewritten,
    )


def _found_on(rule: Rule, resting: list[CitedStatement], sentence: Sentence, does: str, verb: str) -> _Found:
    """A remark on a sentence for the kind of statements it rests on."""
    one, *more = resting
    others = (
        f" {listed([each.label for each in more])} {agreeing(len(more), 'are', 'is')} of no firmer kind."
        if more
        else ""
    )
    why = f"It rests on {one.label}, in which {_voice(one)} {does}.{others}"
    return _Found(rule, why, rule.remedy, _attributed(resting, verb, sentence.typed))


def _attributed(resting: list[CitedStatement], verb: str, typed: str) -> str:
    """The sentence as somebody's; nobody's where it rests on several voices."""
    voices = {_voice(one) for one in resting}
    return f"{capital(voices.pop())} {verb} {said.within(typed)}" if len(voices) == 1 else ""


def _voice(statement: CitedStatement) -> str:
    return who(main_path(statement).hops[0].source if statement.paths else statement.source)


def _replaced(text: str, instead: Iterable[tuple[int, int, str]]) -> str:
    for start, end, words in sorted(instead, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def _like(typed: str, word: str) -> str:
    return capital(word) if typed[:1].isupper() else word


def _texts_of(statement: CitedStatement) -> list[str]:
    """The captured words of a statement; as they were recorded where no passage has any; in translation."""
    passages = [passage.exact for passage in statement.passages if passage.exact]
    return [text for text in (*(passages or [statement.verbatim]), statement.translation) if text]


def _stands_in(words: str, text: str) -> bool:
    """[…] and [sic] are left out; the first letter may be large or small; a stop may close the quotation."""
    asked = words.strip().rstrip(",.")
    lone = asked.replace("[", "", 1).replace("]", "", 1) if asked[:1] == "[" and asked[2:3] == "]" else asked
    return any(
        quotes(f"{first}{lone[1:]}", [text]) for first in {lone[:1], lone[:1].lower(), lone[:1].upper()}
    )


def _meant(words: str, text: str) -> str:
    """The words of a text that differ from those quoted in nothing but capitals."""
    asked = words.strip().rstrip(",.")
    at = text.casefold().find(asked.casefold()) if len(text.casefold()) == len(text) else -1
    return text[at : at + len(asked)] if at >= 0 else ""


def _mentions(report: ReportInput) -> Iterator[Remark]:
    held = {place.label: (place, text) for place, text in places(report)}
    passed: dict[tuple[str, str], int] = {}
    for unknown in unknown_mentions(report):
        place, text = held[unknown.where]
        begin = passed.get((unknown.where, unknown.words), 0)
        start = _find_mention(text, unknown.words, begin)
        end = text.find("]]", start) + 2
        passed[unknown.where, unknown.words] = end
        why = f"“[[{unknown.words}]]” is printed as it stands: {unknown.why}."
        yield Remark(Rule.MENTION, place, start, end, text[start:end], why, Rule.MENTION.remedy)


def _find_mention(text: str, words: str, begin: int) -> int:
    """Where these words stand in double brackets, as anybody may have typed them."""
    at = begin
    while (at := text.find("[[", at)) >= 0:
        inside = text[at + 2 : text.find("]]", at)]
        if " ".join(inside.split()).casefold() == words.casefold():
            return at
        at += 2
    return 0
