"""A language that nobody speaks: French with longer words and accents everywhere.

Whatever is cut off in it would be cut off in some other wording; whatever stays plain was never
given to the translator.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pharmassist.services.texts import catalogue, spoken_by

ACCENTS = str.maketrans("aceinouyAEIOUC", "àçéîñôüÿÀÉÎÔÛÇ")
LONGER = 0.4
"""How much longer than French, which is itself longer than English: the usual margin."""
LONGEST = 10
"""Letters of an added word: one long as a line would be cut where no language has such a word."""
KEPT = re.compile(r"(\{[^}]*\})")


def pseudo(words: str) -> str:
    """Return words made longer and accented, what stands in braces kept."""
    parts = KEPT.split(words)
    told: str = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in parts)
    letters: int = sum(sign.isalpha() for part in parts if not KEPT.fullmatch(part) for sign in part)
    if letters <= 1:
        return told
    added = "ë" * round(letters * LONGER)
    words_added = [added[start : start + LONGEST] for start in range(0, len(added), LONGEST)]
    return told + " " * (letters > 8) + " ".join(words_added)


class _Pseudo(gettext.NullTranslations):
    """The French catalogue, made longer."""

    def __init__(self, french: gettext.NullTranslations) -> None:
        super().__init__()
        self._french = french

    def gettext(self, message: str) -> str:
        """Return the longer form of the message."""
        return pseudo(self._french.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the longer form of the message for that number."""
        return pseudo(self._french.ngettext(msgid1, msgid2, n))


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Speak it within this block."""
    with spoken_by(_Pseudo(catalogue("fr"))):
        yield
