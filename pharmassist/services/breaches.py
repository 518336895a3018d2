"""The breach of an incident: what is said of it, its two clocks with their working, what is decided.

Orientation, never a legal claim beyond its source; every change is one more fact, dated and signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pharmassist.domain.breaches import (
    CHOICES,
    INSTANTS,
    Breach,
    BreachClock,
    BreachFact,
    BreachField,
    ClockState,
)
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.incidents import Case
from pharmassist.domain.problems import Problem
from pharmassist.domain.zones import TIME_ZONE, Zone, pharmacy_zone
from pharmassist.services.cases import Cases, whose_breach
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

TEXT_LIMIT = 600
"""Longest text of one field, in signs."""


@dataclass(frozen=True, slots=True)
class BreachView:
    """The breach of a case as it stands now; hours are read in ``zone``."""

    case: Case
    breach: Breach
    clocks: tuple[BreachClock, BreachClock]
    zone: Zone
    now: datetime = field(compare=False)

    @property
    def running(self) -> tuple[BreachClock, ...]:
        """Return the clocks that run or ran out."""
        return tuple(c for c in self.clocks if c.state in (ClockState.RUNNING, ClockState.LATE))

    def local(self, instant: datetime) -> datetime:
        """Return an instant at the pharmacy's own wall."""
        return instant.astimezone(ZoneInfo(self.zone.name))


class Breaches:
    """What is said of the breaches of incidents."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._clock, self._changes = register, clock, changes
        self._cases = Cases(catalogue, clock)

    def view(self, case_id: int) -> BreachView:
        """Return the breach of a case; raises ``Problem("incident_unknown")``."""
        with self._register.read() as tx:
            return self._view(tx, self._cases.known(tx, case_id))

    def open_views(self) -> tuple[BreachView, ...]:
        """Return the breaches of the open incidents, newest first."""
        with self._register.read() as tx:
            return tuple(self._view(tx, case) for case in tx.incidents.cases(open_only=True))

    def all_views(self) -> tuple[BreachView, ...]:
        """Return the breaches of every incident of which something was said, oldest first."""
        with self._register.read() as tx:
            views = [self._view(tx, case) for case in reversed(tx.incidents.cases())]
        return tuple(view for view in views if view.breach.facts or view.breach.whose)

    def zone(self) -> Zone:
        """Return the time zone of the pharmacy."""
        with self._register.read() as tx:
            return _zone(tx)

    def note(self, case_id: int, who: str, said: Mapping[BreachField, str | datetime]) -> BreachView:
        """Say something of a breach: instants are aware, an empty text withdraws a field.

        Raises ``breach_instant`` (in the future, or qualified before it was discovered),
        ``breach_choice``, ``reason_missing`` (not to notify or not to inform without a reason),
        ``nir_refused``, ``incident_closed``.
        """
        with self._register.write(who) as tx:
            case = self._cases.open(tx, case_id)
            before = self._view(tx, case).breach
            values = {field: _checked(field, value, tx.now) for field, value in said.items()}
            _check_together(before, values)
            for field, value in values.items():
                if value == before.value(field):
                    continue
                tx.incidents.note_breach(case.id, BreachFact(field.value, value, tx.now, who))
                facts: dict[str, str | int] = {"field": field.value}
                if field in INSTANTS or field in CHOICES:
                    facts["value"] = value
                tx.journal.record("incident.breach", f"incident:{case.id}", facts)
            result = self._view(tx, case)
        self._changes.post(Kind.INCIDENTS)
        return result

    def _view(self, tx: Transaction, case: Case) -> BreachView:
        whose = whose_breach(self._cases.view(tx, case))
        breach = Breach(tx.incidents.breach_facts(case.id), whose)
        now = self._clock.now()
        return BreachView(case, breach, breach.clocks(now), _zone(tx), now)


def _zone(tx: Transaction) -> Zone:
    return pharmacy_zone(tx.people.pharmacy().finess, tx.people.settings().get(TIME_ZONE, ""))


def _checked(field: BreachField, value: str | datetime, now: datetime) -> str:
    """Return a value as it is kept."""
    if isinstance(value, datetime):
        if field not in INSTANTS or value.tzinfo is None or value > now:
            raise Problem("breach_instant", {"field": field.value})
        return value.astimezone(UTC).isoformat(timespec="minutes")
    text = " ".join(value.split())
    if text and field in INSTANTS:
        raise Problem("breach_instant", {"field": field.value})
    if text and field in CHOICES and text not in CHOICES[field]:
        raise Problem("breach_choice", {"value": text[:40], "choices": ", ".join(CHOICES[field])})
    refuse_nir(text)
    return text[:TEXT_LIMIT]


def _check_together(before: Breach, values: Mapping[BreachField, str]) -> None:
    """Refuse what does not hold together; raises ``breach_instant`` or ``reason_missing``."""

    def after(field: BreachField) -> str:
        return values[field] if field in values else before.value(field)

    discovered, qualified = after(BreachField.DISCOVERED), after(BreachField.QUALIFIED)
    if discovered and qualified and qualified < discovered:
        raise Problem("breach_instant", {"field": BreachField.QUALIFIED.value})
    for decision, reason, no in (
        (BreachField.CNIL, BreachField.CNIL_REASON, "not_notify"),
        (BreachField.PEOPLE, BreachField.PEOPLE_REASON, "not_inform"),
    ):
        if values.get(decision) == no and not after(reason):
            raise Problem("reason_missing")
