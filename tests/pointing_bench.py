"""A pharmacy of four operators whose credits wait to be pointed, for what measures pointing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from pharmassist.domain.bank import BankAccount, Credit
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.calendar import is_working_day
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.notices import LineKind, Notice, NoticeLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.ports.register import Register
from tests.registers import NOW

OPERATORS = (("almerys", "ALMERYS"), ("viamedis", "VIAMEDIS"), ("isante", "ISANTE"), ("sp-sante", "SP SANTE"))
FIRST = date(2021, 1, 4)
LOT = 10


def _days(number: int) -> list[date]:
    days: list[date] = []
    day = FIRST
    while len(days) < number:
        if is_working_day(day):
            days.append(day)
        day += timedelta(days=1)
    return days


def fill(register: Register, lines: int, claims: int) -> None:
    """Store lots of invoices by operator and day, notices for some, and credits of every rung."""
    draw = random.Random(7)
    lots = claims // LOT
    days = _days(lots // len(OPERATORS) + 1)
    stored: list[Claim] = []
    for lot in range(lots):
        operator, _words = OPERATORS[lot % len(OPERATORS)]
        day = days[lot // len(OPERATORS)]
        stored += [
            Claim(
                f"{lot * LOT + n + 1:09d}",
                draw.randint(80, 9_000),
                day,
                operator=operator,
                batch=f"{lot % 900 + 100:03d}",
            )
            for n in range(LOT)
        ]
    with register.write("AB") as tx:
        tx.claims.add_many(stored, 0)
        known = tx.claims.find(ClaimFilter(), today=NOW.date())
        by_number = {claim.invoice: claim for claim in known}
        account = tx.bank.add_account(BankAccount("FR7600"))
        record = StatementImport(0, tx.now, "AB", StatementKind.BANK, "compte", "0" * 64, StatementReport())
        brought = tx.bank.add_import(record)
        made: list[Credit] = []
        for number in range(lines):
            lot = draw.randrange(lots) if lines < lots else number % lots
            operator, words = OPERATORS[lot % len(OPERATORS)]
            mine = [by_number[f"{lot * LOT + n + 1:09d}"] for n in range(LOT)]
            total, day = sum(c.amc_amount for c in mine), mine[0].invoice_date or FIRST
            came = day + timedelta(days=3)
            rung = number % 10
            if rung < 4:
                reference = f"V{number:08d}"
                told = [NoticeLine(0, LineKind.PAID, c.invoice, c.amc_amount, claim_id=c.id) for c in mine]
                tx.notices.add(Notice(operator, day, total, reference), told)
                made.append(Credit(account, came, total, f"VIR {words} {reference}"))
            elif rung < 6:
                made.append(Credit(account, came, total, f"VIR SEPA {words}"))
            elif rung < 8:
                less = sum(c.amc_amount for c in draw.sample(mine, 2))
                made.append(Credit(account, came, total - less, f"VIR SEPA {words}"))
            elif rung == 8:
                made.append(Credit(account, came, draw.randint(10_000, 90_000), f"VIR SEPA {words}"))
            else:
                made.append(Credit(account, came, draw.randint(10_000, 90_000), "REMISE CARTES"))
        sightings = [
            Sighting(account, Marks(f"g{n}", "ofx"), credit=replace(each, import_id=brought))
            for n, each in enumerate(made)
        ]
        tx.bank.see(brought, sightings)
        tx.journal.record("bank.imported", "", {})
