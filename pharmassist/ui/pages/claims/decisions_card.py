"""À décider: where list and register say two things, and negative lines that would cancel an invoice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.imports import Conflict, Field, ImportReport, Negative, Side
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.draft import Draft
from pharmassist.ui.pages.claims.mapping_card import FIELDS
from pharmassist.ui.parts.button import Chip
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

_SHOWN = 30


class DecisionsCard(Card):
    """Each conflict with both values, each cancellation with yes and no; unanswered, the ticked counts."""

    settled = Signal(str, object, object)
    cancelled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To decide"), "scale", padded=True, parent=parent)
        self.body.setSpacing(8)
        self.hide()

    def show_report(self, report: ImportReport, draft: Draft) -> None:
        """Show what a person may decide."""
        empty_layout(self.body)
        cancelling = [each for each in report.negatives if each.cancels]
        apart = [each for each in report.negatives if not each.cancels]
        count = len(report.conflicts) + len(cancelling)
        self.setVisible(bool(report.conflicts or report.negatives))
        words = translate_plural("{count} line", "{count} lines", count)
        self.set_caption(words.format(count=number(count)) if count else "")
        for conflict in report.conflicts[:_SHOWN]:
            self._add_conflict(conflict, draft.look.operators)
        for negative in cancelling[:_SHOWN]:
            self._add_cancelling(negative, draft)
        left = max(0, len(report.conflicts) - _SHOWN) + max(0, len(cancelling) - _SHOWN)
        if left:
            told = _("{count} more of this kind keep what is proposed.").format(count=number(left))
            self.body.addWidget(Text(told, "caption", wrap=True))
        if apart:
            words = translate_plural(
                "{count} negative line set apart, {sum}: a withholding, never counted here.",
                "{count} negative lines set apart, {sum}: withholdings, never counted here.",
                len(apart),
            )
            cents = sum(each.cents for each in apart)
            told = words.format(count=number(len(apart)), sum=money(cents))
            self.body.addWidget(Text(told, "caption", wrap=True))

    def forget(self) -> None:
        """Show nothing."""
        empty_layout(self.body)
        self.hide()

    def _add_conflict(self, conflict: Conflict, operators: Mapping[str, str]) -> None:
        field = _(FIELDS[conflict.field])
        ours = _value(conflict.field, conflict.ours, operators)
        theirs = _value(conflict.field, conflict.theirs, operators)
        words = _("Line {line}, invoice {invoice}: {field}").format(
            line=conflict.line, invoice=conflict.invoice, field=field
        )
        choices = (
            (_("Keep {value}").format(value=ours), Side.OURS),
            (_("Take {value}").format(value=theirs), Side.LIST),
        )
        key, about = conflict.invoice, conflict.field

        def tell(side: object) -> None:
            self.settled.emit(key, about, side)

        self._row(words, [(text, conflict.taken is side, side) for text, side in choices], tell)

    def _add_cancelling(self, negative: Negative, draft: Draft) -> None:
        words = _("Line {line}: does {sum} cancel invoice {invoice}?").format(
            line=negative.line, sum=money(negative.cents), invoice=negative.invoice
        )
        yes = negative.done or negative.invoice in draft.cancelled
        key = negative.invoice

        def tell(answer: object) -> None:
            self.cancelled.emit(key, bool(answer))

        self._row(words, [(_("Yes, cancelled"), yes, True), (_("No"), not yes, False)], tell)

    def _row(
        self, words: str, choices: list[tuple[str, bool, object]], tell: Callable[[object], None]
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("scale", "amber", 16))
        row.addWidget(Text(words, "table", wrap=True), 1)
        for text, chosen, value in choices:
            chip = Chip(text, cross=False)
            chip.setChecked(chosen)
            chip.setAccessibleName(f"{text} : {words}")
            chip.clicked.connect(lambda _on=False, value=value: tell(value))
            row.addWidget(chip)
        self.body.addLayout(row)


def _value(field: Field, text: str, operators: Mapping[str, str]) -> str:
    if field is Field.OPERATOR:
        return operators.get(text, text)
    if field is Field.CARE_DATE:
        return short_day(date.fromisoformat(text))
    if field is Field.AMC_NUMBER:
        return text.lstrip("0")
    return f"{text}\u00a0€"
