"""The posts a page embeds: what its markup says of each, and whether the proposals find them in its text."""

from __future__ import annotations

import io

import lxml.html
import pytest

from tracker.domain.proposals.model import ProposalKind
from tracker.domain.proposals.proposing import propose
from tracker.importers import webpage
from tracker.importers.kinds import kind_of
from tracker.importers.page_posts import on_posts

TWEET = (
    '<blockquote class="twitter-tweet" data-lang="en"><p lang="en" dir="ltr">We are pulling out '
    '<a href="https://t.co/x">pic.twitter.com/x</a></p>&mdash; A Reporter (@reporter) '
    '<a href="https://twitter.com/reporter/status/1212397126412615680?ref_src=twsrc%5Etfw">January 1, 2020</a></blockquote>'
)
INSTAGRAM = (
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Ab-1/?utm_source=ig">'
    "<p>A post shared by Jane (@jane)</p></blockquote>"
)
BLUESKY = (
    '<blockquote class="bluesky-embed"><p>Gone.</p>&mdash; Jane (<a href="https://bsky.app/profile/jane.example">'
    '@jane.example</a>) <a href="https://bsky.app/profile/did:plc:x/post/3k?ref_src=embed">January 1, 2020</a></blockquote>'
)
ADDRESS = "https://twitter.com/reporter/status/1212397126412615680"
POSTED = "by its number of 2020-01-01T15:36:14Z"
WITHOUT = "A post is embedded here whose words are not in this file:"


def notes(body: str) -> list[str]:
    return list(on_posts(lxml.html.document_fromstring(f"<body>{body}</body>")))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (TWEET, f"A post is embedded here: A Reporter (@reporter) January 1, 2020, {ADDRESS}, {POSTED}."),
        (
            TWEET.replace("https://twitter", "https://web.archive.org/web/20200102030405/https://twitter"),
            f"A post is embedded here: A Reporter (@reporter) January 1, 2020, {ADDRESS}, {POSTED}.",
        ),
        (
            '<blockquote class="twitter-tweet"><p>Words only.</p></blockquote>',
            "A post is embedded here: “Words only.”, without its address.",
        ),
        (f'<blockquote class="twitter-tweet"><a href="{ADDRESS}"></a></blockquote>', f"{WITHOUT} {ADDRESS}, {POSTED}."),
        (
            '<div class="twitter-tweet twitter-tweet-rendered"><iframe data-tweet-id="1212397126412615680"></iframe></div>',
            f"{WITHOUT} https://twitter.com/i/status/1212397126412615680, {POSTED}.",
        ),
        ('<script async data-telegram-post="gate/12"></script>', f"{WITHOUT} https://t.me/gate/12."),
        (
            INSTAGRAM,
            "A post is embedded here: “A post shared by Jane (@jane)”, https://www.instagram.com/p/Ab-1.",
        ),
        (
            BLUESKY,
            "A post is embedded here: Jane (@jane.example) January 1, 2020, https://bsky.app/profile/did:plc:x/post/3k.",
        ),
    ],
    ids=["tweet", "in an archive", "without address", "link alone", "drawn", "telegram", "instagram", "bluesky"],
)  # fmt: skip
def test_what_only_the_markup_says_of_a_post_is_told(body, said):
    assert notes(body) == [said]


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>An ordinary quotation.</p></blockquote>",
        '<iframe data-tweet-id="12; drop"></iframe>',
        '<script data-telegram-post="a b"></script>',
        '<blockquote class="twitter-tweet"><a href="javascript:alert(1)"></a></blockquote>',
    ],
)
def test_what_is_no_post_is_not_told(body):
    assert notes(body) == []


def test_the_first_posts_are_told_and_the_others_counted():
    told = notes("".join(TWEET.replace("15680", f"{number:05}") for number in range(35)))
    assert len(told) == 31
    assert told[-1] == "It embeds 5 more posts."


def test_a_post_embedded_twice_is_told_once():
    assert len(notes(TWEET + TWEET)) == 1


@pytest.mark.parametrize("wrap", ["%s", "<figure class=wp-block-embed>%s</figure>", "<ul><li>%s</li></ul>"])
def test_the_proposals_find_every_post_with_its_author_handle_and_date(wrap):
    words = "<p>" + "The crowd stood before the gate and nobody knew who had opened it. " * 4 + "</p>"
    second = TWEET.replace("We are pulling out", "Nobody has left").replace("January 1", "January 2")
    source = f"<article><h1>Gate</h1>{words}{wrap % TWEET}{words}{wrap % second.replace('porter', 'later')}</article>"
    data = f"<!DOCTYPE html><html lang=en><meta charset=utf-8><body>{source}</body></html>".encode()
    found = webpage.read(io.BytesIO(data), kind_of(data, "a.html"), None)
    posts = [
        each for each in propose(found.text, dct="2020-01-03").statements if each.kind is ProposalKind.POST
    ]
    assert [(each.handle, each.date) for each in posts] == [
        ("reporter", "2020-01-01"),
        ("relater", "2020-01-02"),
    ]
    assert [found.text[slice(*each.source[0])] for each in posts] == ["A Reporter", "A Relater"]
    assert sum(note.startswith("A post is embedded here:") for note in found.notes) == 2


@pytest.mark.parametrize(
    "signature",
    ["&mdash; A (@a) <a href=/1>January 1, 2020</a>", "<p>&mdash; A (@a) <a href=/1>January 1, 2020</a></p>"],
)
@pytest.mark.parametrize("words", ["We left.", "We <b>left.</b>", "We <b>left</b>."])
def test_a_signature_stands_on_the_line_of_the_last_words(words, signature):
    around = "<p>" + "The crowd stood before the gate and nobody knew who had opened it. " * 6 + "</p>"
    post = f"<blockquote class=twitter-tweet><p>{words}</p>{signature}</blockquote>"
    source = f"<html><body><article>{around}{post}{around}</article></body></html>"
    found = webpage.read(io.BytesIO(source.encode()), kind_of(source.encode(), "a.html"), None)
    assert "\nWe left. — A (@a) January 1, 2020\n" in found.text + "\n"
