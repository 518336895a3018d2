"""What the person arranged is there the next time: widths, sort, filters, page, place of the window."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.assembly import window_file
from pharmassist.services.kept_window import Frame, KeptWindow
from pharmassist.ui.furnishing import Furnishing
from pharmassist.ui.keeping import Keeping
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from tests.ui.furnished import furnished_window
from tests.ui.offices import TODAY, founded_office, make_bridge, note_invoice

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = 450
SENT = CellMark("send", "Transmise", "grey")


class Listed:
    """A table of many rows that are delivered when asked."""

    def __init__(self, qtbot: QtBot, *, boxes: bool = False) -> None:
        self.asked: list[PageRequest] = []
        columns = (
            Column("invoice", "N° de facture", 110),
            Column("payer", "Mutuelle"),
            Column("amount", "Part AMC", 90, right=True),
            Column("state", "État", 120, sortable=False),
        )
        self.model = PagedModel(columns, self.answer, boxes=boxes)
        self.table = Table("Factures", self.model)
        self.model.setParent(self.table)
        qtbot.addWidget(self.table)
        self.table.resize(700, 300)
        self.table.show()
        self.model.reload(ROWS)

    def answer(self, request: PageRequest) -> None:
        self.asked.append(request)
        rows = [
            TableRow(
                n, (f"{n:09d}", "=Mutuelle\tdu Port", f"{n},00 €", CellMark("send", "Transmise", "grey"))
            )
            for n in range(request.offset, min(ROWS, request.offset + request.limit))
        ]
        self.model.deliver(request, rows)

    def copy(self, qtbot: QtBot) -> list[str]:
        QGuiApplication.clipboard().clear()
        QTest.keyClick(self.table, Qt.Key.Key_C, CONTROL)
        qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
        return QGuiApplication.clipboard().text().split("\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_rows_are_copied_with_their_titles_in_cells_no_spreadsheet_runs(qtbot: QtBot) -> None:
    listed = Listed(qtbot)
    listed.table.selectRow(3)
    QTest.keyClick(listed.table, Qt.Key.Key_Down, SHIFT)
    assert listed.copy(qtbot) == [
        "N° de facture\tMutuelle\tPart AMC\tÉtat",
        "000000003\t'=Mutuelle du Port\t3,00 €\tTransmise",
        "000000004\t'=Mutuelle du Port\t4,00 €\tTransmise",
    ]


def test_rows_that_are_not_here_yet_are_asked_before_they_are_copied(qtbot: QtBot) -> None:
    listed = Listed(qtbot)
    listed.table.selectAll()
    lines = listed.copy(qtbot)
    assert len(lines) == ROWS + 1
    assert lines[-1].startswith(f"{ROWS - 1:09d}\t")
    assert {request.offset for request in listed.asked} == {0, 200, 400}


def test_ticked_rows_are_copied_before_the_current_one_and_a_hidden_column_is_not(qtbot: QtBot) -> None:
    listed = Listed(qtbot, boxes=True)
    listed.model.set_chosen({7, 449})
    listed.table.setColumnHidden(2, True)
    lines = listed.copy(qtbot)
    assert lines == [
        "N° de facture\tPart AMC\tÉtat",
        "000000007\t7,00 €\tTransmise",
        "000000449\t449,00 €\tTransmise",
    ]


def test_a_list_that_changed_meanwhile_is_not_copied(qtbot: QtBot) -> None:
    listed = Listed(qtbot)
    listed.table.selectAll()
    QGuiApplication.clipboard().setText("avant")
    listed.model._ask = lambda _request: None
    listed.model.reload(ROWS)
    listed.table.selectAll()
    QTest.keyClick(listed.table, Qt.Key.Key_C, CONTROL)
    listed.model.reload(0)
    assert QGuiApplication.clipboard().text() == "avant"


def test_several_rows_are_ticked_by_space(qtbot: QtBot) -> None:
    listed = Listed(qtbot, boxes=True)
    qtbot.waitUntil(lambda: listed.model.row(0) is not None)
    listed.table.setCurrentIndex(listed.model.index(1, 1))
    QTest.keyClick(listed.table, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(listed.table, Qt.Key.Key_Space)
    assert listed.model.chosen() == {1, 2}


def test_columns_are_sorted_and_widened_by_keyboard(qtbot: QtBot) -> None:
    listed = Listed(qtbot)
    header = listed.table.horizontalHeader()
    QTest.keyClick(listed.table, Qt.Key.Key_Right, ALT)
    assert header.sortIndicatorSection() == 0
    QTest.keyClick(listed.table, Qt.Key.Key_Down, ALT)
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    QTest.keyClick(listed.table, Qt.Key.Key_Right, ALT | SHIFT)
    assert listed.table.columnWidth(0) == 126
    QTest.keyClick(listed.table, Qt.Key.Key_Left, ALT)
    assert header.sortIndicatorSection() == 2


def test_widths_and_sort_come_back_and_are_written_once(qtbot: QtBot, home: Path) -> None:
    bridge, bugs = make_bridge()
    keeping, listed = Keeping(bridge, window_file(home)), Listed(qtbot)
    keeping.table("claims", listed.table)
    listed.table.setColumnWidth(0, 160)
    listed.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil((home / "window.json").exists)
    again, other = Keeping(bridge, window_file(home)), Listed(qtbot)
    again.table("claims", other.table)
    assert other.table.columnWidth(0) == 160
    header = other.table.horizontalHeader()
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (2, Qt.SortOrder.DescendingOrder)
    assert bugs == []


def test_the_window_comes_back_where_a_screen_shows_it(qtbot: QtBot, home: Path) -> None:
    file, usual = window_file(home), QWidget()
    qtbot.addWidget(usual)
    file.write(KeptWindow(Frame(20, 30, 500, 400)))
    Keeping(None, file).restore(usual)
    assert usual.geometry().getRect() == (20, 30, 500, 400)
    lost = QWidget()
    qtbot.addWidget(lost)
    before = lost.geometry()
    file.write(KeptWindow(Frame(90_000, 30, 500, 400)))
    Keeping(None, file).restore(lost)
    assert lost.geometry() == before


def test_the_filters_and_the_page_of_the_day_are_kept_without_what_was_searched(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with founded_office(tmp_path) as founded:
        note_invoice(founded.office, "000418217", 774)
        bridge, _bugs = make_bridge()
        file = window_file(tmp_path / "home")
        with furnished_window(founded.office, qtbot, keeping=Keeping(bridge, file)) as furnishing:
            page = claims_page(furnishing, qtbot)
            page.list.filters.search.setText("8217")
            page.list.filters.set_operator("viamedis")
            page.list.filters.groups["rejected"].setChecked(True)
            qtbot.waitUntil(lambda: "viamedis" in file.read().filters.get("claims", ""))
        kept = file.read()
        assert "8217" not in repr(kept)
        assert kept.page_of(TODAY) == "claims"
        assert kept.page_of(TODAY + timedelta(days=1)) == ""
        with furnished_window(founded.office, qtbot, keeping=Keeping(bridge, file)) as furnishing:
            page = claims_page(furnishing, qtbot)
            assert page.list.filters.operator.currentText() == "Viamedis"
            assert page.list.filters.groups["rejected"].isChecked()
            assert page.list.filters.search.text() == ""


def claims_page(furnishing: Furnishing, qtbot: QtBot) -> ClaimsPage:
    page = furnishing.window.open_page("claims")
    assert isinstance(page, ClaimsPage)
    qtbot.waitUntil(lambda: bool(page._operators))
    return page
