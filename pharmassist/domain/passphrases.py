"""Passphrases: words drawn by chance from a list that everybody can read.

Seven words of the list hold 90 bits. The CNIL's figure of 80 bits for a password alone asks for seven words
of a list of at least 2,760 (recommendation of 2022; the arithmetic is ours).
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence

from pharmassist.domain.mailboxes import PasswordRules
from pharmassist.domain.passwords import DIGITS, TRIES, Generated, enough, faults
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret

WORDS = 7
FEWEST_IN_LIST = 2_760
"""Words a list must have so that seven of them reach the CNIL's figure."""


def passphrase(words: Sequence[str], rules: PasswordRules) -> Generated:
    """Draw seven words, hyphens between where the provider takes them, capitals where it does not.

    Raises ``passphrase_refused`` where the provider's rules leave no room for seven words.
    """
    if len(words) < FEWEST_IN_LIST or len(set(words)) != len(words):
        raise ValueError("the list of words is too short")
    hyphen = "-" if "-" in rules.specials else ""
    capital = not hyphen or rules.need_upper
    for _try in range(TRIES):
        drawn = [secrets.choice(words) for _ in range(WORDS)]
        text = hyphen.join(word.capitalize() if capital else word for word in drawn)
        bits = WORDS * math.log2(len(words))
        if rules.need_digit:
            text += hyphen + secrets.choice(DIGITS)
            bits += math.log2(len(DIGITS))
        if not faults(text, rules):
            return Generated(Secret(text), round(bits), not enough(bits))
        if rules.max_length is not None and rules.max_length < WORDS * 4:
            break
    raise Problem("passphrase_refused")
