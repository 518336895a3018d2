"""The sum of each column of amounts, to compare with the software's screen before anything is mapped."""

from __future__ import annotations

from collections.abc import Sequence

from pharmassist.domain.headers import ColumnGuess, Confidence, is_totals_row
from pharmassist.domain.imports import Field
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.files import Source, TableReader

_AMOUNTS = frozenset({Field.TOTAL, Field.AMO_AMOUNT, Field.AMC_AMOUNT, Field.AMC_DUE})
_SAMPLE, _EACH = 20, 2_000


def column_sums(
    reader: TableReader,
    path: Source,
    sheet: str,
    guesses: Sequence[ColumnGuess],
    stop: Stop,
    progress: Progress,
) -> dict[int, Money]:
    """Return column → sum in cents, for the columns that hold amounts; forbidden ones are not looked at.

    The row of totals is left out, and so is a cell that is no amount: its line will be told as refused.
    """
    table = reader.open(path, sheet)
    readable = [each for each in guesses if each.confidence is not Confidence.FORBIDDEN]
    first = [cells for _pair, (_line, cells) in zip(range(_SAMPLE), table.rows(), strict=False)]
    wanted = [each.index for each in readable if each.field in _AMOUNTS or _holds_amounts(each.index, first)]
    sums = dict.fromkeys(wanted, 0)
    size = max(1, table.shape.size)
    for count, (_line, cells) in enumerate(table.rows()):
        if count % _EACH == 0:
            stop.check()
            progress(min(count * 80, size), size)
        if not cells[0].strip().isdigit() and is_totals_row(cells):
            continue
        for index in wanted:
            cents = _amount(cells[index]) if index < len(cells) else None
            sums[index] += cents or 0
    return sums


def _holds_amounts(index: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether every filled cell of the first lines is an amount, and one at least has cents."""
    cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
    return (
        bool(cells)
        and any(mark in cell for cell in cells for mark in ",.")
        and all(_amount(cell) is not None for cell in cells)
    )


def _amount(cell: str) -> Money | None:
    if not cell.strip():
        return None
    try:
        return parse_money(cell)
    except Problem:
        return None
