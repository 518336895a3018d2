"""Who pays a credit: by a rule that was learnt, by its IBAN, or by the operator's name in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pharmassist.domain.bank import Credit
from pharmassist.domain.claims import Claim
from pharmassist.domain.headers import fold
from pharmassist.domain.matches import PayerRule
from pharmassist.domain.operators import DIRECT

OUTSIDE = "outside"
"""Stands in the place of an operator for money that is no business of the AMC's share."""

_COMPULSORY = ("cpam", "cgss", "cnam", "cramif", "msa")
"""Words of the compulsory scheme in a transfer (formats.md §1.7, seen in one program only)."""
_NOISE = frozenset(
    {
        *("vir", "virement", "vrt", "sepa", "sct", "recu", "recus", "inst", "instantane", "rlt", "reglement"),
        *("de", "du", "des", "la", "le", "les", "et", "en", "faveur", "emis", "par", "pour", "tp", "tiers"),
        *(
            "payant",
            "ref",
            "reference",
            "avis",
            "lot",
            "lots",
            "no",
            "num",
            "motif",
            "notprovided",
            "end",
            "to",
        ),
    }
)
"""Words that stand in the transfers of any payer."""
_GENERIC = frozenset(
    {
        "mutuelle",
        "mutuelles",
        "sante",
        "assurance",
        "assurances",
        "prevoyance",
        "groupe",
        "gestion",
    }
)
_IBAN_LENGTH, _MOST_WORDS, _LETTERS = 14, 5, 4


class KnownBy(StrEnum):
    """What the payer was recognised by."""

    IBAN = "iban"
    RULE = "rule"
    NAME = "name"
    COMPULSORY = "compulsory"

    @property
    def is_rule(self) -> bool:
        """True where a rule of the pharmacy says it."""
        return self in (KnownBy.IBAN, KnownBy.RULE)


@dataclass(frozen=True, slots=True)
class Payer:
    """The payer of a credit; ``operator`` is an operator, ``direct:<AMC>`` or ``outside``."""

    operator: str
    by: KnownBy
    words: str
    """What in the credit says so."""

    @property
    def outside(self) -> bool:
        """True for money that pays no AMC share."""
        return self.operator == OUTSIDE


def payer_key(claim: Claim) -> str:
    """Return who is to pay an invoice: its operator, or the AMC itself where it pays directly."""
    return direct_key(claim.amc_number) if claim.operator == DIRECT else claim.operator


def direct_key(amc_number: str) -> str:
    """Return the payer that an AMC without operator is."""
    return f"{DIRECT}:{amc_number}"


class Payers:
    """Recognises payers; rules first, the longest words winning, then names, then the caisses."""

    def __init__(self, rules: Iterable[PayerRule], names: Mapping[str, Iterable[str]]) -> None:
        known = tuple(rules)
        self._ibans = {_iban(rule.iban): rule for rule in known if rule.iban}
        self._rules = tuple((f" {rule.words} ", rule.operator) for rule in known if rule.words)
        self._names = tuple(
            (f" {folded} ", operator)
            for operator, each in names.items()
            for folded in dict.fromkeys(map(fold, each))
            if folded
        )

    def of(self, credit: Credit) -> Payer | None:
        """Return who pays a credit; None when nothing, or more than one thing, says it."""
        rule = self._ibans.get(_iban(credit.payer_iban)) if credit.payer_iban else None
        if rule is not None:
            return Payer(rule.operator, KnownBy.IBAN, credit.payer_iban)
        text = f" {fold(credit.words)} "
        for table, by in ((self._rules, KnownBy.RULE), (self._names, KnownBy.NAME)):
            found = _longest(table, text)
            if len(found) > 1:
                return None
            if found:
                ((operator, words),) = found.items()
                return Payer(operator, by, words.strip())
        compulsory = next((word for word in _COMPULSORY if f" {word} " in text), "")
        return Payer(OUTSIDE, KnownBy.COMPULSORY, compulsory) if compulsory else None


def _longest(table: tuple[tuple[str, str], ...], text: str) -> dict[str, str]:
    """Return operator → words for the longest words of the table that stand in the text."""
    hits = [(words, operator) for words, operator in table if words in text]
    if not hits:
        return {}
    longest = max(hits, key=lambda hit: len(hit[0]))[0]
    # A name inside the longest one ("sp" in "sp sante") says nothing of its own.
    return {operator: words for words, operator in hits if words == longest or words not in longest}


def learnt_words(credit: Credit) -> str:
    """Return the words by which this payer may be known again: its name, else the label's own part.

    That is the longest run of words without digits, bare of what stands in any transfer. Words that
    any mutuelle bears ("mutuelle santé") say too little: then nothing is learnt.
    """
    for source in (credit.payer_name, credit.label):
        runs: list[list[str]] = [[]]
        for word in fold(source).split():
            if any(sign.isdigit() for sign in word):
                runs.append([])
            else:
                runs[-1].append(word)
        bare = [_bare(run)[:_MOST_WORDS] for run in runs]
        best = max(bare, key=lambda run: len(" ".join(run)), default=[])
        if any(len(word) >= _LETTERS and word not in _GENERIC for word in best):
            return " ".join(best)
    return ""


def _bare(run: list[str]) -> list[str]:
    """Take away, at both ends, the words that stand in any transfer."""
    own = [place for place, word in enumerate(run) if word not in _NOISE]
    return run[own[0] : own[-1] + 1] if own else []


def rule_from(credit: Credit, operator: str, match_id: int) -> PayerRule | None:
    """Return the rule that a confirmed match teaches; None when the credit says too little."""
    iban = _iban(credit.payer_iban)
    if len(iban) >= _IBAN_LENGTH:
        return PayerRule(operator, iban=iban, learnt_from=match_id)
    words = learnt_words(credit)
    return PayerRule(operator, words=words, learnt_from=match_id) if words else None


def _iban(text: str) -> str:
    return "".join(text.split()).upper()
