"""The shelf of bank accounts, statements and their imports."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pharmassist.adapters.store import bank_tables as tables
from pharmassist.adapters.store.bank_lines import BankLines
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_instant,
    iso_maybe,
    read_day,
    read_instant,
    read_maybe,
    update_seen,
)
from pharmassist.adapters.store.statement_reports import read_report, write_report
from pharmassist.domain.bank import BankAccount, BankFormat, BankStatement, Freshness
from pharmassist.domain.bank_lines import KnownLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.texts import translate as _

_imports, _accounts, _statements = tables.statement_imports, tables.accounts, tables.statements
_KEY_BYTES = 32


class Bank:
    """Implements ``BankShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lines = BankLines(connection)

    def accounts(self) -> tuple[BankAccount, ...]:
        """Return the accounts, oldest first."""
        rows = self._connection.execute(select(_accounts).order_by(_accounts.c.id))
        return tuple(BankAccount(row.iban, row.label, row.id, row.version) for row in rows)

    def add_account(self, account: BankAccount) -> int:
        """Store an account and return its number."""
        values: dict[str, Stored] = {"iban": account.iban, "label": account.label, "version": 1}
        return add_row(self._connection, _accounts, values)

    def update_account(self, account: BankAccount) -> None:
        """Store an account seen at its version; raises ``Problem("changed_meanwhile")``."""
        values: dict[str, Stored] = {"iban": account.iban, "label": account.label}
        update_seen(self._connection, _accounts, account.id, account.version, values, _("This account"))

    def line_key(self) -> bytes:
        """Return the key of the lines' hashes, b"" before the first import."""
        kept = self._connection.execute(select(tables.line_key.c.hex)).scalar()
        return bytes.fromhex(kept) if kept else b""

    def draw_line_key(self) -> bytes:
        """Return that key, drawn now where there is none."""
        key = self.line_key()
        if not key:
            key = secrets.token_bytes(_KEY_BYTES)
            self._connection.execute(insert(tables.line_key).values(id="lines", hex=key.hex()))
        return key

    def add_import(self, record: StatementImport) -> int:
        """Store an import and return its number."""
        values: dict[str, Stored] = {
            "at": iso_instant(record.at),
            "who": record.who,
            "kind": record.kind.value,
            "file_name": record.file_name,
            "sha256": record.sha256,
            "report": write_report(record.report),
            "undone_at": iso_maybe(record.undone_at),
        }
        return add_row(self._connection, _imports, values)

    def save_report(self, record: StatementImport) -> None:
        """Store the report of an import, and when it was undone."""
        values = {"report": write_report(record.report), "undone_at": iso_maybe(record.undone_at)}
        self._connection.execute(update(_imports).where(_imports.c.id == record.id).values(values))

    def import_(self, import_id: int) -> StatementImport | None:
        """Return one import."""
        row = self._connection.execute(select(_imports).where(_imports.c.id == import_id)).one_or_none()
        return _record(row) if row else None

    def by_hash(self, sha256: str, kind: StatementKind) -> StatementImport | None:
        """Return the newest standing import of that very file."""
        row = self._connection.execute(
            select(_imports)
            .where(
                _imports.c.sha256 == sha256,
                _imports.c.kind == kind.value,
                _imports.c.undone_at.is_(None),
            )
            .order_by(_imports.c.id.desc())
            .limit(1)
        ).one_or_none()
        return _record(row) if row else None

    def imports(self, kind: StatementKind | None = None) -> tuple[StatementImport, ...]:
        """Return the imports, newest first."""
        query = select(_imports).order_by(_imports.c.id.desc())
        if kind is not None:
            query = query.where(_imports.c.kind == kind.value)
        return tuple(map(_record, self._connection.execute(query)))

    def add_statement(self, statement: BankStatement) -> int:
        """Store what an import says of one account."""
        values: dict[str, Stored] = {
            "account_id": statement.account_id,
            "import_id": statement.import_id,
            "format": statement.format.value,
            "first_day": statement.first_day.isoformat(),
            "last_day": statement.last_day.isoformat(),
            "credits": statement.credits,
            "debits": statement.debits,
            "lines": statement.lines,
            "opening": statement.opening,
            "closing": statement.closing,
        }
        return add_row(self._connection, _statements, values)

    def statements(self, account_id: int = 0) -> tuple[BankStatement, ...]:
        """Return the statements of standing imports, by account and period."""
        order = (_statements.c.account_id, _statements.c.first_day, _statements.c.id)
        query = select(_statements).order_by(*order)
        if account_id:
            query = query.where(_statements.c.account_id == account_id)
        return tuple(map(_statement, self._connection.execute(query)))

    def known_lines(self, groups: Iterable[str]) -> Mapping[str, list[KnownLine]]:
        """Return the lines of these groups, by group."""
        return self._lines.known(groups)

    def see(self, import_id: int, sightings: Iterable[Sighting]) -> list[int]:
        """Store what an import saw; returns the numbers of the new credits."""
        return self._lines.see(import_id, sightings)

    def matched_of(self, import_id: int) -> int:
        """Count the standing matches that an undoing of this import would leave hanging."""
        return self._lines.matched_of(import_id)

    def forget(self, import_id: int) -> int:
        """Take back what an import saw; returns how many credits went."""
        self._connection.execute(_statements.delete().where(_statements.c.import_id == import_id))
        return self._lines.forget(import_id)

    def freshness(self) -> Freshness:
        """Tell how far the bank data reach."""
        day = self._connection.execute(select(func.max(_statements.c.last_day))).scalar()
        at = self._connection.execute(
            select(func.max(_imports.c.at)).where(
                _imports.c.kind == StatementKind.BANK.value, _imports.c.undone_at.is_(None)
            )
        ).scalar()
        return Freshness(read_day(day), read_maybe(at) if day else None)


def _record(row: Row[Any]) -> StatementImport:
    return StatementImport(
        row.id,
        read_instant(row.at),
        row.who,
        StatementKind(row.kind),
        row.file_name,
        row.sha256,
        read_report(row.report),
        read_maybe(row.undone_at),
    )


def _statement(row: Row[Any]) -> BankStatement:
    first, last = read_day(row.first_day), read_day(row.last_day)
    assert first is not None
    assert last is not None
    return BankStatement(
        row.account_id,
        row.import_id,
        BankFormat(row.format),
        first,
        last,
        row.credits,
        row.debits,
        row.lines,
        row.opening,
        row.closing,
        row.id,
    )
