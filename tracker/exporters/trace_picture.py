"""A trace as one SVG: cards in layers, what we hold at the top, the original sources below.

Every colour and width is a presentation attribute, so that the picture needs no style (the pages forbid
inline ones), prints, and stands alone in a file; nothing in it is told by colour only. The layout is
graphlay's: deterministic, a few milliseconds for the size drawn here, and it keeps labels clear of cards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import graphlay

from tracker.domain.english import capital, number
from tracker.domain.grade_words import traced_grades
from tracker.domain.provenance import Part, Trace, TracedStatement
from tracker.domain.relay_graph import by_label
from tracker.domain.scales import Fidelity, RelayCertainty
from tracker.domain.trace_words import called, in_words, verb
from tracker.exporters.svg_text import (
    FAINT,
    INK,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PAPER,
    element,
    fit,
    joined,
    line_of_text,
    moved,
    picture,
    text_content,
    width,
    wrap,
)
from tracker.exporters.trace_excerpt import Excerpt, Line, excerpt

ACCENT, ORIGIN, WARNING, WRONG = "#0b5cad", "#1f6b45", "#8a5200", "#a32020"
CARD_WIDTH, BUNDLE_WIDTH, BUNDLE_HEIGHT = 240.0, 132.0, 44.0
PAD, MARGIN, CORNER = 14.0, 18.0, 9.0
LABEL_SIZE, LABEL_HEIGHT = 11.5, 20.0
BADGE_WIDTH, LAYER_GAP, PIECE_GAP, SHELF = 34.0, 76.0, 30.0, 1236.0
MOST_ON_PAGE, ALIKE_ON_PAGE = 12, 3
SMALLEST, USUAL = 0.75, 0.8
"""Parts of its natural size: below the first the small print of a card cannot be read on paper, at
the second it is as large as that of notes."""
_LAYOUT: dict[str, Any] = {
    "direction": "topbottom",
    "spacing": {"layer_gap": LAYER_GAP, "node_gap": 30.0, "stub": 40.0, "port_gap": 22.0},
    "coords": {"branch_style": "symmetric"},
    "routing": {"merge_edges": "joins"},
}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of card is drawn; `word` says in text what colour and dashes say at a glance."""

    word: str
    colour: str
    fill: str = PAPER
    dashes: str | None = None


