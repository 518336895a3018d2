"""Looking at every page, read or not, and at the chain of a closed file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from pharmassist.adapters.store.damage import problem_of
from pharmassist.adapters.store.engine import connect, reading_engine
from pharmassist.adapters.store.journal import raw_entries
from pharmassist.domain.journal import JournalState, verify_chain

_LOOKS = (
    # What other processes wrote last must be in the file itself: only its pages are checked.
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA cipher_integrity_check",
    "PRAGMA integrity_check(20)",
    "PRAGMA foreign_key_check",
)
_MOST_TOLD = 20


def faults(path: Path, key: bytes) -> tuple[str, ...]:
    """Return what is wrong with a file, in the library's words; nothing when all is well."""
    found: list[str] = []
    for look in _LOOKS:
        # A new connection each: after a damaged page the library refuses everything on the old one.
        with closing(connect(path, key)) as connection:
            try:
                rows = connection.execute(look).fetchall()
            except dbapi2.Error as error:
                problem = problem_of(error)
                if problem is None or problem.code != "register_damaged":
                    raise
                found.append(str(error))
                continue
        if "checkpoint" not in look:
            found += [" ".join(map(str, row)) for row in rows[:_MOST_TOLD] if row != ("ok",)]
    return tuple(dict.fromkeys(found))


def chain_of(path: Path, key: bytes, head: str = "") -> JournalState:
    """Verify the journal of a file that is not open."""
    engine = reading_engine(path, key)
    try:
        with engine.begin() as connection:
            return verify_chain(raw_entries(connection), head)
    finally:
        engine.dispose()
