"""Small pharmacies for the tests of the ladder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pharmassist.domain.bank import Credit
from pharmassist.domain.book import Awaited, NoticeLineDue, OpenNotice, book_of
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.ladder import Ladder, Limits
from pharmassist.domain.matches import PayerRule
from pharmassist.domain.notices import Notice
from pharmassist.domain.payers import Payers

DAY = date(2024, 2, 5)
NAMES = {"viamedis": ("Viamedis",), "almerys": ("Almerys",), "isante": ("iSanté",), "sp-sante": ("SP santé",)}


def claim(
    number: int, cents: int, *, operator: str = "almerys", batch: str = "", day: date = DAY, **more: Any
) -> Claim:
    """Return an open invoice whose number in the register is its number."""
    fields = {"state": State.TRANSMITTED, "invoice_date": day, **more}
    return Claim(f"{number:09d}", cents, operator=operator, batch=batch, id=number, **fields)


def credit(cents: int, words: str, *, day: date = DAY, number: int = 1, **more: Any) -> Credit:
    """Return a credit of these words."""
    return Credit(1, day, cents, label=words, id=number, **more)


def notice(
    number: int,
    total: int,
    *,
    operator: str = "almerys",
    day: date = DAY - timedelta(days=3),
    reference: str = "",
    lines: tuple[tuple[int, int], ...] = (),
    withheld: int = 0,
) -> OpenNotice:
    """Return an open notice, with the invoices it pays as (number, cents)."""
    due = tuple(NoticeLineDue(claim_id, cents, cents) for claim_id, cents in lines)
    return OpenNotice(Notice(operator, day, total, reference, id=number), due, withheld)


def ladder(
    claims: tuple[Claim, ...] = (),
    notices: tuple[OpenNotice, ...] = (),
    *,
    rules: tuple[PayerRule, ...] = (),
    awaited: dict[str, tuple[Awaited, ...]] | None = None,
    owed: dict[str, int] | None = None,
    limits: Limits | None = None,
) -> Ladder:
    """Return the ladder over these invoices and notices."""
    return Ladder(book_of(claims, notices, awaited, owed), Payers(rules, NAMES), limits, finess="750712184")
