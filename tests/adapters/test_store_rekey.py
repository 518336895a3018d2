"""Another key for the register: nothing is lost, whatever is cut, and the old key opens it no more."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.claims import Claim
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import key_id
from tests.registers import KEY, OTHER_KEY, make_files, make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
TODAY = date(2024, 1, 30)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    with closing(make_register(tmp_path, clock)) as opened:
        add(opened, 1)
        yield opened


def add(register: SqlRegister, number: int) -> None:
    with register.write("AB") as tx:
        tx.claims.add(Claim(f"{number:09d}", 100, TODAY))
        tx.journal.record("claims.added", str(number))


def numbers(register: SqlRegister) -> list[int]:
    with register.read() as tx:
        return sorted(int(claim.invoice) for claim in tx.claims.all())


def refuses(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as told:
        call()
    return told.value.code


def test_the_new_key_opens_it_the_old_one_no_more(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    report = register.backup(tmp_path / "stick")
    version = register.data_version()
    register.rekey(OTHER_KEY, "AB")
    assert register.key_id == key_id(OTHER_KEY)
    assert isinstance(register.data_version(), int)
    assert version
    add(register, 2)
    assert numbers(register) == [1, 2]
    with register.read() as tx:
        entry = tx.journal.last(2)[1]
        assert (entry.what, entry.who) == ("register.rekeyed", "AB")
        assert dict(entry.facts) == {"from": key_id(KEY), "to": key_id(OTHER_KEY)}
        assert tx.journal.verify(report.head).ok
    register.close()
    files = make_files(tmp_path, clock)
    assert refuses(lambda: files.open(KEY)) == "register_key_wrong"
    with closing(files.open(OTHER_KEY)) as again:
        assert numbers(again) == [1, 2]
        assert again.check() == ()
    home = tmp_path / "home"
    assert sorted(path.name for path in home.iterdir()) == ["register.db", "register.json", "register.lock"]
    # the copy from before is still opened by its own key
    assert files.identity_of(report.path) == (register.register_id, key_id(KEY))
    with closing(files.restore(report.path, KEY)) as old:
        assert numbers(old) == [1]


def test_another_program_that_has_it_open_stands_in_the_way(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    with closing(make_files(tmp_path, clock).open(KEY)) as other:
        assert refuses(lambda: register.rekey(OTHER_KEY, "AB")) == "register_in_use"
        add(other, 2)
    assert numbers(register) == [1, 2]
    register.rekey(OTHER_KEY, "AB")
    assert numbers(register) == [1, 2]


def test_what_is_written_meanwhile_is_in_it(register: SqlRegister) -> None:
    written: list[int] = []
    enough = threading.Event()

    def write() -> None:
        while not enough.is_set():
            add(register, len(written) + 2)
            written.append(len(written) + 2)

    threads = [threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    for new in (OTHER_KEY, KEY, OTHER_KEY):
        register.rekey(new, "AB")
    enough.set()
    for thread in threads:
        thread.join()
    assert numbers(register) == [1, *written]
    with register.read() as tx:
        assert tx.journal.verify().ok


class _CutError(Exception):
    """The power goes."""


def _cut_at(patch: pytest.MonkeyPatch, step: int) -> list[str]:
    """Let the power go before the n-th change of a file; returns what was done until then."""
    done: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if len(done) >= step:
                raise _CutError
            done.append(name)
            return real(*given, **named)

        return call

    patch.setattr(Path, "replace", counted("replace", Path.replace))
    patch.setattr(Path, "unlink", counted("unlink", Path.unlink))
    patch.setattr(shutil, "rmtree", counted("rmtree", shutil.rmtree))
    return done


@pytest.mark.parametrize("step", range(12))
def test_a_change_of_key_cut_anywhere_leaves_a_register_that_one_of_both_opens(
    register: SqlRegister, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    add(register, 2)
    with monkeypatch.context() as patch:
        done = _cut_at(patch, step)
        try:
            register.rekey(OTHER_KEY, "AB")
            cut = False
        except _CutError:
            cut = True
    register.close()
    assert cut == (step < 11), done
    files = make_files(tmp_path, clock)
    # as the program does: the label, read after what was cut is finished, tells the key
    _id, wanted = files.identity()
    key = {key_id(KEY): KEY, key_id(OTHER_KEY): OTHER_KEY}[wanted]
    with closing(files.open(key)) as opened:
        assert numbers(opened) == [1, 2]
        with opened.read() as tx:
            told = [entry.what for entry in tx.journal.last(1)]
    assert told == (["register.rekeyed"] if key == OTHER_KEY else ["claims.added"])
    assert not list((tmp_path / "home").glob("aside-*"))
