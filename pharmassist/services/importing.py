"""Importing the LGO's list: previewed, then stored in one transaction, and undone whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmassist.domain.claims import Claim, ClaimChange
from pharmassist.domain.identifiers import masked_nir
from pharmassist.domain.imports import ImportKind, ImportRecord, ImportReport, Refusal, Replacement
from pharmassist.domain.lines import Line, LineReader
from pharmassist.domain.problems import Problem
from pharmassist.domain.snapshots import Change, Comparison, Outcome, Verdict
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.claim_words import reason_text
from pharmassist.services.directory import known_operators, learn, operator_words, single_operators
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.list_reading import (
    SAMPLE,
    Choice,
    ListReading,
    MappingNeeded,
    choose_columns,
    propose_kind,
)
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Files, TableReader, TableShape
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.profiles import Profiles

_KEPT_REFUSALS = 500
"""Refused lines the register remembers, number and reason only; the file of refusals has them all."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One of the first lines and what it becomes: a verdict, ``refused`` or ``negative``."""

    line: int
    claim: Claim | None
    verdict: str
    reason: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing is stored."""

    shape: TableShape
    report: ImportReport
    lines: tuple[PreviewLine, ...]
    proposed_kind: ImportKind


def _silent(_done: int, _total: int) -> None:
    """Show no progress."""


class Importing:
    """Brings lists into the register; ``profiles`` are the dialects it knows."""

    def __init__(
        self,
        register: Register,
        reader: TableReader,
        files: Files,
        catalogue: Catalogue,
        clock: Clock,
        changes: Changes,
    ) -> None:
        self._register, self._reader, self._files = register, reader, files
        self._catalogue, self._clock, self._changes = catalogue, clock, changes
        self.profiles = Profiles(register, reader, catalogue, changes)

    def preview(
        self, path: Path, choice: Choice, stop: Stop | None = None, progress: Progress = _silent
    ) -> Preview | MappingNeeded:
        """Tell what an import would do, or which columns must be confirmed.

        Raises the problems of files, mappings and ``snapshot_in_future``, ``operator_unknown``.
        """
        opened = self._open(path, choice)
        if isinstance(opened, MappingNeeded):
            return opened
        with self._register.read() as tx:
            work = _Work(opened, choice, tx, self._same(tx, opened, choice))
            outcome = work.run(stop or Stop(), progress)
        report = work.report(outcome, masked_nir(path.name))
        profile = next((p for p in self.profiles.list() if p.id == opened.columns.profile), None)
        kind = propose_kind(path, profile, self._clock.today())
        return Preview(opened.table.shape, report, work.shown(outcome), kind)

    def store(
        self, who: str, path: Path, choice: Choice, stop: Stop | None = None, progress: Progress = _silent
    ) -> ImportReport | MappingNeeded:
        """Import a list in one transaction; the same file again adds nothing.

        Raises as ``preview``, and ``file_changed`` when the file is no longer the previewed one.
        Stopping raises ``Cancelled`` and stores nothing.
        """
        opened = self._open(path, choice)
        if isinstance(opened, MappingNeeded):
            return opened
        shape = opened.table.shape
        if choice.sha256 and choice.sha256 != shape.sha256:
            raise Problem("file_changed", {"file": path.name})
        lines = list(opened.read(stop or Stop(), progress))
        with self._register.read() as tx:
            earlier = self._same(tx, opened, choice)
            if earlier is not None:
                work = _Work(opened, choice, tx, earlier)
                return work.report(work.run_lines(lines), masked_nir(path.name))
        with self._register.write(who) as tx:
            work = _Work(opened, choice, tx, None)
            outcome = work.run_lines(lines)
            (stop or Stop()).check()
            report = work.report(outcome, masked_nir(path.name))
            record = ImportRecord(
                0, tx.now, who, report.file_name, shape.sha256, choice.kind, choice.snapshot_date, report
            )
            report = replace(report, import_id=tx.imports.add(replace(record, report=_kept(report))))
            tx.claims.add_many(outcome.new, report.import_id)
            self._apply(tx, who, outcome.changes, report.import_id)
            learn(tx, outcome.new)
            tx.imports.save_report(replace(record, id=report.import_id, report=_kept(report)))
            tx.journal.record("claims.imported", str(report.import_id), _facts(report, shape))
        self._changes.post(Kind.CLAIMS, Kind.IMPORTS, Kind.OPERATORS)
        return report

    def undo(self, who: str, import_id: int) -> ImportRecord:
        """Take an import back whole: its invoices go, those it changed are as before.

        Only the newest one that stands, so that no later list is left hanging. Raises
        ``import_unknown``, ``import_undone``, ``import_not_last`` and ``import_moved_since``.
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
        self._files.write_table(path, ("Ligne", "Motif", *report.columns), rows)

    def remove_source(self, who: str, path: Path) -> None:
        """Remove the LGO's file, which holds names, once a person agreed."""
        self._files.remove(path)
        with self._register.write(who) as tx:
            tx.journal.record("claims.source_removed", "", {"ending": path.suffix.lower()})

    def _open(self, path: Path, choice: Choice) -> ListReading | MappingNeeded:
        today = self._clock.today()
        if choice.kind is ImportKind.SNAPSHOT and (choice.snapshot_date or today) > today:
            raise Problem("snapshot_in_future")
        if choice.operator:
            known_operators(self._catalogue, (choice.operator,))
        table = self._reader.open(path, choice.sheet)
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
    def _apply(tx: Transaction, who: str, changes: tuple[Change, ...], import_id: int) -> None:
        tx.claims.keep_before(import_id, (change.before for change in changes))
        tx.claims.update_many(change.after for change in changes)
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


