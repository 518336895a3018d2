"""Importer un relevé et des avis over a page: previewed, asked, stored, undone, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.bank import CreditFilter
from pharmassist.domain.headers import Confidence
from pharmassist.domain.money_tables import BANK, NOTICES, BankField, NoticeField, Vocabulary
from pharmassist.domain.notices import NoticeFilter
from pharmassist.services.office import Office
from pharmassist.services.texts import translate as _
from pharmassist.services.texts import use_language
from pharmassist.ui.note_notice import NoteNotice, note_notice
from pharmassist.ui.statement_import import StatementImport, import_notices, import_statement
from pharmassist.ui.statement_kinds import BANK_FIELDS, NOTICE_FIELDS
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TODAY, TestDesk, founded_office, make_desk

SAMPLES = Path(__file__).parents[1] / "samples" / "bank"
UNKNOWN = "Quand;Quoi;Combien\n12/01/2024;VIR OPERATEUR LOT 214;448,06\n15/01/2024;PRLV;-120,00\n"
TABLE = "Date\tLibellé\tMontant\n12/01/2024\tVIR SEPA\t448,06\n"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    held = QWidget()
    held.resize(1024, 768)
    qtbot.addWidget(held)
    held.show()
    held.activateWindow()
    qtbot.waitUntil(held.isActiveWindow)
    return held


@pytest.mark.parametrize(("fields", "known"), [(BANK_FIELDS, BANK), (NOTICE_FIELDS, NOTICES)])
def test_the_program_knows_its_own_words_in_a_header(
    fields: dict[str, str], known: Vocabulary[BankField] | Vocabulary[NoticeField]
) -> None:
    """A table titled as the form of the columns titles them asks nothing."""
    use_language("fr")
    told = {_(words): known.recognise(_(words)) for words in fields.values()}
    assert told == {_(words): (name, Confidence.SURE) for name, words in fields.items()}


def credits_of(office: Office) -> list[int]:
    with office.register.read() as tx:
        return [credit.cents for credit in tx.credits.find(CreditFilter())]


def settle() -> None:
    """Let what was asked come back: the runner is immediate, the answer is queued."""
    for _round in range(6):
        QApplication.processEvents()


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(widget, key)
    settle()


def begun(overlay: StatementImport, path: Path) -> StatementImport:
    overlay.begin(path)
    settle()
    return overlay


def choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    settle()


def test_a_statement_is_seen_then_stored_then_undone_by_keyboard(
    desk: TestDesk, page: QWidget, tmp_path: Path
) -> None:
    office = desk.desk.office
    path = tmp_path / "releve.txt"
    path.write_bytes((SAMPLES / "good/cfonb120.txt").read_bytes())
    overlay = import_statement(desk.desk, page, lambda _parent, _title: str(path))
    assert overlay.choose.hasFocus()
    assert nameless_controls(overlay) == []
    press(overlay.choose)
    assert "1 nouveau virement (448,06" in overlay.facts.text()
    assert "soldes vérifiés au centime" in overlay.facts.text()
    assert credits_of(office) == []
    assert overlay.go.hasFocus()
    overlay.remove.setChecked(True)
    press(overlay.go)
    assert credits_of(office) == [44806, -44806]
    assert not path.exists()
    assert "Importé" in overlay.told.words
    overlay.told.acted.emit()
    settle()
    assert credits_of(office) == []
    assert "annulé" in overlay.told.words
    press(overlay, Qt.Key.Key_Escape)


def test_what_is_wrong_with_a_file_is_told_in_words(desk: TestDesk, page: QWidget) -> None:
    overlay = import_statement(desk.desk, page)
    begun(overlay, SAMPLES / "hostile/camt-bomb.xml")
    assert "Relevé refusé" in overlay.told.words
    assert not overlay.go.isEnabled()
    begun(overlay, SAMPLES / "hostile/cfonb-wrong-overpunch.txt")
    assert "ligne 2" in overlay.refused.text()
    assert "montant illisible" in overlay.refused.text()
    assert "redemandez ce relevé" in overlay.notes.text()
    assert not overlay.go.isEnabled()


def test_a_table_nobody_knows_is_asked_once(desk: TestDesk, page: QWidget, tmp_path: Path) -> None:
    office = desk.desk.office
    path = tmp_path / "page.csv"
    path.write_text(UNKNOWN, encoding="utf-8")
    overlay = import_statement(desk.desk, page)
    begun(overlay, path)
    assert overlay.columns.isVisible()
    assert nameless_controls(overlay) == []
    boxes = overlay.columns.boxes
    assert boxes[0].hasFocus()
    choose(boxes[0], "date")
    assert not overlay.go.isEnabled()
    choose(boxes[1], "label")
    choose(boxes[2], "amount")
    assert overlay.go.isEnabled()
    press(overlay.go)
    assert credits_of(office) == [44806]
    begun(overlay, path)
    assert not overlay.columns.isVisible()
    assert "connues" in overlay.facts.text()


def test_a_field_has_one_column(desk: TestDesk, page: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "page.csv"
    path.write_text(UNKNOWN, encoding="utf-8")
    overlay = import_statement(desk.desk, page)
    begun(overlay, path)
    boxes = overlay.columns.boxes
    choose(boxes[0], "date")
    choose(boxes[1], "date")
    assert overlay.columns.columns() == {"date": "#2"}


def test_a_page_of_the_bank_is_pasted(desk: TestDesk, page: QWidget, qtbot: QtBot) -> None:
    overlay = import_statement(desk.desk, page)
    QGuiApplication.clipboard().setText("")
    press(overlay.paste)
    assert "Copiez d’abord" in overlay.told.words
    QGuiApplication.clipboard().setText(TABLE)
    QTest.keyClick(overlay, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(overlay.go.isEnabled)
    assert not overlay.remove.isVisible()
    press(overlay.go)
    assert credits_of(desk.desk.office) == [44806]


def test_the_account_of_a_table_is_asked_where_several_are_known(desk: TestDesk, page: QWidget) -> None:
    office = desk.desk.office
    overlay = import_statement(desk.desk, page)
    begun(overlay, SAMPLES / "good/cfonb120-two-accounts.txt")
    overlay.store()
    settle()
    overlay.dismiss()
    again = import_statement(desk.desk, page)
    settle()
    begun(again, SAMPLES / "good/pasted.tsv")
    assert again.whose.isVisible()
    again.whose.set_value("FR7699998000420000000077771")
    settle()
    assert again.go.isEnabled()
    again.store()
    settle()
    assert sorted(credits_of(office)) == [-44806, 2500, 44806, 44806]


def test_notices_are_imported_for_an_operator(desk: TestDesk, page: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "avis.csv"
    path.write_text("Date de flux;Montant viré\n22/01/2024;10,00\n", encoding="utf-8")
    overlay = import_notices(desk.desk, page)
    begun(overlay, path)
    assert overlay.whose.isVisible()
    overlay.whose.set_value("isante")
    settle()
    assert "1 nouvel avis" in overlay.facts.text()
    overlay.store()
    settle()
    (notice,) = desk.desk.office.noticing.find(NoticeFilter())
    assert (notice.operator, notice.day, notice.total) == ("isante", date(2024, 1, 22), 1000)


@pytest.fixture
def noting(desk: TestDesk, page: QWidget) -> NoteNotice:
    overlay = note_notice(desk.desk, page)
    settle()
    return overlay


def test_a_notice_is_typed_in_a_few_keys(noting: NoteNotice, desk: TestDesk) -> None:
    assert noting.operator.box.hasFocus()
    assert nameless_controls(noting) == []
    type_text(noting.operator.box, "V")
    assert noting.operator.value() == "viamedis"
    type_text(noting.total.line, "487,63")
    press(noting.total.line)
    (notice,) = desk.desk.office.noticing.find(NoticeFilter())
    assert (notice.operator, notice.day, notice.total) == ("viamedis", TODAY, 48763)
    assert noting.total.line.hasFocus()
    assert noting.total.value() == ""
    assert "pas encore d’argent" in noting.told.words


def test_what_lacks_is_said_and_a_known_notice_is_asked(noting: NoteNotice, desk: TestDesk) -> None:
    noting.save()
    assert "Choisissez" in noting.operator.error_text
    assert noting.total.error_text
    for _time in range(2):
        noting.operator.set_value("viamedis")
        noting.total.set_value("10")
        noting.save()
        settle()
    assert len(desk.desk.office.noticing.find(NoticeFilter())) == 1
    noting.told.acted.emit()
    settle()
    assert len(desk.desk.office.noticing.find(NoticeFilter())) == 2


def test_closing_gives_the_focus_back(desk: TestDesk, page: QWidget, qtbot: QtBot) -> None:
    overlay = import_statement(desk.desk, page)
    press(overlay, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.findChildren(StatementImport) or not overlay.isVisible())
