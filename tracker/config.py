"""How this installation is set up: where it keeps its things, how large, how long, how it is reached.

Read once from the environment by the entry points and handed down. Knows nobody else in the tracker.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

MEGABYTE = 1024 * 1024
_SHORTEST_KEY = 32
_FEWEST_DIFFERENT_CHARACTERS = 10
_EXAMPLE_WORDS = ("change", "example", "insecure", "secret", "password", "replace", "your")
_EXAMPLE_KEYS = frozenset({"192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf"})
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


class ConfigurationError(Exception):
    """The installation is set up in a way that must not run; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations."""

    instance: Path
    database_url: str
    max_upload_bytes: int = 64 * MEGABYTE
    session_lifetime: timedelta = timedelta(hours=12)
    https: bool = False
    trusted_proxies: int = 0
    testing: bool = False

    @property
    def secret_key_file(self) -> Path:
        return self.instance / "secret_key"

    def secret_key(self) -> str:
        """The key that signs sessions; made on first use, refused when others could know it."""
        try:
            _write_new_key(self.secret_key_file)
        except FileExistsError:
            _refuse_readable_by_others(self.secret_key_file)
        return _accepted(self.secret_key_file.read_text(encoding="utf-8").strip(), self.secret_key_file)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `TRACKER_*` variables; the instance folder is made if it does not exist."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("TRACKER_INSTANCE") or "instance").resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        database_url=env.get("TRACKER_DATABASE_URL") or f"sqlite:///{instance / 'tracker.db'}",
        max_upload_bytes=_number(env, "TRACKER_UPLOAD_MB", 64) * MEGABYTE,
        session_lifetime=timedelta(hours=_number(env, "TRACKER_SESSION_HOURS", 12)),
        https=_flag(env, "TRACKER_HTTPS"),
        trusted_proxies=_number(env, "TRACKER_PROXIES", 0, least=0),
    )


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isdecimal() or int(text) < least:
        raise ConfigurationError(f"{name} must be a whole number of at least {least}, not “{text}”.")
    return int(text)


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in _YES | _NO:
        raise ConfigurationError(f"{name} must be 1 or 0, not “{text}”.")
    return text in _YES


def _write_new_key(path: Path) -> None:
    # O_EXCL: two servers that start together must not end up with a key each.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32))


def _refuse_readable_by_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationError(
            f"Other users of this machine can read the secret key. Run: chmod 600 {path}"
        )


def _accepted(key: str, path: Path) -> str:
    advice = f"Delete {path} and start again: a good key is made for you, and everybody logs in anew."
    if len(key.encode()) < _SHORTEST_KEY:
        raise ConfigurationError(f"The secret key is empty or shorter than {_SHORTEST_KEY} bytes. {advice}")
    looks_made_up = any(word in key.lower() for word in _EXAMPLE_WORDS)
    if looks_made_up or key in _EXAMPLE_KEYS or len(set(key)) < _FEWEST_DIFFERENT_CHARACTERS:
        raise ConfigurationError(f"The secret key is an example or can be guessed. {advice}")
    return key
