"""Who a command acts for: every deed is somebody's, also when it is done without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.domain.access import Viewer
from tracker.domain.errors import DomainError
from tracker.store.queries.users import list_leads, viewer_named

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RULE = (
    "Who acts: the account named by --as, else by the variable TRACKER_USER, else the only account that "
    "leads a case here."
)
F = TypeVar("F", bound=Callable[..., Any])


def as_option(command: F) -> F:
    """The option that says who acts."""
    return click.option(
        "--as",
        "username",
        metavar="USER",
        envvar="TRACKER_USER",
        help="Act for this account; by default TRACKER_USER, else the only account that leads a case.",
    )(command)


def acting_viewer(session: Session, username: str | None) -> Viewer:
    """The person a command is run for, by the rule above."""
    if username is None:
        leads = list_leads(session)
        if not leads:
            raise DomainError("Nobody leads a case here yet. Say who acts with --as USER.")
        if len(leads) > 1:
            raise DomainError(
                f"Several people lead cases here: {', '.join(leads)}. Choose one with --as USER."
            )
        username = leads[0]
    viewer = viewer_named(session, username)
    if viewer is None:
        raise DomainError(f"There is no account “{username}”, or it is disabled.", field="as")
    return viewer
