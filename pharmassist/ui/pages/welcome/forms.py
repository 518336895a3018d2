"""The two pages that may be skipped: the pharmacy, the people."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.people import checked_pharmacy, new_person
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.welcome.founder import nameless_pharmacy
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.who import role_word


class PharmacyForm(QWidget):
    """Name, FINESS, SIRET, town; every field may stay empty. Enter goes on."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(_("Name of the pharmacy"), example="Pharmacie du Port")
        self.finess = TextField(_("FINESS"), example=_("9 digits"))
        self.siret = TextField(_("SIRET"), example=_("14 digits"))
        self.town = TextField(_("Town"))
        card = Card(_("The pharmacy"), "store")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for position, field in enumerate((self.name, self.town, self.finess, self.siret)):
            field.entered.connect(self.entered)
            grid.addWidget(field, position // 2, position % 2, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 40, 0, 24)
        column.setSpacing(4)
        column.addWidget(Text(_("Which pharmacy is it?"), "question"))
        column.addWidget(
            Text(
                _("It heads what you print. You can correct it later, in Settings."),
                "text",
                "text2",
                wrap=True,
            )
        )
        column.addSpacing(16)
        column.addWidget(card)
        column.addStretch(1)

    def pharmacy(self) -> Pharmacy | None:
        """Return what was typed, checked; None after showing which field is refused."""
        typed = Pharmacy(
            register_id="",
            name=self.name.value() or nameless_pharmacy().name,
            finess=self.finess.value(),
            siret=self.siret.value(),
            town=self.town.value(),
        )
        try:
            return checked_pharmacy(typed)
        except Problem as problem:
            field = self.siret if problem.code == "siret_invalid" else self.finess
            field.error(describe(problem).sentence)
            field.setFocus()
            return None


class PeopleForm(QWidget):
    """Initials, name, role; Enter adds, as many as wanted, and with nothing typed goes on."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Person] = []
        self.initials = TextField(_("Initials"), example="AB")
        self.initials.setFixedWidth(96)
        self.name = TextField(_("Name"), example="Anne Besson")
        self.role = ChoiceField(_("Role"), [(role.value, role_word(role)) for role in Role])
        self.role.setFixedWidth(200)
        self.add = Button(_("Add"), icon="plus", pressed=self.take)
        for field in (self.initials, self.name):
            field.entered.connect(self._enter)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.initials, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.role, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        card = Card(_("The team"), "users", _("each action is signed by initials"))
        card.body.addLayout(row)
        card.body.addLayout(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 40, 0, 24)
        column.setSpacing(4)
        column.addWidget(Text(_("Who will act?"), "question"))
        column.addWidget(
            Text(
                _("Those who use the program. You can add others later, in Settings."),
                "text",
                "text2",
                wrap=True,
            )
        )
        column.addSpacing(16)
        column.addWidget(card)
        column.addStretch(1)

    def people(self) -> tuple[Person, ...] | None:
        """Return the people, a half-typed one included; None after showing what is refused."""
        if (self.initials.value() or self.name.value()) and not self.take():
            return None
        return tuple(self._people)

    def _enter(self) -> None:
        if self._people and not (self.initials.value() or self.name.value()):
            self.entered.emit()
        else:
            self.take()

    def take(self) -> bool:
        """Add the person typed; False after showing why not."""
        try:
            person = new_person(self.initials.value(), self.name.value(), Role(self.role.value()))
            if any(known.initials == person.initials for known in self._people):
                raise Problem("initials_taken", {"initials": person.initials})
        except Problem as problem:
            # The field is narrow: its own short sentence, the rest would be a column of words.
            short = problem.code == "initials_invalid"
            self.initials.error(_("One to four letters.") if short else describe(problem).sentence)
            self.initials.setFocus()
            return False
        self._people.append(person)
        self.initials.clear()
        self.name.clear()
        self.role.set_value(Role.TEAM.value)
        self.initials.setFocus()
        self._show()
        return True

    def _show(self) -> None:
        empty_layout(self._list)
        for person in self._people:
            held = QWidget()
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 6, 0, 6)
            row.setSpacing(12)
            row.addWidget(Icon("user", "primary"))
            row.addWidget(Text(person.initials, "strong"))
            row.addWidget(Text(person.name), 1)
            row.addWidget(Text(role_word(person.role), "table", "text2"))
            remove = Button("", "quiet", "trash-2", size="small")
            remove.setAccessibleName(_("Remove {initials}").format(initials=person.initials))
            remove.setToolTip(remove.accessibleName())
            remove.clicked.connect(lambda _on=False, gone=person: self._remove(gone))
            row.addWidget(remove)
            self._list.addWidget(line())
            self._list.addWidget(held)

    def _remove(self, person: Person) -> None:
        self._people.remove(person)
        self._show()
        self.initials.setFocus()
