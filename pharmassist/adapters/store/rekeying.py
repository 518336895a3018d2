"""Giving the register another key: a copy under the new key is made, checked, and put in its place.

The file in use is never rewritten. Until ``restore.json`` is there nothing happened; from then on
the next start finishes what was cut. So at every instant one of the two keys opens the register,
and its label tells which.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.damage import files_translated, translated
from pharmassist.adapters.store.engine import connect, writing_engine
from pharmassist.adapters.store.integrity import faults, holds_entry, last_entry
from pharmassist.adapters.store.restoring import READY_FILE, REGISTER_FILE, lay_ready
from pharmassist.adapters.store.sidecar import make_private
from pharmassist.adapters.store.transaction import StoreTransaction
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import key_id


def prepare_rekey(folder: Path, key: bytes, new: bytes, register_id: str, who: str, now: datetime) -> None:
    """Lay ready a copy of the register under its new key, whose journal says so.

    The caller is alone with the file. Raises ``register_damaged`` when it is not sound.
    """
    file, ready = folder / REGISTER_FILE, folder / READY_FILE
    with translated(writing=True):
        # The write-ahead log is folded into the file first: what is looked at is what is copied.
        wrong = faults(file, key)
        if wrong:
            raise Problem("register_damaged", details="\n".join(wrong))
        head = last_entry(file, key)[1]
    with files_translated():
        ready.unlink(missing_ok=True)
        make_private(ready)
    with translated(writing=True):
        with closing(connect(file, key)) as source:
            source.execute("VACUUM INTO ?", (str(ready),))
        with closing(connect(ready, key)) as copy:
            copy.execute("SELECT count(*) FROM sqlite_master").fetchall()
            copy.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        engine = writing_engine(ready, new)
        try:
            with engine.begin() as connection:
                transaction = StoreTransaction(connection, who, now)
                keys = {"from": key_id(key), "to": key_id(new)}
                transaction.journal.record("register.rekeyed", register_id, keys)
        finally:
            engine.dispose()
        wrong = faults(ready, new)
        if wrong or not holds_entry(ready, new, head):
            raise Problem("register_damaged", details="\n".join(wrong))
    lay_ready(folder, new, tables.SCHEMA, register_id, now, keep_aside=False)
