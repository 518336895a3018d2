"""What every letter of the pharmacy needs: who makes it, who signs it, to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pharmassist.domain.money import Money
from pharmassist.domain.operators import Light, LightState, Operator
from pharmassist.domain.people import Person, Role
from pharmassist.services.composing.advance_request import AdvanceRequest, EstimateWorking
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import PARIS


def imprint_of(tx: Transaction, who: str) -> Imprint:
    """Return who makes a document, when, against which journal."""
    return Imprint(tx.people.pharmacy(), tx.now, who, tx.journal.head()[:8])


def signer_of(tx: Transaction, who: str) -> tuple[str, str]:
    """Return name and quality of who signs a letter: a titulaire; whoever acts when there is none."""
    known = [person for person in tx.people.people() if person.active]
    acting = next((p for p in known if p.initials == who), None)
    owner = next((p for p in known if p.role is Role.OWNER), None)
    signer = (
        acting if acting and acting.role is Role.OWNER else owner or acting or Person(0, who, "", Role.TEAM)
    )
    quality = signer.title or ("titulaire" if signer.role is Role.OWNER else "équipe officinale")
    return signer.name or signer.initials, quality


def address_of(operator: Operator) -> tuple[str, ...]:
    """Return name and postal address of an operator, one line each."""
    lines = (line.strip() for c in operator.contacts if c.kind == "post" for line in c.value.split(","))
    return operator.name, *lines


def request_facts(
    tx: Transaction,
    who: str,
    operator: Operator,
    period: tuple[date, date],
    asked: Mapping[int, Money] | None = None,
    estimate: EstimateWorking | None = None,
) -> AdvanceRequest:
    """Return what the request of an acompte says besides its invoices."""
    settings, (name, quality) = tx.people.settings(), signer_of(tx, who)
    transfers = tx.operators.latest(operator.id, Light.TRANSFERS)
    stopped = transfers if transfers and transfers.state is LightState.STOPPED else None
    return AdvanceRequest(
        operator_name=operator.name,
        operator_address=address_of(operator)[1:],
        period_from=period[0],
        period_to=period[1],
        declarant=name,
        quality=quality,
        rib_last4=settings.get("rib_last4", ""),
        # Only a light said to be stopped lets the letter say so.
        no_transfer_since=stopped.at.astimezone(PARIS).date() if stopped else None,
        oct_name=settings.get("oct_name", ""),
        software_name=settings.get("software_name", ""),
        asked=asked or {},
        estimate=estimate,
    )
