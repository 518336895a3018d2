"""The recording of an acompte's money ended at any moment: the ledger, bank and notices agree.

Receipt, withholding and undoing are each one transaction: a process that ends before or after any
statement of theirs leaves all of it or nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.domain.claims import Claim
from pharmassist.services.advancing import Advancing
from pharmassist.services.changes import Changes
from pharmassist.services.pins import Pins
from tests.journeys.cut_points import ENDED, FINISHED, ended, ending_at
from tests.registers import KEY, make_files
from tests.services.owed_scene import CLOSING, WHO, scene

TABLES = (
    "advances",
    "advance_movements",
    "bank_credits",
    "notices",
    "matches",
    "match_allocations",
    "journal",
)
Act = Callable[[Advancing], object]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed register: an acompte granted, a credit, a notice, one movement."""
    folder = tmp_path_factory.mktemp("start")
    with scene(folder) as at:
        at.claims(Claim("000000001", 100_000, date(2024, 1, 25), operator="viamedis"))
        asked = at.desk.advancing.request(WHO, "viamedis")
        at.desk.clock.set(CLOSING)
        credits_ = at.bank(date(2024, 3, 1), (date(2024, 2, 13), 60_000), (date(2024, 2, 14), 40_000))
        at.desk.advancing.receive(WHO, asked.id, credits_[0])
        at.notice("viamedis", date(2024, 2, 20), 50_000)
    return folder


ACTS: dict[str, Act] = {
    "receive": lambda advancing: advancing.receive(WHO, 1, 2),
    "withhold": lambda advancing: advancing.withhold(WHO, 1, 1),
    "undo": lambda advancing: advancing.undo_movement(WHO, 1),
}


def do(folder: Path, act: Act) -> None:
    clock, changes = FixedClock(CLOSING), Changes()
    with closing(make_files(folder, clock).open(KEY)) as register:
        act(
            Advancing(register, TomlCatalogue(), clock, changes, Pins(register, Argon2Hash(), clock, changes))
        )


def stands(folder: Path) -> str:
    """Open the register as after a restart, check that its books balance, return them."""
    with closing(make_files(folder, FixedClock(CLOSING)).open(KEY)) as register:
        assert register.check() == ()
        with register.read() as tx:
            assert tx.journal.verify().ok
            for match in tx.matches.standing():
                credit = tx.credits.get(match.credit_id)
                assert credit is None or credit.allocated == match.taken
        return "\n".join(register.dump(TABLES))


@pytest.mark.parametrize("name", ACTS)
def test_money_is_recorded_whole_or_not_at_all(start: Path, tmp_path: Path, name: str) -> None:
    act, marks = ACTS[name], tmp_path / "marks"
    before, whole = stands(start), tmp_path / "whole"
    shutil.copytree(start, whole)
    assert ended(partial(ending_at, 0, partial(do, whole, act), marks)) == FINISHED
    after, points = stands(whole), len(marks.read_bytes())
    assert points > 15
    assert after != before
    found = []
    for cut in range(1, points + 1):
        folder = tmp_path / f"cut-{cut}"
        shutil.copytree(start, folder)
        assert ended(partial(ending_at, cut, partial(do, folder, act), tmp_path / "other")) == ENDED
        left = stands(folder)
        assert left in (before, after), cut
        found.append(left == after)
        shutil.rmtree(folder)
    # Nothing until the commit, everything from it on.
    assert found == sorted(found)
    assert 1 <= sum(found) < points
