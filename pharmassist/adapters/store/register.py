"""An open register."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from pharmassist.adapters.store import dump as dumping
from pharmassist.adapters.store.backup import back_up
from pharmassist.adapters.store.copies import copies_in, is_sound, take_away
from pharmassist.adapters.store.damage import translated
from pharmassist.adapters.store.engine import connect, reading_engine, writing_engine
from pharmassist.adapters.store.gate import Gate
from pharmassist.adapters.store.integrity import faults
from pharmassist.adapters.store.presence import Presence
from pharmassist.adapters.store.rekeying import prepare_rekey
from pharmassist.adapters.store.restoring import finish_restore
from pharmassist.adapters.store.tables import SCHEMA
from pharmassist.adapters.store.transaction import StoreTransaction
from pharmassist.domain.backups import Copy
from pharmassist.domain.recovery_key import key_id
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import BackupReport

_READ_ONLY = 8
"""SQLITE_READONLY without more: the reading engine refused to write."""


class SqlRegister:
    """Implements ``Register``; may be used from several threads, each transaction on one of them."""

    def __init__(self, path: Path, key: bytes, register_id: str, clock: Clock, presence: Presence) -> None:
        self._path, self._key, self._register_id, self._clock = path, key, register_id, clock
        self._presence = presence
        self._gate = Gate()
        self._writing = writing_engine(path, key)
        self._reading = reading_engine(path, key)
        self._watch: dbapi2.Connection | None = None
        self._watching = threading.Lock()
        self._closed = False

    @property
    def path(self) -> Path:
        """The encrypted file."""
        return self._path

    @property
    def register_id(self) -> str:
        """The name of this register in the vault."""
        return self._register_id

    @property
    def key_id(self) -> str:
        """The eight signs by which the key in force is known on paper."""
        return key_id(self._key)

    @contextmanager
    def read(self) -> Iterator[StoreTransaction]:
        """Open a reading transaction: one consistent state, no waiting for a writer."""
        with self._transaction() as connection:
            try:
                yield StoreTransaction(connection, "", self._clock.now())
            except DBAPIError as error:
                if getattr(error.orig, "sqlite_errorcode", 0) == _READ_ONLY:
                    raise RuntimeError("a reading transaction wrote") from error
                raise

    @contextmanager
    def write(self, who: str) -> Iterator[StoreTransaction]:
        """Open a writing transaction signed by these initials; any error undoes all of it."""
        if not who.strip():
            raise ValueError("a writing transaction is signed by somebody")
        with self._transaction(writing=True) as connection:
            before = _rows_changed(connection)
            transaction = StoreTransaction(connection, who, self._clock.now())
            yield transaction
            if _rows_changed(connection) != before and not transaction.journal.appended:
                raise RuntimeError("rows were changed and the journal was not told")

    def data_version(self) -> int:
        """Return a number that moves when anything was committed, by this process or another."""
        with self._gate.passing(), self._watching, translated():
            if self._watch is None:
                self._watch = connect(self._path, self._key, ("PRAGMA query_only = ON",))
            row = self._watch.execute("PRAGMA data_version").fetchone()
        assert row is not None
        return int(row[0])

    def check(self) -> tuple[str, ...]:
        """Look at every page of the file; returns what is wrong, in the library's words."""
        with self._gate.passing(), translated():
            return faults(self._path, self._key)

    def backup(
        self, folder: Path, stop: Stop | None = None, progress: Progress = lambda _done, _total: None
    ) -> BackupReport:
        """Write a verified encrypted copy; see :func:`~pharmassist.adapters.store.backup.back_up`."""
        now = self._clock.now()
        with self._gate.passing():
            return back_up(self._path, self._key, self._register_id, SCHEMA, folder, now, stop, progress)

    def copies(self, folder: Path) -> tuple[Copy, ...]:
        """Return the copies of this register in a folder; raises ``Problem("backup_folder_absent")``."""
        return copies_in(folder, self._register_id, self._key)

    def copy_is_sound(self, file: Path) -> bool:
        """Open a copy again and look at every page."""
        return is_sound(file, self._register_id, self._key)

    def remove_copy(self, file: Path) -> None:
        """Take a copy away; raises ``register_read_only`` or ``register_unreachable``."""
        take_away(file)

    def rekey(self, key: bytes, who: str) -> None:
        """Give the register another key once no transaction runs; the one before opens it no more.

        Raises ``register_in_use`` while another program has it open, and ``register_damaged``.
        """
        with self._gate.alone(), self._presence.alone():
            self._let_go()
            try:
                folder = self._path.parent
                prepare_rekey(folder, self._key, key, self._register_id, who, self._clock.now())
                finish_restore(folder)
                self._key = key
                with translated(), closing(connect(self._path, key)) as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
            finally:
                self._writing = writing_engine(self._path, self._key)
                self._reading = reading_engine(self._path, self._key)

    def dump(self, tables: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the canonical text of the tables; raises ``Problem("table_unknown")``."""
        with self._transaction() as connection:
            yield from dumping.dump(connection, tables)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        if self._closed:
            return
        self._closed = True
        self._let_go()
        self._presence.end()

    def _let_go(self) -> None:
        """Close every connection."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._reading.dispose()
        self._writing.dispose()

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        with self._gate.passing():
            engine = self._writing if writing else self._reading
            with translated(writing=writing), engine.connect() as connection, connection.begin():
                try:
                    yield connection
                except DBAPIError:
                    # After a damaged page the library refuses everything on this connection.
                    connection.invalidate()
                    raise


def _rows_changed(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    assert isinstance(driver, dbapi2.Connection)
    return driver.total_changes
