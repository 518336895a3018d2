"""Real registers for tests: an encrypted file in the test's own folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register

KEY = bytes(range(32))
OTHER_KEY = bytes(reversed(range(32)))
PHARMACY = Pharmacy("0123456789abcdef", "Pharmacie du Port", "290099993", town="Brest")
PEOPLE = (
    Person(0, "AB", "Anne Besson", Role.OWNER),
    Person(0, "LM", "Luc Martin", Role.CLAIMS_LEAD),
)


def make_files(folder: Path, clock: Clock) -> EncryptedFiles:
    """Return the files of a folder."""
    return EncryptedFiles(folder / "home", clock)


def make_register(
    tmp_path: Path, clock: Clock, people: tuple[Person, ...] = PEOPLE, pharmacy: Pharmacy = PHARMACY
) -> SqlRegister:
    """Make a register of the fictional pharmacy; the caller closes it."""
    return make_files(tmp_path, clock).create(pharmacy, KEY, people)


NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
TODAY = date(2024, 1, 30)


def some_claim(invoice: int, cents: int, day: date | None = TODAY, **more: Any) -> Claim:
    """Return an invoice that is not stored yet."""
    return replace(Claim(f"{invoice:09d}", cents, invoice_date=day), **more)


def add_claims(register: Register, *claims: Claim) -> list[int]:
    """Store invoices and return their numbers."""
    with register.write("AB") as tx:
        ids = [tx.claims.add(each) for each in claims]
        tx.journal.record("claims.added", facts={"count": len(ids)})
    return ids


def found(register: Register, wanted: ClaimFilter, sort: str = "day", **more: Any) -> list[str]:
    """Return the invoice numbers of a list, without their zeros."""
    with register.read() as tx:
        rows = tx.claims.find(wanted, today=TODAY, sort=sort, **more)
    return [each.invoice.lstrip("0") for each in rows]
