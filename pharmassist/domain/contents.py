"""What the cells of a column say when its title says nothing: only ever a proposal to confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pharmassist.domain.headers import ColumnGuess, Confidence, is_settled, recognise
from pharmassist.domain.imports import Field
from pharmassist.domain.lines import parse_day
from pharmassist.domain.money import parse_money
from pharmassist.domain.problems import Problem

_FEWEST = 3
"""Cells below which a column says nothing."""


def guess_contents(
    guesses: Sequence[ColumnGuess], sample: Sequence[Sequence[str]]
) -> tuple[ColumnGuess, ...]:
    """Propose the untitled or unknown columns whose cells all look like a field still missing.

    A column of a person, a product or money already settled is known by its title and stays
    out; whatever is proposed here a person confirms.
    """
    taken = {column.field for column in guesses}
    found = list(guesses)
    for field, looks in _LOOKS:
        if field in taken or (field is Field.INVOICE_DATE and Field.CARE_DATE in taken):
            continue
        if field is Field.AMC_AMOUNT and Field.AMC_DUE in taken:
            continue
        for index, column in enumerate(found):
            unknown = column.field is None and column.confidence is Confidence.UNUSED
            if not unknown or is_settled(column.header):
                continue
            if recognise(column.header) != (None, Confidence.UNUSED):
                continue
            cells = [row[index].strip() for row in sample if index < len(row) and row[index].strip()]
            if len(cells) >= _FEWEST and all(map(looks, cells)):
                found[index] = ColumnGuess(index, column.header, field, Confidence.CONFIRM)
                break
    return tuple(found)


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Problem:
        return False
    return True


def _invoice(text: str) -> bool:
    return re.fullmatch(r"0\d{8}|[1-9]\d{4,8}", text) is not None


def _day(text: str) -> bool:
    return re.search(r"[/.-]", text) is not None and _readable(parse_day, text)


def _amount(text: str) -> bool:
    return re.search(r"[.,]\d\d\D*$", text) is not None and _readable(parse_money, text)


_LOOKS: tuple[tuple[Field, Callable[[str], bool]], ...] = (
    (Field.INVOICE, _invoice),
    (Field.INVOICE_DATE, _day),
    (Field.AMC_AMOUNT, _amount),
)
