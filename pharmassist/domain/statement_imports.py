"""Imports of bank statements and of notices, as the register remembers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pharmassist.domain.money import Money


class StatementKind(StrEnum):
    """What a file brought."""

    BANK = "bank"
    NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken: its number in the file and why (a code)."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatementReport:
    """What an import did or would do; names as in cli.md, sums in cents.

    kept + known + completed + refused = lines of the file. ``kept`` counts credits and debits, or
    notices; ``completed`` are known ones of which this file tells more. ``balance_ok`` None where
    the format tells no opening balance.
    """

    import_id: int = 0
    file_name: str = ""
    format: str = ""
    kept: int = 0
    known: int = 0
    completed: int = 0
    refused: int = 0
    refusals: tuple[RefusedLine, ...] = ()
    balance_ok: bool | None = None
    credits: int = 0
    credit_cents: Money = 0
    """The new ones only."""
    returns: int = 0
    accounts: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    same_as: int = 0
    """The earlier import of the very same file, 0 when there is none."""
    dropped_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Codes of things to say: ``gap``, ``unbalanced``, ``currency``, ``details_differ``, ``pending``…"""


@dataclass(frozen=True, slots=True)
class StatementImport:
    """An import of either kind."""

    id: int
    at: datetime
    who: str
    kind: StatementKind
    file_name: str
    sha256: str
    report: StatementReport
    undone_at: datetime | None = None
