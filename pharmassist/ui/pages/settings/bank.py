"""The card of changes of bank details: what is asked, what stands before it, the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.bank_details import Side, Way
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.bank_guard import Guarded, standing_words
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, tab_before
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.undoing import offer_undo

_AT_PARTY = ("bank_party_missing", "nir_refused")
_AT_SOURCE = ("bank_number_source",)


class BankCard(Card):
    """Ours or a payer's: nothing is changed on the word of a message."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(_("Changes of RIB"), "landmark", _("call back, second person, a day"))
        self._desk, self._failed = desk, failed
        self._calling = self._going_to = 0
        self._acts: list[tuple[int, Button]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.side = ChoiceField(
            _("Whose RIB?"), ((Side.THEIRS.value, _("Theirs")), (Side.OURS.value, _("Ours")))
        )
        self.party = TextField(_("Operator or payer"), example="Viamedis")
        self.last4 = TextField(_("Last four signs"), example="0142")
        self.way = ChoiceField(_("Asked by"), way_words())
        self.note = Button(_("Note the request"), icon="plus", pressed=self._ask)
        self._asking = _fields((self.side, self.party), (self.last4, self.way), self.note)
        self.body.addWidget(self._asking)
        self.number = TextField(_("Number called, known before"), example="01 23 45 67 89")
        self.source = TextField(_("Known from (contract, old invoice)"))
        self.confirmed = Button(_("They confirm"), icon="check", pressed=lambda: self._called(confirmed=True))
        self.denied = Button(
            _("They know nothing of it"), icon="x", pressed=lambda: self._called(confirmed=False)
        )
        self._call = _fields((self.number, self.source), (), self.confirmed, self.denied)
        self.body.addWidget(self._call)
        self._call.hide()

    def show_changes(self, changes: Sequence[Guarded]) -> None:
        """Show the changes that are open; whoever just acted on one stands on its next step."""
        held = next(((number, each.text()) for number, each in self._acts if each.hasFocus()), (0, ""))
        empty_layout(self._list)
        self._acts = []
        for guarded in changes:
            row, number = self._row(guarded), guarded.change.id
            self._list.addWidget(row)
            self._list.addWidget(line())
            own = row.findChildren(Button)
            self._acts += [(number, each) for each in own]
            if number == self._going_to:
                self._going_to = 0
                own[0].setFocus(Qt.FocusReason.OtherFocusReason)
            elif number == held[0]:
                same = next((each for each in own if each.text() == held[1]), own[0])
                same.setFocus(Qt.FocusReason.OtherFocusReason)
        tab_before(self.side.box, [each for _number, each in self._acts])

    def _row(self, guarded: Guarded) -> QWidget:
        held, change = QWidget(), guarded.change
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        whose = _("Our RIB") if change.side is Side.OURS else _("Their RIB")
        column.addWidget(Text(f"{whose} · {guarded.party} · …{change.last4}", "strong"))
        column.addWidget(Text(standing_words(guarded), "table", "amber", wrap=True))
        acts = QHBoxLayout()
        acts.setSpacing(4)
        number, missing = change.id, guarded.missing
        if "call" in missing:
            acts.addWidget(_small(_("Called back…"), "phone-call", lambda: self._ask_call(guarded)))
        elif "second" in missing:
            acts.addWidget(_small(_("I confirm"), "user", lambda: self._second(number)))
        elif not missing:
            acts.addWidget(_small(_("It is changed"), "check", lambda: self._apply(number)))
        acts.addWidget(_small(_("Slip"), "printer", lambda: self._slip(guarded)))
        acts.addWidget(_small(_("Give up"), "x", lambda: self._refuse(number)))
        acts.addStretch(1)
        column.addLayout(acts)
        return held

    def _ask(self) -> None:
        guard, who = self._desk.office.bank_guard, self._desk.acting()
        side, party = Side(self.side.value()), self.party.value()
        last4, way = self.last4.value(), Way(self.way.value())

        def asked(_guarded: Guarded) -> None:
            self._call.hide()
            self.party.clear()
            self.last4.clear()

        self._do(lambda: guard.ask(who, side, party, last4, way), asked)

    def _ask_call(self, guarded: Guarded) -> None:
        self._calling = guarded.change.id
        self.number.set_value(guarded.numbers[0] if guarded.numbers else "")
        self._call.show()
        self.number.line.setFocus()

    def _called(self, *, confirmed: bool) -> None:
        guard, who, calling = self._desk.office.bank_guard, self._desk.acting(), self._calling
        number, source = self.number.value(), self.source.value()

        def called(_guarded: Guarded) -> None:
            self._call.hide()
            self.source.clear()

        self._do(lambda: guard.called(who, calling, number, source, confirmed=confirmed), called)

    def _second(self, number: int) -> None:
        guard, who = self._desk.office.bank_guard, self._desk.acting()
        self._do(lambda: guard.second(who, number))

    def _apply(self, number: int) -> None:
        guard, who = self._desk.office.bank_guard, self._desk.acting()

        def apply(pin: Secret | None) -> None:
            self._do(lambda: guard.apply(who, number, pin))

        as_owner(self._desk, self, apply, self._failed)

    def _refuse(self, number: int) -> None:
        guard, who = self._desk.office.bank_guard, self._desk.acting()

        def given_up(guarded: Guarded) -> None:
            told = _("Given up: the RIB of {party} stays as it is.").format(party=guarded.party)
            offer_undo(self, self._desk, told, lambda: guard.take_up(who, guarded.change), self._failed)

        self._do(lambda: guard.refuse(who, number, _("given up")), given_up)

    def _slip(self, guarded: Guarded) -> None:
        papers, who = self._desk.office.papers, self._desk.acting()
        self._desk.preview(lambda: papers.bank_slip(who, guarded))

    def _do(
        self, work: Callable[[], Guarded], done: Callable[[Guarded], None] = lambda _guarded: None
    ) -> None:
        def ended(guarded: Guarded) -> None:
            self._going_to = guarded.change.id
            done(guarded)

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), ended, self._refused)

    def _refused(self, problem: Problem) -> None:
        fields = {"bank_last4": self.last4, "bank_number": self.number}
        fields |= dict.fromkeys(_AT_PARTY, self.party) | dict.fromkeys(_AT_SOURCE, self.source)
        field = fields.get(problem.code)
        if field is None:
            self._failed(problem)
        else:
            field.error(describe(problem).sentence)
            field.setFocus()


def way_words() -> tuple[tuple[str, str], ...]:
    """Return how a change may be asked, in words."""
    words = {
        Way.MAIL: _("mail"),
        Way.PHONE: _("telephone"),
        Way.POST: _("post"),
        Way.PORTAL: _("portal"),
        Way.IN_PERSON: _("in person"),
    }
    return tuple((way.value, words[way]) for way in Way)


def _small(words: str, icon: str, pressed: Callable[[], None]) -> Button:
    return Button(words, "quiet", icon, size="small", pressed=pressed)


def _fields(first: tuple[QWidget, ...], second: tuple[QWidget, ...], *buttons: Button) -> QWidget:
    """Return two lines of fields, the buttons under them."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for parts in (first, second):
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in parts:
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    row = QHBoxLayout()
    row.setSpacing(12)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return held
