"""Importing the LGO's list: previewed, then stored in one transaction, and undone whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pharmassist.domain.claims import Claim, ClaimChange
from pharmassist.domain.identifiers import masked_nir
from pharmassist.domain.imports import ImportKind, ImportRecord, ImportReport, Refusal
from pharmassist.domain.lines import LineReader
from pharmassist.domain.mapping import Profile
from pharmassist.domain.problems import Problem
from pharmassist.domain.snapshots import Change
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.claim_words import reason_text
from pharmassist.services.directory import known_operators, learn, operator_words, single_operators
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.list_comparing import ListComparing, Preview, PreviewLine
from pharmassist.services.list_reading import (
    REFUSED_TITLES,
    Choice,
    ListReading,
    MappingNeeded,
    choose_columns,
    is_refused_lines,
    propose_kind,
)
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Pasted, Source, TableReader, TableShape, WholeFiles
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.profiles import Profiles

__all__ = ["Importing", "Preview", "PreviewLine", "pasted"]

_KEPT = 500
"""Refused lines, conflicts and negative lines that the register remembers of an import."""
_EACH, _LONGEST_PROFILE = 2_000, 100_000
T = TypeVar("T")


def pasted(text: str, name: str) -> Pasted:
    """Make a table of what was pasted from the clipboard; ``name`` is what is shown of it."""
    return Pasted(text.encode("utf-8", "replace"), name)


def _silent(_done: int, _total: int) -> None:
    """Show no progress."""


class Importing:
    """Brings lists into the register; ``profiles`` are the dialects it knows."""

    def __init__(
        self,
        register: Register,
        reader: TableReader,
        files: WholeFiles,
        catalogue: Catalogue,
        clock: Clock,
        changes: Changes,
    ) -> None:
        self._register, self._reader, self._files = register, reader, files
        self._catalogue, self._clock, self._changes = catalogue, clock, changes
        self.profiles = Profiles(register, reader, catalogue, changes)

    def preview(
        self, path: Source, choice: Choice, stop: Stop | None = None, progress: Progress = _silent
    ) -> Preview | MappingNeeded:
        """Tell what an import would do, or which columns must be confirmed.

        Raises the problems of files, mappings and ``snapshot_in_future``, ``operator_unknown``.
        """
        opened = self._open(path, choice)
        if isinstance(opened, MappingNeeded):
            return opened
        with self._register.read() as tx:
            lines = list(opened.read(stop or Stop(), progress))
            work = ListComparing(opened, choice, tx, self._same(tx, opened, choice), lines)
            outcome = work.run(stop or Stop())
        report = work.report(outcome, masked_nir(path.name))
        profile = next((p for p in self.profiles.list() if p.id == opened.columns.profile), None)
        kind = propose_kind(path, profile, self._clock.today())
        return Preview(opened.table.shape, report, work.shown(outcome), kind)

    def store(
        self, who: str, path: Source, choice: Choice, stop: Stop | None = None, progress: Progress = _silent
    ) -> ImportReport | MappingNeeded:
        """Import a list in one transaction; the same file again adds nothing.

        Raises as ``preview``, and ``file_changed`` when the file is no longer the previewed one.
        Stopping, at any moment before the end, raises ``Cancelled`` and stores nothing.
        """
        stop = stop or Stop()
        opened = self._open(path, choice)
        if isinstance(opened, MappingNeeded):
            return opened
        shape = opened.table.shape
        if choice.sha256 and choice.sha256 != shape.sha256:
            raise Problem("file_changed", {"file": path.name})
        lines = list(opened.read(stop, progress))
        with self._register.read() as tx:
            earlier = self._same(tx, opened, choice)
            if earlier is not None:
                work = ListComparing(opened, choice, tx, earlier, lines)
                return work.report(work.run(stop), masked_nir(path.name))
        with self._register.write(who) as tx:
            work = ListComparing(opened, choice, tx, None, lines)
            outcome = work.run(stop)
            report = work.report(outcome, masked_nir(path.name))
            record = ImportRecord(
                0, tx.now, who, report.file_name, shape.sha256, choice.kind, choice.snapshot_date, report
            )
            report = replace(report, import_id=tx.imports.add(replace(record, report=_kept(report))))
            tx.claims.add_many(_stoppable(outcome.new, stop), report.import_id)
            self._apply(tx, who, outcome.changes, report.import_id, stop)
            learn(tx, outcome.new)
            tx.imports.save_report(replace(record, id=report.import_id, report=_kept(report)))
            tx.journal.record("claims.imported", str(report.import_id), _facts(report, shape))
            stop.check()
        self._changes.post(Kind.CLAIMS, Kind.IMPORTS, Kind.OPERATORS)
        return report

    def undo(self, who: str, import_id: int) -> ImportRecord:
        """Take an import back whole: its invoices go, those it changed are as before.

        Only the newest one that stands, so that no later list is left hanging. Raises
        ``import_unknown``, ``import_undone``, ``import_not_last``, ``import_money_since`` and
        ``import_moved_since``. The journal, the record and the history of what stays remain.
        """
        with self._register.write(who) as tx:
            record = tx.imports.get(import_id)
            if record is None:
                raise Problem("import_unknown", {"id": import_id})
            if record.undone_at is not None:
                raise Problem("import_undone", {"id": import_id})
            later = [r.id for r in tx.imports.all() if r.undone_at is None and r.id > import_id]
            if later:
                raise Problem("import_not_last", {"id": import_id, "last": max(later)})
            money = tx.claims.money_since(import_id)
            if money.count:
                raise Problem("import_money_since", {"id": import_id, "claims": money.count})
            moved = sum(tx.claims.states_moved_since(import_id).values())
            if moved:
                raise Problem("import_moved_since", {"id": import_id, "claims": moved})
            before = tx.claims.kept_before(import_id)
            removed = tx.claims.remove_added_by(import_id)
            self._restore(tx, who, before, import_id)
            record = replace(record, undone_at=tx.now)
            tx.imports.save_report(record)
            facts = {"removed": removed, "restored": len(before)}
            tx.journal.record("claims.import_undone", str(import_id), facts)
        self._changes.post(Kind.CLAIMS, Kind.IMPORTS)
        return record

    def records(self) -> tuple[ImportRecord, ...]:
        """Return the imports, newest first."""
        with self._register.read() as tx:
            return tx.imports.all()

    def write_rejects(self, path: Path, report: ImportReport) -> None:
        """Write the refused lines with their reasons, mapped columns only (CSV or XLSX)."""
        rows = ([str(r.line), reason_text(r.reason), *r.cells] for r in report.refusals)
        self._files.write_table(path, (*REFUSED_TITLES, *report.columns), rows)

    @staticmethod
    def corrected(report: ImportReport, cells: Mapping[int, Sequence[str]], name: str) -> Pasted:
        """Make a table of corrected lines, to be imported alone: line number → its mapped cells."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow((*REFUSED_TITLES, *report.columns))
        for line, row in cells.items():
            writer.writerow((str(line), "", *row))
        return pasted(text.getvalue(), name)

    def export_profile(self, path: Path, profile_id: str) -> None:
        """Write a profile to a file, to give it to another pharmacy; raises ``file_not_written``."""
        self._files.write(path, self.profiles.export(profile_id).encode("utf-8"))

    def bring_profile(self, who: str, path: Path) -> Profile:
        """Keep a profile received as a file; raises as ``Profiles.add_text`` and the problems of files."""
        try:
            text = self._files.read(path, _LONGEST_PROFILE).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem("file_not_a_table", {"file": path.name}) from error
        return self.profiles.add_text(who, text)

    def remove_source(self, who: str, path: Path) -> None:
        """Remove the LGO's file, which holds names, once a person agreed."""
        self._files.remove(path)
        with self._register.write(who) as tx:
            tx.journal.record("claims.source_removed", "", {"ending": path.suffix.lower()})

    def _open(self, path: Source, choice: Choice) -> ListReading | MappingNeeded:
        today = self._clock.today()
        if choice.kind is ImportKind.SNAPSHOT and (choice.snapshot_date or today) > today:
            raise Problem("snapshot_in_future")
        if choice.operator:
            known_operators(self._catalogue, (choice.operator,))
        table = self._reader.open(path, choice.sheet)
        if choice.kind is ImportKind.SNAPSHOT and is_refused_lines(table.shape.header):
            raise Problem("refused_lines_no_snapshot", {"file": path.name})
        with self._register.read() as tx:
            profiles, insurers = self.profiles.within(tx), tx.operators.insurers()
        columns = choose_columns(table, choice, profiles)
        if isinstance(columns, MappingNeeded):
            return columns
        reader = LineReader(
            columns.places,
            operator=choice.operator,
            operators=operator_words(self._catalogue),
            directory=single_operators(insurers),
        )
        return ListReading(table, columns, reader)

    @staticmethod
    def _same(tx: Transaction, reading: ListReading, choice: Choice) -> ImportRecord | None:
        record = tx.imports.by_hash(reading.table.shape.sha256)
        if record is None or (record.kind, record.snapshot_date) != (choice.kind, choice.snapshot_date):
            return None
        return record

    @staticmethod
    def _apply(tx: Transaction, who: str, changes: tuple[Change, ...], import_id: int, stop: Stop) -> None:
        tx.claims.keep_before(import_id, (change.before for change in _stoppable(changes, stop)))
        tx.claims.update_many(change.after for change in _stoppable(changes, stop))
        tx.claims.note(
            ClaimChange(c.before.id, tx.now, who, c.before.state, c.after.state, c.cause, import_id=import_id)
            for c in changes
        )

    @staticmethod
    def _restore(tx: Transaction, who: str, before: tuple[Claim, ...], import_id: int) -> None:
        notes = []
        for claim in before:
            now = tx.claims.get(claim.id)
            if now is None:
                raise Problem("claim_unknown", {"id": claim.id})
            tx.claims.update(replace(claim, version=now.version))
            notes.append(
                ClaimChange(
                    claim.id, tx.now, who, now.state, claim.state, "import_undone", import_id=import_id
                )
            )
        tx.claims.note(notes)


def _stoppable(things: Iterable[T], stop: Stop) -> Iterator[T]:
    """Yield what is being written; a wish to stop ends the transaction."""
    for index, thing in enumerate(things):
        if index % _EACH == 0:
            stop.check()
        yield thing


def _kept(report: ImportReport) -> ImportReport:
    """Return the report as the register remembers it: no cell of a refused line."""
    return replace(
        report,
        refusals=tuple(Refusal(refusal.line, refusal.reason) for refusal in report.refusals[:_KEPT]),
        conflicts=report.conflicts[:_KEPT],
        negatives=report.negatives[:_KEPT],
    )


def _facts(report: ImportReport, shape: TableShape) -> dict[str, str | int]:
    day = report.snapshot_date
    return {
        "kind": report.kind.value,
        "snapshot": day.isoformat() if day else "",
        "sha256": shape.sha256,
        "kept": report.kept,
        "known": report.known,
        "changed": report.changed,
        "part_paid": report.part_paid,
        "gone": report.gone,
        "negative": report.negative,
        "refused": report.refused,
        "replacements": len(report.replacements),
        "conflicts": len(report.conflicts),
        "cents": report.sum_cents,
    }
