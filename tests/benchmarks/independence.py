"""What counting independent lines costs: beside fetching the graph, beside one pass over it, and as it grows.

    python -m tests.benchmarks.independence

All times are processor time, medians of repeated runs in this one process. Ratios mean something on any
machine; the milliseconds do not.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.independence import Lines, analyse
from tracker.domain.passages import PassageKind
from tracker.domain.records import (
    AssertionRec,
    CaseGraph,
    RelayRec,
    SourceLinkRec,
    SourceRec,
    StatementRec,
)
from tracker.domain.scales import (
    AuthorCertainty,
    Basis,
    CaptureMethod,
    CaseRole,
    DocumentKind,
    Fidelity,
    Profile,
    RelayCertainty,
    RelayForm,
    SourceKind,
    SourceLinkKind,
    Stance,
    Tlp,
)
from tracker.services.analysis import case_graph
from tracker.store import models, schema
from tracker.store.engine import make_engine, read_sessions, write_sessions

NOW = datetime(2020, 1, 2, tzinfo=UTC)
RECORDED = {"recorded_at": NOW}
MOST_FETCHING, MOST_PASSES = 3, 20
_PAIRS = 40


def story(size: int, groups: int, seed: int = 7) -> CaseGraph:
    """One assertion as news spreads: some were there, most repeat one or two others, a few are only suspected.

    There are three sources for every two `groups`; links join the odd ones to others in the low reading.
    """
    chance = random.Random(seed)  # noqa: S311  the same case every time
    voices = [f"SRC{number}" for number in range(1, max(2, 3 * groups // 2) + 1)]
    spare = voices[groups:]
    links = [SourceLinkRec(one, chance.choice(voices[:groups]), _any_link(chance)) for one in spare]
    statements, relays = {}, []
    for number in range(1, size + 1):
        label = f"ST{number}"
        repeats = number > 1 and chance.random() < 0.7
        if repeats:
            earlier = {
                chance.randrange(max(1, number - 40), number) for _ in range(1 + (chance.random() < 0.15))
            }
            relays += [_relay(label, f"ST{parent}", chance) for parent in earlier]
        basis = Basis.TOLD if repeats else chance.choice((Basis.OBSERVED, Basis.OBSERVED, Basis.NOT_STATED))
        statements[label] = StatementRec(
            label, chance.choice(voices), basis, chance.random() < 0.6, {"AS1": Stance.ASSERTS}
        )
    return _case(statements, relays, links)


def dense(size: int, seed: int = 7) -> CaseGraph:
    """Everybody is suspected of repeating several others, anybody."""
    chance = random.Random(seed)  # noqa: S311
    plain = story(size, max(1, size // 5), seed)
    labels = list(plain.statements)
    suspected = [
        RelayRec(child, chance.choice(labels), RelayCertainty.POSSIBLE) for child in labels for _ in range(5)
    ]
    return CaseGraph(plain.sources, plain.assertions, plain.statements, (*plain.relays, *suspected))


def layered(layers: int, width: int) -> CaseGraph:
    """Everybody repeats all of the next layer: `width` to the power of `layers` paths."""
    statements, relays = {}, []
    for layer in range(layers):
        for place in range(width):
            label = f"ST{layer * width + place + 1}"
            basis = Basis.OBSERVED if layer == layers - 1 else Basis.TOLD
            source = f"SRC{layer * width + place + 1}"
            statements[label] = StatementRec(label, source, basis, layer == 0, {"AS1": Stance.ASSERTS})
            if layer < layers - 1:
                relays += [RelayRec(label, f"ST{(layer + 1) * width + other + 1}") for other in range(width)]
    return _case(statements, relays, [])


def entangled(size: int, hands: int, seed: int = 7) -> CaseGraph:
    """Papers that each went through several of few hands: as hard to pack as sets can be."""
    chance = random.Random(seed)  # noqa: S311
    voices = [f"SRC{number}" for number in range(1, max(hands + 1, size // 5) + 1)]
    statements = {}
    for number in range(1, size + 1):
        first, *others = chance.sample(voices, hands)
        statements[f"ST{number}"] = StatementRec(
            f"ST{number}", first, Basis.OBSERVED, True, {"AS1": Stance.ASSERTS}, tuple(others)
        )
    return _case(statements, [], [])


def _case(
    statements: dict[str, StatementRec], relays: Iterable[RelayRec], links: Iterable[SourceLinkRec]
) -> CaseGraph:
    names = {voice for said in statements.values() for voice in (said.source, *said.also_on_path)}
    names |= {name for link in links for name in (link.a, link.b)}
    return CaseGraph(
        {name: SourceRec(name, SourceKind.PERSON, name) for name in names},
        {"AS1": AssertionRec("AS1", "They left")},
        statements,
        tuple(relays),
        tuple(links),
    )


def _relay(child: str, parent: str, chance: random.Random) -> RelayRec:
    certainty = RelayCertainty.POSSIBLE if chance.random() < 0.08 else RelayCertainty.EXPLICIT
    fidelity = Fidelity.ALTERED if chance.random() < 0.02 else Fidelity.FAITHFUL
    return RelayRec(child, parent, certainty, fidelity)


def _any_link(chance: random.Random) -> SourceLinkKind:
    kinds = [SourceLinkKind.EMPLOYED_BY, SourceLinkKind.POSSIBLY_SAME_AS, SourceLinkKind.OWNED_BY]
    return chance.choice([*kinds, SourceLinkKind.ACCOUNT_OF])


def one_pass(graph: CaseGraph) -> int:
    """What nobody can do without: from the items visit every statement behind them, along every relay, once."""
    relays_of: dict[str, list[RelayRec]] = defaultdict(list)
    for relay in graph.relays:
        relays_of[relay.child].append(relay)
    items = [said.id for said in graph.statements.values() if said.is_entry and "AS1" in said.conveys]
    seen, pending = set(items), deque(items)
    while pending:
        for relay in relays_of[pending.popleft()]:
            if relay.parent not in seen:
                seen.add(relay.parent)
                pending.append(relay.parent)
    return len(seen)


def store(session: Session, graph: CaseGraph) -> None:
    """The graph as rows of an empty database: each entry in a captured document of its own."""

    def rows(model: type, found: Iterable[dict[str, object]]) -> None:
        listed = [{**RECORDED, **row} for row in found]
        if listed:
            session.execute(insert(model), listed)

    def number(label: str) -> int:
        return int(label.lstrip("SRCTA"))

    entries = [(number(label), said) for label, said in graph.statements.items() if said.is_entry]
    rows(models.Case, [{"code": "BENCH", "title": "Bench", "profile": Profile.NEWSROOM, "zone": "UTC",
                        "tlp": Tlp.CLEAR, "version": 1}])  # fmt: skip
    rows(models.Source, ({"pk": number(one.id), "case_pk": 1, "number": number(one.id), "kind": one.kind,
                          "name": one.name, "version": 1} for one in graph.sources.values()))  # fmt: skip
    rows(models.SourceLink, ({"case_pk": 1, "from_pk": number(link.a), "to_pk": number(link.b),
                              "kind": link.kind, "certainty": RelayCertainty.EXPLICIT}
                             for link in graph.source_links if link.a != link.b))  # fmt: skip
    rows(models.Assertion, [{"case_pk": 1, "number": 1, "text": "They left", "version": 1}])
    rows(models.Statement, ({"pk": number(label), "case_pk": 1, "number": number(label), "basis": said.basis,
                             "source_pk": number(said.source), "gist": label, "version": 1}
                            for label, said in graph.statements.items()))  # fmt: skip
    rows(models.Conveys, ({"statement_pk": number(label), "assertion_pk": 1, "stance": Stance.ASSERTS}
                          for label in graph.statements))  # fmt: skip
    rows(models.Relay, ({"child_pk": child, "parent_pk": parent, "form": RelayForm.QUOTES,
                         "certainty": relay.certainty, "fidelity": relay.fidelity}
                        for (child, parent), relay in {
                            (number(relay.child), number(relay.parent)): relay for relay in graph.relays
                        }.items()))  # fmt: skip
    rows(models.Document, ({"pk": place, "case_pk": 1, "number": place, "kind": DocumentKind.POST,
                            "title": f"Post {place}", "author_pk": number(said.source),
                            "author_certainty": AuthorCertainty.CERTAIN, "version": 1}
                           for place, said in entries))  # fmt: skip
    rows(models.Capture, ({"pk": place, "case_pk": 1, "number": place, "document_pk": place, "size": 1,
                           "sha256": f"{place:064}", "media_type": "text/plain", "modality": "text",
                           "method": CaptureMethod.PASTED, "captured_at": NOW, "text": "They left.",
                           "extractor": "plain"} for place, _ in entries))  # fmt: skip
    rows(models.Passage, ({"pk": place, "capture_pk": place, "document_pk": place, "kind": PassageKind.TEXT,
                           "start_offset": 0, "end_offset": 9, "exact": "They left", "prefix": "",
                           "suffix": "."} for place, _ in entries))  # fmt: skip
    rows(models.Anchor, ({"statement_pk": place, "passage_pk": place} for place, _ in entries))


def milliseconds(work: Callable[[], object], least: float = 0.4) -> float:
    """The median of repeated runs in processor time, after one that fills the caches."""
    work()
    times: list[float] = []
    while sum(times) < least or len(times) < 3:
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times) * 1000


def answer(lines: Lines) -> str:
    low, high = lines.lines
    return f"[{low}, {high}]{' (bounds)' if lines.bounded else ''}, {lines.resilience} must fall"


def beside_fetching() -> float:
    """An assertion of forty statements: the analysis beside the queries that fetch its case."""
    graph = story(40, 20)
    viewer = Viewer(1, "bench", "Bench", roles={1: CaseRole.READER})
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        schema.upgrade(url)
        engine = make_engine(url)
        with write_sessions(engine).begin() as session:
            store(session, graph)
        with read_sessions(engine)() as session:
            fetched = case_graph(session, viewer, 1)
            assert analyse(fetched, "AS1").lines == analyse(graph, "AS1").lines
            fetching = milliseconds(lambda: case_graph(session, viewer, 1))
        engine.dispose()
    counting = milliseconds(lambda: analyse(fetched, "AS1"))
    print(f"40 statements: fetched in {fetching:.1f} ms, analysed in {counting:.1f} ms", end="; ")
    return counting / fetching


def beside_one_pass(graph: CaseGraph) -> float:
    """The median ratio of neighbouring runs: a processor that changes its speed changes both."""
    runs = [
        (milliseconds(lambda: one_pass(graph), least=0), milliseconds(lambda: analyse(graph, "AS1"), least=0))
        for _ in range(_PAIRS)
    ]
    passing, counting = (median(times) for times in zip(*runs, strict=True))
    explained = milliseconds(lambda: analyse(graph, "AS1").why)
    print(
        f"{len(graph.statements)} statements, {len(graph.relays)} relays: one pass {passing:.2f} ms, ", end=""
    )
    print(f"counted in {counting:.1f} ms, with all reasons in {explained:.1f} ms, ", end="")
    print(answer(analyse(graph, "AS1")), end="; ")
    return median(count / walk for walk, count in runs)


def main() -> int:
    print(f"An assertion of forty statements beside fetching its case (at most {MOST_FETCHING} times)")
    kept = [_ratio(beside_fetching(), MOST_FETCHING)]
    print(f"\nA thousand statements in 200 groups beside one pass over them (at most {MOST_PASSES} times)")
    kept += [_ratio(beside_one_pass(story(1_000, 200, seed)), MOST_PASSES) for seed in (7, 8, 9)]
    print("\nGrowth: the time for one statement should stay the same")
    for size in (100, 1_000, 10_000):
        _once(f"{size} as news spreads", story(size, size // 5))
    print("\nHard shapes: they end, with counts or with bounds that say so")
    _once("1000, five suspected relays each", dense(1_000))
    _once("10000, five suspected relays each", dense(10_000))
    _once("40 layers of 5 (5^40 paths)", layered(40, 5))
    _once("2000 layers of 5", layered(2_000, 5))
    _once("300 papers through 4 hands each", entangled(300, 4))
    _once("10000 papers through 4 hands each", entangled(10_000, 4))
    return 0 if all(kept) else 1


def _ratio(found: float, most: float) -> bool:
    print(f"{found:.2f} times{'' if found <= most else ': more than wanted'}")
    return found <= most


def _once(name: str, graph: CaseGraph) -> None:
    taken = milliseconds(lambda: analyse(graph, "AS1"), least=0)
    each = taken * 1000 / len(graph.statements)
    print(f"{name}: {taken:,.1f} ms, {each:,.0f} µs a statement, {answer(analyse(graph, 'AS1'))}")


if __name__ == "__main__":
    sys.exit(main())
