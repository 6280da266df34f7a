"""Flask-Security's pages as ours: the form under the name every template expects, 422 for a refused one."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_wtf import FlaskForm


def render(template: str, **context: Any) -> Any:
    form = next((value for value in context.values() if isinstance(value, FlaskForm)), None)
    page = render_template(template, form=form, **context)
    return page, 422 if form is not None and form.errors else 200
