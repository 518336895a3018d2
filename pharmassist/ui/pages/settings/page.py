"""The page Réglages: what rarely changes, on one scrolling page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.domain.retention import Terms
from pharmassist.domain.zones import TIME_ZONE, ZONES
from pharmassist.services.backups import BackupState
from pharmassist.services.bank_guard import Guarded
from pharmassist.services.changes import Kind
from pharmassist.services.pins import Power
from pharmassist.services.problem_texts import describe
from pharmassist.services.stolen import WANTED
from pharmassist.services.texts import language
from pharmassist.services.texts import translate as _
from pharmassist.services.updating import DataState
from pharmassist.ui.desk import Desk
from pharmassist.ui.lock import IDLE_MINUTES
from pharmassist.ui.page import Page
from pharmassist.ui.pages.settings.backups import BackupCard, ask_folder
from pharmassist.ui.pages.settings.bank import BankCard
from pharmassist.ui.pages.settings.data import DataCard, ask_data
from pharmassist.ui.pages.settings.keys import KeyCard
from pharmassist.ui.pages.settings.paper import PaperCard, ask_picture
from pharmassist.ui.pages.settings.people import PeopleCard
from pharmassist.ui.pages.settings.powers import PowersCard
from pharmassist.ui.pages.settings.retention import RetentionCard
from pharmassist.ui.pages.settings.safety import HealthCard, SheetCard
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.header import Header
from pharmassist.ui.problems import show_problem
from pharmassist.ui.recovery_proof import PROVED
from pharmassist.ui.undoing import offer_undo

IDLE, LANGUAGE = "idle_minutes", "language"
NARROW = 980
LETTERS = ("oct_name", "software_name", "rib_last4")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page shows, as it was read."""

    pharmacy: Pharmacy
    people: tuple[Person, ...]
    settings: Mapping[str, str]
    powers: tuple[Power, ...] = ()
    logo: bytes = b""
    changes: tuple[Guarded, ...] = ()
    data: DataState | None = None
    backups: BackupState | None = None
    terms: Terms | None = None


