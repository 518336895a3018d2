"""The clock and the places of this computer."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time; a rehearsal register brings its own."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""

    def today(self) -> date:
        """Return the day in the pharmacy's time zone (Europe/Paris)."""


class Machine(Protocol):
    """What the doctor asks of this computer; nothing of it leaves the computer."""

    def free_bytes(self, folder: Path) -> int:
        """Return what the disk of a folder still takes; raises ``Problem("folder_unreachable")``."""

    def proxy(self) -> str:
        """Return host and port of the proxy in force for HTTPS, without its password; "" for none."""

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Return what this program is made of and runs on: names and versions."""


class SmallFile(Protocol):
    """A small text of the program's own."""

    def read(self) -> str:
        """Return the text, "" when there is none or it cannot be read."""

    def write(self, text: str) -> None:
        """Put a text in its place whole; nothing where its folder is missing.

        Raises ``file_not_written``.
        """
