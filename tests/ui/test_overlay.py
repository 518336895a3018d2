"""What stands over the page keeps its place and gives its lines the room they need."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text
from pharmassist.ui.window import Keys, Window


def test_the_panel_grows_downwards_and_is_never_squeezed(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1280, 800)
    over.show()
    overlay = Overlay(over, "Noter une facture", width=400)
    line = QLineEdit()
    told = Text("Cette facture est déjà notée, voici la première. " * 4, wrap=True)
    told.hide()
    overlay.panel.addWidget(told)
    overlay.panel.addWidget(line)
    overlay.open(line)
    frame = line.parentWidget()
    assert frame is not None
    qtbot.waitUntil(lambda: frame.y() > 0)
    top, height = frame.y(), line.height()
    told.show()
    qtbot.waitUntil(lambda: told.height() > 2 * told.fontMetrics().height())
    assert frame.y() == top
    assert told.height() >= told.heightForWidth(told.width())
    assert line.height() == height


def test_it_closes_even_when_what_had_the_focus_is_gone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    before = QLineEdit(window)
    window.show()
    before.setFocus()
    overlay = Overlay(window, "Essai")
    first = QLineEdit()
    overlay.panel.addWidget(first)
    overlay.open(first)
    # As a page does that reads again: its lines are made anew.
    with qtbot.waitSignal(before.destroyed):
        before.deleteLater()
    with qtbot.waitSignal(overlay.closed):
        overlay.dismiss()


def test_a_page_that_reads_again_behind_it_cannot_take_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    behind = QLineEdit(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    overlay = Overlay(window, "Essai")
    first, second = QLineEdit(), QLineEdit()
    overlay.panel.addWidget(first)
    overlay.panel.addWidget(second)
    overlay.open(first)
    second.setFocus()
    # As a page does that puts its first line under the keyboard when it has read again.
    behind.setFocus()
    assert second.hasFocus()
    second.hide()
    behind.setFocus()
    assert first.hasFocus()
    overlay.dismiss()
    behind.setFocus()
    assert behind.hasFocus()


def test_from_a_page_it_covers_the_whole_window_and_no_other_page_comes_behind(qtbot: QtBot) -> None:
    pages = [PageSpec(key, key, "sun", partial(Page, Header(key))) for key in ("one", "two")]
    window = Window("Pharmacie du Port", pages, Keys(lambda _key: None, lambda: None, lambda: None))
    qtbot.addWidget(window)
    page = window.open_page("one")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    overlay, line = Overlay(page, "Essai"), QLineEdit()
    overlay.panel.addWidget(line)
    overlay.open(line)
    assert overlay.parentWidget() is window.over()
    assert overlay.size() == window.over().size()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == "one"
    overlay.dismiss()
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == "two"
