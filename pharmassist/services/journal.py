"""Reading the journal, and writing it out for somebody else."""

from __future__ import annotations

from pathlib import Path

from pharmassist.domain.journal import JournalEntry, canonical_facts
from pharmassist.services.jobs import Stop
from pharmassist.services.journal_words import say
from pharmassist.services.ports.files import Files
from pharmassist.services.ports.register import Register

PAGE = 500


class Journal:
    """Who did what, newest first."""

    def __init__(self, register: Register, files: Files) -> None:
        self._register, self._files = register, files

    def last(self, limit: int = 100, offset: int = 0) -> tuple[JournalEntry, ...]:
        """Return entries, newest first."""
        with self._register.read() as tx:
            return tx.journal.last(limit, offset)

    def head(self) -> str:
        """Return the hash of the last entry; its first eight signs are printed on every page."""
        with self._register.read() as tx:
            return tx.journal.head()

    def export(self, who: str, path: Path, stop: Stop | None = None) -> int:
        """Write every entry, oldest first, as CSV or XLSX; returns how many.

        Raises ``Cancelled`` where it was asked to stop: then no file is there.
        """
        stop = stop or Stop()
        with self._register.read() as tx:
            entries: list[JournalEntry] = []
            while page := tx.journal.last(PAGE, len(entries)):
                entries += page
                stop.check()
        header = ("number", "at", "who", "what", "subject", "facts", "words", "previous", "hash")
        rows = (
            (
                str(e.number),
                e.at.isoformat(),
                e.who,
                e.what,
                e.subject,
                canonical_facts(e.facts),
                say(e),
                e.previous,
                e.hash,
            )
            for e in reversed(entries)
        )
        stop.check()
        self._files.write_table(path, header, rows)
        with self._register.write(who) as tx:
            tx.journal.record("journal.exported", facts={"entries": len(entries)})
        return len(entries)
