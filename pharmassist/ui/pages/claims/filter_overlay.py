"""Every filter of the list in one place; each that is kept stands as a chip in the bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.imports import ImportKind, ImportRecord
from pharmassist.domain.money import Money
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.reading import FilterChoices
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.fitting import Fitting
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


@dataclass(frozen=True, slots=True)
class Extra:
    """Filters that have no chip of their own in the bar; the names are what is shown of them."""

    amc_number: str = ""
    amc_name: str = ""
    states: frozenset[State] = frozenset()
    older_than: int | None = None
    within: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    amount_from: Money | None = None
    amount_to: Money | None = None
    import_id: int = 0
    list_name: str = ""
    delays: tuple[tuple[str, int], ...] = ()

    def chips(self) -> list[tuple[str, str]]:
        """Return what is kept: a key to take it away, and its words."""
        found = []
        if self.amc_number:
            found.append(("amc", self.amc_name or self.amc_number))
        if self.delays:
            found.append(("delays", _("Overdue")))
        if self.older_than is not None:
            words = translate_plural("over {days} working day", "over {days} working days", self.older_than)
            found.append(("age", words.format(days=self.older_than)))
        if self.within is not None:
            words = translate_plural("up to {days} working day", "up to {days} working days", self.within)
            found.append(("within", words.format(days=self.within)))
        if self.date_from or self.date_to:
            found.append(("period", f"{short_day(self.date_from)} → {short_day(self.date_to)}"))
        if self.amount_from is not None or self.amount_to is not None:
            ends = ("–" if cents is None else money(cents) for cents in (self.amount_from, self.amount_to))
            found.append(("amount", " → ".join(ends)))
        if self.import_id:
            found.append(("list", self.list_name or _("one list")))
        if self.states:
            found.append(("states", ", ".join(state_text(each) for each in State if each in self.states)))
        return found

    def without(self, key: str) -> Extra:
        """Return the others."""
        changes: dict[str, Extra] = {
            "amc": replace(self, amc_number="", amc_name=""),
            "delays": replace(self, delays=()),
            "age": replace(self, older_than=None),
            "within": replace(self, within=None),
            "period": replace(self, date_from=None, date_to=None),
            "amount": replace(self, amount_from=None, amount_to=None),
            "list": replace(self, import_id=0, list_name=""),
            "states": replace(self, states=frozenset()),
        }
        return changes[key]


def extra_of(wanted: ClaimFilter) -> Extra:
    """Return the filters of a saved view that have no chip of their own, states left out."""
    return Extra(
        amc_number=wanted.amc_number,
        older_than=wanted.older_than,
        within=wanted.within,
        date_from=wanted.date_from,
        date_to=wanted.date_to,
        amount_from=wanted.amount_from,
        amount_to=wanted.amount_to,
        import_id=wanted.import_id,
        delays=wanted.delays,
    )


class FilterOverlay(Overlay):
    """Asks what to keep; ``chosen(Extra)`` tells it once."""

    chosen = Signal(object)

    def __init__(self, over: QWidget, extra: Extra, choices: FilterChoices) -> None:
        super().__init__(over, _("Filters"), 720)
        self._choices = choices
        self._names = dict(choices.insurers)
        self._lists = {str(record.id): list_words(record) for record in choices.lists}
        self.panel.addWidget(Text(_("What to keep of the list"), "title"))
        insurers = [("", _("All (mutuelles)"))]
        insurers += [(key, f"{name} · {key.lstrip('0')}" if name else key) for key, name in choices.insurers]
        self.amc = ChoiceField(_("Mutuelle (AMC)"), insurers)
        self.list = ChoiceField(_("Came with the list"), [("", _("Any")), *self._lists.items()])
        for field in (self.amc, self.list):
            field.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.age = TextField(_("More than … working days"))
        self.within = TextField(_("At most … working days"))
        self.date_from, self.date_to = DateField(_("Invoices from")), DateField(_("Invoices to"))
        self.amount_from, self.amount_to = AmountField(_("Share from")), AmountField(_("Share to"))
        self.overdue = QCheckBox(_("Overdue by the delay of its operator"))
        self.overdue.setEnabled(choices.overdue is not None)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        dates, amounts = (self.date_from, self.date_to), (self.amount_from, self.amount_to)
        for place, part in enumerate(
            (self.amc, self.list, *dates, *amounts, self.age, self.within, self.overdue)
        ):
            grid.addWidget(part, place // 2, place % 2)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(grid)
        inside.addWidget(Text(_("States (filter)"), "label"))
        boxes = QGridLayout()
        boxes.setVerticalSpacing(4)
        self.states = {state: QCheckBox(state_text(state)) for state in State}
        for place, box in enumerate(self.states.values()):
            boxes.addWidget(box, place // 3, place % 3)
        inside.addLayout(boxes)
        # At 200 % of a small screen there is less room than the fields need: they scroll, unsqueezed.
        self._area = Fitting(held, 688)
        self.panel.addWidget(self._area)
        row = QHBoxLayout()
        row.addWidget(Text(_("No state ticked: everything that still waits."), "caption", wrap=True), 1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Keep these"), "primary", pressed=self._choose))
        self.panel.addLayout(row)
        for typed in (self.age, self.within, self.date_from, self.date_to, self.amount_from, self.amount_to):
            typed.entered.connect(self._choose)
        self._show(extra)

    def start(self) -> None:
        """Show it with the focus on the mutuelle."""
        self.open(self.amc.box)
        # Its parts count from now on: they were not on screen before.
        self._area.updateGeometry()

    def _show(self, extra: Extra) -> None:
        self.amc.set_value(extra.amc_number)
        self.list.set_value(str(extra.import_id or ""))
        self.age.set_value("" if extra.older_than is None else str(extra.older_than))
        self.within.set_value("" if extra.within is None else str(extra.within))
        self.date_from.set_day(extra.date_from)
        self.date_to.set_day(extra.date_to)
        self.amount_from.set_cents(extra.amount_from)
        self.amount_to.set_cents(extra.amount_to)
        self.overdue.setChecked(bool(extra.delays))
        for state, box in self.states.items():
            box.setChecked(state in extra.states)

    def _choose(self) -> None:
        if not self._readable():
            return
        overdue = self._choices.overdue if self.overdue.isChecked() else None
        extra = Extra(
            amc_number=self.amc.value(),
            amc_name=self._names.get(self.amc.value(), ""),
            states=frozenset(state for state, box in self.states.items() if box.isChecked()),
            older_than=int(self.age.value()) if self.age.value() else None,
            within=int(self.within.value()) if self.within.value() else None,
            date_from=self.date_from.day(),
            date_to=self.date_to.day(),
            amount_from=self.amount_from.cents(),
            amount_to=self.amount_to.cents(),
            import_id=int(self.list.value() or 0),
            list_name=self._lists.get(self.list.value(), ""),
            delays=overdue.delays if overdue else (),
        )
        self.dismiss()
        self.chosen.emit(extra)

    def _readable(self) -> bool:
        """Say under a field why it cannot be read; the focus goes to the first."""
        wrong: list[TextField] = []
        for age in (self.age, self.within):
            if age.value() and not (age.value().isdecimal() and len(age.value()) < 5):
                age.error(_("A whole number of working days."))
                wrong.append(age)
        for day in (self.date_from, self.date_to):
            if day.value() and day.day() is None:
                day.error(_("This is not a date. Example: 30/01/2024"))
                wrong.append(day)
        for amount in (self.amount_from, self.amount_to):
            if amount.value() and amount.cents() is None:
                amount.error(_("This is not an amount. Example: 12,34"))
                wrong.append(amount)
        if wrong:
            wrong[0].line.setFocus()
        return not wrong


def list_words(record: ImportRecord) -> str:
    """Return a list as it is named: its day, its file."""
    if record.kind is ImportKind.SNAPSHOT:
        kind = _("encours on {day}").format(day=short_day(record.snapshot_date))
    else:
        kind = _("addition")
    return f"{kind} · {record.file_name}"
