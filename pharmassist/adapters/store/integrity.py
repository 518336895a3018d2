"""Looking at every page of a file, read or not, and at where its journal ends."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from pharmassist.adapters.store.damage import problem_of
from pharmassist.adapters.store.engine import connect
from pharmassist.domain.journal import GENESIS

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


def last_entry(path: Path, key: bytes) -> tuple[int, str]:
    """Return number and hash of the last entry of the journal of a file."""
    with closing(connect(path, key)) as connection:
        row = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def holds_entry(path: Path, key: bytes, head: str) -> bool:
    """Tell whether an entry of that hash is in the journal of a file.

    Whether the chain holds is another question: a register whose journal was altered must
    still be copied and restored, and ``journal verify`` tells it.
    """
    with closing(connect(path, key)) as connection:
        found = connection.execute("SELECT number FROM journal WHERE hash = ?", (head,)).fetchone()
    return head == GENESIS or found is not None
