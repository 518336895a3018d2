"""The view of the acomptes: the form of the request, the ledgers under it, or what teaches how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.advances.sums import EstimateCard, ExactCard
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.field import ChoiceField, DateField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.text import Text


class Asking(QWidget):
    """Tells what is asked for; the page computes and writes."""

    figures_asked = Signal()
    letter_asked = Signal()
    noted = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.operator = ChoiceField(_("Operator"), [])
        self.first = DateField(_("Invoices from"))
        self.last = DateField(_("to (day)"))
        self.exact, self.estimate = ExactCard(), EstimateCard()
        self.basis = ChoiceField(_("Asked on the basis of"), [])
        self.going = Banner()
        self.figures = Button(_("See the page"), icon="file-text", pressed=self.figures_asked.emit)
        self.union_words = Text("", "strong")
        self.look = Button(_("See letter and annex"), icon="eye", pressed=self.letter_asked.emit)
        self.note = Button(_("Note the request"), icon="check", pressed=self.noted.emit)
        self.note.setToolTip(_("An owner's decision; a request noted by mistake can be withdrawn"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        self._build(form)
        self._nothing = EmptyState(
            "hand-coins",
            _("No invoice waits, and no acompte was asked"),
            _(
                "An acompte is asked on unpaid invoices. Import the list of your software: the figures for "
                "the union, the exact sum and the letter will stand here."
            ),
            Button(_("Import the LGO list"), icon="file-input", pressed=self.import_asked.emit),
        )
        self._nothing.hide()
        column.addWidget(self._form)
        column.addWidget(self._nothing)
        column.addStretch(1)

    def show_form(self, shown: bool) -> None:
        """Show the form, or what teaches how to begin where there is nothing to ask on."""
        self._form.setVisible(shown)
        self._nothing.setVisible(not shown)

    def offer(self, bases: list[tuple[str, str]]) -> None:
        """Let one of these sums be asked; without any there is nothing to choose."""
        chosen = self.basis.value()
        self.basis.set_choices(bases)
        if chosen in [value for value, _words in bases]:
            self.basis.set_value(chosen)
        self.basis.setVisible(bool(bases))
        self.note.setEnabled(bool(bases))

    def forget(self) -> None:
        """Show no sum, and let nothing be asked."""
        for card in (self.exact, self.estimate):
            card.show_sum("–", [], None, "")
        self.union_words.setText("")
        self.offer([])
        for button in (self.figures, self.look):
            button.setEnabled(False)

    def set_narrow(self, narrow: bool) -> None:
        """Stack the two sums where room lacks."""
        ways = QBoxLayout.Direction
        self._sums.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _build(self, column: QVBoxLayout) -> None:
        period = QHBoxLayout()
        period.setSpacing(12)
        for field, width in ((self.operator, 220), (self.first, 140), (self.last, 140)):
            field.setMaximumWidth(width)
            period.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        period.addStretch(1)
        column.addLayout(period)
        union = Card(_("1. Anonymous figures for the union"), "users")
        union.add_action(self.figures)
        row = Flow(spacing=12)
        row.add(self.union_words)
        row.add(Text(_("neither pharmacy nor invoice is named"), "caption", wrap=True), stretch=1)
        union.body.addLayout(row)
        column.addWidget(union)
        self._sums = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sums.setSpacing(12)
        self._sums.addWidget(self.exact, 1)
        self._sums.addWidget(self.estimate, 1)
        column.addLayout(self._sums)
        request = Card(_("3. The request"), "send")
        foot = Flow(side=Qt.AlignmentFlag.AlignBottom)
        self.basis.setMinimumWidth(260)
        told = Text(_("Once sent, note it: the sum and its invoices are kept."), "table", "text2", wrap=True)
        foot.add(self.basis)
        foot.add(told, stretch=1)
        foot.add(self.look, self.note)
        request.body.addWidget(self.going)
        request.body.addLayout(foot)
        column.addWidget(request)
        column.addWidget(Text(_("Requested, granted, given back"), "title"))
        held = QWidget()
        self.ledgers = QVBoxLayout(held)
        self.ledgers.setContentsMargins(0, 0, 0, 0)
        self.ledgers.setSpacing(12)
        column.addWidget(held)
