"""Passwords made by chance, within the rules of a provider.

A password is typed by people under stress: no sign that looks like another, letters and
digits only unless the provider wants a special sign. Its strength is the logarithm of the
number of passwords that could have come out; nothing is ever said of one that a person chose.

Source of the 80 bits: CNIL, recommendation on passwords of 2022 (password alone).
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from itertools import combinations

from pharmassist.domain.mailboxes import PasswordRules
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret

CNIL_BITS = 80
USUAL_LENGTH = 16
LONGEST = 32
"""No password is made longer than this, whatever a provider asks: nobody could type it."""

TRIES = 10_000
"""Draws before giving up: the rules of a provider leave one in a hundred at the very least."""

LOWER = "abcdefghijkmnopqrstuvwxyz"
UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
AMBIGUOUS = "O0lI1"
EASY_SPECIALS = "-+*/.,:;!?=@#%&$_()"
"""Special signs that a French keyboard types with one hand, in the order in which we like them."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A password and its strength in whole bits; ``limited`` when the provider allows no more."""

    secret: Secret
    bits: int
    limited: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """What is drawn: ``groups`` of signs, each of which must appear at least once."""

    groups: tuple[str, ...]
    length: int

    @property
    def signs(self) -> str:
        """All the signs, each as likely as any other."""
        return "".join(self.groups)

    @property
    def bits(self) -> float:
        """The logarithm of the number of passwords that hold every group (inclusion–exclusion)."""
        number = 0
        for missing in range(len(self.groups) + 1):
            for left_out in combinations(self.groups, missing):
                signs = len(self.signs) - sum(map(len, left_out))
                number += (-1) ** missing * signs**self.length
        return math.log2(number) if number > 0 else 0.0


def policy(rules: PasswordRules, length: int = USUAL_LENGTH) -> Policy:
    """Choose signs and length: at least 80 bits where the provider allows it, else all it allows.

    Raises ``Problem("password_rules_impossible")`` when the rules contradict themselves.
    """
    groups = [LOWER, UPPER, DIGITS]
    if rules.need_special:
        allowed = "".join(sign for sign in EASY_SPECIALS if sign in rules.specials)
        groups.append(allowed or "".join(sign for sign in rules.specials if not sign.isalnum()))
    most = min(rules.max_length or LONGEST, LONGEST)
    wanted = max(length, rules.min_length or 0)
    if not all(groups) or most < max(len(groups), rules.min_length or 0):
        raise Problem("password_rules_impossible")
    chosen = Policy(tuple(groups), min(wanted, most))
    while chosen.bits < CNIL_BITS and chosen.length < most:
        chosen = Policy(chosen.groups, chosen.length + 1)
    return chosen


def enough(bits: float) -> bool:
    """Tell whether a strength reaches the CNIL's figure, rounded as its own examples are.

    Twelve signs among its 99 hold 79.55 bits and stand among them.
    """
    return round(bits) >= CNIL_BITS


def generate(rules: PasswordRules, length: int = USUAL_LENGTH) -> Generated:
    """Make a password that obeys the rules; every one that does is equally likely."""
    chosen = policy(rules, length)
    for _try in range(TRIES):
        text = "".join(secrets.choice(chosen.signs) for _ in range(chosen.length))
        if all(any(sign in group for sign in text) for group in chosen.groups) and not faults(text, rules):
            return Generated(Secret(text), round(chosen.bits), not enough(chosen.bits))
    raise Problem("password_rules_impossible")


def faults(text: str, rules: PasswordRules) -> tuple[str, ...]:
    """Tell which rules a text breaks: ``short long lower upper digit special sign forbidden``."""
    specials = {sign for sign in text if not sign.isalnum()}
    checks = (
        ("short", rules.min_length is not None and len(text) < rules.min_length),
        ("long", rules.max_length is not None and len(text) > rules.max_length),
        ("lower", rules.need_lower and not any(sign.islower() for sign in text)),
        ("upper", rules.need_upper and not any(sign.isupper() for sign in text)),
        ("digit", rules.need_digit and not any(sign.isdigit() for sign in text)),
        ("special", rules.need_special and not specials),
        ("sign", not specials <= set(rules.specials)),
        ("forbidden", any(part.lower() in text.lower() for part in rules.forbidden)),
    )
    return tuple(name for name, broken in checks if broken)
