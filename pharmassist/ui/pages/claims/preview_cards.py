"""Aperçu: the first lines and what each becomes, the five counts, the sum to compare with the LGO."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.imports import ImportKind, ImportReport, Refusal
from pharmassist.services.claim_words import notice_text, reason_text
from pharmassist.services.list_comparing import Preview, PreviewLine
from pharmassist.services.texts import mark, money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.draft import Draft
from pharmassist.ui.pages.claims.rows import payer_words
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.field import AmountField
from pharmassist.ui.parts.light import Icon, Mark, Tone
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text, line

_DATE, _ROOM_FOR_DATE = 2, 640
"""The column of the date, and the width of the table under which it is hidden."""
VERDICTS: dict[str, tuple[str, str, Tone]] = {
    "new": ("plus", mark("New (line)"), "green"),
    "known": ("copy", mark("Known (line)"), "grey"),
    "changed": ("pen-line", mark("Changed (line)"), "amber"),
    "part_paid": ("trending-down", mark("Lower amount"), "amber"),
    "negative": ("minus", mark("Negative, set apart"), "grey"),
}


def preview_row(each: PreviewLine) -> TableRow:
    """Return one of the first lines and what it becomes."""
    claim = each.claim
    if each.verdict == "refused":
        result = CellMark("circle-x", reason_text(each.reason), "red")
    elif each.replaces:
        words = _("Replaces no. {invoice}").format(invoice=each.replaces)
        result = CellMark("corner-down-right", words, "amber")
    else:
        icon, word, tone = VERDICTS[each.verdict]
        result = CellMark(icon, _(word), tone)
    if claim is None:
        return TableRow(each.line, (number(each.line), "–", "–", "–", "–", result), quiet=True)
    cells = (
        number(each.line),
        claim.invoice,
        short_day(claim.invoice_date or claim.care_date),
        payer_words(claim),
        money(claim.listed),
        result,
    )
    return TableRow(each.line, cells, quiet=each.verdict in {"known", "refused"})


def refusal_row(each: Refusal) -> TableRow:
    """Return a refused line: its number and why; its cells stay in the file."""
    reason = CellMark("circle-x", reason_text(each.reason), "red")
    return TableRow(each.line, (number(each.line), "–", "–", "–", "–", reason))


class LinesCard(Card):
    """The first twenty lines, or only those that are refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Preview (lines)"), "eye", padded=False, parent=parent)
        self._first: tuple[TableRow, ...] = ()
        self._refused: tuple[TableRow, ...] = ()
        columns = (
            Column("line", _("Line"), 56, right=True, sortable=False),
            Column("invoice", _("Invoice no."), 106, sortable=False),
            Column("day", _("Date"), 80, sortable=False),
            Column("payer", _("Mutuelle"), sortable=False),
            Column("amount", _("AMC share"), 84, right=True, sortable=False),
            Column("result", _("What it becomes"), 160, sortable=False),
        )
        self.model = PagedModel(columns, self._ask)
        self.table = Table(_("First lines of the file"), self.model)
        titles = self.table.titles
        self.model.setParent(self.table)
        self.table.setMinimumHeight(160)
        bar = self.table.verticalScrollBar().sizeHint().width()
        widths = [each.width or titles.least_width(each.title) for each in columns if each.key != "day"]
        self.table.setMinimumWidth(sum(widths) + 2 * bar)
        self.only_refused = Chip(_("Refused only"), "funnel")
        self.only_refused.toggled.connect(lambda _on: self._show())
        self.add_action(self.only_refused)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.installEventFilter(self)
        self.body.addWidget(self.table)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the date out where the names would have no room."""
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self.table.setColumnHidden(_DATE, self.table.width() < _ROOM_FOR_DATE)
        return False

    def show_preview(self, lines: Sequence[PreviewLine], report: ImportReport) -> None:
        """Show a preview."""
        self._first = tuple(preview_row(each) for each in lines)
        self._refused = tuple(refusal_row(each) for each in report.refusals)
        self.only_refused.setVisible(bool(self._refused))
        if not self._refused:
            self.only_refused.setChecked(False)
        words = translate_plural(
            "first {shown} of {count} line", "first {shown} of {count} lines", report.lines
        )
        self.set_caption(words.format(shown=number(len(self._first)), count=number(report.lines)))
        self._show()

    def forget(self) -> None:
        """Show nothing."""
        self._first = self._refused = ()
        self.only_refused.hide()
        self.set_caption("")
        self._show()

    def _rows(self) -> tuple[TableRow, ...]:
        return self._refused if self.only_refused.isChecked() else self._first

    def _show(self) -> None:
        self.model.reload(len(self._rows()))

    def _ask(self, request: PageRequest) -> None:
        self.model.deliver(request, self._rows()[request.offset : request.offset + request.limit])


class Count(QWidget):
    """One of the five counts: a mark, a figure, a caption."""

    def __init__(self, icon: str, word: str, tone: Tone, caption: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        column.setSpacing(0)
        self._word = word
        self.figure = Text("0", "figure")
        column.addWidget(Mark(icon, word, tone, pill=False))
        column.addWidget(self.figure)
        under = Text(caption, "caption", wrap=True)
        under.setToolTip(caption)
        column.addWidget(under)

    def set_count(self, count: int) -> None:
        """Show a count."""
        self.figure.setText(number(count))
        self.figure.setAccessibleName(f"{self._word} : {number(count)}")


class CountsCard(Card):
    """Five counts, one sum against the LGO's screen, and the notices of the list."""

    total_typed = Signal(str)
    rejects_asked = Signal()
    correcting_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self.setAccessibleName(_("Effect of the import"))
        self.counts = {
            "kept": Count("plus", _("New (lines)"), "green", _("to note")),
            "known": Count("copy", _("Known (lines)"), "grey", _("unchanged")),
            "changed": Count("pen-line", _("Changed (lines)"), "amber", _("state or amount")),
            "gone": Count("log-out", _("Gone (lines)"), "amber", _("left the list, not paid")),
            "refused": Count("circle-x", _("Refused (lines)"), "red", _("not taken")),
        }
        row = QHBoxLayout()
        row.setSpacing(0)
        for place, count in enumerate(self.counts.values()):
            if place:
                row.addWidget(line("upright"))
            row.addWidget(count, 1)
        self.body.addLayout(row)
        self.body.addWidget(line())
        self._sum = Text("", "figure")
        self._lines = Text("", "caption")
        self.total = AmountField(_("Total shown by your software"))
        self.total.setMinimumWidth(150)
        self.total.setMaximumWidth(200)
        self.total.changed.connect(self._compare)
        self._gap = Mark("circle-check", "", "green")
        self._gap.hide()
        sums = QHBoxLayout()
        sums.setContentsMargins(16, 8, 16, 8)
        sums.setSpacing(16)
        ours = QVBoxLayout()
        ours.setSpacing(0)
        ours.addWidget(self._lines)
        ours.addWidget(self._sum)
        sums.addLayout(ours)
        sums.addWidget(self.total, 0, Qt.AlignmentFlag.AlignBottom)
        sums.addWidget(self._gap, 0, Qt.AlignmentFlag.AlignBottom)
        sums.addStretch(1)
        self.rejects = Button(
            _("Save the refused lines…"), "quiet", "download", size="small", pressed=self.rejects_asked.emit
        )
        self.body.addLayout(sums)
        self.correct = Button(
            _("Correct them here…"), "quiet", "pencil", size="small", pressed=self.correcting_asked.emit
        )
        refused = QHBoxLayout()
        refused.setContentsMargins(8, 0, 8, 4)
        refused.addWidget(self.correct)
        refused.addWidget(self.rejects)
        refused.addStretch(1)
        self.body.addLayout(refused)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(12, 0, 12, 0)
        self._notices.setSpacing(8)
        self.body.addLayout(self._notices)
        self._file_sum: int | None = None

    def show_corrected(self, count: int) -> None:
        """Tell how many refused lines were corrected."""
        words = translate_plural(
            "{count} corrected, imported alone", "{count} corrected, imported alone (many)", count
        )
        self.correct.setText(words.format(count=number(count)) if count else _("Correct them here…"))

    def show_report(self, report: ImportReport, draft: Draft) -> None:
        """Show what the import would do."""
        for key, count in (
            ("kept", report.kept),
            ("known", report.known),
            ("changed", report.changed + report.part_paid),
            ("gone", report.gone),
            ("refused", report.refused),
        ):
            self.counts[key].set_count(count)
        self.counts["gone"].setEnabled(draft.kind is ImportKind.SNAPSHOT)
        self._file_sum = report.file_sum_cents
        self._sum.setText(money(report.file_sum_cents))
        taken = report.lines - report.refused - report.negative
        words = translate_plural("{count} line taken", "{count} lines taken", taken).format(
            count=number(taken)
        )
        if report.negative:
            more = translate_plural("{count} negative", "{count} negative (many)", report.negative)
            words += " · " + more.format(count=number(report.negative))
        self._lines.setText(words)
        self.rejects.setVisible(bool(report.refused))
        self.correct.setVisible(any(len(each.cells) == len(report.columns) for each in report.refusals))
        self.show_corrected(len(draft.corrected))
        self.total.set_value(draft.lgo_total)
        self._compare()
        empty_layout(self._notices)
        self._notices.setContentsMargins(12, 0, 12, 12 if report.notices else 0)
        for code in report.notices:
            banner = Banner()
            words = notice_text(code)
            if code == "operator_missing":
                words += " " + ", ".join(
                    draft.look.operators.get(each, each) for each in report.missing_operators
                )
            banner.tell("grey" if code in {"same_file", "operator_unknown"} else "amber", words)
            self._notices.addWidget(banner)

    def forget(self) -> None:
        """Show nothing."""
        self._file_sum = None
        for count in self.counts.values():
            count.set_count(0)
        self._sum.setText("")
        self._lines.setText("")
        self._gap.hide()
        self.rejects.hide()
        self.correct.hide()
        empty_layout(self._notices)

    def _compare(self) -> None:
        cents = self.total.cents()
        self.total_typed.emit(self.total.value())
        ours = self._file_sum
        self._gap.setVisible(cents is not None and ours is not None)
        if cents is not None and ours is not None:
            gap = ours - cents
            words = _("Gap {sum}").format(sum=money(gap, sign=True))
            self._gap.set_mark(
                *(("circle-check", words, "green") if not gap else ("triangle-alert", words, "amber"))
            )


