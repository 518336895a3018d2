"""Who is acting: a small choice when several people are known and none was named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Role
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row, step_among
from pharmassist.ui.parts.text import Text

WIDTH = 440


def role_word(role: Role) -> str:
    """Return the word of a role: titulaire, référent tiers payant, équipe."""
    words = {Role.OWNER: _("owner"), Role.CLAIMS_LEAD: _("claims lead"), Role.TEAM: _("team")}
    return words[role]


def person_words(person: Person) -> str:
    """Return how a person is shown at the foot of the window: "AB, titulaire"."""
    return f"{person.initials}, {person.title or role_word(person.role)}"


class WhoDialog(QDialog):
    """Lists the people; a figure, Enter or a click chooses. ``chosen`` gives the initials."""

    chosen = Signal(str)

    def __init__(self, people: Sequence[Person], acting: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Who is acting?"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(4)
        column.addWidget(Text(_("Who is acting?"), "question"))
        column.addWidget(Text(_("Your initials sign what you do."), "text", "text2", wrap=True))
        column.addSpacing(8)
        self.rows: list[Row] = []
        for number, person in enumerate(people, 1):
            row = self._row(number, person, current=person.initials == acting)
            column.addWidget(row)
            self.rows.append(row)
        column.addStretch(1)
        if acting:
            foot = QHBoxLayout()
            foot.addStretch(1)
            foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.reject))
            column.addSpacing(8)
            column.addLayout(foot)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.resize(WIDTH, column.totalHeightForWidth(WIDTH))
        if self.rows:
            names = [person.initials for person in people]
            self.rows[names.index(acting) if acting in names else 0].setFocus()

    def _row(self, number: int, person: Person, *, current: bool) -> Row:
        row = Row(f"{person.initials}, {person.name}, {role_word(person.role)}", current=current)
        row.set_pressable()
        row.setMinimumHeight(44)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(12)
        layout.addWidget(Icon("user", "primary"))
        initials = Text(person.initials, "strong")
        initials.setMinimumWidth(28)
        layout.addWidget(initials)
        layout.addWidget(Text(person.name), 1)
        layout.addWidget(Text(person.title or role_word(person.role), "table", "text2"))
        row.chosen.connect(lambda: self._choose(person.initials))
        if number <= 9:
            layout.addWidget(Text(str(number), "caption"))
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(lambda: self._choose(person.initials))
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down among the rows."""
        if not step_among(self.rows, event):
            super().keyPressEvent(event)

    def _choose(self, initials: str) -> None:
        self.chosen.emit(initials)
        self.accept()
