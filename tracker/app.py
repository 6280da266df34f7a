"""Where everything is wired together: settings, database, web. Knows everybody; nobody knows it."""

from __future__ import annotations

import sys

from flask import Flask
from flask_bootstrap import Bootstrap5
from sqlalchemy import Engine

from tracker.config import Settings
from tracker.store.engine import make_engine
from tracker.store.models.user import User
from tracker.web import (
    assertions,
    auth,
    captures,
    case,
    cases,
    dates,
    db,
    documents,
    errors,
    grades,
    grading,
    history,
    home,
    jinja,
    proposals,
    repeats,
    reports,
    resolutions,
    security,
    sources,
    statements,
    trace,
    users,
    what_if,
)

# Every area is one line here, and one in the navigation if it has an entry of its own at the top.
BLUEPRINTS = (
    home.bp,
    dates.bp,
    history.bp,
    cases.bp,
    case.bp,
    sources.bp,
    users.bp,
    statements.bp,
    assertions.bp,
    grades.bp,
    grading.bp,
    trace.bp,
    what_if.bp,
    resolutions.bp,
    repeats.bp,
    reports.bp,
    documents.bp,
    captures.bp,
    proposals.bp,
)
NAVIGATION = (
    jinja.NavigationLink("Cases", "cases.index", section="cases"),
    jinja.NavigationLink("Accounts", "users.index", section="users", admins_only=True),
)


def create_app(settings: Settings, *, engine: Engine | None = None) -> Flask:
    """The web application for that installation; a test may hand in the engine."""
    app = Flask("tracker.web", instance_path=str(settings.instance))
    app.config.update(TESTING=settings.testing, TRACKER=settings, BOOTSTRAP_SERVE_LOCAL=True)
    db.init_app(app, db.sessions_of(engine or make_engine(settings.database_url)))
    security.init_app(app, settings)
    app.before_request(auth.identify)  # before the token is checked: a stranger is asked to log in first
    app.before_request(security.refuse_nameless_fields)
    security.csrf.init_app(app)
    errors.init_app(app)
    jinja.init_app(app, NAVIGATION)
    Bootstrap5(app)
    auth.init_app(app, User)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def main() -> None:
    """The console script: `tracker`."""
    from tracker import cli

    sys.exit(cli.main(create_app))
