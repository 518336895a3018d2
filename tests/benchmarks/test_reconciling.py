"""What pointing costs: a year's credits against the encours of several years, and one lump alone.

The floor is one indexed look-up for each credit in the same encrypted register.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.bank import BankAccount, Credit, CreditFilter
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.calendar import is_working_day
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.ladder import Ladder
from pharmassist.domain.notices import LineKind, Notice, NoticeLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.match_book import ladder_of
from pharmassist.services.ports.bank import Sighting
from tests.registers import NOW
from tests.services.reconciling_scene import Scene, make_scene

OPERATORS = (("almerys", "ALMERYS"), ("viamedis", "VIAMEDIS"), ("isante", "ISANTE"), ("sp-sante", "SP SANTE"))
SIZES = ((1_000, 10_000), (10_000, 100_000))
FIRST = date(2021, 1, 4)
LOT = 10


def _days(number: int) -> list[date]:
    days: list[date] = []
    day = FIRST
    while len(days) < number:
        if is_working_day(day):
            days.append(day)
        day += timedelta(days=1)
    return days


def fill(scene: Scene, lines: int, claims: int) -> None:
    """Store lots of invoices by operator and day, notices for some, and credits of every rung."""
    draw = random.Random(7)
    lots = claims // LOT
    days = _days(lots // len(OPERATORS) + 1)
    stored: list[Claim] = []
    for lot in range(lots):
        operator, _words = OPERATORS[lot % len(OPERATORS)]
        day = days[lot // len(OPERATORS)]
        stored += [
            Claim(
                f"{lot * LOT + n + 1:09d}",
                draw.randint(80, 9_000),
                day,
                operator=operator,
                batch=f"{lot % 900 + 100:03d}",
            )
            for n in range(LOT)
        ]
    with scene.register.write("AB") as tx:
        tx.claims.add_many(stored, 0)
        known = tx.claims.find(ClaimFilter(), today=NOW.date())
        by_number = {claim.invoice: claim for claim in known}
        account = tx.bank.add_account(BankAccount("FR7600"))
        record = StatementImport(0, tx.now, "AB", StatementKind.BANK, "compte", "0" * 64, StatementReport())
        brought = tx.bank.add_import(record)
        made: list[Credit] = []
        for number in range(lines):
            lot = draw.randrange(lots) if lines < lots else number % lots
            operator, words = OPERATORS[lot % len(OPERATORS)]
            mine = [by_number[f"{lot * LOT + n + 1:09d}"] for n in range(LOT)]
            total, day = sum(c.amc_amount for c in mine), mine[0].invoice_date or FIRST
            came = day + timedelta(days=3)
            rung = number % 10
            if rung < 4:
                reference = f"V{number:08d}"
                told = [NoticeLine(0, LineKind.PAID, c.invoice, c.amc_amount, claim_id=c.id) for c in mine]
                tx.notices.add(Notice(operator, day, total, reference), told)
                made.append(Credit(account, came, total, f"VIR {words} {reference}"))
            elif rung < 6:
                made.append(Credit(account, came, total, f"VIR SEPA {words}"))
            elif rung < 8:
                less = sum(c.amc_amount for c in draw.sample(mine, 2))
                made.append(Credit(account, came, total - less, f"VIR SEPA {words}"))
            elif rung == 8:
                made.append(Credit(account, came, draw.randint(10_000, 90_000), f"VIR SEPA {words}"))
            else:
                made.append(Credit(account, came, draw.randint(10_000, 90_000), "REMISE CARTES"))
        sightings = [
            Sighting(account, Marks(f"g{n}", "ofx"), credit=replace(each, import_id=brought))
            for n, each in enumerate(made)
        ]
        tx.bank.see(brought, sightings)
        tx.journal.record("bank.imported", "", {})


@pytest.fixture(params=SIZES, ids=[f"{c} credits, {n} invoices" for c, n in SIZES])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    made = make_scene(tmp_path, FixedClock(NOW))
    with closing(made.register):
        fill(made, *request.param)
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
