"""After every daily list of a year, the sums by operator are what is true."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pharmassist.domain.claims import CLOSED, ClaimFilter, State
from pharmassist.domain.imports import ImportKind, ImportReport
from pharmassist.services.list_reading import Choice
from tests.claims_bench import WHO, Bench, bench
from tests.services.snapshot_year import Year, write

STILL_LISTED = frozenset(State) - CLOSED - {State.LEFT_OUTSTANDING}


def live(desk: Bench, year: Year) -> dict[str, int]:
    """Import every evening and compare the sums; returns how often each thing happened."""
    seen = dict.fromkeys(("imports", "part_paid", "gone", "replacements", "cancelled", "late", "back"), 0)
    for evening in year.evenings():
        path = write(evening, desk.folder)
        choice = Choice(kind=ImportKind.SNAPSHOT, snapshot_date=evening.day, cancelled=evening.cancelled)
        done = desk.importing.store(WHO, path, choice)
        assert isinstance(done, ImportReport)
        assert (done.refused, done.conflicts) == (0, ())
        assert all(each.linked for each in done.replacements)
        if not evening.imported_late:
            assert {each.invoice for each in done.negatives if each.done} == evening.cancelled
            listed = desk.claims.list(ClaimFilter(states=STILL_LISTED))
            sums: dict[str, int] = {}
            for claim in listed:
                sums[claim.operator] = sums.get(claim.operator, 0) + claim.listed
            assert sums == year.listed(), evening.day
            waiting = {each.operator: each.total.cents for each in desk.claims.by_operator()}
            assert waiting == year.waiting(), evening.day
        path.unlink()
        seen["imports"] += 1
        seen["part_paid"] += done.part_paid
        seen["gone"] += done.gone
        seen["replacements"] += len(done.replacements)
        seen["cancelled"] += sum(each.done for each in done.negatives)
        seen["late"] += "snapshot_out_of_order" in done.notices
        seen["back"] += done.changed
    return seen


def test_a_year_of_a_small_pharmacy(tmp_path: Path) -> None:
    with bench(tmp_path) as desk:
        desk.clock.set(datetime(2024, 7, 10, 7, 0, tzinfo=UTC))
        seen = live(desk, Year(seed=7, per_day=8))
    assert min(seen.values()) > 0, seen
    assert seen["imports"] > 240
