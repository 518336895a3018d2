"""What the words of a transfer name: references of notices, invoice numbers, lots.

Words are cut into runs of letters and runs of digits, and put together again: the reference
``8841207`` is found in ``REF8841207`` and in ``ref. 88 41207``, never inside ``188412075``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmassist.domain.headers import fold

SHORTEST = 4
"""Signs that a reference has at least; a shorter one is found by accident."""
_LONGEST, _MOST = 40, 8
_RUN = re.compile(r"[a-z]+|[0-9]+")
_LOT = re.compile(r"\blots? ?((?:[a-z0-9]{3} )*[a-z0-9]{3})\b")
_LOT_WORD = re.compile(r"^(?=.*[0-9])[a-z0-9]{3}$")
_QUOTED = re.compile(r"\bref(?:erence)? ?(?=[a-z]*[0-9])([a-z0-9]{4,40})\b")
_INVOICE = 9
_SHORT_INVOICE = 5


def is_reference(folded: str) -> bool:
    """Tell whether a folded reference is long enough, and no mere word, to decide anything."""
    return len(folded) >= SHORTEST and any(sign.isdigit() for sign in folded)


def named_references(words: str) -> Iterator[str]:
    """Yield everything in the words that may be a reference, folded, each once."""
    runs = _RUN.findall(fold(words))
    seen: set[str] = set()
    for first in range(len(runs)):
        text = ""
        for run in runs[first : first + _MOST]:
            text += run
            if len(text) > _LONGEST:
                break
            if text not in seen and is_reference(text):
                seen.add(text)
                yield text


def named_invoices(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the invoice numbers in the words: written in full, and those without their zeros."""
    runs = [run for run in _RUN.findall(fold(words)) if run.isdigit()]
    whole = tuple(dict.fromkeys(run for run in runs if len(run) == _INVOICE))
    short = tuple(dict.fromkeys(run.zfill(_INVOICE) for run in runs if _SHORT_INVOICE <= len(run) < _INVOICE))
    return whole, short


def named_lots(words: str) -> tuple[str, ...]:
    """Return the lots in the words, as ``lot 412`` or ``lots 412 413``, upper case."""
    found = [
        lot.upper() for listed in _LOT.findall(fold(words)) for lot in listed.split() if _LOT_WORD.match(lot)
    ]
    return tuple(dict.fromkeys(found))


def quoted_reference(words: str) -> str:
    """Return what the words themselves call a reference, folded; "" when they name none."""
    found = _QUOTED.search(fold(words))
    return found.group(1) if found else ""
