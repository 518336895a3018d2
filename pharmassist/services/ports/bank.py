"""The shelves of bank statements, notices and matches, and the readers of statements.

``match`` and ``owed`` build on ``Credits``, ``Notices`` and ``Matches``; they may add methods there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pharmassist.domain.bank import (
    BankAccount,
    BankStatement,
    Credit,
    CreditFilter,
    Freshness,
)
from pharmassist.domain.bank_lines import KnownLine, Marks
from pharmassist.domain.claims import Tally
from pharmassist.domain.matches import Match, PayerRule, Target
from pharmassist.domain.notices import Notice, NoticeFilter, NoticeLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind
from pharmassist.domain.statement_lines import Piece
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Source


@dataclass(frozen=True, slots=True)
class Sighting:
    """One import's view of a line. ``line_id`` 0 = a new line.

    ``credit`` is stored with a new line, or replaces the one of a known line of which this import
    tells more; None for a debit and for a line of which nothing new is told.
    """

    account_id: int
    marks: Marks
    line_id: int = 0
    credit: Credit | None = None


class BankShelf(Protocol):
    """Accounts, statements and their imports."""

    def accounts(self) -> tuple[BankAccount, ...]: ...
    def add_account(self, account: BankAccount) -> int: ...
    def update_account(self, account: BankAccount) -> None: ...
    def line_key(self) -> bytes:
        """Return the key of the lines' hashes, b"" before the first import."""

    def draw_line_key(self) -> bytes:
        """Return that key, drawn now where there is none."""

    def add_import(self, record: StatementImport) -> int: ...
    def save_report(self, record: StatementImport) -> None:
        """Store the report of an import, and when it was undone."""

    def import_(self, import_id: int) -> StatementImport | None: ...
    def by_hash(self, sha256: str, kind: StatementKind) -> StatementImport | None:
        """Return the newest standing import of that very file."""

    def imports(self, kind: StatementKind | None = None) -> tuple[StatementImport, ...]:
        """Return the imports, newest first."""

    def add_statement(self, statement: BankStatement) -> int: ...
    def statements(self, account_id: int = 0) -> tuple[BankStatement, ...]:
        """Return the statements of standing imports."""

    def known_lines(self, groups: Iterable[str]) -> Mapping[str, Sequence[KnownLine]]:
        """Return the lines of these groups, by group."""

    def see(self, import_id: int, sightings: Iterable[Sighting]) -> Sequence[int]:
        """Store what an import saw; new lines and credits are made.

        Returns the numbers of the new credits, in the order of their sightings.
        """

    def matched_of(self, import_id: int) -> int:
        """Count the standing matches that an undoing of this import would leave hanging."""

    def forget(self, import_id: int) -> int:
        """Take back what an import saw (only to undo it); returns how many credits went.

        A line that another import saw stays; a credit it completed is as before.
        """

    def freshness(self) -> Freshness: ...


class CreditShelf(Protocol):
    """Credits of every account."""

    def get(self, credit_id: int) -> Credit | None: ...
    def many(self, credit_ids: Iterable[int]) -> Mapping[int, Credit]: ...
    def find(
        self, wanted: CreditFilter, *, offset: int = 0, limit: int | None = None
    ) -> tuple[Credit, ...]: ...
    def stream(self, wanted: CreditFilter) -> Iterator[Credit]:
        """Yield credits, oldest first, without keeping them."""

    def tally(self, wanted: CreditFilter) -> Tally:
        """Count credits and sum their rests (what is not pointé)."""

    def update(self, credit: Credit) -> None:
        """Store a credit seen at its version; raises ``Problem("changed_meanwhile")``."""


class NoticeShelf(Protocol):
    """Payment notices and their lines."""

    def add(self, notice: Notice, lines: Iterable[NoticeLine] = ()) -> int:
        """Store a notice with its lines and return its number."""

    def update(self, notice: Notice) -> None:
        """Store a notice seen at its version; raises ``Problem("changed_meanwhile")``."""

    def get(self, notice_id: int) -> Notice | None: ...
    def find(
        self, wanted: NoticeFilter, *, offset: int = 0, limit: int | None = None
    ) -> tuple[Notice, ...]: ...
    def add_lines(self, notice_id: int, lines: Iterable[NoticeLine]) -> None: ...
    def update_line(self, line: NoticeLine) -> None: ...
    def lines(self, notice_id: int) -> tuple[NoticeLine, ...]: ...
    def lines_of_import(self, import_id: int) -> tuple[NoticeLine, ...]: ...
    def lines_of_claim(self, claim_id: int) -> tuple[NoticeLine, ...]: ...
    def matched_of(self, import_id: int) -> int:
        """Count the standing matches of notices that this import brought."""

    def remove(self, notice_id: int) -> None:
        """Remove a notice and its lines (only to undo what brought it)."""

    def remove_lines(self, import_id: int) -> None:
        """Remove the lines that an import brought (only to undo it)."""


class MatchShelf(Protocol):
    """Matches, their allocations, and the rules of payers."""

    def add(self, match: Match) -> int:
        """Store a match with its allocations; the fields kept on credits, notices and invoices are
        the caller's to update in the same transaction.
        """

    def undo(self, match: Match) -> None:
        """Store ``undone_at`` and ``undone_by`` of a match seen at its version."""

    def get(self, match_id: int) -> Match | None: ...
    def of_credit(self, credit_id: int, *, undone: bool = False) -> tuple[Match, ...]:
        """Return the standing matches of a credit, all of them with ``undone``."""

    def of_target(self, target: Target, target_id: int) -> tuple[Match, ...]:
        """Return the standing matches that pay an invoice, a notice or a movement."""

    def of_notice(self, notice_id: int) -> tuple[Match, ...]:
        """Return the standing matches under a notice, by itself or by its invoices."""

    def standing(self) -> Iterator[Match]:
        """Yield every standing match, oldest first."""

    def add_rule(self, rule: PayerRule) -> int: ...
    def update_rule(self, rule: PayerRule) -> None: ...
    def remove_rule(self, rule_id: int) -> None: ...
    def rules(self) -> tuple[PayerRule, ...]: ...


class StatementFile(Protocol):
    """An open bank file, read piece by piece."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    def pieces(self, stop: Stop) -> Iterator[Piece]:
        """Yield accounts, lines and balances in the order of the file.

        Raises ``bank_file_damaged``, ``bank_file_truncated``, ``bank_file_unsafe``, ``bank_file_too_big``.
        """


class StatementReader(Protocol):
    """Opens bank files by what they are, not by their name."""

    def open(self, source: Source) -> StatementFile | None:
        """Open an OFX, CFONB120 or camt.053 file; None when it is none of these (a table, perhaps).

        Raises ``file_absent``, ``file_too_big`` and ``bank_file_unsupported`` (another known format).
        """
