"""Qui paie cette mutuelle, qui appeler ? And the AMC of the encours whose operator is to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.operators import DIRECT, Contact, Insurer
from pharmassist.services.directory import LEARNT, TAUGHT, Unassigned, WhoPays, operator_names
from pharmassist.services.office import Office
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import ExportButton
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, facts_row, scrolled
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.copying import Cents, Sheet
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text, line

_SHOWN, _NARROW, _TYPING_MS = 8, 960, 200


@dataclass(frozen=True, slots=True)
class Worklist:
    """The AMC of the encours without operator, and the operators by id and name."""

    lines: tuple[Unassigned, ...]
    operators: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """The answers to a name or number typed, the best first, each with what waits at it."""

    text: str
    answers: tuple[WhoPays, ...]
    more: int


def read_worklist(office: Office) -> Worklist:
    """Read the worklist (a lane's work)."""
    return Worklist(office.directory.without_operator(), operator_names(office.catalogue))


def read_answers(office: Office, text: str) -> Found:
    """Look a mutuelle up (a lane's work)."""
    entries = office.directory.list(text) if text else ()
    shown = tuple(office.directory.pays(entry) for entry in entries[:_SHOWN])
    return Found(text, shown, len(entries) - len(shown))


class WorklistCard(Card):
    """AMC à attribuer: ticked, then given their operator in one go."""

    assigned = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("AMC without operator"), "list-checks", padded=False, parent=parent)
        # Copied by the table itself: the lines selected, with their titles.
        self.add_action(ExportButton(desk, self, "worklist", self._sheet))
        self._lines: tuple[Unassigned, ...] = ()
        self._names: Mapping[str, str] = {}
        columns = (
            Column("name", _("Mutuelle (AMC)"), sortable=False),
            Column("amc", _("AMC no."), 92, sortable=False),
            Column("sum", _("Waiting"), 132, right=True, sortable=False),
            Column("why", _("What we know"), 144, sortable=False),
        )
        self.model = PagedModel(columns, self._ask, boxes=True)
        self.table = Table(_("AMC without operator"), self.model)
        self.model.setParent(self.table)
        self.table.setMinimumHeight(220)
        self.body.addWidget(self.table, 1)
        self.operator = ChoiceField(_("Who pays them?"), [])
        self.give = Button(_("Remember for those chosen"), icon="check", pressed=self._give)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(12)
        foot.addWidget(self.operator, 1)
        foot.addWidget(self.give, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(line())
        self.body.addLayout(foot)
        self._hint = Text("", "caption", wrap=True)
        self._hint.setContentsMargins(16, 0, 16, 10)
        self.body.addWidget(self._hint)
        self.model.chosen_changed.connect(self._tell)
        self.table.opened.connect(self.model.toggle)

    def show_worklist(self, worklist: Worklist) -> None:
        """Show what is to be found, the largest first."""
        self._lines, self._names = worklist.lines, worklist.operators
        self.operator.set_choices(list(worklist.operators.items()))
        self.model.set_chosen(())
        self.model.reload(len(self._lines))
        count = sum(each.waiting.count for each in self._lines)
        cents = sum(each.waiting.cents for each in self._lines)
        words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", count)
        self.set_caption(words.format(count=number(count), sum=money(cents)))
        self._tell()

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self.show_worklist(Worklist((), {}))

    def _sheet(self) -> Sheet:
        """Return every line to export, its sum as a number."""
        titles = (_("Mutuelle (AMC)"), _("AMC no."), _("Invoices"), _("Amount"), _("What we know"))
        rows = []
        for each in self._lines:
            name, digits, _waiting, why = self._words(each)
            rows.append((name, digits, each.waiting.count, Cents(each.waiting.cents), why))
        return Sheet(titles, rows)

    def _ask(self, request: PageRequest) -> None:
        rows = [TableRow(n, self._words(each)) for n, each in enumerate(self._lines)]
        self.model.deliver(request, rows[request.offset : request.offset + request.limit])

    def _words(self, each: Unassigned) -> tuple[str, str, str, str]:
        names = [self._names.get(operator, operator) for operator in each.possible]
        if len(names) > 1:
            why = _("Undetermined: {names}").format(names=_(" or ").join(names))
        elif names:
            why = _("To verify: {name}").format(name=names[0])
        else:
            why = _("Nothing known")
        digits = each.amc.lstrip("0")
        return (
            each.name or _("Not recognised"),
            digits if digits.isdecimal() else "–",
            f"{number(each.waiting.count)} · {money(each.waiting.cents)}",
            why,
        )

    def _chosen(self) -> list[Unassigned]:
        return [self._lines[key] for key in sorted(self.model.chosen()) if key < len(self._lines)]

    def _tell(self) -> None:
        chosen = self._chosen()
        self.give.setEnabled(bool(chosen) and all(each.amc for each in chosen))
        several = [each.name for each in chosen if len(each.possible) > 1]
        if several:
            self._hint.setText(
                _("{names}: several operators are possible. Look at the logo on the card first.").format(
                    names=", ".join(several)
                )
            )
        elif any(not each.amc for each in chosen):
            self._hint.setText(_("A line without number nor name cannot be taught: correct its invoices."))
        else:
            self._hint.setText(_("Space ticks a line. Open invoices of these AMC get the operator at once."))

    def _give(self) -> None:
        chosen = [each.amc for each in self._chosen()]
        if chosen and self.operator.value():
            self.assigned.emit(chosen, self.operator.value())


class AnswerCard(Card):
    """Qui paie cette mutuelle, qui appeler ?"""

    typed = Signal(str)
    filtered = Signal(object)
    teach_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Who pays this mutuelle, whom to call?"), "phone", padded=True, parent=parent)
        self._names: Mapping[str, str] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Name, AMC number or code of the card"))
        self.search.setAccessibleName(_("Mutuelle, AMC number or code"))
        self.body.addWidget(self.search)
        inner = QWidget()
        self._answers = QVBoxLayout(inner)
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._answers.setSpacing(6)
        area = scrolled(inner)
        area.setMinimumHeight(240)
        self.body.addWidget(area, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._tell_typed)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._tell_typed)
        self.show_found(Found("", (), 0), {})

    def wanted(self) -> str:
        """Return what is looked for; a NIR is never."""
        text = self.search.text().strip()
        return "" if looks_like_nir(text) else text

    def show_found(self, found: Found, names: Mapping[str, str]) -> None:
        """Show the answers, the best first."""
        self._names = names
        empty_layout(self._answers)
        if not found.text:
            self._say(_("Type a mutuelle: who stands behind it, how sure that is, and whom to call."))
        elif not found.answers:
            self._say(_("This mutuelle is not in the directory yet. Teach it with its number and operator."))
            teach = Button(_("Teach this mutuelle…"), icon="plus", size="small")
            teach.clicked.connect(lambda: self.teach_asked.emit(Insurer(found.text, "", (), TAUGHT, "")))
            self._answers.addWidget(teach, 0, Qt.AlignmentFlag.AlignLeft)
        for answer in found.answers:
            self._add(answer, full=len(found.answers) <= 2)
        if found.more:
            self._say(_("{count} more: type a longer name.").format(count=number(found.more)))
        self._answers.addStretch(1)

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self.search.clear()
        self._timer.stop()
        self.show_found(Found("", (), 0), {})

    def _say(self, words: str) -> None:
        self._answers.addWidget(Text(words, "text", "text3", wrap=True))

    def _add(self, answer: WhoPays, *, full: bool) -> None:
        entry = answer.insurer
        self._answers.addWidget(Text(entry.name, "strong"))
        for name, value in facts_of(answer, self._names):
            self._answers.addWidget(facts_row(name, value))
        if full:
            for operator in answer.operators:
                for contact in operator.contacts:
                    self._answers.addWidget(facts_row(operator.name, contact_words(contact)))
                if not operator.contacts:
                    self._answers.addWidget(facts_row(operator.name, _("no contact is known")))
        acts = QHBoxLayout()
        acts.setSpacing(8)
        teach = Button(_("Correct this entry…"), "quiet", "pen-line", size="small")
        teach.setAccessibleName(_("Correct the entry {name}").format(name=entry.name))
        teach.clicked.connect(lambda: self.teach_asked.emit(entry))
        acts.addWidget(teach)
        if answer.waiting.count:
            show = Button(_("Its invoices"), "quiet", "files", size="small")
            show.setAccessibleName(_("Invoices of {name}").format(name=entry.name))
            show.clicked.connect(lambda: self.filtered.emit(entry))
            acts.addWidget(show)
        acts.addStretch(1)
        self._answers.addLayout(acts)
        self._answers.addWidget(line())

    def _tell_typed(self) -> None:
        self._timer.stop()
        self.typed.emit(self.wanted())


