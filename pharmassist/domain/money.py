"""Money: an integer number of cents of euro, never a float."""

from __future__ import annotations

import re

from pharmassist.domain.problems import Problem

Money = int
"""An amount in cents of euro."""

_LONGEST = 9
"""Digits of the euros: a larger sum is a number from another column, and sums must fit a table."""
_SPACES = " \u00a0\u202f\u2009'’"
_FORM = re.compile(r"^([+-]?)(\d+)(?:[.,](\d{1,2}))?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:([.,])\d{3})+(?:[.,]\d{1,2})?$")


def parse_money(text: str) -> Money:
    """Read an amount typed or exported, such as ``1 234,56 €``, ``1.234,56`` or ``-12.5``.

    Returns cents. Raises ``Problem("amount_unreadable")`` for anything else, and
    for a bare ``1.234`` or ``1,234`` whose separator could mean either thing.
    """
    raw = text.strip().removesuffix("€").removesuffix("EUR").strip()
    compact = "".join(c for c in raw if c not in _SPACES).replace("\u2212", "-")
    if compact.endswith("-"):
        compact = "-" + compact[:-1]
    if compact.startswith("(") and compact.endswith(")"):
        compact = "-" + compact[1:-1]
    plain_form = _FORM.match(compact)
    if plain_form is None:
        grouped = _GROUPED.match(compact)
        if grouped is None:
            raise Problem("amount_unreadable", {"text": text[:40]})
        last = max(compact.rfind("."), compact.rfind(","))
        decimals = len(compact) - last - 1
        separators = {c for c in compact if c in ".,"}
        if decimals == 3 and compact.count(next(iter(separators))) < 2:
            raise Problem("amount_ambiguous", {"text": text[:40]})
        if decimals == 3:
            compact = compact.replace(".", "").replace(",", "")
        elif len(separators) == 2:
            compact = compact[:last].replace(".", "").replace(",", "") + "." + compact[last + 1 :]
        else:
            raise Problem("amount_unreadable", {"text": text[:40]})
        plain_form = _FORM.match(compact)
    if plain_form is None or len(compact) > 16:
        raise Problem("amount_unreadable", {"text": text[:40]})
    sign, whole, cents = plain_form.groups()
    if len(whole.lstrip("0")) > _LONGEST:
        raise Problem("amount_unreadable", {"text": text[:40]})
    value = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return -value if sign == "-" else value


def plain_money(cents: Money) -> str:
    """Write cents as ``1234,56``: for files and for typing back, without grouping."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"
