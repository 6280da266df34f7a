"""The forms of grading many things at once, and of settling a difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.errors import DomainError
from tracker.domain.scales import Credibility, GradeScale, Reliability
from tracker.services.adjudication import SomeRefused
from tracker.services.grades import GradeIt
from tracker.store.queries.rows import AnyRow
from tracker.web.forms import BaseForm, PartForm, TermField
from tracker.web.grades.forms import GradeField

MOST = 50
NO_GRADE = "{}: choose a grade, or one for all of them."
NO_GRADES = "Choose one grade for all of them, or one for each."
NO_REASON = "{}: say what the grade rests on, or give one reason for all of them."
NO_REASONS = "Say what the grades rest on: pick a reason, type one, or give each its own."
_LONG = Length(max=5000, message="Keep it under 5,000 characters.")
_SHORT = Length(max=300, message="Keep it under 300 characters.")
_OFFERED_WIDTH = 110
USUAL_REASONS: Mapping[GradeScale, tuple[str, ...]] = {
    GradeScale.CREDIBILITY: (
        "Agrees with what else is known here; not confirmed by an independent source.",
        "Plausible in itself; nothing else in the case speaks for or against it.",
        "Possible, but it does not fit with what else is known here.",
        "Contradicted by other information in the case.",
        "There is nothing yet to judge it by.",
    ),
    GradeScale.RELIABILITY: (
        "What could be checked of its earlier reports was right.",
        "Mostly right in what could be checked, with errors that were corrected.",
        "Has been wrong on points that could be checked.",
        "Speaks for itself in this matter and has an interest in how it is seen.",
        "Nothing it reported before could be checked.",
    ),
}


def _override() -> TextAreaField:
    return TextAreaField("Why so, although the records do not bear it out?", [_LONG], render_kw={"rows": 2})


class RowForm(PartForm):
    """One thing among those that are graded together; what is left empty is as for all."""

    item = HiddenField()
    reason = TextAreaField("Its own reason", [_LONG], render_kw={"rows": 1})


class StatementRowForm(RowForm):
    value = TermField("Grade", Credibility, blank="As for all")
    override_reason = _override()


class SourceRowForm(RowForm):
    value = TermField("Grade", Reliability, blank="As for all")


class TogetherForm(BaseForm):
    """What is said once for all of them. A typed reason goes before a picked one."""

    rows: FieldList[Any]
    picked = SelectField("Pick a reason", validate_choice=False, validators=[_LONG])
    reason = TextAreaField(
        "Or type it", [_LONG], description="The reason is kept with each grade.", render_kw={"rows": 2}
    )

    def offer(self, recent: Iterable[str], scale: GradeScale) -> None:
        """Let a reason be picked: the viewer's last ones, and some that are often needed."""
        own = list(recent)
        usual = [reason for reason in USUAL_REASONS[scale] if reason not in own]
        self.picked.choices = {
            "": [("", "Choose…")],
            **({"Your last reasons": [(reason, _clipped(reason)) for reason in own]} if own else {}),
            "Often needed": [(reason, reason) for reason in usual],
        }

    @property
    def items(self) -> list[str]:
        """What is graded, in the order of the page."""
        return [row.form.item.data or "" for row in self.rows]

    def keep(self, items: Iterable[str]) -> None:
        """Leave out the rows of things that are not there to be graded."""
        kept = set(items)
        self.rows.entries = [row for row in self.rows.entries if row.form.item.data in kept]

    def validate(self, extra_validators: Any = None) -> bool:
        is_sound = bool(super().validate(extra_validators))
        rows = [row.form for row in self.rows]
        if not rows:
            self.form_errors.append("Choose what to grade first.")
            return False
        valueless = [row for row in rows if self.value_of(row) is None and not row["value"].errors]
        reasonless = [row for row in rows if self.reason_of(row) is None]
        self._ask(valueless, "value", NO_GRADE, self["value"], NO_GRADES)
        self._ask(reasonless, "reason", NO_REASON, self.reason, NO_REASONS)
        return is_sound and not valueless and not reasonless

    def value_of(self, row: Any) -> Any:
        return row["value"].data or self["value"].data

    def reason_of(self, row: Any) -> str | None:
        reason: str | None = row.reason.data or self.reason.data or self.picked.data
        return reason or None

    def to_commands(self, found: Mapping[str, AnyRow]) -> list[GradeIt]:
        """One grade for each row, of the things found by the rows' names."""
        return [self._command(row.form, found[row.form.item.data]) for row in self.rows]

    def add_error(self, error: DomainError) -> None:
        if not isinstance(error, SomeRefused):
            super().add_error(error)
            return
        for place, each in error.by_place.items():
            row = self.rows[place].form
            named = DomainError(f"{row.item.data}: {each.message}", field=each.field)
            if each.field in row:
                row.add_error(named)
            else:
                super().add_error(named)

    def _ask(self, rows: list[Any], name: str, each: str, for_all: Any, once: str) -> None:
        """Say at the rows what is missing there; once for all where it is missing everywhere."""
        if len(rows) == len(self.rows):
            for_all.errors = [*for_all.errors, once]
            return
        for row in rows:
            row[name].errors = [*row[name].errors, each.format(row.item.data)]

    def _command(self, row: Any, target: AnyRow) -> GradeIt:
        raise NotImplementedError