class ReplacedCard(Card):
    """Proposed replacements, answered one by one before the import; the sure ones are told."""

    answered = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Invoices sent again?"), "corner-down-right", padded=True, parent=parent)
        self.body.setSpacing(8)

    def show_preview(self, preview: Preview, draft: Draft) -> None:
        """Show each pair, with the answer given so far."""
        empty_layout(self.body)
        pairs = preview.report.replacements
        linked = [pair for pair in pairs if pair.linked]
        asked = [pair for pair in pairs if not pair.linked]
        # A declined pair is no longer proposed by the service: its answer can still be changed.
        declined = sorted(draft.declined)
        self.setVisible(bool(pairs or declined))
        self.set_caption("")
        if asked:
            cents = sum(pair.cents for pair in asked if pair.invoice not in draft.confirmed)
            self.set_caption(_("without an answer, {sum} counts twice").format(sum=money(cents)))
        for pair in linked:
            words = _("{new} replaces {old}, which left the list too: counted once.").format(
                new=pair.invoice, old=pair.replaces
            )
            self.body.addLayout(self._row(words, pair.invoice, sure=True, answer=True))
        for pair in asked:
            words = _("Does {new} replace {old}, {sum}?").format(
                new=pair.invoice, old=pair.replaces, sum=money(pair.cents)
            )
            answer = True if pair.invoice in draft.confirmed else None
            self.body.addLayout(self._row(words, pair.invoice, sure=False, answer=answer))
        for invoice in declined:
            words = _("{new} replaces none.").format(new=invoice)
            self.body.addLayout(self._row(words, invoice, sure=False, answer=False))

    def _row(self, words: str, invoice: str, *, sure: bool, answer: bool | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("corner-down-right", "amber" if answer is None else "text3", 16))
        row.addWidget(Text(words, "table", wrap=True), 1)
        yes, no = Chip(_("Yes, replaced"), cross=False), Chip(_("No"), cross=False)
        yes.setChecked(answer is True)
        no.setChecked(answer is False)
        for chip, value in ((yes, True), (no, False)):
            chip.setAccessibleName(f"{chip.text()} : {words}")
            chip.clicked.connect(lambda _on=False, value=value: self.answered.emit(invoice, value))
            if not (sure and value):
                row.addWidget(chip)
        return row
