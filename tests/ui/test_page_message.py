"""Message suspect: a verdict with its proof, by keyboard alone; foreign text stays data."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.messages import Kind
from pharmassist.services.judging import PLAYBOOK
from pharmassist.ui.pages.message import make
from pharmassist.ui.pages.message.draft import CallEditor
from pharmassist.ui.pages.message.page import MessagePage
from pharmassist.ui.pages.message.shown import MessageView
from pharmassist.ui.pages.message.then import DoneCard, Retype, ThenCard
from pharmassist.ui.pages.message.verdict import UncheckedCard, VerdictCard
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.text import Text
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk
from tools.judge_samples import SAMPLES

RIB = SAMPLES / "development" / "rib-viamedis-paiements.eml"
TRUE_SMS = "Viamedis : notre plateforme est déconnectée. Informations au 0 805 62 00 10."


Part = TypeVar("Part", bound=QWidget)


class Seat:
    """The page on a real register."""

    def __init__(self, page: MessagePage, desk: TestDesk, qtbot: QtBot) -> None:
        self.page, self.desk, self.qtbot = page, desk, qtbot

    def part(self, kind: type[Part]) -> Part:
        return self.page.findChildren(kind)[0]

    def words(self, kind: type[QWidget]) -> str:
        QApplication.processEvents()
        shown = self.part(kind)
        return " | ".join(text.text() for text in shown.findChildren(Text) if text.isVisibleTo(self.page))

    def press(self, name: str) -> None:
        button = next(
            b for b in self.page.findChildren(Button) if b.text() == name and b.isVisibleTo(self.page)
        )
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        QApplication.processEvents()

    def judge_file(self, path: Path) -> None:
        with self.qtbot.waitSignal(self.page.judged):
            self.page.judge_file(path)
        QApplication.processEvents()

    def view(self) -> str:
        return self.part(MessageView).toPlainText()

    def journal(self) -> list[str]:
        with self.desk.desk.office.register.read() as tx:
            return [f"{entry.what} {dict(entry.facts)}" for entry in tx.journal.last()]


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with founded_office(tmp_path) as founded:
        desk = make_desk(founded.office)
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.resize(1064, 728)
        page.show()
        qtbot.waitExposed(page)
        page.entered()
        yield Seat(page, desk, qtbot)
        assert desk.bugs == []


def test_a_pasted_mail_by_keyboard_alone(seat: Seat) -> None:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    QGuiApplication.clipboard().setText(
        "De : Viamedis <info@viamedls.net>\nObjet : Vos accès\n\n"
        "Confirmez votre mot de passe sur viamedls.net/pro avant ce soir."
    )
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    with seat.qtbot.waitSignal(seat.page.judged):
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Fraude probable" in seat.words(VerdictCard)
    assert "viamedls.net" in seat.words(VerdictCard)
    assert "mot de passe" in seat.view()
    assert "Si ce qu’il raconte est vrai" in seat.words(UncheckedCard)
    assert seat.page.escape()
    assert seat.part(MessageView).isHidden()
    assert not seat.page.escape()


def test_the_mail_of_story_8_and_the_true_sms(seat: Seat) -> None:
    seat.judge_file(RIB)
    words = seat.words(VerdictCard)
    assert words.startswith("Fraude probable")
    assert "L’adresse n’est pas celle de Viamedis" in words
    assert "On parle d’un changement de RIB" in words
    entries = seat.journal()
    judged = [entry for entry in entries if entry.startswith("message.judged")]
    assert len(judged) == 1
    assert "viamedis-paiements.com" in judged[0]
    assert "FINESS" not in str(entries)
    seat.press("Autre message")
    next(c for c in seat.page.findChildren(Chip) if c.text() == "SMS").click()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    type_text(editor, TRUE_SMS)
    with seat.qtbot.waitSignal(seat.page.judged):
        seat.press("Analyser ce message")
    assert seat.words(VerdictCard).startswith("Aucun signe trouvé")
    assert "peut être imité" in seat.words(UncheckedCard)
    assert "0 805 62 00 10" in seat.words(ThenCard)


def test_a_call_is_noted_by_keyboard(seat: Seat) -> None:
    seat.page.findChildren(Chip)[2].click()
    editor = seat.part(CallEditor)
    type_text(editor.who.line, "Viamedis, comptabilité")
    type_text(editor.number.line, "06 44 63 12 90")
    box = next(b for b in editor.findChildren(QCheckBox) if b.text() == "Un changement de RIB")
    QTest.keyClick(box, Qt.Key.Key_Space)
    with seat.qtbot.waitSignal(seat.page.judged):
        QTest.keyClick(editor.number.line, Qt.Key.Key_Return)
    words = seat.words(VerdictCard)
    assert words.startswith("Fraude probable")
    assert "Ce numéro n’est pas celui de Viamedis" in words
    assert "Je ne donne rien par téléphone" in seat.words(ThenCard)


def test_retyping_shows_the_letter_that_differs(seat: Seat) -> None:
    seat.judge_file(RIB)
    line = seat.part(Retype)
    QGuiApplication.clipboard().setText("viamedis-paiements.com")
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    QTest.keyClicks(line, "viamedis.net")
    assert "Vous avez tapé viamedis.net ; le message dit viamedis-paiements.com" in seat.words(
        ThenCard
    ).replace("\u202f", " ")
    line.clear()
    QTest.keyClicks(line, "viamedis-paiements.com")
    assert "n’est pas à Viamedis" in seat.words(ThenCard)


def test_a_file_is_dropped(seat: Seat) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(RIB))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with seat.qtbot.waitSignal(seat.page.judged):
        seat.page.dropEvent(event)
    assert "Fraude probable" in seat.words(VerdictCard)


class Painted(QObject):
    """The heights that a part had when it was painted."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.heights: list[int] = []
        part.installEventFilter(self)

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(part, QWidget):
            self.heights.append(part.height())
        return False


