"""Find anything (F3, Ctrl+K): one field, answers in groups as one types, Enter goes there.

What bears a name is read once when the overlay opens; each key is answered in the lane ``read``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.problems import Problem
from pharmassist.services.finding import SHORTEST, Group, Hits, Shelf, Thing
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.counter import memory_of
from pharmassist.ui.counter_parts import keys_row
from pharmassist.ui.find_sources import SOURCES, guide_sections, ways_of
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.fitting import Fitting
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Elided, Text, line

# Only the name of a type: the furnishing opens this overlay.
if TYPE_CHECKING:
    from pharmassist.ui.furnishing import Furnishing

WIDTH = 700
_INSIDE = WIDTH - 4
_ICONS = {
    Group.INVOICES: "files",
    Group.INSURERS: "building-2",
    Group.OPERATORS: "radio-tower",
    Group.STEPS: "list-checks",
    Group.COMMANDS: "keyboard",
    Group.DOCUMENTS: "file-text",
    Group.HELP: "circle-question-mark",
}


def open_find(furnishing: Furnishing) -> FindOverlay:
    """F3: open the overlay, or give the focus back to the one that is open."""
    window = furnishing.window
    shown = next((one for one in window.findChildren(FindOverlay) if one.isVisible()), None)
    if shown is not None:
        shown.line.setFocus()
        shown.line.selectAll()
        return shown
    for other in window.findChildren(Overlay):
        # Nothing stands over an overlay: what was typed there is its own affair.
        if other.isVisible():
            other.dismiss()
    overlay = FindOverlay(furnishing)
    overlay.open(overlay.line)
    return overlay


class FindOverlay(Overlay):
    """The field, then the groups; the current line is the one Enter goes to."""

    def __init__(self, furnishing: Furnishing) -> None:
        super().__init__(furnishing.window.over(), _("Find anything"), WIDTH)
        self._furnishing, self._bridge = furnishing, furnishing.desk.bridge
        self._memory = memory_of(furnishing.desk, furnishing.window)
        self._shelf: Shelf | None = None
        self._asked: Handle | None = None
        self._go_soon = False
        self._place = 0
        self.things: list[Thing] = []
        self.rows: list[Row] = []
        self.panel.setContentsMargins(1, 1, 1, 1)
        self.panel.setSpacing(0)
        self.line = FindLine(self._move, self._enter)
        self.line.textChanged.connect(self._typed)
        self._hint = Text("", "text", "text2", wrap=True)
        self._hint.setContentsMargins(16, 4, 16, 14)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._fill()
        self._memory.ready.connect(self._search)
        self._memory.failed.connect(self._problem)
        self._read()
        self._search()

    @property
    def hint(self) -> str:
        """The sentence under the field when there is no answer, "" otherwise."""
        return "" if self._hint.isHidden() else self._hint.text()

    def _fill(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(12)
        head.addWidget(Icon("search", "primary", 20))
        head.addWidget(Text(_("Find anything"), "title"))
        head.addStretch(1)
        head.addWidget(keys_row(_("close")))
        field = QHBoxLayout()
        field.setContentsMargins(16, 14, 16, 14)
        field.addWidget(self.line)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 8)
        inner.setSpacing(0)
        inner.addLayout(self._list)
        inner.addWidget(self._hint)
        inner.addStretch(1)
        self._area = Fitting(content, _INSIDE)
        self.panel.addLayout(head)
        self.panel.addWidget(line())
        self.panel.addLayout(field)
        self.panel.addWidget(self._area)

    def _read(self) -> None:
        """Gather what bears a name: the window's own things here, the steps and the index in the lane."""
        things = [thing for source in SOURCES for thing in source(self._furnishing)]
        finding = self._furnishing.desk.office.finding

        def kept(shelf: Shelf) -> None:
            self._shelf = shelf
            self._search()

        self._bridge.ask(
            self,
            "read",
            lambda _stop, _progress: Shelf((*things, *finding.steps(), *guide_sections())).ready(),
            kept,
            self._problem,
        )

    def _typed(self, _text: str) -> None:
        self._place, self._go_soon = 0, False
        self._search()

    def _search(self) -> None:
        """Ask what is typed; an answer to what was typed before is dropped."""
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        text = self.line.text()
        directory, shelf = self._memory.directory, self._shelf
        if looks_like_nir(text):
            # Refused before it leaves the field: kept nowhere, asked of nobody.
            self._problem(Problem("nir_refused"))
        elif len(text.strip()) < SHORTEST:
            self._tell(_("Last digits of an invoice, mutuelle, operator, step, document, action, help."))
        elif directory is None or shelf is None:
            self._tell(_("Reading the directory…"))
        else:
            finding, known = self._furnishing.desk.office.finding, directory.known
            self._asked = self._bridge.ask(
                self,
                "read",
                lambda _stop, _progress: finding.search(text, known, shelf),
                self._show,
                self._problem,
            )

    def _tell(self, words: str, *, refused: bool = False) -> None:
        self._clear()
        self._hint.setText(words)
        self._hint.set_ink("red" if refused else "text2")
        self._hint.show()
        self.line.setAccessibleDescription(words)
        self._area.fit()

    def _problem(self, problem: Problem) -> None:
        words = describe(problem)
        self._tell(f"{words.title}. {words.sentence} {words.remedy}", refused=True)

    def _clear(self) -> None:
        empty_layout(self._list)
        self.things, self.rows = [], []

    def _show(self, hits: tuple[Hits, ...]) -> None:
        self._asked = None
        if not hits:
            self._tell(_("Nothing found. Try the last digits, or the beginning of a word."))
            return
        self._clear()
        self._hint.hide()
        for one in hits:
            self._list.addWidget(_heading(one))
            for thing in one.things:
                row = _FoundRow(thing)
                row.pressed.connect(lambda thing=thing: self._go(thing))
                self.things.append(thing)
                self.rows.append(row)
                self._list.addWidget(row)
        self._place = min(self._place, len(self.rows) - 1)
        self._area.fit()
        self._mark()
        if self._go_soon:
            self._enter()

    def _mark(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_current(place == self._place)
        self._area.ensureWidgetVisible(self.rows[self._place], 0, 32)
        told = _("{number} of {count}: {words}").format(
            number=self._place + 1, count=len(self.rows), words=self.rows[self._place].accessibleName()
        )
        self.line.setAccessibleDescription(told)

    def _move(self, step: int) -> None:
        """Go to the line above or below; the last leads to the first."""
        if self.rows:
            self._place = (self._place + step) % len(self.rows)
            self._mark()

    def _enter(self) -> None:
        """Go to the current line, or as soon as the answer is there."""
        if self._asked is not None:
            self._go_soon = True
        elif self.things:
            self._go(self.things[self._place])

    def _go(self, thing: Thing) -> None:
        furnishing = self._furnishing
        self.dismiss()
        way = ways_of(furnishing).get(thing.place)
        if way is not None:
            way(thing.target)
        else:
            furnishing.desk.go(thing.place, thing.target)


class FindLine(QLineEdit):
    """The one field: arrows move among the answers, Enter goes there."""

    def __init__(self, move: Callable[[int], None], enter: Callable[[], None]) -> None:
        super().__init__()
        self._move, self._enter = move, enter
        self.setProperty("use", "large")
        self.setMaxLength(60)
        self.setPlaceholderText(_("Last digits, mutuelle, step, action…"))
        self.setAccessibleName(_("Find anything"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, go, or type."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)


class _FoundRow(Row):
    """A line: its title, what tells it from others, the key that does the same."""

    def __init__(self, thing: Thing) -> None:
        super().__init__(", ".join(part for part in (thing.title, thing.note, thing.key) if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 16, 5)
        layout.setSpacing(12)
        layout.addWidget(Icon(_ICONS[thing.group], "text2"))
        layout.addWidget(Text(thing.title, "strong"))
        layout.addWidget(Elided(thing.note, "table", "text2"), 1)
        if thing.key:
            layout.addWidget(Text(thing.key, "caption"))


def _heading(hits: Hits) -> QWidget:
    words = {
        Group.INVOICES: _("Invoices"),
        Group.INSURERS: _("At the counter"),
        Group.OPERATORS: _("Operators"),
        Group.STEPS: _("Steps of the incident"),
        Group.COMMANDS: _("Pages and actions"),
        Group.DOCUMENTS: _("Documents"),
        Group.HELP: _("Help"),
    }[hits.group]
    if hits.more:
        more = translate_plural("{count} more", "{count} more", hits.more).format(count=number(hits.more))
        words = f"{words} · {more}"
    heading = Text(words, "caption")
    heading.setContentsMargins(16, 8, 16, 2)
    return heading
