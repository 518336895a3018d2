"""A person before the page of the incident, by keyboard, on a real register."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import CaseView, StepStatus
from pharmassist.services.office import Office
from pharmassist.ui.pages.incident import make
from pharmassist.ui.pages.incident.page import IncidentPage
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk

NIR = "184057505600165"


class Seat:
    """The page on a real register, and what a person does with it by keyboard."""

    def __init__(self, page: IncidentPage, desk: TestDesk, qtbot: QtBot) -> None:
        self.page, self.desk, self.qtbot = page, desk, qtbot

    @property
    def office(self) -> Office:
        return self.desk.desk.office

    def open(self, playbook: str = "viamedis-2024") -> CaseView:
        return self.office.guiding.open(playbook, "AB")

    def load(self) -> None:
        with self.qtbot.waitSignal(self.page.arrived):
            self.page.entered()
        QApplication.processEvents()

    def words(self) -> str:
        return " | ".join(t.text() for t in self.page.findChildren(Text) if t.isVisibleTo(self.page))

    def button(self, name: str) -> Button:
        return next(
            b
            for b in self.page.findChildren(Button)
            if b.accessibleName() == name and b.isVisibleTo(self.page)
        )

    def press(self, name: str) -> None:
        QTest.keyClick(self.button(name), Qt.Key.Key_Return)
        QApplication.processEvents()

    def field(self, label: str) -> TextField:
        return next(
            f
            for f in self.page.findChildren(TextField)
            if f.line.accessibleName() == label and f.isVisibleTo(self.page)
        )

    def type(self, label: str, text: str) -> None:
        type_text(self.field(label).line, text)

    def enter(self, label: str) -> None:
        QTest.keyClick(self.field(label).line, Qt.Key.Key_Return)
        QApplication.processEvents()

    def row(self, start: str) -> Row:
        return next(
            r
            for r in self.page.findChildren(Row)
            if r.accessibleName().startswith(start) and r.isVisibleTo(self.page)
        )

    def choose(self, start: str) -> None:
        QTest.keyClick(self.row(start), Qt.Key.Key_Return)
        QApplication.processEvents()

    def view(self) -> CaseView:
        view = self.office.guiding.current()
        assert view is not None
        return view

    def status(self, step: str) -> StepStatus:
        view = self.view().view(step)
        assert view is not None
        return view.status

    def wait_next(self, step: str) -> None:
        """Wait until the panel of a step is on screen, then let its focus come."""

        def shown() -> bool:
            panel = self.page._panel
            return panel is not None and panel.view.step.id == step

        self.qtbot.waitUntil(shown)
        self.qtbot.wait(40)


@contextmanager
def seated(folder: Path, qtbot: QtBot) -> Iterator[Seat]:
    """Give the page of a register without incident, shown."""
    with founded_office(folder) as founded:
        desk = make_desk(founded.office)
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.resize(1064, 728)
        page.show()
        page.activateWindow()
        yield Seat(page, desk, qtbot)
        assert desk.bugs == []


def reach(seat: Seat, step: str) -> None:
    """Note every step before one, then show the page."""
    case = seat.view()
    for view in case.steps:
        if view.step.id == step:
            break
        if view.step.kind.value == "question":
            yes = "ours" if view.step.choices else "yes"
            seat.office.guiding.answer(case.case.id, view.step.id, "AB", yes)
        else:
            seat.office.guiding.done(case.case.id, view.step.id, "AB", reason="fait ailleurs")
    seat.load()
    seat.wait_next(step)
