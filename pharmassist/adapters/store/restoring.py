"""Putting a backup in the register's place, so that a cut at any point is finished at the next start.

First the copy is checked and laid ready; then ``restore.json`` is written, and from there
on nothing can fail for good: each step is done again until that file is gone.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.backup import label_of_backup
from pharmassist.adapters.store.damage import files_translated, translated
from pharmassist.adapters.store.engine import reading_engine
from pharmassist.adapters.store.integrity import faults, holds_entry
from pharmassist.adapters.store.migrate import schema_of
from pharmassist.adapters.store.presence import Presence
from pharmassist.adapters.store.sidecar import (
    Label,
    make_private,
    read_label,
    replace_file,
    sync_folder,
    write_label,
)
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint, key_id

REGISTER_FILE = "register.db"
LABEL_FILE = "register.json"
_ORDER_FILE = "restore.json"
READY_FILE = "register.db.restored"
_READY_LABEL = "register.json.restored"
_MOVED = (REGISTER_FILE, REGISTER_FILE + "-wal", REGISTER_FILE + "-shm", LABEL_FILE)


def prepare_restore(folder: Path, backup: Path, key: bytes, now: datetime) -> None:
    """Check a backup with its key and lay a copy of it ready.

    Raises ``backup_absent``, ``register_key_wrong``, ``backup_unreadable`` and ``register_newer``.
    """
    if not backup.is_file():
        raise Problem("backup_absent", {"file": str(backup)})
    told = read_label(label_of_backup(backup))
    if told is not None and told.fingerprint != fingerprint(key):
        raise Problem("register_key_wrong", {"expected": told.fingerprint[:8], "given": key_id(key)})
    ready = folder / READY_FILE
    try:
        with files_translated():
            ready.unlink(missing_ok=True)
            make_private(ready)
            with backup.open("rb") as source, ready.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        schema, register_id = _checked(ready, key, told.head if told else "")
    except Problem as problem:
        with files_translated():
            ready.unlink(missing_ok=True)
        if problem.code != "register_damaged":
            raise
        raise Problem("backup_unreadable", {"file": str(backup)}, details=problem.details) from None
    lay_ready(folder, key, schema, register_id, now)


def lay_ready(
    folder: Path, key: bytes, schema: int, register_id: str, now: datetime, *, keep_aside: bool = True
) -> None:
    """Order that the copy laid ready takes the register's place; the former one goes aside, or goes."""
    write_label(folder / _READY_LABEL, Label(register_id, fingerprint(key), schema))
    aside = f"aside-{now:%Y%m%d-%H%M%S}"
    number = 1
    while (folder / aside).exists():
        number += 1
        aside = f"aside-{now:%Y%m%d-%H%M%S}-{number}"
    replace_file(folder / _ORDER_FILE, json.dumps({"aside": aside, "keep": keep_aside}).encode())


def finish_interrupted(folder: Path) -> None:
    """Do what remains of a restore that was cut, if any; raises ``Problem("register_in_use")``."""
    if not (folder / _ORDER_FILE).exists():
        return
    alone = Presence(folder, alone=True)
    try:
        finish_restore(folder)
    finally:
        alone.end()


def finish_restore(folder: Path) -> None:
    """Do what remains of a restore that was begun, if any; the caller is alone in the folder."""
    order = folder / _ORDER_FILE
    if not order.exists():
        return
    with files_translated():
        told = json.loads(order.read_text(encoding="utf-8"))
        aside = folder / Path(told["aside"]).name
        ready, label = folder / READY_FILE, folder / _READY_LABEL
        if ready.exists():
            # Until the copy is in place, whatever has the register's names is the former one.
            for name in _MOVED:
                if (folder / name).exists():
                    aside.mkdir(mode=0o700, exist_ok=True)
                    (folder / name).replace(aside / name)
                    sync_folder(aside)
            ready.replace(folder / REGISTER_FILE)
            sync_folder(folder)
        if label.exists():
            label.replace(folder / LABEL_FILE)
        if not told.get("keep", True) and aside.exists():
            shutil.rmtree(aside)
        order.unlink()
        sync_folder(folder)


def _checked(copy: Path, key: bytes, head: str) -> tuple[int, str]:
    """Return schema and register id of a copy that holds."""
    with translated():
        wrong = faults(copy, key)
        if wrong:
            raise Problem("register_damaged", details="\n".join(wrong))
        engine = reading_engine(copy, key)
        try:
            with engine.begin() as connection:
                schema = schema_of(connection)
                if schema > tables.SCHEMA:
                    raise Problem("register_newer", {"schema": schema, "known": tables.SCHEMA})
                register_id = connection.execute(tables.pharmacy.select()).one().register_id
        finally:
            engine.dispose()
        if head and not holds_entry(copy, key, head):
            raise Problem("register_damaged", details="journal")
    return schema, str(register_id)
