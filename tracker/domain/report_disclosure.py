"""What software did to a report and how it was graded, said so that a reader can weigh it (ICS 206-01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tracker.domain.english import (
    MOST_NAMED,
    agreeing,
    capital,
    counted,
    listed,
    number,
    plural,
    small,
    some,
)
from tracker.domain.grade_words import Ratings
from tracker.domain.report_input import (
    CitedStatement,
    ExhibitInput,
    MachineInput,
    ReportInput,
    SetAsideInput,
)
from tracker.domain.report_voices import who
from tracker.domain.report_words import distinct

_GENERATED = (
    "The source summary, the descriptors of the sources and the notes are put together from the fields of "
    "the case file by fixed rules; no language model wrote any of them."
)
REMARKED = "Of what the program remarks on the wording, "
"""How the sentence on remarks that were set aside begins."""
_BY_ANALYSTS = "Grades, likelihood and confidence are given by analysts alone."


def disclosures(report: ReportInput, statements: Iterable[CitedStatement]) -> list[str]:
    """Sentences; none for what was not done."""
    machine = report.machine
    said = [_tool(machine), _GENERATED, _read(report.exhibits), _proposed(machine), _hints(machine)]
    said.append(_set_aside(report.set_aside))
    if report.ratings is not Ratings.NONE:
        said += [_BY_ANALYSTS, _blind(machine), _settled(statements)]
    return [sentence for sentence in said if sentence]


def _tool(machine: MachineInput) -> str:
    return f"Made with {machine.tool}." if machine.tool else ""


def _read(exhibits: Sequence[ExhibitInput]) -> str:
    """Which program read the text of which exhibits."""
    by_program: dict[str, list[str]] = {}
    for exhibit in exhibits:
        if exhibit.extractor:
            by_program.setdefault(exhibit.extractor, []).append(str(exhibit.number))
    read = [
        f"{program} ({plural(len(places), 'exhibit')} {some(places, 2 * MOST_NAMED)})"
        for program, places in by_program.items()
    ]
    if len(by_program) == 1 and sum(map(len, by_program.values())) == len(exhibits) > 1:
        read = [f"{program} (all exhibits)" for program in by_program]
    return f"The text of the captures was read from their bytes by {listed(read)}." if read else ""


def _proposed(machine: MachineInput) -> str:
    """Which statements began as what rules read out of a text; whatever they say, an analyst accepted it."""
    count = len(machine.proposed)
    if not count:
        return ""
    return (
        f"{capital(counted(count, 'statement'))} {agreeing(count, 'were', 'was')} proposed from a capture's "
        "text by fixed rules and recorded after an analyst had checked and accepted "
        f"{agreeing(count, 'them', 'it')} ({some(machine.proposed)})."
    )


def _hints(machine: MachineInput) -> str:
    """How analysts answered what was proposed automatically."""
    accepted, refused = machine.accepted, machine.refused
    if not accepted and not refused:
        return ""
    answers = [
        f"{how} {counted(len(labels), 'proposal')} ({some(labels)})"
        for how, labels in (("accepted", accepted), ("refused", refused))
        if labels
    ]
    return f"Where the program proposed that a statement repeats an earlier one, analysts {listed(answers)}."


def _set_aside(remarks: Iterable[SetAsideInput]) -> str:
    """How many remarks on the wording analysts set aside, and why: a reason given twice stands once."""
    by_reason: dict[str, Counter[str]] = {}
    for one in remarks:
        what = f"{small(one.remark)} in {one.place}"
        by_reason.setdefault(" ".join(one.reason.split()), Counter())[what] += 1
    if not by_reason:
        return ""
    count = sum(each.total() for each in by_reason.values())
    reasons = [f"“{reason}” ({listed([*map(_times, each.items())])})" for reason, each in by_reason.items()]
    return (
        f"{REMARKED}analysts set {counted(count, 'remark')} aside, "
        f"{agreeing(count, 'with these reasons', 'with this reason')}: {'; '.join(reasons)}."
    )


def _times(told: tuple[str, int]) -> str:
    what, times = told
    return what if times == 1 else f"{what}, {number(times)} times"


def _blind(machine: MachineInput) -> str:
    if not machine.blind:
        return ""
    given = len(machine.blind) + len(machine.sighted)
    which = f"Of {counted(given, 'grade')} of what is cited, {number(len(machine.blind))}"
    if not machine.sighted:
        which = f"The {'one grade' if given == 1 else f'{number(given)} grades'} of what is cited"
    verb = agreeing(len(machine.blind), "were", "was")
    return f"{which} {verb} given before the analyst saw anybody else's."


def _settled(statements: Iterable[CitedStatement]) -> str:
    """What a lead settled, where analysts stand by another grade."""
    settled = distinct(
        label
        for one in statements
        for label, grade in (
            (who(one.source), one.reliability),
            *((one.label, each) for each in one.credibility),
        )
        if grade and grade.is_settled and grade.others
    )
    if not settled:
        return ""
    return (
        f"{capital(counted(len(settled), 'grade'))} on which analysts differed "
        f"{agreeing(len(settled), 'were', 'was')} settled by a lead of the case ({some(settled)}); "
        "the dissent stands beside it."
    )
