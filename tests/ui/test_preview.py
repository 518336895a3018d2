"""The preview shows the very file, without any printer, and leaves nothing unsaid."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.domain.claims import ClaimFilter
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper
from pharmassist.ui.page_view import PageView
from pharmassist.ui.preview import PreviewDialog
from tests.servers.cups import OFFICE_QUEUE, QUEUE, STOPPED_QUEUE, Cups
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import founded_office, make_bridge, note_invoice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def shown(
    qtbot: QtBot, office: Office, paper: Paper, path: str = "", offered: list[str] | None = None
) -> PreviewDialog:
    def ask(_parent: QWidget, name: str) -> str:
        if offered is not None:
            offered.append(name)
        return path

    bridge, _bugs = make_bridge()
    dialog = PreviewDialog(office, bridge, lambda: "AB", lambda: paper, ask_path=ask)
    bridge.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.begin()
    qtbot.waitUntil(lambda: dialog.findChildren(PageView)[0].accessibleName() != "")
    return dialog


def many_pages(office: Office) -> Paper:
    for number in range(90):
        note_invoice(office, f"{418000 + number:09d}", 1000 + number)
    return office.papers.claims("AB", ClaimFilter())


def test_it_is_the_file_itself_that_is_shown_and_saved(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    paper = office.papers.shift_start("AB")
    target = tmp_path / "consignes.pdf"
    offered: list[str] = []
    dialog = shown(qtbot, office, paper, str(target), offered)
    assert dialog.windowTitle() == "Consignes du jour"
    with qtbot.waitSignal(dialog.saved):
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert target.read_bytes() == paper.pdf
    assert offered == [f"consignes-du-jour-{paper.number.lower()}.pdf"]
    assert office.journal.last(1)[0].what == "paper.saved"
    assert "Consignes du jour" in "".join(PdfPreview().text(target.read_bytes()))


def test_pages_are_turned_by_keyboard_and_stop_at_the_ends(qtbot: QtBot, office: Office) -> None:
    paper = many_pages(office)
    count = office.papers.page_count(paper)
    assert count > 1
    dialog = shown(qtbot, office, paper)
    QTest.keyClick(dialog, Qt.Key.Key_PageUp)
    assert dialog.page_words == f"1 sur {count}"
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.page_words == f"2 sur {count}"
    QTest.keyClick(dialog, Qt.Key.Key_End)
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.page_words == f"{count} sur {count}"
    view = dialog.findChildren(PageView)[0]
    qtbot.waitUntil(lambda: view.accessibleName().startswith(f"Page {count} sur {count}"))


def test_zoom_grows_and_shrinks_the_page_by_keyboard(qtbot: QtBot, office: Office) -> None:
    dialog = shown(qtbot, office, office.papers.shift_start("AB"))
    view = dialog.findChildren(PageView)[0]
    fitted = view.minimumWidth()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(dialog, Qt.Key.Key_Plus, control)
    qtbot.waitUntil(lambda: view.minimumWidth() > fitted)
    grown = view.minimumWidth()
    QTest.keyClick(dialog, Qt.Key.Key_Minus, control)
    qtbot.waitUntil(lambda: view.minimumWidth() < grown)
    QTest.keyClick(dialog, Qt.Key.Key_0, control)
    qtbot.waitUntil(lambda: view.minimumWidth() == fitted)


def test_without_a_printer_it_says_so_and_still_saves(qtbot: QtBot, office: Office) -> None:
    dialog = shown(qtbot, office, office.papers.shift_start("AB"))
    assert not dialog._print.isEnabled()
    assert dialog._save.isEnabled()
    assert dialog._printers.box.currentText() in ("Aucune imprimante", "Pas de réponse")
    assert nameless_controls(dialog) == []


def test_the_very_file_goes_to_the_printer_that_was_chosen(qtbot: QtBot, office: Office, cups: Cups) -> None:
    paper = office.papers.shift_start("AB")
    dialog = shown(qtbot, office, paper)
    qtbot.waitUntil(dialog._print.isEnabled)
    dialog._printers.set_value(QUEUE)
    with qtbot.waitSignal(dialog.printed):
        QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert cups.documents(1) == [paper.pdf]
    assert "Envoyé à" in dialog._banner.words
    assert office.people.settings()["printer.shift-start"] == QUEUE


@pytest.mark.parametrize("usual", [QUEUE, STOPPED_QUEUE])
def test_the_printer_of_this_document_is_proposed_again(
    qtbot: QtBot, office: Office, cups: Cups, usual: str
) -> None:
    office.people.set_setting("AB", "printer.shift-start", usual)
    dialog = shown(qtbot, office, office.papers.shift_start("AB"))
    qtbot.waitUntil(lambda: dialog._printers.value() == usual)


def test_giving_up_the_place_of_the_file_writes_nothing(qtbot: QtBot, office: Office) -> None:
    dialog = shown(qtbot, office, office.papers.shift_start("AB"))
    head = office.journal.head()
    dialog._save.click()
    assert office.journal.head() == head


def test_a_place_that_refuses_is_told(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    dialog = shown(qtbot, office, office.papers.shift_start("AB"), str(tmp_path / "absent" / "x.pdf"))
    dialog._save.click()
    qtbot.waitUntil(lambda: dialog._banner.words != "")
    assert "paper.saved" not in [entry.what for entry in office.journal.last(5)]


@pytest.mark.parametrize(
    ("printer", "sentence"), [("Ancienne", "n’est plus parmi"), (OFFICE_QUEUE, "n’a pas ce papier")]
)
def test_what_is_not_printed_is_said_and_the_paper_stays(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch, printer: str, sentence: str
) -> None:
    server = Cups(office=True)
    try:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        paper = office.papers.counter_sheet("AB", "malakoff")
        dialog = shown(qtbot, office, paper)
        qtbot.waitUntil(dialog._print.isEnabled)
        dialog._printers.set_choices([(printer, printer)])
        QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "Rien n’a été imprimé" in dialog._banner.words)
    finally:
        server.stop()
    assert sentence in dialog._banner.words.replace("\u00a0", " ")
    assert dialog._print.isEnabled()
    assert dialog._save.isEnabled()
    assert "paper.printed" not in [entry.what for entry in office.journal.last(5)]
    assert office.papers.printed() == ()
