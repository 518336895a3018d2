"""Acomptes: what may be asked and why, what was asked, answered, banked and given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.advances import (
    ANSWERS,
    WAITS,
    Advance,
    AdvanceStatus,
    Basis,
    BasisLine,
    Movement,
    MovementKind,
    NoticeLine,
    Reminder,
    balance,
    by_day,
    notices_of,
)
from pharmassist.domain.bank import Credit, CreditFilter, CreditState
from pharmassist.domain.claims import Claim
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice, NoticeFilter
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services import advance_money as ledger_money
from pharmassist.services.advance_sums import Computation, compute, counted
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators
from pharmassist.services.pins import Pins
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

_BANKED = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED})


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A movement with what is still to give back after it."""

    movement: Movement
    balance: Money


@dataclass(frozen=True, slots=True)
class Ledger:
    """An acompte from request to zero: its movements, its reminders, the notices that tell it."""

    advance: Advance
    lines: tuple[LedgerLine, ...]
    notices: tuple[NoticeLine, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def balance(self) -> Money:
        """What is still to give back, in cents; below zero, the operator withheld too much."""
        return self.lines[-1].balance if self.lines else 0

    def balance_at(self, day: date) -> Money:
        """Return what was still to give back at the end of a day."""
        return balance(self.movements, day)

    @property
    def movements(self) -> tuple[Movement, ...]:
        """The movements alone."""
        return tuple(line.movement for line in self.lines)

    @property
    def received(self) -> Money:
        """What came in."""
        return sum(m.cents for m in self.movements if m.kind is MovementKind.RECEIVED)

    @property
    def given_back(self) -> Money:
        """What was withheld or paid back."""
        return self.received - self.balance


class Advancing:
    """Computes, asks and keeps the ledger of acomptes."""

    def __init__(
        self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes, pins: Pins
    ) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes, self._pins = clock, changes, pins

    # --- asking ---------------------------------------------------------------------

    def compute(
        self, operator: str, period_from: date | None = None, period_to: date | None = None
    ) -> Computation:
        """Compute exact sum and estimates; without dates from the oldest invoice that counts to today.

        Raises ``operator_unknown`` and ``period_reversed``.
        """
        known_operators(self._catalogue, (operator,))
        with self._register.read() as tx:
            return compute(tx, operator, period_from, period_to, self._clock.today())[0]

    def basis(self, operator: str, period_from: date, period_to: date) -> tuple[Claim, ...]:
        """Return the invoices behind the exact sum, oldest first: the annex of the letter."""
        with self._register.read() as tx:
            return counted(tx, operator, period_from, period_to, self._clock.today()).claims

    def request(
        self,
        who: str,
        operator: str,
        period_from: date | None = None,
        period_to: date | None = None,
        basis: Basis = Basis.EXACT,
        pin: Secret | None = None,
    ) -> Advance:
        """Record that an acompte was asked: the exact sum, or an estimate. An owner's own verb.

        What the sum rests on is kept with it: no other request that stands holds these invoices.
        Raises as ``compute`` and ``Pins.owner_only``, and ``nothing_to_advance``.
        """
        known_operators(self._catalogue, (operator,))
        who = self._pins.owner_only(who, pin).initials
        with self._register.write(who) as tx:
            found, held = compute(tx, operator, period_from, period_to, self._clock.today())
            asked = found.sum_of(basis)
            if asked is None or asked <= 0:
                raise Problem("nothing_to_advance", {"operator": operator})
            under_way = [one.id for one in tx.advances.all(operator) if one.stands]
            advance = Advance(
                operator=operator,
                period_from=found.period_from,
                period_to=found.period_to,
                claims=found.claims,
                requested=asked,
                requested_at=tx.now,
                requested_by=who,
                basis=basis,
                renews=max(under_way, default=0),
            )
            lines = (BasisLine(claim.id, claim.advanceable) for claim in held.claims)
            advance = replace(advance, id=tx.advances.add(advance, lines))
            facts: dict[str, str | int] = {
                "operator": operator,
                "name": self._name(operator),
                "from": found.period_from.isoformat(),
                "to": found.period_to.isoformat(),
                "claims": found.claims,
                "cents": asked,
                "basis": basis.value,
            }
            tx.journal.record("advance.requested", str(advance.id), facts)
        self._changes.post(Kind.ADVANCES)
        return advance

    def withdraw(self, who: str, advance_id: int) -> Advance:
        """Take a request back: noted by mistake, or needless. Raises ``advance_has_money``."""
        with self._register.write(who) as tx:
            advance = ledger_money.known_advance(tx, advance_id)
            if tx.advances.movements(advance_id):
                raise Problem("advance_has_money")
            advance = replace(advance, status=AdvanceStatus.WITHDRAWN, granted=0)
            tx.advances.update(advance)
            tx.journal.record("advance.withdrawn", str(advance_id))
        self._changes.post(Kind.ADVANCES)
        return replace(advance, version=advance.version + 1)

    def remind(self, who: str, advance_id: int) -> Reminder:
        """Record that the operator was reminded of a request it did not answer.

        Raises ``advance_not_waiting``.
        """
        with self._register.write(who) as tx:
            advance = ledger_money.known_advance(tx, advance_id)
            if advance.status not in WAITS:
                raise Problem("advance_not_waiting")
            level = 1 + sum(one.advance_id == advance_id for one in tx.owed.reminders(advance.operator))
            reminder = Reminder(
                advance.operator, tx.now, who, level, advance.requested, advance.claims, advance_id
            )
            reminder = replace(reminder, id=tx.owed.add_reminder(reminder))
            tx.journal.record("advance.reminded", str(advance_id), {"level": level})
        self._changes.post(Kind.ADVANCES)
        return reminder

    def answer(self, who: str, advance_id: int, status: AdvanceStatus, granted: Money = 0) -> Advance:
        """Record the operator's answer: granted whole or in part (cents), refused, or none.

        Raises ``advance_unknown``, ``advance_answer_refused``, ``amount_not_positive``,
        ``granted_beyond_request`` and ``advance_has_money`` (money that came says more than a no).
        """
        if status is AdvanceStatus.PARTLY_GRANTED:
            status = AdvanceStatus.GRANTED
        if status not in ANSWERS:
            raise Problem("advance_answer_refused", {"status": status.value})
        if status is AdvanceStatus.GRANTED and granted <= 0:
            raise Problem("amount_not_positive")
        with self._register.write(who) as tx:
            advance = ledger_money.known_advance(tx, advance_id)
            if tx.advances.movements(advance_id):
                raise Problem("advance_has_money")
            if granted > advance.requested:
                raise Problem("granted_beyond_request", {"cents": granted, "requested": advance.requested})
            given = granted if status is AdvanceStatus.GRANTED else 0
            advance = replace(
                advance, granted=given, answered_on=self._clock.today(), answered_by=who, status=status
            )
            if given:
                advance = replace(advance, status=advance.answered())
            tx.advances.update(advance)
            facts: dict[str, str | int] = {"status": advance.status.value, "cents": given}
            tx.journal.record("advance.recorded", str(advance_id), facts)
        self._changes.post(Kind.ADVANCES)
        return replace(advance, version=advance.version + 1)

    def take_back(self, who: str, before: Advance) -> Advance:
        """Undo an answer or a withdrawal: the request is as ``before`` again.

        Raises ``advance_has_money``, and ``changed_meanwhile`` where something else came since: another
        request of the operator may hold its invoices.
        """
        with self._register.write(who) as tx:
            advance = ledger_money.known_advance(tx, before.id)
            if tx.advances.movements(before.id):
                raise Problem("advance_has_money")
            later = any(one.id > before.id and one.stands for one in tx.advances.all(before.operator))
            if later or advance.version != before.version + 1:
                raise Problem("changed_meanwhile", {"what": self._name(before.operator)})
            back = replace(before, version=advance.version)
            tx.advances.update(back)
            tx.journal.record("advance.taken_back", str(before.id), {"status": before.status.value})
        self._changes.post(Kind.ADVANCES)
        return replace(back, version=back.version + 1)

    # --- money ----------------------------------------------------------------------

    def receive(self, who: str, advance_id: int, credit_id: int, cents: Money = 0) -> Ledger:
        """Say that a credit of the bank is this acompte, whole or (cents) in part.

        Raises ``credit_unknown``, ``credit_already_pointed``, ``credit_rest_short``, ``advance_ended``.
        """
        with self._register.write(who) as tx:
            credit = tx.credits.get(credit_id)
            if credit is None:
                raise Problem("credit_unknown", {"credit": credit_id})
            ledger_money.take_receipt(tx, who, advance_id, credit, cents or credit.rest)
            ledger = self._ledger(tx, advance_id)
        self._changes.post(Kind.ADVANCES, Kind.BANK)
        return ledger

    def withhold(
        self, who: str, advance_id: int, notice_id: int, cents: Money = 0, day: date | None = None
    ) -> Ledger:
        """Say that a notice was paid less by what gives this acompte back; all that is missing of it
        without a sum. A notice wholly withheld brings no bank line: that is no alarm.

        Raises ``notice_unknown``, ``withheld_beyond_notice``, ``advance_not_banked``.
        """
        with self._register.write(who) as tx:
            notice = tx.notices.get(notice_id)
            if notice is None:
                raise Problem("notice_unknown", {"notice": notice_id})
            amount = cents or notice.rest
            ledger_money.take_withholding(tx, who, advance_id, notice, amount, day or notice.day)
            ledger = self._ledger(tx, advance_id)
        self._changes.post(Kind.ADVANCES, Kind.BANK)
        return ledger

    def add_movement(
        self,
        who: str,
        advance_id: int,
        kind: MovementKind,
        cents: Money,
        day: date | None = None,
        reference: str = "",
    ) -> Ledger:
        """Record a movement that names neither credit nor notice: the bank data are not here.

        Raises ``advance_unknown``, ``advance_ended``, ``amount_not_positive``, ``date_in_future``,
        ``advance_not_banked`` (nothing came in yet) and ``nir_refused``.
        """
        refuse_nir(reference)
        note: dict[MovementKind, Callable[[Transaction], int]] = {
            MovementKind.RECEIVED: lambda tx: ledger_money.note_receipt(
                tx, who, advance_id, cents, on, reference=reference.strip()
            ),
            MovementKind.WITHHELD: lambda tx: ledger_money.note_withholding(
                tx, who, advance_id, cents, on, reference=reference.strip()
            ),
            MovementKind.REPAID: lambda tx: ledger_money.note_repayment(
                tx, who, advance_id, cents, on, reference.strip()
            ),
        }
        on = day or self._clock.today()
        with self._register.write(who) as tx:
            note[kind](tx)
            ledger = self._ledger(tx, advance_id)
        self._changes.post(Kind.ADVANCES)
        return ledger

    def undo_movement(self, who: str, movement_id: int) -> Ledger:
        """Undo a movement with its match: credit, notice and acompte are as before it.

        Raises ``movement_unknown``, ``movement_of_match`` and ``advance_not_banked``.
        """
        with self._register.write(who) as tx:
            movement = ledger_money.untake(tx, who, movement_id)
            ledger = self._ledger(tx, movement.advance_id)
        self._changes.post(Kind.ADVANCES, Kind.BANK)
        return ledger

    # --- looking --------------------------------------------------------------------

    def ledgers(self, operator: str = "") -> tuple[Ledger, ...]:
        """Return every acompte with its movements, newest first; of one operator if named."""
        with self._register.read() as tx:
            return tuple(self._ledger(tx, one.id) for one in reversed(tx.advances.all(operator)))

    def ledger(self, advance_id: int) -> Ledger:
        """Return one acompte; raises ``advance_unknown``."""
        with self._register.read() as tx:
            return self._ledger(tx, advance_id)

    def current(self, operator: str) -> Ledger:
        """Return the newest acompte of an operator that stands, else the newest.

        Raises ``Problem("advance_unknown")`` when none was asked.
        """
        ledgers = self.ledgers(operator)
        if not ledgers:
            raise Problem("advance_unknown", {"operator": operator})
        return next((each for each in ledgers if each.advance.stands), ledgers[0])

    def free_credits(self, since: date) -> tuple[Credit, ...]:
        """Return the credits that could be an acompte: not wholly pointed, newest first."""
        with self._register.read() as tx:
            found = tx.credits.find(CreditFilter(states=_BANKED, date_from=since))
        return tuple(sorted((c for c in found if c.rest > 0), key=lambda c: (c.day, c.id), reverse=True))

    def open_notices(self, operator: str) -> tuple[Notice, ...]:
        """Return the notices of an operator of which something is missing, oldest first."""
        with self._register.read() as tx:
            return tuple(one for one in tx.notices.find(NoticeFilter(operator=operator)) if one.rest > 0)

    def _ledger(self, tx: Transaction, advance_id: int) -> Ledger:
        advance, movements = ledger_money.known_advance(tx, advance_id), tx.advances.movements(advance_id)
        ordered = by_day(movements)
        lines = tuple(
            LedgerLine(movement, balance(ordered[: index + 1])) for index, movement in enumerate(ordered)
        )
        notices: tuple[NoticeLine, ...] = ()
        if movements:
            found = tx.notices.find(NoticeFilter(operator=advance.operator))
            notices = notices_of(advance, movements, found)
        reminders = tuple(one for one in tx.owed.reminders(advance.operator) if one.advance_id == advance_id)
        return Ledger(advance, lines, notices, reminders)

    def _name(self, operator: str) -> str:
        return next((each.name for each in self._catalogue.operators() if each.id == operator), operator)
