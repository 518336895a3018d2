"""What pointing costs: a year's credits against the encours of several years, and one lump alone.

The floor is one indexed look-up for each credit in the same encrypted register.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.bank import Credit, CreditFilter
from pharmassist.domain.ladder import Ladder
from pharmassist.services.match_book import ladder_of
from tests.pointing_bench import fill
from tests.registers import NOW
from tests.services.reconciling_scene import Scene, make_scene

SIZES = ((1_000, 10_000), (10_000, 100_000))


@pytest.fixture(params=SIZES, ids=[f"{c} credits, {n} invoices" for c, n in SIZES])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    made = make_scene(tmp_path, FixedClock(NOW))
    with closing(made.register):
        fill(made.register, *request.param)
        yield made


def test_the_whole_ladder(benchmark: BenchmarkFixture, scene: Scene) -> None:
    done = benchmark(scene.reconciling.look)
    benchmark.group = f"reconcile {len(done.findings)} credits"
    benchmark.extra_info.update(
        automatic=len(done.automatic), proposals=len(done.proposals), unexplained=len(done.unexplained)
    )


def test_writing_what_references_decide(benchmark: BenchmarkFixture, scene: Scene) -> None:
    began = perf_counter()
    done = scene.reconciling.point("AB")
    # It can be done once only: its own clock tells, the table shows what a second one costs.
    took = perf_counter() - began
    benchmark(scene.reconciling.point, "AB")
    benchmark.group = f"writing of {len(done.written)} credits"
    benchmark.extra_info.update(written=len(done.written), first_seconds=round(took, 2))


def test_floor_of_one_look_up_a_credit(benchmark: BenchmarkFixture, scene: Scene) -> None:
    def look_up() -> int:
        found = 0
        with scene.register.read() as tx:
            waiting = tx.credits.find(CreditFilter())
            for credit in waiting:
                found += tx.claims.get(credit.id) is not None
        return found

    benchmark(look_up)
    benchmark.group = f"reconcile {look_up()} credits"


def test_one_lump(benchmark: BenchmarkFixture, scene: Scene) -> None:
    """The slowest kind: no reference, no sum, one or two invoices less."""
    with scene.register.read() as tx:
        ladder = ladder_of(tx, scene.catalogue, FixedClock(NOW))
        lumps = [c for c in tx.credits.find(CreditFilter()) if "SEPA" in c.label][:200]
    benchmark.group = "one lump"

    def each() -> None:
        _explain(ladder, lumps)

    each()
    worst = max(lumps, key=lambda lump: _took(ladder, lump))
    benchmark(ladder.explain, worst)


def _explain(ladder: Ladder, lumps: list[Credit]) -> None:
    for lump in lumps:
        ladder.explain(lump)


def _took(ladder: Ladder, lump: Credit) -> float:
    began = perf_counter()
    ladder.explain(lump)
    return perf_counter() - began
