"""Sending a PDF to a printer: CUPS where there is ``lp``, a small Qt child process on Windows."""

from __future__ import annotations

import sys

from pharmassist.adapters.printing.cups import CupsPrinting
from pharmassist.adapters.printing.windows import WindowsPrinting
from pharmassist.services.ports.printing import Printing

__all__ = ["CupsPrinting", "WindowsPrinting", "system_printing"]


def system_printing() -> Printing:
    """Return the way this system prints."""
    if sys.platform == "win32":
        return WindowsPrinting()
    return CupsPrinting()
