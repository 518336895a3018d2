"""Documents by keyboard: chosen, drafted, printed again; ticks of the page; logo; first opening."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from pharmassist.adapters.documents import PdfPreview
from pharmassist.assembly import demonstration_office
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper
from pharmassist.ui.documents import DocumentsDialog
from pharmassist.ui.note_claim import NoteClaim
from pharmassist.ui.page import Page
from pharmassist.ui.page_view import PageView
from pharmassist.ui.pages.settings.paper import PaperCard
from pharmassist.ui.pages.today.page import TodayPage
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.text import Text
from pharmassist.ui.preview import PreviewDialog
from tests.servers.cups import QUEUE, Cups
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_bridge, make_desk

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


def preview_of(
    qtbot: QtBot, office: Office, paper: Paper, path: str, opens: Callable[[Path], bool]
) -> PreviewDialog:
    bridge, _bugs = make_bridge()
    dialog = PreviewDialog(
        office, bridge, lambda: "AB", lambda: paper, ask_path=lambda _parent, _name: path, open_file=opens
    )
    bridge.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.begin()
    qtbot.waitUntil(lambda: dialog.findChildren(PageView)[0].accessibleName() != "")
    return dialog


@pytest.mark.parametrize("has_mail_program", [True, False])
def test_a_draft_is_written_opened_and_never_said_to_be_sent(
    qtbot: QtBot, desk: TestDesk, tmp_path: Path, has_mail_program: bool
) -> None:
    office, opened = desk.desk.office, []

    def opens(path: Path) -> bool:
        opened.append(path)
        return has_mail_program

    target = tmp_path / "consignes.eml"
    dialog = preview_of(qtbot, office, office.papers.shift_start("AB"), str(target), opens)
    QTest.keyClick(dialog, Qt.Key.Key_M, CONTROL)
    qtbot.waitUntil(lambda: "Rien n’a été envoyé." in dialog._banner.words)
    assert opened == [target]
    assert b"X-Unsent: 1" in target.read_bytes()
    assert ("Ouvrez-le" in dialog._banner.words) is not has_mail_program
    assert nameless_controls(dialog) == []


def test_the_recovery_sheet_has_no_draft(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    office = desk.desk.office
    sheet = office.papers.recovery_key("AB", office.keys.sheet())
    dialog = preview_of(qtbot, office, sheet, str(tmp_path / "x.eml"), lambda _path: True)
    QTest.keyClick(dialog, Qt.Key.Key_M, CONTROL)
    assert not dialog._draft.isVisibleTo(dialog)
    assert list(tmp_path.glob("*.eml")) == []


def documents(qtbot: QtBot, desk: TestDesk) -> DocumentsDialog:
    dialog = DocumentsDialog(desk.desk)
    qtbot.addWidget(dialog)
    dialog.begin()
    qtbot.waitUntil(lambda: "Voir : Consignes du jour" in buttons(dialog))
    return dialog


def buttons(dialog: DocumentsDialog) -> dict[str, QPushButton]:
    return {
        button.accessibleName().replace("\u00a0", " "): button for button in dialog.findChildren(QPushButton)
    }


def test_every_document_without_a_choice_is_two_keys_away(qtbot: QtBot, desk: TestDesk) -> None:
    dialog = documents(qtbot, desk)
    assert "Voir : Tableau des mutuelles" in buttons(dialog)
    # Without an incident there is nothing to tell patients, and the list says when there will be.
    assert "Voir : Affiche du comptoir" not in buttons(dialog)
    told = [text.text() for text in dialog.findChildren(Text)]
    assert told.count("Quand un incident est ouvert") == 3
    assert "Voir : Factures en attente, les sommes" in buttons(dialog)
    assert nameless_controls(dialog) == []
    qtbot.waitUntil(lambda: dialog.focusWidget() is buttons(dialog)["Voir : Consignes du jour"])
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert [paper.kind for paper in desk.papers] == ["shift-start"]


def test_in_an_incident_patients_and_report_are_there(qtbot: QtBot, desk: TestDesk) -> None:
    desk.desk.office.guiding.open("viamedis-2024", "AB")
    for name in ("Feuille pour les patients", "Affiche du comptoir", "Rapport d’incident"):
        dialog = documents(qtbot, desk)
        buttons(dialog)[f"Voir : {name}"].click()
    assert [paper.kind for paper in desk.papers] == ["patient-leaflet", "poster", "incident-report"]


def test_what_was_printed_is_told_and_comes_again_as_it_was(qtbot: QtBot, desk: TestDesk, cups: Cups) -> None:
    papers = desk.desk.office.papers
    printed = papers.counter_sheet("AB", "malakoff")
    papers.send("CR", printed, QUEUE)
    dialog = documents(qtbot, desk)
    told = [text.text() for text in dialog.findChildren(Text)]
    told = [text.replace("\u00a0", " ") for text in told]
    assert any(text.startswith("Imprimé le 30/01 08 h") and "par CR" in text for text in told)
    buttons(dialog)["Réimprimer : Conduite au comptoir"].click()
    assert desk.papers == [printed]


def today(qtbot: QtBot, desk: TestDesk) -> TodayPage:
    page = TodayPage(desk.desk)
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: bool(page.findChildren(QCheckBox)))
    return page


def marks(office: Office) -> dict[str, str]:
    return {task.key: task.done_by for task in office.day.view().tasks if task.by_hand}


def test_a_line_or_the_page_ticked_on_paper_is_recorded_by_one_key(qtbot: QtBot, desk: TestDesk) -> None:
    office = desk.desk.office
    office.guiding.open("viamedis-2024", "AB")
    page = today(qtbot, desk)
    tasks = office.day.view().todo
    assert len(tasks) > 1
    box = next(box for box in page.findChildren(QCheckBox) if box.accessibleName() == tasks[0].title)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F8)
    # A step wants its proof: F8 leads to it, as Space does, and paper says nothing of it.
    assert desk.gone == [(tasks[0].page, tasks[0].target)]
    assert marks(office) == {}
    desk.who = "CR"
    QTest.keyClick(page, Qt.Key.Key_F8, SHIFT)
    assert marks(office) == {task.key: "CR" for task in tasks if task.ticks} == {"consignes": "CR"}
    qtbot.waitUntil(lambda: "1 ligne notée faite." in page.undo.words)
    assert "veulent leur preuve" in page.undo.words
    view = office.guiding.current()
    assert view is not None
    assert view.told == 0
    text = office.papers.shift_start("AB")
    assert {task.key for task in office.day.view().todo} == {task.key for task in tasks if not task.ticks}
    assert text.kind == "shift-start"


def test_a_tick_of_today_is_taken_back_with_space(qtbot: QtBot, desk: TestDesk) -> None:
    office = desk.desk.office
    office.day.mark_done("AB", "consignes")
    page = today(qtbot, desk)
    done = next(box for box in page.findChildren(QCheckBox) if box.isChecked())
    QTest.keyClick(done, Qt.Key.Key_Space)
    assert marks(office) == {}
    assert office.journal.last(1)[0].what == "day.undone"
    office.day.mark_done("CR", "consignes")
    assert marks(office) == {"consignes": "CR"}


def test_the_logo_is_chosen_shown_and_removed(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    problems: list[str] = []
    file = tmp_path / "logo.png"
    Image.new("RGB", (400, 200), (10, 90, 40)).save(file)
    card = PaperCard(desk.desk, lambda problem: problems.append(problem.code), lambda _parent: str(file))
    qtbot.addWidget(card)
    card.show_state({}, b"")
    card.choose.click()
    assert desk.desk.office.papers.logo()
    qtbot.waitUntil(lambda: card.logo.accessibleName() == "Logo de l’en-tête")
    assert not card.logo.pixmap().isNull()
    file.write_bytes(b"no picture")
    card.choose.click()
    qtbot.waitUntil(lambda: problems == ["picture_unreadable"])
    card.remove.click()
    qtbot.waitUntil(lambda: card.logo.accessibleName() == "Aucun logo")
    assert desk.desk.office.papers.logo() == b""


def test_the_consignes_print_once_at_the_first_opening_of_the_day(
    qtbot: QtBot, desk: TestDesk, cups: Cups
) -> None:
    papers = desk.desk.office.papers
    assert papers.print_at_opening("AB") == ""
    card = PaperCard(desk.desk, lambda _problem: None, lambda _parent: "")
    qtbot.addWidget(card)
    card.show_state({}, b"")
    card.at_opening.set_value("yes")
    assert papers.print_at_opening("AB") == QUEUE
    assert papers.print_at_opening("CR") == ""
    assert len(cups.documents(1)) == 1
    (entry,) = [e for e in desk.desk.office.journal.last(9) if e.what == "paper.printed"]
    assert entry.who == "AB"


def test_a_change_of_password_under_way_has_its_slip(qtbot: QtBot, tmp_path: Path) -> None:
    office = demonstration_office(tmp_path / "demonstration")
    try:
        mailbox = office.accesses.lines()[0].access
        office.rotating.start("AB", mailbox.id)
        made = make_desk(office)
        buttons(documents(qtbot, made))[
            f"Voir : Bordereau de changement de mot de passe, {mailbox.login}"
        ].click()
        assert [paper.kind for paper in made.papers] == ["rotation-slip"]
    finally:
        office.close()


def test_an_invoice_set_aside_is_noted_and_its_slip_printed(qtbot: QtBot, desk: TestDesk) -> None:
    over = Page(Header("?"))
    qtbot.addWidget(over)
    over.resize(900, 700)
    over.show()
    noted = NoteClaim(desk.desk, over, over)
    noted.start()
    noted.situation.set_value("set_aside")
    noted.payer.set_value("Malakoff Humanis")
    noted.share.set_value("12,34")
    noted.save()
    qtbot.waitUntil(lambda: "P1" in noted.told.words)
    noted.told.acted.emit()
    (slip,) = desk.papers
    assert slip.kind == "set-aside-slip"
    assert "Pochette 1" in "".join(PdfPreview().text(slip.pdf))
