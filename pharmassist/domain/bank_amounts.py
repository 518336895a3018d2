"""Amounts as bank files write them, read into cents without ever being a float."""

from __future__ import annotations

import re

from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem

_LONGEST = 11
"""Digits of the euros that an account may hold."""
_DECIMAL = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?")
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:\.\d{3})+,\d{1,2})")
_CREDIT = {sign: value for value, sign in enumerate("{ABCDEFGHI")}
_DEBIT = {sign: value for value, sign in enumerate("}JKLMNOPQR")}


def decimal_cents(text: str) -> Money:
    """Read ``-1234.5``, ``+12,30`` or ``1,234.56``; raises ``Problem("amount_unreadable")``.

    Decimals beyond two are accepted where they are zeros: cents are whole.
    """
    raw = text.strip()
    if grouped := _GROUPED.fullmatch(raw):
        last = raw[-3] if raw[-3] in ".," else raw[-2]
        other = "," if last == "." else "."
        raw = grouped[1] + grouped[2].replace(other, "")
    found = _DECIMAL.fullmatch(raw)
    if found is None or not raw.isascii():
        raise _unreadable(text)
    sign, whole, decimals = found[1], found[2], found[3] or ""
    if decimals[2:].strip("0") or len(whole.lstrip("0")) > _LONGEST:
        raise _unreadable(text)
    cents = int(whole) * 100 + int(decimals[:2].ljust(2, "0"))
    return -cents if sign == "-" else cents


def overpunched_cents(text: str, decimals: int) -> Money:
    """Read the fourteen signs of a CFONB amount: the last one bears a digit and the sign.

    ``0001234{`` with two decimals is 123,40; ``000000920}`` is −92,00. Raises
    ``Problem("amount_unreadable")``, also for decimals that are no whole cents.
    """
    digits, last = text[:-1].strip(), text[-1:]
    sign, values = (1, _CREDIT) if last in _CREDIT else (-1, _DEBIT)
    if last not in values or (digits and not (digits.isascii() and digits.isdigit())):
        raise _unreadable(text)
    value = int(digits or "0") * 10 + values[last]
    if decimals <= 2:
        return sign * value * (100, 10, 1)[decimals]
    whole, rest = divmod(value, int("1" + "0" * (decimals - 2)))
    if rest:
        raise _unreadable(text)
    return sign * whole


def _unreadable(text: str) -> Problem:
    return Problem("amount_unreadable", {"text": text[:40]})
