"""Finding the line of titles among the title lines above a table."""

from __future__ import annotations

from collections.abc import Sequence

from pharmassist.domain.headers import header_score
from pharmassist.domain.money_tables import ALL_TITLES

SEARCHED = 15
"""Rows looked at; software puts a title, a date and a blank line above, rarely more."""


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the row that recognises most columns, or None.

    Where no word is known, the first row whose filled cells are two or more, all without a
    digit, and as many as the next row has: a table nobody has taught us yet.
    """
    scores = [(header_score(row, ALL_TITLES), -index) for index, row in enumerate(rows[:SEARCHED])]
    best, negative = max(scores, default=(0, 0))
    if best >= 2:
        return -negative
    for index, row in enumerate(rows[: min(SEARCHED, len(rows) - 1)]):
        filled = [cell for cell in row if cell.strip()]
        after = [cell for cell in rows[index + 1] if cell.strip()]
        wordy = not any(any(c.isdigit() for c in cell) for cell in filled)
        if len(filled) >= 2 and wordy and len(filled) >= len(after) >= 2:
            return index
    return None


def trimmed(header: Sequence[str], below: Sequence[Sequence[str]] = ()) -> tuple[str, ...]:
    """Return the titles without the empty ones at the end under which nothing stands."""
    titles = [" ".join(title.split())[:120] for title in header]
    width = max((i + 1 for row in below for i, cell in enumerate(row) if cell.strip()), default=0)
    titles += [""] * (width - len(titles))
    while len(titles) > width and not titles[-1]:
        titles.pop()
    return tuple(titles)
