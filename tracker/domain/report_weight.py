"""What carries each finding: independent sources, whom it hangs on, what corroborates and what conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from tracker.domain.english import counted, listed, number, plural
from tracker.domain.report import Counted, Inlines, Link, Text
from tracker.domain.report_counts import Said, begun, beside, count_of, in_one_sentence
from tracker.domain.report_input import ConflictInput, FindingInput, ReportInput, SupportInput
from tracker.domain.report_voices import who
from tracker.domain.report_words import distinct
from tracker.domain.timing import TimeVerdict

_CORROBORATED = 2
_NAMED = 3


def weight(report: ReportInput) -> tuple[Said, ...]:
    """The sentences on what the findings rest on."""
    return (
        _carried(report),
        *_corroborated(report),
        *_disagreements(report),
    )


def _carried(report: ReportInput) -> Said:
    """How many independent sources each finding has; whom it hangs on stands beside the finding itself."""
    parts: list[Said] = []
    for place, finding in enumerate(report.findings, 1):
        if support := weakest(finding):
            named = Link(f"{'f' if parts else 'F'}inding {place}", f"#finding-{place}")
            noun = "" if parts else f" {plural(support.maximum or 1, 'independent source')}"
            parts.append((named, " rests on ", *_lines(support, noun)))
    return in_one_sentence(parts)


def weakest(finding: FindingInput) -> SupportInput | None:
    """Of the assertions a finding rests on, the one with the fewest independent sources."""
    return min(finding.support, key=lambda one: (one.minimum, one.maximum), default=None)


def _lines(support: SupportInput, noun: str) -> Said:
    """“at least one, at most two” and the noun, each number with the chains it counts."""
    low, high = support.minimum, support.maximum
    if high == 0:
        return (f"no{noun}",) if noun else (Counted("none", ()),)
    if low == high:
        return (_chains("", low, support.least), noun)
    most = _chains("at most ", high, support.most)
    if low == 0:
        return (most, f"{noun}, perhaps none")
    return (_chains("at least ", low, support.least), ", ", most, noun)


def _chains(bound: str, count: int, chains: tuple[tuple[str, ...], ...]) -> str | Counted:
    """The number with who stands on each chain; without, where there were too many chains to choose from."""
    words = f"{bound}{number(count)}"
    return Counted(words, _named(chains)) if len(chains) == count else words


def _named(chains: tuple[tuple[str, ...], ...]) -> Inlines:
    return tuple(Text(listed(names)) for names in chains)


def _corroborated(report: ReportInput) -> Iterable[Said]:
    """Which chains corroborate one another, by the names on them."""
    shown = False
    perhaps: list[Said] = []
    for place, finding in enumerate(report.findings, 1):
        support = weakest(finding)
        if support is None:
            continue
        if support.minimum >= _CORROBORATED:
            shown = True
            if support.least:
                of = Counted(counted(support.minimum, "chain"), _named(support.least))
                here = Link(f"Finding {place}", f"#finding-{place}")
                yield (here, " is corroborated by ", of, f" that share no voice: {_row(support.least)}.")
        elif support.maximum >= _CORROBORATED and support.most:
            of = Counted(counted(support.maximum, "chain"), _named(support.most))
            here = Link(f"finding {place}", f"#finding-{place}")
            perhaps.append((here, " is so if ", of, f" prove independent: {_row(support.most)}"))
    told = chain(*(("; ", *words) for words in perhaps))
    if not shown and any(finding.support for finding in report.findings):
        yield (Counted("No finding", ()), " is certainly corroborated", *told, ".")
    elif perhaps:
        yield ("Not certainly corroborated", *told, ".")


def _row(chains: tuple[tuple[str, ...], ...]) -> str:
    """Chains apart, with whoever stands on each."""
    return "; ".join(listed(names) for names in chains)


def _disagreements(report: ReportInput) -> Iterable[Said]:
    """The pairs that conflict, with who stands against whom; an update is no conflict."""
    numbered = list(enumerate(report.conflicts, 1))
    for verdict, one, many in (
        (TimeVerdict.CONTRADICTION, "conflicts", "conflict"),
        (TimeVerdict.UNDETERMINED, "may conflict", "may conflict"),
    ):
        pairs = [(place, conflict) for place, conflict in numbered if conflict.verdict == verdict]
        if not pairs:
            continue
        links = [Link(f"conflict {place}", f"#conflict-{place}") for place, _ in pairs]
        of = begun(count_of(links, "pair"))
        opened = beside(of)
        sides = [words for _, conflict in pairs[:_NAMED] if (words := _sides(conflict))]
        told = f": {'; '.join(sides)}" if sides and len(sides) == len(pairs) else ""
        yield (of, f" of assertions {one if len(pairs) == 1 else many}{told}", *opened, ".")


def _sides(conflict: ConflictInput) -> str:
    a, b = (
        distinct(who(one.source) for one in side) for side in (conflict.a_statements, conflict.b_statements)
    )
    return f"{listed(a)} against {listed(b)}" if a and b else ""
