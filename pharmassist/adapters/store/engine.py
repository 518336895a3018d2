"""Two engines on one encrypted file: *write* begins every transaction IMMEDIATE, *read* cannot write.

Why two: with the driver's defaults a rolled-back change of schema leaves its tables behind,
and read-then-insert of several processes fails with "database is locked" whatever the
time-out (the lock is asked for too late).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

BUSY_SECONDS = 10.0
"""How long a transaction waits for another process before ``register_busy``."""

Pragmas = tuple[str, ...]
# With the usual 8 MB of pages a large import encrypts the same pages over and over: 32 MB halves it.
_WRITING: Pragmas = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -32000",
)
_READING: Pragmas = ("PRAGMA foreign_keys = ON", "PRAGMA query_only = ON")
_MIGRATING: Pragmas = ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = FULL")


def connect(path: Path, key: bytes, pragmas: Pragmas = ()) -> dbapi2.Connection:
    """Open one raw connection; nothing is read before its first statement.

    The key is raw (32 bytes), so that opening takes under a millisecond. SQLCipher would
    write its own error lines on stderr: they are switched off before the key is given.
    """
    connection = dbapi2.connect(
        str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in pragmas:
        connection.execute(pragma)
    return connection


def writing_engine(path: Path, key: bytes) -> Engine:
    """Return the engine whose every transaction is one ``BEGIN IMMEDIATE``."""
    return _engine(lambda: connect(path, key, _WRITING), "BEGIN IMMEDIATE")


def reading_engine(path: Path, key: bytes) -> Engine:
    """Return the engine that sees one consistent state per transaction and refuses to write."""
    return _engine(lambda: connect(path, key, _READING), "BEGIN")


def migrating_engine(path: Path, key: bytes) -> Engine:
    """Return the engine of migrations: rebuilding a table must not delete the rows that point to it.

    Foreign keys can only be switched off outside a transaction; the migration checks them itself.
    """
    return _engine(lambda: connect(path, key, _MIGRATING), "BEGIN IMMEDIATE", pooled=False)


def _engine(creator: Callable[[], dbapi2.Connection], begin: str, *, pooled: bool = True) -> Engine:
    # Values stay out of error messages, hence out of logs and crash reports.
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=creator,
        poolclass=QueuePool if pooled else NullPool,
        hide_parameters=True,
    )

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begin_transaction)
    return engine
