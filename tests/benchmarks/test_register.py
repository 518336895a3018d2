"""What the journal's chain and the encryption cost, against SHA-256 alone and plain SQLite."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlcipher3 import dbapi2

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.journal import GENESIS, canonical_facts, entry_hash, verify_chain
from tests.registers import KEY, NOW, make_register

ENTRIES = (10_000, 100_000)
ROWS = (10_000, 100_000)
CREATE = "CREATE TABLE invoice (number TEXT, amc TEXT, day TEXT, cents INTEGER, state TEXT)"
INSERT = "INSERT INTO invoice (number, amc, day, cents, state) VALUES (?, ?, ?, ?, ?)"
PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA cache_size = -32000")
SCAN = "SELECT count(*), sum(cents), max(length(number || amc || day || state)) FROM invoice"


Connection = sqlite3.Connection | dbapi2.Connection


def journal_of(folder: Path, entries: int) -> SqlRegister:
    """Make a register whose journal has that many entries more than its beginning."""
    register = make_register(folder, FixedClock(NOW))
    with register.write("AB") as tx:
        for number in range(entries):
            tx.journal.record("claims.noted", str(number), {"count": 1, "cents": number})
    return register


def all_bytes(entries: int) -> bytes:
    """Return about the bytes that are sealed, in one piece."""
    facts = canonical_facts({"count": 1, "cents": 12345})
    return f"100000 {NOW.isoformat()} AB claims.noted 12345 {facts} {GENESIS}".encode() * entries


def chain_of(entries: int) -> list[tuple[int, str, str, str, str, str, str, str]]:
    """Return a valid chain of raw rows, in memory."""
    rows, previous, facts = [], GENESIS, canonical_facts({"count": 1, "cents": 12345})
    for number in range(1, entries + 1):
        told = (number, NOW.isoformat(), "AB", "claims.noted", str(number), facts, previous)
        sealed = entry_hash(*told)
        rows.append((*told, sealed))
        previous = sealed
    return rows


@pytest.mark.parametrize("entries", ENTRIES)
def test_verify_the_register(benchmark: BenchmarkFixture, tmp_path: Path, entries: int) -> None:
    benchmark.group = f"journal of {entries} entries"
    register = journal_of(tmp_path, entries)

    def verify() -> bool:
        with register.read() as tx:
            return tx.journal.verify().ok

    with closing(register):
        assert benchmark(verify)


@pytest.mark.parametrize("entries", ENTRIES)
def test_verify_rows_in_memory(benchmark: BenchmarkFixture, entries: int) -> None:
    benchmark.group = f"journal of {entries} entries"
    assert benchmark(verify_chain, chain_of(entries)).ok


@pytest.mark.parametrize("entries", ENTRIES)
def test_floor_of_one_hash_an_entry(benchmark: BenchmarkFixture, entries: int) -> None:
    benchmark.group = f"journal of {entries} entries"
    piece = all_bytes(1)

    def hash_each() -> None:
        for _ in range(entries):
            hashlib.sha256(piece).hexdigest()

    benchmark(hash_each)


@pytest.mark.parametrize("entries", ENTRIES)
def test_floor_of_the_bytes(benchmark: BenchmarkFixture, entries: int) -> None:
    benchmark.group = f"journal of {entries} entries"
    told = all_bytes(entries)
    benchmark(lambda: hashlib.sha256(told).hexdigest())


def invoices(rows: int) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield rows of the size of a claim."""
    for number in range(rows):
        yield (
            f"{number:09d}",
            f"{10_000_000 + number % 400}",
            f"2024-01-{1 + number % 28:02d}",
            number,
            "waiting",
        )


def encrypted(path: Path) -> Connection:
    """Open as the register does."""
    return connect(path, KEY, PRAGMAS)


def plain(path: Path) -> Connection:
    """Open with the same library, without a key: what is left is the price of the encryption."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def of_python(path: Path) -> Connection:
    """Open with Python's own library."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


OPENED = pytest.mark.parametrize("opened", [encrypted, plain, of_python], ids=["ours", "floor", "python"])


def fill(connection: Connection, rows: int) -> None:
    """Store every row in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(CREATE)
    connection.executemany(INSERT, invoices(rows))
    connection.execute("COMMIT")


@pytest.mark.parametrize("rows", ROWS)
@OPENED
def test_import(
    benchmark: BenchmarkFixture, tmp_path: Path, opened: Callable[[Path], Connection], rows: int
) -> None:
    benchmark.group = f"store {rows} rows"
    numbers = count()

    def store() -> None:
        with closing(opened(tmp_path / f"{next(numbers)}.db")) as connection:
            fill(connection, rows)

    benchmark(store)


@pytest.mark.parametrize("rows", ROWS)
@OPENED
def test_full_scan(
    benchmark: BenchmarkFixture, tmp_path: Path, opened: Callable[[Path], Connection], rows: int
) -> None:
    benchmark.group = f"scan {rows} rows, cold cache"
    path = tmp_path / "scan.db"
    with closing(opened(path)) as connection:
        fill(connection, rows)
    assert path.read_bytes().startswith(b"SQLite format 3") == (opened is not encrypted)

    def scan() -> None:
        # A new connection each time: what is cached is decrypted already.
        with closing(opened(path)) as connection:
            connection.execute(SCAN).fetchone()

    benchmark(scan)
