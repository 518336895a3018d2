"""A pharmacy of story 5, with its bank and its notices, on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pharmassist.domain.bank import BankAccount, BankFormat, BankStatement, Credit, CreditFilter
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.money import Money
from pharmassist.domain.notices import LineKind, Notice, NoticeLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.ports.register import Register
from tests.claims_bench import Bench, bench

WHO = "AB"
_EVERY = CreditFilter()
REQUESTED_AT = datetime(2024, 2, 6, 8, 0, tzinfo=UTC)
CLOSING = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
STORY_5 = (
    (date(2024, 2, 20), 64_012, 60_000),
    (date(2024, 2, 22), 58_840, 58_840),
    (date(2024, 2, 27), 70_255, 50_401),
    (date(2024, 3, 1), 48_666, 0),
)
"""Flow day, announced, withheld."""


@dataclass(frozen=True, slots=True)
class Storing:
    """Stores what invoices, bank and operators say."""

    register: Register

    def claims(self, *claims: Claim) -> list[int]:
        """Store invoices."""
        with self.register.write(WHO) as tx:
            ids = [tx.claims.add(claim) for claim in claims]
            tx.journal.record("claims.added", facts={"count": len(ids)})
        return ids

    def bank(self, until: date, *credits_: tuple[date, Money], words: str = "VIR VIAMEDIS") -> list[int]:
        """Store a statement with these credits and return their numbers."""
        with self.register.write(WHO) as tx:
            accounts = tx.bank.accounts()
            account = accounts[0].id if accounts else tx.bank.add_account(BankAccount("FR76"))
            number = len(tx.bank.imports())
            record = StatementImport(
                0,
                tx.now,
                WHO,
                StatementKind.BANK,
                "releve.ofx",
                f"{number:064d}",
                StatementReport(),
            )
            brought = tx.bank.add_import(record)
            total = sum(cents for _day, cents in credits_)
            first = min((day for day, _cents in credits_), default=until)
            tx.bank.add_statement(
                BankStatement(account, brought, BankFormat.OFX, first, until, total, 0, len(credits_))
            )
            before = {credit.id for credit in tx.credits.find(_EVERY)}
            tx.bank.see(
                brought,
                [
                    Sighting(
                        account,
                        Marks(f"{number}-{index}", "ofx"),
                        credit=Credit(account, day, cents, words, import_id=brought),
                    )
                    for index, (day, cents) in enumerate(credits_)
                ],
            )
            tx.journal.record("bank.imported")
            return [credit.id for credit in tx.credits.find(_EVERY) if credit.id not in before]

    def notice(
        self, operator: str, day: date, total: Money, rejects: tuple[tuple[str, Money], ...] = ()
    ) -> int:
        """Store a notice, with the invoices it rejects."""
        lines = tuple(
            NoticeLine(0, LineKind.REJECTED, invoice, cents, "R1", "droits fermés")
            for invoice, cents in rejects
        )
        with self.register.write(WHO) as tx:
            number = tx.notices.add(Notice(operator, day, total), lines)
            tx.journal.record("notices.added")
        return number


@dataclass(frozen=True, slots=True)
class Scene(Storing):
    """The same with the desk of invoices."""

    desk: Bench


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Make the scene; its register is closed at the end."""
    with bench(folder) as desk:
        yield Scene(desk.register, desk)


def story_5(at: Storing) -> None:
    """Store the invoices of story 5: 251 of 2 614,83 €, 14 rejected (139,20), 6 paid by the patient."""
    day = date(2024, 1, 25)
    claims = [
        Claim(f"{n:09d}", 1_046, day, day, operator="viamedis", amc_number="11111111") for n in range(1, 231)
    ]
    claims.append(Claim("000000231", 241_773 - 230 * 1_046, day, day, operator="viamedis"))
    rejected = [994] * 13 + [13_920 - 13 * 994]
    claims += [
        Claim(f"{n:09d}", cents, day, day, operator="viamedis", state=State.REJECTED)
        for n, cents in enumerate(rejected, 232)
    ]
    claims += [
        Claim(f"{n:09d}", 965, day, day, operator="viamedis", state=State.PAID_BY_PATIENT)
        for n in range(246, 252)
    ]
    at.claims(*claims)
