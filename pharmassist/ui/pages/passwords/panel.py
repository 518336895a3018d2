"""The middle of the page: what to do at the line where one stands."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.accesses import EXPIRY_NOTICE, AccessKind, Rotation, Stage, expires_on
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import OTHER
from pharmassist.services.rotating import Which
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.passwords.act import Act
from pharmassist.ui.pages.passwords.board import Detail
from pharmassist.ui.pages.passwords.kept import KeptRows
from pharmassist.ui.pages.passwords.secret_box import SecretBox
from pharmassist.ui.pages.passwords.words import (
    LINE_OF,
    exposed_words,
    old_words,
    proof_words,
    rules_words,
    source_words,
)
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import facts_row
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Ink, Text, Use


def panel_title(detail: Detail) -> str:
    """Return the title of the middle: the line, or what the access is."""
    rotation = detail.rotation
    if rotation is None:
        return _("Renewed") if detail.access.changed_at else _("Before starting")
    if rotation.waiting_for:
        return _("Line {number}: in waiting").format(number=LINE_OF[rotation.stage])
    words = {
        Stage.PLANNED: _("Line 1: prepare the new one"),
        Stage.PROPOSED: _("Line 2: change it at the provider"),
        Stage.CHANGED: _("Line 4: attest") if detail.attestable else _("Line 4: prove it by a login"),
    }
    return words.get(rotation.stage, _("Line 5: retire the old one"))


class WorkPanel(QWidget):
    """Built for one state of one access; another state builds another panel."""

    asked = Signal(Act)
    adopted = Signal(int)
    secret_shown = Signal(bool)
    failed = Signal(Problem)

    def __init__(self, desk: Desk, detail: Detail) -> None:
        super().__init__()
        self._desk, self._detail = desk, detail
        self.box: SecretBox | None = None
        self.first: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self.kept = KeptRows(self)
        self.kept.asked.connect(self.asked)
        self.kept.adopted.connect(self.adopted)
        self._column.addWidget(self.kept.missing)
        rotation = detail.rotation
        if rotation is None:
            self._at_rest()
        elif rotation.waiting_for:
            self._waiting(rotation)
        elif rotation.stage is Stage.PLANNED:
            self._say(_("The preparation was interrupted: no password was lost."))
            self._row(self._button(_("Prepare it again"), Act.RESUME, "rotate-ccw"))
            self._give_up()
        elif rotation.stage is Stage.PROPOSED:
            self._change()
        elif rotation.stage is Stage.CHANGED:
            self._prove()
        else:
            self._retire()
        self._column.addWidget(self.kept.aside)
        self._column.addStretch(1)

    def hide_secret(self) -> bool:
        """Take a shown password off the screen; False when none was shown."""
        if self.box is None or not self.box.showing:
            return False
        self.box.hide_secret()
        return True

    # --- one method for each state ------------------------------------------------------

    def _at_rest(self) -> None:
        access, detail = self._detail.access, self._detail
        done = access.changed_at is not None
        if done:
            self._fact(_("Proof"), proof_words(detail.last) or "–")
            self._fact(_("Old one"), old_words(access))
        self._fact(_("Account"), access.login)
        if detail.place:
            self._fact(_("At"), detail.place)
        if access.kind is AccessKind.MAILBOX:
            self._fact(_("Server"), f"{access.host}:{access.port}" if access.host else _("not known"))
        if access.place:
            self._fact(_("Used at"), access.place)
        if detail.exposed_by is not None:
            self._fact(_("Exposed by"), exposed_words(access, detail.exposed_by))
        ends = expires_on(access)
        if ends is not None:
            self._expiry(ends)
        self._fact(_("Held by"), access.holder or _("not said"))
        self._fact(_("Code’s phone"), access.code_phone_holder or _("not said"))
        self._rules()
        if access.current:
            self._show_box("current", "previous" if access.previous else None)
        else:
            self._say(_("The password in force is not known here. It is not needed to start."))
            self._row(self._button(_("Enter the current password"), Act.CURRENT, "keyboard"))
        until = access.previous_until
        if done and until is not None and until <= self._desk.office.clock.today():
            self._row(self._button(_("Erase what is over 30 days old"), Act.RETIRE, "trash-2"))
        if access.current:
            self._looks()
        describe = self._button(_("Describe"), Act.DESCRIBE, "pen-line", quiet=True)
        leave = self._button(_("No longer used"), Act.LEAVE, "archive", quiet=True)
        self._row(describe, self._server() if access.kind is AccessKind.MAILBOX else None, leave)

    def _looks(self) -> None:
        """What may be asked of a password that is here: on paper, in stolen lists."""
        self._row(
            self._button(_("Sealed paper copy"), Act.PAPER, "printer", quiet=True),
            self._button(_("In stolen lists?"), Act.STOLEN, "shield-question-mark", quiet=True),
        )

    def _expiry(self, ends: date) -> None:
        """Say when the service's own rule makes it expire."""
        today = self._desk.office.clock.today()
        words = _("on {day}, by the service’s own rule").format(day=short_day(ends))
        self._fact(_("Expires"), words)
        if ends <= today:
            self._row(Icon("alarm-clock", "red", 18), Text(_("It has expired: renew it."), "strong", "red"))
        elif ends - today <= EXPIRY_NOTICE:
            self._row(Icon("alarm-clock", "amber", 18), Text(_("Renew it soon."), "strong", "amber"))

    def _waiting(self, rotation: Rotation) -> None:
        words = _("Waiting for {what}").format(what=rotation.waiting_for)
        self._row(Icon("hourglass", "amber", 18), Text(words, "strong", "amber", wrap=True))
        self._say(_("Nothing else is held up: the other passwords, the bank, the instructions go on."))
        self._say(_("The old password and the new one are both kept until the proof."))
        self._row(self._button(_("Resume"), Act.RESUME, "play"))
        self._give_up()

    def _change(self) -> None:
        detail = self._detail
        page = self._button(_("Open the page"), Act.OPEN_PAGE, "external-link") if detail.page else None
        unknown = _("Its address is not known here: use your own favourite, never a link you received.")
        where = detail.place or detail.access.login
        self._numbered("1", _("Open the provider’s page"), where if detail.page else unknown, page)
        self._numbered("2", _("Paste or type this password"), "", None)
        self._show_box("candidate", "current" if detail.access.current else None)
        self._rules()
        self._row(
            self._button(_("Seven words instead"), Act.PHRASE, "list", quiet=True),
            self._button(_("Sealed paper copy"), Act.PAPER, "printer", quiet=True),
        )
        if not detail.access.current:
            quiet = self._button(_("Enter the current password"), Act.CURRENT, "keyboard", quiet=True)
            asks = Text(_("The provider will ask for the old one first."), "caption", wrap=True)
            self._row(Icon("info", "text3", 14), asks, quiet)
        self._numbered("3", _("Come back here: what did it answer?"), "", None)
        self._row(
            self._button(_("Accepted"), Act.ACCEPTED, "check"),
            self._button(_("Refused"), Act.REFUSED, "x"),
            self._button(_("I set another one"), Act.OTHER, "pen-line"),
        )
        self._give_up()

    def _prove(self) -> None:
        detail = self._detail
        if detail.attestable:
            self._attest()
        elif detail.login_refused:
            words = _("{host} refused this password. Both passwords are kept.")
            told = Text(words.format(host=detail.access.host), "strong", "red", wrap=True)
            self._row(Icon("circle-x", "red", 18), told)
            if any(entry.what == "rotation.old_tried" for entry in detail.story[-2:]):
                answer = detail.story[-1].facts.get("answer")
                self._say(
                    _("The old one still opens the mailbox: the change did not take.")
                    if answer == "accepted"
                    else _("The old one is refused too: look at the provider’s page.")
                )
            self._check_note()
            self._row(self._server())
            self._row(
                self._button(_("Try the login again"), Act.VERIFY, "log-in"),
                self._button(_("Try the old one once"), Act.TRY_OLD, "history")
                if detail.access.current
                else None,
            )
            self._say(_("If the provider’s page refused it after all:"), "text")
            self._row(
                self._button(_("Propose another one"), Act.REFUSED, "x"),
                self._button(_("I set another one"), Act.OTHER, "pen-line"),
            )
        else:
            self._login()
        self._give_up()

    def _login(self) -> None:
        access = self._detail.access
        self._say(_("PharmAssist signs in once with the new password, encrypted, and reads no mail."))
        self._row(Icon("plug", "text2", 18), Text(f"{access.host}:{access.port}", "title", wrap=True))
        verify = self._button(_("Prove by a login"), Act.VERIFY, "log-in")
        if self._detail.host_foreign or not self._detail.host_proved:
            self._say(_("No login went to this server yet. The password is sent there: read its name."))
            read = QCheckBox(_("I have read this server letter by letter"))
            verify.setEnabled(False)
            read.toggled.connect(verify.setEnabled)
            self.first = read
            self._column.addWidget(read)
        self._row(verify, self._server())
        self._check_note()

    def _attest(self) -> None:
        detail = self._detail
        name = detail.place or detail.access.login
        if detail.server_missing:
            self._say(_("Its mail server is not known: give it for a real login, or give your word."))
            self._row(self._button(_("Give the server"), Act.SERVER, "plug"))
        else:
            words = _("{provider} allows no login test here: a person’s word is the normal proof.")
            self._say(words.format(provider=name))
            self._check_note()
        page = self._button(_("Open the page"), Act.OPEN_PAGE, "external-link") if detail.page else None
        self._numbered("1", _("Sign in there with the new password"), name, page)
        self._show_box("candidate", None)
        self._numbered("2", _("It opened? Say so, in your name"), "", None)
        self._row(self._button(_("I attest that it opens"), Act.ATTEST, "signature"))
        self._say(_("If it was refused:"), "text")
        self._row(
            self._button(_("Propose another one"), Act.REFUSED, "x"),
            self._button(_("I set another one"), Act.OTHER, "pen-line"),
        )

    def _retire(self) -> None:
        detail = self._detail
        told = Text(proof_words(detail.last), "strong", "green", wrap=True)
        self._row(Icon("circle-check", "green", 18), told)
        if detail.access.current:
            self._say(
                _("The new password becomes the one in force. The old one is kept 30 days, then erased.")
            )
        else:
            self._say(_("The new password becomes the one in force. No old one is known on this PC."))
        self._row(self._button(_("Retire the old one"), Act.RETIRE, "archive"))
        self._say(_("Then the sweep, at the right: whoever was in may have left a door open."))

    # --- pieces -------------------------------------------------------------------------

    def _rules(self) -> None:
        rules = self._detail.rules
        words = " ".join(part for part in (rules_words(rules), source_words(rules)) if part)
        self._say(words, "caption")

    def _check_note(self) -> None:
        provider = self._detail.line.provider
        if provider is not None and provider.check_note and provider.id != OTHER:
            self._say(provider.check_note, "caption")

    def _server(self) -> Button:
        known = _("Another server") if self._detail.access.host else _("Give the server")
        return self._button(known, Act.SERVER, "plug", quiet=True)

    def _give_up(self) -> None:
        self._row(self._button(_("Give up this change"), Act.ABANDON, "undo-2", quiet=True))

    def _show_box(self, which: Which, other: Which | None) -> None:
        box = SecretBox(self._desk, self._detail.access.id, which, other)
        box.shown.connect(self.secret_shown)
        box.failed.connect(self.failed)
        self.box = box
        # A reflex Enter copies; it must never confirm a change that was not made.
        self.first = self.first or box.copy
        self._column.addWidget(box)

    def _fact(self, name: str, value: str) -> None:
        self._column.addWidget(facts_row(name, value))

    def _say(self, words: str, use: Use = "text") -> None:
        ink: Ink = "text2" if use == "text" else "text3"
        self._column.addWidget(Text(words, use, ink, wrap=True))

    def _button(self, words: str, act: Act, icon: str, *, quiet: bool = False) -> Button:
        button = Button(
            words,
            "quiet" if quiet else "secondary",
            icon,
            size="small" if quiet else "medium",
            pressed=lambda: self.asked.emit(act),
        )
        if self.first is None and not quiet:
            self.first = button
        return button

    def _row(self, *parts: QWidget | None) -> None:
        row = Flow()
        for part in parts:
            if part is not None:
                row.add(part, stretch=1 if isinstance(part, Text) else 0)
        self._column.addLayout(row)

    def _numbered(self, number: str, title: str, caption: str, button: Button | None) -> None:
        sign = Text(number, "strong", "primary")
        sign.setFixedWidth(16)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(title, "text", wrap=True))
        if caption:
            words.addWidget(Text(caption, "caption", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)
