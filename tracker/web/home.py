"""The bare address, which leads to the cases, and the address that says whether the server is up."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    return redirect(url_for("cases.index"))


@bp.get("/healthz")
def health() -> Response:
    return Response("ok\n", mimetype="text/plain")
