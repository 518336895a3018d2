"""Copies and restoring: sound or refused, atomic, finished after a cut, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store import restoring, tables
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.adapters.store.integrity import last_entry
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.claims import Claim
from pharmassist.domain.problems import Problem
from tests.registers import KEY, OTHER_KEY, PEOPLE, PHARMACY, make_files, make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
TODAY = date(2024, 1, 30)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    with closing(make_register(tmp_path, clock)) as opened:
        yield opened


def add(register: SqlRegister, invoice: str) -> None:
    with register.write("AB") as tx:
        tx.claims.add(Claim(invoice, 100, TODAY))
        tx.journal.record("claims.added", invoice)


def invoices(register: SqlRegister) -> list[str]:
    with register.read() as tx:
        return [each.invoice for each in tx.claims.all()]


def test_a_copy_says_what_it_holds_and_has_its_own_name(register: SqlRegister, tmp_path: Path) -> None:
    add(register, "000000001")
    with register.read() as tx:
        head = tx.journal.head()
    first = register.backup(tmp_path / "stick")
    second = register.backup(tmp_path / "stick")
    assert first.path.name == "pharmassist-20240130-071000.backup"
    assert second.path.name == "pharmassist-20240130-071000-2.backup"
    assert (first.head, first.entries, first.size) == (head, 2, first.path.stat().st_size)
    assert sorted(path.suffix for path in (tmp_path / "stick").iterdir()) == [".backup"] * 2 + [".json"] * 2


def test_the_copy_is_put_in_place_and_what_was_there_is_kept(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    add(register, "000000001")
    report = register.backup(tmp_path / "stick")
    before = list(register.dump())
    add(register, "000000002")
    later = list(register.dump())
    register.close()
    clock.set(NOW + timedelta(hours=1))
    files = make_files(tmp_path, clock)
    with closing(files.restore(report.path, KEY, "LM")) as restored:
        assert invoices(restored) == ["000000001"]
        told = [line for line in restored.dump() if "register.restored" in line]
        assert [line for line in restored.dump() if line not in told] == before
        with restored.read() as tx:
            (entry,) = tx.journal.last(1)
            assert (entry.what, entry.who, entry.facts) == ("register.restored", "LM", {"head": report.head})
            assert tx.journal.verify(report.head).ok
    aside = tmp_path / "home" / "aside-20240130-081000"
    assert aside.is_dir()
    with closing(EncryptedFiles(aside, clock).open(KEY)) as old:
        assert list(old.dump()) == later


def test_restoring_on_a_new_computer_with_the_recovery_key(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    add(register, "000000001")
    report = register.backup(tmp_path / "stick")
    # Only the copy was carried along, its label stayed behind.
    carried = tmp_path / "carried.backup"
    carried.write_bytes(report.path.read_bytes())
    files = EncryptedFiles(tmp_path / "new", clock)
    with closing(files.restore(carried, KEY)) as restored:
        assert invoices(restored) == ["000000001"]
        add(restored, "000000002")
    assert files.identity() == (PHARMACY.register_id, register.key_id)
    assert not list((tmp_path / "new").glob("aside*"))


def test_the_label_alone_still_tells_which_key_restores(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    report = register.backup(tmp_path / "stick")
    register.close()
    register.path.unlink()
    files = make_files(tmp_path, clock)
    assert not files.exists()
    assert files.identity() == (PHARMACY.register_id, register.key_id)
    with pytest.raises(Problem, match="register_absent"):
        files.open(KEY)
    files.restore(report.path, KEY).close()
    assert files.exists()


def test_a_copy_that_does_not_hold_is_refused_and_nothing_moves(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    add(register, "000000001")
    report = register.backup(tmp_path / "stick")
    register.close()
    home = tmp_path / "home"
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    sound = report.path.read_bytes()
    label = report.path.with_suffix(".json")
    said = label.read_bytes()

    def refused(key: bytes = KEY, file: Path = report.path) -> str:
        with pytest.raises(Problem) as told:
            make_files(tmp_path, clock).restore(file, key)
        assert {path.name: path.read_bytes() for path in home.iterdir()} == before
        return told.value.code

    assert refused(OTHER_KEY) == "register_key_wrong"
    assert refused(file=tmp_path / "none.backup") == "backup_absent"
    for place in (50, 5_000, len(sound) - 2_000):
        report.path.write_bytes(bytes([*sound[:place], sound[place] ^ 1, *sound[place + 1 :]]))
        assert refused() == "backup_unreadable"
    report.path.write_bytes(sound[: len(sound) // 2])
    assert refused() == "backup_unreadable"
    report.path.write_bytes(sound)
    # A label that tells of entries the copy does not hold.
    label.write_bytes(said.replace(report.head.encode(), b"1" * 64))
    assert refused() == "backup_unreadable"
    label.unlink()
    assert refused(OTHER_KEY) == "backup_unreadable"


@pytest.mark.parametrize(
    ("number", "code"), [(28, "disk_full"), (30, "register_read_only"), (5, "register_unreachable")]
)
def test_a_disk_that_refuses_the_restore_leaves_everything_as_it_was(
    register: SqlRegister,
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: str,
) -> None:
    report = register.backup(tmp_path / "stick")
    add(register, "000000001")
    register.close()
    home = tmp_path / "home"
    before = {path.name: path.read_bytes() for path in home.iterdir()}

    def refuse(_source: object, copy: IO[bytes]) -> None:
        copy.write(b"half of it")
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfileobj", refuse)
        with pytest.raises(Problem, match=code):
            make_files(tmp_path, clock).restore(report.path, KEY)
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_a_backup_of_a_newer_version_is_refused(
    register: SqlRegister, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = register.backup(tmp_path / "stick")
    add(register, "000000001")
    register.close()
    home = tmp_path / "home"
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(tables, "SCHEMA", tables.SCHEMA - 1)
        with pytest.raises(Problem) as told:
            make_files(tmp_path, clock).restore(report.path, KEY)
    assert told.value.code == "register_newer"
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_a_copy_that_lacks_the_last_entry_is_no_copy(
    register: SqlRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(register, "000000001")

    def later(path: Path, key: bytes) -> tuple[int, str]:
        number, head = last_entry(path, key)
        return (number, head) if path.suffix == ".partial" else (number + 1, "0" * 63 + "1")

    monkeypatch.setattr("pharmassist.adapters.store.backup.last_entry", later)
    with pytest.raises(Problem, match="backup_failed"):
        register.backup(tmp_path / "stick")
    assert not list((tmp_path / "stick").iterdir())


def test_a_register_whose_journal_was_altered_is_still_copied_and_restored(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    add(register, "000000001")
    with closing(connect(register.path, KEY)) as connection:
        connection.execute("UPDATE journal SET who = 'LM' WHERE number = 1")
    report = register.backup(tmp_path / "stick")
    register.close()
    with closing(make_files(tmp_path, clock).restore(report.path, KEY)) as restored:
        assert invoices(restored) == ["000000001"]
        with restored.read() as tx:
            assert tx.journal.verify().broken_at == 1


def test_a_register_that_is_open_is_not_replaced(
    register: SqlRegister, tmp_path: Path, clock: FixedClock
) -> None:
    report = register.backup(tmp_path / "stick")
    files = make_files(tmp_path, clock)
    with pytest.raises(Problem, match="register_in_use"):
        files.restore(report.path, KEY)
    add(register, "000000001")
    register.close()
    with closing(files.restore(report.path, KEY)) as restored:
        assert invoices(restored) == []


class _CutError(Exception):
    """The power goes."""


@pytest.mark.parametrize("steps", range(12))
def test_a_restore_cut_anywhere_is_finished_at_the_next_start(
    register: SqlRegister, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    add(register, "000000001")
    report = register.backup(tmp_path / "stick")
    add(register, "000000002")
    register.close()
    files = make_files(tmp_path, clock)
    done = 0
    real = Path.replace

    def cut(self: Path, target: Path) -> Path:
        nonlocal done
        if done == steps:
            raise _CutError
        done += 1
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        try:
            files.restore(report.path, KEY).close()
            cut_short = False
        except _CutError:
            cut_short = True
    ordered = (tmp_path / "home" / "restore.json").exists()
    with closing(files.open(KEY)) as opened:
        found = invoices(opened)
    if cut_short and not ordered and done < 3:
        assert found == ["000000001", "000000002"]
    else:
        assert found == ["000000001"]
        (aside,) = (tmp_path / "home").glob("aside-*")
        with closing(EncryptedFiles(aside, clock).open(KEY)) as old:
            assert invoices(old) == ["000000001", "000000002"]
    assert not (tmp_path / "home" / "restore.json").exists()
    with closing(files.restore(report.path, KEY)) as again:
        assert invoices(again) == ["000000001"]
    assert not list((tmp_path / "home").glob("*restore*"))


def test_a_place_that_cannot_hold_a_copy(register: SqlRegister, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem) as told:
        register.backup(tmp_path / "file")
    assert told.value.code == "backup_failed"
    assert told.value.retryable


def test_a_creation_cut_short_leaves_no_register(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = EncryptedFiles(tmp_path / "home", clock)

    def cut(_self: Path, _target: Path) -> Path:
        raise _CutError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(_CutError):
            files.create(PHARMACY, KEY, PEOPLE)
    assert not files.exists()
    files.create(PHARMACY, KEY, ()).close()
    assert sorted(p.name for p in (tmp_path / "home").iterdir()) == [
        "register.db",
        "register.json",
        "register.lock",
    ]


def test_the_files_of_a_restore_are_named_once() -> None:
    assert restoring.REGISTER_FILE == "register.db"
