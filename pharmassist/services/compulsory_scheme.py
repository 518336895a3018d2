"""Late invoices of the compulsory scheme: when each was paid, what is owed for it, all together.

The bank tells a caisse's credits in one sum and nothing here reads its notices: a person says on
which day invoices were paid. Sending day and share come from the register where it knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pharmassist.domain.identifiers import clean_invoice
from pharmassist.domain.indemnities import (
    CompulsoryDelay,
    CompulsoryLine,
    IndemnityRule,
    RuleKind,
    compulsory_late,
    compulsory_lines,
    in_force,
)
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

_USUAL_DAYS = 90


def period(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """Return the days asked, both included; the last three months without any.

    Raises ``period_reversed``.
    """
    end = last or today
    start = first or date.fromordinal(end.toordinal() - _USUAL_DAYS)
    if start > end:
        raise Problem("period_reversed")
    return start, end


@dataclass(frozen=True, slots=True)
class CompulsoryAccount:
    """What the compulsory scheme owes for invoices paid on these days, both included; cents."""

    first: date
    last: date
    rule: IndemnityRule | None
    """The one in force on the last day."""
    lines: tuple[CompulsoryLine, ...]

    @property
    def late(self) -> tuple[CompulsoryLine, ...]:
        """Those for which something is owed."""
        return tuple(line for line in self.lines if line.owed)

    @property
    def owed(self) -> Money:
        """The sum of it."""
        return sum(line.owed for line in self.lines)


@dataclass(frozen=True, slots=True)
class AddedDelays:
    """What was added at once, and the lines it stands in the place of."""

    lines: tuple[CompulsoryDelay, ...]
    replaced: tuple[CompulsoryDelay, ...]


class CompulsoryScheme:
    """Keeps when invoices were paid by the compulsory scheme, and counts what is owed."""

    def __init__(
        self,
        register: Register,
        clock: Clock,
        changes: Changes,
        rules: Callable[[Transaction], tuple[IndemnityRule, ...]],
    ) -> None:
        self._register, self._clock, self._changes = register, clock, changes
        self._rules = rules

    def account(self, first: date | None = None, last: date | None = None) -> CompulsoryAccount:
        """Count what is owed; raises ``period_reversed``."""
        start, end = period(first, last, self._clock.today())
        with self._register.read() as tx:
            rules, alsace = self._rules(tx), tx.people.pharmacy().alsace_moselle
            lines = compulsory_lines(tx.owed.delays(start, end), rules, alsace)
        return CompulsoryAccount(start, end, in_force(rules, RuleKind.COMPULSORY_LATE, "", end), lines)

    def of_one(self, sent: date, paid: date, cents: Money) -> Money:
        """Return what is owed for one invoice, without keeping it; 0 without a rule of that day."""
        with self._register.read() as tx:
            rule = in_force(self._rules(tx), RuleKind.COMPULSORY_LATE, "", paid)
            alsace = tx.people.pharmacy().alsace_moselle
        return compulsory_late(sent, paid, cents, rule, alsace) if rule else 0

    def add(
        self,
        who: str,
        invoices: Sequence[str],
        paid: date,
        sent: date | None = None,
        cents: Money | None = None,
    ) -> AddedDelays:
        """Say that these invoices were paid on a day: all of them, or none.

        Without ``sent`` or ``cents`` (a share, of one invoice only) the register is asked. Raises
        ``invoice_unreadable``, ``compulsory_unknown``, ``compulsory_share_of_many``,
        ``compulsory_days`` and ``amount_not_positive``.
        """
        numbers = tuple(dict.fromkeys(clean_invoice(one) for one in invoices))
        if cents is not None and len(numbers) != 1:
            raise Problem("compulsory_share_of_many")
        with self._register.write(who) as tx:
            facts = {number: _facts(tx, number, sent, cents) for number in numbers}
            unknown = [number for number, found in facts.items() if found is None]
            if unknown or not facts:
                raise Problem("compulsory_unknown", {"invoices": ", ".join(unknown[:5])})
            delays = [
                CompulsoryDelay(number, found[0], paid, found[1], who, tx.now)
                for number, found in facts.items()
                if found is not None
            ]
            for one in delays:
                if one.cents <= 0:
                    raise Problem("amount_not_positive")
                if not one.sent <= paid <= self._clock.today():
                    raise Problem("compulsory_days", {"invoice": one.invoice})
            replaced = _known(tx, delays)
            for one in delays:
                tx.owed.add_delay(one)
            tx.journal.record("compulsory.paid", "", {"count": len(delays), "day": paid.isoformat()})
        self._changes.post(Kind.ADVANCES)
        return AddedDelays(tuple(delays), replaced)

    def take_back(self, who: str, added: AddedDelays) -> None:
        """Undo what was added: what it replaced is there again."""
        with self._register.write(who) as tx:
            for one in _known(tx, added.lines):
                tx.owed.remove_delay(one.id)
            for one in added.replaced:
                tx.owed.add_delay(one)
            tx.journal.record("compulsory.taken_back", "", {"count": len(added.lines)})
        self._changes.post(Kind.ADVANCES)

    def put_back(self, who: str, line: CompulsoryDelay) -> None:
        """Put a line back that was taken away, as it was."""
        with self._register.write(who) as tx:
            tx.owed.add_delay(line)
            tx.journal.record("compulsory.paid", "", {"count": 1, "day": line.paid.isoformat()})
        self._changes.post(Kind.ADVANCES)

    def remove(self, who: str, delay_id: int) -> None:
        """Take a line away."""
        with self._register.write(who) as tx:
            tx.owed.remove_delay(delay_id)
            tx.journal.record("compulsory.removed", "", {"line": delay_id})
        self._changes.post(Kind.ADVANCES)


def _known(tx: Transaction, lines: Sequence[CompulsoryDelay]) -> tuple[CompulsoryDelay, ...]:
    """Return what the register keeps under the number and the day of sending of these lines."""
    wanted = {(one.invoice, one.sent) for one in lines}
    kept = tx.owed.delays(date.min, date.max)
    return tuple(one for one in kept if (one.invoice, one.sent) in wanted)


def _facts(tx: Transaction, number: str, sent: date | None, cents: Money | None) -> tuple[date, Money] | None:
    """Return sending day and share of an invoice: as typed, else as the newest of that number says."""
    if sent is not None and cents is not None:
        return sent, cents
    for claim in reversed(tx.claims.by_invoice(number)):
        day, share = sent or claim.transmission_date or claim.invoice_date, cents or claim.amo_amount
        if day is not None and share:
            return day, share
    return None