class _Work:
    """One reading of a list against the register as one transaction sees it."""

    def __init__(
        self, reading: ListReading, choice: Choice, tx: Transaction, earlier: ImportRecord | None
    ) -> None:
        self._reading, self._choice, self._earlier = reading, choice, earlier
        self._comparison = Comparison(
            () if earlier else tx.claims.all(),
            kind=choice.kind,
            day=choice.snapshot_date,
            latest=_latest_snapshot(tx),
            operator=choice.operator,
            declined=choice.declined,
        )
        self._counts = dict.fromkeys(Verdict, 0)
        self._refusals: list[Refusal] = []
        self._first: list[PreviewLine] = []
        self._negatives = self._negative_cents = self._padded = 0
        self._cents = self._new_cents = 0

    def run(self, stop: Stop, progress: Progress) -> Outcome:
        """Read and compare every line."""
        return self.run_lines(self._reading.read(stop, progress))

    def run_lines(self, lines: Iterable[Line]) -> Outcome:
        """Compare lines that were read."""
        for line in lines:
            shown = self._see(line)
            if len(self._first) < SAMPLE:
                self._first.append(shown)
        return self._comparison.finish()

    def _see(self, line: Line) -> PreviewLine:
        self._padded += line.padded
        if line.claim is None:
            if line.invoice:
                self._comparison.mention(line.invoice)
            if line.refusal is not None:
                self._refusals.append(line.refusal)
                return PreviewLine(line.number, None, "refused", line.refusal.reason)
            self._negatives += 1
            self._negative_cents += line.negative
            return PreviewLine(line.number, None, "negative")
        verdict = self._comparison.see(line.claim)
        if self._earlier is not None and verdict is Verdict.NEW:
            verdict = Verdict.KNOWN
        if verdict is Verdict.DUPLICATE:
            self._refusals.append(Refusal(line.number, "duplicate", (line.invoice,)))
            return PreviewLine(line.number, line.claim, "refused", "duplicate")
        self._counts[verdict] += 1
        self._cents += line.claim.listed
        self._new_cents += line.claim.listed if verdict is Verdict.NEW else 0
        return PreviewLine(line.number, line.claim, verdict.value)

    def report(self, outcome: Outcome, file_name: str) -> ImportReport:
        """Put the effect into a report; names as in cli.md."""
        header, places = self._reading.table.shape.header, self._reading.columns.places
        if self._earlier is not None:
            return self._same_again(file_name)
        return ImportReport(
            file_name=file_name,
            kind=self._choice.kind,
            snapshot_date=self._choice.snapshot_date,
            profile=self._reading.columns.profile,
            kept=self._counts[Verdict.NEW],
            known=self._counts[Verdict.KNOWN],
            changed=self._counts[Verdict.CHANGED],
            part_paid=self._counts[Verdict.PART_PAID],
            negative=self._negatives,
            padded=self._padded,
            gone=outcome.gone,
            refused=len(self._refusals),
            refusals=tuple(self._refusals),
            columns=tuple(header[place] for place in places.values()),
            replacements=outcome.replacements,
            dropped_columns=self._reading.columns.dropped,
            sum_cents=self._new_cents,
            file_sum_cents=self._cents,
            listed_total=self._reading.listed_total,
            notices=tuple(self._notices(outcome)),
        )

    def _same_again(self, file_name: str) -> ImportReport:
        """Report the very file that was imported before: every line of it is known."""
        assert self._earlier is not None
        return ImportReport(
            file_name=file_name,
            kind=self._choice.kind,
            snapshot_date=self._choice.snapshot_date,
            profile=self._reading.columns.profile,
            known=sum(self._counts.values()) + self._negatives + len(self._refusals),
            dropped_columns=self._reading.columns.dropped,
            file_sum_cents=self._cents,
            same_as=self._earlier.id,
            listed_total=self._reading.listed_total,
            notices=("same_file",),
        )

    def _notices(self, outcome: Outcome) -> Iterator[str]:
        if outcome.stale:
            yield "snapshot_out_of_order"
        if outcome.most_left:
            yield "most_left"
        if any(not claim.operator for claim in outcome.new):
            yield "operator_unknown"
        total = self._reading.listed_total
        if total is not None and total not in (self._cents, self._cents + self._negative_cents):
            yield "total_differs"

    def shown(self, outcome: Outcome) -> tuple[PreviewLine, ...]:
        """Return the first lines, those that replace an invoice with its number."""
        replaced: dict[str, Replacement] = {each.invoice: each for each in outcome.replacements}
        return tuple(
            replace(line, replaces=replaced[line.claim.invoice].replaces)
            if line.claim and line.verdict == Verdict.NEW and line.claim.invoice in replaced
            else line
            for line in self._first
        )


def _latest_snapshot(tx: Transaction) -> date | None:
    days = (r.snapshot_date for r in tx.imports.all() if r.undone_at is None)
    return max((day for day in days if day is not None), default=None)


def _kept(report: ImportReport) -> ImportReport:
    """Return the report as the register remembers it: no cell of a refused line."""
    refusals = (Refusal(refusal.line, refusal.reason) for refusal in report.refusals[:_KEPT_REFUSALS])
    return replace(report, refusals=tuple(refusals))


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
        "cents": report.sum_cents,
    }
