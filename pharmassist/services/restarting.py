"""The signs that an operator works again: those a person noted, those the register shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pharmassist.domain.claims import ClaimChange, ClaimFilter, State
from pharmassist.domain.notices import NoticeFilter
from pharmassist.domain.operators import SeenSign, Sign
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import PARIS, short_day
from pharmassist.services.texts import translate as _

_ACCEPTED = frozenset({State.ACKNOWLEDGED})


def seen_signs(tx: Transaction, operator: str, since: datetime) -> tuple[SeenSign, ...]:
    """Return the signs seen of an operator since an instant, oldest first.

    An invoice made after the stop and acknowledged (ARL +) is one of its own; so is a notice of a
    flow day after it, and the money that the bank received for one.
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
    noted += _from_notices(tx, operator, day)
    return tuple(sorted(noted, key=lambda sign: sign.at))


def _from_notices(tx: Transaction, operator: str, stopped: date) -> list[SeenSign]:
    """Return a notice of a later flow day, and one that the bank paid, where there are any."""
    found: dict[Sign, SeenSign] = {}
    for notice in tx.notices.find(NoticeFilter(operator=operator, date_from=stopped + timedelta(days=1))):
        at = datetime.combine(notice.day, time(12), UTC)
        proof = _("notice of {day}").format(day=short_day(notice.day))
        found.setdefault(Sign.NOTICE, SeenSign(operator, Sign.NOTICE, at, "", proof))
        if notice.received > 0:
            paid = _("credit for the notice of {day}").format(day=short_day(notice.day))
            found.setdefault(Sign.CREDIT, SeenSign(operator, Sign.CREDIT, at, "", paid))
    return list(found.values())


def _accepts(change: ClaimChange) -> bool:
    return change.after == State.ACKNOWLEDGED.value
