"""Réglages keeps things safe: copies in a chosen place, a purge shown first, everything exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.assembly import found_office
from pharmassist.domain.claims import State
from pharmassist.services.claims import NewClaim
from pharmassist.services.opening import Founding
from pharmassist.ui.backing_up import BackingUp
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.pages.settings.purge import PurgeOverlay
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.text import Text
from pharmassist.ui.window import Keys, Window
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import KEY_FILE, PEOPLE, PHARMACY, TODAY, TestDesk, founded_office, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot, tmp_path: Path) -> SettingsPage:
    (tmp_path / "stick").mkdir()
    made = SettingsPage(desk.desk, where=lambda _parent: str(tmp_path / "stick"))
    qtbot.addWidget(made)
    made.resize(1064, 728)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: made.name.value() == "Pharmacie du Port")
    return made


def words(widget: QWidget) -> str:
    return " | ".join(text.text() for text in widget.findChildren(Text) if text.isVisibleTo(widget))


def test_what_lasts_keeps_the_keyboard_and_gives_it_to_no_neighbour(page: SettingsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for button in (page.copies.now, page.copies.look, page.health.button):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        # "Back up no more by itself" stands next: a second Enter must not reach it.
        assert page.window().focusWidget() in (None, button)
        qtbot.waitUntil(button.isEnabled)
        qtbot.waitUntil(button.hasFocus)
    # Its lines push it down: what has the keyboard stays in sight.
    assert page.health.lines.count()
    qtbot.waitUntil(lambda: not page.health.button.visibleRegion().isEmpty())


def test_a_stick_is_chosen_and_its_absence_told(
    page: SettingsPage, desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "sur le même disque" in words(page.copies)
    page.copies.choose.setFocus()
    QTest.keyClick(page.copies.choose, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Sauvegarde vérifiée" in words(page.copies))
    qtbot.waitUntil(lambda: "stick" in words(page.copies))
    page.copies.look.click()
    qtbot.waitUntil(lambda: page.copies.now.isEnabled() and words(page.copies).count("30/01") == 2)
    (tmp_path / "stick").rename(tmp_path / "bag")
    page.copies.now.click()
    qtbot.waitUntil(lambda: "n’est pas là" in page.banner.words)
    page.copies.daily.click()
    qtbot.waitUntil(lambda: not desk.desk.office.backups.state().automatic)
    qtbot.waitUntil(lambda: "seulement quand" in words(page.copies))
    page.copies.restore.click()
    qtbot.waitUntil(lambda: desk.alerts == ["restore"])
    assert nameless_controls(page) == []


def test_what_would_go_is_shown_then_goes(page: SettingsPage, desk: TestDesk, qtbot: QtBot) -> None:
    office, clock = desk.desk.office, desk.desk.office.clock
    assert isinstance(clock, PharmacyClock)
    office.claims.add("CR", NewClaim("000418205", 1096, TODAY, operator="viamedis"))
    office.claims.move("CR", 1, State.WRITTEN_OFF, "forclusion")
    page.retention.look.click()
    qtbot.waitUntil(lambda: "Rien : aucune facture close" in words(page.window()))
    (overlay,) = page.findChildren(PurgeOverlay)
    assert not overlay.go.isVisibleTo(overlay)
    QTest.keyClick(overlay.leave, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.findChildren(PurgeOverlay))
    # six years on
    clock.rehearse(datetime(2030, 2, 4, 8, tzinfo=UTC))
    page.retention.look.click()
    qtbot.waitUntil(lambda: "Factures closes : 1 · 10,96" in words(page.window()))
    (overlay,) = page.findChildren(PurgeOverlay)
    assert page.window().focusWidget() is overlay.leave
    assert nameless_controls(page) == []
    desk.who = "CR"
    overlay.go.click()
    qtbot.waitUntil(lambda: "titulaire" in overlay.problem.text())
    desk.who = "AB"
    QTest.keyClick(overlay.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Parti : Factures closes : 1" in words(page.retention))
    with office.register.read() as tx:
        assert list(tx.claims.all()) == []
    page.retention.claims.set_value("6")
    page.retention.keep.click()
    qtbot.waitUntil(lambda: office.retaining.terms().claims == 6)


def test_everything_is_exported(
    page: SettingsPage, desk: TestDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.retention, "_where", lambda _parent, name: str(tmp_path / name))
    page.retention.export.click()
    qtbot.waitUntil(lambda: "Tout est dans pharmassist-20240130.zip" in words(page.retention))
    assert (tmp_path / "pharmassist-20240130.zip").is_file()
    page.retention.export.click()
    qtbot.waitUntil(lambda: "Rien n’a été écrasé" in page.banner.words)


class _Still(Page):
    """A page that reads nothing."""

    def __init__(self) -> None:
        super().__init__(Header("Still"))


def test_a_real_register_is_copied_by_itself_while_its_window_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    founding = Founding(tmp_path / "home", PHARMACY, PEOPLE, tmp_path / KEY_FILE, without_vault=True)
    office = found_office(founding).office
    made = make_desk(office)
    keys = Keys(help=lambda _page: None, note_claim=lambda: None, counter=lambda: None)
    window = Window("Pharmacie du Port", [PageSpec("still", "Still", "sun", _Still)], keys)
    qtbot.addWidget(window)
    copying = BackingUp(made.desk, window)
    copying.look()
    qtbot.waitUntil(lambda: copying._handle is not None and copying._handle.over)
    first = office.backups.state().last
    assert first is not None
    copying.look()
    qtbot.waitUntil(lambda: copying._handle is not None and copying._handle.over)
    assert office.backups.state().last == first
    window.close()
    assert not copying._timer.isActive()
    office.close()
    assert made.bugs == []
