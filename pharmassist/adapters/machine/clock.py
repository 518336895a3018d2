"""Clocks: the pharmacy's, which a rehearsal can start in the past, and one that stands still."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class PharmacyClock:
    """The computer's clock; a rehearsal makes it start at an instant of the past."""

    def __init__(self) -> None:
        self._start: datetime | None = None
        self._since = 0.0

    def rehearse(self, start: datetime) -> None:
        """Start at that instant and go on at the usual speed."""
        self._start, self._since = start.astimezone(UTC), time.monotonic()

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def today(self) -> date:
        """Return the day in Paris."""
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
