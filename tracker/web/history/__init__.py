"""History: what was done to a case and to each of its records."""

from tracker.web.case_pages import case_blueprint

bp = case_blueprint("history", __name__)

from tracker.web.history import views  # noqa: E402, F401  the views register themselves
