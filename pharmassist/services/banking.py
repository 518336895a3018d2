"""Bank statements: previewed, brought into the register in one transaction, undone whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pharmassist.domain.bank import (
    BankAccount,
    BankFormat,
    BankStatement,
    Credit,
    Freshness,
    Gap,
    gaps,
)
from pharmassist.domain.identifiers import masked_nir
from pharmassist.domain.money_tables import BANK, BankField
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.bank_accounts import Accounts
from pharmassist.services.bank_comparing import BankComparing, Compared, credit_of, dialect
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.bank import Sighting, StatementReader
from pharmassist.services.ports.files import Files, Source, TableReader
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.statement_reading import FileRead, read_file, table_pieces
from pharmassist.services.table_choosing import (
    ColumnsNeeded,
    choose,
    dialect_of,
    remember_columns,
    remembered_columns,
)

KEPT_REFUSALS = 500
"""Refused lines that the register remembers of an import."""
_REMEMBERED = "bank"


@dataclass(frozen=True, slots=True)
class BankChoice:
    """What a person said of a bank file; nothing said means: recognise it.

    ``account`` is an IBAN: the only account wanted of a file that names several, or the account
    of a table. ``sha256`` is that of the previewed file, "" when none was previewed.
    """

    account: str = ""
    columns: Mapping[BankField, str] = field(default_factory=dict)
    sheet: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BankPreview:
    """What an import would do, and its new credits."""

    report: StatementReport
    credits: tuple[Credit, ...]
    gaps: tuple[Gap, ...]
    sha256: str


@dataclass(slots=True)
class _Opened:
    """A file read whole."""

    read: FileRead
    format: BankFormat
    dialect: str
    sha256: str
    header: tuple[str, ...] = ()
    places: Mapping[BankField, int] = field(default_factory=dict)
    said: bool = False
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Done:
    """What comparing and, in a writing transaction, storing gave."""

    report: StatementReport
    compared: list[Compared]
    statements: list[BankStatement]


def _silent(_done: int, _total: int) -> None:
    """Show no progress."""


class Banking:
    """Brings bank statements into the register."""

    def __init__(
        self,
        register: Register,
        reader: StatementReader,
        tables: TableReader,
        files: Files,
        clock: Clock,
        changes: Changes,
    ) -> None:
        self._register, self._reader, self._tables = register, reader, tables
        self._files, self._clock, self._changes = files, clock, changes

    def preview(
        self, source: Source, choice: BankChoice, stop: Stop | None = None, progress: Progress = _silent
    ) -> BankPreview | ColumnsNeeded[BankField]:
        """Tell what an import would do, or which columns must be confirmed.

        Raises the problems of bank files and of tables, ``iban_invalid``, ``bank_account_absent``,
        ``bank_account_needed``.
        """
        opened = self._open(source, choice, stop or Stop(), progress)
        if isinstance(opened, ColumnsNeeded):
            return opened
        with self._register.read() as tx:
            done = self._compare(tx, opened, choice, source, stop or Stop())
            found = self._gaps(tx, done.statements)
        new = tuple(s.credit for c in done.compared for s in c.sightings if s.credit and not s.line_id)
        report = replace(done.report, notes=_with_gap(done.report.notes, found))
        return BankPreview(report, new, found, opened.sha256)

    def store(
        self,
        who: str,
        source: Source,
        choice: BankChoice,
        stop: Stop | None = None,
        progress: Progress = _silent,
    ) -> StatementReport | ColumnsNeeded[BankField]:
        """Import a bank file in one transaction; the same lines again add nothing.

        Raises as ``preview``, and ``file_changed`` when the file is no longer the previewed one.
        """
        stop = stop or Stop()
        opened = self._open(source, choice, stop, progress)
        if isinstance(opened, ColumnsNeeded):
            return opened
        if choice.sha256 and choice.sha256 != opened.sha256:
            raise Problem("file_changed", {"file": source.name})
        with self._register.read() as tx:
            earlier = tx.bank.by_hash(opened.sha256, StatementKind.BANK)
            if earlier is not None:
                done = self._compare(tx, opened, choice, source, stop)
                if not done.report.kept and not done.report.completed:
                    return replace(done.report, same_as=earlier.id)
        with self._register.write(who) as tx:
            tx.bank.draw_line_key()
            number = tx.bank.add_import(self._record(tx, who, source, opened))
            done = self._compare(tx, opened, choice, source, stop, number)
            found = self._gaps(tx, done.statements)
            report = replace(done.report, import_id=number, notes=_with_gap(done.report.notes, found))
            if opened.said:
                remember_columns(tx, _REMEMBERED, opened.header, opened.places)
            record = replace(self._record(tx, who, source, opened), id=number, report=report)
            tx.bank.save_report(record)
            tx.journal.record("bank.imported", str(number), _facts(report, opened.sha256))
            stop.check()
        self._changes.post(Kind.BANK)
        return report

    def undo(self, who: str, import_id: int) -> StatementImport:
        """Take an import back whole: its lines go, unless another import saw them too.

        Raises ``bank_import_unknown``, ``bank_import_undone`` and ``bank_import_matched`` while
        a match stands on one of its credits.
        """
        with self._register.write(who) as tx:
            record = known_import(tx, import_id, StatementKind.BANK)
            if matched := tx.bank.matched_of(import_id):
                raise Problem("bank_import_matched", {"id": import_id, "matches": matched})
            gone = tx.bank.forget(import_id)
            record = replace(record, undone_at=tx.now)
            tx.bank.save_report(record)
            tx.journal.record("bank.import_undone", str(import_id), {"credits": gone})
        self._changes.post(Kind.BANK)
        return record

    def records(self) -> tuple[StatementImport, ...]:
        """Return the imports of bank statements, newest first."""
        with self._register.read() as tx:
            return tx.bank.imports(StatementKind.BANK)

    def freshness(self) -> Freshness:
        """Tell how far the bank data reach: "données bancaires du …"."""
        with self._register.read() as tx:
            return tx.bank.freshness()

    def accounts(self) -> tuple[BankAccount, ...]:
        """Return the accounts of the pharmacy that statements named."""
        with self._register.read() as tx:
            return tx.bank.accounts()

    def gaps(self) -> tuple[Gap, ...]:
        """Return the days that no statement covers, account by account."""
        with self._register.read() as tx:
            return self._gaps(tx, [])

    def remove_source(self, who: str, path: Path) -> None:
        """Remove the bank's file, once a person agreed."""
        self._files.remove(path)
        with self._register.write(who) as tx:
            tx.journal.record("bank.source_removed", "", {"ending": path.suffix.lower()})

    # Reading

    def _open(
        self, source: Source, choice: BankChoice, stop: Stop, progress: Progress
    ) -> _Opened | ColumnsNeeded[BankField]:
        file = self._reader.open(source)
        if file is not None:
            progress(0, max(1, file.size))
            read = read_file(file.pieces(stop), source.name)
            if not read.accounts:
                if "currency" in read.notes:
                    raise Problem("bank_currency", {"file": source.name})
                raise Problem("bank_file_empty", {"file": source.name})
            format_ = read.accounts[0].head.format
            progress(file.size, max(1, file.size))
            return _Opened(read, format_, dialect(format_, ""), file.sha256)
        table = self._tables.open(source, choice.sheet)
        header = table.shape.header
        with self._register.read() as tx:
            remembered = remembered_columns(tx, _REMEMBERED, BankField, header)
        chosen = choose(table, choice.columns, BANK, remembered)
        if isinstance(chosen, ColumnsNeeded):
            return chosen
        read = read_file(table_pieces(table, chosen.places, "", stop), source.name)
        return _Opened(
            read,
            BankFormat.TABLE,
            dialect(BankFormat.TABLE, dialect_of(header)),
            table.shape.sha256,
            header,
            chosen.places,
            chosen.said,
            chosen.dropped,
        )

    # Comparing and storing

    def _compare(
        self,
        tx: Transaction,
        opened: _Opened,
        choice: BankChoice,
        source: Source,
        stop: Stop,
        import_id: int = 0,
    ) -> _Done:
        """Compare every account, and store what it brings where ``import_id`` is given."""
        accounts = Accounts(tx, writing=bool(import_id))
        comparing = BankComparing(tx, tx.bank.line_key(), opened.dialect)
        done = _Done(StatementReport(), [], [])
        notes, names, returns = list(opened.read.notes), list[str](), 0
        for read in accounts.wanted(opened.read.accounts, choice.account):
            stop.check()
            account = accounts.of(read.head.account)
            compared = comparing.compare(account.id, read)
            statement = read.statement(account.id, import_id, self._clock.today())
            if import_id:
                self._see(tx, import_id, compared)
                if statement is not None:
                    tx.bank.add_statement(statement)
            returns += len(compared.returns)
            done.compared.append(compared)
            done.statements += [statement] if statement else []
            names += [account.iban] if account.iban and account.iban not in names else []
        notes += accounts.notes
        balances = {statement.balance_ok for statement in done.statements}
        balance = False if False in balances else None if None in balances or not balances else True
        if balance is False:
            notes.append("unbalanced")
        done.report = StatementReport(
            file_name=masked_nir(source.name),
            format=opened.format.value,
            kept=sum(each.kept for each in done.compared),
            known=sum(each.known for each in done.compared),
            completed=sum(each.completed for each in done.compared),
            refused=len(opened.read.refusals),
            refusals=tuple(opened.read.refusals[:KEPT_REFUSALS]),
            balance_ok=balance,
            credits=sum(each.credits for each in done.compared),
            credit_cents=sum(each.credit_cents for each in done.compared),
            returns=returns,
            accounts=tuple(names),
            first_day=min((each.first_day for each in done.statements), default=None),
            last_day=max((each.last_day for each in done.statements), default=None),
            dropped_columns=opened.dropped,
            notes=tuple(dict.fromkeys(notes)),
        )
        return done

    @staticmethod
    def _see(tx: Transaction, import_id: int, compared: Compared) -> None:
        """Store the lines, then the returns of credits that are stored by now."""
        new = iter(tx.bank.see(import_id, compared.sightings))
        numbers = {
            place: next(new)
            for place, each in enumerate(compared.sightings)
            if each.credit is not None and not each.line_id
        }
        for each in compared.returns:
            number = numbers[each.place] if each.place >= 0 else each.credit.id if each.credit else 0
            words = replace(credit_of(each.line, compared.account_id), returns=number)
            (own,) = tx.bank.see(import_id, [Sighting(compared.account_id, each.marks, credit=words)])
            credit = tx.credits.get(number)
            assert credit is not None
            tx.credits.update(replace(credit, returned_by=own))

    @staticmethod
    def _record(tx: Transaction, who: str, source: Source, opened: _Opened) -> StatementImport:
        name = masked_nir(source.name)
        return StatementImport(
            0, tx.now, who, StatementKind.BANK, name, opened.sha256, StatementReport(file_name=name)
        )

    @staticmethod
    def _gaps(tx: Transaction, more: Sequence[BankStatement]) -> tuple[Gap, ...]:
        alsace = tx.people.pharmacy().alsace_moselle
        by_account: dict[int, list[BankStatement]] = {}
        stored = tx.bank.statements()
        for statement in (*stored, *(each for each in more if not each.import_id)):
            by_account.setdefault(statement.account_id, []).append(statement)
        return tuple(gap for each in by_account.values() for gap in gaps(each, alsace))


def known_import(tx: Transaction, import_id: int, kind: StatementKind) -> StatementImport:
    """Return a standing import; raises ``bank_import_unknown`` and ``bank_import_undone``."""
    record = tx.bank.import_(import_id)
    if record is None or record.kind is not kind:
        raise Problem("bank_import_unknown", {"id": import_id})
    if record.undone_at is not None:
        raise Problem("bank_import_undone", {"id": import_id})
    return record


def _with_gap(notes: tuple[str, ...], found: tuple[Gap, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*notes, *(("gap",) if found else ()))))


def _facts(report: StatementReport, sha256: str) -> dict[str, str | int]:
    return {
        "format": report.format,
        "sha256": sha256,
        "kept": report.kept,
        "known": report.known,
        "completed": report.completed,
        "refused": report.refused,
        "credits": report.credits,
        "cents": report.credit_cents,
        "returns": report.returns,
    }
