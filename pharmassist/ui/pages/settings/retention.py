"""The card of how long things are kept: the two terms, what a purge would take, the export of everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.retention import Purge, Terms
from pharmassist.services.everything import Exported
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.page_view import ask_where
from pharmassist.ui.pages.settings.purge import PurgeOverlay
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text
from pharmassist.ui.undoing import offer_undo

CHOICES = (3, 4, 5, 6, 8, 10)
Failed = Callable[[Problem], None]
AskWhere = Callable[[QWidget, str], str]


class RetentionCard(Card):
    """Nothing goes before it was shown; an owner decides."""

    def __init__(self, desk: Desk, failed: Failed, where: AskWhere = ask_where) -> None:
        super().__init__(_("How long things are kept"), "archive", _("nothing goes by itself"))
        self._desk, self._failed, self._where = desk, failed, where
        self._handle: Handle | None = None
        self._terms: Terms | None = None
        years = [(str(count), _("{count} years").format(count=count)) for count in CHOICES]
        self.claims = ChoiceField(_("Closed invoices and money"), years)
        self.incidents = ChoiceField(_("Closed incidents and proofs"), years)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.claims, 1)
        row.addWidget(self.incidents, 1)
        self.body.addLayout(row)
        self.told = Text("", "table", "green", wrap=True)
        self.told.hide()
        self.body.addWidget(self.told)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self.body.addWidget(self._strip)
        self.keep = Button(_("Keep these terms"), icon="check", pressed=self._set)
        self.look = Button(_("See what would go…"), icon="search", pressed=self._plan)
        self.export = Button(_("Export everything…"), icon="download", pressed=self._export)
        for buttons in ((self.keep, self.look), (self.export,)):
            line_of = QHBoxLayout()
            line_of.setSpacing(8)
            for button in buttons:
                line_of.addWidget(button)
            line_of.addStretch(1)
            self.body.addLayout(line_of)

    def show_terms(self, terms: Terms) -> None:
        """Show the two terms."""
        self._terms = terms
        self.claims.set_value(str(terms.claims))
        self.incidents.set_value(str(terms.incidents))

    def _set(self) -> None:
        retaining, who = self._desk.office.retaining, self._desk.acting()
        terms, before = Terms(int(self.claims.value()), int(self.incidents.value())), self._terms

        def decided(_pin: object) -> None:
            self._desk.bridge.ask(
                self,
                "write",
                lambda _stop, _progress: retaining.set_terms(who, terms),
                lambda _none: kept(),
                self._failed,
            )

        def kept() -> None:
            told = _("These terms are kept.")
            if before is None:
                self._say(told)
            else:
                offer_undo(self, self._desk, told, lambda: retaining.set_terms(who, before), self._failed)

        as_owner(self._desk, self, decided, self._failed)

    def _plan(self) -> None:
        retaining = self._desk.office.retaining
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: retaining.plan(), self._show_plan, self._failed
        )

    def _show_plan(self, purge: Purge) -> None:
        overlay = PurgeOverlay(self._desk, self, purge)
        overlay.purged.connect(self._say)
        overlay.begin()

    def _export(self) -> None:
        day = self._desk.office.clock.today()
        chosen = self._where(self, f"pharmassist-{day:%Y%m%d}.zip")
        if not chosen:
            return
        everything, who, path = self._desk.office.everything, self._desk.acting(), Path(chosen)
        self.export.set_busy(True)
        self._strip.start(_("Everything is being written"))
        self._handle = self._desk.bridge.ask(
            self,
            "outside",
            lambda stop, progress: everything.export(who, path, stop, progress),
            self._exported,
            self._not_exported,
            self._strip.advance,
        )

    def _exported(self, done: Exported) -> None:
        self._end()
        words = _("Everything is in {file}: {tables} tables, {files} files, a page that explains them.")
        self._say(words.format(file=done.path.name, tables=len(done.lines), files=done.files))

    def _not_exported(self, problem: Problem) -> None:
        self._end()
        self._failed(problem)

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._end()

    def _end(self) -> None:
        self._strip.finish()
        self.export.set_busy(False)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
