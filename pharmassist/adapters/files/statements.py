"""Opens a bank file by what it is; the reader of ``services/ports/bank.py``."""

from __future__ import annotations

from pharmassist.adapters.files.bank_text import look
from pharmassist.adapters.files.camt import CamtFile, looks_camt053
from pharmassist.adapters.files.cfonb import CfonbFile, looks_cfonb120
from pharmassist.adapters.files.ofx import OfxFile, looks_ofx
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.bank import StatementFile
from pharmassist.services.ports.files import Source

_UNSUPPORTED = (
    (b"%PDF", "PDF"),
    (b"!Type:", "QIF"),
    (b":20:", "MT940"),
    (b"{1:F01", "MT940"),
    (b"camt.052.", "camt.052"),
    (b"camt.054.", "camt.054"),
    (b"pain.", "pain"),
)


class BankFiles:
    """Reads OFX 1 and 2, CFONB120 and camt.053."""

    def open(self, source: Source) -> StatementFile | None:
        """Open a bank file; None when it is none of these; raises the problems of ``StatementReader``."""
        looked = look(source)
        start = looked.start
        if looks_ofx(start):
            return OfxFile(looked)
        if looks_camt053(start):
            return CamtFile(looked)
        if looks_cfonb120(start):
            return CfonbFile(looked)
        for mark, name in _UNSUPPORTED:
            if start.startswith(mark) or (mark in start and start.lstrip().startswith(b"<")):
                raise Problem("bank_file_unsupported", {"file": source.name, "format": name})
        return None
