"""A client that behaves like a careful person's browser without JavaScript.

It only fills in fields a page offers, sends what the page already holds, and trips over a page whose ids
repeat or whose inputs nobody named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import lxml.html
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import PASSWORD

_OPEN_INPUTS = "//input[not(@type='hidden' or @type='submit')]|//select|//textarea"


class StrictClient:
    """A browser without JavaScript, held to what the pages say."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.http.get(url, buffered=True, **options)

    def get_ok(self, url: str) -> TestResponse:
        """A page that must be there and be sound."""
        answer = self.get(url)
        assert answer.status_code == 200, f"GET {url}: {answer.status}, {answer.headers.get('Location')}"
        if answer.mimetype == "text/html":
            check_page(answer.text, url)
        return answer

    def post_form(
        self,
        url: str,
        data: Mapping[str, Any],
        *,
        page: str | None = None,
        extra: Mapping[str, Any] | None = None,
        status: int | None = None,
        follow: bool = False,
    ) -> TestResponse:
        """Open the page, fill in its form and send it to `url`; `extra` is what only a script would send."""
        shown = self.get(page or url)
        assert shown.status_code == 200, f"GET {page or url}: {shown.status}"
        form = form_for(shown.text, url, page or url)
        unknown = set(data) - set(form.inputs.keys())
        assert not unknown, (
            f"the form of {page or url} has no field {sorted(unknown)}: {sorted(form.inputs.keys())}"
        )
        sent = dict(_values(form)) | dict(data) | dict(extra or {})
        answer = self.http.post(url, data=sent, follow_redirects=follow, content_type=_encoding(form))
        if status is not None:
            assert answer.status_code == status, f"POST {url}: {answer.status}\n{problems(answer.text)}"
        if answer.mimetype == "text/html" and answer.data:
            check_page(answer.text, url, redirected=300 <= answer.status_code < 400)
        return answer

    def login(self, user: Any, password: str = PASSWORD) -> StrictClient:
        answer = self.post_form("/login", {"username": user.username, "password": password})
        assert answer.status_code == 302, problems(answer.text)
        return self

    def logout(self) -> TestResponse:
        return self.post_form("/logout", {}, page="/cases/")


def check_page(html: str, url: str, *, redirected: bool = False) -> None:
    """What every page owes: a title and a heading, unique ids, a name for every input."""
    if redirected:
        return
    tree = lxml.html.document_fromstring(html)
    ids = tree.xpath("//@id")
    repeated = {found for found in ids if ids.count(found) > 1}
    assert not repeated, f"{url}: ids used twice: {sorted(repeated)}"
    assert (tree.findtext(".//title") or "").strip(), f"{url}: no title"
    assert len(tree.xpath("//h1")) == 1, f"{url}: {len(tree.xpath('//h1'))} main headings"
    labelled = set(tree.xpath("//label/@for"))
    for control in tree.xpath(_OPEN_INPUTS):
        named = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
        assert named, f"{url}: nobody named the input {control.get('name')}"


def form_for(html: str, url: str, page: str) -> Any:
    """The form of a page that is sent to that address."""
    forms = lxml.html.document_fromstring(html).forms
    found = [form for form in forms if form.method == "POST" and (form.action or page) == url]
    assert found, f"{page} has no form that is sent to {url}"
    return found[0]


def problems(html: str) -> list[str]:
    """What the error summary of a page says."""
    if not html.strip():
        return []
    tree = lxml.html.document_fromstring(html)
    return [item.text_content().strip() for item in tree.xpath("//*[@id='error-summary']//li")]


def _values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def _encoding(form: Any) -> str | None:
    return "multipart/form-data" if form.get("enctype") == "multipart/form-data" else None
