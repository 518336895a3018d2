"""A breach of data: whose it is, two clocks of 72 hours, what is decided, what a notification holds.

The two clocks are separate. CNIL (RGPD, art. 33): 72 hours after the breach can be qualified, as the
ministry answered in the Weda case (relayed 19/11/2025); until it is, they are counted from the
discovery, the earliest. Complaint (Code des assurances, L.12-10-1): 72 hours after the knowledge of
the attack, the condition of a cyber contract's indemnity since 24/04/2023. Both are hours of the
calendar: week-ends, holidays and the change of the hour included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pharmassist.domain.incidents import OPERATORS_BREACH

HOURS = 72
_DELAY = timedelta(hours=HOURS)


class BreachField(StrEnum):
    """What can be said of a breach; each is said again where it changes, nothing is overwritten."""

    DISCOVERED = "discovered_at"
    QUALIFIED = "qualified_at"
    NOTIFIED = "notified_at"
    COMPLETED = "completed_at"
    COMPLAINED = "complained_at"
    CNIL = "cnil"
    CNIL_REASON = "cnil_reason"
    INSURANCE = "insurance"
    PEOPLE = "people"
    PEOPLE_REASON = "people_reason"
    NATURE = "nature"
    CATEGORIES = "categories"
    PEOPLE_COUNT = "people_count"
    RECORDS_COUNT = "records_count"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"
    CONTACT = "contact"
    LATE_REASON = "late_reason"
    WARNED_BANK = "warned_bank"
    WARNED_INSURER = "warned_insurer"
    WARNED_UNION = "warned_union"
    WARNED_MANAGER = "warned_manager"
    WARNED_HOTLINE = "warned_hotline"
    WARNED_CLEARING_HOUSE = "warned_clearing_house"
    WARNED_CPAM = "warned_cpam"


INSTANTS = frozenset(
    {
        BreachField.DISCOVERED,
        BreachField.QUALIFIED,
        BreachField.NOTIFIED,
        BreachField.COMPLETED,
        BreachField.COMPLAINED,
    }
)
CHOICES = {
    BreachField.CNIL: ("notify", "not_notify"),
    BreachField.INSURANCE: ("yes", "no", "unknown"),
    BreachField.PEOPLE: ("inform", "not_inform"),
}
"""Fields that take one of a few words."""
INITIAL = (BreachField.NATURE, BreachField.MEASURES, BreachField.CONTACT)
"""What a first notification needs at the least; the rest may come in a complement (art. 33.4)."""
CONTENTS = (
    BreachField.NATURE,
    BreachField.CATEGORIES,
    BreachField.PEOPLE_COUNT,
    BreachField.RECORDS_COUNT,
    BreachField.CONTACT,
    BreachField.CONSEQUENCES,
    BreachField.MEASURES,
)
"""The contents of RGPD art. 33.3, in its order."""
WARNED = (
    BreachField.WARNED_BANK,
    BreachField.WARNED_INSURER,
    BreachField.WARNED_UNION,
    BreachField.WARNED_MANAGER,
    BreachField.WARNED_HOTLINE,
    BreachField.WARNED_CLEARING_HOUSE,
    BreachField.WARNED_CPAM,
)
"""People to warn."""


@dataclass(frozen=True, slots=True)
class BreachFact:
    """One thing said of a breach, by whom and when; instants are ISO text."""

    name: str
    value: str
    at: datetime
    who: str


class ClockKind(StrEnum):
    """The two clocks."""

    CNIL = "cnil"
    COMPLAINT = "complaint"


class ClockState(StrEnum):
    """Not ours, nobody said when, running, over time, stopped by what was done or decided."""

    NOT_OURS = "not_ours"
    NO_START = "no_start"
    RUNNING = "running"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class BreachClock:
    """One clock: from which fact it counts, until when, and what stopped it."""

    kind: ClockKind
    state: ClockState
    basis: BreachField | None = None
    start: datetime | None = None
    due: datetime | None = None
    stopped_by: BreachField | None = None
    stopped_at: datetime | None = None
    """When it was done, or decided not to be."""

    @property
    def done_late(self) -> bool:
        """Tell whether what stopped it came after the end: a reason is owed then."""
        done = self.stopped_by in (BreachField.NOTIFIED, BreachField.COMPLAINED)
        return done and self.due is not None and self.stopped_at is not None and self.stopped_at > self.due


@dataclass(frozen=True, slots=True)
class Breach:
    """What is said of the breach of a case, as it stands: the last word of each field."""

    facts: tuple[BreachFact, ...]
    """Everything that was said, oldest first."""
    whose: str = ""
    """``operator``, ``ours``, ``unknown``, or "" when it was not asked yet."""

    def fact(self, field: BreachField) -> BreachFact | None:
        """Return the last word on a field, None when nothing stands."""
        last = next((fact for fact in reversed(self.facts) if fact.name == field.value), None)
        return last if last is not None and last.value else None

    def value(self, field: BreachField) -> str:
        """Return the last value of a field, "" when nothing stands."""
        fact = self.fact(field)
        return fact.value if fact is not None else ""

    def instant(self, field: BreachField) -> datetime | None:
        """Return the instant of a field."""
        value = self.value(field)
        return datetime.fromisoformat(value) if value else None

    def missing(self, wanted: Iterable[BreachField]) -> tuple[BreachField, ...]:
        """Return the fields of which nothing is said."""
        return tuple(field for field in wanted if not self.value(field))

    def clocks(self, now: datetime) -> tuple[BreachClock, BreachClock]:
        """Return the CNIL's clock and the complaint's."""
        return self._cnil(now), self._complaint(now)

    def _cnil(self, now: datetime) -> BreachClock:
        if self.whose == OPERATORS_BREACH:
            return BreachClock(ClockKind.CNIL, ClockState.NOT_OURS)
        qualified = self.value(BreachField.QUALIFIED)
        basis = BreachField.QUALIFIED if qualified else BreachField.DISCOVERED
        decided = self.fact(BreachField.CNIL)
        if self.value(BreachField.NOTIFIED):
            stopped: tuple[BreachField, datetime | None] | None = (
                BreachField.NOTIFIED,
                self.instant(BreachField.NOTIFIED),
            )
        elif decided is not None and decided.value == "not_notify":
            stopped = (BreachField.CNIL, decided.at)
        else:
            stopped = None
        return self._clock(ClockKind.CNIL, basis, stopped, now)

    def _complaint(self, now: datetime) -> BreachClock:
        insured = self.fact(BreachField.INSURANCE)
        if self.value(BreachField.COMPLAINED):
            stopped: tuple[BreachField, datetime | None] | None = (
                BreachField.COMPLAINED,
                self.instant(BreachField.COMPLAINED),
            )
        elif insured is not None and insured.value == "no":
            stopped = (BreachField.INSURANCE, insured.at)
        else:
            stopped = None
        return self._clock(ClockKind.COMPLAINT, BreachField.DISCOVERED, stopped, now)

    def _clock(
        self,
        kind: ClockKind,
        basis: BreachField,
        stopped: tuple[BreachField, datetime | None] | None,
        now: datetime,
    ) -> BreachClock:
        start = self.instant(basis)
        due = start + _DELAY if start is not None else None
        if stopped is not None:
            return BreachClock(kind, ClockState.STOPPED, basis, start, due, *stopped)
        if due is None:
            return BreachClock(kind, ClockState.NO_START, basis)
        state = ClockState.LATE if now > due else ClockState.RUNNING
        return BreachClock(kind, state, basis, start, due)
