"""Importing the LGO's list in the page: recognised or asked, interrupted, stored, undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.demonstration.generator import build_exports
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.imports import Field, ImportKind
from pharmassist.domain.journal import JournalEntry
from pharmassist.services.jobs import Lanes
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.pages.claims.draft import day_in_name
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.text import Elided
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

ODD = (
    "Facture;Date facture;Montant;Mutuelle;Nom;N° Sécurité sociale\n"
    "000418201;25/01/2024;10,96;Mutuelle du Littoral;DURAND;1\n"
    "000418202;26/01/2024;6,52;Malakoff Humanis;PETIT;2\n"
    "000418203;26/01/2024;abc;Malakoff Humanis;PETIT;2\n"
)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def shown(qtbot: QtBot, desk: TestDesk, folder: Path) -> ClaimsPage:
    page = ClaimsPage(desk.desk, ask_path=lambda _parent, name: str(folder / f"{name}.csv"))
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    return page


def primary(page: ClaimsPage) -> Button:
    return next(
        b
        for b in page.findChildren(Button)
        if b.property("kind") == "primary" and b.isVisibleTo(page) and b.text().startswith("Importer")
    )


def invoices(desk: TestDesk) -> list[str]:
    return [claim.invoice for claim in desk.desk.office.claims.list(ClaimFilter(all_states=True))]


def odd(folder: Path) -> Path:
    path = folder / "liste.csv"
    path.write_text(ODD, encoding="cp1252")
    return path


def figures(page: ClaimsPage) -> list[str]:
    return [count.figure.text() for count in page.importing.counts.counts.values()]


def answer(qtbot: QtBot, page: ClaimsPage, text: str) -> None:
    """Press an answer to a proposed replacement, once it is on screen."""

    def found() -> list[Chip]:
        chips = page.importing.replaced.findChildren(Chip)
        return [chip for chip in chips if chip.text() == text and chip.isVisibleTo(page)]

    qtbot.waitUntil(lambda: bool(found()))
    found()[0].click()


def entries(desk: TestDesk) -> tuple[JournalEntry, ...]:
    return desk.desk.office.journal.last(20)


def test_story_1_the_same_preview_after_the_lock_and_sums_equal_the_software(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    truth = build_exports(tmp_path)
    first, second, _third = truth.mornings
    page = shown(qtbot, desk, tmp_path)
    page.begin_import(tmp_path / truth.files[first.day])
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    page.begin_import(tmp_path / truth.files[second.day])
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    before = figures(page)
    draft = page.importing.draft
    assert draft is not None
    assert draft.kind is ImportKind.SNAPSHOT
    assert "24\u202f906,35" in words(page)
    assert nameless_controls(page) == []
    page.empty()
    assert "24\u202f906,35" not in words(page)
    assert page.importing.lines.model.rowCount() == 0
    page.entered()
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    assert figures(page) == before
    assert "24\u202f906,35" in words(page)
    page.importing.counts.total.set_value("24 906,35")
    assert page.importing.counts._gap.accessibleName() == "Écart 0,00\u00a0€"
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    assert not (tmp_path / truth.files[second.day]).exists()
    tally = desk.desk.office.claims.tally(ClaimFilter(operator="viamedis"))
    assert tally.count > 0
    assert any(entry.what == "claims.source_removed" for entry in entries(desk))


def test_a_doubtful_column_is_asked_in_words_before_anything_is_stored(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    page.begin_import(odd(tmp_path))
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    assert "Montant\u00a0: est-ce la part AMC, et non le total de la facture" in words(page)
    assert not primary(page).isEnabled()
    page.importing.store()
    assert invoices(desk) == []
    for column, box in page.importing.mapping.boxes.items():
        assert box.isEnabled() is (column not in {4, 5})
    assert page.importing.mapping.boxes[4].currentText() == "Jamais lu"
    page.importing.mapping.question.click()
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    assert primary(page).text() == "Importer 2 factures"
    assert figures(page) == ["2", "0", "0", "0", "1"]


def test_saying_no_leaves_the_column_out_and_asks_for_another(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    page.begin_import(odd(tmp_path))
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    next(b for b in page.findChildren(Button) if b.text() == "Non, autre colonne").click()
    assert "Dites quelle colonne contient" in words(page)
    assert figures(page)[0] == "0"
    box = page.importing.mapping.boxes[2]
    box.setCurrentIndex(box.findData(Field.AMC_AMOUNT))
    qtbot.waitUntil(lambda: primary(page).isEnabled())


def test_stored_with_its_model_then_undone(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    page = shown(qtbot, desk, tmp_path)
    path = odd(tmp_path)
    page.begin_import(path)
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    page.importing.mapping.question.click()
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    draft = page.importing.draft
    assert draft is not None
    draft.keep_profile, draft.profile_name, draft.remove_source = True, "", False
    page.importing.store()
    assert invoices(desk) == []
    draft.profile_name = "Notre LGO"
    page.importing.counts.rejects_asked.emit()
    qtbot.waitUntil((tmp_path / "lignes-refusees.csv").exists)
    assert "DURAND" not in (tmp_path / "lignes-refusees.csv").read_text(encoding="utf-8-sig")
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    assert invoices(desk) == ["000418201", "000418202"]
    assert path.exists()
    assert "notre-lgo" in {profile.id for profile in desk.desk.office.profiles.list()}
    assert "2 nouvelles factures (17,48" in page.undo.words
    page.undo.acted.emit()
    qtbot.waitUntil(lambda: invoices(desk) == [])
    page.begin_import(path)
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    # The line ends with … on a small screen; its whole is told.
    assert "reconnu\u00a0: Notre LGO" in " ".join(line.accessibleName() for line in page.findChildren(Elided))


def test_escape_puts_the_import_aside_and_cancel_gives_it_up(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    page.begin_import(odd(tmp_path))
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    assert page.escape()
    page.entered()
    assert not page.importing.isVisible()
    next(b for b in page.findChildren(Button) if b.text() == "Reprendre l’import").click()
    qtbot.waitUntil(page.importing.isVisible)
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    next(b for b in page.findChildren(Button) if b.text() == "Annuler" and b.isVisibleTo(page)).click()
    assert page.importing.draft is None
    assert not page.importing.isVisible()
    assert invoices(desk) == []


def test_kind_and_day_are_a_visible_choice(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    page = shown(qtbot, desk, tmp_path)
    page.begin_import(odd(tmp_path))
    qtbot.waitUntil(lambda: figures(page)[0] == "2")
    row = page.importing.file
    assert row.addition.isChecked()
    assert not row.day.line.isVisible()
    QTest.keyClick(row.whole, Qt.Key.Key_Space)
    draft = page.importing.draft
    assert draft is not None
    assert draft.kind is ImportKind.SNAPSHOT
    row.day.set_day(day_in_name("2024-01-29"))
    row.day.line.editingFinished.emit()
    assert draft.choice().snapshot_date == day_in_name("encours 29-01-2024")
    assert "Encours au lundi 29 janvier 2024" in words(page)
    row.day.set_day(day_in_name("2024-02-29"))
    row.day.line.editingFinished.emit()
    qtbot.waitUntil(page.banner.isVisible)


def test_a_dropped_file_that_is_no_list_is_told_and_the_list_comes_back(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    page = shown(qtbot, desk, tmp_path)
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # The application gives a drop to the target of a real drag only.
    page.dropEvent(event)
    qtbot.waitUntil(page.banner.isVisible)
    assert not page.importing.isVisible()
    assert path.exists()


def test_a_resent_invoice_is_proposed_and_confirmed_with_the_import(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    head = "Facture;Date facture;Date soins;N° AMC;Part AMC\n"
    old = "000418201;24/01/2024;24/01/2024;99310533;18,40\n"
    new = "000418901;26/01/2024;24/01/2024;99310533;18,40\n"
    first, second = tmp_path / "un.csv", tmp_path / "deux.csv"
    first.write_text(head + old, encoding="utf-8")
    second.write_text(head + old + new, encoding="utf-8")
    page = shown(qtbot, desk, tmp_path)
    for path in (first, second):
        page.begin_import(path)
        qtbot.waitUntil(lambda: primary(page).isEnabled())
        if path is first:
            primary(page).click()
            qtbot.waitUntil(lambda: page.importing.draft is None)
    qtbot.waitUntil(page.importing.replaced.isVisible)
    assert "18,40" in words(page)
    answer(qtbot, page, "Non")
    qtbot.waitUntil(lambda: "n’en remplace aucune" in words(page))
    answer(qtbot, page, "Oui, remplacée")
    qtbot.waitUntil(lambda: "n’en remplace aucune" not in words(page) and primary(page).isEnabled())
    primary(page).click()
    qtbot.waitUntil(lambda: page.importing.draft is None)
    assert desk.desk.office.claims.tally().cents == 1840
    assert desk.desk.office.claims.pending_replacements() == ()


def test_a_day_stands_in_a_files_name() -> None:
    assert str(day_in_name("encours_20240205")) == "2024-02-05"
    assert day_in_name("liste 2024-13-45") is None
    assert day_in_name("liste") is None


def test_cancel_while_importing_stores_nothing_and_shows_the_preview_again(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    lanes = Lanes()
    slow = replace(desk.desk, bridge=Bridge(lanes, desk.bugs.append))
    page = ClaimsPage(slow)
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    path = tmp_path / "longue.csv"
    lines = "".join(f"{400000000 + n};25/01/2024;10,96\n" for n in range(6000))
    path.write_text("Facture;Date facture;Part AMC\n" + lines, encoding="utf-8")
    page.begin_import(path)
    qtbot.waitUntil(lambda: primary(page).isEnabled())
    primary(page).click()
    assert page.importing.is_storing
    assert page.escape()
    assert page.importing.isVisible()
    page.importing.strip.cancelled.emit()
    qtbot.waitUntil(lambda: not page.importing.is_storing and primary(page).isEnabled())
    assert figures(page)[0] == "6\u202f000"
    lanes.close()
    assert desk.desk.office.claims.tally().count == 0
    assert path.exists()
