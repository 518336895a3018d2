"""Reminders to debtors, by level: one operator at a time, and never on stale bank data.

The bank must be known up to the last working day, so that nobody is reminded of what it has paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.advances import Reminder
from pharmassist.domain.bank import Freshness
from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.claims import ADVANCEABLE, Claim, ClaimFilter, Tally
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice, NoticeFilter
from pharmassist.domain.operators import Operator
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import short_day

USUAL_DELAY = 7
"""Working days of the inter-AMC contract (IGAS 2017), where an operator's own delay is unknown."""
LAST_LEVEL = 3
"""Rappel, relance, mise en demeure."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """What one operator owes beyond its delay."""

    operator: Operator
    delay: int
    delay_known: bool
    overdue: Tally
    announced: Money
    """Announced by its notices and neither received nor withheld, after its delay."""
    reminders: tuple[Reminder, ...]

    @property
    def next_level(self) -> int:
        """The level of the next reminder."""
        sent = max((one.level for one in self.reminders), default=0)
        return min(LAST_LEVEL, sent + 1)


@dataclass(frozen=True, slots=True)
class ReadyReminder:
    """What the letter of one reminder holds."""

    debtor: Debtor
    level: int
    claims: tuple[Claim, ...]
    notices: tuple[Notice, ...]
    bank: Freshness


class Reminding:
    """Lists debtors, prepares a letter, records that it was sent."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes = clock, changes

    def debtors(self) -> tuple[Debtor, ...]:
        """Return who owes something beyond its delay, the largest sum first."""
        today = self._clock.today()
        with self._register.read() as tx:
            found = [self._debtor(tx, operator, today) for operator in self._catalogue.operators()]
        owing = [one for one in found if one.overdue.count or one.announced]
        return tuple(sorted(owing, key=lambda one: -one.overdue.cents))

    def freshness(self) -> tuple[Freshness, bool]:
        """Return how far the bank data reach, and whether that is fresh enough to remind anybody."""
        with self._register.read() as tx:
            known = tx.bank.freshness()
            alsace = tx.people.pharmacy().alsace_moselle
        return known, known.fresh(self._clock.today(), alsace)

    def prepare(self, operator_id: str, level: int = 0) -> ReadyReminder:
        """Gather what the reminder of one debtor says.

        Raises ``operator_unknown``, ``bank_stale``, ``nothing_overdue`` and ``reminder_level``.
        """
        today = self._clock.today()
        with self._register.read() as tx:
            return self._prepare(tx, operator_id, level, today)

    def record(self, who: str, operator_id: str, level: int = 0) -> Reminder:
        """Record that this reminder was sent; raises as :meth:`prepare`."""
        today = self._clock.today()
        with self._register.write(who) as tx:
            ready = self._prepare(tx, operator_id, level, today)
            owed = ready.debtor.overdue
            reminder = Reminder(operator_id, tx.now, who, ready.level, owed.cents, owed.count)
            reminder = replace(reminder, id=tx.owed.add_reminder(reminder))
            facts: dict[str, str | int] = {
                "name": ready.debtor.operator.name,
                "level": ready.level,
                "cents": owed.cents,
            }
            tx.journal.record("reminder.sent", operator_id, facts)
        self._changes.post(Kind.ADVANCES)
        return reminder

    def take_back(self, who: str, reminder: Reminder) -> None:
        """Undo a reminder noted as sent by mistake, of invoices or of an acompte: the level is free again."""
        with self._register.write(who) as tx:
            tx.owed.remove_reminder(reminder.id)
            tx.journal.record("reminder.taken_back", reminder.operator, {"level": reminder.level})
        self._changes.post(Kind.ADVANCES)

    def _prepare(self, tx: Transaction, operator_id: str, level: int, today: date) -> ReadyReminder:
        operator = next((one for one in self._catalogue.operators() if one.id == operator_id), None)
        if operator is None:
            raise Problem("operator_unknown", {"operator": operator_id[:40]})
        bank, alsace = tx.bank.freshness(), tx.people.pharmacy().alsace_moselle
        if not bank.fresh(today, alsace):
            raise Problem("bank_stale", {"day": short_day(bank.day)})
        debtor = self._debtor(tx, operator, today)
        if not debtor.overdue.count and not debtor.announced:
            raise Problem("nothing_overdue", {"name": operator.name})
        if not 0 <= level <= LAST_LEVEL:
            raise Problem("reminder_level")
        claims = tx.claims.find(_overdue(operator_id, debtor.delay), today=today)
        notices = _late_notices(tx, operator_id, debtor.delay, today, alsace)
        return ReadyReminder(debtor, level or debtor.next_level, claims, notices, bank)

    def _debtor(self, tx: Transaction, operator: Operator, today: date) -> Debtor:
        delay = USUAL_DELAY if operator.delay_days is None else operator.delay_days
        alsace = tx.people.pharmacy().alsace_moselle
        late = _late_notices(tx, operator.id, delay, today, alsace)
        return Debtor(
            operator,
            delay,
            operator.delay_days is not None,
            tx.claims.tally(_overdue(operator.id, delay), today=today),
            sum(one.rest for one in late),
            tuple(one for one in tx.owed.reminders(operator.id) if not one.advance_id),
        )


def _overdue(operator_id: str, delay: int) -> ClaimFilter:
    return ClaimFilter(operator_id, states=ADVANCEABLE, older_than=delay)


def _late_notices(
    tx: Transaction, operator_id: str, delay: int, today: date, alsace: bool
) -> tuple[Notice, ...]:
    """Return the notices of which something is missing beyond the delay."""
    return tuple(
        one
        for one in tx.notices.find(NoticeFilter(operator=operator_id))
        if one.rest > 0 and working_days_between(one.day, today, alsace) > delay
    )