class SettingsPage(Page):
    """Fields are saved together by "Enregistrer"; cards of safety act at once."""

    def __init__(
        self,
        desk: Desk,
        where: Callable[[QWidget], str] = ask_folder,
        picture: Callable[[QWidget], str] = ask_picture,
        data: Callable[[QWidget], str] = ask_data,
    ) -> None:
        header = Header(_("Settings"), caption=_("The pharmacy, the team, the safety"))
        self.save = header.add_action(Button(_("Save"), "primary", "save", "Ctrl+S", pressed=self._save))
        super().__init__(header)
        self._desk = desk
        self._kept: Kept | None = None
        self._target = ""
        self._refusal = False
        self.banner.acted.connect(self._again)
        self.people = PeopleCard(desk, self._problem)
        self.powers = PowersCard(desk, self._problem)
        self.bank = BankCard(desk, self._problem)
        self.sheet = SheetCard(desk, self._problem)
        self.key = KeyCard(desk, self._problem, self.sheet.print_new_sheet)
        self.paper = PaperCard(desk, self._problem, picture)
        self.copies = BackupCard(desk, self._problem, where)
        self.health = HealthCard(desk, self._problem)
        self.retention = RetentionCard(desk, self._problem)
        self.data = DataCard(desk, self._problem, data)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        for card in (
            self._pharmacy_card(),
            self.people,
            self.powers,
            self._letters_card(),
            self.retention,
            self.data,
        ):
            left.addWidget(card)
        for card in (
            self.bank,
            self.sheet,
            self.key,
            self.copies,
            self.health,
            self._program_card(),
            self.paper,
        ):
            right.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addLayout(left, 56)
        self._columns.addLayout(right, 44)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._save)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read what is kept."""
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: self._read(), self._show, self._problem)
        self.key.look()

    def show_target(self, target: str) -> None:
        """Go to the recovery sheet ("recovery"), the copies ("backups"), or another card by its name."""
        self._target = target
        if self._kept is not None:
            self._reach()

    def empty(self) -> None:
        """Forget what was said of the register's health; typed words stay."""
        super().empty()
        self.health.forget()
        self.copies.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns one under the other on a small screen."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if self.width() < NARROW else ways.LeftToRight)

    def _pharmacy_card(self) -> Card:
        card = Card(_("The pharmacy"), "store")
        self.name = TextField(_("Name of the pharmacy"))
        self.town = TextField(_("Town"))
        self.address = TextField(_("Address"))
        self.phone = TextField(_("Phone"))
        self.finess = TextField(_("FINESS"), example=_("9 digits"))
        self.siret = TextField(_("SIRET"), example=_("14 digits"))
        self.alsace = ChoiceField(
            _("Public holidays"), (("", _("Metropolitan France")), ("yes", _("Alsace-Moselle")))
        )
        by_finess = ("", _("According to the FINESS number"))
        zones = [(zone.name, zone.words[:1].upper() + zone.words[1:]) for zone in ZONES]
        self.zone = ChoiceField(_("Time of the 72-hour clocks"), (by_finess, *zones))
        # Its longest words must not take the room of the name of the pharmacy beside it.
        self.zone.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        identity = (self.name, self.town, self.address, self.phone, self.finess, self.siret)
        fields = (*identity, self.alsace, self.zone)
        card.body.addLayout(_grid(*fields))
        return card

    def _letters_card(self) -> Card:
        card = Card(_("What letters say"), "mail", _("acompte request and its annex"))
        self.letters = {
            "oct_name": TextField(_("Clearing house (OCT)")),
            "software_name": TextField(_("Pharmacy software (LGO)")),
            "rib_last4": TextField(_("Last four digits of the RIB"), example="1234"),
        }
        card.body.addLayout(_grid(*self.letters.values()))
        return card

    def _program_card(self) -> Card:
        card = Card(_("The program"), "sliders-horizontal")
        minutes = [(str(m), _("{minutes} minutes").format(minutes=m)) for m in (2, 5, 10, 15, 30)]
        self.idle = ChoiceField(_("Lock when nobody types for"), minutes)
        self.language = ChoiceField(
            _("Language (at the next start)"), (("fr", "Français"), ("en", "English"))
        )
        self.stolen = ChoiceField(
            _("Lists of stolen passwords"),
            (("no", _("Never ask them")), ("yes", _("Ask: five signs of a hash leave this PC"))),
        )
        card.body.addLayout(_grid(self.idle, self.language))
        card.body.addWidget(self.stolen)
        return card

    def _read(self) -> Kept:
        office = self._desk.office
        with office.register.read() as tx:
            pharmacy = tx.people.pharmacy()
        return Kept(
            pharmacy,
            office.people.list(),
            office.people.settings(),
            office.pins.powers(),
            office.papers.logo(),
            office.bank_guard.list(open_only=True),
            office.updating.state(),
            office.backups.state(),
            office.retaining.terms(),
        )

    def _show(self, kept: Kept) -> None:
        typed = self._kept is not None and self._asked() != self._known(self._kept)
        self._kept = kept
        self.people.show_people(kept.people)
        self.powers.show_powers(kept.powers)
        self.bank.show_changes(kept.changes)
        if kept.backups is not None:
            self.copies.show_state(kept.backups)
        if kept.terms is not None:
            self.retention.show_terms(kept.terms)
        self.paper.show_state(kept.settings, kept.logo)
        if kept.data is not None:
            self.data.show_state(kept.data)
        self.sheet.show_state(proved=bool(kept.settings.get(PROVED)))
        if not typed:
            self._fill(kept)
        self._reach()

    def _fill(self, kept: Kept) -> None:
        """Put what is kept into the fields; what somebody is typing is never overwritten."""
        pharmacy = kept.pharmacy
        for field, text in (
            (self.name, pharmacy.name),
            (self.town, pharmacy.town),
            (self.address, pharmacy.address),
            (self.phone, pharmacy.phone),
            (self.finess, pharmacy.finess),
            (self.siret, pharmacy.siret),
            *((self.letters[key], kept.settings.get(key, "")) for key in LETTERS),
        ):
            field.set_value(text)
        self.alsace.set_value("yes" if pharmacy.alsace_moselle else "")
        self.zone.set_value(kept.settings.get(TIME_ZONE, ""))
        self.idle.set_value(kept.settings.get(IDLE, str(IDLE_MINUTES)))
        self.language.set_value(kept.settings.get(LANGUAGE, language()))
        self.stolen.set_value(kept.settings.get(WANTED, "no"))

    def _asked(self) -> tuple[Pharmacy, dict[str, str]]:
        """Return what the fields say."""
        kept = self._kept.pharmacy if self._kept else Pharmacy("", "", "")
        pharmacy = replace(
            kept,
            name=self.name.value(),
            town=self.town.value(),
            address=self.address.value(),
            phone=self.phone.value(),
            finess=self.finess.value(),
            siret=self.siret.value(),
            alsace_moselle=self.alsace.value() == "yes",
        )
        settings = {key: self.letters[key].value() for key in LETTERS}
        chosen = {IDLE: self.idle.value(), LANGUAGE: self.language.value(), WANTED: self.stolen.value()}
        chosen[TIME_ZONE] = self.zone.value()
        return pharmacy, settings | chosen

    def _known(self, kept: Kept) -> tuple[Pharmacy, dict[str, str]]:
        """Return the same of what was read."""
        defaults = {IDLE: str(IDLE_MINUTES), LANGUAGE: language(), WANTED: "no", TIME_ZONE: ""}
        settings = {key: kept.settings.get(key, defaults.get(key, "")) for key in (*LETTERS, *defaults)}
        return kept.pharmacy, settings

    def _save(self) -> None:
        kept = self._kept
        if kept is None:
            return
        digits = self.letters["rib_last4"]
        if digits.value() and not (digits.value().isdecimal() and len(digits.value()) == 4):
            digits.error(_("Four digits only: the rest of the RIB is never kept here."))
            digits.setFocus()
            return
        rib = kept.settings.get("rib_last4", "")
        if rib and digits.value() != rib:
            digits.error(_("A RIB is changed under “Changes of RIB”: call back, second person, a day."))
            self.bank.party.line.setFocus()
            return
        (pharmacy, settings), (known, before) = self._asked(), self._known(kept)
        changed = {key: value for key, value in settings.items() if value != before[key]}
        people, who = self._desk.office.people, self._desk.acting()

        moved = pharmacy != known

        def work() -> None:
            if moved or changed:
                people.save(who, pharmacy if moved else None, changed)

        def back() -> None:
            people.save(who, known if moved else None, {key: before[key] for key in changed})

        def saved(_none: None) -> None:
            if moved or changed:
                offer_undo(self, self._desk, _("Saved."), back, self._problem)
            else:
                self.banner.tell("green", _("Saved."))
            self._refusal = False
            self._kept = None
            self.entered()

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), saved, self._refused)

    def _refused(self, problem: Problem) -> None:
        fields = {"finess_invalid": self.finess, "siret_invalid": self.siret}
        field = fields.get(problem.code)
        if field is None:
            self._problem(problem)
        else:
            field.error(describe(problem).sentence)
            field.setFocus()

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if self._refusal:
            # Something was done since: what was refused before it is no longer the last word.
            self._refusal = False
            self.banner.hide()
        if kinds & {Kind.PEOPLE, Kind.BACKUPS} and self.isVisible():
            self.entered()

    def _problem(self, problem: Problem) -> None:
        self._refusal = True
        show_problem(self.banner, problem)

    def _again(self) -> None:
        self.banner.hide()
        self.entered()

    def _reach(self) -> None:
        places: dict[str, QWidget] = {
            "recovery": self.sheet.print_button,
            "backups": self.copies.now,
            "health": self.health.button,
            "retention": self.retention.look,
            "bank": self.bank.side.box,
            "powers": self.powers.new.line,
        }
        if (place := places.get(self._target)) is not None:
            place.setFocus()
            # Qt lays the cards out in its next turn.
            QTimer.singleShot(0, place, lambda: self._bring(place))
        self._target = ""

    def _bring(self, place: QWidget) -> None:
        """Scroll to a part of the page."""
        for area in self.findChildren(QScrollArea):
            if area.isAncestorOf(place):
                area.ensureWidgetVisible(place, 0, 160)


def _grid(*fields: QWidget) -> QGridLayout:
    """Return fields two by two, their labels aligned."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    for position, field in enumerate(fields):
        grid.addWidget(field, position // 2, position % 2, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
