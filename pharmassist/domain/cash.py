"""Money that must go out, set against money that is missing; the threshold the titulaire writes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem


class CashKind(StrEnum):
    """The four lines of cash (trade.md, first week): grossiste, salaires, URSSAF, TVA."""

    WHOLESALER = "wholesaler"
    WAGES = "wages"
    URSSAF = "urssaf"
    VAT = "vat"


@dataclass(frozen=True, slots=True)
class CashLine:
    """A sum that must be paid on a day."""

    kind: CashKind
    day: date
    cents: Money


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the titulaire wrote: « au-delà de … € ou … jours, je décide ».

    Cents and working days; 0 = that side says nothing.
    """

    cents: Money
    days: int
    written_by: str
    written_on: date

    def crossed_by(self, missing: Money, oldest_days: int) -> bool:
        """Tell whether what is missing of one operator goes beyond it."""
        return (0 < self.cents < missing) or (0 < self.days < oldest_days)


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who may debit the account; ``ics`` is its SEPA creditor identifier, public, "" when unknown."""

    name: str
    ics: str = ""


_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_ICS = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")


def checked_creditor(name: str, ics: str = "") -> Creditor:
    """Return a creditor that may be kept.

    Raises ``creditor_unnamed``, ``creditor_account`` (an account number is not needed here) and
    ``creditor_ics``.
    """
    shown = " ".join(name.split())
    compact = "".join(ics.split()).upper()
    if not shown:
        raise Problem("creditor_unnamed")
    if _IBAN.search("".join(shown.split()).upper()) or re.search(r"\d{11}", "".join(shown.split())):
        raise Problem("creditor_account")
    if compact and not _ICS.fullmatch(compact):
        raise Problem("creditor_ics", {"ics": compact[:40]})
    if compact.startswith("FR") and len(compact) == 27:
        raise Problem("creditor_account")
    return Creditor(shown[:80], compact)


def write_creditors(creditors: tuple[Creditor, ...]) -> str:
    """Write the list as text."""
    return json.dumps([[one.name, one.ics] for one in creditors], ensure_ascii=False)


def read_creditors(text: str) -> tuple[Creditor, ...]:
    """Read what :func:`write_creditors` wrote."""
    return tuple(Creditor(str(name), str(ics)) for name, ics in json.loads(text or "[]"))
