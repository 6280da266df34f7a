import pytest
from tests import factories
from tracker.domain.scales import CaseRole
from tests.functional.strict_client import problems


def test_slice(app, login, session, sessions, blobs):
    app.url_build_error_handlers.append(lambda e, ep, v: "/missing/" + ep)
    case, lead = factories.make_case(session, code="EMB", zone="Asia/Baghdad")
    session.commit()
    c = login(lead)
    c.get_ok("/cases/EMB/documents/")
    r = c.post_form(
        "/cases/EMB/documents/new",
        {"text": "date 2020-01-01 A 😀 fact.\n\nMustafa says it is over. It is over.\n"},
    )
    assert r.status_code == 200, problems(r.text)
    assert "check and save" in r.text
    assert 'value="2020-01-01"' in r.text
    import lxml.html

    form = [
        f for f in lxml.html.document_fromstring(r.text).forms if f.method == "POST" and "staged" in f.fields
    ][0]
    data = dict(form.form_values())
    data |= {"title": "An article", "kind": "article", "author": "Adam"}
    r = c.http.post("/cases/EMB/documents/new", data=data)
    assert r.status_code == 303, problems(r.text)
    read = r.headers["Location"]
    r = c.get_ok(read)
    open("/tmp/read.html", "w").write(r.text)
    rec = read + "/record?start=18&end=24"
    r = c.get_ok(rec)
    r = c.post_form(
        rec,
        {
            "hops-0-source": "Mustafa",
            "basis": "observed",
            "gist": "A fact",
            "conveys-0-assertion": "It is so",
            "verbatim": "😀 fact",
        },
    )
    print(problems(r.text))
    print(r.status, r.headers.get("Location"))
    r = c.get_ok(r.headers["Location"])
    open("/tmp/read2.html", "w").write(r.text)
    c.get_ok("/cases/EMB/documents/")
    assert 0
