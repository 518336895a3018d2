"""Rules of transfers: who is known by which words, and when the absence of usual credits is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.matches import PayerRule
from pharmassist.domain.payers import OUTSIDE
from pharmassist.domain.problems import Problem
from pharmassist.services.match_words import payer_name
from pharmassist.services.office import Office
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.banner import UndoBanner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout, scrolled
from pharmassist.ui.parts.field import ChoiceField, Field, TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line

_HEIGHT = 210


@dataclass(frozen=True, slots=True)
class Rules:
    """What the overlay shows."""

    rules: tuple[PayerRule, ...]
    names: dict[str, str]
    absent_after: int


def read_rules(office: Office) -> Rules:
    """Read them (a lane's work)."""
    names = {operator.id: operator.name for operator in office.catalogue.operators()}
    return Rules(office.reconciling.rules.all(), names, office.alarms.absent_after())


class RulesOverlay(Overlay):
    """Lists the rules; Enter writes, each change can be taken back while the overlay is open."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, _("Rules of transfers"), 700)
        self._desk = desk
        self._shown: Rules | None = None
        self._changing = PayerRule("")
        self.undo = UndoBanner()
        self.absent = TextField(_("Usual transfers are said absent after (working days)"))
        self.absent.entered.connect(self._save_absent)
        self.words = TextField(_("Words of the transfer"), example=_("as the bank writes them"))
        self.iban = TextField(_("or IBAN of the payer"))
        self.payer = ChoiceField(_("Who pays (rule)"), [("", _("Choose…"))])
        for field in (self.words, self.iban):
            field.entered.connect(self._save)
        self.save = Button("", icon="check", pressed=self._save)
        self.back = Button(_("Do not change it"), "quiet", pressed=lambda: self._begin(PayerRule("")))
        self._build()
        self._begin(PayerRule(""))

    def start(self) -> None:
        """Show it with the focus on the words of a new rule."""
        self.open(self.words.line)
        self._read()

    def _build(self) -> None:
        self.panel.addWidget(Text(_("Rules of transfers"), "title"))
        self.panel.addWidget(self.undo)
        self.panel.addWidget(Text(_("Who is known by which words"), "strong"))
        told = _("Learnt from a transfer that was pointed, or written here. The longest words win.")
        self.panel.addWidget(Text(told, "caption", wrap=True))
        held = QWidget()
        self._rows = QVBoxLayout(held)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(4)
        area = scrolled(held)
        area.setMinimumHeight(_HEIGHT)
        self.panel.addWidget(area)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(12)
            self.panel.addLayout(row)
        first.addWidget(self.words, 3, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.iban, 2, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.payer, 3, Qt.AlignmentFlag.AlignTop)
        second.addStretch(1)
        for button in (self.back, self.save):
            second.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.panel.addWidget(line())
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self.absent, 1)
        write = Button(_("Write"), icon="check", pressed=self._save_absent)
        write.setAccessibleName(_("Write the number of working days"))
        last.addWidget(write, 0, Qt.AlignmentFlag.AlignBottom)
        last.addStretch(1)
        close = Button(_("Close"), key=_("Esc"), pressed=self.dismiss)
        last.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        self.panel.addLayout(last)

    # Showing

    def _read(self) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_rules(office), self._show, self._refused
        )

    def _show(self, shown: Rules) -> None:
        self._shown = shown
        told = {rule.operator: payer_name(rule.operator, shown.names) for rule in shown.rules}
        told |= {OUTSIDE: _("Not AMC: left aside"), **shown.names}
        chosen = self.payer.value()
        self.payer.set_choices([("", _("Choose…")), *sorted(told.items(), key=lambda pair: pair[1])])
        self.payer.set_value(chosen or self._changing.operator)
        if not self.absent.line.hasFocus():
            self.absent.set_value(str(shown.absent_after))
        empty_layout(self._rows)
        for rule in shown.rules:
            self._rows.addWidget(self._row(rule, shown))
        if not shown.rules:
            words = _("No rule yet: the first transfer that you point from an unknown payer makes one.")
            self._rows.addWidget(Text(words, "table", "text2", wrap=True))
        self._rows.addStretch(1)
        if self.window().focusWidget() is None:
            self.words.line.setFocus()

    def _row(self, rule: PayerRule, shown: Rules) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        means = rule.words or rule.iban
        words.addWidget(Text(f"{means} → {payer_name(rule.operator, shown.names)}", "strong", wrap=True))
        learnt = _("learnt from a transfer") if rule.learnt_from else _("written by the pharmacy")
        words.addWidget(Text(learnt, "caption"))
        row.addLayout(words, 1)
        acts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (_("Change"), "pencil", lambda: self._begin(rule)),
            (_("Remove"), "x", lambda: self._remove(rule)),
        )
        for text, icon, act in acts:
            button = Button(text, "quiet", icon, size="small", pressed=act)
            button.setAccessibleName(f"{text} {means}")
            row.addWidget(button)
        return held

    def _begin(self, rule: PayerRule) -> None:
        """Fill the form with a rule to change, or empty it for a new one."""
        self._changing = rule
        self.words.set_value(rule.words)
        self.iban.set_value(rule.iban)
        self.payer.set_value(rule.operator)
        for field in (self.words, self.iban, self.payer):
            field.error("")
        self.save.setText(_("Change the rule") if rule.id else _("Add the rule"))
        self.back.setVisible(bool(rule.id))
        (self.words if rule.words or not rule.id else self.iban).line.setFocus()

    # Writing

    def _save(self) -> None:
        if not self.payer.value():
            self.payer.error(_("Choose who pays."))
            self.payer.box.setFocus()
            return
        before = self._changing
        rule = replace(before, operator=self.payer.value(), words=self.words.value(), iban=self.iban.value())
        rules, who = self._desk.office.reconciling.rules, self._desk.acting()

        def saved(kept: PayerRule) -> None:
            back = replace(before, version=kept.version)
            if before.id:
                self.undo.offer(_("Rule changed."), lambda: self._write(lambda: rules.save(who, back)))
            else:
                self.undo.offer(_("Rule added."), lambda: self._write(lambda: rules.remove(who, kept.id)))
            self._begin(PayerRule(""))
            self._read()

        self._desk.bridge.ask(
            self, "write", lambda _stop, _progress: rules.save(who, rule), saved, self._refused
        )

    def _remove(self, rule: PayerRule) -> None:
        rules, who = self._desk.office.reconciling.rules, self._desk.acting()
        again = replace(rule, id=0, version=1)
        told = _("Rule removed: {words}").format(words=rule.words or rule.iban)
        self._begin(PayerRule(""))
        self._write(
            lambda: rules.remove(who, rule.id),
            lambda: self.undo.offer(told, lambda: self._write(lambda: rules.save(who, again))),
        )

    def _save_absent(self) -> None:
        alarms, who, typed = self._desk.office.alarms, self._desk.acting(), self.absent.value()
        before = self._shown.absent_after if self._shown is not None else 0
        days = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
        words = translate_plural(
            "Absent after {count} working day.", "Absent after {count} working days.", days
        ).format(count=number(days))
        self._write(
            lambda: alarms.set_absent_after(who, days),
            lambda: self.undo.offer(words, lambda: self._write(lambda: alarms.set_absent_after(who, before))),
        )

    def _write(self, work: Callable[[], object], done: Callable[[], None] | None = None) -> None:
        """Write in its lane, then read the rules again."""

        def written(_result: object) -> None:
            if done is not None:
                done()
            self._read()

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), written, self._refused)

    def _refused(self, problem: Problem) -> None:
        text = describe(problem)
        fields: dict[str, Field] = {
            "absent_after_unclear": self.absent,
            "rule_empty": self.words,
            "rule_known": self.words,
        }
        field = fields.get(problem.code)
        if field is None:
            self.undo.forget()
            self.undo.tell("red", f"{text.sentence} {text.remedy}", strong=text.title)
            return
        field.error(text.sentence)
        field.editor.setFocus()
