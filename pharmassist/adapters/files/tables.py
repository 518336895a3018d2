"""Opens a table whatever its kind; the reader of ``services/ports/files.py``."""

from __future__ import annotations

from pharmassist.adapters.files.sheet_tables import SheetTable
from pharmassist.adapters.files.sniffing import sniff
from pharmassist.adapters.files.text_tables import TextTable
from pharmassist.services.ports.files import Source, Table


class FileTables:
    """Reads CSV, TSV, XLSX, XLS and ODS, by what the file is and not by its name."""

    def open(self, path: Source, sheet: str = "") -> Table:
        """Open a file or what was pasted; raises the problems of ``services/ports/files.py``."""
        sniffed = sniff(path)
        if sniffed.kind == "text":
            return TextTable(path, sniffed)
        return SheetTable(path, sniffed, sheet)
