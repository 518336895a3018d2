"""Making, opening and restoring registers in a folder. A failed open changes nothing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert
from sqlcipher3 import dbapi2

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.backup import back_up, label_of_backup
from pharmassist.adapters.store.damage import files_translated, problem_of, translated
from pharmassist.adapters.store.engine import connect, writing_engine
from pharmassist.adapters.store.migrate import migrate
from pharmassist.adapters.store.presence import Presence
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.store.restoring import (
    LABEL_FILE,
    REGISTER_FILE,
    finish_interrupted,
    finish_restore,
    prepare_restore,
)
from pharmassist.adapters.store.schema import statements
from pharmassist.adapters.store.shares import is_network_share
from pharmassist.adapters.store.sidecar import Label, make_private, read_label, sync_folder, write_label
from pharmassist.adapters.store.transaction import StoreTransaction
from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint, key_id
from pharmassist.services.ports.machine import Clock

BACKUPS = "backups"
"""Folder of the copies written before each migration."""

FOUNDER = "pharmassist"
"""Who signs what the program does when nobody is named."""


class EncryptedFiles:
    """Implements ``RegisterFiles`` for one folder."""

    def __init__(
        self, folder: Path, clock: Clock, on_share: Callable[[Path], bool] = is_network_share
    ) -> None:
        self._folder, self._clock, self._on_share = folder, clock, on_share
        self._file = folder / REGISTER_FILE
        self._label = folder / LABEL_FILE

    def exists(self) -> bool:
        """Tell whether there is a register here; a restore that was cut is finished first."""
        finish_interrupted(self._folder)
        return self._file.exists()

    def identity(self) -> tuple[str, str]:
        """Return (register id, key id) from the label, without the key.

        A label whose register is gone still answers: the keyring's key is needed to restore.
        Raises ``register_absent``, and ``register_label_lost`` when the label is gone.
        """
        there, label = self.exists(), read_label(self._label)
        if label is None and not there:
            raise Problem("register_absent", {"folder": str(self._folder)})
        if label is None:
            raise Problem("register_label_lost", {"file": str(self._label)})
        return label.register_id, label.fingerprint[:8]

    def identity_of(self, backup: Path) -> tuple[str, str] | None:
        """Return (register id, key id) from the label beside a backup, None where it has none."""
        label = read_label(label_of_backup(backup))
        return (label.register_id, label.fingerprint[:8]) if label is not None else None

    def create(self, pharmacy: Pharmacy, key: bytes, people: tuple[Person, ...]) -> SqlRegister:
        """Make a register; its first journal entry says so. Raises ``register_exists``.

        An empty ``register_id`` is replaced by a random one.
        """
        _check_key(key)
        self._refuse_share()
        with files_translated():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.exists():
            raise Problem("register_exists", {"folder": str(self._folder)})
        alone = Presence(self._folder, alone=True)
        try:
            if self._file.exists():
                raise Problem("register_exists", {"folder": str(self._folder)})
            named = pharmacy.register_id or secrets.token_hex(8)
            self._build(named, pharmacy, key, people)
        finally:
            alone.end()
        return self.open(key)

    def open(self, key: bytes) -> SqlRegister:
        """Open the register; an older schema is backed up, then migrated."""
        _check_key(key)
        self._refuse_share()
        if not self.exists():
            raise Problem("register_absent", {"folder": str(self._folder)})
        label = read_label(self._label)
        if label is not None:
            if label.fingerprint != fingerprint(key):
                raise Problem("register_key_wrong", {"expected": label.fingerprint[:8], "given": key_id(key)})
            _refuse_newer(label.schema)
        if not (os.access(self._file, os.W_OK) and os.access(self._folder, os.W_OK)):
            raise Problem("register_read_only", {"folder": str(self._folder)})
        presence = Presence(self._folder)
        try:
            return self._open(key, label, presence)
        except BaseException:
            presence.end()
            raise

    def restore(self, backup: Path, key: bytes, who: str = "") -> SqlRegister:
        """Put a backup in place; the register that was there is kept in a dated folder.

        The journal tells it, signed ``who`` or by the program itself.
        Raises ``backup_absent``, ``backup_unreadable`` (another key, or damaged) and
        ``register_in_use`` while any program, this one included, has the register open.
        """
        _check_key(key)
        self._refuse_share()
        with files_translated():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        alone = Presence(self._folder, alone=True)
        try:
            finish_restore(self._folder)
            prepare_restore(self._folder, backup, key, self._clock.now())
            finish_restore(self._folder)
        finally:
            alone.end()
        register = self.open(key)
        try:
            with register.write(who or FOUNDER) as tx:
                tx.journal.record("register.restored", backup.name, {"head": tx.journal.head()})
        except BaseException:
            register.close()
            raise
        return register

    def _build(self, named: str, pharmacy: Pharmacy, key: bytes, people: tuple[Person, ...]) -> None:
        """Make the file under another name; it gets its own when it is whole."""
        new = self._file.with_name(REGISTER_FILE + ".new")
        with files_translated():
            for left_over in (new, _beside(new, "-wal"), _beside(new, "-shm")):
                left_over.unlink(missing_ok=True)
            make_private(new)
        with translated(writing=True):
            with closing(connect(new, key)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            engine = writing_engine(new, key)
            try:
                with engine.begin() as connection:
                    for statement in statements():
                        connection.exec_driver_sql(statement)
                    connection.execute(
                        insert(tables.schema_version).values(version_num=f"{tables.SCHEMA:04d}")
                    )
                    who = people[0].initials if people else FOUNDER
                    transaction = StoreTransaction(connection, who, self._clock.now())
                    transaction.people.save_pharmacy(_named(pharmacy, named))
                    for person in people:
                        transaction.people.add_person(person)
                    transaction.journal.record(
                        "register.created", named, {"schema": tables.SCHEMA, "people": len(people)}
                    )
            finally:
                engine.dispose()
        with files_translated():
            write_label(self._label, Label(named, fingerprint(key), tables.SCHEMA))
            new.replace(self._file)
            sync_folder(self._folder)

    def _open(self, key: bytes, label: Label | None, presence: Presence) -> SqlRegister:
        try:
            schema, register_id = _look(self._file, key)
        except dbapi2.Error as error:
            problem = problem_of(error)
            if problem is None:
                raise
            if label is None and problem.code == "register_damaged":
                problem = Problem("register_unreadable", details=problem.details)
            raise problem from None
        _refuse_newer(schema)
        if schema < tables.SCHEMA:
            now = self._clock.now()
            back_up(self._file, key, register_id, schema, self._folder / BACKUPS, now)
            with translated(writing=True):
                schema = migrate(self._file, key, now)
        told = Label(register_id, fingerprint(key), schema)
        if label != told:
            write_label(self._label, told)
        return SqlRegister(self._file, key, register_id, self._clock, presence)

    def _refuse_share(self) -> None:
        if self._on_share(self._folder):
            raise Problem("register_network_share", {"folder": str(self._folder)})


def _look(path: Path, key: bytes) -> tuple[int, str]:
    """Return schema number and register id with one connection that is closed again."""
    with closing(connect(path, key)) as connection:
        # A file cut to nothing opens as an empty one with any key.
        if not connection.execute("SELECT name FROM sqlite_master WHERE name = 'pharmacy'").fetchall():
            raise Problem("register_damaged")
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        named = connection.execute("SELECT register_id FROM pharmacy").fetchone()
        # A backup that was put in place comes without it; no effect where it is so already.
        connection.execute("PRAGMA journal_mode = WAL")
    assert version is not None
    assert named is not None
    return int(version[0]), str(named[0])


def _refuse_newer(schema: int) -> None:
    if schema > tables.SCHEMA:
        raise Problem("register_newer", {"schema": schema, "known": tables.SCHEMA})


def _check_key(key: bytes) -> None:
    if len(key) != 32:
        raise ValueError("a register's key is 32 bytes")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _named(pharmacy: Pharmacy, register_id: str) -> Pharmacy:
    return replace(pharmacy, register_id=register_id)
