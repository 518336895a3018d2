"""Lines of statements recognised again: none counted twice, none lost, across formats too.

Lines of one account, day and amount are alike. Among these a line of a file is the known line
that bears the same number of the bank, else the same reference, else the same words; else any
that does not contradict it. What is left over is new: two genuine equal lines of one day stay
two. Only keyed hashes are compared, so that debits need not be kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pharmassist.domain.bank import BankFormat
from pharmassist.domain.headers import fold
from pharmassist.domain.statement_lines import StatementLine

_SAID_BY_PAYER = frozenset({BankFormat.CFONB120.value, BankFormat.CAMT053.value})
"""Formats whose reference is the payer's EndToEndId: two different ones are two transfers."""
_LOOKED_AT = 200
"""Known lines compared with one line of a hostile file."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a line is recognised by: keyed hashes, "" where the line says nothing.

    ``dialect`` names who wrote the words (format, and the titles of a table): two labels or two
    numbers contradict one another within one dialect only.
    """

    group: str
    """Of account, day and amount."""
    dialect: str
    number: str = ""
    """Of the bank's own number of the line (FITID, n° d'écriture, AcctSvcrRef)."""
    reference: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line with all that imports said of it; ``credit_id`` 0 = a debit."""

    line_id: int
    credit_id: int
    seen: tuple[Marks, ...]


class Marker:
    """Makes the marks of lines with the register's key."""

    def __init__(self, key: bytes, account_id: int, dialect: str) -> None:
        self._key, self._account, self._dialect = key, account_id, dialect

    def marks(self, line: StatementLine) -> Marks:
        """Return the marks of a line."""
        reference = line.end_to_end
        if not reference and self._dialect.startswith(BankFormat.TABLE.value) and line.references:
            reference = line.references[0]
        words = fold(f"{line.label} {line.remittance}")
        return Marks(
            self._hash("g", f"{self._account}|{line.day.isoformat()}|{line.cents}"),
            self._dialect,
            self._hash("n", line.number),
            self._hash("r", fold(reference)),
            self._hash("l", words),
        )

    def _hash(self, kind: str, text: str) -> str:
        if not text:
            return ""
        return hashlib.blake2b(f"{kind}|{text}".encode(), key=self._key, digest_size=12).hexdigest()


def pair(new: Sequence[Marks], known: Iterable[KnownLine]) -> dict[int, KnownLine]:
    """Return which new lines of one group (by place) are which known lines."""
    found: dict[int, KnownLine] = {}
    free = {line.line_id: line for line in known}
    steps: tuple[Callable[[Marks], str], ...] = (
        lambda m: m.number and f"{m.dialect}|{m.number}",
        lambda m: m.reference,
        lambda m: m.label and f"{m.dialect}|{m.label}",
    )
    for step in steps:
        by_mark: dict[str, dict[int, KnownLine]] = {}
        for line in free.values():
            for mark in filter(None, map(step, line.seen)):
                by_mark.setdefault(mark, {})[line.line_id] = line
        for place, marks in enumerate(new):
            mark = step(marks)
            if place not in found and mark in by_mark:
                _take(place, marks, by_mark[mark], free, found)
    for place, marks in enumerate(new):
        if place not in found and free:
            _take(place, marks, free, free, found, words=True)
    return found


def _take(
    place: int,
    marks: Marks,
    candidates: Mapping[int, KnownLine],
    free: dict[int, KnownLine],
    found: dict[int, KnownLine],
    *,
    words: bool = False,
) -> None:
    looked = 0
    for number in list(candidates):
        if number not in free:
            continue
        looked += 1
        if looked > _LOOKED_AT:
            return
        if not any(_contradicts(marks, seen, words=words) for seen in candidates[number].seen):
            found[place] = free.pop(number)
            return


def _contradicts(one: Marks, other: Marks, *, words: bool) -> bool:
    """Tell whether these cannot be the same line."""
    same_dialect = one.dialect == other.dialect
    if same_dialect and one.number and other.number and one.number != other.number:
        return True
    comparable = same_dialect or {one.dialect, other.dialect} <= _SAID_BY_PAYER
    if comparable and one.reference and other.reference and one.reference != other.reference:
        return True
    return words and same_dialect and bool(one.label and other.label) and one.label != other.label