def test_the_first_frame_after_a_verdict_is_the_settled_one(seat: Seat) -> None:
    painted = Painted(seat.part(VerdictCard))
    seat.judge_file(RIB)
    seat.qtbot.waitUntil(lambda: bool(painted.heights))
    for _turn in range(10):
        QApplication.processEvents()
    assert set(painted.heights) == {seat.part(VerdictCard).height()}


def test_what_cannot_be_read_is_told(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "x.msg").write_bytes(b"not outlook")
    seat.page.judge_file(tmp_path / "x.msg")
    QApplication.processEvents()
    assert "pas un message lisible" in seat.page.banner.words
    seat.press("Analyser ce message")
    assert "Il n’y a pas de texte" in seat.page.banner.words


def test_foreign_text_is_no_markup_and_hidden_signs_show(seat: Seat, tmp_path: Path) -> None:
    text = "Objet : <b>gras</b>\n\n<img src=http://127.0.0.1:9/x> <a href=x>ici</a> \u202eesrevni \x1b[31m"
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    seat.judge_file(tmp_path / "x.txt")
    shown = seat.view()
    assert "<b>gras</b>" in shown
    assert "<img src=" in shown
    assert "\\u202e" in shown
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    assert "href" not in seat.part(MessageView).toHtml().replace("&lt;a href", "")


def test_a_proof_is_kept_after_a_warning_in_the_open_incident(seat: Seat) -> None:
    seat.judge_file(RIB)
    seat.press("Garder la preuve…")
    assert "peut nommer quelqu’un" in seat.page.banner.words
    seat.press("Garder le message")
    assert "aucun n’est ouvert" in seat.page.banner.words
    office = seat.desk.desk.office
    case = office.guiding.open(PLAYBOOK, "AB").case.id
    seat.press("Garder la preuve…")
    assert office.guiding.attachments(case) == ()
    seat.press("Garder le message")
    kept = office.guiding.attachments(case)
    assert [name for _number, _step, name, _digest in kept] == ["message-mail-fraud.txt"]


@pytest.mark.parametrize(
    ("button", "block"),
    [
        ("J’ai cliqué", "lien-ouvert"),
        ("J’ai donné un mot de passe", "mot-de-passe-donne"),
        ("J’ai ouvert le fichier", "piece-jointe-ouverte"),
        ("J’ai donné le RIB", "rib-ou-paiement"),
        ("J’ai répondu", "premieres-30-minutes"),
    ],
)
def test_what_was_done_opens_the_right_block(seat: Seat, button: str, block: str) -> None:
    seat.judge_file(RIB)
    seat.press(button)
    seat.qtbot.waitUntil(lambda: bool(seat.desk.gone))
    view = seat.desk.desk.office.guiding.current()
    assert view is not None
    assert seat.desk.gone[0] == ("incident", str(view.case.id))
    assert any(known.id.endswith(block) for known in view.playbook.blocks)
    seat.press(button)
    assert seat.page.banner.words == ""


def test_the_report_holds_no_living_link_and_no_text(seat: Seat) -> None:
    seat.judge_file(SAMPLES / "development" / "viamedis-reactivation.eml")
    seat.press("Copier le signalement")
    copied = QGuiApplication.clipboard().text()
    assert "signal-spam.fr" in copied
    assert "viamedis-net[.]example" in copied
    assert "https://viamedis" not in copied
    assert "Suite à l'incident" not in copied


def test_the_lock_takes_foreign_text_away_and_it_comes_back(seat: Seat) -> None:
    seat.judge_file(RIB)
    seat.page.empty()
    assert seat.view() == ""
    assert seat.part(VerdictCard).isHidden()
    seat.page.entered()
    assert "RIB" in seat.view()


def test_every_control_has_a_name(seat: Seat) -> None:
    for kind in Kind:
        seat.page.begin_again()
        next(c for c, k in zip(seat.page.findChildren(Chip), Kind, strict=True) if k is kind).click()
        assert nameless_controls(seat.page) == []
    seat.judge_file(RIB)
    assert nameless_controls(seat.page) == []
    assert seat.part(DoneCard).isVisibleTo(seat.page)