class StatementsForm(TogetherForm):
    value = TermField("One grade for all of them", Credibility, blank="One by one")
    rows = FieldList(FormField(StatementRowForm), max_entries=MOST)

    def _command(self, row: Any, target: AnyRow) -> GradeIt:
        return GradeIt(
            GradeScale.CREDIBILITY,
            target.public_id,
            self.value_of(row).value,
            self.reason_of(row),
            assertion=target.assertion,
            override_reason=row.override_reason.data,
        )


class SourcesForm(TogetherForm):
    topic = StringField(
        "For which topic?",
        [_SHORT],
        description="One for all of them: who knows the street may not know the palace. Empty: in general.",
    )
    access = StringField("What access do they have there?", [_SHORT])
    value = TermField("One grade for all of them", Reliability, blank="One by one")
    rows = FieldList(FormField(SourceRowForm), max_entries=MOST)

    def _command(self, row: Any, target: AnyRow) -> GradeIt:
        return GradeIt(
            GradeScale.RELIABILITY,
            target.public_id,
            self.value_of(row).value,
            self.reason_of(row),
            topic=self.topic.data,
            access=self.access.data,
        )


class SettleForm(BaseForm):
    """By which grade the case goes. `part`: the claim or the topic it is settled for; `seen`: which grades
    the lead has read.
    """

    part = HiddenField()
    seen = HiddenField()
    reason = TextAreaField(
        "Why is it settled so?",
        [InputRequired("Say why it is settled so."), _LONG],
        description="Kept with the settlement and shown beside the dissent.",
        render_kw={"rows": 4},
    )

    def to_command(self, scale: GradeScale, target: str) -> GradeIt:
        for_topic = scale is GradeScale.RELIABILITY
        return GradeIt(
            scale,
            target,
            self["value"].data.value,
            self.reason.data,
            topic=self.part.data if for_topic else None,
            assertion=None if for_topic else self.part.data,
            override_reason=None if for_topic else self["override_reason"].data,
        )


class SettleStatementForm(SettleForm):
    value = GradeField("By which grade does the case go?", Credibility)
    override_reason = _override()


class SettleSourceForm(SettleForm):
    value = GradeField("By which grade does the case go?", Reliability)


def _clipped(reason: str) -> str:
    first = " ".join(reason.split())
    return first if len(first) <= _OFFERED_WIDTH else f"{first[: _OFFERED_WIDTH - 1]}…"
