"""Réglages, signed data: which are in force, every difference before an owner accepts, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist import assembly
from pharmassist.assembly.wiring import Outside, real_outside
from pharmassist.ui.pages.settings.data import DataOverlay
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.parts.text import Text
from tests.signed_data import SEALS, renewed, signed, signed_file
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk


def trusting() -> Outside:
    return replace(real_outside(), seals=SEALS)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestDesk]:
    monkeypatch.setattr(assembly, "real_outside", trusting)
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


def page_of(desk: TestDesk, qtbot: QtBot, file: Path) -> SettingsPage:
    page = SettingsPage(desk.desk, data=lambda _parent: str(file))
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: "Données n°" in page.data.words.text())
    return page


def overlay_of(page: SettingsPage, qtbot: QtBot) -> DataOverlay:
    qtbot.waitUntil(lambda: bool(page.window().findChildren(DataOverlay)))
    return page.window().findChildren(DataOverlay)[0]


def words(part: QWidget) -> str:
    return "\n".join(text.text() for text in part.findChildren(Text))


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_without_a_published_key_nothing_can_be_taken_and_it_is_said(tmp_path: Path, qtbot: QtBot) -> None:
    with founded_office(tmp_path) as founded:
        page = page_of(make_desk(founded.office), qtbot, tmp_path)
        assert "Aucune clé publiée" in page.data.keys.text()
        assert page.data.take.isHidden()
        assert page.data.back.isHidden()


def test_the_differences_are_read_then_accepted_then_given_up_by_keyboard(
    desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = page_of(desk, qtbot, signed_file(tmp_path, renewed()))
    catalogue = desk.desk.office.catalogue
    page.data.take.setFocus()
    press(Qt.Key.Key_Return)
    overlay = overlay_of(page, qtbot)
    assert nameless_controls(overlay) == []
    said = words(overlay)
    assert "Messagerie «\u00a0Zaclys\u00a0»\u00a0: ajout" in said
    assert "devient «\u00a0Le premier jour\u00a0»" in said
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.window().findChildren(DataOverlay))
    assert "zaclys" not in {provider.id for provider in catalogue.providers()}
    press(Qt.Key.Key_Return)
    overlay = overlay_of(page, qtbot)
    qtbot.waitUntil(overlay.isVisible)
    for _count in range(2):
        press(Qt.Key.Key_Tab)
    qtbot.waitUntil(overlay.accept.hasFocus)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "acceptées par AB" in page.data.words.text())
    assert "zaclys" in {provider.id for provider in catalogue.providers()}
    page.data.back.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "livrées avec le programme" in page.data.words.text())
    assert page.data.back.isHidden()
    assert "zaclys" not in {provider.id for provider in catalogue.providers()}


def test_a_bad_file_is_told_on_the_page_and_nobody_else_decides(
    desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = signed_file(tmp_path, renewed())
    page = page_of(desk, qtbot, file)
    file.write_bytes(signed(renewed()).replace(b"Zaclys", b"Zaclis"))
    page.data.take.click()
    qtbot.waitUntil(lambda: "a été modifié en route" in page.banner.words)
    file.write_bytes(signed(renewed()))
    desk.who = "CR"
    page.data.take.click()
    overlay_of(page, qtbot).accept.click()
    qtbot.waitUntil(lambda: "CR" in page.banner.words)
    assert desk.desk.office.updating.state().number == 1
