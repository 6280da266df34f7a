"""What tracing costs beside one hand-written query for the same rows, in the same process.

    python -m tests.benchmarks.trace [STATEMENTS]

Prints medians and their ratio for statements that lie several hands deep. Ratios mean something on any
machine; the milliseconds do not.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Connection, insert

from tracker.domain.access import Viewer
from tracker.domain.provenance import trace
from tracker.domain.scales import (
    Basis,
    CaseRole,
    Fidelity,
    Profile,
    RelayCertainty,
    RelayForm,
    SourceKind,
    Tlp,
)
from tracker.services.assembly import Assembly
from tracker.store import schema
from tracker.store.engine import make_engine, read_sessions
from tracker.store.models import Case, Relay, Source, Statement
from tracker.store.queries.graph import Subgraph

NOW = datetime(2020, 1, 2, tzinfo=UTC)
RAW = """
with recursive above(pk) as (
  select ? union select r.parent_pk from relay r join above a on r.child_pk = a.pk where r.withdrawn_at is null)
select s.pk, s.number, s.gist, s.said_at_edtf, src.name,
  (select g.value from grade g where g.source_pk = src.pk order by g.pk desc limit 1)
from above a join statement s on s.pk = a.pk join source src on src.pk = s.source_pk
"""


def fill(connection: Connection, size: int) -> list[int]:
    """A case of that many statements, seven in ten relaying an earlier one; returns deep ones."""
    chance = random.Random(7)  # noqa: S311  the same case every time
    common = {"recorded_at": NOW}
    connection.execute(
        insert(Case).values(
            code="BENCH",
            title="Bench",
            profile=Profile.NEWSROOM,
            zone="UTC",
            tlp=Tlp.CLEAR,
            version=1,
            **common,
        )
    )
    sources = max(10, size // 20)
    connection.execute(
        insert(Source),
        [
            {"case_pk": 1, "number": n, "kind": SourceKind.PERSON, "name": f"S{n}", "version": 1, **common}
            for n in range(1, sources + 1)
        ],
    )
    connection.execute(
        insert(Statement),
        [
            {"case_pk": 1, "number": n, "source_pk": chance.randint(1, sources), "basis": Basis.TOLD,
             "gist": f"Statement {n}", "version": 1, **common}
            for n in range(1, size + 1)
        ],
    )  # fmt: skip
    depth = [0] * (size + 1)
    relays = []
    for child in range(2, size + 1):
        if chance.random() < 0.7:
            parent = (
                child - 1 if depth[child - 1] < 12 and chance.random() < 0.6 else chance.randint(1, child - 1)
            )
            depth[child] = depth[parent] + 1
            relays.append(
                {"child_pk": child, "parent_pk": parent, "form": RelayForm.QUOTES,
                 "certainty": RelayCertainty.EXPLICIT, "fidelity": Fidelity.FAITHFUL, **common}
            )  # fmt: skip
    connection.execute(insert(Relay), relays)
    deep = [number for number in range(1, size + 1) if depth[number] >= 4]
    return chance.sample(deep, min(200, len(deep)))


def median_ms(work: Callable[[int], object], roots: list[int]) -> float:
    """The median of one pass, the best of three."""

    def one_pass() -> float:
        times = []
        for root in roots:
            start = perf_counter()
            work(root)
            times.append(perf_counter() - start)
        return median(times) * 1000

    return min(one_pass() for _ in range(3))


READER = Viewer(1, "reader", "Reader", roles={1: CaseRole.READER})


def main(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        schema.upgrade(url)
        engine = make_engine(url)
        with engine.begin() as connection:
            roots = fill(connection, size)
        with read_sessions(engine)() as session:
            raw = session.connection().connection.dbapi_connection

            def by_hand(root: int) -> object:
                return raw.execute(RAW, (root,)).fetchall()

            def rows(root: int) -> object:
                return Subgraph(session, 1, [root], viewer=READER)

            def traced(root: int) -> object:
                return trace(
                    Assembly(Subgraph(session, 1, [root], viewer=READER)).trace_graph(), [f"ST{root}"]
                )

            limit, read, whole = (median_ms(work, roots) for work in (by_hand, rows, traced))
        engine.dispose()
    print(f"{size} statements, {len(roots)} traced: one query by hand {limit:.2f} ms")
    print(f"the six queries of a subgraph {read:.2f} ms ({read / limit:.1f}x)")
    print(f"subgraph and trace {whole:.2f} ms ({whole / limit:.1f}x)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
