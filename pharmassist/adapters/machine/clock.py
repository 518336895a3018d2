"""Clocks: the computer's, and that of a rehearsal register."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day in Paris."""
        return self.now().astimezone(PARIS).date()


class RehearsalClock:
    """Starts at an instant of the past and runs at the usual speed."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Return the instant of the rehearsal, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def today(self) -> date:
        """Return the day of the rehearsal in Paris."""
        return self.now().astimezone(PARIS).date()


class FixedClock:
    """Stands still until it is told: for generators and tests."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def set(self, instant: datetime) -> None:
        """Move the hands."""
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return self._instant

    def today(self) -> date:
        """Return the day in Paris."""
        return self._instant.astimezone(PARIS).date()
