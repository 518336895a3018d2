"""The journal in the file: every byte changed, every entry gone, exchanged or cut off is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.journal import JournalState
from tests.registers import KEY, make_register

ENTRIES = 6
CHANGES = (
    "UPDATE journal SET at = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET who = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET what = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET subject = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET facts = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET previous = CAST(? AS TEXT) WHERE number = 3",
    "UPDATE journal SET hash = CAST(? AS TEXT) WHERE number = 3",
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqlRegister]:
    clock = FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC))
    with closing(make_register(tmp_path, clock)) as opened:
        for number in range(2, ENTRIES + 1):
            with opened.write("AB") as tx:
                tx.journal.record("claims.imported", str(number), {"file": "été.csv", "kept": number})
        yield opened


def tampered(
    register: SqlRegister, *statements: tuple[str, tuple[object, ...]], head: str = ""
) -> JournalState:
    """Change raw rows, verify, and put them back."""
    with closing(connect(register.path, KEY)) as connection:
        kept = connection.execute("SELECT * FROM journal").fetchall()
        for sql, values in statements:
            connection.execute(sql, values)
        with register.read() as tx:
            state = tx.journal.verify(head)
        connection.execute("DELETE FROM journal")
        for row in kept:
            connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return state


def test_every_byte_of_a_row_counts(register: SqlRegister) -> None:
    with closing(connect(register.path, KEY)) as connection:
        row = connection.execute("SELECT * FROM journal WHERE number = 3").fetchone()
    assert row is not None
    assert len(row) == len(CHANGES) + 1
    tried = 0
    for sql, text in zip(CHANGES, row[1:], strict=True):
        raw = text.encode()
        for place in range(len(raw)):
            changed = bytes([*raw[:place], raw[place] ^ 1 << place % 8, *raw[place + 1 :]])
            state = tampered(register, (sql, (changed,)))
            assert (state.ok, state.broken_at) == (False, 3), (sql, place)
            tried += 1
    assert tried > 200
    with register.read() as tx:
        assert tx.journal.verify().ok


def test_an_entry_removed_or_added_or_moved_is_found(register: SqlRegister) -> None:
    for number in range(1, ENTRIES):
        state = tampered(register, ("DELETE FROM journal WHERE number = ?", (number,)))
        assert (state.ok, state.broken_at) == (False, number)
        closed_up = (
            ("DELETE FROM journal WHERE number = ?", (number,)),
            ("UPDATE journal SET number = -number WHERE number > ?", (number,)),
            ("UPDATE journal SET number = -number - 1 WHERE number < 0", ()),
        )
        state = tampered(register, *closed_up)
        assert (state.ok, state.broken_at) == (False, number)
        exchanged = (
            ("UPDATE journal SET number = -1 WHERE number = ?", (number,)),
            ("UPDATE journal SET number = ? WHERE number = ?", (number, number + 1)),
            ("UPDATE journal SET number = ? WHERE number = -1", (number + 1,)),
        )
        state = tampered(register, *exchanged)
        assert (state.ok, state.broken_at) == (False, number)
    again = "SELECT 7, at, who, what, subject, facts, previous, hash FROM journal WHERE number = 6"
    assert tampered(register, ("INSERT INTO journal " + again, ())).broken_at == ENTRIES + 1


def test_a_cut_tail_is_found_by_the_head_that_was_printed(register: SqlRegister) -> None:
    with register.read() as tx:
        head = tx.journal.head()
    cut = ("DELETE FROM journal WHERE number >= 5", ())
    assert tampered(register, cut).ok
    state = tampered(register, cut, head=head[:8])
    assert (state.ok, state.head_found, state.broken_at) == (False, False, 0)
    assert tampered(register, head=head[:8]).head_found is True


def test_a_whole_journal_removed_is_found(register: SqlRegister) -> None:
    with register.read() as tx:
        head = tx.journal.head()
    assert not tampered(register, ("DELETE FROM journal", ()), head=head[:8]).ok
