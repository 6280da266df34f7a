"""What is said and checked about a report before it is published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.report_lint import Rule
from tracker.domain.review import CheckItem, ReviewState
from tracker.store.base import Base, Recorded, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import enum_of


class Comment(Recorded, Withdrawable, Base):
    """A remark on a report, one of its findings or one of its sections; `quoted` are the words meant."""

    __tablename__ = "report_comment"

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"), index=True)
    finding_pk: Mapped[int | None] = mapped_column(ForeignKey("finding.pk"), index=True)
    section_pk: Mapped[int | None] = mapped_column(ForeignKey("report_section.pk"), index=True)
    quoted: Mapped[str | None]
    text: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by_pk: Mapped[int | None] = mapped_column(ForeignKey("user_account.pk"))


class ReviewStep(Recorded, Base):
    """The report moved to a state; the newest is where it stands.

    `digest` is the SHA-256 of the draft as it was then, so that an approval is known to be of older words;
    `content` that draft without its grades, to show what changed since (none where it went back).
    """

    __tablename__ = "review_step"

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"), index=True)
    state: Mapped[ReviewState] = mapped_column(enum_of(ReviewState))
    note: Mapped[str | None]
    digest: Mapped[str]
    content: Mapped[str | None]


class FindingCheck(Recorded, Base):
    """Somebody checked one thing about a finding; the newest of each item counts.

    `digest` is the SHA-256 of what was checked, so that a check of older words is known as such.
    """

    __tablename__ = "finding_check"

    finding_pk: Mapped[int] = mapped_column(ForeignKey("finding.pk"), index=True)
    item: Mapped[CheckItem] = mapped_column(enum_of(CheckItem))
    is_met: Mapped[bool]
    note: Mapped[str | None]
    digest: Mapped[str]


class SetAsideRemark(Recorded, Withdrawable, Base):
    """An analyst set aside what a rule remarks on `sentence`, for a reason that the published report prints.

    `digest` stands for these very words and what was said of them: once either changes, the remark is there
    again. Set aside in error is withdrawn; set aside anew is another row.
    """

    __tablename__ = "set_aside_remark"
    __table_args__ = (one_standing("set_aside_remark", "report_pk", "digest"),)

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"), index=True)
    digest: Mapped[str]
    rule: Mapped[Rule] = mapped_column(enum_of(Rule))
    place: Mapped[str]
    sentence: Mapped[str]
    reason: Mapped[str]
