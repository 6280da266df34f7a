"""Page 1: what the report says, how likely, how sure, and what each finding rests on."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.english import capital, counted, ended, listed, number
from tracker.domain.likelihood_words import band, worded
from tracker.domain.report import (
    Block,
    Inline,
    Inlines,
    NumberedList,
    Paragraph,
    Text,
)
from tracker.domain.report_counts import in_a_row, named, plainly
from tracker.domain.report_grades import HIDDEN
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    FindingInput,
    ReportInput,
    SupportInput,
)
from tracker.domain.report_notes import Notebook
from tracker.domain.report_voices import main_path, who
from tracker.domain.report_words import joined
from tracker.domain.scales import CitationRole, GradeScale, Likelihood, LikelihoodRow, Profile

_LESS = "This is not established: on balance, we hold that it is not so."
_NOT_ESTABLISHED: dict[Likelihood | None, str] = {
    Likelihood.ALMOST_NO_CHANCE: _LESS,
    Likelihood.VERY_UNLIKELY: _LESS,
    Likelihood.UNLIKELY: _LESS,
    Likelihood.ROUGHLY_EVEN: "This is not established.",
}


def findings(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    if not report.findings:
        return ()
    items = tuple(
        (
            Paragraph((Text(finding.text, strong=True),), "finding"),
            *_judgement(finding, report),
            Paragraph(_rests_on(finding, notebook), "fine"),
        )
        for finding in report.findings
    )
    return (NumberedList(items),)


def likelihood_sentence(finding: FindingInput, report: ReportInput) -> str:
    """How likely, in one sentence that says nothing about confidence and has the word of the case's row."""
    value = finding.likelihood
    if value is None:
        return (
            f"Likelihood {HIDDEN}."
            if GradeScale.LIKELIHOOD in finding.hidden
            else "Likelihood not yet judged."
        )
    word = worded(value, report.likelihood_row)
    measured = f" ({band(value)})" if report.profile is Profile.INTELLIGENCE else ""
    match value, report.likelihood_row:
        case Likelihood.ALMOST_NO_CHANCE, LikelihoodRow.EQUIVALENT:
            return f"We judge the chance of this {word}{measured}."
        case Likelihood.ALMOST_NO_CHANCE, _:
            return f"We judge that there is {word} of this{measured}."
        case Likelihood.ROUGHLY_EVEN, LikelihoodRow.EQUIVALENT:
            return f"We judge that there are {word} of this{measured}."
        case Likelihood.ROUGHLY_EVEN, _:
            return f"We judge that there is a {word} of this{measured}."
        case _:
            return f"We judge this {word}{measured}."


def confidence_sentence(finding: FindingInput) -> str:
    if finding.confidence is None:
        return (
            f"Confidence {HIDDEN}."
            if GradeScale.CONFIDENCE in finding.hidden
            else "Confidence not yet judged."
        )
    return f"Our confidence in this judgement is {finding.confidence.value}."


def support_sentence(support: SupportInput) -> str:
    """“at least one, at most two independent sources”, and what all of it hangs on."""
    return joined(f"{capital(lines_words(support))}.", hangs_words(support))


def lines_words(support: SupportInput) -> str:
    low, high = support.minimum, support.maximum
    if high == 0:
        return "no independent source"
    if low == high:
        return counted(low, "independent source")
    if low == 0:
        return f"at most {counted(high, 'independent source')}, perhaps none"
    return f"at least {number(low)}, at most {counted(high, 'independent source')}"


def hangs_words(support: SupportInput) -> str:
    if not support.hangs_on:
        return ""
    return f"Hangs on {listed(support.hangs_on)}: if {_any_of(support.hangs_on)} falls, nothing carries it."


def _any_of(names: tuple[str, ...]) -> str:
    return {1: "that source", 2: "either"}.get(len(names), "any of them")


def unsupported(finding: FindingInput) -> str:
    """That nothing supports a finding; empty where something does."""
    if any(citation.role is CitationRole.SUPPORTS for citation in finding.citations):
        return ""
    return "Nothing that is cited supports it." if finding.citations else "Nothing is cited for it."


def _judgement(finding: FindingInput, report: ReportInput) -> Iterable[Block]:
    """Likelihood and confidence never share a sentence; a court is given the reasons without a rating.

    It must not take for found what its author does not hold to be likely.
    """
    if report.profile is Profile.COURT:
        likely, confident = _NOT_ESTABLISHED.get(finding.likelihood, ""), ""
    else:
        likely, confident = likelihood_sentence(finding, report), confidence_sentence(finding)
    for words in (
        joined(likely, ended(finding.likelihood_reason)),
        joined(confident, ended(finding.confidence_reason)),
    ):
        if words:
            yield Paragraph((Text(words),), "judgement")


def _rests_on(finding: FindingInput, notebook: Notebook) -> tuple[Inline, ...]:
    inlines: list[Inline] = []
    for role, opening in (
        (CitationRole.SUPPORTS, "Rests on "),
        (CitationRole.CONFLICTS, "Against it: "),
        (CitationRole.BACKGROUND, "Background: "),
    ):
        cited = [citation for citation in finding.citations if citation.role is role]
        if cited:
            inlines += [Text(opening, strong=True), *_named(cited, notebook), Text(". ")]
        elif role is CitationRole.SUPPORTS:
            inlines.append(Text(f"{unsupported(finding)} ", strong=True))
    if len(finding.support) == 1:
        inlines.append(Text(support_sentence(finding.support[0])))
    elif finding.support:
        inlines.append(Text(_weakest(finding.support)))
    return tuple(inlines)


def _weakest(supports: tuple[SupportInput, ...]) -> str:
    weakest = min(supports, key=lambda one: (one.minimum, one.maximum))
    return f"Its weakest assertion has {lines_words(weakest)}."


def _named(cited: list[CitationInput], notebook: Notebook) -> Inlines:
    """The original sources, those that we hold through one voice together: “M and N, both through R”."""
    by_channel: dict[str, list[tuple[str, CitedStatement]]] = {}
    for citation in cited:
        hops = main_path(citation.statement).hops
        name, channel = who(hops[0].source), who(hops[-1].source)
        channel = "" if channel == name else channel
        by_channel.setdefault(channel, []).append((name, citation.statement))
    groups = []
    for channel, held in by_channel.items():
        together = {1: " ", 2: ", both "}.get(len({name for name, _ in held}), ", all ")
        through = (f"{together}through {channel}",) if channel else ()
        groups.append((*named(held, notebook), *through))
    return plainly(in_a_row(groups))
