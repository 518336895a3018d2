"""Window and command line at the same time: several processes and threads on one register."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store import engine
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.problems import Problem
from tests.registers import KEY, make_files, make_register

TODAY = date(2024, 1, 30)
CLOCK = FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC))
PROCESSES, WRITES = 3, 40

CHILD = """
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.claims import Claim
from tests.registers import KEY, make_files
files = make_files(Path(sys.argv[1]), FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC)))
with closing(files.open(KEY)) as register:
    for _ in range(int(sys.argv[2])):
        with register.write("AB") as tx:
            # Reads, then inserts what follows from it: a lost update would repeat a number.
            number = len(tx.claims.by_invoice("000000001")) + 1
            tx.claims.add(Claim("000000001", number, date.fromordinal(730_000 + number)))
            tx.journal.record("claims.added", str(number))
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqlRegister]:
    with closing(make_register(tmp_path, CLOCK)) as opened:
        yield opened


def test_processes_that_read_then_insert_all_succeed(register: SqlRegister, tmp_path: Path) -> None:
    before = register.data_version()
    command = [sys.executable, "-c", CHILD, str(tmp_path), str(WRITES)]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    errors = [child.communicate()[1] for child in children]
    assert ([child.returncode for child in children], errors) == ([0] * PROCESSES, [""] * PROCESSES)
    with register.read() as tx:
        amounts = sorted(each.amc_amount for each in tx.claims.all())
        state = tx.journal.verify()
    assert amounts == list(range(1, PROCESSES * WRITES + 1))
    assert (state.ok, state.entries) == (True, PROCESSES * WRITES + 1)
    assert register.data_version() != before
    assert register.check() == ()


CUT = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.claims import Claim
from tests.registers import KEY, make_files
files = make_files(Path(sys.argv[1]), FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC)))
register = files.open(KEY)
for number in range(1, 4):
    with register.write("AB") as tx:
        tx.claims.add_many((Claim(f"{number:03d}{n:06d}", 1, date(2024, 1, 30)) for n in range(5_000)), 0)
        tx.journal.record("claims.added", str(number))
        if number == int(sys.argv[2]):
            os._exit(9)
os._exit(9)
"""


@pytest.mark.parametrize("number", range(1, 5))
def test_a_process_that_ends_in_the_middle_leaves_whole_writes_only(tmp_path: Path, number: int) -> None:
    make_register(tmp_path, CLOCK).close()
    done = subprocess.run([sys.executable, "-c", CUT, str(tmp_path), str(number)], check=False)
    assert done.returncode == 9
    with closing(make_files(tmp_path, CLOCK).open(KEY)) as register:
        with register.read() as tx:
            assert tx.claims.tally(ClaimFilter(), today=TODAY).count == 5_000 * (number - 1)
            assert (tx.journal.verify().ok, len(tx.journal.last())) == (True, number)
        assert register.check() == ()


def test_threads_share_an_open_register(register: SqlRegister) -> None:
    faults: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(15):
                with register.write("AB") as tx:
                    tx.claims.add(Claim(f"{name:04d}{number:05d}", 1, TODAY))
                    tx.journal.record("claims.added")
                with register.read() as tx:
                    tx.claims.tally(ClaimFilter(), today=TODAY)
        except BaseException as error:
            faults.append(error)
            raise

    threads = [threading.Thread(target=work, args=(name,)) for name in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with register.read() as tx:
        assert tx.claims.tally(ClaimFilter(), today=TODAY).count == 60


def test_a_writer_that_never_ends_is_told_as_busy(
    register: SqlRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    from_another_window = make_files(tmp_path, CLOCK).open(KEY)
    with closing(from_another_window) as other, register.write("AB") as tx:
        tx.journal.record("held")
        with pytest.raises(Problem) as told, other.write("LM"):
            pass
        assert (told.value.code, told.value.retryable) == ("register_busy", True)
        with other.read() as seen:
            assert len(seen.journal.last()) == 1
    with register.read() as tx:
        assert len(tx.journal.last()) == 2


def test_closing_twice_is_no_error_and_folds_the_log_away(register: SqlRegister) -> None:
    with register.write("AB") as tx:
        tx.journal.record("a.b")
    register.data_version()
    register.close()
    register.close()
    assert not register.path.with_name("register.db-wal").exists()
