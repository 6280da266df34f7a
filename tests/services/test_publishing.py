from datetime import UTC, datetime
from tracker.services import demo, publishing
from tracker.store.models import Report
from tracker.store.queries.users import viewer_named
from tracker.exporters import EXPORTERS
from sqlalchemy import select


def test_try(session, blobs, tmp_path):
    now = datetime(2020, 1, 3, 9, 0, tzinfo=UTC)
    demo.fill(session, blobs, now=now)
    by = viewer_named(session, "analyst")
    report = session.scalars(select(Report)).one()
    publishing.publish(session, report.public_id, "First", by=by, now=now)
    doc = publishing.draft(session, report.public_id, by=by, now=now)
    import pathlib

    out = pathlib.Path("/tmp/rep")
    out.mkdir(exist_ok=True)
    for e in EXPORTERS.values():
        with open(out / f"demo{e.suffix}", "wb") as f:
            e.write(doc, f)
    pub = publishing.published(session, report.public_id, 1, by=by)
    assert pub.to_json()
