"""How templates are run and the few words they all share: times, assets, the viewer, the navigation.

A misspelt name is an exception, and user text is always escaped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

from flask import Flask, g, get_flashed_messages, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from tracker.domain.blindness import hidden_words
from tracker.domain.dates import zone_info
from tracker.domain.grade_words import code_of, in_words
from tracker.domain.likelihood_words import explained, worded
from tracker.domain.scales import LikelihoodRow, Term
from tracker.web.dates import current_zone

_STATIC = Path(__file__).parent / "static"
_STRENGTH = {
    "message": "info",
    "error": "danger",
    "danger": "danger",
    "warning": "warning",
    "success": "success",
}


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """An entry of the bar at the top; `section` is the blueprint that is marked as current."""

    label: str
    endpoint: str
    section: str
    admins_only: bool = False


def init_app(app: Flask, navigation: tuple[NavigationLink, ...] = ()) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        when=when, code=code, word=word_shown, graded=graded, hidden_grades=hidden_words
    )
    app.jinja_env.globals.update(
        asset=asset, bootstrap_css=bootstrap_css, messages=messages, navigation=navigation
    )
    app.context_processor(lambda: {"viewer": g.get("viewer")})


def bootstrap_css() -> str:
    """The address of Bootstrap's style sheet, from the wheel it comes in."""
    return url_for("bootstrap.static", filename="css/bootstrap.min.css", v=_bootstrap_version())


def asset(filename: str) -> str:
    """The address of one of our static files; it changes when the file does, so browsers may keep it."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


def messages() -> list[tuple[str, str]]:
    """What the last action has to say, as (strength, text)."""
    flashed = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    return [(_STRENGTH.get(kind, "info"), text) for kind, text in flashed]


def when(value: datetime | None, zone: str | None = None, *, empty: str = "not known") -> str:
    """An instant in the case's zone (or the named one), with its distance from UTC."""
    if value is None:
        return Markup('<span class="muted">{}</span>').format(empty)
    local = value.astimezone(zone_info(zone or current_zone()))
    stamp = value.astimezone(UTC).isoformat(timespec="seconds")
    text = f"{local.day} {local:%B %Y, %H:%M} {_distance(local.utcoffset() or timedelta())}"
    return Markup('<time datetime="{}">{}</time>').format(stamp, text)


def code(word: Term) -> str:
    """The letter or digit of a grade, where the page's case shows them."""
    return code_of(word, codes=shows_codes())


def graded(word: Term) -> str:
    """A grade in one line: “B – Usually reliable”, or in words alone where the page's case wants that."""
    return in_words(word, codes=shows_codes(), row=likelihood_row())


def word_shown(word: Term) -> str:
    """The words of a grade, without its letter or digit; a likelihood has that of the case's row."""
    return worded(word, likelihood_row())


def meaning(word: Term) -> str:
    """The sentence that says what a word means, beside its choice in a form."""
    return explained(word, likelihood_row())


def likelihood_row() -> LikelihoodRow:
    """Which of the two words for a likelihood this page's case uses."""
    return getattr(g.get("case"), "likelihood_row", LikelihoodRow.TERM)


def shows_codes() -> bool:
    """Whether this page's case shows grades with letters and digits."""
    return bool(getattr(g.get("case"), "shows_codes", True))


def _distance(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


@cache
def _bootstrap_version() -> str:
    return version("bootstrap-flask")  # reads files: not on every page


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((_STATIC / filename).read_bytes()).hexdigest()[:12]
