"""Suspending tiers payant for an operator: the titulaire's recorded decision, about the AMC share only.

C2S, AME, AT/MP, maternity and ALD are never touched (trade.md §5); whether it is wise is nobody's to
say here: the program records who decided, when, why, and what the counter then reads.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.operators import Suspension
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.pins import Pins
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

REASON_LIMIT = 300


class Suspending:
    """Records decisions to suspend, and their end."""

    def __init__(
        self, register: Register, catalogue: Catalogue, pins: Pins, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._catalogue, self._pins = register, catalogue, pins
        self._clock, self._changes = clock, changes

    def in_force(self) -> tuple[Suspension, ...]:
        """Return the decisions that stand."""
        with self._register.read() as tx:
            return standing(tx, self._clock.today())

    def decide(
        self,
        operator_id: str,
        who: str,
        reason: str,
        from_day: date | None = None,
        until: date | None = None,
        pin: Secret | None = None,
    ) -> Suspension:
        """Record a decision; without ``until`` it holds until tiers payant is taken up again.

        Raises ``owner_needed``, ``reason_missing``, ``already_suspended``, ``until_past``.
        """
        if all(operator.id != operator_id for operator in self._catalogue.operators()):
            raise Problem("operator_unknown", {"operator": operator_id[:40]})
        refuse_nir(reason)
        if not reason.strip():
            raise Problem("reason_missing")
        today = self._clock.today()
        day = from_day or today
        if until is not None and until < max(day, today):
            raise Problem("until_past", {"day": until.isoformat()})
        self._pins.owner_only(who, pin)
        with self._register.write(who) as tx:
            if standing(tx, today, operator_id):
                raise Problem("already_suspended", {"operator": operator_id})
            text = reason.strip()[:REASON_LIMIT]
            decision = Suspension(operator_id, day, text, tx.now, who, until=until)
            decision = replace(decision, id=tx.operators.suspend(decision))
            facts = {"from": day.isoformat()}
            if until is not None:
                facts["until"] = until.isoformat()
            tx.journal.record("operators.suspended", operator_id, facts)
        self._changes.post(Kind.OPERATORS)
        return decision

    def end(self, operator_id: str, who: str, pin: Secret | None = None) -> Suspension:
        """Record that tiers payant is taken up again; raises ``owner_needed``, ``not_suspended``."""
        self._pins.owner_only(who, pin)
        with self._register.write(who) as tx:
            found = standing(tx, self._clock.today(), operator_id)
            if not found:
                raise Problem("not_suspended", {"operator": operator_id[:40]})
            ended = replace(found[-1], ended_at=tx.now, ended_by=who)
            tx.operators.update_suspension(ended)
            tx.journal.record("operators.suspension_ended", operator_id)
        self._changes.post(Kind.OPERATORS)
        return ended


def standing(tx: Transaction, today: date, operator_id: str = "") -> tuple[Suspension, ...]:
    """Return the decisions that stand today, of one operator or of all."""
    return tuple(s for s in tx.operators.suspensions(operator_id) if s.stands(today))


def suspended_today(tx: Transaction, today: date) -> frozenset[str]:
    """Return the operators whose tiers payant is suspended on that day."""
    return frozenset(s.operator for s in standing(tx, today) if s.holds(today))
