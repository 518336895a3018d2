"""The list: filters, the paged table, the drawer beside it, the sum of what is chosen at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pharmassist.domain.claims import CLOSED, Claim, ClaimFilter, Picked, Tally
from pharmassist.services.claims import PendingReplacement
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.views import View
from pharmassist.ui.pages.claims.drawer import ClaimDrawer
from pharmassist.ui.pages.claims.filters import FilterBar
from pharmassist.ui.pages.claims.list_choices import ViewBox
from pharmassist.ui.pages.claims.replacements import ReplacementList, twice_words
from pharmassist.ui.pages.claims.rows import USUAL, table_columns
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.drawer import beside
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.table import PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text, line

_AGE, _ROOM_FOR_AGE = "age", 640
"""The column of the age, and the width of the table under which it is hidden."""

_ROOM_FOR_NAMES = 110


class Everything:
    """Every invoice of a filter, put in order where it was read: the window only takes it over."""

    def __init__(self, wanted: ClaimFilter, picks: Sequence[Picked]) -> None:
        self.wanted = wanted
        self.picks = {each.id: each for each in picks}


class ListView(QWidget):
    """What is seen of the invoices; the page reads and writes."""

    answered = Signal(int, bool)
    copied = Signal()
    situation_asked = Signal()
    export_asked = Signal()
    view_chosen = Signal(object)
    all_asked = Signal()

    def __init__(self, ask: Callable[[PageRequest], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = Tally()
        self._known: dict[int, Claim] = {}
        self._picked: dict[int, Picked] = {}
        self.every: ClaimFilter | None = None
        """The filter of which every invoice is chosen; None once one was unticked."""

        self.shown = USUAL
        self._views: tuple[View, ...] = ()
        self._pending: tuple[PendingReplacement, ...] = ()
        self._position: tuple[int, int] | None = None
        self.filters = FilterBar()
        self.view = ViewBox()
        self.view.activated.connect(self._view_chosen)
        self.model = PagedModel(table_columns(), ask, boxes=True)
        self.table = Table(_("Invoices waiting"), self.model)
        self.model.setParent(self.table)
        self.drawer = ClaimDrawer()
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
        self.strip = ProgressStrip()
        for part in (self._twice, self.strip):
            self._above.addWidget(part)
        column.addLayout(self._above)
        column.addWidget(self.filters)
        column.addWidget(line("edge"))
        column.addWidget(beside(left, self.drawer), 1)
        self.model.chosen_changed.connect(self._chosen)
        self.drawer.closed.connect(self.table.setFocus)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.filters.search.setFocus)
        choose_all = QShortcut(QKeySequence("Ctrl+A"), self.table)
        choose_all.setContext(Qt.ShortcutContext.WidgetShortcut)
        choose_all.activated.connect(self.all_asked)
        self.table.installEventFilter(self)
        self.show_columns(())
        self._chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the age to the drawer and the red bar where the names would have no room."""
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return False

    def show_columns(self, chosen: Sequence[str]) -> None:
        """Show these columns, the usual ones when none is chosen."""
        known = {column.key for column in self.model.columns}
        self.shown = tuple(key for key in chosen if key in known) or USUAL
        self._fit_columns()

    def _fit_columns(self) -> None:
        narrow = self.table.width() < _ROOM_FOR_AGE and self.shown == USUAL
        for place, column in enumerate(self.model.columns):
            hidden = bool(column.key) and (column.key not in self.shown or (narrow and column.key == _AGE))
            self.table.setColumnHidden(place, hidden)
        # Names take what is left, unless many columns leave nothing: then the table scrolls sideways.
        payer = next(n for n, column in enumerate(self.model.columns) if column.key == "payer")
        there = (c for n, c in enumerate(self.model.columns) if not self.table.isColumnHidden(n))
        widths = sum(column.width for column in there)
        wide = widths + _ROOM_FOR_NAMES > self.table.width()
        header = self.table.horizontalHeader()
        mode = QHeaderView.ResizeMode.Interactive if wide else QHeaderView.ResizeMode.Stretch
        if header.sectionResizeMode(payer) != mode:
            header.setSectionResizeMode(payer, mode)
            if wide:
                self.table.setColumnWidth(payer, _ROOM_FOR_NAMES)

    def show_views(self, views: Sequence[View]) -> None:
        """Show the views, those that are always there first; the one shown stays."""
        if tuple(views) == self._views:
            return
        kept = self.view.currentText()
        first = not self._views
        self._views = tuple(views)
        self.view.clear()
        self.view.addItems([view.name for view in views])
        self.view.setCurrentIndex(0 if first and not self.filters.words() else self.view.findText(kept))

    def forget_view(self) -> None:
        """Show that the filters are no longer those of a view."""
        self.view.setCurrentIndex(-1)

    def sort_of(self) -> tuple[str, bool]:
        """Return the column the list is sorted by, and whether downwards."""
        header = self.table.horizontalHeader()
        section = header.sortIndicatorSection()
        if section < 0:
            return "day", False
        return self.model.columns[section].key, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sort by a column."""
        place = next((n for n, column in enumerate(self.model.columns) if column.key == key), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        if place >= 0:
            self.table.sortByColumn(place, order)

    def _view_chosen(self, place: int) -> None:
        self.view_chosen.emit(self._views[place])

    def _foot(self) -> QFrame:
        foot = QFrame()
        row = Flow()
        row.setContentsMargins(16, 8, 16, 8)
        foot.setLayout(row)
        self._sum = Text("", "strong")
        self._all = Button("", "quiet", size="small", pressed=self._toggle_all)
        self._copy = Button(_("Copy the invoice no."), icon="copy", pressed=self.copied.emit)
        self._move = Button(_("Change the situation…"), icon="pen-line", pressed=self.situation_asked.emit)
        row.add(self._sum, self._all, None, self._copy, self._move)
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
        self._kept = kept
        self._known.clear()
        self.model.reload(kept.count)
        self._tell_chosen()
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
        # What is ticked is known as it is now.
        self._picked |= {c.id: picked_of(c) for c in claims if c.id in self._picked}
        self.model.deliver(request, rows)

    def chosen_picks(self) -> tuple[Picked, ...]:
        """Return the ticked invoices, else the one of the drawer, else the current line."""
        ticked = tuple(self._picked[key] for key in sorted(self.model.chosen()) if key in self._picked)
        if ticked:
            return ticked
        if self.drawer.claim is not None:
            return (picked_of(self.drawer.claim),)
        index = self.table.currentIndex()
        row = self.model.row(index.row()) if index.isValid() else None
        return (picked_of(self._known[row.key]),) if row is not None and row.key in self._known else ()

    def choose_all(self, found: Everything) -> None:
        """Tick every invoice of a filter, those not on screen too."""
        self._picked = found.picks
        self.model.set_chosen(found.picks)
        self.every = found.wanted

    def choose_none(self) -> None:
        """Tick no invoice."""
        self.model.set_chosen(())

    def _toggle_all(self) -> None:
        if self.model.chosen():
            self.choose_none()
        else:
            self.all_asked.emit()

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
        self._kept = Tally()
        self._pending = ()
        self.model.set_chosen(())
        self._twice.hide()
        if self.drawer.isVisible():
            self.drawer.close_drawer()

    def _chosen(self) -> None:
        self.every = None
        chosen = self.model.chosen()
        for key in chosen - self._picked.keys():
            if key in self._known:
                self._picked[key] = picked_of(self._known[key])
        for key in self._picked.keys() - chosen:
            del self._picked[key]
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        count = len(self._picked)
        everything = translate_plural("Choose the {count}", "Choose all {count}", self._kept.count)
        self._all.setText(_("Choose none") if count else everything.format(count=number(self._kept.count)))
        self._all.setVisible(bool(count or self._kept.count))
        self._all.setToolTip(_("Ctrl+A in the list"))
        words = translate_plural("{count} chosen · {sum}", "{count} chosen (many) · {sum}", count)
        total = sum(each.cents for each in self._picked.values())
        self._sum.setText(words.format(count=number(count), sum=money(total)) if count else "")


def picked_of(claim: Claim) -> Picked:
    """Return what choosing needs of an invoice; a closed one counts for its AMC share."""
    cents = claim.amc_amount if claim.state in CLOSED else claim.outstanding
    return Picked(claim.id, claim.invoice, cents, claim.state, claim.version)