class DirectoryView(QWidget):
    """Both cards; beside each other where there is room."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worklist = WorklistCard(desk)
        self.answers = AnswerCard()
        held = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, held)
        self._columns.setContentsMargins(16, 12, 16, 16)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.worklist, 7)
        self._columns.addWidget(self.answers, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(held))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the cards where room lacks."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        side = 16 if self.width() < 1000 else 24
        self._columns.setContentsMargins(side, 12, side, 16)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self.worklist.forget()
        self.answers.forget()


def certainty_words(entry: Insurer) -> str:
    """Return how sure an entry is, and by whom or what."""
    if entry.certainty == TAUGHT:
        return _("taught by {who}").format(who=entry.source)
    if entry.certainty == LEARNT:
        return _("learnt from the lists of your software")
    return _("to verify: {source}").format(source=entry.source)


def facts_of(answer: WhoPays, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is known of an AMC: who pays, how sure, what its card prints, what waits."""
    entry = answer.insurer
    told = [names.get(operator, operator) for operator in entry.operators]
    paid = _(" or ").join(told) or _("Nothing known")
    if len(told) > 1:
        paid += " · " + _("the logo on the card decides")
    if entry.operators == (DIRECT,):
        paid += " · " + _("call the mutuelle itself")
    facts = [(_("Paid by"), paid), (_("How sure"), certainty_words(entry))]
    numbers = [entry.amc_number.lstrip("0")] if entry.amc_number else []
    if entry.code:
        numbers.append(_("code {code}").format(code=entry.code.lstrip("0")))
    if entry.convention_type:
        numbers.append(_("convention {type}").format(type=entry.convention_type))
    if entry.csr:
        numbers.append(f"CSR {entry.csr}")
    if numbers:
        facts.append((_("Card"), " · ".join(numbers)))
    if answer.waiting.count:
        words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", answer.waiting.count)
        facts.append(
            (_("Waiting"), words.format(count=number(answer.waiting.count), sum=money(answer.waiting.cents)))
        )
    return facts


def contact_words(contact: Contact) -> str:
    """Return a way to reach an operator, with its certainty."""
    words = f"{contact.label or contact.kind} : {contact.value}"
    if contact.valid_only:
        words += f" ({contact.valid_only})"
    seen = "/".join(reversed(contact.verified_on.split("-")))
    sure = _("not verified") if contact.unverified else _("seen on {day}").format(day=seen)
    return f"{words} · {sure}"
