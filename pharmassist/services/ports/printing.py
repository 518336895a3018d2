"""What a service needs to send a PDF to a printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer of this session: the system's name, a readable one, and whether it takes jobs."""

    name: str
    label: str
    ready: bool
    is_default: bool = False


class Printing(Protocol):
    """The printers of this session.

    Every call has a deadline and runs in the *outside* lane. Problems:
    ``printing_unavailable`` (no print system answers), ``printer_absent`` (no
    printer at all, or none chosen), ``printer_gone`` (that one is no longer there),
    ``paper_size_refused`` (that printer has no such paper),
    ``printing_refused`` (the print system says no; its words in ``details``).
    """

    def printers(self) -> tuple[PrinterInfo, ...]:
        """List the printers, the default first; empty when there is none."""
        ...

    def default(self) -> str:
        """Return the name of the default printer, "" when there is none."""
        ...

    def send(self, pdf: bytes, printer: str, title: str, copies: int = 1, media: str = "A4") -> str:
        """Send the PDF itself; "" as printer means the default one; return the job's name.

        ``media`` is a CUPS media name (``A4``, ``Custom.80x200mm``); ``title`` holds
        no secret and no name, it is seen in the print queue.
        """
        ...
