"""Pointing ended at any moment leaves all of it or nothing, and the books balance (check 4).

The process that points dies by ``os._exit`` before and after each statement it gives to the
register and around its commit, or by SIGKILL at any moment.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.services.alarms import Alarms
from pharmassist.services.changes import Changes
from pharmassist.services.claim_lists import OverdueList
from pharmassist.services.reconciling import Reconciling
from tests.journeys.cut_points import ENDED, FINISHED, ended, ending_at, in_a_process
from tests.registers import KEY, NOW, make_files
from tests.services.reconciling_scene import DAY, Scene, make_scene

TABLES = (
    *("claims", "claim_history", "bank_credits", "notices", "matches", "match_allocations"),
    *("advances", "advance_movements", "payer_rules", "journal"),
)


def fill(scene: Scene, notices: int) -> None:
    """References, a split transfer, a withholding that its notice says, a return, a late notice."""
    for number in range(notices):
        pair = (2 * number + 1, 2 * number + 2)
        claims = [scene.claim(each, 1_000 + each, batch="412") for each in pair]
        scene.notice(sum(1_000 + each for each in pair), *claims, reference=f"VIR{number:05d}")
        scene.credit(sum(1_000 + each for each in pair), f"ALMERYS VIR{number:05d}")
    with scene.register.write("AB") as tx:
        advance = Advance("almerys", DAY, DAY, 1, 5_000, 5_000, AdvanceStatus.GRANTED)
        tx.advances.add(advance)
        tx.journal.record("advance.requested", "1", {})
    acompte = scene.credit(5_000, "VIR ALMERYS")
    scene.reconciling.accept("AB", scene.reconciling.explain(acompte))
    scene.notice(3_000, reference="RETENUE1", withheld=1_000)
    scene.credit(2_000, "ALMERYS RETENUE1")
    scene.notice(900, reference="PARTS22")
    scene.credit(300, "ALMERYS PARTS22")
    scene.credit(600, "ALMERYS PARTS22")
    back = scene.credit(777, "ALMERYS 000009999")
    scene.claim(9_999, 777)
    scene.reconciling.point("AB")
    scene.credit(-777, "RETOUR", returns=back)
    for number in range(3):
        claim = scene.claim(500 + number, 100 + number)
        scene.notice(100 + number, claim, day=date(2024, 1, 15), reference=f"TARD{number}")
    scene.notice(4_242, reference="NEUF42")
    scene.credit(4_242, "ALMERYS NEUF42")


@contextmanager
def opened(folder: Path) -> Iterator[Scene]:
    """Open the register of a folder as after a restart."""
    clock = FixedClock(NOW)
    with closing(make_files(folder, clock).open(KEY)) as register:
        catalogue, changes = TomlCatalogue(), Changes()
        alarms = Alarms(register, catalogue, clock, changes, lambda: OverdueList((), ()))
        yield Scene(register, Reconciling(register, catalogue, clock, changes), alarms)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed register with something for every branch to point or to undo."""
    folder = tmp_path_factory.mktemp("start")
    scene = make_scene(folder, FixedClock(NOW))
    fill(scene, 4)
    for number in range(600, 603):
        claim = scene.claim(number, 5_000 + number)
        scene.notice(5_000 + number, claim, reference=f"NEUF{number}")
        scene.credit(5_000 + number, f"ALMERYS NEUF{number}")
    scene.register.close()
    return folder


def point(folder: Path) -> None:
    """Point the credits of a folder."""
    with opened(folder) as scene:
        scene.reconciling.point("AB")


def stands(folder: Path) -> str:
    """Check that the books balance and the journal holds; return what is in the register."""
    with opened(folder) as scene:
        assert scene.register.check() == ()
        scene.balanced()
        with scene.register.read() as tx:
            assert tx.journal.verify().ok
        return "\n".join(scene.register.dump(TABLES))


def test_pointing_is_ended_at_every_point(start: Path, tmp_path: Path) -> None:
    before = stands(start)
    whole, marks = tmp_path / "whole", tmp_path / "marks"
    shutil.copytree(start, whole)
    assert ended(partial(ending_at, 0, partial(point, whole), marks)) == FINISHED
    after = stands(whole)
    assert after != before
    points = len(marks.read_bytes())
    found = []
    for cut in range(1, points + 1):
        folder = tmp_path / f"cut-{cut}"
        shutil.copytree(start, folder)
        assert ended(partial(ending_at, cut, partial(point, folder), tmp_path / "other")) == ENDED
        left = stands(folder)
        assert left in (before, after), cut
        found.append(left == after)
        shutil.rmtree(folder)
    # nothing until the commit, everything from it on
    assert found == sorted(found)
    assert 1 <= sum(found) < points


def test_pointing_is_killed_at_any_moment(start: Path, tmp_path: Path) -> None:
    before = stands(start)
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    began = time.monotonic()
    assert ended(partial(point, whole)) == FINISHED
    took = time.monotonic() - began
    after = stands(whole)
    draw = random.Random(20)
    for kill in range(20):
        folder = tmp_path / f"kill-{kill}"
        shutil.copytree(start, folder)
        child = in_a_process(partial(point, folder))
        time.sleep(took * draw.random())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert stands(folder) in (before, after), kill
        shutil.rmtree(folder)
