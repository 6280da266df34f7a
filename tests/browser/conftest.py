"""The tracker served as in production, on a database of its own, and the system's Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy.orm import Session
from waitress.server import create_server

from tests.factories import PASSWORD, make_user
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.access import Viewer
from tracker.store import schema
from tracker.store.engine import make_engine, write_sessions

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        sentence = f"There is no Chromium on this machine (looked for {', '.join(_NAMES)})."
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(_FLAGS)}


@dataclass(frozen=True)
class Server:
    """A served tracker: its address, its settings, and a way to arrange its records."""

    url: str
    settings: Settings
    writing: Callable[[], AbstractContextManager[Session]]


@pytest.fixture(scope="session")
def server(empty_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = Settings(instance=tmp_path_factory.mktemp("instance"), database_url=empty_database())
    schema.upgrade(settings.database_url)
    engine = make_engine(settings.database_url)
    http = create_server(create_app(settings, engine=engine), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=http.run, daemon=True)
    thread.start()

    @contextmanager
    def writing() -> Iterator[Session]:
        with write_sessions(engine)() as session:
            yield session
            session.commit()

    yield Server(f"http://127.0.0.1:{http.effective_port}", settings, writing)
    http.close()
    thread.join(timeout=5)
    engine.dispose()


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where `page.goto("/…")` goes."""
    return server.url


@pytest.fixture
def page(page: Page, server: Server) -> Iterator[Page]:
    """A page that may not fail in its scripts, break its own policy or ask anybody but our server."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((server.url, "data:", "blob:")) else complaints.append(asked.url)
        ),
    )
    yield page
    assert not complaints


@pytest.fixture
def person(server: Server) -> Viewer:
    """A new account, with `PASSWORD`."""
    with server.writing() as session:
        return make_user(session)


@pytest.fixture
def log_in(page: Page) -> Callable[[Viewer], Page]:
    """`log_in(viewer)` logs that person in through the page."""

    def log_in(viewer: Viewer) -> Page:
        page.goto("/login")
        page.get_by_label("User name").fill(viewer.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    return log_in


@pytest.fixture
def check_accessible() -> Callable[[Page], None]:
    """`check_accessible(page)`: axe finds nothing serious, and nothing sticks out of the screen sideways."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        serious = [
            (rule["id"], [node["target"] for node in rule["nodes"]])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{page.url}: {serious}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{page.url} scrolls"
        )

    return check
