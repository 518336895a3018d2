"""An import ended at any moment leaves all of it or nothing.

The process that imports dies by ``os._exit`` before each statement it gives to the register and
around its commit, or by SIGKILL at any moment; another one then opens the same encrypted file.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.imports import ImportKind
from pharmassist.services.changes import Changes
from pharmassist.services.importing import Importing
from pharmassist.services.list_reading import Choice
from tests.claims_bench import MORNING, WHO, bench
from tests.journeys.cut_points import ENDED, FINISHED, ended, ending_at, in_a_process
from tests.registers import KEY, make_files

DAY = date(2024, 1, 30)
OLD = [f"{n:09d};28/01/2024;28/01/2024;99310512;viamedis;{n},00" for n in range(1, 9)]
# some known, some part paid, some gone, some new, one replaced, an AMC learnt
NEW = [
    *OLD[:3],
    OLD[3].replace("4,00", "1,50"),
    "000000901;30/01/2024;28/01/2024;99310512;viamedis;8,00",
    *(f"{n:09d};30/01/2024;30/01/2024;99311115;almerys;2,00" for n in range(700, 705)),
]
MANY = [*OLD[:3], *(f"{n:09d};30/01/2024;30/01/2024;99311115;almerys;2,00" for n in range(1_000, 4_000))]


def list_in(folder: Path, name: str, rows: list[str]) -> Path:
    """Write a list."""
    path = folder / name
    head = "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC"
    path.write_text("\r\n".join((head, *rows)) + "\r\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed register that knows yesterday's list."""
    folder = tmp_path_factory.mktemp("start")
    with bench(folder) as desk:
        desk.bring(list_in(folder, "old.csv", OLD), date(2024, 1, 29))
    return folder


def stands(folder: Path) -> str:
    """Open the register as after a restart; return its invoices, imports and journal."""
    with closing(make_files(folder, FixedClock(MORNING)).open(KEY)) as register:
        assert register.check() == ()
        with register.read() as tx:
            assert tx.journal.verify().ok
        return "\n".join(register.dump(("claims", "imports", "claim_history", "insurers", "journal")))


def bring(folder: Path, path: Path) -> None:
    """Import a snapshot in the register of a folder."""
    clock = FixedClock(MORNING)
    with closing(make_files(folder, clock).open(KEY)) as register:
        service = Importing(register, FileTables(), PrivateFiles(), TomlCatalogue(), clock, Changes())
        service.store(WHO, path, Choice(kind=ImportKind.SNAPSHOT, snapshot_date=DAY))


def test_an_import_is_ended_at_every_point(start: Path, tmp_path: Path) -> None:
    path = list_in(tmp_path, "new.csv", NEW)
    before = stands(start)
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    marks = tmp_path / "marks"
    assert ended(partial(ending_at, 0, partial(bring, whole, path), marks)) == FINISHED
    after = stands(whole)
    points = len(marks.read_bytes())
    assert points > 40
    found = []
    for cut in range(1, points + 1):
        folder = tmp_path / f"cut-{cut}"
        shutil.copytree(start, folder)
        work = partial(bring, folder, path)
        assert ended(partial(ending_at, cut, work, tmp_path / "other")) == ENDED
        left = stands(folder)
        assert left in (before, after), cut
        found.append(left == after)
        shutil.rmtree(folder)
    # nothing until the commit, everything from it on
    assert found == sorted(found)
    assert 1 <= sum(found) < points


def test_an_import_is_killed_at_any_moment(start: Path, tmp_path: Path) -> None:
    path = list_in(tmp_path, "many.csv", MANY)
    before = stands(start)
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    began = time.monotonic()
    os.waitpid(in_a_process(lambda: bring(whole, path)), 0)
    took = time.monotonic() - began
    after = stands(whole)
    draw = random.Random(20)
    outcomes = []
    for kill in range(20):
        folder = tmp_path / f"kill-{kill}"
        shutil.copytree(start, folder)
        child = in_a_process(partial(bring, folder, path))
        time.sleep(took * draw.random())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = stands(folder)
        assert left in (before, after), kill
        outcomes.append(left == after)
        shutil.rmtree(folder)
    assert not all(outcomes)
