"""The small questions of the page, asked in its middle: one thing, one verb, a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.accesses import Access
from pharmassist.domain.incidents import Case
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button, Chip, Kind
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.secret import SecretField
from pharmassist.ui.parts.text import Text


def focus_soon(widget: QWidget) -> None:
    """Give the focus to a part that a layout shows at the next turn of the loop."""
    QTimer.singleShot(0, widget, widget.setFocus)


class Form(QWidget):
    """A sentence, fields to add to ``fields``, a verb, and "Revenir" (Esc)."""

    left = Signal()
    stays = True
    """Whether what is half typed outlives the lock: words do, a secret never does."""

    def __init__(self, title: str, sentence: str, verb: str, kind: Kind = "secondary") -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        if sentence:
            column.addWidget(Text(sentence, "text", "text2", wrap=True))
        self.fields = QVBoxLayout()
        self.fields.setSpacing(12)
        column.addLayout(self.fields)
        self.verb = Button(verb, kind, pressed=self.submit)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.verb)
        foot.addWidget(Button(_("Go back"), "quiet", key=_("Esc"), pressed=self.left.emit))
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)

    @property
    def first(self) -> QWidget:
        """The part that takes the focus first."""
        return self.verb

    def submit(self) -> None:
        """Hand out what was typed, or say under a field what is missing."""

    def refuse(self, problem: Problem) -> bool:
        """Show a problem at the field it is about; False when it is about none."""
        del problem
        return False


class SentenceForm(Form):
    """One sentence to type ("le téléphone de A. L.", a reason); chips fill it in."""

    given = Signal(str)

    def __init__(
        self, title: str, sentence: str, label: str, verb: str, *, example: str, chips: Sequence[str] = ()
    ) -> None:
        super().__init__(title, sentence, verb)
        self.field = TextField(label, example=example)
        self.field.entered.connect(self.submit)
        self.fields.addWidget(self.field)
        for words in chips:
            chip = Chip(words, cross=False)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _on=False, w=words: self._fill(w))
            row = QHBoxLayout()
            row.addWidget(chip)
            row.addStretch(1)
            self.fields.addLayout(row)

    @property
    def first(self) -> QWidget:
        """The field."""
        return self.field.line

    def submit(self) -> None:
        """Hand the sentence out."""
        words = self.field.value()
        if words:
            self.given.emit(words)
        elif not self.field.error_text:
            self.field.error(_("Write a few words."))

    def _fill(self, words: str) -> None:
        self.field.set_value(words)
        self.field.line.setFocus()


class SecretForm(Form):
    """A password that the person types, dots only."""

    given = Signal(Secret)
    stays = False

    def __init__(self, title: str, sentence: str, label: str) -> None:
        super().__init__(title, sentence, _("Keep in the keyring"))
        self.field = SecretField(label)
        self.field.line.returnPressed.connect(self.submit)
        self.fields.addWidget(self.field)

    @property
    def first(self) -> QWidget:
        """The field."""
        return self.field.line

    def submit(self) -> None:
        """Hand the secret out and forget it here."""
        if self.field.is_empty():
            self.field.error(_("Type the password."))
        else:
            self.given.emit(self.field.take())


class ConfirmForm(Form):
    """What cannot be undone, said once before it is done."""

    given = Signal()

    def __init__(self, title: str, sentence: str, verb: str) -> None:
        super().__init__(title, sentence, verb, "danger")

    def submit(self) -> None:
        """Go on."""
        self.given.emit()


@dataclass(frozen=True, slots=True)
class Described:
    """What was said of an access."""

    holder: str
    code_phone: str
    resets_through: int
    place: str
    exposed_by: int


class DescribeForm(Form):
    """Where an access is, who holds it and the phone of its codes, how it resets, what exposed it."""

    given = Signal(Described)

    def __init__(self, access: Access, mailboxes: Sequence[Access], cases: Sequence[Case]) -> None:
        super().__init__(_("Who holds this access?"), "", _("Save"))
        self.people = PeopleFields(access, mailboxes)
        self.place = TextField(
            _("Where is it used?"), example=_("The LGO of the back office"), text=access.place
        )
        incidents = [("0", _("No incident"))]
        incidents += [(str(case.id), f"{case.title}, {short_day(case.opened_at.date())}") for case in cases]
        self.exposed = ChoiceField(_("Exposed by which incident?"), incidents)
        self.exposed.box.setMinimumContentsLength(8)
        self.exposed.set_value(str(access.exposed_by))
        for field in (self.people, self.place, self.exposed):
            self.fields.addWidget(field)

    @property
    def first(self) -> QWidget:
        """The first field."""
        return self.people.holder.line

    def submit(self) -> None:
        """Hand out what was typed unless a field refuses it."""
        if not self.people.refused and not self.place.error_text:
            holder, phone, resets = self.people.values()
            exposed = int(self.exposed.value() or 0)
            self.given.emit(Described(holder, phone, resets, self.place.value(), exposed))


class PeopleFields(QWidget):
    """Who holds an account, who holds the phone of its codes, which mailbox resets it."""

    def __init__(self, access: Access | None, mailboxes: Sequence[Access]) -> None:
        super().__init__()
        self.holder = TextField(
            _("Who holds this account?"),
            example=_("Initials, or “team”"),
            text=access.holder if access else "",
        )
        self.phone = TextField(
            _("Who holds the phone of the code?"),
            example=_("Initials; empty if no code is asked"),
            text=access.code_phone_holder if access else "",
        )
        choices = [("0", _("I don’t know"))]
        choices += [(str(box.id), box.login) for box in mailboxes if access is None or box.id != access.id]
        self.resets = ChoiceField(_("Through which mailbox is it reset?"), choices)
        self.resets.box.setMinimumContentsLength(8)
        self.resets.set_value(str(access.resets_through) if access else "0")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field in (self.holder, self.phone, self.resets):
            column.addWidget(field)

    @property
    def refused(self) -> bool:
        """Tell whether a field refuses what was typed."""
        return bool(self.holder.error_text or self.phone.error_text)

    def values(self) -> tuple[str, str, int]:
        """Return holder, holder of the phone, id of the mailbox (0 = not known)."""
        return self.holder.value(), self.phone.value(), int(self.resets.value() or 0)
