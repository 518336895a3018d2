"""Noter une facture (F2): one line typed, Enter saves and clears; a reader of barcodes is welcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QWidget

from pharmassist.domain.barcodes import decode_reader
from pharmassist.domain.claims import SITUATIONS, Claim, State
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import canonical_amc, looks_like_nir
from pharmassist.domain.problems import Problem
from pharmassist.services.claim_words import state_text
from pharmassist.services.claims import ClaimView, NewClaim
from pharmassist.services.name_search import NameSearch
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem
from pharmassist.ui.undoing import offer_undo
from pharmassist.ui.window import Window

_NEAR = 6
"""Names offered where none holds what was typed."""


@dataclass(frozen=True, slots=True)
class Payers:
    """The names that can be typed: folded name → AMC number ("" when it is not known)."""

    names: tuple[str, ...]
    numbers: Mapping[str, str]
    search: NameSearch


def note_claim(desk: Desk, window: Window) -> None:
    """Open the overlay over the window, unless it is open."""
    if not window.findChildren(NoteClaim):
        NoteClaim(desk, window.over(), window.current_page()).start()


class NoteClaim(Overlay):
    """Number, date, mutuelle or AMC, AMC share, situation."""

    def __init__(self, desk: Desk, over: QWidget, page: Page) -> None:
        super().__init__(over, _("Note an invoice"), 640)
        self._desk, self._page = desk, page
        self._numbers: Mapping[str, str] = {}
        self._noted = 0
        self._earlier = self._pouch = 0
        self._saving = False
        self.invoice = TextField(_("Invoice number"), example=_("scan it, or type it"))
        self.day = DateField(_("Invoice date"))
        self.payer = TextField(_("Mutuelle, or AMC number"))
        self.share = AmountField(_("AMC share"))
        self.situation = ChoiceField(
            _("Situation"), [(state.value, state_text(state)) for state in SITUATIONS]
        )
        self.told = Banner()
        self.told.acted.connect(self._acted)
        self._build()
        self._fields = (self.invoice, self.day, self.payer, self.share)
        for field in self._fields:
            field.entered.connect(partial(self._entered, field))
        self.invoice.line.editingFinished.connect(self._decode)
        self.situation.changed.connect(self._explain)

    def start(self) -> None:
        """Show it with the focus on the number, then read the names that can be typed."""
        office = self._desk.office
        self.day.set_day(office.clock.today())
        self.open(self.invoice.line)

        def work() -> Payers:
            entries = office.directory.list()
            names = tuple(sorted({name for entry in entries for name in (entry.name, *entry.aliases)}))
            numbers = {
                fold(name): entry.amc_number for entry in entries for name in (entry.name, *entry.aliases)
            }
            search = NameSearch((name,) for name in names)
            search.find("", 1)
            return Payers(names, numbers, search)

        self._desk.bridge.ask(self, "read", lambda _stop, _progress: work(), self._ready, self._problem)

    def save(self) -> None:
        """Store the line when it is whole; the fields say what lacks."""
        self._decode()
        if self._saving or not self._whole():
            return
        payer = self.payer.value()
        draft = NewClaim(
            invoice=self.invoice.value(),
            amount=self.share.cents() or 0,
            invoice_date=self.day.day(),
            amc=self._numbers.get(fold(payer), "") or payer,
            situation=State(self.situation.value()),
        )
        office, who = self._desk.office, self._desk.acting()
        self._saving = True
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.claims.add(who, draft),
            partial(self._saved, payer),
            self._problem,
        )

    def _entered(self, field: TextField) -> None:
        """Enter saves; while nothing follows yet (a scan, a name chosen) it goes on without a word."""
        self._decode()
        after = {self.invoice: (self.payer, self.share), self.payer: (self.share,)}.get(field, ())
        if field.value() and not field.error_text and after and not any(f.line.text() for f in after):
            after[0].line.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.save()

    def _whole(self) -> bool:
        """Tell under each field what lacks; the focus goes to the first."""
        aside = self.situation.value() == State.SET_ASIDE.value
        wrong: list[TextField] = []
        for field, missing, sentence in (
            (self.invoice, not self.invoice.value() and not aside, _("Type the number of the invoice.")),
            (self.day, self.day.day() is None, _("This is not a date. Example: 30/01/2024")),
            (self.payer, not self.payer.value(), _("Type the name or the number of the mutuelle.")),
            (self.share, not self.share.cents(), _("Type the share of the mutuelle.")),
        ):
            if missing or field.error_text:
                wrong.append(field)
                if not field.error_text:
                    field.error(sentence)
        if wrong:
            # One thing at a time: what was told of another line goes.
            self.told.hide()
            wrong[0].line.setFocus()
            wrong[0].line.selectAll()
        return not wrong

    def _decode(self) -> None:
        """Turn what a reader typed on a French keyboard into digits; a NIR is refused."""
        typed = self.invoice.line.text()
        digits = decode_reader(typed)
        if digits != typed.strip():
            # The field itself refuses a NIR, and forgets what it was decoded from.
            self.invoice.set_value(digits)
        if looks_like_nir(digits) or looks_like_nir(self.payer.line.text()):
            self.told.hide()

    def _ready(self, payers: Payers) -> None:
        self._numbers = payers.numbers
        completer = QCompleter(payers.names, self.payer.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        names = QListView()
        names.setProperty("part", "completions")
        completer.setPopup(names)
        self.payer.line.setCompleter(completer)
        # Before the list opens: the line tells the completer only after it told this.
        self.payer.line.textEdited.connect(partial(_offer_names, completer, payers))

    def _saved(self, typed: str, claim: Claim) -> None:
        self._saving = False
        self._noted += 1
        words = translate_plural("{count} noted", "{count} noted (many)", self._noted)
        self._count.setText(words.format(count=number(self._noted)))
        strong = _("{invoice}, {sum}").format(invoice=claim.invoice, sum=money(claim.amc_amount))
        sentence = _("noted: {state}.").format(state=state_text(claim.state))
        if self._numbers and not canonical_amc(typed) and fold(typed) not in self._numbers:
            sentence += " " + _("“{typed}” is not in the directory.").format(typed=typed)
        if claim.invoice.startswith("P"):
            sentence += " " + _("Write {number} on the pouch.").format(number=claim.invoice)
        aside = claim.state is State.SET_ASIDE
        self._pouch = claim.id if aside else 0
        self.told.tell("green", sentence, strong=strong, action=_("Print the slip") if aside else "")
        self._offer_back(claim)
        for field in (self.invoice, self.payer, self.share):
            field.clear()
        self.invoice.line.setFocus()

    def _offer_back(self, claim: Claim) -> None:
        """Let the invoice be removed from the page below, whose banner stays when this overlay goes."""
        page, by_hand, who = self._page, self._desk.office.claims.by_hand, self._desk.acting()
        told = _("Invoice {invoice} noted.").format(invoice=claim.invoice)
        back = partial(by_hand.take_out, who, claim)
        offer_undo(page, self._desk, told, back, partial(show_problem, page.banner))

    def _problem(self, problem: Problem) -> None:
        self._saving = False
        text = describe(problem)
        if problem.code == "claim_exists":
            office, known = self._desk.office, int(problem.values["id"])
            self._desk.bridge.ask(
                self,
                "read",
                lambda _stop, _progress: office.claims.show(known),
                self._exists,
                self._problem,
            )
            return
        field = {
            "invoice_unreadable": self.invoice,
            "nir_refused": self.invoice,
            "amount_not_positive": self.share,
            "payer_missing": self.payer,
            "date_in_future": self.day,
        }.get(problem.code)
        if field is None:
            self.told.tell("red", f"{text.sentence} {text.remedy}", strong=text.title)
            return
        self.told.hide()
        field.error(text.sentence)
        field.line.setFocus()

    def _exists(self, view: ClaimView) -> None:
        """Show the earlier one instead of a second."""
        claim = view.claim
        self._earlier, self._pouch = claim.id, 0
        facts = (
            short_day(claim.day),
            claim.payer or claim.amc_raw or "–",
            money(claim.amc_amount),
            state_text(claim.state),
        )
        strong = _("{invoice} is noted already:").format(invoice=claim.invoice)
        self.told.tell("amber", " · ".join(facts), strong=strong, action=_("Show it"))
        self.invoice.line.setFocus()
        self.invoice.line.selectAll()

    def _acted(self) -> None:
        office, who, pouch = self._desk.office, self._desk.acting(), self._pouch
        if pouch:
            self._desk.preview(lambda: office.papers.set_aside_slip(who, pouch))
        else:
            self._show_earlier()

    def _show_earlier(self) -> None:
        self.dismiss()
        self._desk.go("claims", str(self._earlier))

    def _explain(self) -> None:
        aside = self.situation.value() == State.SET_ASIDE.value
        self._hint.setText(
            _("Without a number, the pouch gets one: P1, P2…")
            if aside
            else _("Enter saves and clears · Esc closes")
        )
        if aside and not self.invoice.value():
            self.invoice.error("")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("Note an invoice"), "title"))
        head.addStretch(1)
        self._count = Text("", "caption")
        head.addWidget(self._count)
        self.panel.addLayout(head)
        self.panel.addWidget(self.told)
        for row_fields in (
            ((self.invoice, 3), (self.day, 2)),
            ((self.payer, 3), (self.share, 2)),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field, share in row_fields:
                row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
            self.panel.addLayout(row)
        self.panel.addWidget(self.situation)
        foot = Flow()
        self._hint = Text("", "caption", wrap=True)
        foot.add(self._hint, stretch=1)
        foot.add(Button(_("Close"), key=_("Esc"), pressed=self.dismiss))
        foot.add(Button(_("Note it"), "primary", key=_("Enter"), pressed=self.save))
        self.panel.addLayout(foot)
        warning = _("Never a name, a social security number or a product.")
        self.panel.addWidget(Text(warning, "caption", wrap=True))
        self._explain()


def _offer_names(completer: QCompleter, payers: Payers, typed: str) -> None:
    """Offer the names that hold what was typed, else those that are like it: typing errors are forgiven."""
    model, mode = completer.model(), QCompleter.CompletionMode.PopupCompletion
    assert isinstance(model, QStringListModel)
    names: Sequence[str] = payers.names
    if not any(typed.casefold() in name.casefold() for name in names):
        near = [names[found.place] for found in payers.search.find(fold(typed), _NEAR)]
        if near:
            names, mode = near, QCompleter.CompletionMode.UnfilteredPopupCompletion
    if model.stringList() != list(names):
        model.setStringList(names)
    completer.setCompletionMode(mode)
