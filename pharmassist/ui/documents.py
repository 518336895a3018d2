"""Ctrl+P: every document there is, when each was printed last, to look at or to print again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pharmassist.domain.accesses import Access
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.papers import Printed
from pharmassist.domain.problems import Problem
from pharmassist.services.composing.claims_summary import DETAILS, PARTS
from pharmassist.services.paper_names import paper_name
from pharmassist.services.papers import Paper
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.row import StillRow
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.problems import show_problem

WIDTH, HEIGHT = 660, 640
OF_AN_INCIDENT = frozenset({"patient-leaflet", "poster", "incident-report"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the list; ``make`` is None for what is made from its own page only."""

    kind: str
    name: str
    make: Callable[[], Paper] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the list shows: the last prints by kind, and whether there is an incident to tell."""

    printed: dict[str, Printed]
    open_incident: bool
    any_incident: bool
    changing: tuple[Access, ...]
    """Accesses whose password is being changed: each has its slip."""

    def tells(self, kind: str) -> bool:
        """Tell whether a document can be made now."""
        if kind == "incident-report":
            return self.any_incident
        return self.open_incident or kind not in OF_AN_INCIDENT


class DocumentsDialog(QDialog):
    """Lists the documents that need no choice, then those that were printed from a page."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Documents"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(Text(_("Which document?"), "question"))
        column.addWidget(
            Text(_("Look at it first: what is shown is the very file that prints."), "text", "text2")
        )
        self.banner = Banner()
        column.addWidget(self.banner)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(_("Documents"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.reject))
        column.addLayout(foot)
        room = parent.window().height() - 48 if parent is not None else HEIGHT
        self.resize(WIDTH, min(HEIGHT, room))

    def begin(self) -> None:
        """Open and read what was printed."""
        self.open()
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: self._read(), self._show, self._problem)

    def _read(self) -> Known:
        office = self._desk.office
        cases = office.guiding.cases()
        still_open = any(case.closed_at is None for case in cases)
        changing = tuple(line.access for line in office.accesses.lines() if line.rotation is not None)
        printed = {one.kind: one for one in office.papers.printed()}
        return Known(printed, still_open, bool(cases), changing)

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)

    def _choices(self, known: Known) -> list[Choice]:
        papers, who = self._desk.office.papers, self._desk.acting()
        sums = tuple(part for part in PARTS if part != DETAILS)
        slips = [
            Choice(
                "rotation-slip",
                f"{paper_name('rotation-slip')}, {access.login}",
                partial(papers.rotation_slip, who, access.id),
            )
            for access in known.changing
        ]
        return [
            Choice("shift-start", paper_name("shift-start"), lambda: papers.shift_start(who)),
            Choice("counter-table", paper_name("counter-table"), lambda: papers.counter_table(who)),
            Choice("claims", _("Invoices waiting, each one"), lambda: papers.claims(who, ClaimFilter())),
            Choice(
                "claims",
                _("Invoices waiting, the sums"),
                lambda: papers.claims(who, ClaimFilter(), parts=sums),
            ),
            Choice("claims-accountant", paper_name("claims-accountant"), lambda: papers.accountant(who)),
            *slips,
            Choice("patient-leaflet", paper_name("patient-leaflet"), lambda: papers.patient_leaflet(who)),
            Choice("poster", paper_name("poster"), lambda: papers.poster(who)),
            Choice("incident-report", paper_name("incident-report"), lambda: papers.incident_report(who)),
            Choice("shortcuts", paper_name("shortcuts"), lambda: papers.shortcuts(who)),
        ]

    def _show(self, known: Known) -> None:
        empty_layout(self._rows)
        choices = self._choices(known)
        listed = {choice.kind for choice in choices}
        first: Button | None = None
        others = (Choice(kind, paper_name(kind)) for kind in known.printed if kind not in listed)
        told: set[str] = set()
        for choice in (*choices, *others):
            view = None
            if choice.make is not None and known.tells(choice.kind):
                view = Button(_("Look at"), size="small")
                view.setAccessibleName(_("Look at: {document}").format(document=choice.name))
                view.clicked.connect(lambda _on=False, make=choice.make: self._preview(make))
                first = first or view
            if self._rows.count():
                self._rows.addWidget(line())
            # The last print of a kind is told once, on its first line.
            printed = None if choice.kind in told else known.printed.get(choice.kind)
            told.add(choice.kind)
            self._rows.addWidget(self._row(choice, printed, view))
        self._rows.addStretch(1)
        if first is not None:
            # Qt shows what is laid out in its next turn.
            QTimer.singleShot(0, first, first.setFocus)

    def _row(self, choice: Choice, printed: Printed | None, view: Button | None) -> StillRow:
        row = StillRow(choice.name)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(choice.name, "strong", wrap=True))
        caption = _caption(choice, printed, view is not None)
        if caption:
            words.addWidget(Text(caption, "caption", wrap=True))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        if printed is not None:
            again = Button(_("Print again"), "quiet", "printer", size="small")
            again.setAccessibleName(_("Print again: {document}").format(document=paper_name(printed.kind)))
            again.clicked.connect(lambda: self._preview(lambda: self._desk.office.papers.again(printed.kind)))
            layout.addWidget(again)
        if view is not None:
            layout.addWidget(view)
        return row

    def _preview(self, make: Callable[[], Paper]) -> None:
        self.accept()
        self._desk.preview(make)


def _caption(choice: Choice, printed: Printed | None, ready: bool) -> str:
    """Say when and by whom a document was printed last, or why it cannot be made now."""
    if printed is not None:
        told = _("Printed {when} by {who}, {number}")
        return told.format(when=moment(printed.at), who=printed.who, number=printed.number or "–")
    return "" if ready or choice.make is None else _("When an incident is open")


def open_documents(desk: Desk, parent: QWidget) -> DocumentsDialog:
    """Show the documents over a window."""
    dialog = DocumentsDialog(desk, parent)
    dialog.begin()
    return dialog
