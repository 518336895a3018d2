"""The clock and the places of this computer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; a rehearsal register brings its own."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""

    def today(self) -> date:
        """Return the day in the pharmacy's time zone (Europe/Paris)."""
