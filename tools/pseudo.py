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
KEPT = re.compile(r"(\{[^}]*\})")


def pseudo(words: str) -> str:
    """Return words made longer and accented, what stands in braces kept."""
    parts = KEPT.split(words)
    told = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in parts)
    letters = sum(sign.isalpha() for part in parts if not KEPT.fullmatch(part) for sign in part)
    return told + " " * (letters > 8) + "ë" * round(letters * LONGER) if letters > 1 else told


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
