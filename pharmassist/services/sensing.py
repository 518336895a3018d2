"""Conditions that are sensed, never said: a mailbox renewed with a proof, a portal that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.incidents import (
    ACCEPTED_SEEN,
    CREDIT_SEEN,
    LIGHTS_SET,
    NOTICE_SEEN,
    PORTAL_OPEN,
    Case,
    Evidence,
)
from pharmassist.domain.operators import Light, Sign
from pharmassist.services.accesses import evidence_of
from pharmassist.services.ports.register import Transaction
from pharmassist.services.restarting import seen_signs
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import light_word, state_word

Senses = Callable[[Transaction, Case, str], dict[str, Evidence]]
"""Gives the conditions that hold for a case of an operator, by name."""

_SEEN = {Sign.ACCEPTED: ACCEPTED_SEEN, Sign.NOTICE: NOTICE_SEEN, Sign.CREDIT: CREDIT_SEEN}
_BEFORE_OPENING = timedelta(days=1)
"""What was done in the day before the case was opened counts: people act first, then write."""


def sense(tx: Transaction, case: Case, operator: str) -> dict[str, Evidence]:
    """Return the conditions that hold since the incident began."""
    since = case.opened_at - _BEFORE_OPENING
    found = (
        _mailbox(tx, operator, since),
        _portal(tx, operator, since),
        _lights(tx, operator, since),
        *_signs(tx, operator, case.opened_at),
    )
    return {evidence.condition: evidence for evidence in found if evidence is not None}


def _mailbox(tx: Transaction, operator: str, since: datetime) -> Evidence | None:
    """Tell whether the mailbox behind the portal was renewed and proved.

    Where the portal's mailbox is known it must be that one (each of them, if several);
    otherwise any renewed mailbox counts.
    """
    accesses = [access for access in tx.accesses.all() if not access.retired]
    behind = {a.resets_through for a in accesses if operator and a.operator == operator} - {0}
    wanted = [a for a in accesses if a.kind is AccessKind.MAILBOX and (not behind or a.id in behind)]
    proofs = [
        _newest((evidence_of(access, rotation) for rotation in tx.accesses.rotations(access.id)), since)
        for access in wanted
    ]
    proved = [proof for proof in proofs if proof is not None]
    if behind and len(proved) < len(wanted):
        return None
    return max(proved, key=lambda proof: proof.at, default=None)


def _newest(proofs: Iterable[Evidence | None], since: datetime) -> Evidence | None:
    """Return the newest proof since then."""
    return max((p for p in proofs if p and p.at >= since), key=lambda p: p.at, default=None)


def _portal(tx: Transaction, operator: str, since: datetime) -> Evidence | None:
    """Tell whether the portal answered when it was last looked at."""
    reading = tx.operators.latest_portal(operator)
    if reading is None or reading.outcome != "answers" or reading.at < since:
        return None
    return Evidence(PORTAL_OPEN, reading.at, _("Portal answers, {moment}").format(moment=moment(reading.at)))


def _lights(tx: Transaction, operator: str, since: datetime) -> Evidence | None:
    """Tell which lights were set: the reading itself is the evidence, with who said it and when."""
    readings = [reading for light in Light if (reading := tx.operators.latest(operator, light))]
    fresh = [reading for reading in readings if reading.at >= since]
    if not operator or not fresh:
        return None
    told = " · ".join(
        f"{light_word(r.light)} : {state_word(r.state)} ({r.who}, {moment(r.at)})" for r in fresh
    )
    return Evidence(LIGHTS_SET, max(reading.at for reading in fresh), told)


def _signs(tx: Transaction, operator: str, since: datetime) -> Iterator[Evidence]:
    """Give the signs of a restart seen since the case was opened, the newest of each."""
    if not operator:
        return
    newest = {sign.sign: sign for sign in seen_signs(tx, operator, since)}
    for sign, seen in newest.items():
        told = f"{seen.proof} ({seen.who}, {moment(seen.at)})"
        yield Evidence(_SEEN[sign], seen.at, told)
