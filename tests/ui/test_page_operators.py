"""Opérateurs: no light is taken on faith; a portal that answers says nothing of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.adapters.web.portal import PortalWeb
from pharmassist.domain.operators import Light, LightState, Operator, Probe
from pharmassist.services.office import Office
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.watching import Watching
from pharmassist.ui.pages.operators import make
from pharmassist.ui.pages.operators.page import OperatorsPage
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text
from tests.servers.https_server import HttpsServer
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk, note_invoice

PROOF = "Avis de l’USPO du 30 janvier"


class Seat:
    """The page on a real register."""

    def __init__(self, page: OperatorsPage, desk: TestDesk, qtbot: QtBot) -> None:
        self.page, self.desk, self.qtbot = page, desk, qtbot

    @property
    def office(self) -> Office:
        return self.desk.desk.office

    def load(self) -> None:
        with self.qtbot.waitSignal(self.page.arrived):
            self.page.entered()
        QApplication.processEvents()

    def words(self) -> str:
        return " | ".join(t.text() for t in self.page.findChildren(Text) if t.isVisibleTo(self.page))

    def cell(self, start: str) -> Row:
        return next(r for r in self.page.findChildren(Row) if self._named(r, start))

    def shows(self, start: str) -> bool:
        return any(self._named(row, start) for row in self.page.findChildren(Row))

    def _named(self, row: Row, start: str) -> bool:
        return row.accessibleName().startswith(start) and row.isVisibleTo(self.page)

    def field(self, label: str) -> TextField:
        return next(f for f in self.page.findChildren(TextField) if f.line.accessibleName() == label)

    def chip(self, word: str) -> Chip:
        return next(c for c in self.page.findChildren(Chip) if c.text() == word)

    def press(self, name: str) -> None:
        button = next(
            b
            for b in self.page.findChildren(Button)
            if b.accessibleName() == name and b.isVisibleTo(self.page)
        )
        QTest.keyClick(button, Qt.Key.Key_Return)
        QApplication.processEvents()

    def state(self, operator: str, light: Light) -> LightState:
        return self.office.watching.status(operator).state(light)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def sit(office: Office, qtbot: QtBot) -> Seat:
    desk = make_desk(office)
    page = make(desk.desk)
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.activateWindow()
    return Seat(page, desk, qtbot)


@pytest.fixture
def seat(office: Office, qtbot: QtBot) -> Iterator[Seat]:
    """Give the page, loaded; nobody has said anything of any light."""
    found = sit(office, qtbot)
    found.load()
    yield found
    assert found.desk.bugs == []


def test_what_nobody_read_is_not_verified(seat: Seat) -> None:
    for operator in ("Viamedis", "Almerys", "iSanté", "SP santé"):
        for light in ("Droits", "Télétransmission", "Retours (RSP)", "Virements"):
            assert seat.shows(f"{operator}, {light}\u00a0: Non vérifié")
    assert "16 non vérifiés" in seat.page.header._caption.text()
    assert "Portail non regardé" in seat.words()


def test_a_light_is_set_by_keyboard_with_its_proof(seat: Seat) -> None:
    cell = seat.cell("Viamedis, Virements")
    cell.setFocus()
    QTest.keyClick(cell, Qt.Key.Key_Return)
    QApplication.processEvents()
    QTest.keyClick(seat.chip("Arrêté"), Qt.Key.Key_Space)
    QTest.keyClick(seat.field("Ce qui le montre").line, Qt.Key.Key_Return)
    assert seat.field("Ce qui le montre").error_text
    type_text(seat.field("Ce qui le montre").line, PROOF)
    type_text(seat.field("Valable jusqu’au").line, "05/02/2024")
    QTest.keyClick(seat.field("Valable jusqu’au").line, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.state("viamedis", Light.TRANSFERS) is LightState.STOPPED)
    seat.qtbot.waitUntil(lambda: seat.shows("Viamedis, Virements\u00a0: Arrêté, lu le 30/01"))
    told = seat.cell("Viamedis, Virements").accessibleName()
    assert PROOF in told
    assert "par AB" in told
    assert "valable jusqu’à lun. 05/02" in told
    seat.qtbot.waitUntil(lambda: seat.cell("Viamedis, Virements").hasFocus())


def test_the_form_of_a_light_comes_whole_into_view(seat: Seat) -> None:
    seat.page.resize(1064, 560)
    seat.load()
    QTest.mouseClick(seat.cell("Viamedis, Virements"), Qt.MouseButton.LeftButton)
    form = seat.page._setting
    seat.qtbot.waitUntil(lambda: form.isVisible() and form.visibleRegion().boundingRect() == form.rect())


def test_taking_a_light_back_needs_no_proof(seat: Seat) -> None:
    seat.office.watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", PROOF)
    seat.load()
    QTest.keyClick(seat.cell("Viamedis, Droits"), Qt.Key.Key_Return)
    QTest.keyClick(seat.chip("Non vérifié"), Qt.Key.Key_Space)
    seat.press("Poser le voyant")
    seat.qtbot.waitUntil(lambda: seat.state("viamedis", Light.RIGHTS) is LightState.UNVERIFIED)


def test_worst_comes_first_and_a_stopped_operator_says_what_must_be_seen(seat: Seat) -> None:
    seat.office.watching.set_light("sp-sante", Light.NOTICES, LightState.STOPPED, "AB", PROOF)
    seat.load()
    assert seat.page._grid._keys[0] == "sp-sante"
    QTest.keyClick(seat.cell("SP santé, 1"), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert "une facture acceptée, un retour, un virement" in seat.words()
    assert "SP santé, ce qui a été dit" in seat.words()


def test_an_old_reading_is_said_to_be_old(seat: Seat) -> None:
    until = date(2024, 1, 30)
    seat.office.watching.set_light("viamedis", Light.RIGHTS, LightState.WORKING, "AB", PROOF, until)
    seat.load()
    assert "à relire aujourd’hui" in seat.words()
    watch = seat.page._watch
    assert watch is not None
    status = watch.status("viamedis")
    assert status is not None
    old = dict(status.readings)[Light.RIGHTS]
    assert old is not None
    stale = replace(
        status,
        readings=tuple((light, None) for light in Light),
        expired=(replace(old, valid_until=date(2024, 1, 29)),),
    )
    seat.page._grid.show_watch(replace(watch, statuses=(stale,)), "viamedis")
    QApplication.processEvents()
    assert "Lecture trop ancienne" in seat.words()
    assert "périmé depuis lun. 29/01" in seat.words()


def test_arrows_move_in_the_grid_and_the_focus_survives_a_reload(seat: Seat) -> None:
    first = seat.page._grid._cells[0][0]
    first.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        focused = seat.page.focusWidget()
        QTest.keyClick(focused, key)
    grid = seat.page._grid
    assert grid._cells[1][2].hasFocus()
    operator = grid._keys[1]
    seat.office.watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "CR", PROOF)
    seat.qtbot.waitUntil(lambda: seat.shows("Viamedis, Droits\u00a0: Arrêté"))
    assert grid._cells[grid._keys.index(operator)][2].hasFocus()


def test_invoices_and_mutuelles_stand_under_the_name(seat: Seat) -> None:
    note_invoice(seat.office, "000418217", 774)
    seat.load()
    assert "113 mutuelles, 1 facture." in seat.cell("Viamedis, 113").accessibleName()


def test_the_lights_of_an_incident_are_proposed_and_want_a_proof(seat: Seat) -> None:
    seat.office.guiding.open("viamedis-2024", "AB")
    seat.load()
    seat.press("Poser les voyants…")
    assert "Télétransmission\u00a0: fonctionne" in seat.words()
    seat.press("Poser les voyants")
    assert seat.state("viamedis", Light.RIGHTS) is LightState.UNVERIFIED
    type_text(seat.field("Ce qui le montre").line, PROOF)
    seat.press("Poser les voyants")
    seat.qtbot.waitUntil(lambda: seat.state("viamedis", Light.TRANSFERS) is LightState.STOPPED)
    assert seat.state("viamedis", Light.TRANSMISSION) is LightState.WORKING
    seat.qtbot.waitUntil(seat.page._proposal.isHidden)


def test_a_target_shows_one_operator(seat: Seat) -> None:
    seat.page.entered()
    seat.page.show_target("almerys")
    seat.qtbot.waitUntil(lambda: "Almerys, ce qui a été dit" in seat.words())
    seat.page.show_target("nobody")
    QApplication.processEvents()
    assert "Almerys, ce qui a été dit" in seat.words()
    assert "0 825 826 214" in seat.words()


def test_escape_closes_the_card_and_the_lock_empties_the_page(seat: Seat) -> None:
    seat.press("Poser un voyant")
    assert seat.page.escape()
    assert not seat.page.escape()
    seat.page.empty()
    assert "Viamedis" not in seat.words()
    seat.load()
    assert "Viamedis" in seat.words()


def test_f9_prints_the_consignes_that_hold_the_lights(seat: Seat) -> None:
    seat.page.print_page()
    assert [paper.kind for paper in seat.desk.papers] == ["shift-start"]


def probing(office: Office, web: PortalWeb, url: str) -> Office:
    """Return the office with one operator whose portal is a server of ours."""
    operators: tuple[Operator, ...] = tuple(
        replace(operator, probe=Probe(url) if operator.id == "viamedis" else None)
        for operator in office.catalogue.operators()
    )

    shelf = create_autospec(Catalogue, instance=True)
    shelf.operators.return_value = operators
    watching = Watching(office.register, shelf, web, office.clock, office.changes)
    return replace(office, watching=watching)


def test_a_portal_that_answers_lights_nothing(
    office: Office, qtbot: QtBot, https_server: HttpsServer
) -> None:
    web = PortalWeb(references=(Probe(https_server.url + "/ok"),))
    seat = sit(probing(office, web, https_server.url + "/ok"), qtbot)
    seat.load()
    with qtbot.waitSignal(seat.page.looked, timeout=20_000):
        seat.page.refresh()
    qtbot.waitUntil(lambda: "Portail\u00a0: répond" in seat.words())
    assert seat.state("viamedis", Light.RIGHTS) is LightState.UNVERIFIED
    assert seat.page.banner.isHidden()
    assert "Le portail ne dit rien des quatre voyants" in seat.words()
    assert seat.desk.bugs == []


def test_our_own_connection_is_a_blue_banner_never_an_operators_fault(office: Office, qtbot: QtBot) -> None:
    nobody = "https://127.0.0.1:9/"
    web = PortalWeb(references=(Probe(nobody),), overall_seconds=5.0)
    seat = sit(probing(office, web, nobody), qtbot)
    seat.load()
    with qtbot.waitSignal(seat.page.looked, timeout=20_000):
        seat.page.refresh()
    assert "Notre connexion est coupée." in seat.page.banner.words
    assert seat.page.banner.property("tone") == "blue"
    assert office.watching.status("viamedis").portal is None
    assert seat.desk.bugs == []


@pytest.mark.parametrize("width", [1064, 928, 704])
def test_every_control_has_a_name_and_nothing_is_cut(seat: Seat, width: int) -> None:
    seat.press("Poser un voyant")
    seat.page.resize(width, 728)
    QApplication.processEvents()
    assert nameless_controls(seat.page) == []
    room = width - 2 * seat.page.body.contentsMargins().left()
    assert seat.page._grid.minimumSizeHint().width() <= room
    assert seat.page._setting.minimumSizeHint().width() <= room
