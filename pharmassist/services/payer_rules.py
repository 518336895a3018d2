"""The rules by which payers are known: learnt from confirmed matches, written and changed by people."""

from __future__ import annotations

from dataclasses import replace

from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.matches import PayerRule
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.payers import OUTSIDE
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register

_SHORTEST = 3


class PayerRules:
    """Lists, writes and removes rules."""

    def __init__(self, register: Register, catalogue: Catalogue, changes: Changes) -> None:
        self._register, self._catalogue, self._changes = register, catalogue, changes

    def all(self) -> tuple[PayerRule, ...]:
        """Return the rules, oldest first."""
        with self._register.read() as tx:
            return tx.matches.rules()

    def save(self, who: str, rule: PayerRule) -> PayerRule:
        """Store a rule, new (``id`` 0) or changed; words are folded.

        Raises ``rule_empty`` (no IBAN, or fewer than three letters), ``rule_known``, ``operator_unknown``,
        ``changed_meanwhile`` and ``nir_refused``.
        """
        refuse_nir(rule.words, rule.iban)
        clean = replace(rule, words=fold(rule.words), iban="".join(rule.iban.split()).upper())
        if not clean.iban and len(clean.words) < _SHORTEST:
            raise Problem("rule_empty")
        if clean.operator != OUTSIDE and not clean.operator.startswith(f"{DIRECT}:"):
            known_operators(self._catalogue, (clean.operator,))
        with self._register.write(who) as tx:
            others = [each for each in tx.matches.rules() if each.id != clean.id]
            if any((each.words, each.iban) == (clean.words, clean.iban) for each in others):
                raise Problem("rule_known", {"words": clean.words or clean.iban})
            if clean.id:
                tx.matches.update_rule(clean)
                clean = replace(clean, version=clean.version + 1)
            else:
                clean = replace(clean, id=tx.matches.add_rule(clean))
            tx.journal.record("payer_rule.saved", clean.operator, {"rule": clean.id})
        self._changes.post(Kind.BANK)
        return clean

    def remove(self, who: str, rule_id: int) -> None:
        """Forget a rule."""
        with self._register.write(who) as tx:
            tx.matches.remove_rule(rule_id)
            tx.journal.record("payer_rule.removed", str(rule_id), {})
        self._changes.post(Kind.BANK)
