"""Ctrl+P: every document there is, when each was printed last, to look at or to print again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.papers import Printed
from pharmassist.domain.problems import Problem
from pharmassist.services.paper_names import paper_name
from pharmassist.services.papers import Paper
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.problems import show_problem

WIDTH, HEIGHT = 660, 640
OF_AN_INCIDENT = frozenset({"patient-leaflet", "poster", "incident-report"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the list shows: the last prints by kind, and whether there is an incident to tell."""

    printed: dict[str, Printed]
    open_incident: bool
    any_incident: bool

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
        return Known({one.kind: one for one in office.papers.printed()}, still_open, bool(cases))

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)

    def _makes(self) -> dict[str, Callable[[], Paper]]:
        papers, who = self._desk.office.papers, self._desk.acting()
        return {
            "shift-start": lambda: papers.shift_start(who),
            "counter-table": lambda: papers.counter_table(who),
            "claims": lambda: papers.claims(who, ClaimFilter()),
            "claims-accountant": lambda: papers.accountant(who),
            "patient-leaflet": lambda: papers.patient_leaflet(who),
            "poster": lambda: papers.poster(who),
            "incident-report": lambda: papers.incident_report(who),
        }

    def _show(self, known: Known) -> None:
        empty_layout(self._rows)
        makes = self._makes()
        first: Button | None = None
        for kind in (*makes, *(kind for kind in known.printed if kind not in makes)):
            make = makes.get(kind)
            view = Button(_("Look at"), size="small") if make and known.tells(kind) else None
            if make and view:
                view.setAccessibleName(_("Look at: {document}").format(document=paper_name(kind)))
                view.clicked.connect(lambda _on=False, make=make: self._preview(make))
                first = first or view
            if self._rows.count():
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(kind, known, view))
        self._rows.addStretch(1)
        if first is not None:
            # Qt shows what is laid out in its next turn.
            QTimer.singleShot(0, first, first.setFocus)

    def _row(self, kind: str, known: Known, view: Button | None) -> Row:
        printed = known.printed.get(kind)
        row = Row(paper_name(kind))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(paper_name(kind), "strong", wrap=True))
        words.addWidget(Text(self._caption(kind, known), "caption", wrap=True))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        if printed is not None:
            again = Button(_("Print again"), "quiet", "printer", size="small")
            again.setAccessibleName(_("Print again: {document}").format(document=paper_name(kind)))
            again.clicked.connect(lambda: self._preview(lambda: self._desk.office.papers.again(kind)))
            layout.addWidget(again)
        if view is not None:
            layout.addWidget(view)
        return row

    def _caption(self, kind: str, known: Known) -> str:
        printed = known.printed.get(kind)
        if printed is not None:
            told = _("Printed {when} by {who}, {number}")
            return told.format(when=moment(printed.at), who=printed.who, number=printed.number or "–")
        return _("Never printed") if known.tells(kind) else _("When an incident is open")

    def _preview(self, make: Callable[[], Paper]) -> None:
        self.accept()
        self._desk.preview(make)


def open_documents(desk: Desk, parent: QWidget) -> DocumentsDialog:
    """Show the documents over a window."""
    dialog = DocumentsDialog(desk, parent)
    dialog.begin()
    return dialog
