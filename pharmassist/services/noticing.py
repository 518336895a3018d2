"""Payment notices: noted in ten seconds, pasted or imported, and what they say of invoices.

A notice announces; it never says that money came. Its lines move invoices to "annoncée" or
"rejetée"; undoing it puts them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pharmassist.domain.identifiers import masked_nir, refuse_nir
from pharmassist.domain.money import Money
from pharmassist.domain.money_tables import NOTICES, NoticeField
from pharmassist.domain.notices import (
    Notice,
    NoticeFilter,
    NoticeLine,
    same_transfer,
)
from pharmassist.domain.problems import Problem, Value
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.banking import KEPT_REFUSALS, known_import
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators, operator_words
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.notice_effects import Telling, put_back
from pharmassist.services.notice_reading import NoticeRead, NoticeReader, NoticesRead
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Source, TableReader
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.table_choosing import (
    ColumnsNeeded,
    choose,
    remember_columns,
    remembered_columns,
)
from pharmassist.services.texts import short_day

_REMEMBERED = "notices"
_AHEAD = timedelta(days=62)
_LONGEST_REFERENCE = 140


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """What a person said of a table of notices; ``operator`` is that of the whole table."""

    columns: Mapping[NoticeField, str] = field(default_factory=dict)
    sheet: str = ""
    operator: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class NoticesPreview:
    """What an import would do, and its new notices."""

    report: StatementReport
    notices: tuple[Notice, ...]
    sha256: str


@dataclass(slots=True)
class _Sorted:
    """The notices of a file compared with the register."""

    new: list[NoticeRead]
    completing: list[tuple[Notice, NoticeRead, list[NoticeLine]]]
    known: int
    notes: list[str]


def _silent(_done: int, _total: int) -> None:
    """Show no progress."""


class Noticing:
    """Brings payment notices into the register."""

    def __init__(
        self, register: Register, tables: TableReader, catalogue: Catalogue, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._tables, self._catalogue = register, tables, catalogue
        self._clock, self._changes = clock, changes

    def add(
        self,
        who: str,
        operator: str,
        day: date,
        total: Money,
        reference: str = "",
        *,
        again: bool = False,
    ) -> Notice:
        """Note one announced transfer; ``again`` = truly another one like a known one.

        Raises ``operator_unknown``, ``notice_amount_needed``, ``notice_day_ahead``,
        ``notice_known`` and ``nir_refused``.
        """
        refuse_nir(reference)
        known_operators(self._catalogue, (operator,))
        if total <= 0:
            raise Problem("notice_amount_needed")
        if day > self._clock.today() + _AHEAD:
            raise Problem("notice_day_ahead", {"day": short_day(day)})
        notice = Notice(operator, day, total, " ".join(reference.split())[:_LONGEST_REFERENCE])
        with self._register.write(who) as tx:
            same = [each for each in _of_day(tx, notice) if same_transfer(each, notice)]
            if same and not again:
                values: dict[str, Value] = {"operator": operator, "day": short_day(day), "id": same[0].id}
                raise Problem("notice_known", values)
            notice = replace(notice, id=tx.notices.add(notice))
            facts: dict[str, Value] = {"operator": operator, "cents": total, "day": day.isoformat()}
            tx.journal.record("notice.added", str(notice.id), facts)
        self._changes.post(Kind.BANK)
        return notice

    def remove(self, who: str, notice_id: int) -> None:
        """Remove a typed notice that was a slip; raises ``notice_unknown``, ``notice_matched``."""
        with self._register.write(who) as tx:
            notice = tx.notices.get(notice_id)
            if notice is None or notice.import_id:
                raise Problem("notice_unknown", {"id": notice_id})
            if tx.matches.of_notice(notice_id):
                raise Problem("notice_matched")
            put_back(tx, who, tx.notices.lines(notice_id), 0)
            tx.notices.remove(notice_id)
            tx.journal.record("notice.removed", str(notice_id), {"cents": notice.total})
        self._changes.post(Kind.BANK, Kind.CLAIMS)

    def find(self, wanted: NoticeFilter) -> tuple[Notice, ...]:
        """List notices by flow day."""
        with self._register.read() as tx:
            return tx.notices.find(wanted)

    def lines(self, notice_id: int) -> tuple[NoticeLine, ...]:
        """Return the lines of a notice."""
        with self._register.read() as tx:
            return tx.notices.lines(notice_id)

    def preview(
        self, source: Source, choice: NoticeChoice, stop: Stop | None = None, progress: Progress = _silent
    ) -> NoticesPreview | ColumnsNeeded[NoticeField]:
        """Tell what an import would do, or which columns must be confirmed.

        Raises the problems of tables, ``operator_unknown`` and ``notice_operator_needed``.
        """
        opened = self._open(source, choice, stop or Stop(), progress)
        if isinstance(opened, ColumnsNeeded):
            return opened
        with self._register.read() as tx:
            found = _sorted(tx, opened.read)
        return NoticesPreview(
            _report(opened, found, source), tuple(each.notice for each in found.new), opened.sha256
        )

    def store(
        self,
        who: str,
        source: Source,
        choice: NoticeChoice,
        stop: Stop | None = None,
        progress: Progress = _silent,
    ) -> StatementReport | ColumnsNeeded[NoticeField]:
        """Import a table of notices in one transaction; the same notices again add nothing.

        Raises as ``preview``, and ``file_changed`` when the file is no longer the previewed one.
        """
        stop = stop or Stop()
        opened = self._open(source, choice, stop, progress)
        if isinstance(opened, ColumnsNeeded):
            return opened
        if choice.sha256 and choice.sha256 != opened.sha256:
            raise Problem("file_changed", {"file": source.name})
        with self._register.read() as tx:
            found, earlier = _sorted(tx, opened.read), tx.bank.by_hash(opened.sha256, StatementKind.NOTICES)
        if earlier is not None and not found.new and not found.completing:
            return replace(_report(opened, found, source), same_as=earlier.id)
        with self._register.write(who) as tx:
            found = _sorted(tx, opened.read)
            report = _report(opened, found, source)
            record = StatementImport(
                0, tx.now, who, StatementKind.NOTICES, report.file_name, opened.sha256, report
            )
            number = tx.bank.add_import(record)
            unknown = self._keep(tx, who, found, number, stop)
            notes = (*report.notes, *(("invoice_unknown",) if unknown else ()))
            report = replace(report, import_id=number, notes=notes)
            tx.bank.save_report(replace(record, id=number, report=report))
            if opened.said:
                remember_columns(tx, _REMEMBERED, opened.header, opened.places)
            facts = {
                "kept": report.kept,
                "known": report.known,
                "refused": report.refused,
                "cents": sum(each.notice.total for each in found.new),
            }
            tx.journal.record("notices.imported", str(number), {**facts, "sha256": opened.sha256})
            stop.check()
        self._changes.post(Kind.BANK, Kind.CLAIMS)
        return report

    def undo(self, who: str, import_id: int) -> StatementImport:
        """Take an import back whole: its notices go, invoices are as before.

        Raises ``bank_import_unknown``, ``bank_import_undone``, ``bank_import_matched`` and
        ``notices_moved_since``.
        """
        with self._register.write(who) as tx:
            record = known_import(tx, import_id, StatementKind.NOTICES)
            if matched := tx.notices.matched_of(import_id):
                raise Problem("bank_import_matched", {"id": import_id, "matches": matched})
            put_back(tx, who, tx.notices.lines_of_import(import_id), import_id)
            tx.notices.remove_lines(import_id)
            own = tx.notices.find(NoticeFilter(import_id=import_id))
            for notice in own:
                tx.notices.remove(notice.id)
            for notice in tx.notices.find(NoticeFilter(reference_import_id=import_id)):
                tx.notices.update(replace(notice, reference="", reference_import_id=0))
            record = replace(record, undone_at=tx.now)
            tx.bank.save_report(record)
            tx.journal.record("notices.import_undone", str(import_id), {"notices": len(own)})
        self._changes.post(Kind.BANK, Kind.CLAIMS)
        return record

    def records(self) -> tuple[StatementImport, ...]:
        """Return the imports of notices, newest first."""
        with self._register.read() as tx:
            return tx.bank.imports(StatementKind.NOTICES)

    def _open(
        self, source: Source, choice: NoticeChoice, stop: Stop, progress: Progress
    ) -> _Opened | ColumnsNeeded[NoticeField]:
        if choice.operator:
            known_operators(self._catalogue, (choice.operator,))
        table = self._tables.open(source, choice.sheet)
        header = table.shape.header
        with self._register.read() as tx:
            remembered = remembered_columns(tx, _REMEMBERED, NoticeField, header)
        chosen = choose(table, choice.columns, NOTICES, remembered)
        if isinstance(chosen, ColumnsNeeded):
            return chosen
        if NoticeField.OPERATOR not in chosen.places and not choice.operator:
            raise Problem("notice_operator_needed", {"file": source.name})
        progress(0, max(1, table.shape.size))
        reader = NoticeReader(chosen.places, operator_words(self._catalogue), choice.operator)
        return _Opened(
            reader.read(table, stop),
            table.shape.sha256,
            header,
            chosen.places,
            chosen.said,
            chosen.dropped,
        )

    @staticmethod
    def _keep(tx: Transaction, who: str, found: _Sorted, number: int, stop: Stop) -> int:
        """Store what is new and tell the invoices; returns how many lines name no invoice of ours."""
        named = [each.lines for each in found.new] + [more for _known, _each, more in found.completing]
        telling = Telling(tx, who, number, (line.invoice for lines in named for line in lines))
        for each in found.new:
            stop.check()
            tx.notices.add(replace(each.notice, import_id=number), telling.tell(each.notice, each.lines))
        for notice, each, more in found.completing:
            stop.check()
            tx.notices.add_lines(notice.id, telling.tell(each.notice, more))
            if not notice.reference and each.notice.reference:
                told = replace(notice, reference=each.notice.reference, reference_import_id=number)
                tx.notices.update(told)
        telling.end()
        return telling.unknown


@dataclass(frozen=True, slots=True)
class _Opened:
    """A table of notices read whole."""

    read: NoticesRead
    sha256: str
    header: tuple[str, ...]
    places: Mapping[NoticeField, int]
    said: bool
    dropped: tuple[str, ...]


def _of_day(tx: Transaction, notice: Notice) -> tuple[Notice, ...]:
    wanted = NoticeFilter(operator=notice.operator, date_from=notice.day, date_to=notice.day)
    return tx.notices.find(wanted)


def _sorted(tx: Transaction, read: NoticesRead) -> _Sorted:
    """Compare: a known notice is used once, so that two genuine like ones of a file stay two."""
    done = _Sorted([], [], 0, [])
    used: set[int] = set()
    seen: set[tuple[str, date, Money, str]] = set()
    for each in read.notices:
        notice = each.notice
        key = (notice.operator, notice.day, notice.total, notice.folded_reference)
        if notice.folded_reference and key in seen:
            done.known += 1
            continue
        seen.add(key)
        if each.differs:
            done.notes.append("notice_total_differs")
        stored = [known for known in _of_day(tx, notice) if known.id not in used]
        same = [known for known in stored if same_transfer(known, notice)]
        same.sort(key=lambda known: known.folded_reference != notice.folded_reference)
        if not same:
            if notice.folded_reference and any(
                known.folded_reference == notice.folded_reference for known in stored
            ):
                done.notes.append("reference_twice")
            done.new.append(each)
            continue
        used.add(same[0].id)
        have = {(line.invoice, line.kind, line.cents) for line in tx.notices.lines(same[0].id)}
        more = [line for line in each.lines if (line.invoice, line.kind, line.cents) not in have]
        if more or (notice.reference and not same[0].reference):
            done.completing.append((same[0], each, more))
        else:
            done.known += 1
    return done


def _report(opened: _Opened, found: _Sorted, source: Source) -> StatementReport:
    days = [each.notice.day for each in opened.read.notices]
    return StatementReport(
        file_name=masked_nir(source.name),
        format="table",
        kept=len(found.new),
        known=found.known,
        completed=len(found.completing),
        refused=len(opened.read.refusals),
        refusals=tuple(opened.read.refusals[:KEPT_REFUSALS]),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        dropped_columns=opened.dropped,
        notes=tuple(dict.fromkeys(found.notes)),
    )
