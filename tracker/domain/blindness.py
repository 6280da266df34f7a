"""Grading blind: who sees the grades others gave, and when. Decided here and nowhere else.

A judgement that follows somebody else's is no second judgement. In a case that grades blind, whoever may
grade sees others' grades of a thing once their own of it is in. What “of it” means: the same scale, and

- of a statement: the same assertion, or the statement as a whole on either side;
- of a source: any topic, because topics are free text and two analysts seldom choose the same words;
- of a finding: the finding.

An adjudication counts as one's own grade: whoever settles a difference has read both sides. Who may settle it
can ask to read them before their own grade is in; that is noted, and what they then give is not given blind.
Readers, who may not grade, see everything; so does everybody in a published report, which is a frozen fact.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tracker.domain.access import Right, Viewer
from tracker.domain.english import plural
from tracker.domain.scales import CaseRole


def hides_others(viewer: Viewer, case_pk: int, *, is_blind: bool, own_is_in: bool) -> bool:
    """Whether others' grades of a thing are kept from this viewer for now.

    `is_blind`: the case grades blind; `own_is_in`: a grade of the viewer's own of that thing is recorded.
    """
    return is_blind and not own_is_in and viewer.may(Right.GRADE, case_pk)


def shows(viewer: Viewer, case_pk: int, *, is_blind: bool, own_is_in: bool, by_pk: int | None) -> bool:
    """Whether one grade of a thing, given by the account `by_pk`, is shown to this viewer."""
    return by_pk == viewer.user_pk or not hides_others(
        viewer, case_pk, is_blind=is_blind, own_is_in=own_is_in
    )


def as_reader(viewer: Viewer, case_pk: int) -> Viewer:
    """The same person as a reader of the case, who sees every grade: for what is frozen, or only counted."""
    return replace(viewer, roles={case_pk: CaseRole.READER})


def reliability_waits(
    viewer: Viewer,
    case_pk: int,
    *,
    is_blind: bool,
    conveyed: Collection[str],
    graded: Collection[str | None],
) -> bool:
    """Whether beside a statement the grade of its source waits for the viewer's own grade of the statement.

    What is said is judged before who says it. `conveyed`: the assertions the statement conveys; `graded`:
    those for which the viewer has graded it, None for the statement as a whole.
    """
    if not is_blind or not viewer.may(Right.GRADE, case_pk):
        return False
    return not graded or (None not in graded and not set(conveyed) <= set(graded))


def hidden_words(count: int) -> str:
    """What stands in place of grades that are hidden."""
    return f"{count} {plural(count, 'grade')} by others: hidden until yours is in"
