"""Stories 1 and 2 of the trade, on the demonstration's lists and a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pharmassist.demonstration.generator import build_exports
from pharmassist.demonstration.invoices import MORNINGS, Truth, generate
from pharmassist.domain.claims import CLOSED, ClaimFilter, State
from pharmassist.domain.imports import ImportKind
from pharmassist.services.list_reading import Choice
from tests.claims_bench import Bench, bench

MONDAY, TUESDAY, WEDNESDAY = MORNINGS


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("lists")
    return folder, build_exports(folder)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def listed(desk: Bench) -> dict[str, tuple[int, int]]:
    """Return operator → number and cents of what the LGO lists, as the register knows it."""
    found: dict[str, tuple[int, int]] = {}
    for claim in desk.claims.list(ClaimFilter(states=frozenset(State) - CLOSED - {State.LEFT_OUTSTANDING})):
        count, cents = found.get(claim.operator, (0, 0))
        found[claim.operator] = (count + 1, cents + claim.listed)
    return found


def test_the_same_seed_gives_the_same_lists(lists: tuple[Path, Truth], tmp_path: Path) -> None:
    folder, truth = lists
    assert build_exports(tmp_path) == truth
    for name in (*truth.files.values(), "truth.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    assert generate(1) != generate(2)
    assert truth.invoices == 5_000
    assert len({line.amc for line in truth.settled}) == 25


def test_story_1_the_first_snapshot(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    path = folder / truth.files[TUESDAY]
    choice = Choice(kind=ImportKind.SNAPSHOT, snapshot_date=TUESDAY)
    first = desk.preview(path, choice)
    before = desk.dump()
    # interrupted, locked twelve minutes, looked at again: the same preview, nothing stored
    again = desk.preview(path, choice)
    assert again == first
    assert desk.dump() == before
    assert len(first.lines) == 20
    done = desk.bring(path, TUESDAY)
    assert (done.kept, done.sum_cents, done.file_sum_cents) == (1148, 2_490_635, 2_490_635)
    found = listed(desk)
    assert found["viamedis"] == (214, 218_746)
    assert found[""] == (37, 31_280)
    assert "operator_unknown" in done.notices
    assert set(done.dropped_columns) == {"NIR", "PATIENT", "DATE_NAISSANCE"}
    text = desk.dump()
    assert [word for word in truth.patients if word.casefold() in text.casefold()] == []
    copy = desk.folder / "liste.tsv"
    copy.write_bytes(path.read_bytes())
    desk.importing.remove_source("AB", copy)
    assert not copy.exists()


def test_story_2_the_day_after(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    desk.bring(folder / truth.files[TUESDAY], TUESDAY)
    encours = desk.claims.tally()
    done = desk.bring(folder / truth.files[WEDNESDAY], WEDNESDAY)
    assert done.kept + done.known + done.part_paid == 1171
    assert (done.kept, done.gone, len(done.replacements)) == (96, 73, 2)
    assert sorted(each.cents for each in done.replacements) == [915, 1840]
    assert all(each.linked for each in done.replacements)
    assert desk.claims.tally(ClaimFilter(states=frozenset({State.RECEIVED}))).count == 0
    assert desk.claims.tally(ClaimFilter(states=frozenset({State.LEFT_OUTSTANDING}))).count == 71
    # without the two links the encours would be 27,55 too high
    reduced = 3 * 150
    assert desk.claims.tally().cents == encours.cents + done.sum_cents - 2_755 - reduced
    new = {claim.invoice: claim for claim in desk.claims.list(ClaimFilter(all_states=True))}
    for each in done.replacements:
        assert new[each.replaces].state is State.REBILLED
        assert desk.claims.show(new[each.replaces].id).replaced_by == new[each.invoice]


def test_three_mornings_equal_the_truth(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    days = truth.document()["days"]
    done_lines = {}
    for day in MORNINGS:
        done = desk.bring(folder / truth.files[day], day)
        done_lines[day] = done.lines
        told = days[day.isoformat()]
        assert done.refused == 0
        assert done.kept + done.known + done.part_paid == told["count"]
        assert (done.kept, done.gone, done.part_paid) == (told["new"], told["gone"], told["part_paid"])
        assert (done.negative, done.file_sum_cents) == (told["negative"], told["cents"])
        assert done.sum_cents == told["new_cents"]
        pairs = [{"invoice": r.invoice, "replaces": r.replaces, "cents": r.cents} for r in done.replacements]
        assert pairs == told["replacements"]
        found = listed(desk)
        assert {name: cents for name, (_count, cents) in found.items()} == told["cents_by_operator"]
        assert {name: count for name, (count, _cents) in found.items()} == told["counts_by_operator"]
    assert done.padded == done.lines == 1171
    assert done.listed_total == done.file_sum_cents
    state = desk.dump()
    for day in MORNINGS:
        again = desk.bring(folder / truth.files[day], day)
        assert again.known == again.lines == done_lines[day]
        assert (again.kept, again.gone, again.sum_cents, again.import_id) == (0, 0, 0, 0)
        assert again.same_as
    assert desk.dump() == state
    assert [word for word in truth.patients if word.casefold() in state.casefold()] == []


def test_an_older_list_is_history(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    desk.bring(folder / truth.files[WEDNESDAY], WEDNESDAY)
    before = listed(desk)
    late = desk.bring(folder / truth.files[TUESDAY], TUESDAY)
    assert "snapshot_out_of_order" in late.notices
    assert (late.kept, late.gone, late.changed, late.part_paid) == (73, 0, 0, 0)
    assert listed(desk) == before
    assert desk.claims.tally(ClaimFilter(states=frozenset({State.LEFT_OUTSTANDING}))).count == 73


def test_undone_imports_leave_what_was_there(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    desk.bring(folder / truth.files[MONDAY], MONDAY)
    before = [(c.identity, c.state, c.due, c.amc_amount) for c in desk.claims.list()]
    second = desk.bring(folder / truth.files[TUESDAY], TUESDAY)
    third = desk.bring(folder / truth.files[WEDNESDAY], WEDNESDAY)
    desk.importing.undo("AB", third.import_id)
    desk.importing.undo("AB", second.import_id)
    assert [(c.identity, c.state, c.due, c.amc_amount) for c in desk.claims.list()] == before
    again = desk.bring(folder / truth.files[TUESDAY], TUESDAY)
    assert (again.kept, again.gone) == (second.kept, second.gone)


def test_a_date_to_come_is_refused(desk: Bench, lists: tuple[Path, Truth]) -> None:
    folder, truth = lists
    desk.clock.set(desk.clock.now().replace(day=30))
    with pytest.raises(Exception, match="snapshot_in_future"):
        desk.bring(folder / truth.files[WEDNESDAY], date(2024, 1, 31))
