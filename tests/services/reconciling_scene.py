"""A pharmacy whose credits are pointed, for tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.bank import BankAccount, BankFormat, BankStatement, Credit, CreditFilter
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.matches import Target
from pharmassist.domain.notices import LineKind, Notice, NoticeFilter, NoticeLine, NoticeSource
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.resources_location import resource_path
from pharmassist.services.alarms import Alarms
from pharmassist.services.changes import Changes
from pharmassist.services.claim_lists import OverdueList
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register
from pharmassist.services.reconciling import Reconciling
from tests.registers import make_register

DAY = date(2024, 1, 29)
_ALL = CreditFilter()
_VERSION = re.compile(r'"version":\d+,?')


@dataclass
class Scene:
    """A register and the services that point its credits."""

    register: Register
    reconciling: Reconciling
    alarms: Alarms
    catalogue: Catalogue = field(default_factory=TomlCatalogue)

    def claim(self, invoice: int, cents: int, operator: str = "almerys", **more: Any) -> int:
        """Store an invoice."""
        more.setdefault("invoice_date", DAY)
        with self.register.write("AB") as tx:
            number = tx.claims.add(replace(Claim(f"{invoice:09d}", cents, operator=operator), **more))
            tx.journal.record("claims.noted", str(number), {})
        return number

    def credit(self, cents: int, label: str, day: date = DAY, **more: Any) -> int:
        """Store a credit, as an import of a statement does."""
        with self.register.write("AB") as tx:
            accounts = tx.bank.accounts()
            account = accounts[0].id if accounts else tx.bank.add_account(BankAccount("FR7600"))
            report = StatementReport()
            record = StatementImport(0, tx.now, "AB", StatementKind.BANK, "compte.ofx", "0" * 64, report)
            number = tx.bank.add_import(record)
            before = {each.id for each in tx.credits.find(_ALL)}
            new = Credit(account, day, cents, label, import_id=number, **more)
            marks = Marks(f"group-{number}", "ofx", label=label)
            tx.bank.see(number, [Sighting(account, marks, credit=new)])
            (made,) = {each.id for each in tx.credits.find(_ALL)} - before
            taken_back = tx.credits.get(new.returns) if new.returns else None
            if taken_back is not None:
                tx.credits.update(replace(taken_back, returned_by=made))
            tx.journal.record("bank.imported", str(number), {})
        return made

    def covered(self, day: date) -> None:
        """Say that statements cover the account until that day."""
        with self.register.write("AB") as tx:
            (account,) = tx.bank.accounts()
            newest = tx.bank.imports()[0]
            tx.bank.add_statement(
                BankStatement(account.id, newest.id, BankFormat.OFX, date(2024, 1, 1), day, 0, 0, 0)
            )
            tx.journal.record("bank.imported", "", {})

    def notice(
        self,
        total: int,
        *claims: int,
        operator: str = "almerys",
        day: date = DAY,
        reference: str = "",
        withheld: int = 0,
    ) -> int:
        """Store a notice that pays these invoices, and announces them."""
        with self.register.write("AB") as tx:
            stored = [tx.claims.get(each) for each in claims]
            known = [each for each in stored if each is not None]
            lines = [
                NoticeLine(
                    0, LineKind.PAID, c.invoice, c.amc_amount, claim_id=c.id, state_before=c.state.value
                )
                for c in known
            ]
            if withheld:
                lines.append(NoticeLine(0, LineKind.WITHHELD, "", withheld))
            number = tx.notices.add(Notice(operator, day, total, reference, NoticeSource.TYPED), lines)
            tx.claims.update_many(
                replace(each, state=State.ANNOUNCED, announced=each.amc_amount) for each in known
            )
            tx.journal.record("notices.noted", str(number), {})
        return number

    def state(self, claim_id: int) -> tuple[State, int]:
        """Return the state of an invoice and what it received."""
        with self.register.read() as tx:
            claim = tx.claims.get(claim_id)
        assert claim is not None
        return claim.state, claim.received

    def books(self) -> list[str]:
        """Return the tables that money moves, as text, however often they were written."""
        tables = ("claims", "bank_credits", "notices", "advances", "advance_movements", "payer_rules")
        return [_VERSION.sub("", line) for line in self.register.dump(tables)]

    def balanced(self) -> None:
        """Check that the books balance: credits, notices and invoices against the standing matches."""
        with self.register.read() as tx:
            standing = list(tx.matches.standing())
            parts = [part for match in standing for part in match.allocations]
            for credit in tx.credits.find(_ALL):
                taken = sum(match.taken for match in standing if match.credit_id == credit.id)
                assert (taken, taken + credit.rest) == (credit.allocated, credit.cents)
                assert min(0, credit.cents) <= credit.allocated <= max(0, credit.cents)
            for claim in tx.claims.all():
                paid = sum(p.cents for p in parts if p.target is Target.CLAIM and p.target_id == claim.id)
                assert paid == claim.received <= claim.amc_amount
            for notice in tx.notices.find(NoticeFilter()):
                under = [part for part in parts if part.notice_id == notice.id]
                withheld = -sum(p.cents for p in under if p.target is Target.WITHHOLDING)
                over = sum(p.cents for p in under if p.target is Target.OVERPAID)
                assert sum(part.cents for part in under) == notice.received
                assert withheld == notice.withheld
                assert notice.rest + over >= 0
            explained = sum(part.cents for part in parts)
            assert explained == sum(credit.allocated for credit in tx.credits.find(_ALL))


def make_scene(tmp_path: Path, clock: Clock) -> Scene:
    """Return an empty pharmacy; the caller closes its register."""
    register = make_register(tmp_path, clock)
    catalogue, changes = TomlCatalogue(resource_path()), Changes()
    reconciling = Reconciling(register, catalogue, clock, changes)
    alarms = Alarms(register, catalogue, clock, changes, lambda: OverdueList((), ()))
    return Scene(register, reconciling, alarms)
