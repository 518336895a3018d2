"""How each operator usually pays, read from its credits."""

from __future__ import annotations

from datetime import date, timedelta

from pharmassist.domain.alarms import RHYTHM_DAYS, Rhythm, rhythm
from pharmassist.domain.bank import CreditFilter, CreditState
from pharmassist.domain.money import Money
from pharmassist.domain.payers import Payers
from pharmassist.services.ports.register import Transaction

SEEN = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED, CreditState.MATCHED})
"""Credits that stand and still bear their words."""


def rhythms(tx: Transaction, payers: Payers, until: date, alsace_moselle: bool) -> dict[str, Rhythm]:
    """Return the rhythm of each operator whose credits are many enough to have one."""
    first = until - timedelta(days=RHYTHM_DAYS)
    came: dict[str, list[tuple[date, Money]]] = {}
    for credit in tx.credits.stream(CreditFilter(states=SEEN, date_from=first, date_to=until)):
        payer = payers.of(credit)
        if payer is not None and not payer.outside:
            came.setdefault(payer.operator, []).append((credit.day, credit.cents))
    found = {operator: rhythm(each, alsace_moselle) for operator, each in came.items()}
    return {operator: each for operator, each in found.items() if each is not None}
