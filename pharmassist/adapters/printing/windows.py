"""Windows: a small child process draws the pages through the system's printer driver.

A driver's own dialog or a sleeping network printer can hold a call for a minute; in a
child it holds nobody, and the deadline ends it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from pharmassist.domain.problems import Problem
from pharmassist.services.ports.printing import PrinterInfo

ANSWER_WITHIN = 20.0
"""Seconds given to list the printers."""
SEND_WITHIN = 120.0
"""Seconds given to draw and hand over a document."""

CHILD_ARGUMENT = "--printing-child"
"""First argument with which the program becomes the child (``__main__``)."""


def child_command() -> tuple[str, ...]:
    """Return the command that starts the child, from source and frozen alike."""
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD_ARGUMENT)
    return (sys.executable, "-m", "pharmassist", CHILD_ARGUMENT)


class WindowsPrinting:
    """Implements ``services.ports.printing.Printing``."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """Take the child's command, the program's own by default."""
        self._command = tuple(command or child_command())

    def printers(self) -> tuple[PrinterInfo, ...]:
        """List the printers, the default first."""
        answer = self._ask(("list",), b"", ANSWER_WITHIN)
        found = [
            PrinterInfo(one["name"], one["label"], one["ready"], one["default"]) for one in answer["printers"]
        ]
        return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.label)))

    def default(self) -> str:
        """Return the name of the default printer, "" when there is none."""
        return next((printer.name for printer in self.printers() if printer.is_default), "")

    def send(self, pdf: bytes, printer: str, title: str, copies: int = 1, media: str = "A4") -> str:
        """Draw the PDF on a printer; return the job's title, the only name Windows gives."""
        asked = ("send", printer, str(copies), media, title)
        return str(self._ask(asked, pdf, SEND_WITHIN)["job"])

    def _ask(self, asked: Sequence[str], given: bytes, within: float) -> dict[str, Any]:
        """Run the child once and read its answer; its problem becomes ours."""
        try:
            done = subprocess.run(
                (*self._command, *asked), input=given, capture_output=True, timeout=within, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Problem("printing_unavailable", retryable=True) from error
        last = done.stdout.decode(errors="replace").strip().splitlines()[-1:]
        if done.returncode not in (0, 1) or not last:
            raise Problem(
                "printing_unavailable", retryable=True, details=done.stderr.decode(errors="replace")
            )
        answer: dict[str, Any] = json.loads(last[0])
        if "problem" in answer:
            values = {name: str(said) for name, said in answer.items() if name != "problem"}
            raise Problem(answer["problem"], values, retryable=True)
        return answer
