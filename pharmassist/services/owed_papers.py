"""Papers of what is owed: letters of acomptes and their statements, reminders, letters to the bank."""

from __future__ import annotations

from pharmassist.domain.operators import Operator
from pharmassist.domain.problems import Problem
from pharmassist.services.advance_money import known_advance
from pharmassist.services.advancing import Advancing
from pharmassist.services.composing.advance_request import advance_request
from pharmassist.services.composing.advance_statement import advance_statement
from pharmassist.services.letters import imprint_of, request_facts, signer_of
from pharmassist.services.papers import Paper, Papers
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register


class OwedPapers:
    """Makes these documents; showing, saving and printing them is the work of :class:`Papers`."""

    def __init__(
        self, register: Register, catalogue: Catalogue, papers: Papers, advancing: Advancing
    ) -> None:
        self._register, self._catalogue = register, catalogue
        self._papers, self._advancing = papers, advancing

    def advance_asked(self, who: str, advance_id: int) -> Paper:
        """Make the letter of a request that was noted: the same invoices, for what they then counted."""
        with self._register.read() as tx:
            advance = known_advance(tx, advance_id)
            asked = {line.claim_id: line.cents for line in tx.advances.basis(advance_id)}
            claims = tuple(claim for number in asked if (claim := tx.claims.get(number)))
            period = (advance.period_from, advance.period_to)
            facts = request_facts(tx, who, self._operator(advance.operator), period, asked)
            document = advance_request(imprint_of(tx, who), facts, claims)
        return self._papers.paper(document)

    def advance_statement(self, who: str, advance_id: int) -> Paper:
        """Make the statement of an acompte, from request to what is left to give back."""
        ledger = self._advancing.ledger(advance_id)
        name = self._operator(ledger.advance.operator).name
        with self._register.read() as tx:
            document = advance_statement(imprint_of(tx, who), ledger, name, *signer_of(tx, who))
        return self._papers.paper(document)

    def _operator(self, operator_id: str) -> Operator:
        for operator in self._catalogue.operators():
            if operator.id == operator_id:
                return operator
        raise Problem("operator_unknown", {"operator": operator_id[:40]})
