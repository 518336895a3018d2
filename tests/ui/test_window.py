"""The window: pages as data, keys, the lock, the clipboard, names for assistive tools."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.secrets import Secret
from pharmassist.ui.clipboard import SecretClipboard
from pharmassist.ui.colours import DARK, LIGHT, Palette, palette_of
from pharmassist.ui.crash import CrashWindow
from pharmassist.ui.lock import IdleWatch
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.drawer import Drawer
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.question import QuestionChips
from pharmassist.ui.parts.secret import SecretField, SecretView
from pharmassist.ui.rail import Rail, RailFoot
from pharmassist.ui.theme import Theme, font
from pharmassist.ui.window import Keys, Window
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tools.gallery import Claims, Gallery, sample_window


class Sample(Page):
    """A page that keeps what it was asked."""

    def __init__(self, name: str) -> None:
        super().__init__(Header(name))
        self.told: list[str] = []
        self.view = SecretView("Mot de passe")
        self.field = SecretField("Ancien mot de passe")
        self.body.addWidget(self.view)
        self.body.addWidget(self.field)

    def entered(self) -> None:
        self.told.append("entered")

    def show_target(self, target: str) -> None:
        self.told.append(f"target {target}")

    def print_page(self) -> None:
        self.told.append("print")

    def refresh(self) -> None:
        self.told.append("refresh")

    def escape(self) -> bool:
        self.told.append("escape")
        return True


class Opened:
    """A window of two sample pages and what its keys did."""

    def __init__(self, qtbot: QtBot) -> None:
        self.keys: list[str] = []
        specs = [
            PageSpec(key, key, "sun", partial(Sample, key), group)
            for group, key in enumerate(("today", "claims"))
        ]
        keys = Keys(self.keys.append, lambda: self.keys.append("note"), lambda: self.keys.append("counter"))
        self.window = Window("Pharmacie du Port", specs, keys)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def page(self) -> Sample:
        page = self.window.current_page()
        assert isinstance(page, Sample)
        return page


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    return Opened(qtbot)


def test_pages_are_built_on_first_visit_and_loaded_at_each(opened: Opened) -> None:
    today = opened.page()
    assert today.told == ["entered"]
    opened.window.open_page("claims")
    assert opened.window.current_key == "claims"
    opened.window.open_page("today")
    assert opened.page() is today
    assert today.told == ["entered", "entered"]


def test_a_page_is_shown_its_target_after_it_was_entered(opened: Opened) -> None:
    page = opened.window.open_page("claims", "3:bank")
    assert isinstance(page, Sample)
    assert page.told == ["entered", "target 3:bank"]


def test_the_rail_opens_pages_by_keyboard(qtbot: QtBot, opened: Opened) -> None:
    view = opened.window.rail._view
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert opened.window.current_key == "claims"


def test_keys_reach_the_page_or_what_was_given(qtbot: QtBot, opened: Opened) -> None:
    for key in ("F1", "F2", "F4", "F5", "F9", "Escape"):
        QTest.keyClick(opened.window, getattr(Qt.Key, f"Key_{key}"))
    assert opened.keys == ["today", "note", "counter"]
    assert opened.page().told == ["entered", "refresh", "print", "escape"]


def test_the_lock_empties_pages_and_no_key_passes(qtbot: QtBot, opened: Opened) -> None:
    page = opened.page()
    page.view.show_secret(Secret("K7fnQr3d"))
    type_text(page.field.line, "ancien")
    QTest.keyClick(opened.window, Qt.Key.Key_F12)
    assert bool(opened.window.is_locked)
    assert not page.view.shown
    assert page.field.is_empty()
    assert not page.isVisible()
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    QTest.keyClick(opened.window, Qt.Key.Key_F9)
    assert opened.keys == []
    assert page.told == ["entered"]
    QTest.keyClick(opened.window._lock.button, Qt.Key.Key_Return)
    assert not opened.window.is_locked
    assert page.told == ["entered", "entered"]
    assert opened.window.current_key == "today"


def test_an_emptied_page_holds_no_secret_even_when_it_is_seen(opened: Opened) -> None:
    page = opened.page()
    page.view.show_secret(Secret("K7fnQr3d"))
    type_text(page.field.line, "ancien")
    page.empty()
    assert not page.view.shown
    assert page.field.is_empty()


def test_what_stands_over_the_page_closes_on_escape_and_with_the_lock(qtbot: QtBot, opened: Opened) -> None:
    central = opened.window.over()
    overlay = Overlay(central, "Conduite au comptoir")
    line = QLineEdit()
    line.setAccessibleName("Mutuelle")
    overlay.panel.addWidget(line)
    overlay.open(line)
    assert overlay.size() == central.size()
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClick(line, Qt.Key.Key_Escape)
    assert "escape" not in opened.page().told
    again = Overlay(central, "Noter une facture")
    again.open(again)
    dialog = CrashWindow("ValueError", None, opened.window)
    dialog.show()
    with qtbot.waitSignal(again.closed):
        opened.window.lock()
    assert dialog.isHidden()


def test_tab_stays_inside_what_stands_over_the_page(qtbot: QtBot, opened: Opened) -> None:
    overlay = Overlay(opened.window.over(), "Conduite au comptoir")
    parts: list[QWidget] = [QLineEdit(), Button("Noter une facture"), Button("Imprimer")]
    for part in parts:
        overlay.panel.addWidget(part)
    overlay.open(parts[0])
    visited = []
    for _step in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert visited == [parts[1], parts[2], parts[0], parts[1]]


def test_the_drawer_keeps_escape_from_the_window(qtbot: QtBot, opened: Opened) -> None:
    drawer = Drawer("Facture")
    opened.page().body.addWidget(drawer)
    line = QLineEdit()
    drawer.open_with("000418217").addWidget(line)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert drawer.isHidden()
    assert "escape" not in opened.page().told


def test_another_person_takes_over_at_the_foot(qtbot: QtBot, opened: Opened) -> None:
    opened.window.status.set_who("C. R., référente tiers payant")
    button = opened.window.status.findChildren(Button)[0]
    assert button.accessibleName() == "C. R., référente tiers payant"
    with qtbot.waitSignal(opened.window.status.who_asked):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_a_tall_page_scrolls_and_does_not_stretch_the_window(qtbot: QtBot, opened: Opened) -> None:
    tall = QWidget()
    tall.setMinimumHeight(3000)
    opened.page().body.addWidget(tall)
    opened.window.resize(1024, 768)
    QApplication.processEvents()
    assert opened.window.height() == 768
    assert opened.page().header.isVisible()


def test_a_page_opened_behind_the_lock_stays_unseen(opened: Opened) -> None:
    opened.window.lock()
    opened.window.open_page("claims")
    assert opened.window.is_locked
    assert not opened.page().isVisible()


def test_the_rail_narrows_with_the_window(qtbot: QtBot, opened: Opened) -> None:
    opened.window.resize(1280, 800)
    qtbot.waitUntil(lambda: opened.window.rail.width() == 216)
    opened.window.resize(1024, 768)
    qtbot.waitUntil(lambda: opened.window.rail.width() == 96)


def test_the_narrow_rail_leaves_room_for_two_lines_in_bold(qtbot: QtBot) -> None:
    titles = ["Aujourd’hui", "Mots de passe", "Factures en attente", "Journal et preuves"]
    specs = [PageSpec(title, title, "sun", partial(Sample, title)) for title in titles]
    rail = Rail("Pharmacie du Port", specs, RailFoot("Conduite au comptoir", "store", "F4"))
    qtbot.addWidget(rail)
    rail.set_narrow(True)
    metrics = QFontMetrics(font("caption", 600))
    for row, title in enumerate(titles):
        words = metrics.boundingRect(QRect(0, 0, 76, 200), Qt.TextFlag.TextWordWrap, title)
        # Inside the box of the page shown, which is 80 wide.
        assert words.width() <= 76
        assert words.height() <= 2 * metrics.lineSpacing()
        # The icon and the gaps take 25 above the words.
        assert rail._view.sizeHintForRow(row) >= 25 + words.height() + 2


def test_a_low_rail_leaves_its_mark_out_and_keeps_every_page(qtbot: QtBot) -> None:
    pages = [
        PageSpec(f"p{number}", "Factures en attente", "sun", lambda: Page(Header("?"))) for number in range(8)
    ]
    rail = Rail("Pharmacie du Port", pages, RailFoot("Chercher", "search", "F3"))
    qtbot.addWidget(rail)
    rail.set_narrow(True)
    rail.resize(rail.width(), 800)
    rail.show()
    mark = next(
        part for part in rail.findChildren(QWidget) if part.accessibleName().startswith("PharmAssist")
    )
    qtbot.waitUntil(mark.isVisible)
    rail.resize(rail.width(), 520)
    qtbot.waitUntil(lambda: not mark.isVisible())


def test_being_idle_is_told_and_touching_the_mouse_puts_it_off(qtbot: QtBot, qapp: QApplication) -> None:
    watch = IdleWatch(qapp, 5)
    widget = QWidget()
    qtbot.addWidget(widget)
    watch._timer.setInterval(10)
    with qtbot.waitSignal(watch.idle):
        watch._timer.start()
    assert not bool(watch.waiting)
    QTest.mouseMove(widget, QPoint(3, 3))
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert watch.waiting
    watch.stop()
    qapp.removeEventFilter(watch)


def test_a_secret_on_the_clipboard_is_flagged_and_taken_back(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    holder = SecretClipboard(clipboard)
    holder.copy(Secret("K7fnQr3d"))
    data = clipboard.mimeData()
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    assert any("CanIncludeInClipboardHistory" in name for name in data.formats())
    assert any("ExcludeClipboardContentFromMonitorProcessing" in name for name in data.formats())
    for _second in range(29):
        holder._tick()
    assert clipboard.text() == "K7fnQr3d"
    holder._tick()
    assert clipboard.text() == ""
    assert not holder.holding


def test_what_the_person_copied_since_is_left_alone(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    holder = SecretClipboard(clipboard)
    holder.copy(Secret("K7fnQr3d"))
    clipboard.setText("000418217")
    holder.clear()
    assert clipboard.text() == "000418217"


@pytest.mark.parametrize("table", [LIGHT, DARK])
def test_a_part_reads_the_table_in_force(qtbot: QtBot, theme: Theme, table: Palette) -> None:
    theme.use(table)
    holder = QWidget()
    button = Button("Continuer", "primary", parent=holder)
    qtbot.addWidget(holder)
    holder.show()
    assert palette_of(button) is table


def test_the_ring_goes_around_the_button_that_has_the_focus(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    first, second = Button("Un", parent=holder), Button("Deux", parent=holder)
    second.move(120, 40)
    line = QLineEdit(holder)
    line.move(0, 120)
    holder.resize(300, 200)
    holder.show()
    holder.activateWindow()
    second.setFocus()
    qtbot.waitUntil(lambda: theme._frame is not None and theme._frame.widget() is second)
    assert theme._frame is not None
    assert theme._frame.geometry().contains(second.geometry().adjusted(-3, -3, 3, 3))
    line.setFocus()
    qtbot.waitUntil(lambda: theme._frame is None)
    first.setFocus()


def test_the_ring_is_whole_around_a_chip_of_a_tight_row(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    chips = QuestionChips("Avez-vous un compte ?")
    column.addWidget(chips)
    holder.show()
    holder.activateWindow()
    chip = chips.findChildren(QPushButton)[1]
    chip.setFocus()
    qtbot.waitUntil(lambda: theme._frame is not None and theme._frame.widget() is chip)
    frame = theme._frame
    assert frame is not None
    whole = frame.parentWidget()
    assert whole is not None
    assert whole.rect().contains(frame.geometry())


def test_the_walk_finds_a_control_without_a_name(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    QLineEdit(holder)
    QPushButton(holder)
    holder.show()
    found = " ".join(nameless_controls(holder))
    assert "EditableText" in found
    assert "Button" in found


@pytest.mark.parametrize("page", [Gallery, Claims])
def test_every_control_of_the_gallery_has_a_name(qtbot: QtBot, page: Callable[[], Page]) -> None:
    shown = page()
    qtbot.addWidget(shown)
    shown.show()
    assert nameless_controls(shown) == []


def test_every_control_of_the_frame_has_a_name(qtbot: QtBot) -> None:
    window = sample_window()
    qtbot.addWidget(window)
    window.show()
    assert nameless_controls(window) == []
