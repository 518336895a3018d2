"""F1: the guide inside the program, opened at the page's section, searched, read by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.services.guide import read_guide, typographic
from pharmassist.services.shortcuts import keys_everywhere
from pharmassist.services.texts import use_language
from pharmassist.ui.guide_view import GuideView
from pharmassist.ui.help import OPENS_AT, HelpDialog, page_help
from pharmassist.ui.parts.button import Button
from pharmassist.ui.preview import PreviewDialog
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.furnished import furnished
from tests.ui.offices import make_bridge
from tests.ui.reading import words


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    use_language("fr")
    yield
    use_language("fr")


Open = Callable[..., HelpDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Open the help over a window, as F1 does."""
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(1280, 800)
    holder.show()
    bridge, bugs = make_bridge()

    def make(page: str = "today", at: str = "") -> HelpDialog:
        dialog = HelpDialog("Aujourd’hui", page, bridge, holder, at)
        dialog.open()
        qtbot.waitUntil(lambda: bool(shown(dialog)))
        return dialog

    yield make
    assert bugs == []


def shown(dialog: HelpDialog) -> str:
    return dialog.view.toPlainText()


def heading(dialog: HelpDialog) -> str:
    chosen = dialog.list.selectedItems()
    return chosen[0].text() if chosen else ""


def test_every_page_of_the_window_has_its_sentence_and_its_section(tmp_path: Path, qtbot: QtBot) -> None:
    with furnished(tmp_path, qtbot) as furnishing:
        assert set(furnishing.titles) == set(OPENS_AT)
        assert all(page_help(key) for key in furnishing.titles)
        QTest.keyClick(furnishing.window, Qt.Key.Key_F1)
        (first,) = furnishing.window.findChildren(HelpDialog)
        qtbot.waitUntil(lambda: heading(first) == "Dix minutes par jour")
        first.reject()
        furnishing.desk.go("guide", "l-argent#les-virements")
        second = furnishing.window.findChildren(HelpDialog)[-1]
        qtbot.waitUntil(lambda: heading(second) == "Les virements")
        second.reject()


def test_the_keys_are_those_of_the_table_and_the_page_of_keys_is_one_press_away(
    tmp_path: Path, qtbot: QtBot
) -> None:
    assert [key for key, _words in keys_everywhere()][:4] == ["F1", "F2", "F3", "F4"]
    with furnished(tmp_path, qtbot) as furnishing:
        QTest.keyClick(furnishing.window, Qt.Key.Key_F1)
        (dialog,) = furnishing.window.findChildren(HelpDialog)
        assert "Chercher partout" in words(dialog)
        link = next(b for b in dialog.findChildren(Button) if b.text().startswith("Toutes les touches"))
        link.click()
        qtbot.waitUntil(lambda: bool(furnishing.window.findChildren(PreviewDialog)))
        assert not dialog.isVisible()
        (preview,) = furnishing.window.findChildren(PreviewDialog)
        qtbot.waitUntil(lambda: "Touches du clavier" in preview.windowTitle() + words(preview))
        preview.reject()


@pytest.mark.parametrize("page", OPENS_AT)
def test_it_opens_at_the_section_of_the_page(qtbot: QtBot, opened: Open, page: str) -> None:
    dialog = opened(page)
    section = read_guide().section(OPENS_AT[page])
    assert section is not None
    assert heading(dialog) == section.title
    assert nameless_controls(dialog) == []


def test_a_word_is_found_and_escape_takes_the_search_away_first(qtbot: QtBot, opened: Open) -> None:
    dialog = opened()
    type_text(dialog.search, "cle de secour")
    assert heading(dialog) == "La feuille de secours"
    assert "feuille de secours" in shown(dialog)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.search.text() == ""
    assert dialog.list.count() > 20
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.search, Qt.Key.Key_Escape)


def test_words_that_stand_nowhere_are_told(qtbot: QtBot, opened: Open) -> None:
    dialog = opened()
    before = shown(dialog)
    dialog.search.setText("zzzzz")
    assert dialog.list.count() == 0
    assert shown(dialog) == before


def test_links_lead_inside_the_guide_only(qtbot: QtBot, opened: Open) -> None:
    dialog = opened()
    dialog.view.anchorClicked.emit(QUrl("installer.md"))
    assert heading(dialog) == "Installer"
    dialog.view.anchorClicked.emit(QUrl("https://example.org/"))
    dialog.view.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert heading(dialog) == "Installer"


@pytest.mark.parametrize("name", ["https://example.org/a.png", "file:///etc/hostname", "../../README.md"])
def test_pictures_come_from_the_guide_only(qtbot: QtBot, name: str) -> None:
    view = GuideView()
    qtbot.addWidget(view)
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(kind, QUrl(name)) is None


def test_in_english_the_frame_says_that_the_guide_is_french(qtbot: QtBot, opened: Open) -> None:
    use_language("en")
    dialog = opened()
    labels = [label.accessibleName() or label.property("text") for label in dialog.findChildren(QWidget)]
    assert "Guide in French" in labels


def test_the_arrows_of_the_list_turn_the_pages(qtbot: QtBot, opened: Open) -> None:
    dialog = opened(at="installer")
    first = shown(dialog)
    for _step in range(12):
        QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert shown(dialog) != first


def test_apostrophes_of_french_are_curled_and_those_of_commands_kept() -> None:
    assert typographic("l'argent `echo 'x'`") == "l’argent `echo 'x'`"
