"""Papers of what is owed: letters of acomptes and their statements, reminders, letters to the bank."""

from __future__ import annotations

from datetime import date

from pharmassist.domain.advances import Advance, Basis
from pharmassist.domain.operators import Operator
from pharmassist.domain.problems import Problem
from pharmassist.services.advance_money import known_advance
from pharmassist.services.advance_sums import compute
from pharmassist.services.advancing import Advancing
from pharmassist.services.cash import Cash
from pharmassist.services.composing.advance_request import EstimateWorking, advance_request
from pharmassist.services.composing.advance_statement import advance_statement
from pharmassist.services.composing.bank_letters import BankLetter, direct_debits, force_majeure
from pharmassist.services.composing.compulsory_statement import compulsory_statement
from pharmassist.services.composing.french import count, euros
from pharmassist.services.composing.french import period as period_words
from pharmassist.services.composing.indemnity_statement import indemnity_statement
from pharmassist.services.composing.reminder import reminder_letter
from pharmassist.services.indemnifying import Indemnifying
from pharmassist.services.letters import address_of, imprint_of, request_facts, signer_of
from pharmassist.services.papers import Paper, Papers
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.reminding import Reminding
from pharmassist.services.texts import PARIS


class OwedPapers:
    """Makes these documents; showing, saving and printing them is the work of :class:`Papers`."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        papers: Papers,
        advancing: Advancing,
        indemnifying: Indemnifying,
        reminding: Reminding,
        cash: Cash,
    ) -> None:
        self._register, self._catalogue, self._papers = register, catalogue, papers
        self._advancing, self._indemnifying = advancing, indemnifying
        self._reminding, self._cash = reminding, cash

    def advance_asked(self, who: str, advance_id: int) -> Paper:
        """Make the letter of a request that was noted: the same invoices, for what they then counted."""
        with self._register.read() as tx:
            advance = known_advance(tx, advance_id)
            asked = {line.claim_id: line.cents for line in tx.advances.basis(advance_id)}
            claims = tuple(claim for number in asked if (claim := tx.claims.get(number)))
            period = (advance.period_from, advance.period_to)
            estimate = None if advance.basis is Basis.EXACT else _working(tx, advance)
            operator = self._operator(advance.operator)
            facts = request_facts(tx, who, operator, period, asked, estimate)
            document = advance_request(imprint_of(tx, who), facts, claims)
        return self._papers.paper(document)

    def advance_statement(self, who: str, advance_id: int) -> Paper:
        """Make the statement of an acompte, from request to what is left to give back."""
        ledger = self._advancing.ledger(advance_id)
        name = self._operator(ledger.advance.operator).name
        with self._register.read() as tx:
            document = advance_statement(imprint_of(tx, who), ledger, name, *signer_of(tx, who))
        return self._papers.paper(document)

    def indemnities(
        self, who: str, operator_id: str, first: date | None = None, last: date | None = None
    ) -> Paper:
        """Make the letter of indemnities with its statement."""
        account = self._indemnifying.account(operator_id, first, last)
        recipient = address_of(self._operator(operator_id))
        with self._register.read() as tx:
            document = indemnity_statement(imprint_of(tx, who), account, recipient, *signer_of(tx, who))
        return self._papers.paper(document)

    def compulsory_indemnities(self, who: str, first: date | None = None, last: date | None = None) -> Paper:
        """Make the letter to the compulsory scheme with its statement; raises ``nothing_owed``."""
        account = self._indemnifying.compulsory.account(first, last)
        if not account.owed:
            raise Problem("nothing_owed")
        with self._register.read() as tx:
            document = compulsory_statement(imprint_of(tx, who), account, *signer_of(tx, who))
        return self._papers.paper(document)

    def reminder(self, who: str, operator_id: str, level: int = 0) -> Paper:
        """Make the letter to one debtor; raises as ``Reminding.prepare``."""
        ready = self._reminding.prepare(operator_id, level)
        recipient = address_of(ready.debtor.operator)
        with self._register.read() as tx:
            document = reminder_letter(imprint_of(tx, who), ready, recipient, *signer_of(tx, who))
        return self._papers.paper(document)

    def force_majeure(self, who: str) -> Paper:
        """Make the letter that warns the bank; it names the incident under way."""
        cash = self._cash.view()
        with self._register.read() as tx:
            open_cases = tx.incidents.cases(open_only=True)
            cause = open_cases[-1].title if open_cases else ""
            document = force_majeure(imprint_of(tx, who), cash, _bank_letter(tx, who), cause)
        return self._papers.paper(document)

    def direct_debits(self, who: str) -> Paper:
        """Make the list of creditors authorised to debit; raises ``creditors_missing``."""
        cash = self._cash.view()
        if not cash.creditors:
            raise Problem("creditors_missing")
        with self._register.read() as tx:
            document = direct_debits(imprint_of(tx, who), cash, _bank_letter(tx, who), cash.creditors)
        return self._papers.paper(document)

    def _operator(self, operator_id: str) -> Operator:
        for operator in self._catalogue.operators():
            if operator.id == operator_id:
                return operator
        raise Problem("operator_unknown", {"operator": operator_id[:40]})


def _working(tx: Transaction, advance: Advance) -> EstimateWorking:
    """Return the working of an estimate, where the register still gives the sum that was asked."""
    today = tx.now.astimezone(PARIS).date()
    found, _basis = compute(tx, advance.operator, advance.period_from, advance.period_to, today)
    reference = found.reference
    if reference is None or found.sum_of(advance.basis) != advance.requested:
        return EstimateWorking(advance.requested)
    words = (
        f"{euros(reference.received)} reçus {period_words(reference.first, reference.last)}, "
        f"÷ {count(reference.working_days, 'jour ouvré', 'jours ouvrés')} "
        f"× {count(found.working_days, 'jour', 'jours')}"
    )
    if advance.basis is Basis.SHORTFALL and found.actual:
        words += f", \u2212 {euros(found.actual)} reçus depuis"
    return EstimateWorking(advance.requested, words)


def _bank_letter(tx: Transaction, who: str) -> BankLetter:
    name, quality = signer_of(tx, who)
    return BankLetter(name, quality, tx.people.settings().get("rib_last4", ""))
