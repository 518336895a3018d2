"""What a spreadsheet would run: cells that begin like a formula are quoted before they leave us."""

from __future__ import annotations

import re
import unicodedata

AMOUNT = re.compile(r"-?\d{1,12},\d{2}")
"""An amount as we write it, which is a number and no formula."""
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet runs: a sign such as ``=`` at its start is quoted.

    Blanks, invisible signs and wide forms before or of that sign change nothing.
    """
    if cell.startswith(_RUN_BY_SPREADSHEETS):
        return cell if AMOUNT.fullmatch(cell) else "'" + cell
    if cell[:1].isalnum():
        return cell
    seen = (c for c in unicodedata.normalize("NFKC", cell) if not c.isspace())
    first = next((c for c in seen if unicodedata.category(c) not in ("Cc", "Cf")), "")
    return "'" + cell if first and first in _RUN_BY_SPREADSHEETS else cell
