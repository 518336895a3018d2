"""Copies, proof of the journal and the doctor, on a real register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.journal import Journal
from pharmassist.services.safekeeping import SafeKeeping
from tests.registers import KEY, make_register
from tests.services.owed_scene import Storing

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


class _Keyring:
    """A keyring that can be locked."""

    name = "Trousseau d’essai"
    locked = False

    def keep(self, entry: str, secret: Secret) -> None:
        """Keep nothing."""

    def fetch(self, entry: str) -> Secret | None:
        """Find nothing."""
        return None

    def destroy(self, entry: str) -> None:
        """Remove nothing."""

    def probe(self) -> None:
        """Fail when locked."""
        if self.locked:
            raise Problem("vault_locked", {"vault": self.name})


class _Paper:
    """Keeps the table it is asked to write."""

    def __init__(self) -> None:
        self.rows: list[Sequence[str]] = []

    def write(self, path: Path, content: bytes) -> None:
        """Write nothing."""

    def write_table(self, path: Path, header: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        """Keep the rows."""
        self.rows = [header, *rows]

    def remove(self, path: Path) -> None:
        """Remove nothing."""


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.clock, self.vault, self.paper = FixedClock(NOW), _Keyring(), _Paper()
        self.told: list[frozenset[Kind]] = []
        changes = Changes()
        changes.listen(self.told.append)
        self.register: SqlRegister = make_register(folder, self.clock)
        self.safe = SafeKeeping(self.register, self.vault, self.clock, changes)
        self.journal = Journal(self.register, self.paper)

    def checks(self) -> dict[str, bool]:
        return {check.name: check.ok for check in self.safe.doctor()}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[_Bench]:
    made = _Bench(tmp_path)
    with closing(made.register):
        yield made


def test_a_copy_is_journalled_and_said(bench: _Bench) -> None:
    report = bench.safe.backup("AB")
    assert report.path.parent.name == "backups"
    (entry,) = bench.journal.last(1)
    assert (entry.what, entry.facts["head"]) == ("register.backed_up", report.head)
    assert bench.told == [frozenset({Kind.JOURNAL})]


def test_the_doctor_says_what_to_mend(bench: _Bench) -> None:
    well = {"register": True, "journal": True, "backup": True, "vault": True, "clock": True, "bank": True}
    assert bench.checks() == {**well, "backup": False}
    bench.safe.backup("AB")
    assert bench.checks() == well
    assert all(check.message and not check.remedy for check in bench.safe.doctor())
    bench.clock.set(NOW + timedelta(days=8))
    assert bench.checks() == {**well, "backup": False}
    bench.clock.set(NOW - timedelta(days=1))
    bench.vault.locked = True
    assert bench.checks() == {**well, "vault": False, "clock": False}
    assert all(check.remedy for check in bench.safe.doctor() if not check.ok)


def test_the_doctor_finds_an_altered_journal(bench: _Bench) -> None:
    with closing(connect(bench.register.path, KEY)) as connection:
        connection.execute("UPDATE journal SET who = 'LM'")
    found = {check.name: check for check in bench.safe.doctor()}
    assert not found["journal"].ok
    assert "1" in found["journal"].message
    assert found["register"].ok


def test_the_doctor_goes_on_when_a_page_is_damaged(bench: _Bench) -> None:
    with closing(connect(bench.register.path, KEY)) as connection:
        row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert row is not None
    bench.register.close()
    content = bytearray(bench.register.path.read_bytes())
    content[(int(row[0]) - 1) * 4096 + 2000] ^= 1
    bench.register.path.write_bytes(content)
    found = bench.checks()
    assert found == {
        "register": False,
        "journal": False,
        "backup": False,
        "vault": True,
        "clock": False,
        "bank": False,
    }


def test_the_journal_is_verified_by_the_signs_on_paper(bench: _Bench) -> None:
    head = bench.safe.verify_journal().head
    assert bench.safe.verify_journal(f" {head[:4].upper()} {head[4:8]} ").head_found is True
    assert bench.safe.verify_journal("0" * 8).ok is False
    for text in ("abc", "zzzzzzzz", " "):
        with pytest.raises(Problem, match="journal_head_unreadable"):
            bench.safe.verify_journal(text)


def test_the_journal_is_exported_oldest_first(bench: _Bench, tmp_path: Path) -> None:
    bench.safe.backup("AB")
    assert bench.journal.export("AB", tmp_path / "journal.csv") == 2
    assert [row[0] for row in bench.paper.rows] == ["number", "1", "2"]
    assert list(bench.safe.dump(("people",)))


def test_the_doctor_tells_how_far_the_bank_is_known(bench: _Bench) -> None:
    assert bench.checks()["bank"]
    Storing(bench.register).bank(bench.clock.today())
    assert bench.checks()["bank"]
    bench.clock.set(NOW + timedelta(days=7))
    (told,) = (check for check in bench.safe.doctor() if check.name == "bank")
    assert not told.ok
    assert told.remedy
