"""The signs that an operator works again: those a person noted, those the register shows."""

from __future__ import annotations

from datetime import datetime

from pharmassist.domain.claims import ClaimChange, ClaimFilter, State
from pharmassist.domain.operators import SeenSign, Sign
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import PARIS
from pharmassist.services.texts import translate as _

_ACCEPTED = frozenset({State.ACKNOWLEDGED})


def seen_signs(tx: Transaction, operator: str, since: datetime) -> tuple[SeenSign, ...]:
    """Return the signs seen of an operator since an instant, oldest first.

    An invoice made after the stop and acknowledged (ARL +) is one of its own.
    """
    noted = [sign for sign in tx.operators.signs(operator) if sign.at > since]
    day = since.astimezone(PARIS).date()
    wanted = ClaimFilter(operator=operator, states=_ACCEPTED, date_from=day)
    for claim in tx.claims.find(wanted, today=day):
        accepted = next((c for c in tx.claims.history(claim.id) if _accepts(c) and c.at > since), None)
        if accepted is not None:
            proof = _("invoice acknowledged (ARL +)")
            noted.append(SeenSign(operator, Sign.ACCEPTED, accepted.at, accepted.who, proof))
            break
    return tuple(sorted(noted, key=lambda sign: sign.at))


def _accepts(change: ClaimChange) -> bool:
    return change.after == State.ACKNOWLEDGED.value
