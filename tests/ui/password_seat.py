"""A seat at the passwords page: the window, and what a person does there by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.accesses import Access, AccessKind
from pharmassist.domain.secrets import Secret
from pharmassist.services.office import Office
from pharmassist.ui.page import PageSpec
from pharmassist.ui.pages.passwords.page import PasswordsPage
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.secret import SecretView
from pharmassist.ui.parts.text import Text
from pharmassist.ui.window import Keys, Window
from tests.servers.dovecot import Dovecot
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, make_desk

LOGIN = "compta@pharmacie-du-port.example"
OLD = "ancien-canari-7Q"
OTHER = "autre-canari-9Zé"
PHONE = "le téléphone de A. L."


def plain(words: str) -> str:
    """Write every space in one way."""
    return words.replace("\u202f", " ").replace("\u00a0", " ")


class Seat:
    """The page in its window, and what a person does there by keyboard."""

    def __init__(self, qtbot: QtBot, office: Office, who: str = "AB") -> None:
        self.qtbot, self.office = qtbot, office
        self.desk: TestDesk = make_desk(office, who)
        self.opened: list[str] = []
        specs = [
            PageSpec("passwords", "Mots de passe", "key-round", self._make),
            PageSpec("other", "Autre", "sun", self._make),
        ]
        nothing = Keys(help=lambda _key: None, note_claim=lambda: None, counter=lambda: None)
        self.window = Window("Pharmacie du Port", specs, nothing)
        self.desk.bridge.setParent(self.window)
        self.desk.desk.clipboard.setParent(self.window)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def _make(self) -> PasswordsPage:
        return PasswordsPage(self.desk.desk, self._open)

    def _open(self, address: str) -> bool:
        self.opened.append(address)
        return True

    @property
    def page(self) -> PasswordsPage:
        page = self.window.current_page()
        assert isinstance(page, PasswordsPage)
        return page

    def settle(self) -> None:
        """Let answers, the page's own delay and layouts come through."""
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.page._acts.free and not self.page._soon.isActive())
        self.qtbot.wait(60)
        assert not self.desk.bugs

    def words(self) -> str:
        return plain(" | ".join(text.text() for text in self.page.findChildren(Text) if text.isVisible()))

    def button(self, name: str) -> Button:
        def found() -> list[Button]:
            buttons = self.page.findChildren(Button)
            return [b for b in buttons if b.isVisible() and plain(b.text()).startswith(name)]

        self.qtbot.waitUntil(lambda: bool(found()))
        return found()[0]

    def tells(self, words: str) -> None:
        """Wait until the page says it."""
        self.qtbot.waitUntil(lambda: words in self.words())

    def warns(self, words: str) -> None:
        """Wait until the banner says it."""
        self.qtbot.waitUntil(lambda: words in plain(self.page.banner.words))

    def press(self, name: str) -> None:
        QTest.keyClick(self.button(name), Qt.Key.Key_Return)
        self.settle()

    def write(self, label: str, text: str) -> None:
        field = next(e for e in self.page.findChildren(QLineEdit) if plain(e.accessibleName()) == label)
        field.clear()
        type_text(field, text)

    def shows_one(self) -> bool:
        """Tell whether a password is on screen."""
        return any(view.shown for view in self.page.findChildren(SecretView))

    def tick(self, name: str) -> None:
        box = next(
            b
            for b in self.page.findChildren(QCheckBox)
            if b.isVisible() and name in (plain(b.accessibleName()), plain(b.text()))
        )
        QTest.keyClick(box, Qt.Key.Key_Space)
        self.settle()

    def choose(self, access: Access) -> None:
        self.page.show_target(str(access.id))
        self.settle()

    def rows(self) -> list[str]:
        return [
            plain(row.accessibleName()) for row in self.page._left.list.findChildren(Row) if row.isVisible()
        ]


def mailbox(office: Office, dovecot: Dovecot) -> Access:
    """Note the real mailbox, its password in force known."""
    dovecot.set_password(LOGIN, OLD)
    access = office.accesses.add(
        "AB",
        AccessKind.MAILBOX,
        LOGIN,
        host="localhost",
        port=dovecot.port,
        host_confirmed=True,
        code_phone_holder="A. L.",
    )
    office.rotating.enter_current("AB", access.id, Secret(OLD))
    return access


def everything_told(root: QWidget) -> str:
    """Return every word that a screen reader, a tooltip or a label could give."""
    told: list[str] = []
    for part in (root, *root.findChildren(QWidget)):
        told += [part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.windowTitle()]
        if isinstance(part, QLabel | Button):
            told.append(part.text())
        if isinstance(part, QLineEdit):
            told += [part.displayText(), part.placeholderText()]
        interface = QAccessible.queryAccessibleInterface(part)
        told += [interface.text(use) for use in QAccessible.Text if use is not QAccessible.Text.UserText]
    return "\n".join(told)
