"""Opérateurs: tiers payant is suspended and taken up again by the titulaire only, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.secrets import Secret
from pharmassist.services.office import Office
from pharmassist.ui.owner import PinDialog
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import founded_office
from tests.ui.test_page_operators import Seat, sit

REASON = "seuil écrit dépassé"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


@pytest.fixture
def seat(office: Office, qtbot: QtBot) -> Iterator[Seat]:
    found = sit(office, qtbot)
    found.load()
    found.page.show_target("viamedis")
    QApplication.processEvents()
    yield found
    assert found.desk.bugs == []


def enter(seat: Seat, label: str) -> None:
    QTest.keyClick(seat.field(label).line, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_titulaire_suspends_with_a_reason_and_a_last_day(seat: Seat) -> None:
    assert "Non suspendu" in seat.words()
    seat.press("Suspendre le tiers payant…")
    assert seat.field("Motif").line.hasFocus()
    enter(seat, "Motif")
    assert seat.field("Motif").error_text == "Une décision se note avec son motif."
    type_text(seat.field("Motif").line, REASON)
    type_text(seat.field("Dernier jour (facultatif)").line, "29/01/2024")
    enter(seat, "Dernier jour (facultatif)")
    seat.qtbot.waitUntil(lambda: bool(seat.field("Dernier jour (facultatif)").error_text))
    assert seat.office.suspending.in_force() == ()
    seat.field("Dernier jour (facultatif)").clear()
    type_text(seat.field("Dernier jour (facultatif)").line, "09/02/2024")
    enter(seat, "Dernier jour (facultatif)")
    seat.qtbot.waitUntil(lambda: "tiers payant suspendu du 30/01/24 au 09/02/24 inclus" in seat.words())
    (decision,) = seat.office.suspending.in_force()
    assert (decision.operator, decision.decided_by, decision.reason) == ("viamedis", "AB", REASON)
    assert decision.until == date(2024, 2, 9)
    assert f"Motif\u00a0: {REASON}" in seat.words()
    assert CLOSING in seat.words()
    answer = seat.office.counter.search("malakoff")[0]
    assert answer.suspended == (decision,)
    seat.press("Reprendre le tiers payant")
    seat.qtbot.waitUntil(lambda: "Non suspendu" in seat.words())
    assert seat.office.suspending.in_force() == ()
    assert [e.what for e in reversed(seat.office.journal.last(2))] == [
        "operators.suspended",
        "operators.suspension_ended",
    ]


def test_nobody_else_decides(seat: Seat) -> None:
    seat.desk.who = "CR"
    seat.press("Suspendre le tiers payant…")
    type_text(seat.field("Motif").line, REASON)
    enter(seat, "Motif")
    seat.qtbot.waitUntil(lambda: not seat.page.banner.isHidden())
    assert seat.office.suspending.in_force() == ()
    assert seat.field("Motif").value() == REASON, "what was typed stays"


def test_the_pin_comes_before_the_decision(seat: Seat) -> None:
    seat.office.pins.set("AB", Secret("4826"))
    seat.press("Suspendre le tiers payant…")
    type_text(seat.field("Motif").line, REASON)
    enter(seat, "Motif")
    seat.qtbot.waitUntil(lambda: bool(seat.page.window().findChildren(PinDialog)))
    (dialog,) = seat.page.window().findChildren(PinDialog)
    assert seat.office.suspending.in_force() == ()
    type_text(dialog.pin.line, "4826")
    QTest.keyClick(dialog.pin.line, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: len(seat.office.suspending.in_force()) == 1)


def test_escape_gives_up_and_nothing_is_recorded(seat: Seat) -> None:
    seat.press("Suspendre le tiers payant…")
    type_text(seat.field("Motif").line, REASON)
    assert seat.page.escape()
    assert not seat.page.escape()
    assert seat.office.suspending.in_force() == ()


@pytest.mark.parametrize("width", [1064, 928, 704])
def test_the_form_fits_and_every_control_has_a_name(seat: Seat, width: int) -> None:
    seat.press("Suspendre le tiers payant…")
    seat.page.resize(width, 728)
    QApplication.processEvents()
    assert nameless_controls(seat.page) == []
    room = width - 2 * seat.page.body.contentsMargins().left()
    assert seat.page._suspension.minimumSizeHint().width() <= room
