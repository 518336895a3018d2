"""Safekeeping: proof of the journal, and the tables as text, for comparing."""

from __future__ import annotations

import string
from collections.abc import Iterator

from pharmassist.domain.journal import JournalState
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.register import Register

HEAD_SIGNS = 8
"""Signs of the journal's head that are printed."""


class SafeKeeping:
    """What shows that an open register was altered."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def verify_journal(
        self, head: str = "", stop: Stop | None = None, progress: Progress = lambda _done, _total: None
    ) -> JournalState:
        """Recompute the chain; ``head`` = the signs printed on a page, which must still be found.

        Raises ``Problem("journal_head_unreadable")`` for less than eight hexadecimal signs, and
        ``Cancelled``.
        """
        signs = "".join(head.split()).lower()
        if head and (len(signs) < HEAD_SIGNS or not set(signs) <= set(string.hexdigits)):
            raise Problem("journal_head_unreadable", {"text": head[:20]})
        with self._register.read() as tx:
            return tx.journal.verify(signs, stop, progress)

    def dump(self, tables: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the canonical text of the tables; raises ``Problem("table_unknown")``."""
        return self._register.dump(tables)
