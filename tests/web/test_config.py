"""How an installation is set up, and the secret keys it refuses to run with."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tracker.config import ConfigurationError, Settings, load_settings


def settings_with_key(instance: Path, key: str, mode: int = 0o600) -> Settings:
    settings = Settings(instance=instance, database_url="sqlite://")
    settings.secret_key_file.write_text(key)
    settings.secret_key_file.chmod(mode)
    return settings


def test_everything_has_a_default(tmp_path):
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path / "here")})
    assert settings.database_url == f"sqlite:///{tmp_path / 'here' / 'tracker.db'}"
    assert settings.max_upload_bytes == 64 * 1024 * 1024
    assert settings.session_lifetime == timedelta(hours=12)
    assert not settings.https
    assert stat.S_IMODE(settings.instance.stat().st_mode) == 0o700


def test_everything_can_be_said(tmp_path):
    settings = load_settings({
        "TRACKER_INSTANCE": str(tmp_path),
        "TRACKER_DATABASE_URL": "postgresql://host/name",
        "TRACKER_UPLOAD_MB": "5",
        "TRACKER_SESSION_HOURS": "2",
        "TRACKER_HTTPS": "yes",
        "TRACKER_PROXIES": "1",
    })  # fmt: skip
    assert settings.database_url == "postgresql://host/name"
    assert settings.max_upload_bytes == 5 * 1024 * 1024
    assert settings.session_lifetime == timedelta(hours=2)
    assert settings.https
    assert settings.trusted_proxies == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_UPLOAD_MB", "lots"),
        ("TRACKER_UPLOAD_MB", "0"),
        ("TRACKER_SESSION_HOURS", "-1"),
        ("TRACKER_HTTPS", "maybe"),
    ],
)
def test_nonsense_is_named(tmp_path, name, value):
    with pytest.raises(ConfigurationError, match=name):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), name: value})


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    settings = Settings(instance=tmp_path, database_url="sqlite://")
    key = settings.secret_key()
    assert settings.secret_key() == key
    assert len(key) >= 64
    assert stat.S_IMODE(settings.secret_key_file.stat().st_mode) == 0o600
    assert key not in repr(settings)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_others_can_read_is_refused(tmp_path, mode):
    settings = settings_with_key(tmp_path, "0123456789abcdef" * 4, mode)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        settings.secret_key()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "0123456789abcdef",
        "a" * 64,
        "change-me-before-going-live-0123456789",
        "this is an example of a secret key 123",
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    ],
)
def test_a_key_that_is_short_or_can_be_guessed_is_refused(tmp_path, key):
    with pytest.raises(ConfigurationError, match="Delete"):
        settings_with_key(tmp_path, key).secret_key()
