"""The golden numbers of the embassy case as a reader of the demonstration finds them on its pages."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest

from tests.factories import NOW, viewer_again
from tests.services.test_demo import PROTECTED_NAME, WHO
from tracker.domain.case_names import sentence
from tracker.services import demo

GOLDEN = next(
    case
    for case in json.loads((Path(__file__).parents[1] / "domain/golden/embassy.json").read_text("utf-8"))[
        "cases"
    ]
    if case["id"] == "embassy"
)
SHOWN = {key: "Guard 1" if name == PROTECTED_NAME else name for key, name in WHO.items()}
HOME = "/cases/EMBASSY"


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def words(found):
    return " ".join(found.text_content().split())


@pytest.fixture
def reader(sessions, blobs, login):
    """The second analyst of the demonstration, who may not read protected names."""
    with sessions() as session:
        demo.fill(session, blobs, now=NOW)
        session.commit()
        viewer = viewer_again(session, "second")
    return login(viewer)


def addresses(reader):
    """The page of each golden assertion, found by its text in the list."""
    texts = {claim["text"]: key for key, claim in GOLDEN["assertions"].items()}
    links = tree(reader.get_ok(f"{HOME}/assertions/")).xpath("//main//a[contains(@href, '/assertions/')]")
    found = {texts[words(link)]: link.get("href") for link in links if words(link) in texts}
    assert set(found) == set(GOLDEN["assertions"])
    return found


def figures(page):
    """What the page says it shows, with the keys of the golden file in place of names."""
    (shown,) = page.xpath("//*[@id='lines']")
    keys = {name: key for key, name in SHOWN.items()}

    def groups(name):
        return [group.split("+") for group in shown.get(name).split(";") if group]

    return {
        "items": int(shown.get("data-items")),
        "lines": [int(number) for number in shown.get("data-lines").split()],
        "origins": sorted(keys[name] for group in groups("data-origins") for name in group),
        "hangs_on": sorted(sorted(keys[name] for name in group) for group in groups("data-hangs-on")),
        "resilience": int(shown.get("data-resilience")),
        "suggested_credibility": int(shown.get("data-suggested")),
    }


def test_each_assertions_page_shows_the_golden_numbers(reader):
    for key, address in addresses(reader).items():
        page = tree(reader.get_ok(address))
        expected = GOLDEN["expected"][key]
        assert figures(page) == expected, key
        # What is marked for machines is also what the sentence says to people.
        assert sentence(tuple(expected["lines"])) in words(page.xpath("//*[@id='lines']")[0]), key
        why = words(page.xpath("//main")[0])
        for name in expected["origins"] + [one for group in expected["hangs_on"] for one in group]:
            assert SHOWN[name] in why, (key, name)


def test_the_page_says_which_two_contradict_each_other(reader):
    found = addresses(reader)
    for one, other, verdict in GOLDEN["contradictions"]:
        for key, rival in ((one, other), (other, one)):
            page = tree(reader.get_ok(found[key]))
            (opposed,) = page.xpath(
                f"//*[@id='conflicts']/ancestor::section//li[.//a[@href='{found[rival]}']]"
            )
            assert verdict in words(opposed).lower()


def test_taking_a_source_away_shows_the_golden_numbers(reader):
    texts = {claim["text"]: key for key, claim in GOLDEN["assertions"].items()}
    for source, expected in GOLDEN["what_if"].items():
        named = SHOWN[source].replace(" ", "+")
        page = tree(reader.get(f"{HOME}/what-if/?without={named}", follow_redirects=True))
        then = {}
        for row in page.xpath("//table[contains(@class, 'what-if-table')]/tbody/tr"):
            then[_key(texts, row.xpath("./th")[0])] = words(row.xpath("./td[@data-label='Then']")[0])
        for kept in page.xpath("//details//li"):
            then[_key(texts, kept)] = words(kept.xpath(".//*[@class='record-facts']")[0])
        assert set(then) == set(expected), source
        for key, lines in expected.items():
            said = sentence(tuple(lines))
            assert said in then[key].lower(), (source, key, then[key])


def _key(texts, found):
    return next(key for text, key in texts.items() if text in words(found))
