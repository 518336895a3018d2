"""Noting an access: is there an account, which one, on which server, who holds it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.incidents import NO, UNKNOWN, YES
from pharmassist.domain.mailbox_hosts import provider_of
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import OTHER
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.board import Board, is_mailbox
from pharmassist.ui.pages.passwords.forms import Form, PeopleFields
from pharmassist.ui.pages.passwords.server import ServerFields
from pharmassist.ui.pages.passwords.words import kinds
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.question import QuestionChips
from pharmassist.ui.parts.text import Text


@dataclass(frozen=True, slots=True)
class NewAccess:
    """What was typed; no secret is among it."""

    kind: AccessKind
    login: str
    provider: str
    host: str
    port: int
    host_confirmed: bool
    operator: str
    holder: str
    code_phone_holder: str
    resets_through: int


class AddForm(Form):
    """The first question is whether there is an account; *non* and *je ne sais pas* are answers.

    ``given`` carries a :class:`NewAccess`; ``answered`` an operator (or a kind) and ``no`` or
    ``unknown``.
    """

    given = Signal(NewAccess)
    answered = Signal(str, str)

    def __init__(self, board: Board, asked: str = "") -> None:
        super().__init__(_("Add an access"), "", _("Keep the answer"))
        self._providers = {provider.id: provider for provider in board.providers}
        self._by_hand = False
        self.kind = ChoiceField(_("Which access?"), kinds())
        names = [(operator.id, operator.name) for operator in board.operators]
        self.operator = ChoiceField(_("Which operator?"), [*names, ("", _("Another one"))])
        if asked in {kind.value for kind in AccessKind}:
            self.kind.set_value(asked)
        elif asked:
            self.kind.set_value(AccessKind.PORTAL.value)
            self.operator.set_value(asked)
        known = board.proposal(asked)
        self._told = known is not None and known.sure
        self.question = QuestionChips("", YES if self._told else "")
        self.question.setAccessibleName(_("Do you have an account?"))
        self.question.answered.connect(self._answered)
        self._said = Text("", "text", "text2", wrap=True)
        self.login = TextField(_("Address or user name"), example="compta@pharmacie.example")
        self.login.changed.connect(self._guess)
        self.login.entered.connect(self.submit)
        self.provider = ChoiceField(_("Provider"), [(p.id, p.name) for p in board.providers])
        self.provider.box.setMinimumContentsLength(8)
        self.provider.set_value(OTHER)
        self.provider.box.activated.connect(self._chosen_by_hand)
        self.provider.changed.connect(self._show_server)
        self._server = ServerFields()
        self.people = PeopleFields(None, [line.access for line in board.lines if is_mailbox(line)])
        self._account = QWidget()
        column = QVBoxLayout(self._account)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.login, self.provider, self._server, self.people):
            column.addWidget(part)
        asked_line = QVBoxLayout()
        asked_line.setSpacing(4)
        asked_line.addWidget(Text(_("Do you have an account?"), "label"))
        asked_line.addWidget(self.question)
        self.fields.addWidget(self.kind)
        self.fields.addWidget(self.operator)
        self.fields.addLayout(asked_line)
        self.fields.addWidget(self._said)
        self.fields.addWidget(self._account)
        self.kind.changed.connect(self._fit)
        if known is not None:
            self.login.set_value(known.login)
            self.people.phone.set_value(known.code_phone)
            self.people.resets.set_value(str(known.resets_through))
        self._fit()

    @property
    def first(self) -> QWidget:
        """The kind of access; the verb where an incident's answers told everything."""
        return self.verb if self._told and self.login.value() else self.kind.box

    def submit(self) -> None:
        """Hand out the access, or the answer that there is none."""
        answer = self.question.answer()
        kind = AccessKind(self.kind.value())
        operator = self.operator.value() if kind is AccessKind.PORTAL else ""
        if answer in (NO, UNKNOWN):
            self.answered.emit(operator or kind.value, answer)
        elif answer == YES and self._complete():
            mailbox = kind is AccessKind.MAILBOX
            own = mailbox and self.provider.value() == OTHER
            holder, phone, resets = self.people.values()
            self.given.emit(
                NewAccess(
                    kind,
                    self.login.value(),
                    self.provider.value() if mailbox else "",
                    self._server.host.value() if own else "",
                    self._server.number if own else 0,
                    own and self._server.confirmed,
                    operator,
                    holder,
                    phone,
                    0 if mailbox else resets,
                )
            )

    def refuse(self, problem: Problem) -> bool:
        """Show a problem at the field it is about; False when it is about none."""
        if problem.code == "mailbox_host_foreign":
            self._server.ask_to_read(problem)
            return True
        if problem.code in ("access_login_missing", "nir_refused"):
            self.login.error(describe(problem).sentence)
            return True
        return False

    def _complete(self) -> bool:
        if not self.login.value() and not self.login.error_text:
            self.login.error(_("Type the address or the user name, never the password."))
        refused = self.login.error_text or self.people.refused or self._server.refused
        return not refused

    def _answered(self, answer: str) -> None:
        self._fit()
        if answer == YES:
            self.login.line.setFocus()

    def _fit(self) -> None:
        """Show what the kind and the answer ask for, nothing more."""
        kind, answer = AccessKind(self.kind.value()), self.question.answer()
        mailbox = kind is AccessKind.MAILBOX
        self.operator.setVisible(kind is AccessKind.PORTAL)
        self._account.setVisible(answer == YES)
        self.provider.setVisible(mailbox)
        self.people.resets.setVisible(not mailbox)
        said = {
            NO: _("Then nothing is to be changed here. The answer is kept."),
            UNKNOWN: _(
                "Ask the owner or whoever handles third-party payment: the question stays in the list."
            ),
        }
        self._said.setText(said.get(answer, ""))
        self._said.setVisible(answer in said)
        self.verb.setText(_("Keep the answer") if answer in said else _("Add this access"))
        self.verb.setEnabled(bool(answer))
        self._show_server()

    def _guess(self) -> None:
        """Find the provider from the address, until the person chose one."""
        if not self._by_hand:
            found = provider_of(self.login.value(), tuple(self._providers.values()))
            self.provider.set_value(found.id if found else OTHER)

    def _chosen_by_hand(self) -> None:
        self._by_hand = True

    def _show_server(self) -> None:
        known = self._providers.get(self.provider.value())
        self._server.setVisible(self.kind.value() == AccessKind.MAILBOX.value)
        self._server.show_provider(known)
