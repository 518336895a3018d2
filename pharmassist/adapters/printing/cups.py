"""Linux and macOS: the PDF itself goes to CUPS through ``lp``, so that text stays text."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence

from pharmassist.domain.problems import Problem
from pharmassist.services.ports.printing import PrinterInfo

ANSWER_WITHIN = 8.0
"""Seconds given to ``lpstat``."""
SEND_WITHIN = 30.0
"""Seconds given to ``lp``: a large file over a slow network."""

_JOB = re.compile(r"request id is (\S+)")
_DEFAULT = re.compile(r"^system default destination: (\S+)", re.MULTILINE)
_DISABLED = re.compile(r"^printer (\S+) disabled", re.MULTILINE)
_SIZES = re.compile(r"^(?:PageSize|media)/[^:]*: (.*)$", re.MULTILINE)
_CUSTOM = re.compile(r"Custom\.(\d+)x\d+mm")
_CLOSED = re.compile(r"^(\S+) not accepting requests", re.MULTILINE)


class CupsPrinting:
    """Implements ``services.ports.printing.Printing``; ``CUPS_SERVER`` is honoured by the tools."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """List the printers, the default first."""
        names = self._ask("lpstat", "-e").split()
        if not names:
            # lpstat says nothing, with success, when there is no printer and when CUPS is away.
            self._check_running()
            return ()
        default = self._default()
        states = self._ask("lpstat", "-p", "-a")
        stopped = {*_DISABLED.findall(states), *_CLOSED.findall(states)}
        found = [
            PrinterInfo(name, name.replace("_", " "), name not in stopped, name == default) for name in names
        ]
        return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.label)))

    def default(self) -> str:
        """Return the name of the default printer, "" when there is none."""
        self._check_running()
        return self._default()

    def send(self, pdf: bytes, printer: str, title: str, copies: int = 1, media: str = "A4") -> str:
        """Send the PDF; return the job's name, such as ``HP_LaserJet-12``."""
        known = [info.name for info in self.printers()]
        name = printer or self._default()
        if not name:
            raise Problem("printer_absent")
        if name not in known:
            raise Problem("printer_gone", {"printer": name})
        self._check_size(name, media)
        command = ["lp", "-d", name, "-n", str(copies), "-t", title, "-o", f"media={media}", "-"]
        done = _run(command, SEND_WITHIN, pdf)
        answer = done.stdout.decode(errors="replace")
        job = _JOB.search(answer)
        if done.returncode != 0 or job is None:
            raise Problem(
                "printing_refused",
                {"printer": name},
                retryable=True,
                details=done.stderr.decode(errors="replace"),
            )
        return job.group(1)

    def _check_size(self, name: str, media: str) -> None:
        """Raise ``paper_size_refused`` for a paper that the printer does not know.

        CUPS itself would take the job and print it on whatever paper there is. A queue that
        describes nothing (a raw one) is believed.
        """
        described = _SIZES.search(self._ask("lpoptions", "-p", name, "-l"))
        if described is None:
            return
        sizes = [size.lstrip("*").lower() for size in described.group(1).split()]
        custom = _CUSTOM.fullmatch(media)
        if custom is None:
            fits = media.lower() in sizes
        else:
            wide = custom.group(1)
            fits = any(
                size.startswith(("custom.", f"{wide}x", f"w{wide}")) or f"_{wide}x" in size for size in sizes
            )
        if not fits:
            raise Problem("paper_size_refused", {"printer": name, "media": _words(media)})

    def _default(self) -> str:
        """Ask the default printer without asking first whether CUPS runs."""
        found = _DEFAULT.search(self._ask("lpstat", "-d"))
        return found.group(1) if found else ""

    def _check_running(self) -> None:
        """Raise ``Problem("printing_unavailable")`` when no CUPS answers."""
        answer = _run(("lpstat", "-r"), ANSWER_WITHIN)
        if b"scheduler is running" not in answer.stdout:
            raise Problem("printing_unavailable", retryable=True)

    def _ask(self, *command: str) -> str:
        """Return what an asking command says; "no destination" is an empty answer."""
        done = _run(command, ANSWER_WITHIN)
        if done.returncode != 0:
            self._check_running()
        return done.stdout.decode(errors="replace")


def _words(media: str) -> str:
    """Name a paper: a roll by its width."""
    custom = _CUSTOM.fullmatch(media)
    return f"{custom.group(1)}\u00a0mm" if custom else media


def _run(command: Sequence[str], within: float, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a CUPS tool in English with a deadline. Raises ``Problem("printing_unavailable")``."""
    try:
        return subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=within,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise Problem("printing_unavailable") from error
    except subprocess.TimeoutExpired as error:
        raise Problem("printing_unavailable", retryable=True) from error
