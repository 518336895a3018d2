"""The welcome itself: its head with the three steps, its pages, its foot."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.opening import Doors
from pharmassist.services.people import new_person
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.opening_pages import ask_register_folder
from pharmassist.ui.page_view import ask_where
from pharmassist.ui.pages.welcome.first import FirstPage
from pharmassist.ui.pages.welcome.forms import PeopleForm, PharmacyForm
from pharmassist.ui.pages.welcome.founder import NO_VAULT, Birth, Choices, Founder, nameless_pharmacy
from pharmassist.ui.pages.welcome.safety import SafetyPage
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import centred
from pharmassist.ui.parts.light import Icon, Mark
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.problems import show_problem

FIRST, PHARMACY, PEOPLE, SAFETY = range(4)


class Welcome(QWidget):
    """From nothing to a register: three pages, all may be skipped but the key."""

    def __init__(self, bridge: Bridge, doors: Doors, choices: Choices) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._choices = choices
        self._founder = Founder(bridge, doors, choices, self)
        self._alerting: tuple[Person, ...] = ()
        self.first, self.pharmacy, self.people = FirstPage(), PharmacyForm(), PeopleForm()
        self.safety = SafetyPage(bridge, self._founder)
        self._stack = QStackedWidget()
        for page in (self.first, self.pharmacy, self.people, self.safety):
            self._stack.addWidget(centred(page, 960))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(line("edge"))
        column.addWidget(self._stack, 1)
        column.addWidget(line("edge"))
        column.addWidget(self._foot())
        self.first.prepare.connect(lambda: self.show_page(PHARMACY))
        self.first.discover.connect(choices.demonstration)
        self.first.alert.connect(self._alert)
        self.first.banner.acted.connect(self._alert_by_file)
        self.pharmacy.entered.connect(self._next)
        self.people.entered.connect(self._next)
        self.safety.proved.connect(self._ready)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._back)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.safety.print_sheet)
        self.show_page(FIRST)

    def begin(self) -> None:
        """Put the focus on the usual choice."""
        self.first.main.setFocus()

    @property
    def current(self) -> int:
        """The number of the page shown."""
        return self._stack.currentIndex()

    def show_page(self, number: int) -> None:
        """Show a page, its marks in the head and its buttons in the foot."""
        self._stack.setCurrentIndex(number)
        for step, mark in enumerate(self._marks, PHARMACY):
            mark.setVisible(number != FIRST)
            name = self._names[step - PHARMACY]
            if step < number:
                mark.set_mark("circle-check", name, "green")
            else:
                mark.set_mark("circle-dot" if step == number else "circle", name, "grey")
        where = _("Page {number} of 3").format(number=number)
        self._where.setText(_("No account to make, nothing is sent") if number == FIRST else where)
        self.next.setText(_("Start") if number == SAFETY else _("Continue"))
        self.next.setEnabled(number != SAFETY or self.safety.proof.is_proved)
        hints = {SAFETY: _("This page alone cannot be skipped.")}
        self._hint.setText(hints.get(number, _("All may be skipped and done later, but the recovery key.")))
        seen = {self.back: number in (PHARMACY, PEOPLE), self.next: number != FIRST}
        seen |= {self._folder: number == FIRST, self._restore: number == FIRST}
        # Those that go first: all at once would make the window wider than a small screen.
        for button in sorted(seen, key=seen.__getitem__):
            button.setVisible(seen[button])
        firsts: dict[int, QWidget] = {PHARMACY: self.pharmacy.name, PEOPLE: self.people.initials}
        if number in firsts:
            firsts[number].setFocus()

    def _head(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("part", "surface")
        frame.setFixedHeight(72)
        self._names = (_("The pharmacy"), _("The team"), _("Safety"))
        self._marks = tuple(Mark("circle", name, "grey", pill=False) for name in self._names)
        self._where = Text("", "table", "text2")
        row = QHBoxLayout(frame)
        row.setContentsMargins(32, 0, 32, 0)
        row.setSpacing(24)
        row.addWidget(Icon("cross", "primary", 22))
        row.addSpacing(-12)
        row.addWidget(Text("PharmAssist", "title"))
        row.addStretch(1)
        for mark in self._marks:
            row.addWidget(mark)
        row.addStretch(1)
        row.addWidget(self._where)
        return frame

    def _foot(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("part", "surface")
        frame.setFixedHeight(64)
        self.back = Button(_("Back"), icon="arrow-left", pressed=self._back)
        self.next = Button(_("Continue"), "primary", "arrow-right", pressed=self._next)
        self._hint = Text("", "table", "text2")
        self._folder = Button(
            _("I have a register: reopen it"), "quiet", "folder-open", pressed=self._other_folder
        )
        self._restore = Button(_("Take a backup up again"), "quiet", "undo-2", pressed=self._choices.restore)
        row = QHBoxLayout(frame)
        row.setContentsMargins(32, 0, 32, 0)
        row.setSpacing(16)
        row.addWidget(self.back)
        row.addWidget(self._hint)
        row.addStretch(1)
        row.addWidget(self._restore)
        row.addWidget(self._folder)
        row.addWidget(self.next)
        return frame

    def _next(self) -> None:
        if self.current == PHARMACY and self.pharmacy.pharmacy() is not None:
            self.show_page(PEOPLE)
        elif self.current == PEOPLE:
            pharmacy, people = self.pharmacy.pharmacy(), self.people.people()
            if pharmacy is not None and people is not None:
                self.show_page(SAFETY)
                self.safety.begin(pharmacy, people)
        elif self.current == SAFETY and self.safety.birth is not None:
            self._choices.founded(self.safety.birth.founded.office, False)

    def _back(self) -> None:
        if self.current in (PHARMACY, PEOPLE):
            self.show_page(self.current - 1)

    def _ready(self) -> None:
        self.next.setEnabled(True)
        self.next.setFocus()

    def _alert(self, initials: str) -> None:
        """Found with what is known, then open the incident; the sheet is asked for by Today."""
        try:
            self._alerting = (new_person(initials, "", Role.OWNER),) if initials else ()
        except Problem as problem:
            self.first.initials.error(describe(problem).sentence)
            return
        self._found_alert(None)

    def _alert_by_file(self) -> None:
        chosen = ask_where(self, _("recovery-key") + ".txt")
        if chosen:
            self._found_alert(Path(chosen))

    def _found_alert(self, key_file: Path | None) -> None:
        self.first.happens.setEnabled(False)
        self._founder.found(nameless_pharmacy(), self._alerting, self._alerted, self._not_alerted, key_file)

    def _alerted(self, birth: Birth) -> None:
        self._choices.founded(birth.founded.office, True)

    def _not_alerted(self, problem: Problem) -> None:
        self.first.happens.setEnabled(True)
        if problem.code in NO_VAULT:
            text = describe(problem)
            self.first.banner.tell(
                "amber",
                f"{text.sentence} {text.remedy}",
                strong=text.title,
                action=_("Keep the key in a file…"),
            )
        else:
            show_problem(self.first.banner, problem)

    def _other_folder(self) -> None:
        chosen = ask_register_folder(self)
        if chosen:
            self._choices.other_folder(Path(chosen))
