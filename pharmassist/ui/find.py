"""Find anything (F3, Ctrl+K): one field, answers in groups as one types, Enter goes there.

What bears a name is read once when the overlay opens; each key is answered in the lane ``read``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.problems import Problem
from pharmassist.services.finding import SHORTEST, Group, Hits, Shelf, Thing
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.counter import memory_of
from pharmassist.ui.find_sources import SOURCES, guide_sections, ways_of
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Elided, Text
from pharmassist.ui.search_overlay import SearchOverlay, open_search, told_whole

# Only the name of a type: the furnishing opens this overlay.
if TYPE_CHECKING:
    from pharmassist.ui.furnishing import Furnishing

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
    return open_search(furnishing.window, FindOverlay, lambda: FindOverlay(furnishing))


class FindOverlay(SearchOverlay):
    """The field, then the groups; the current line is the one Enter goes to."""

    def __init__(self, furnishing: Furnishing) -> None:
        super().__init__(furnishing.window, _("Find anything"), "search", _("close"))
        self._furnishing, self._bridge = furnishing, furnishing.desk.bridge
        self._memory = memory_of(furnishing.desk, furnishing.window)
        self._shelf: Shelf | None = None
        self._asked: Handle | None = None
        self._go_soon = False
        self._place = 0
        self.things: list[Thing] = []
        self.rows: list[Row] = []
        self._inner.setContentsMargins(0, 0, 0, 8)
        self.line.call(_("Find anything"), _("Last digits, mutuelle, step, action…"))
        self.line.textChanged.connect(self._typed)
        self._memory.ready.connect(self._search)
        self._memory.failed.connect(self._problem)
        self._read()
        self._search()

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
        self._say(words, refused=refused)
        self.line.setAccessibleDescription(words)
        self._area.fit()

    def _problem(self, problem: Problem) -> None:
        self._tell(told_whole(problem), refused=True)

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
                row.chosen.connect(lambda thing=thing: self._go(thing))
                self.things.append(thing)
                self.rows.append(row)
                self._list.addWidget(row)
        self._place = min(self._place, len(self.rows) - 1)
        self._area.fit()
        self._mark()
        if self._go_soon:
            self.enter()

    def _mark(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_current(place == self._place)
        self._area.ensureWidgetVisible(self.rows[self._place], 0, 32)
        told = _("{number} of {count}: {words}").format(
            number=self._place + 1, count=len(self.rows), words=self.rows[self._place].accessibleName()
        )
        self.line.setAccessibleDescription(told)

    def move_by(self, step: int) -> None:
        """Go to the line above or below; the last leads to the first."""
        if self.rows:
            self._place = (self._place + step) % len(self.rows)
            self._mark()

    def enter(self) -> None:
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
