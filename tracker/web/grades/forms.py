"""The forms of grading: every choice with its words, what they mean, and its code where the case shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import SelectField, StringField

from tracker.domain.scales import Confidence, Credibility, GradeScale, Likelihood, Reliability, Term
from tracker.services.grades import Behind, GradeIt
from tracker.web.forms import BaseForm, TermRadioField, at_most, choices_of, reason_field
from tracker.web.grades.sheet import Sheet

_SHORT = at_most(300)
_CHOOSE = "Choose a grade."


class GradeField(TermRadioField):
    """The words of a scale as radio buttons, a letter or digit never without its words."""

    def __init__(self, label: str, words: Iterable[Term], **options: Any) -> None:
        super().__init__(label, words, required=_CHOOSE, **options)
        self.type = TermRadioField.__name__  # drawn like any other choice of words


class GradeForm(BaseForm):
    """What every grade needs; each scale adds its choices."""

    reason = reason_field(
        "What does the grade rest on?",
        required="Say what the grade rests on.",
        hint="The reason is kept with the grade and can be cited.",
        rows=4,
    )

    def to_command(self, scale: GradeScale, target: str) -> GradeIt:
        return GradeIt(scale, target, value=self["value"].data.value, reason=self.reason.data)


class ReliabilityForm(GradeForm):
    topic = StringField(
        "For which topic?",
        [_SHORT],
        description="A source may know the street and not the palace. Empty: in general.",
    )
    access = StringField(
        "What access does the source have there?",
        [_SHORT],
        description="Direct, indirect, none: in your own words.",
    )
    value = GradeField("How reliable is the source?", Reliability)

    def suggest(self, own: Sheet, topic: str) -> None:
        """Begin with the topic asked for, or that of one's latest grade: the one it would supersede."""
        if self.is_submitted():
            return
        before = next((one.row for one in own.own if topic in ("", one.row.topic)), None)
        self.topic.data = topic or (before.topic if before else None)
        self.access.data = before.access if before else None

    def to_command(self, scale: GradeScale, target: str) -> GradeIt:
        return GradeIt(
            scale,
            target,
            value=self["value"].data.value,
            reason=self.reason.data,
            topic=self.topic.data,
            access=self.access.data,
        )


class CredibilityForm(GradeForm):
    assertion = SelectField("Of which assertion (claim)?", validate_choice=False)
    value = GradeField("How credible is the information, whoever says it?", Credibility)
    override_reason = reason_field("Why so, although the records do not bear it out?")

    def offer(self, counted: Sequence[Behind], wanted: str) -> None:
        """Let one of what the statement conveys be chosen; nothing to choose where it makes one claim.

        A reason for “confirmed” is asked for only where the count does not allow it.
        """
        if counted and not any(each.needs_reason(Credibility.CONFIRMED) for each in counted):
            del self.override_reason
        conveyed = [(each.assertion, f"{each.assertion} {each.text}") for each in counted]
        if len(conveyed) <= 1:
            del self.assertion
            return
        self.assertion.choices = choices_of(conveyed, blank="Choose…")
        if not self.is_submitted() and wanted in dict(conveyed):
            self.assertion.data = wanted

    def to_command(self, scale: GradeScale, target: str) -> GradeIt:
        assertion = self["assertion"].data if "assertion" in self else None
        return GradeIt(
            scale,
            target,
            value=self["value"].data.value,
            reason=self.reason.data,
            assertion=assertion or None,
            override_reason=self.override_reason.data if "override_reason" in self else None,
        )


class LikelihoodForm(GradeForm):
    value = GradeField("How likely is it?", Likelihood)


class ConfidenceForm(GradeForm):
    value = GradeField("How sound is the basis of the finding?", Confidence)


FORMS: dict[GradeScale, type[GradeForm]] = {
    GradeScale.RELIABILITY: ReliabilityForm,
    GradeScale.CREDIBILITY: CredibilityForm,
    GradeScale.LIKELIHOOD: LikelihoodForm,
    GradeScale.CONFIDENCE: ConfidenceForm,
}
