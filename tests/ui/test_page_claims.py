"""Factures en attente: filters, the drawer, moves by hand, replacements, export, print, the lock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.claims import Claim, State
from pharmassist.services.office import Office
from pharmassist.ui.pages.claims import make
from pharmassist.ui.pages.claims.list_view import picked_of
from pharmassist.ui.pages.claims.lists import ListsOverlay
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.claims.replacements import ReplacementList
from pharmassist.ui.pages.claims.situation import SituationOverlay, allowed_moves
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.empty import EmptyState
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

OLD, NEW = date(2024, 1, 15), date(2024, 1, 29)
INVOICES = (
    Claim("000418201", 1096, OLD, OLD, payer="Mutuelle du Littoral", operator="viamedis", batch="405"),
    Claim("000418202", 652, OLD, OLD, payer="Malakoff Humanis", operator="almerys"),
    Claim("000418203", 453, NEW, NEW, payer="Bleu Granit", operator="viamedis", state=State.REJECTED),
    Claim("000418204", 1840, NEW, NEW, amc_number="0099310533", amc_raw="99310533"),
    Claim("P1", 500, NEW, payer="Malakoff Humanis", operator="almerys", state=State.SET_ASIDE),
    Claim("000418206", 915, OLD, OLD, operator="viamedis", state=State.CANCELLED),
)


def store(office: Office, *claims: Claim) -> None:
    with office.register.write("CR") as tx:
        for claim in claims:
            tx.claims.add(claim)
        tx.journal.record("claims.noted", "test", {})


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        store(founded.office, *INVOICES)
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def shown(qtbot: QtBot, desk: TestDesk, total: int = 5, folder: Path | None = None) -> ClaimsPage:
    page = ClaimsPage(desk.desk, ask_path=lambda _parent, name: str((folder or Path()) / f"{name}.csv"))
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == total)
    return page


def invoices(qtbot: QtBot, page: ClaimsPage) -> list[str]:
    model = page.list.model
    qtbot.waitUntil(lambda: all(model.row(n) is not None for n in range(model.rowCount())))
    return [str(model.index(n, 2).data()) for n in range(model.rowCount())]


def press(page: ClaimsPage, name: str) -> None:
    button = next(b for b in page.findChildren(Button) if b.text() == name and b.isVisibleTo(page))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def test_the_encours_is_listed_oldest_first_and_every_control_has_a_name(
    qtbot: QtBot, desk: TestDesk
) -> None:
    page = shown(qtbot, desk)
    assert invoices(qtbot, page)[:2] == ["000418201", "000418202"]
    assert "000418206" not in invoices(qtbot, page)
    assert "5 factures · 45,41" in words(page)
    row = page.list.model.row(0)
    assert row is not None
    assert row.late
    assert row.cells[4] == "11 j"
    assert nameless_controls(page) == []


def test_filters_keep_count_and_sum_and_escape_removes_them(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    filters = page.list.filters
    filters.old.click()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    filters.set_operator("viamedis")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert "1 sur 5 · 10,96" in words(page)
    assert page.escape()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 5)
    filters.groups["closed"].click()
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418206"])
    filters.clear()
    QTest.keyClicks(filters.search, "8204")
    QTest.keyClick(filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418204"])
    filters.search.setText("rien de tel")
    qtbot.waitUntil(lambda: "Aucune facture pour ces filtres" in words(page))


def test_a_nir_in_the_search_is_not_searched(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.list.filters.search.setText("1 84 05 29 019 002 88")
    assert page.list.filters.wanted().text == ""
    assert "184" not in page.list.filters.words()


def test_enter_opens_the_drawer_with_three_facts(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    table = page.list.table
    table.setFocus()
    table.setCurrentIndex(page.list.model.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.list.drawer.isVisible)
    assert "Facturé" in words(page)
    assert "Annoncé" in words(page)
    assert "Reçu" in words(page)
    assert "rien vu en banque" in words(page)
    assert nameless_controls(page) == []
    press(page, "Copier le n°")
    assert QGuiApplication.clipboard().text() == "000418201"
    assert page.escape()
    assert not page.list.drawer.isVisible()


def test_chosen_invoices_are_summed_copied_and_moved_with_a_reason(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    page.list.model.toggle(0)
    page.list.model.toggle(1)
    assert "2 choisies · 17,48" in words(page)
    press(page, "Copier le n° de facture")
    assert QGuiApplication.clipboard().text() == "000418201\n000418202"
    press(page, "Changer la situation…")
    overlay = page.findChild(SituationOverlay)
    assert overlay is not None
    offered = {overlay.state.box.itemData(n) for n in range(overlay.state.box.count())}
    assert State.RECEIVED.value not in offered
    assert nameless_controls(overlay) == []
    overlay.state.set_value(State.WRITTEN_OFF.value)
    QTest.keyClick(overlay.reason.line, Qt.Key.Key_Return)
    assert overlay.reason.error_text
    overlay.reason.set_value("forclusion")
    QTest.keyClick(overlay.reason.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    moved = desk.desk.office.claims.show(1)
    assert moved.claim.state is State.WRITTEN_OFF
    assert moved.history[-1].reason == "forclusion"
    assert moved.history[-1].who == "CR"


def test_a_move_says_to_how_many_it_is_open() -> None:
    sent, aside = picked_of(INVOICES[0]), picked_of(INVOICES[4])
    moves = allowed_moves([sent, sent, aside])
    assert moves[State.CANCELLED] == moves[State.PAID_BY_PATIENT] == 3
    assert (moves[State.REJECTED], moves[State.TRANSMITTED]) == (2, 1)
    assert State.RECEIVED not in moves
    assert allowed_moves([]) == {}


def test_a_change_made_meanwhile_is_told_and_shown(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    page.list.model.toggle(0)
    press(page, "Changer la situation…")
    overlay = page.findChild(SituationOverlay)
    assert overlay is not None
    office = desk.desk.office
    with office.register.write("AB") as tx:
        tx.claims.update(replace(office.claims.show(1).claim, batch="999"))
        tx.journal.record("claims.moved", "1", {})
    overlay.chosen.emit(State.REJECTED, "")
    qtbot.waitUntil(page.banner.isVisible)
    assert office.claims.show(1).claim.state is State.TRANSMITTED


def test_a_pochette_gets_its_number_and_an_amc_its_operator(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.show_target("5")
    qtbot.waitUntil(page.list.drawer.isVisible)
    page.list.drawer.renumbered.emit(5, "000418777")
    qtbot.waitUntil(lambda: desk.desk.office.claims.show(5).claim.invoice == "000418777")
    page.show_target("4")
    qtbot.waitUntil(lambda: "Qui paie cette AMC" in words(page))
    press(page, "Retenir pour cette AMC")
    qtbot.waitUntil(lambda: desk.desk.office.claims.show(4).claim.operator != "")


def test_replacements_are_answered_one_by_one(qtbot: QtBot, desk: TestDesk) -> None:
    again = replace(INVOICES[0], invoice="000418901", replaces="000418201", invoice_date=NEW)
    other = replace(INVOICES[1], invoice="000418902", replaces="000418202", invoice_date=NEW)
    store(desk.desk.office, again, other)
    page = shown(qtbot, desk, total=7)
    assert "2 factures renvoyées" in words(page)
    assert "17,48" in words(page)
    page.list.show_pending()
    assert nameless_controls(page) == []
    pairs = page.findChildren(ReplacementList)[-1]
    yes = next(b for b in pairs.findChildren(Button) if b.text() == "Oui, remplacée")
    yes.click()
    qtbot.waitUntil(lambda: desk.desk.office.claims.show(1).claim.state is State.REBILLED)
    qtbot.waitUntil(lambda: "1 facture renvoyée" in words(page))
    page.list.answered.emit(8, False)
    qtbot.waitUntil(lambda: not page.list.drawer.isVisible())
    qtbot.waitUntil(lambda: page.undo.words == "000418902 ne remplace pas 000418202.")
    page.undo_last()
    qtbot.waitUntil(lambda: "1 facture renvoyée" in words(page))
    page.list.answered.emit(8, False)
    qtbot.waitUntil(lambda: page.undo.words == "000418902 ne remplace pas 000418202.")
    assert desk.desk.office.claims.pending_replacements() == ()
    assert desk.desk.office.claims.show(2).claim.state is State.TRANSMITTED


def test_what_is_kept_is_exported_and_printed(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    page = shown(qtbot, desk, folder=tmp_path)
    page.list.filters.set_operator("viamedis")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    press(page, "Exporter")
    qtbot.waitUntil(page.banner.isVisible)
    text = (tmp_path / "factures.csv").read_text(encoding="utf-8-sig")
    assert "000418201" in text
    assert "000418202" not in text
    page.print_page()
    assert desk.papers[0].pdf.startswith(b"%PDF")


def test_the_lock_empties_the_page_and_an_empty_register_teaches(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk)
    invoices(qtbot, page)
    page.list.model.toggle(0)
    page.show_target("1")
    qtbot.waitUntil(page.list.drawer.isVisible)
    page.empty()
    assert page.list.model.rowCount() == 0
    assert "000418201" not in words(page)
    assert page.list.model.chosen() == frozenset()
    (tmp_path / "second").mkdir()
    with founded_office(tmp_path / "second") as founded:
        bare = make(make_desk(founded.office).desk)
        qtbot.addWidget(bare)
        bare.resize(1064, 728)
        bare.show()
        bare.entered()
        qtbot.waitUntil(lambda: any(e.isVisible() for e in bare.findChildren(EmptyState)))
        assert "Aucun nom, aucun NIR et aucun produit" in words(bare)
        assert nameless_controls(bare) == []


def test_f2_is_the_windows_and_lists_are_told(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    press(page, "Noter une facture")
    assert desk.alerts == ["note"]
    press(page, "Listes")
    qtbot.waitUntil(lambda: page.findChild(ListsOverlay) is not None)
    assert "Aucune liste" in words(page)


def test_other_pages_lead_to_a_group_an_operator_an_invoice_and_the_import(
    qtbot: QtBot, desk: TestDesk
) -> None:
    asked: list[str] = []

    def give_up(_parent: QWidget, folder: str) -> str:
        asked.append(folder)
        return ""

    page = ClaimsPage(desk.desk, ask_file=give_up)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page.show_target("viamedis")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    page.show_target("rejected:-5")
    assert page.list.filters.wanted().within == 5
    page.show_target("rejected:6-20")
    kept = page.list.filters.wanted()
    assert (kept.states, kept.older_than, kept.within) == (frozenset({State.REJECTED}), 5, 20)
    page.show_target("rejected")
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418203"])
    page.show_target("2")
    qtbot.waitUntil(lambda: page.list.drawer.claim is not None)
    assert page.list.drawer.claim is not None
    assert page.list.drawer.claim.invoice == "000418202"
    page.show_target("import")
    qtbot.waitUntil(lambda: asked == [""])
