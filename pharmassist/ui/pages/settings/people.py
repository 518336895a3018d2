"""The card of the people: who may act, adding one, letting one act no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, tab_before, tab_stops
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.undoing import offer_undo
from pharmassist.ui.who import role_word


class PeopleCard(Card):
    """Initials, name, role and title of each; Enter adds."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(_("The team"), "users", _("each action is signed by initials"))
        self._desk, self._failed = desk, failed
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.initials = TextField(_("Initials"), example="AB")
        self.initials.setFixedWidth(84)
        self.name = TextField(_("Name"))
        self.role = ChoiceField(_("Role"), [(role.value, role_word(role)) for role in reversed(Role)])
        self.role.setMinimumWidth(150)
        self.title_field = TextField(_("Title shown (optional)"), example=_("adjoint"))
        add = Button(_("Add"), icon="plus", pressed=self._add)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(12)
            self.body.addLayout(row)
        first.addWidget(self.initials, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.role, 1, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.title_field, 1, Qt.AlignmentFlag.AlignTop)
        second.addWidget(add, 0, Qt.AlignmentFlag.AlignBottom)
        for field in (self.initials, self.name, self.title_field):
            field.entered.connect(self._add)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show who may act."""
        empty_layout(self._list)
        rows = [self._row(person) for person in people]
        for row in rows:
            self._list.addWidget(row)
            self._list.addWidget(line())
        tab_before(self.initials.line, tab_stops(*rows))

    def _row(self, person: Person) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(12)
        row.addWidget(Icon("user", "primary"))
        initials = Text(person.initials, "strong")
        initials.setMinimumWidth(28)
        row.addWidget(initials)
        row.addWidget(Text(person.name), 1)
        row.addWidget(Text(person.title or role_word(person.role), "table", "text2"))
        remove = Button(_("Remove"), "quiet", "user-x", size="small")
        remove.setAccessibleName(_("Remove {initials}").format(initials=person.initials))
        remove.clicked.connect(lambda _on=False, gone=person.initials: self._remove(gone))
        row.addWidget(remove)
        return held

    def _add(self) -> None:
        as_owner(self._desk, self, lambda _pin: self._add_now(), self._failed)

    def _add_now(self) -> None:
        people, initials, name = self._desk.office.people, self.initials.value(), self.name.value()
        role, title, who = Role(self.role.value()), self.title_field.value(), self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: people.add(who, initials, name, role, title),
            self._added,
            self._refused,
        )

    def _added(self, person: Person) -> None:
        people, who = self._desk.office.people, self._desk.acting()
        told = _("{initials} may act.").format(initials=person.initials)
        offer_undo(self, self._desk, told, lambda: people.remove(who, person.initials), self._failed)
        for field in (self.initials, self.name, self.title_field):
            field.clear()
        self.initials.setFocus()

    def _refused(self, problem: Problem) -> None:
        if problem.code in ("initials_invalid", "initials_taken"):
            self.initials.error(describe(problem).sentence)
            self.initials.setFocus()
        else:
            self._failed(problem)

    def _remove(self, initials: str) -> None:
        as_owner(self._desk, self, lambda _pin: self._remove_now(initials), self._failed)

    def _remove_now(self, initials: str) -> None:
        people, who = self._desk.office.people, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: people.remove(who, initials),
            self._removed,
            self._failed,
        )

    def _removed(self, person: Person) -> None:
        people, who = self._desk.office.people, self._desk.acting()
        told = _("{initials} acts no more.").format(initials=person.initials)
        offer_undo(self, self._desk, told, lambda: people.bring_back(who, person), self._failed)
