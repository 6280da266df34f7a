"""Passwords on the command line: read from standard input, typed twice, or made; never an argument."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from tracker.domain.errors import DomainError
from tracker.services import users

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Password:
    """`made`: nobody chose it, so it is shown once and must be changed at the first log-in."""

    text: str
    made: bool


def password_option(command: F) -> F:
    """The option that takes a password from a script."""
    return click.option(
        "--password-stdin",
        "from_stdin",
        is_flag=True,
        help="Read the password from the first line of standard input. Without it you are asked; "
        "an empty answer makes one.",
    )(command)


def chosen_password(*, from_stdin: bool) -> Password:
    """The password somebody chose, else one that is made."""
    if from_stdin:
        text = sys.stdin.readline().rstrip("\r\n")
        if not text:
            raise DomainError("There is no password on the first line of standard input.")
        return Password(text, made=False)
    typed = _asked() if sys.stdin.isatty() else ""
    return Password(typed, made=False) if typed else Password(users.new_password(), made=True)


def announce(username: str, password: Password) -> None:
    """Say how to log in; a password somebody chose is not repeated."""
    if password.made:
        click.echo(f"Log in as {username} with the password {password.text}")
        click.echo("It is shown only now, and must be changed at the first log-in.")
    else:
        click.echo(f"Log in as {username} with the password you chose.")


def _asked() -> str:
    text: str = click.prompt(
        "Password (empty: one is made)",
        hide_input=True,
        default="",
        show_default=False,
        confirmation_prompt="Once more",
    )
    return text
