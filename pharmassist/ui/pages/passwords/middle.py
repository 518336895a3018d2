"""The middle of the page: the work, or a small question in its place, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.journal import JournalEntry
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.board import Detail
from pharmassist.ui.pages.passwords.forms import Form
from pharmassist.ui.pages.passwords.panel import WorkPanel
from pharmassist.ui.pages.passwords.words import story_line
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text, line

STORY_LINES = 3
"""Entries shown; the journal's own page has them all."""


class MiddleCard(Card):
    """Holds one panel or one form; ``strip`` shows what the keyring or the server is asked."""

    def __init__(self) -> None:
        super().__init__(_("Before starting"), "circle-dot", padded=False)
        self.panel: WorkPanel | None = None
        self.form: Form | None = None
        self._shown: tuple[object, ...] = ()
        self.strip = ProgressStrip()
        self.strip.setContentsMargins(16, 10, 16, 0)
        self._held = QVBoxLayout()
        self._held.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.strip)
        self.body.addLayout(self._held, 1)
        self._past = QWidget()
        column = QVBoxLayout(self._past)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        self._story = QVBoxLayout()
        self._story.setContentsMargins(16, 10, 16, 12)
        self._story.setSpacing(5)
        column.addLayout(self._story)
        self.body.addWidget(self._past)

    def shows(self, detail: Detail) -> bool:
        """Tell whether the panel is already the one of this state: then it keeps the focus."""
        return self.panel is not None and self._shown == _state(detail)

    def show_panel(self, panel: WorkPanel, title: str, detail: Detail) -> None:
        """Put a panel in place."""
        self._clear()
        self.panel, self._shown = panel, _state(detail)
        self.set_title(title)
        self._held.addWidget(panel)

    def show_form(self, form: Form) -> None:
        """Put a question in place of the work."""
        self._clear()
        self.form = form
        self.set_title(form.title)
        self._held.addWidget(form)
        form.show()

    def forget(self) -> Form | None:
        """Take panel and form away; a form whose words outlive the lock is handed out."""
        form = self.form
        if form is not None and form.stays:
            self._held.removeWidget(form)
            form.hide()
            form.setParent(None)
        self._clear()
        return form if form is not None and form.stays else None

    def let_go(self) -> None:
        """Let another panel come; what is there stays until it does, so that nothing jumps."""
        self.form, self._shown = None, ()

    def set_free(self, free: bool) -> None:
        """Let the work be done, or hold it while keyring or server answer; Cancel stays alive."""
        for held in (self.panel, self.form):
            if held is not None:
                held.setEnabled(free)

    def has_focus(self) -> bool:
        """Tell whether the focus is in the card."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def show_story(self, story: Sequence[JournalEntry], now: datetime) -> None:
        """Show the last things that happened, oldest first."""
        empty_layout(self._story)
        self._past.setVisible(bool(story))
        if story:
            self._story.addWidget(Text(_("What happened"), "strong"))
        for entry in story[-STORY_LINES:]:
            at, words = story_line(entry, now)
            row = QHBoxLayout()
            row.setSpacing(10)
            when = Text(at, "table", "text3")
            when.setMinimumWidth(56)
            row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words, "table", wrap=True), 1)
            held = QWidget()
            row.setContentsMargins(0, 0, 0, 0)
            held.setLayout(row)
            self._story.addWidget(held)

    def _clear(self) -> None:
        self.panel, self.form, self._shown = None, None, ()
        empty_layout(self._held)


def _state(detail: Detail) -> tuple[object, ...]:
    """Return what a panel is built from: another one is built when it differs."""
    return (
        detail.access,
        detail.rotation,
        detail.login_refused,
        len(detail.story) if detail.login_refused else 0,
    )
