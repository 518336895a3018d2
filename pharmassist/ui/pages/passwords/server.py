"""The mail server of an access: of our data, or typed and read letter by letter."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.accesses import Access
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import IMAPS
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.forms import Form
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.text import Text


class ServerForm(Form):
    """Give a mailbox its server, or another one; ``given`` carries host, port, whether it was read."""

    given = Signal(str, int, bool)

    def __init__(self, access: Access) -> None:
        super().__init__(
            _("Mail server"),
            _("The password of {account} is sent there, encrypted, for one login.").format(
                account=access.login
            ),
            _("Keep this server"),
        )
        self._server = ServerFields()
        self._server.show_access(access)
        self._server.host.entered.connect(self.submit)
        self.fields.addWidget(self._server)

    @property
    def first(self) -> QWidget:
        """The server's name."""
        return self._server.host.line

    def submit(self) -> None:
        """Hand out what was typed unless a field refuses it."""
        if not self._server.host.value() and not self._server.host.error_text:
            self._server.host.error(_("Type the name of the server."))
        if not self._server.refused:
            self.given.emit(self._server.host.value(), self._server.number, self._server.confirmed)

    def refuse(self, problem: Problem) -> bool:
        """Ask to read a server that nobody vouches for."""
        if problem.code == "mailbox_host_foreign":
            self._server.ask_to_read(problem)
        return problem.code == "mailbox_host_foreign"


class ServerFields(QFrame):
    """The mail server: of our data, or typed and read letter by letter."""

    def __init__(self) -> None:
        super().__init__()
        self._known = Text("", "caption", "text2", wrap=True)
        self.host = TextField(_("Mail server (IMAP), if you know it"), example="imap.example.fr")
        self.port = TextField(_("Port"), text=str(IMAPS))
        self.port.setMaximumWidth(88)
        self._note = Text("", "caption", "text2", wrap=True)
        self._warning = Text("", "caption", "amber", wrap=True)
        self._read = Text("", "title", wrap=True)
        self._box = QCheckBox(_("I have read this server letter by letter"))
        self._foreign = QWidget()
        self._own = QWidget()
        asked = QVBoxLayout(self._foreign)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(4)
        asked.addWidget(self._warning)
        asked.addWidget(self._read)
        asked.addWidget(self._box)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.host, 1)
        row.addWidget(self.port)
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(6)
        own.addLayout(row)
        own.addWidget(self._foreign)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._known, self._own, self._note):
            column.addWidget(part)
        self.host.changed.connect(self._forget)
        self._forget()

    @property
    def confirmed(self) -> bool:
        """Tell whether the person read the server and wants it."""
        return self._box.isVisible() and self._box.isChecked()

    @property
    def number(self) -> int:
        """The port, that of IMAP over TLS when none is typed."""
        typed = self.port.value()
        return int(typed) if typed.isdecimal() and int(typed) < 65536 else IMAPS

    @property
    def refused(self) -> bool:
        """Tell whether a field refuses what was typed."""
        return bool(self.host.error_text or self.port.error_text)

    def show_provider(self, provider: Provider | None) -> None:
        """Show the server of our data, or the field for one's own."""
        ours = provider is not None and bool(provider.host)
        words = ""
        if provider is not None and ours:
            words = _("Server: {host}. Source: {source}").format(host=provider.host, source=provider.source)
        self._known.setText(words)
        self._known.setVisible(ours)
        self._own.setVisible(not ours)
        self._note.setText(provider.check_note if provider else "")
        self._note.setVisible(bool(self._note.text()))

    def show_access(self, access: Access) -> None:
        """Show the server of an access, to be changed."""
        self.show_provider(None)
        self.host.set_value(access.host)
        self.port.set_value(str(access.port or IMAPS))

    def ask_to_read(self, problem: Problem) -> None:
        """Show the server large and ask whether it is the right one."""
        text = describe(problem)
        self._warning.setText(f"{text.sentence} {text.remedy}")
        self._read.setText(str(problem.values.get("host", "")))
        self._foreign.show()
        self._box.setFocus()

    def _forget(self) -> None:
        self._box.setChecked(False)
        self._foreign.hide()
