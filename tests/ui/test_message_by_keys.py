"""Message suspect by keys alone: from entering the page to a verdict and an action, for each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.ui.pages.message import make
from pharmassist.ui.pages.message.page import MessagePage
from pharmassist.ui.pages.message.then import DoneCard
from pharmassist.ui.pages.message.verdict import VerdictCard
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text
from tests.ui.offices import TestDesk, founded_office, make_desk

MOST_STOPS = 60
MAIL = (
    "De : Viamedis <info@viamedls.net>\nObjet : Vos acces\n\n"
    "Confirmez votre mot de passe sur viamedls.net/pro avant ce soir."
)
SMS = "AMELI : votre carte vitale expire, reglez 0,99 euro sur ameli-carte.example"


class Keys:
    """Hands on the keyboard: every key goes to whatever has the focus."""

    def __init__(self, page: MessagePage, desk: TestDesk, qtbot: QtBot) -> None:
        self.page, self.desk, self.qtbot = page, desk, qtbot

    def here(self) -> QWidget:
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus is self.page or self.page.isAncestorOf(focus)
        return focus

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.here(), key, held)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        QTest.keyClicks(self.here(), text)

    def name(self) -> str:
        focus = self.here()
        return focus.text() if isinstance(focus, (Button, QCheckBox)) else focus.accessibleName()

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Go on with Tab until what has this name; a trap or a missing stop fails."""
        key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
        seen = []
        for _stop in range(MOST_STOPS):
            if self.name() == name:
                return
            seen.append(self.name())
            self.press(key)
        pytest.fail(f"{name} is not reached: {seen}")

    def verdict(self) -> str:
        card = self.page.findChildren(VerdictCard)[0]
        return " ".join(text.text() for text in card.findChildren(Text) if text.isVisibleTo(self.page))


@pytest.fixture
def keys(tmp_path: Path, qtbot: QtBot) -> Iterator[Keys]:
    with founded_office(tmp_path) as founded:
        desk = make_desk(founded.office)
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.resize(1064, 728)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        page.entered()
        yield Keys(page, desk, qtbot)
        assert desk.bugs == []


def test_a_mail(keys: Keys) -> None:
    QGuiApplication.clipboard().setText(MAIL)
    keys.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    keys.tab_to("Analyser ce message")
    with keys.qtbot.waitSignal(keys.page.judged):
        keys.press(Qt.Key.Key_Return)
    assert "Fraude probable" in keys.verdict()
    keys.tab_to("Copier le signalement")
    keys.press(Qt.Key.Key_Space)
    assert "signal-spam.fr" in QGuiApplication.clipboard().text()


def test_an_sms(keys: Keys) -> None:
    keys.tab_to("Mail", back=True)
    keys.press(Qt.Key.Key_Right)
    keys.tab_to("Le SMS")
    keys.write(SMS)
    keys.tab_to("Numéro ou nom de l’expéditeur", back=True)
    keys.write("06 44 63 12 90")
    with keys.qtbot.waitSignal(keys.page.judged):
        keys.press(Qt.Key.Key_Return)
    assert "Fraude probable" in keys.verdict()
    keys.tab_to("J’ai cliqué")
    keys.press(Qt.Key.Key_Space)
    keys.qtbot.waitUntil(lambda: bool(keys.desk.gone))
    assert keys.desk.gone[0][0] == "incident"


def test_a_call(keys: Keys) -> None:
    keys.tab_to("Mail", back=True)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Right)
    keys.tab_to("Qui disait appeler")
    keys.write("Viamedis")
    keys.tab_to("Un changement de RIB")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("En pressant")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("Analyser ce message")
    with keys.qtbot.waitSignal(keys.page.judged):
        keys.press(Qt.Key.Key_Space)
    assert "Fraude probable" in keys.verdict()
    keys.tab_to("J’ai donné le RIB")
    keys.press(Qt.Key.Key_Return)
    keys.qtbot.waitUntil(lambda: bool(keys.desk.gone))
    assert keys.desk.gone[0][0] == "incident"


def test_no_stop_is_a_trap_and_nothing_hidden_is_one(keys: Keys) -> None:
    QGuiApplication.clipboard().setText(MAIL)
    keys.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    with keys.qtbot.waitSignal(keys.page.judged):
        keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        begun, stops = keys.here(), []
        for _stop in range(MOST_STOPS):
            keys.press(key)
            assert keys.here().isVisibleTo(keys.page)
            stops.append(keys.here())
            if stops[-1] is begun:
                break
        assert stops[-1] is begun
        assert len(set(stops)) == len(stops)
        done = keys.page.findChildren(DoneCard)[0].findChildren(Button)
        assert set(done) <= set(stops)
