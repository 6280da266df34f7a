"""One page for everything that can go wrong: what happened, and what to do now. Never a stack trace."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from tracker.config import MEGABYTE
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound

_HEADINGS = {
    400: "This request cannot be understood",
    401: "Log in first",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This address does not do that",
    409: "Somebody else was faster",
    413: "This is too large",
    422: "This cannot be done",
    429: "Too many attempts",
    500: "Something broke on our side",
}
_SENTENCES = {
    400: "Go back and try again.",
    403: "If you need to, ask a lead of the case or an administrator.",
    404: "The address may be mistyped, or the record is one you may not see.",
    405: "Go back and use the buttons on the page.",
    429: "Wait two minutes, then try again. Nobody else is shut out.",
}
_STATUS: tuple[tuple[type[DomainError], int], ...] = ((NotFound, 404), (Forbidden, 403), (Conflict, 409))
_FORM_EXPIRED = (
    "Nothing was changed. Your log-in may have ended, or you logged in again in another window. "
    "Go back, copy anything you typed, load the page again and send it once more."
)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _broken)


def _page(status: int, sentence: str, *, heading: str = "", reference: str = "") -> ResponseReturnValue:
    heading = heading or _HEADINGS.get(status, "This did not work")
    page = render_template("errors/error.html", heading=heading, sentence=sentence, reference=reference)
    return page, status


def _domain_error(error: DomainError) -> ResponseReturnValue:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    heading = _HEADINGS[HTTPStatus.UNPROCESSABLE_ENTITY] if status == HTTPStatus.BAD_REQUEST else ""
    return _page(status, error.message, heading=heading)


def _csrf_error(error: CSRFError) -> ResponseReturnValue:
    current_app.logger.info("refused %s %s: %s", request.method, request.path, error.description)
    return _page(400, _FORM_EXPIRED, heading="This form is no longer valid")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    status = error.code
    sentence = _SENTENCES.get(status, "")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        sentence = _too_large()
    elif status in (403, 422) and error.description != type(error).description:
        sentence = error.description or sentence
    page = render_template(
        "errors/error.html", heading=_HEADINGS.get(status, error.name), sentence=sentence, reference=""
    )
    headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return page, status, headers


def _too_large() -> str:
    limit = current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE
    return f"At most {limit} MB can be sent at once. Split the file, or paste the part that matters as text."


def _broken(error: InternalServerError) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    current_app.logger.error(
        "%s: %s %s failed", reference, request.method, request.path, exc_info=error.original_exception
    )
    sentence = (
        "It is not your fault, and nothing was saved. Tell the person who runs the tracker this reference:"
    )
    return _page(500, sentence, reference=reference)
