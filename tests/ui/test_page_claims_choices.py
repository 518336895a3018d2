"""Factures en attente: filters as chips, views, columns, everything chosen, moved and put back, corrected."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.claims import Claim, State
from pharmassist.domain.operators import DIRECT
from pharmassist.services.directory import PAYS_DIRECTLY
from pharmassist.services.texts import translate
from pharmassist.ui.pages.claims.editing import EditOverlay
from pharmassist.ui.pages.claims.filter_overlay import FilterOverlay
from pharmassist.ui.pages.claims.list_choices import ColumnsOverlay, ViewsOverlay
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.claims.rows import USUAL
from pharmassist.ui.pages.claims.situation import SituationOverlay
from pharmassist.ui.parts.button import Button, Chip
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words
from tests.ui.test_page_claims import INVOICES, invoices, press, shown, store

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        store(founded.office, *INVOICES)
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def filters(qtbot: QtBot, page: ClaimsPage) -> FilterOverlay:
    press(page, "Filtres…")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(FilterOverlay)))
    found = page.findChildren(FilterOverlay)[-1]
    assert nameless_controls(found) == []
    return found


def kept_chips(page: ClaimsPage) -> list[str]:
    return [chip.text() for chip in page.list.filters.findChildren(Chip) if chip.isChecked()]


def test_filters_stand_as_chips_and_combine(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    overlay = filters(qtbot, page)
    overlay.amount_from.set_value("6")
    overlay.amount_to.set_value("12")
    overlay.date_to.set_day(date(2024, 1, 20))
    QTest.keyClick(overlay.amount_to.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418201", "000418202"])
    page.list.filters.set_operator("almerys")
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418202"])
    assert kept_chips(page) == ["– → 20/01/24", "6,00\u00a0€ → 12,00\u00a0€"]
    # A chip taken away is a filter taken away.
    chip = next(c for c in page.list.filters.findChildren(Chip) if "€" in c.text())
    chip.click()
    qtbot.waitUntil(lambda: len(kept_chips(page)) == 1)
    overlay = filters(qtbot, page)
    assert overlay.date_to.day() == date(2024, 1, 20)
    overlay.age.set_value("beaucoup")
    overlay.states[State.CANCELLED].setChecked(True)
    press(page, "Garder celles-ci")
    assert overlay.age.error_text
    overlay.age.set_value("3")
    overlay.within.set_value("90")
    press(page, "Garder celles-ci")
    page.list.filters.set_operator("viamedis")
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418206"])
    assert page.escape()
    qtbot.waitUntil(lambda: len(invoices(qtbot, page)) == 5)
    assert kept_chips(page) == []


def test_a_view_keeps_filters_sort_and_columns(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.list.filters.old.click()
    page.list.sort_by("amc_amount", descending=True)
    press(page, "Garder…")
    overlay = page.findChildren(ViewsOverlay)[-1]
    QTest.keyClick(overlay.name.line, KEY.Key_Return)
    assert overlay.name.error_text
    overlay.name.set_value("Les vieilles")
    QTest.keyClick(overlay.name.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: page.list.view.findText("Les vieilles") >= 0)
    page.list.filters.clear()
    page.list.sort_by("invoice", descending=False)
    qtbot.waitUntil(lambda: len(invoices(qtbot, page)) == 5)
    view = page.list.view
    view.setCurrentIndex(view.findText("Les vieilles"))
    view.activated.emit(view.currentIndex())
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418201", "000418202"])
    assert page.list.sort_of() == ("amc_amount", True)
    assert view.currentText() == "Les vieilles"
    view.setCurrentIndex(view.findText("Rejets à recycler, par âge"))
    view.activated.emit(view.currentIndex())
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418203"])
    page.list.filters.clear()
    assert view.currentIndex() == -1
    press(page, "Garder…")
    forget = next(b for b in page.findChildren(Button) if b.accessibleName() == "Oublier la vue Les vieilles")
    forget.click()
    qtbot.waitUntil(lambda: view.findText("Les vieilles") < 0)
    qtbot.waitUntil(lambda: page.undo.words.endswith("Les vieilles"))
    page.undo_last()
    qtbot.waitUntil(lambda: view.findText("Les vieilles") >= 0)


def test_columns_are_chosen_kept_and_sorted(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    press(page, "Colonnes")
    overlay = page.findChildren(ColumnsOverlay)[-1]
    assert not overlay.boxes["invoice"].isEnabled()
    overlay.boxes["operator"].setChecked(True)
    overlay.boxes["age"].setChecked(False)
    press(page, "Afficher celles-ci")
    qtbot.waitUntil(lambda: page.undo.words == "Colonnes choisies.")
    other = shown(qtbot, desk)
    seen = [c.key for n, c in enumerate(other.list.model.columns) if not other.list.table.isColumnHidden(n)]
    assert seen == ["", "day", "invoice", "payer", "amc_amount", "state", "operator"]
    invoices(qtbot, other)
    for column in other.list.model.columns[1:]:
        other.list.sort_by(column.key, descending=True)
        assert len(invoices(qtbot, other)) == 5
    other.list.sort_by("operator", descending=True)
    assert invoices(qtbot, other)[-1] == "000418204"
    page.undo_last()
    qtbot.waitUntil(lambda: page.list.shown == USUAL)


def test_all_are_chosen_moved_together_and_put_back(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    table = page.list.table
    table.setFocus()
    QTest.keyClick(table, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "5 choisies · 45,41" in words(page))
    assert page.list.every is not None
    press(page, "Changer la situation…")
    overlay = page.findChildren(SituationOverlay)[-1]
    assert overlay.state.box.itemText(0) == "Annulée"
    choices = [overlay.state.box.itemText(n) for n in range(overlay.state.box.count())]
    assert "Rejetée, à recycler · 3 sur 5" in choices
    overlay.state.set_value(State.REJECTED.value)
    press(page, "Changer")
    qtbot.waitUntil(lambda: "3 factures\u00a0: rejetée, à recycler. 2 laissées" in words(page))
    office = desk.desk.office
    assert [office.claims.show(n).claim.state for n in (1, 2, 3, 4, 5)] == [
        State.REJECTED,
        State.REJECTED,
        State.REJECTED,
        State.REJECTED,
        State.SET_ASIDE,
    ]
    assert "choisies" not in words(page)
    page.undo_last()
    qtbot.waitUntil(lambda: "3 factures remises comme avant" in words(page))
    assert office.claims.show(1).claim.state is State.TRANSMITTED
    assert office.claims.show(1).history[-1].cause == "move_undone"
    # Nothing is left to take back.
    page.undo_last()
    assert office.claims.show(1).claim.state is State.TRANSMITTED


def test_unticking_one_of_all_leaves_the_others(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    press(page, "Choisir les 5")
    qtbot.waitUntil(lambda: "5 choisies" in words(page))
    page.list.model.toggle(0)
    assert page.list.every is None
    assert "4 choisies" in words(page)
    assert "000418201" not in [each.invoice for each in page.list.chosen_picks()]
    press(page, "Ne rien choisir")
    assert "choisies" not in words(page)


def test_an_invoice_is_corrected_with_its_history(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.show_target("1")
    qtbot.waitUntil(page.list.drawer.isVisible)
    press(page, "Corriger…")
    overlay = page.findChildren(EditOverlay)[-1]
    assert nameless_controls(overlay) == []
    overlay.amount.set_value("")
    press(page, "Corriger")
    assert overlay.amount.error_text
    overlay.amount.set_value("12,00")
    overlay.operator.set_value(DIRECT)
    QTest.keyClick(overlay.amount.line, KEY.Key_Return)
    office = desk.desk.office
    qtbot.waitUntil(lambda: office.claims.show(1).claim.amc_amount == 1200)
    assert office.claims.show(1).history[-1].reason.startswith("part AMC : 10,96 → 12,00")
    qtbot.waitUntil(lambda: translate(PAYS_DIRECTLY) in words(page))
    qtbot.waitUntil(lambda: page.undo.words.endswith("corrigée."))
    page.undo_last()
    qtbot.waitUntil(lambda: office.claims.show(1).claim.amc_amount == 1096)
    qtbot.waitUntil(lambda: translate(PAYS_DIRECTLY) not in words(page))
    # A closed invoice is not corrected.
    page.show_target("6")
    qtbot.waitUntil(lambda: page.list.drawer.claim is not None and page.list.drawer.claim.id == 6)
    assert "Corriger…" not in [b.text() for b in page.findChildren(Button) if b.isVisibleTo(page)]


def test_an_amc_behind_two_operators_stays_undetermined(qtbot: QtBot, desk: TestDesk) -> None:
    day = date(2024, 1, 29)
    store(desk.desk.office, Claim("000418301", 700, day, payer="Aésio"))
    page = shown(qtbot, desk, total=6)
    page.show_target("7")
    qtbot.waitUntil(lambda: "Indéterminé" in words(page))
    assert "le logo de la carte décide" in " ".join(
        b.words for b in page.list.drawer.findChildren(type(page.banner))
    )


def test_what_left_the_list_is_told_beside_the_sum(qtbot: QtBot, desk: TestDesk) -> None:
    store(desk.desk.office, Claim("000418302", 700, date(2024, 1, 29), state=State.LEFT_OUTSTANDING))
    page = shown(qtbot, desk, total=6)
    assert "6 factures · 52,41" in words(page)
    assert "dont 1 sortie, 7,00" in words(page)


def test_late_follows_the_delay_of_the_operator(qtbot: QtBot, desk: TestDesk) -> None:
    office = desk.desk.office
    office.claims.lists.save_delay("AB", "viamedis", 20)
    page = shown(qtbot, desk)
    rows = {}
    invoices(qtbot, page)
    for place in range(5):
        row = page.list.model.row(place)
        assert row is not None
        rows[row.cells[1]] = row.late
    assert rows["000418201"] is False
    assert rows["000418202"] is True
