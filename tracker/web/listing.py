"""A list on a page: which part of it the address asks for, in which order, and the way to its other parts.

    page = queries.list_things(…, page=asked_page(), sort=sort)
    render_template(…, headers=headers(_COLUMNS, sort),
                    pages=pages(page.page, total=page.total, size=queries.PAGE))

and in the template `{{ page_links(pages) }}`, from macros/pagination.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from tracker.domain.scales import Term

_LAST_PAGE_DIGITS = 4  # no list offers more pages; a longer number would overflow the database's


@dataclass(frozen=True, slots=True)
class Pages:
    """The ways out of one part of a list, empty where there is none, and what part it is: “1–50 of 214”."""

    previous: str
    next: str
    summary: str


def asked_page(name: str = "page") -> int:
    """The page of a list that the address asks for: the first, where it names none or nonsense."""
    typed = request.args.get(name, "")
    is_number = typed.isdecimal() and len(typed) <= _LAST_PAGE_DIGITS
    return max(int(typed), 1) if is_number else 1


def address_of_list(**changes: Any) -> str:
    """The address of this list with something changed: another order, another page.

    Another order begins at the first page. What is not set (empty, `None`) is left out.
    """
    asked = {**request.args.to_dict(), "page": "", **changes}
    query = urlencode({name: value for name, value in asked.items() if value})
    here = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{here}?{query}" if query else here


def narrows(wanted: Any) -> bool:
    """Whether a query's `Wanted` asks for less than the whole list; its order and page take nothing away."""
    return any(
        getattr(wanted, each.name) != each.default
        for each in fields(wanted)
        if each.name not in ("sort", "page")
    )


def headers(columns: Iterable[tuple[str, str]], sort: str) -> list[Any]:
    """The headers of a list for the `table` macro, from (label, order); an empty order cannot be chosen.

    A column leads to its order, the one the list is in to the reverse: “said”, “-said”.
    """
    return [_header(label, key, sort) if key else label for label, key in columns]


def choices(words: Iterable[Term]) -> list[tuple[str, str]]:
    """The words of a scale as a filter offers them: value and label."""
    return [(word.value, word.label) for word in words]


def pages(
    page: int,
    *,
    total: int,
    size: int,
    most: int | None = None,
    name: str = "page",
    address: Callable[..., str] = address_of_list,
) -> Pages:
    """Where a page of `size` rows stands among `total`; never more than `most` pages are offered.

    `name` is the parameter of the address that counts the pages; `address` is for a list that is not the
    whole page.
    """
    last = min(ceil(total / size), most or total)
    first_row, last_row = (page - 1) * size + 1, min(page * size, total)
    return Pages(
        previous=address(**{name: page - 1}) if page > 1 else "",
        next=address(**{name: page + 1}) if page < last else "",
        summary=f"{first_row:,}–{last_row:,} of {total:,}" if total else "",
    )


def _header(label: str, key: str, sort: str) -> dict[str, str | None]:
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort)
    url = address_of_list(sort=f"-{key}" if direction == "ascending" else key)
    return {"label": label, "url": url, "sorted": direction}
