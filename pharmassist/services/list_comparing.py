"""One list against the register as one transaction sees it: verdicts, sums, what to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.claims import Claim
from pharmassist.domain.imports import ImportKind, ImportRecord, ImportReport, Refusal, Replacement
from pharmassist.domain.lines import Line
from pharmassist.domain.snapshots import Comparison, Outcome, Verdict
from pharmassist.services.jobs import Stop
from pharmassist.services.list_reading import SAMPLE, Choice, ListReading
from pharmassist.services.ports.files import TableShape
from pharmassist.services.ports.register import Transaction

_EACH = 2_000


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


class ListComparing:
    """One reading of a list against the register as one transaction sees it."""

    def __init__(
        self,
        reading: ListReading,
        choice: Choice,
        tx: Transaction,
        earlier: ImportRecord | None,
        lines: Sequence[Line],
    ) -> None:
        self._reading, self._choice, self._earlier = reading, choice, earlier
        self._comparison = Comparison(
            () if earlier else tx.claims.open_or_named(line.invoice for line in lines),
            kind=choice.kind,
            day=choice.snapshot_date,
            latest=_latest_snapshot(tx),
            operator=choice.operator,
            declined=choice.declined,
            settled=choice.settled,
            cancelled=choice.cancelled,
        )
        self._lines = lines
        self._counts = dict.fromkeys(Verdict, 0)
        self._refusals: list[Refusal] = []
        self._first: list[PreviewLine] = []
        self._negatives = self._negative_cents = self._padded = 0
        self._cents = self._new_cents = 0

    def run(self, stop: Stop) -> Outcome:
        """Compare every line; raises ``Cancelled`` when stopping was asked."""
        for index, line in enumerate(self._lines):
            if index % _EACH == 0:
                stop.check()
            shown = self._see(line, first=index < SAMPLE)
            if shown is not None:
                self._first.append(shown)
        return self._comparison.finish()

    def _see(self, line: Line, *, first: bool) -> PreviewLine | None:
        """Count one line; returns what is shown of it when it is among the first."""
        self._padded += line.padded
        verdict, reason = self._verdict(line)
        if reason == "duplicate":
            self._refusals.append(Refusal(line.number, "duplicate", (line.invoice,)))
        return PreviewLine(line.number, line.claim, verdict, reason) if first else None

    def _verdict(self, line: Line) -> tuple[str, str]:
        """Return what a line is, and why it is refused."""
        claim = line.claim
        if line.refusal is not None:
            self._comparison.mention(line.invoice)
            self._refusals.append(line.refusal)
            return "refused", line.refusal.reason
        if claim is None:
            self._comparison.see_negative(line.number, line.invoice, line.negative)
            self._negatives += 1
            self._negative_cents += line.negative
            return "negative", ""
        verdict = self._comparison.see(claim, line.number, operator_said=line.operator_said)
        if self._earlier is not None and verdict is Verdict.NEW:
            verdict = Verdict.KNOWN
        if verdict is Verdict.DUPLICATE:
            return "refused", "duplicate"
        self._counts[verdict] += 1
        self._cents += claim.listed
        self._new_cents += claim.listed if verdict is Verdict.NEW else 0
        return verdict.value, ""

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
            conflicts=outcome.conflicts,
            negatives=outcome.negatives,
            missing_operators=outcome.missing_operators,
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
        if outcome.missing_operators:
            yield "operator_missing"
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
