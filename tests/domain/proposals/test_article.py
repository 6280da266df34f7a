"""The article the project starts from, read by the rules: the main line of what an analyst records from it."""

from __future__ import annotations

import pytest

from tests import article as told
from tests.article import Article
from tracker.domain.proposals.model import Proposal, Proposals
from tracker.domain.proposals.proposing import propose


@pytest.fixture(scope="module")
def article() -> Article:
    return told.read()


@pytest.fixture(scope="module")
def found(article: Article) -> Proposals:
    return propose(article.text, dct=told.PUBLISHED)


def words(article: Article, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(article.text[start:end] for start, end in spans)


def holding(article: Article, found: Proposals, phrase: str, **facts: str) -> Proposal:
    """The innermost proposal of a kind whose content holds these words."""
    fitting = [
        each
        for each in found.statements
        if phrase in words(article, each.content) and all(getattr(each, k) == v for k, v in facts.items())
    ]
    return min(fitting, key=lambda each: sum(end - start for start, end in each.content))


def test_every_post_is_found_with_its_author_handle_and_date(article, found):
    posts = [each for each in found.statements if each.kind == "post"]
    assert [article.text[each.content[-1][0] : each.content[-1][1]] for each in posts] == article.posts()
    assert {words(article, each.source) for each in posts} == {"Mustafa Salim"}
    assert {each.date for each in posts} == {told.PUBLISHED}
    assert all(each.handle for each in posts)


def test_the_paragraph_above_a_signed_one_is_kept_with_it(article, found):
    post = holding(article, found, "KH are leaving", kind="post")
    assert "happy new year" in words(article, post.content)


def test_the_report_that_it_is_over_has_its_source_and_its_exact_words(article, found):
    each = holding(article, found, "assault and attempted siege", type="indirect")
    assert words(article, each.content) == article.clause("that the assault and attempted siege").rstrip(".")
    assert words(article, each.source).endswith("Mustafa Salim")
    assert each.parent is None


def test_who_is_quoted_in_a_post_is_its_child(article, found):
    each = holding(article, found, "we are Islamic resistance", kind="speech")
    assert words(article, each.content) == f"“{article.quoted('we are Islamic resistance')}”"
    outer = next(other for other in found.statements if other.id == each.parent)
    assert outer.kind == "post"
    assert each.reporter == outer.source


def test_what_salim_is_reporting_is_held_by_the_fuller_name(article, found):
    each = holding(article, found, "Iranian theater leadership decided", kind="speech")
    assert words(article, each.source) == "Salim"
    assert words(article, each.resolved) == "Mustafa Salim"


def test_forecasts_and_interviews_are_told_as_the_authors(article, found):
    assert holding(article, found, "NEO").kind == "forecast"
    [interviews] = [each for each in found.own if "six months" in words(article, each.content)]
    assert interviews.kind == "experience"


def test_dates_are_counted_from_the_day_of_the_article(article, found):
    meant = {article.text[each.span[0] : each.span[1]]: each.edtf for each in found.dates}
    assert meant["yesterday"] == "2019-12-31"
    assert meant["fall of 2008"] == "2008-09/2008-11"
