"""Retention: what is old and closed is shown, then taken, after a backup, with its journal entry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pharmassist.domain.problems import Problem
from pharmassist.domain.retention import (
    CLAIM_YEARS,
    INCIDENT_YEARS,
    LEAST_YEARS,
    MOST_YEARS,
    Limits,
    Purge,
    Terms,
    limits_of,
    years_of,
)
from pharmassist.services.backups import Backups
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import PARIS

CLAIMS, INCIDENTS = "retention.claims", "retention.incidents"
"""Settings, in years."""


@dataclass(frozen=True, slots=True)
class PurgeDone:
    """What went, and the copy that was made before."""

    purge: Purge
    copy: Path


class Retaining:
    """Counts, then takes. Who may decide is asked at the door."""

    def __init__(self, register: Register, backups: Backups, changes: Changes) -> None:
        self._register, self._backups, self._changes = register, backups, changes

    def terms(self) -> Terms:
        """Return the two settings."""
        with self._register.read() as tx:
            return _terms(tx)

    def set_terms(self, who: str, terms: Terms) -> None:
        """Store the settings; raises ``retention_too_short`` outside three to twenty years."""
        for years in (terms.claims, terms.incidents):
            if not LEAST_YEARS <= years <= MOST_YEARS:
                raise Problem(
                    "retention_too_short", {"years": years, "least": LEAST_YEARS, "most": MOST_YEARS}
                )
        with self._register.write(who) as tx:
            for name, years in ((CLAIMS, terms.claims), (INCIDENTS, terms.incidents)):
                tx.people.set_setting(name, str(years))
                tx.journal.record("setting.changed", name, {"value": str(years)})
        self._changes.post(Kind.PEOPLE)

    def plan(self) -> Purge:
        """Count what would go; nothing is changed."""
        with self._register.read() as tx:
            return tx.retention.plan(_limits(tx))

    def purge(
        self,
        who: str,
        shown: Purge | None = None,
        stop: Stop | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> PurgeDone:
        """Write a copy, then take in one transaction what is old and closed.

        ``shown`` is what the person saw: something else is refused with ``purge_changed``. Raises
        ``purge_empty`` where there is nothing, the problems of a copy, and ``Cancelled`` when stopping was
        asked at any time before the end; nothing is then taken.
        """
        if self.plan().is_empty:
            raise Problem("purge_empty")
        copy = self._backups.write(who, None, stop, progress).report
        if stop is not None:
            stop.check()
        with self._register.write(who) as tx:
            done = tx.retention.purge(_limits(tx))
            if shown is not None and done != shown:
                raise Problem("purge_changed")
            if stop is not None:
                # Whoever stopped meanwhile keeps everything: nothing is committed yet.
                stop.check()
            facts: dict[str, str | int] = {line.kind.value: line.count for line in done.lines}
            facts |= {f"{line.kind.value}_cents": line.cents for line in done.lines if line.cents is not None}
            facts |= {"before": done.limits.claims.isoformat(), "copy": copy.path.name}
            tx.journal.record("register.purged", str(sum(line.count for line in done.lines)), facts)
        self._changes.post(*(kind for kind in Kind if kind is not Kind.PEOPLE))
        return PurgeDone(done, copy.path)


def _terms(tx: Transaction) -> Terms:
    settings = tx.people.settings()
    return Terms(
        years_of(settings.get(CLAIMS, ""), CLAIM_YEARS), years_of(settings.get(INCIDENTS, ""), INCIDENT_YEARS)
    )


def _limits(tx: Transaction) -> Limits:
    return limits_of(_terms(tx), tx.now.astimezone(PARIS).date())
