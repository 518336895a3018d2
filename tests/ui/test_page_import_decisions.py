"""Importing in the page: sums per column, conflicts, cancellations, corrections, models, clipboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.claims import State
from pharmassist.ui.pages.claims.models_overlay import ModelsOverlay
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.claims.refused_overlay import RefusedOverlay
from pharmassist.ui.parts.button import Chip
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words
from tests.ui.test_page_claims import press
from tests.ui.test_page_import import invoices, primary, shown

KEY = Qt.Key
HEADER = "N° facture;Date facture;Part AMC;Total;N° AMC;Mutuelle;Nom\n"
FIRST = HEADER + (
    "000418201;25/01/2024;10,96;30,00;99310533;Mutuelle du Littoral;X\n"
    "000418202;26/01/2024;6,52;20,00;99310001;Malakoff Humanis;X\n"
)
SECOND = HEADER + (
    "000418201;25/01/2024;12,00;30,00;99310533;Mutuelle du Littoral;X\n"
    "000418202;26/01/2024;-6,52;20,00;99310001;Malakoff Humanis;X\n"
    "000418204;26/01/2024;-3,10;20,00;99310001;Malakoff Humanis;X\n"
    "000418203;26/01/2024;abc;20,00;99310001;Malakoff Humanis;X\n"
)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def begin(qtbot: QtBot, page: ClaimsPage, folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    page.begin_import(path)
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    page.importing.remove.setChecked(False)


def bring(qtbot: QtBot, page: ClaimsPage, folder: Path, name: str, text: str) -> None:
    begin(qtbot, page, folder, name, text)
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)


def chips(page: ClaimsPage) -> dict[str, Chip]:
    QCoreApplication.processEvents()
    found = page.importing.decisions.findChildren(Chip)
    return {chip.text(): chip for chip in found if chip.isVisibleTo(page)}


def decided(page: ClaimsPage, text: str) -> bool:
    chip = chips(page).get(text)
    return chip is not None and chip.isChecked() and primary(page).isEnabled()


def test_each_column_of_amounts_has_its_sum_and_dropped_ones_are_named(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    begin(qtbot, page, tmp_path, "liste.csv", FIRST)
    qtbot.waitUntil(lambda: "somme 17,48" in words(page))
    assert "somme 50,00" in words(page)
    assert "Jamais lues" in words(page)
    assert "Nom" in page.importing._dropped.text()
    # An edited mapping keeps the sums in view.
    page.importing.mapping.boxes[5].setCurrentIndex(0)
    qtbot.waitUntil(lambda: "somme 50,00" in words(page))


def test_a_conflict_and_a_cancellation_are_decided_before_importing(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    bring(qtbot, page, tmp_path, "un.csv", FIRST)
    begin(qtbot, page, tmp_path, "deux.csv", SECOND)
    qtbot.waitUntil(lambda: decided(page, "Prendre 12,00\u00a0€"))
    assert nameless_controls(page) == []
    assert "1 ligne négative mise à part, −3,10\u00a0€" in words(page)
    chips(page)["Garder 10,96\u00a0€"].click()
    qtbot.waitUntil(lambda: decided(page, "Garder 10,96\u00a0€"))
    chips(page)["Oui, annulée"].click()
    qtbot.waitUntil(lambda: decided(page, "Oui, annulée"))
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    claims = desk.desk.office.claims
    assert claims.show(1).claim.amc_amount == 1096
    assert claims.show(2).claim.state is State.CANCELLED


def test_refused_lines_are_corrected_and_imported_alone_and_undone_with_the_list(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    bring(qtbot, page, tmp_path, "un.csv", FIRST)
    before = list(desk.desk.office.register.dump(("claims",)))
    begin(qtbot, page, tmp_path, "deux.csv", SECOND)
    press(page, "Les corriger ici…")
    overlay = page.importing.findChildren(RefusedOverlay)[-1]
    assert nameless_controls(overlay) == []
    (cells,) = overlay.cells.values()
    assert [cell.text() for cell in cells] == [
        "000418203",
        "26/01/2024",
        "abc",
        "20,00",
        "99310001",
        "Malakoff Humanis",
    ]
    cells[5].setText("1 84 05 29 019 002 88")
    QTest.keyClick(cells[5], KEY.Key_Return)
    assert "refusé" in overlay._note.text()
    cells[5].setText("Malakoff Humanis")
    cells[2].setText("4,20")
    QTest.keyClick(cells[2], KEY.Key_Return)
    assert page.importing.counts.correct.text() == "1 corrigée, importée seule"
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    qtbot.waitUntil(lambda: "000418203" in invoices(desk))
    found = next(c for c in desk.desk.office.claims.list() if c.invoice == "000418203")
    assert (found.amc_amount, found.payer) == (420, "Malakoff Humanis")
    assert [record.report.kept for record in desk.desk.office.importing.records()][:2] == [1, 0]
    page.undo_last()
    qtbot.waitUntil(lambda: "000418203" not in invoices(desk))
    assert list(desk.desk.office.register.dump(("claims",))) == before


def test_a_recognised_model_is_edited_exported_received_and_forgotten(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    begin(qtbot, page, tmp_path, "liste.csv", FIRST)
    page.importing.mapping.boxes[5].setCurrentIndex(0)
    page.importing.mapping._keep.setChecked(True)
    page.importing.mapping._name.set_value("Mon LGO")
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    begin(qtbot, page, tmp_path, "suite.csv", FIRST.replace("0004182", "0004199"))
    qtbot.waitUntil(lambda: page.importing.file._facts.text().startswith("reconnu"))
    # The recognised mapping is changed and kept under its own name.
    page.importing.mapping.boxes[5].setCurrentIndex(1 + 6)
    page.importing.mapping._keep.setChecked(True)
    assert page.importing.mapping._name.value() == "Mon LGO"
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    profiles = desk.desk.office.profiles
    assert "payer" in {field.value for field, _title in profiles.get("mon-lgo").columns}
    asides = page.importing.asides
    asides.ask_model_place = lambda parent, name: str(tmp_path / f"{name}.toml")
    asides.ask_model = lambda parent: str(tmp_path / "mon-lgo.toml")

    def models() -> ModelsOverlay:
        asides.ask_models()
        qtbot.waitUntil(lambda: any(o.isVisible() for o in page.importing.findChildren(ModelsOverlay)))
        return page.importing.findChildren(ModelsOverlay)[-1]

    begin(qtbot, page, tmp_path, "encore.csv", FIRST.replace("0004182", "0004198"))
    assert nameless_controls(models()) == []
    page.importing.findChildren(ModelsOverlay)[-1]._export("mon-lgo")
    qtbot.waitUntil((tmp_path / "mon-lgo.toml").exists)
    models()._forget("mon-lgo")
    qtbot.waitUntil(lambda: "oublié" in page.undo.words)
    assert "mon-lgo" not in profiles.own()
    page.undo_last()
    qtbot.waitUntil(lambda: "mon-lgo" in profiles.own())
    models()._forget("mon-lgo")
    qtbot.waitUntil(lambda: "mon-lgo" not in profiles.own())
    models()._bring()
    qtbot.waitUntil(lambda: "Modèle gardé" in page.undo.words)
    assert "mon-lgo" in profiles.own()
    page.undo_last()
    qtbot.waitUntil(lambda: "mon-lgo" not in profiles.own())


def test_a_table_of_the_clipboard_is_imported(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    page = shown(qtbot, desk, tmp_path)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("bonjour")
    page.paste_list()
    assert "Copiez d’abord" in page.banner.words
    clipboard.setText(FIRST.replace(";", "\t"))
    press(page, "Coller")
    qtbot.waitUntil(lambda: page.importing.draft is not None and primary(page).isEnabled())
    assert not page.importing.remove.isVisibleTo(page)
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    assert invoices(desk) == ["000418201", "000418202"]
    assert desk.desk.office.importing.records()[0].file_name == "presse-papiers"
    clipboard.clear()
