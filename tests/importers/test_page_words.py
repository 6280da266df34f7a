from __future__ import annotations

import lxml.html

from tracker.importers.page_words import drop_hidden, visible_lines


def lines(body: str) -> list[str]:
    return list(
        visible_lines(
            lxml.html.document_fromstring(f"<html><head><title>T</title></head><body>{body}</body></html>")
        )
    )


def test_blocks_end_lines_and_inline_marks_do_not():
    assert lines("<h1>At\n the  gate</h1><p>one <b>t</b>wo<br>three</p>four<ul><li>a<li>b</ul>") == [
        "At the gate", "one two", "three", "four", "a", "b",
    ]  # fmt: skip


def test_a_table_row_is_one_line_with_tabs():
    assert lines("<table><tr><th>Gate<th>State</tr><tr><td>3</td><td></td><td>open</td></tr></table>") == [
        "Gate\tState",
        "3\t\topen",
    ]


def test_what_is_no_text_is_skipped_but_not_what_follows_it():
    assert lines(
        "one<script>code</script>two<style>p{}</style><select><option>pick</select><svg><text>x</text></svg>three"
    ) == ["onetwothree"]


def test_hidden_parts_go_and_the_text_after_them_stays():
    tree = lxml.html.document_fromstring(
        "<p>a<b hidden>no<i hidden>no</i></b>b</p><div style='color:red;DISPLAY : none'>no</div>c"
    )
    drop_hidden(tree)
    assert list(visible_lines(tree)) == ["ab", "c"]
