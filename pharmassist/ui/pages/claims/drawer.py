"""The drawer of one invoice: what was claimed, announced, received; its links; what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.claims import CLOSED, Claim, ClaimChange, State
from pharmassist.services.claim_words import cause_text, state_text
from pharmassist.services.claims import ClaimView
from pharmassist.services.texts import day, moment, money, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.rows import MARKS, payer_words
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import facts_row
from pharmassist.ui.parts.drawer import Drawer
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.light import Icon, Mark, Tone
from pharmassist.ui.parts.text import Text, line


@dataclass(frozen=True, slots=True)
class Shown:
    """An invoice with what its drawer says around it; age in working days."""

    view: ClaimView
    age: int
    operators: Mapping[str, str]
    possible: tuple[str, ...] = ()
    """The operators behind its AMC where several are possible: the card's logo decides."""


class ClaimDrawer(Drawer):
    """Fills the drawer; what is asked in it is told by signals, the page does it."""

    linked = Signal(int)
    situation_asked = Signal()
    edit_asked = Signal()
    renumbered = Signal(int, str)
    taught = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Invoice"), parent)
        self.claim: Claim | None = None
        self._copy = Button(_("Copy the number"), size="small", pressed=self._to_clipboard)
        self._copy.setToolTip(_("Copy the invoice number, to find it in your software"))
        self._change = Button(_("Change…"), size="small", pressed=self.situation_asked.emit)
        self._change.setToolTip(_("Change the situation"))
        self._edit = Button(_("Correct…"), size="small", pressed=self.edit_asked.emit)
        self._edit.setToolTip(_("Correct the amount, a date, the AMC or the operator"))
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._change)
        below.addWidget(self._edit)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self._copy)
        buttons.addLayout(below)
        self.foot.addLayout(buttons)

    def show_claim(self, shown: Shown) -> None:
        """Show an invoice."""
        view, claim = shown.view, shown.view.claim
        self.claim = claim
        self._change.setVisible(True)
        self._edit.setVisible(claim.state not in CLOSED)
        self._copy.setVisible(True)
        body = self.open_with(claim.invoice)
        icon, tone = MARKS[claim.state]
        body.addWidget(Mark(icon, state_text(claim.state), tone))
        for name, value in self._facts(shown):
            body.addWidget(facts_row(name, value, strong=name == _("AMC share")))
        if not claim.operator and shown.possible:
            names = _(" or ").join(shown.operators.get(each, each) for each in shown.possible)
            banner = Banner()
            banner.tell(
                "amber", _("{names}: the logo on the card decides. Then correct it.").format(names=names)
            )
            body.addWidget(banner)
        elif not claim.operator and claim.amc_number:
            body.addWidget(line())
            self._ask_operator(body, claim, shown.operators)
        if claim.invoice.startswith("P"):
            body.addWidget(line())
            self._ask_number(body, claim)
        body.addWidget(line())
        body.addWidget(Text(_("Three facts"), "strong"))
        body.addWidget(three_facts(claim))
        self._links(body, view)
        warning = warning_of(claim)
        if warning:
            banner = Banner()
            banner.tell("amber", warning)
            body.addWidget(banner)
        body.addWidget(line())
        body.addWidget(Text(_("What happened"), "strong"))
        for change in reversed(view.history):
            body.addWidget(_history_line(change))
        if view.brought_by is not None:
            words = _("Came with {file}, {when}, {who}").format(
                file=view.brought_by.file_name, when=moment(view.brought_by.at), who=view.brought_by.who
            )
            body.addWidget(Text(words, "caption", wrap=True))
        body.addStretch(1)

    def close_drawer(self) -> None:
        """Forget the invoice too."""
        self.claim = None
        super().close_drawer()

    def _facts(self, shown: Shown) -> list[tuple[str, str]]:
        claim = shown.view.claim
        unknown = _("Undetermined") if shown.possible else _("Unknown")
        operator = shown.operators.get(claim.operator, claim.operator) or unknown
        facts = [
            (_("AMC share"), money(claim.amc_amount)),
            (_("Mutuelle"), payer_words(claim)),
            (_("AMC no."), claim.amc_raw or claim.amc_number or "–"),
            (_("Operator"), operator),
            (_("Batch"), claim.batch or "–"),
            (_("Invoice (day)"), day(claim.invoice_date)),
            (_("Care"), day(claim.care_date)),
            (_("Sent (day)"), day(claim.transmission_date)),
            (_("Age"), _("{days} working days").format(days=shown.age) if claim.day else "–"),
        ]
        if claim.due is not None:
            facts.append((_("In the list"), money(claim.due)))
        if claim.reject_code or claim.reject_label:
            facts.append((_("Reject"), f"{claim.reject_code} {claim.reject_label}".strip()))
        return facts

    def _ask_operator(self, body: QVBoxLayout, claim: Claim, operators: Mapping[str, str]) -> None:
        field = ChoiceField(_("Who pays this AMC?"), list(operators.items()))
        field.box.setMinimumWidth(60)
        body.addWidget(field)

        def teach() -> None:
            self.taught.emit(claim.amc_raw or claim.amc_number, field.value())

        body.addWidget(Button(_("Remember for this AMC"), icon="check", size="small", pressed=teach))

    def _ask_number(self, body: QVBoxLayout, claim: Claim) -> None:
        field = TextField(_("Real invoice number"), example=_("once validated in your software"))

        def tell() -> None:
            if field.value():
                self.renumbered.emit(claim.id, field.value())

        field.entered.connect(tell)
        body.addWidget(field)
        body.addWidget(Button(_("Give this number"), icon="check", size="small", pressed=tell))

    def _links(self, body: QVBoxLayout, view: ClaimView) -> None:
        if view.replaces is not None:
            words = _("Replaces invoice no. {invoice}").format(invoice=view.replaces.invoice)
            body.addWidget(self._link(words, view.replaces.id))
        if view.replaced_by is not None:
            words = _("Replaced by no. {invoice}").format(invoice=view.replaced_by.invoice)
            body.addWidget(self._link(words, view.replaced_by.id))

    def _link(self, words: str, claim_id: int) -> Button:
        return Button(
            words, "quiet", "corner-down-right", size="small", pressed=lambda: self.linked.emit(claim_id)
        )

    def _to_clipboard(self) -> None:
        if self.claim is not None:
            QGuiApplication.clipboard().setText(self.claim.invoice)

    def hide_foot(self) -> None:
        """Take the buttons of an invoice away: the drawer shows something else."""
        self._copy.hide()
        self._change.hide()
        self._edit.hide()


