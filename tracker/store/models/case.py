"""Cases and their members."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import AssetKind, CaseRole, Language, LikelihoodRow, Paper, Profile, Tlp
from tracker.store.base import Base, Recorded, Versioned, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import enum_of


class Case(Recorded, Versioned, Base):
    """One investigation: the wall around everything recorded in it.

    `grades_are_blind`: others' grades are hidden until one's own is in. `shows_codes`: grades are shown with
    their letter or digit, not in words alone. `letter_bounds`: the least lower bound of a track record that
    suggests A, B, C and D; empty means the usual ones. `likelihood_row`, `language` and `paper` are how its
    reports speak and print.
    """

    __tablename__ = "case_file"

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str | None]
    place: Mapped[str | None]
    profile: Mapped[Profile] = mapped_column(enum_of(Profile))
    zone: Mapped[str]
    tlp: Mapped[Tlp] = mapped_column(enum_of(Tlp))
    grades_are_blind: Mapped[bool] = mapped_column(default=True, server_default=true())
    shows_codes: Mapped[bool] = mapped_column(default=True, server_default=true())
    letter_bounds: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    likelihood_row: Mapped[LikelihoodRow] = mapped_column(
        enum_of(LikelihoodRow), default=LikelihoodRow.TERM, server_default=LikelihoodRow.TERM.value
    )
    language: Mapped[Language] = mapped_column(
        enum_of(Language), default=Language.ENGLISH, server_default=Language.ENGLISH.value
    )
    paper: Mapped[Paper] = mapped_column(enum_of(Paper), default=Paper.A4, server_default=Paper.A4.value)

    def __repr__(self) -> str:
        return f"<Case {self.code}>"


class CaseMember(Recorded, Base):
    """An account's role in a case; the row is replaced in role, and ended by removing it."""

    __tablename__ = "case_member"
    __table_args__ = (UniqueConstraint("case_pk", "user_pk"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    user_pk: Mapped[int] = mapped_column(ForeignKey("user_account.pk"), index=True)
    role: Mapped[CaseRole] = mapped_column(enum_of(CaseRole))


class CaseAsset(Recorded, Withdrawable, Base):
    """A file that the reports of a case are made with; the bytes lie with the captures."""

    __tablename__ = "case_asset"
    __table_args__ = (one_standing("case_asset", "case_pk", "kind"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    kind: Mapped[AssetKind] = mapped_column(enum_of(AssetKind))
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