_LOOKS = {
    Part.ORIGIN: _Look("original source", ORIGIN, "#f3f9f5"),
    Part.FIRST_HAND: _Look("first hand too", ORIGIN),
    Part.RELAY: _Look("", ACCENT),
    None: _Look("known through others", MUTED),
    Part.GAP: _Look("gap", WARNING, "#fffaf1", "6 4"),
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A piece of markup whose top left corner is at 0, 0."""

    markup: str
    width: float
    height: float


def draw(
    trace: Trace,
    *,
    link: Callable[[str], str | None],
    title: str,
    name: str = "trace",
    codes: bool = True,
) -> str:
    """The trace as SVG; `link` gives the address behind a statement's card, or None for a card without.

    `name` begins the ids in the picture: give each picture of one page its own. With links it is a labelled
    group and not an image, because assistive technology hides what is inside an image. `codes`: grades as a
    letter and a digit in the corner of a card; otherwise in words below what is said.
    """
    drawer = _Cards(trace, link, codes=codes)
    drawing = _drawing(drawer, excerpt(trace), SHELF)
    return _finished(drawing, drawer, title=title, description=trace.summary, name=name)


def draw_for_page(trace: Trace, *, title: str, name: str = "trace", codes: bool = True) -> tuple[str, str]:
    """The trace as SVG that can be read on an A4 page, and its text alternative.

    It shows as many statements as stay legible there and says how many it leaves out.
    """
    drawer = _Cards(trace, lambda _label: None, codes=codes, complete="the case file")
    for most in range(MOST_ON_PAGE, 0, -1):
        drawing = _drawing(drawer, excerpt(trace, most, alike=ALIKE_ON_PAGE), PAGE_WIDTH / SMALLEST)
        if drawing.scale >= SMALLEST:
            break
    told = f"{trace.summary} {in_words(trace, drawing.chosen.shown, codes=codes)}"
    return _finished(drawing, drawer, title=title, description=told, name=name, scale=drawing.scale), told


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn of a trace, and how large that is with its margins."""

    chosen: Excerpt
    markup: str
    across: float
    down: float

    @property
    def scale(self) -> float:
        """How large it may be shown on a page."""
        return min(USUAL, PAGE_WIDTH / self.across, PAGE_HEIGHT / self.down)


def _drawing(drawer: _Cards, chosen: Excerpt, shelf: float) -> _Drawing:
    pieces = [_piece(ids, lines, chosen, drawer) for ids, lines in _pieces(chosen)]
    drawn = _shelved(pieces, shelf - 2 * MARGIN)
    remark = _remark(chosen, drawer)
    across = max(drawn.width, width(remark, 12.0), CARD_WIDTH) + 2 * MARGIN
    down = drawn.height + 2 * MARGIN + (26.0 if remark else 0.0)
    under = line_of_text(remark, MARGIN, down - MARGIN, 12.0, across, fill=MUTED) if remark else ""
    return _Drawing(chosen, moved(drawn.markup, MARGIN, MARGIN) + under, across, down)


def _finished(
    drawing: _Drawing, drawer: _Cards, *, title: str, description: str, name: str, scale: float = 1.0
) -> str:
    remark = _remark(drawing.chosen, drawer)
    return picture(
        drawing.markup,
        drawing.across,
        drawing.down,
        title=title,
        description=f"{description} {remark}",
        name=name,
        role="group" if any(drawer.link(label) for label in drawing.chosen.shown) else "img",
        scale=scale,
    )


def _remark(chosen: Excerpt, drawer: _Cards) -> str:
    if not chosen.bundles:
        return ""
    drawn, every = len(chosen.shown), len(drawer.trace.statements)
    return f"{drawn:,} of {every:,} statements are drawn; {drawer.complete} has all of them."


def _pieces(chosen: Excerpt) -> list[tuple[list[str], list[Line]]]:
    """The connected pieces, each laid out by itself: side by side they would make one endless row."""
    piece = {label: label for label in (*chosen.shown, *chosen.bundles)}

    def find(label: str) -> str:
        while piece[label] != label:
            piece[label] = piece[piece[label]]
            label = piece[label]
        return label

    for line in chosen.lines:
        piece[find(line.parent)] = find(line.child)
    ids: dict[str, list[str]] = {}
    for label in piece:
        ids.setdefault(find(label), []).append(label)
    lines: dict[str, list[Line]] = {}
    for line in chosen.lines:
        lines.setdefault(find(line.child), []).append(line)
    return [(members, lines.get(head, [])) for head, members in ids.items()]


def _shelved(pieces: Sequence[_Drawn], room: float) -> _Drawn:
    """The pieces from left to right, on as many shelves as it takes."""
    markup: list[str] = []
    left = top = shelf = across = 0.0
    for piece in pieces:
        if left and left + piece.width > room:
            left, top, shelf = 0.0, top + shelf + PIECE_GAP, 0.0
        markup.append(moved(piece.markup, left, top))
        left += piece.width + PIECE_GAP
        shelf = max(shelf, piece.height)
        across = max(across, left - PIECE_GAP)
    return _Drawn(joined(markup), across, top + shelf)


def _piece(
    ids: Sequence[str],
    lines: Sequence[Line],
    chosen: Excerpt,
    drawer: _Cards,
) -> _Drawn:
    trace = drawer.trace
    cards = {label: _card_or_bundle(label, chosen, drawer) for label in ids}
    graph = graphlay.Graph()
    for label, card in cards.items():
        graph.node(label, width=card.width, height=card.height)
    for line in lines:
        graph.edge(line.child, line.parent)
    placed = graphlay.layout(graph, options=_LAYOUT)
    corner = placed.bounds["min"]
    routes = [[(point["x"], point["y"]) for point in edge["points"]] for edge in placed.edges]
    ways = dict(zip(lines, routes, strict=True))
    markup = [_line(line, way, trace) for line, way in ways.items()]
    for card, node in zip(cards.values(), placed.nodes, strict=True):
        centre = node["center"]
        markup.append(moved(card.markup, centre["x"] - card.width / 2, centre["y"] - card.height / 2))
    markup += [_label(line, ways, trace) for line in lines]
    far = placed.bounds["max"]
    return _Drawn(
        moved(joined(markup), -corner["x"], -corner["y"]), far["x"] - corner["x"], far["y"] - corner["y"]
    )


@dataclass(frozen=True, slots=True)
class _Cards:
    """What every card of a picture is drawn from; `complete` is what shows the statements left out of it."""

    trace: Trace
    link: Callable[[str], str | None]
    codes: bool
    complete: str = "the list"


def _card_or_bundle(label: str, chosen: Excerpt, drawer: _Cards) -> _Drawn:
    if label in chosen.bundles:
        return _bundle(chosen.bundles[label])
    trace = drawer.trace
    return _card(trace.statements[label], trace.parts[label], drawer.link(label), codes=drawer.codes)


def _card(statement: TracedStatement, part: Part, address: str | None, *, codes: bool) -> _Drawn:
    look = _LOOKS[part if part is not Part.RELAY or statement.is_entry else None]
    lines = _words_of(statement, look, codes=codes)
    height = PAD + sum(step for *_, step in lines) + PAD - 4.0
    badge = _badge(statement) if codes else ""
    drawn = [_frame(look, height), badge]
    down = PAD
    for place, (words, size, weight, fill, step) in enumerate(lines):
        room = CARD_WIDTH - 2 * PAD - (BADGE_WIDTH + 6.0 if badge and place == 0 else 0.0)
        down += step
        fitted = fit(words, size, room, bold=weight is not None)
        drawn.append(line_of_text(fitted, PAD, down - 4.0, size, CARD_WIDTH, fill=fill, font_weight=weight))
    told = element("title", text_content(f"{called(statement.source)}: {statement.gist}"))
    inside = element("g", told, *drawn, class_=f"trace-card trace-{part.name.lower().replace('_', '-')}")
    return _Drawn(
        element("a", inside, href=address, class_="trace-link") if address else inside, CARD_WIDTH, height
    )


def _words_of(
    statement: TracedStatement, look: _Look, *, codes: bool
) -> list[tuple[str, float, str | None, str, float]]:
    """The lines of a card: words, size, weight, colour, and how far down each lies from the last."""
    standing = [
        look.word,
        "we hold it" if statement.is_entry else "",
        "withdrawn" if statement.withdrawn else "",
    ]
    head = " · ".join([statement.id, *(word for word in standing if word)])
    kind = wrap(f"{statement.source.kind.label} · {statement.basis.label}", 12.0, CARD_WIDTH - 2 * PAD, 2)
    said = f"said {statement.said_at}" if statement.said_at else "date not stated"
    through = [f"through {called(source)}" for source in statement.also_on_path]
    name = wrap(capital(called(statement.source)), 15.0, CARD_WIDTH - 2 * PAD, 2, bold=True)
    gist = wrap(statement.gist, 12.5, CARD_WIDTH - 2 * PAD, 2)
    in_words = "" if codes else traced_grades(statement.reliability, statement.credibility, codes=False)
    graded = wrap(in_words, 12.0, CARD_WIDTH - 2 * PAD, 2) if in_words else []
    return [
        (head, 11.0, "600", look.colour, 12.0),
        *((line, 15.0, "650", INK, 20.0 if place == 0 else 18.0) for place, line in enumerate(name)),
        *((line, 12.0, None, MUTED, 16.0) for line in kind),
        *((line, 12.5, None, INK, 20.0 if place == 0 else 16.0) for place, line in enumerate(gist)),
        *((line, 12.0, None, MUTED, 16.0) for line in through),
        (said, 12.0, None, MUTED, 19.0),
        *((line, 12.0, "600", INK, 17.0) for line in graded),
    ]


def _frame(look: _Look, height: float) -> str:
    outline = element(
        "rect",
        x=0.5,
        y=0.5,
        width=CARD_WIDTH - 1,
        height=height - 1,
        rx=CORNER,
        fill=look.fill,
        stroke=look.colour if look.dashes or look.fill != PAPER else FAINT,
        stroke_width=1.4,
        stroke_dasharray=look.dashes,
        class_="trace-frame",
    )
    if look.dashes:
        return outline
    bend = CORNER - (CORNER**2 - (CORNER - 5) ** 2) ** 0.5
    strip = (
        f"M5 {bend:g}V{height - bend:g}A{CORNER:g} {CORNER:g} 0 0 1 0 {height - CORNER:g}"
        f"V{CORNER:g}A{CORNER:g} {CORNER:g} 0 0 1 5 {bend:g}Z"
    )
    return outline + element("path", d=strip, fill=look.colour)


def _badge(statement: TracedStatement) -> str:
    """The current grades: a letter for the source, a digit for the information, whichever there are."""
    code = traced_grades(statement.reliability, statement.credibility)
    if not code:
        return ""
    left = CARD_WIDTH - PAD - BADGE_WIDTH + 4.0
    box = element("rect", x=left, y=9.0, width=BADGE_WIDTH, height=20.0, rx=10.0, fill=INK)
    written = element(
        "text",
        code,
        x=left + BADGE_WIDTH / 2,
        y=23.0,
        font_size=12.0,
        font_weight="600",
        fill=PAPER,
        text_anchor="middle",
    )
    return element("g", box, written, class_="trace-grade")


def _bundle(count: int) -> _Drawn:
    box = element(
        "rect",
        x=0.5,
        y=0.5,
        width=BUNDLE_WIDTH - 1,
        height=BUNDLE_HEIGHT - 1,
        rx=BUNDLE_HEIGHT / 2,
        fill="#f4f6f8",
        stroke=FAINT,
        stroke_width=1.4,
    )
    words = element(
        "text",
        f"{number(count)} more",
        x=BUNDLE_WIDTH / 2,
        y=BUNDLE_HEIGHT / 2 + 4.5,
        font_size=13.0,
        fill=INK,
        text_anchor="middle",
    )
    return _Drawn(element("g", box, words, class_="trace-more"), BUNDLE_WIDTH, BUNDLE_HEIGHT)


def _line(line: Line, way: Sequence[Point], trace: Trace) -> str:
    colour, dashes, kind = _stroke(line, trace)
    shaft, tip = _with_arrow(way)
    return element(
        "g",
        element("path", d=shaft, fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray=dashes),
        element("path", d=tip, fill=colour),
        class_=f"trace-line trace-{kind}",
    )


def _label(line: Line, ways: Mapping[Line, Sequence[Point]], trace: Trace) -> str:
    """How the earlier statement is repeated, on the line itself."""
    if line.relay is None:
        return ""
    colour, dashes, kind = _stroke(line, trace)
    words = verb(line.relay) + (", in a circle" if kind == "circle" else "")
    across = width(words, LABEL_SIZE) + 14.0
    at = _beside(line, ways)
    if kind == "circle":  # it runs against the others: beside its line it is clear of theirs
        at = (at[0] + across / 2 - 9.0, at[1])
    box = element(
        "rect",
        x=at[0] - across / 2,
        y=at[1] - LABEL_HEIGHT / 2,
        width=across,
        height=LABEL_HEIGHT,
        rx=LABEL_HEIGHT / 2,
        fill=PAPER,
        stroke=FAINT if kind == "relay" else colour,
        stroke_dasharray="3 2" if dashes else None,
    )
    written = element(
        "text",
        text_content(words),
        x=at[0],
        y=at[1] + 4.0,
        font_size=LABEL_SIZE,
        fill=colour,
        text_anchor="middle",
    )
    return element("g", box, written, class_="trace-label")


def _beside(line: Line, ways: Mapping[Line, Sequence[Point]]) -> Point:
    """Where a label lies on nobody else's line: beside whichever card has only this one.

    The engine's own places drift off their lines where many meet.
    """
    way = ways[line]
    siblings = sorted((other.parent for other in ways if other.child == line.child), key=by_label)
    rivals = sum(1 for other in ways if other.parent == line.parent)
    if math.dist(way[0], way[-1]) < 2 * LAYER_GAP and rivals == 1 and not _answered(line, ways):
        return (way[0][0] + way[-1][0]) / 2, (way[0][1] + way[-1][1]) / 2
    start, onward = (way[0], way[1]) if len(siblings) == 1 or rivals > 1 else (way[-1], way[-2])
    step = 22.0
    if len(siblings) > 1 and rivals > 1:
        step += 22.0 * (siblings.index(line.parent) % 2)
    return _along(start, onward, step)


def _answered(line: Line, ways: Mapping[Line, Sequence[Point]]) -> bool:
    """Whether the two statements repeat each other."""
    return any(other.child == line.parent and other.parent == line.child for other in ways)


def _along(start: Point, onward: Point, step: float) -> Point:
    dx, dy = onward[0] - start[0], onward[1] - start[1]
    long = max(math.hypot(dx, dy), 0.001)
    return start[0] + dx * step / long, start[1] + dy * step / long


def _stroke(line: Line, trace: Trace) -> tuple[str, str | None, str]:
    """Colour, dashes and class of a line."""
    if (line.child, line.parent) in trace.closing:
        return WRONG, "2 4", "circle"
    if line.relay is not None and line.relay.fidelity is Fidelity.ALTERED:
        return WRONG, "9 3 2 3", "altered"
    if line.relay is not None and line.relay.certainty is RelayCertainty.POSSIBLE:
        return MUTED, "6 5", "possible"
    return MUTED, None, "relay"


def _with_arrow(points: Sequence[Point]) -> tuple[str, str]:
    """The line with its bends rounded, and the arrow head at its end, as path data."""
    (bx, by), (ex, ey) = points[-2], points[-1]
    long = max(((ex - bx) ** 2 + (ey - by) ** 2) ** 0.5, 0.001)
    ux, uy = (ex - bx) / long, (ey - by) / long
    neck = (ex - 7 * ux, ey - 7 * uy)
    tip = (
        f"M{ex:g} {ey:g}L{neck[0] - 4 * uy:g} {neck[1] + 4 * ux:g}L{neck[0] + 4 * uy:g} {neck[1] - 4 * ux:g}Z"
    )
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    stops = [*points[:-1], neck]
    for before, bend, after in zip(stops, stops[1:], stops[2:], strict=False):
        ahead, behind = _rounding(bend, before), _rounding(bend, after)
        parts.append(f"L{ahead[0]:g} {ahead[1]:g}Q{bend[0]:g} {bend[1]:g} {behind[0]:g} {behind[1]:g}")
    parts.append(f"L{neck[0]:g} {neck[1]:g}")
    return joined(parts), tip


def _rounding(bend: Point, other: Point) -> Point:
    return _along(bend, other, min(CORNER, math.dist(bend, other) / 2))