def three_facts(claim: Claim) -> QFrame:
    """Return claimed, announced, received: three facts side by side, never one for the other."""
    frame = QFrame()
    frame.setProperty("part", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    sent = _("invoice of {day}").format(day=short_day(claim.invoice_date or claim.care_date))
    if claim.state is State.SET_ASIDE:
        sent = _("not transmitted")
    elif claim.transmission_date:
        sent = _("transmitted on {day}").format(day=short_day(claim.transmission_date))
    announced = _("a notice says so") if claim.announced else _("no notice seen")
    received = _("seen at the bank") if claim.received else _("nothing seen at the bank")
    announced_tone: Tone = "green" if claim.announced else "grey"
    received_tone: Tone = "green" if claim.received else "grey"
    if claim.state is State.ANNOUNCED_NOT_RECEIVED:
        received_tone = "red"
    facts: tuple[tuple[str, str, str, int, Tone], ...] = (
        ("circle-check", _("Claimed"), sent, claim.amc_amount, "green"),
        ("mail-check", _("Announced (fact)"), announced, claim.announced, announced_tone),
        ("landmark", _("Received (fact)"), received, claim.received, received_tone),
    )
    for number, (icon, title, caption, cents, tone) in enumerate(facts):
        if number:
            column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(Icon(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(title, "strong", "red" if tone == "red" else ""))
        words.addWidget(Text(caption, "caption", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(Text(money(cents), "strong"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    return frame


def warning_of(claim: Claim) -> str:
    """Return the sentence of what not to do, "" when there is none."""
    if claim.state is State.ANNOUNCED_NOT_RECEIVED:
        return _("The notice announces it, the bank has not received it. Do not send it again.")
    if claim.state is State.LEFT_OUTSTANDING:
        return _("It left your software’s list. This is no payment: do not send it again.")
    if claim.state is State.PAID_BY_PATIENT:
        return _("The patient paid. Do not bill the mutuelle too.")
    return ""


def _history_line(change: ClaimChange) -> Text:
    before, after = (state_text(State(state)) if state else "" for state in (change.before, change.after))
    what = f"{before} → {after}" if before and before != after else after
    said = f"{moment(change.at)} · {change.who} · {what} ({cause_text(change.cause)})"
    return Text(f"{said} : {change.reason}" if change.reason else said, "caption", wrap=True)
