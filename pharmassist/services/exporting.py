"""Writing a list of the window out, as CSV or XLSX: one way for every list that is no list of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pharmassist.services.changes import Changes
from pharmassist.services.ports.files import Cell, Files
from pharmassist.services.ports.register import Register
from pharmassist.services.texts import mark as _

LISTS = {
    "credits": _("credits"),
    "announced": _("announced and not received"),
    "ages": _("encours by age"),
    "missing": _("what is missing by operator"),
    "late": _("flows of an indemnity"),
    "ledger": _("ledger of an acompte"),
    "accesses": _("accesses, without passwords"),
    "lights": _("lights of the operators"),
    "worklist": _("AMC without operator (list)"),
    "rejects": _("rejects by age"),
    "coming": _("what comes"),
    "outstanding": _("outstanding by operator (list)"),
}
"""What each list is called: in the journal, and for its file."""


class Exporting:
    """Writes rows that the window shows already; never a secret: a list says only what it shows."""

    def __init__(self, register: Register, files: Files, changes: Changes) -> None:
        self._register, self._files, self._changes = register, files, changes

    def write(
        self, who: str, path: Path, name: str, titles: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> int:
        """Write one of :data:`LISTS` by the file's ending; returns how many rows.

        Raises ``table_kind_unknown`` and ``file_not_written``: then nothing is recorded.
        """
        if name not in LISTS:
            raise ValueError(f"no list is called {name}")
        self._files.write_table(path, titles, iter(rows))
        with self._register.write(who) as tx:
            tx.journal.record("list.exported", name, {"rows": len(rows)})
        self._changes.post()
        return len(rows)
