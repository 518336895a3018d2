"""Proof of the journal, on a real register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.jobs import Stop
from pharmassist.services.journal import Journal
from pharmassist.services.ports.files import Cell
from pharmassist.services.safekeeping import SafeKeeping
from tests.registers import make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


class _Paper:
    """Keeps the table it is asked to write."""

    def __init__(self) -> None:
        self.rows: list[Sequence[Cell]] = []

    def write(self, path: Path, content: bytes) -> None:
        """Write nothing."""

    def write_table(self, path: Path, header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> None:
        """Keep the rows."""
        self.rows = [header, *rows]

    def remove(self, path: Path) -> None:
        """Remove nothing."""


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.clock, self.paper = FixedClock(NOW), _Paper()
        self.register: SqlRegister = make_register(folder, self.clock)
        self.safe = SafeKeeping(self.register)
        self.journal = Journal(self.register, self.paper)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[_Bench]:
    made = _Bench(tmp_path)
    with closing(made.register):
        yield made


def test_the_journal_is_verified_by_the_signs_on_paper(bench: _Bench) -> None:
    head = bench.safe.verify_journal().head
    assert bench.safe.verify_journal(f" {head[:4].upper()} {head[4:8]} ").head_found is True
    assert bench.safe.verify_journal("0" * 8).ok is False
    for text in ("abc", "zzzzzzzz", " "):
        with pytest.raises(Problem, match="journal_head_unreadable"):
            bench.safe.verify_journal(text)


def test_a_verification_says_how_far_it_is_and_can_be_stopped(bench: _Bench) -> None:
    told: list[tuple[int, int]] = []
    assert bench.safe.verify_journal("", Stop(), lambda done, total: told.append((done, total))).ok
    assert told == [(0, 1)]
    stop = Stop()
    stop.ask()
    with pytest.raises(Cancelled):
        bench.safe.verify_journal("", stop)


def test_the_journal_is_exported_oldest_first(bench: _Bench, tmp_path: Path) -> None:
    with bench.register.write("AB") as tx:
        tx.journal.record("day.done", "consignes")
    assert bench.journal.export("AB", tmp_path / "journal.csv") == 2
    assert [row[0] for row in bench.paper.rows] == ["number", "1", "2"]
    assert list(bench.safe.dump(("people",)))
