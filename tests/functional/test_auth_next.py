"""The address to go to after logging in never leads to another site."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from tests.factories import PASSWORD
from tests.functional.strict_client import StrictClient
from tracker.web.auth.identity import is_local_path

HERE = "http://localhost"
HOSTILE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example",
    "/\\/evil.example", "\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example",
    "\x00//evil.example", "\x19//evil.example", "/%09/evil.example", "/%5cevil.example", "%2f%2fevil.example",
    "/%2fevil.example", "%5c%5cevil.example", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:alert(1)",
    "\x01javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "http://evil.example", "https://evil.example", "HTTP://evil.example", "http:evil.example", "http:/evil.example",
    "http:///evil.example", "http:\\\\evil.example", "https:evil.example", "//evil.example@localhost",
    "http://localhost@evil.example", "http://localhost:80@evil.example", "http://localhost.evil.example",
    "http://localhost%00.evil.example", "http://localhost\\.evil.example", "//localhost:pass@evil.example",
    "//evil。example", "//еvil.example", "http://xn--vil-qdd.example", "/" + "a" * 10_000, "//" + "e" * 10_000,
    "/..//evil.example", "/.//evil.example", "./\\/evil.example", "..//evil.example", "/;@evil.example", "?//evil.example",
    "#//evil.example", "//[::1]", "//127.0.0.1:99999", "http://[", "//%65vil.example", "ftp://evil.example", "//\\evil.example",
    "https:\\evil.example",
]  # fmt: skip


def resolved(location: str) -> str:
    """The origin a browser goes to: it drops tabs and line ends, trims, and takes \\ for /."""
    cleaned = "".join(letter for letter in location if letter not in "\t\n\r").strip(
        "".join(map(chr, range(33)))
    )
    target = urlsplit(urljoin(f"{HERE}/login", cleaned.replace("\\", "/")))
    return f"{target.scheme}://{target.netloc}"


def log_in(app, hostile: str, *, in_address: bool, in_form: bool):
    http = StrictClient(app).http
    token = http.get("/login").text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"username": "ana", "password": PASSWORD, "csrf_token": token} | (
        {"next": hostile} if in_form else {}
    )
    query = {"next": hostile} if in_address else {}
    stranger = {"REMOTE_ADDR": f"192.0.2.{HOSTILE.index(hostile)}"}  # or they would be slowed down together
    return http.post("/login", data=data, query_string=query, environ_base=stranger)


@pytest.mark.parametrize(("in_address", "in_form"), [(True, True), (True, False), (False, True)])
def test_logging_in_stays_on_this_site(own_app, make_user, in_address, in_form):
    make_user(username="ana")
    own_app.extensions["security"].pwd_context.update(
        argon2__rounds=1, argon2__memory_cost=8, argon2__parallelism=1
    )
    for hostile in HOSTILE:
        answer = log_in(own_app, hostile, in_address=in_address, in_form=in_form)
        assert answer.status_code in (302, 303, 422), hostile
        if answer.status_code < 400:
            assert resolved(answer.headers["Location"]) == HERE, hostile


def test_the_log_in_page_drops_a_foreign_address(client):
    assert client.get("/login?next=//evil.example").headers["Location"] == "/login"


@pytest.mark.parametrize("path", ["/", "/cases/BAGHDAD?q=a+b&page=2", "/cases/été/documents"])
def test_an_address_of_ours_is_kept(app, make_user, path):
    make_user(username="ana")
    client = StrictClient(app)
    answer = client.post_form(f"/login?next={quote(path)}", {"username": "ana", "password": PASSWORD})
    assert unquote(answer.headers["Location"]) == path


@pytest.mark.parametrize(
    "address", ["", "cases", "//e", "/\\e", "/a\\b", "/a b", "/a\tb", "/a\x00", "/" + "a" * 2001, "http://e"]
)
def test_only_a_plain_path_is_a_local_address(address):
    assert not is_local_path(address)
    assert is_local_path("/cases/BAGHDAD?q=a+b")
