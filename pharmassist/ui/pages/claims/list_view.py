"""The list: filters, the paged table, the drawer beside it, the sum of what is chosen at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pharmassist.domain.claims import Claim, Tally
from pharmassist.services.claims import PendingReplacement
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.drawer import ClaimDrawer
from pharmassist.ui.pages.claims.filters import FilterBar
from pharmassist.ui.pages.claims.replacements import ReplacementList, twice_words
from pharmassist.ui.parts.banner import Banner, UndoBanner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.drawer import beside
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text, line

_AGE, _ROOM_FOR_AGE = 5, 640
"""The column of the age, and the width of the table under which it is hidden."""


class ListView(QWidget):
    """What is seen of the invoices; the page reads and writes."""

    answered = Signal(int, bool)
    copied = Signal()
    situation_asked = Signal()
    export_asked = Signal()
    lists_asked = Signal()

    def __init__(self, ask: Callable[[PageRequest], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[int, Claim] = {}
        self._pending: tuple[PendingReplacement, ...] = ()
        self._position: tuple[int, int] | None = None
        self.filters = FilterBar()
        self.filters.lists_asked.connect(self.lists_asked)
        self.filters.export_asked.connect(self.export_asked)
        columns = (
            Column("day", _("Date"), 80),
            Column("invoice", _("Invoice no."), 106),
            Column("payer", _("Mutuelle (AMC)")),
            Column("amc_amount", _("AMC share"), 92, right=True),
            Column("age", _("Age"), 54, right=True),
            Column("state", _("State"), 172),
        )
        self.model = PagedModel(columns, ask, boxes=True)
        self.table = Table(_("Invoices waiting"), self.model)
        self.model.setParent(self.table)
        self.drawer = ClaimDrawer()
        self._undo = UndoBanner()
        self._twice = Banner()
        self._twice.acted.connect(self.show_pending)
        nothing = EmptyState(
            "funnel",
            _("No invoice for these filters"),
            _("Remove a filter to see the others."),
            Button(_("Remove the filters"), icon="x", pressed=self.filters.clear),
        )
        self._rows = QStackedWidget()
        self._rows.addWidget(self.table)
        self._rows.addWidget(nothing)
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._rows, 1)
        inner.addWidget(line("edge"))
        inner.addWidget(self._foot())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._above = QVBoxLayout()
        self._above.setContentsMargins(16, 8, 16, 0)
        self._above.setSpacing(8)
        for banner in (self._undo, self._twice):
            self._above.addWidget(banner)
        column.addLayout(self._above)
        column.addWidget(self.filters)
        column.addWidget(line("edge"))
        column.addWidget(beside(left, self.drawer), 1)
        self.model.chosen_changed.connect(self._chosen)
        self.drawer.closed.connect(self.table.setFocus)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.filters.search.setFocus)
        self.table.installEventFilter(self)
        self._chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the age to the drawer and the red bar where the names would have no room."""
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self.table.setColumnHidden(_AGE, self.table.width() < _ROOM_FOR_AGE)
        return False

    def _foot(self) -> QFrame:
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self._sum = Text("", "strong")
        row.addWidget(self._sum)
        row.addStretch(1)
        self._copy = Button(_("Copy the invoice no."), icon="copy", pressed=self.copied.emit)
        self._move = Button(_("Change the situation…"), icon="pen-line", pressed=self.situation_asked.emit)
        for button in (self._copy, self._move):
            row.addWidget(button)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.export_asked)
        return foot

    def show_counts(
        self, kept: Tally, whole: Tally, pending: tuple[PendingReplacement, ...], *, keep_place: bool
    ) -> None:
        """Show new counts and ask the rows again, staying where one was."""
        if keep_place:
            current = self.table.currentIndex()
            self._position = (self.table.verticalScrollBar().value(), current.row())
        self.filters.show_sum(kept, whole)
        self._known = {key: claim for key, claim in self._known.items() if key in self.model.chosen()}
        self.model.reload(kept.count)
        if self._position is not None:
            scroll, current_row = self._position
            self._position = None
            self.table.setCurrentIndex(self.model.index(current_row, 1))
            self.table.verticalScrollBar().setValue(scroll)
        self._rows.setCurrentIndex(0 if kept.count else 1)
        self._pending = pending
        if pending:
            strong = translate_plural(
                "{count} invoice sent again?", "{count} invoices sent again?", len(pending)
            ).format(count=number(len(pending)))
            cents = sum(pair.old.outstanding for pair in pending)
            self._twice.tell(
                "amber",
                twice_words(cents),
                strong=strong,
                action=_("Answer one by one"),
                icon="corner-down-right",
            )
        else:
            self._twice.hide()

    def deliver(self, request: PageRequest, claims: Sequence[Claim], rows: Sequence[TableRow]) -> None:
        """Take one page of invoices."""
        self._known |= {claim.id: claim for claim in claims}
        self.model.deliver(request, rows)

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was imported, and let it be undone."""
        self._undo.offer(sentence, undo)

    def chosen_claims(self) -> tuple[Claim, ...]:
        """Return the ticked invoices, else the one of the drawer, else the current line."""
        ticked = tuple(self._known[key] for key in sorted(self.model.chosen()) if key in self._known)
        if ticked:
            return ticked
        if self.drawer.claim is not None:
            return (self.drawer.claim,)
        index = self.table.currentIndex()
        row = self.model.row(index.row()) if index.isValid() else None
        return (self._known[row.key],) if row is not None and row.key in self._known else ()

    def show_pending(self) -> None:
        """Show the proposed replacements, to answer one by one."""
        self.drawer.claim = None
        body = self.drawer.open_with(_("Invoices sent again?"))
        self.drawer.hide_foot()
        pairs = ReplacementList(self._pending)
        pairs.answered.connect(self.answered)
        self._pairs = pairs
        body.addWidget(pairs)
        body.addStretch(1)

    @property
    def shows_pending(self) -> bool:
        """Tell whether the drawer shows the proposed replacements."""
        return self.drawer.isVisible() and self.drawer.claim is None

    def forget(self) -> None:
        """Empty the list: the lock comes."""
        self._known.clear()
        self._pending = ()
        self.model.set_chosen(())
        self._twice.hide()
        self._undo.forget()
        if self.drawer.isVisible():
            self.drawer.close_drawer()

    def _chosen(self) -> None:
        claims = [self._known[key] for key in self.model.chosen() if key in self._known]
        if not claims:
            self._sum.setText("")
            return
        words = translate_plural("{count} chosen · {sum}", "{count} chosen (many) · {sum}", len(claims))
        total = sum(claim.amc_amount for claim in claims)
        self._sum.setText(words.format(count=number(len(claims)), sum=money(total)))
