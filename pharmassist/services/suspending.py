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
from pharmassist.services.ports.register import Register

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
            return tuple(s for s in tx.operators.suspensions() if s.ended_at is None)

    def decide(
        self, operator_id: str, who: str, reason: str, from_day: date | None = None, pin: Secret | None = None
    ) -> Suspension:
        """Record a decision; raises ``owner_needed``, ``reason_missing``, ``already_suspended``."""
        if all(operator.id != operator_id for operator in self._catalogue.operators()):
            raise Problem("operator_unknown", {"operator": operator_id[:40]})
        refuse_nir(reason)
        if not reason.strip():
            raise Problem("reason_missing")
        self._pins.owner_only(who, pin)
        with self._register.write(who) as tx:
            if any(s.ended_at is None for s in tx.operators.suspensions(operator_id)):
                raise Problem("already_suspended", {"operator": operator_id})
            day = from_day or self._clock.today()
            decision = Suspension(operator_id, day, reason.strip()[:REASON_LIMIT], tx.now, who)
            decision = replace(decision, id=tx.operators.suspend(decision))
            tx.journal.record("operators.suspended", operator_id, {"from": day.isoformat()})
        self._changes.post(Kind.OPERATORS)
        return decision

    def end(self, operator_id: str, who: str, pin: Secret | None = None) -> Suspension:
        """Record that tiers payant is taken up again; raises ``owner_needed``, ``not_suspended``."""
        self._pins.owner_only(who, pin)
        with self._register.write(who) as tx:
            standing = [s for s in tx.operators.suspensions(operator_id) if s.ended_at is None]
            if not standing:
                raise Problem("not_suspended", {"operator": operator_id[:40]})
            ended = replace(standing[-1], ended_at=tx.now, ended_by=who)
            tx.operators.update_suspension(ended)
            tx.journal.record("operators.suspension_ended", operator_id)
        self._changes.post(Kind.OPERATORS)
        return ended
