"""F1: what the page is for, the guide, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pharmassist.domain.problems import Problem
from pharmassist.services.guide import Guide, Section, read_guide
from pharmassist.services.problem_texts import describe
from pharmassist.services.shortcuts import keys_everywhere
from pharmassist.services.texts import language
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.guide_list import GuideList
from pharmassist.ui.guide_view import GuideView
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text, line

SIZE, SIDE = QSize(1120, 720), 300

OPENS_AT = {
    "today": "dix-minutes-par-jour",
    "incident": "jour-de-l-incident",
    "operators": "jour-de-l-incident#les-quatre-voyants",
    "claims": "dix-minutes-par-jour#les-factures",
    "advances": "l-argent#les-acomptes",
    "transfers": "l-argent#les-virements",
    "passwords": "mots-de-passe-et-messages",
    "message": "mots-de-passe-et-messages#est-ce-une-fraude-",
    "journal": "jour-de-l-incident#passer-la-main-garder-la-preuve",
    "settings": "a-plusieurs",
}
"""The section of the guide that goes with each page of the window."""


def page_help(key: str) -> str:
    """Return what a page is for, in two sentences."""
    words = {
        "today": _(
            "What to do now, worst first. Its button opens the right page. A line ticked on the printed "
            "page is recorded with F8, the whole page with Shift+F8; Space takes a tick back."
        ),
        "incident": _(
            "The steps of the incident, in order. “No” and “I don’t know” are answers; "
            "a step that cannot be done yet waits, and the next one opens."
        ),
        "operators": _(
            "Four lights for each operator. Nothing is green before somebody has seen it: "
            "set a light with what you saw or heard."
        ),
        "claims": _(
            "The invoices that are not paid yet. Import the LGO list each day: what left it is shown apart, "
            "never as received."
        ),
        "transfers": _(
            "Each credit says what it pays and why: Enter says yes, A chooses something else, "
            "N goes on, R shows the rules, Ctrl+Z undoes."
        ),
        "advances": _("The acompte: the anonymous figures for the union, then the request, then the ledger."),
        "passwords": _(
            "Change a password in five lines. Both passwords are kept until the new one is proved."
        ),
        "message": _(
            "Paste a mail or an SMS, drop its file, or note a call: you see the signs, what was not checked "
            "and what to do. Nothing is opened or sent."
        ),
        "journal": _("Who did what. Each line is sealed to the one before: a change or a cut would show."),
        "settings": _("The pharmacy, its people, the recovery sheet, the copies, the state of health."),
    }
    return words.get(key, "")


class HelpDialog(QDialog):
    """What the page is for, the guide opened at its section, and the keys; Esc closes.

    Typing searches; the arrows choose; the page keys turn the text. ``at`` opens another section.
    """

    keys_asked = Signal()
    """The page of all keys is wanted, to look at and print; the dialog is closed by then."""

    def __init__(
        self, title: str, page: str, bridge: Bridge, parent: QWidget | None = None, at: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Help"))
        self._at = at or OPENS_AT.get(page, "")
        self._guide: Guide | None = None
        self._read: Section | None = None
        self.view, self.list = GuideView(), GuideList()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the guide"))
        self.search.setAccessibleName(_("Search the guide"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list.chosen.connect(self._open)
        self.view.followed.connect(self._follow)
        self._nothing = Text("", "table", "text2", wrap=True)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(title, page))
        column.addWidget(line("edge"))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._side())
        row.addWidget(line("edge-upright"))
        row.addWidget(self.view, 1)
        column.addLayout(row, 1)
        room = parent.window().size() - QSize(48, 48) if parent is not None else SIZE
        self.resize(SIZE.boundedTo(room))
        self.search.setFocus()
        bridge.ask(self, "read", lambda _stop, _progress: read_guide(), self._show, self._problem)

    def _head(self, title: str, page: str) -> QFrame:
        frame = QFrame()
        frame.setProperty("part", "surface")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(title, "question"))
        words.addWidget(Text(page_help(page), "text", "text2", wrap=True))
        row = QHBoxLayout(frame)
        row.setContentsMargins(24, 16, 16, 14)
        row.setSpacing(16)
        row.addLayout(words, 1)
        close = Button(_("Close"), "primary", key=_("Esc"), pressed=self.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return frame

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 0)
        top.setSpacing(8)
        if language() != "fr":
            top.addWidget(Text(_("Guide in French"), "caption"))
        top.addWidget(self.search)
        top.addWidget(self._nothing)
        side.addLayout(top)
        self.list.setFixedWidth(SIDE)
        side.addWidget(self.list, 1)
        side.addWidget(line())
        grid = QGridLayout()
        grid.setContentsMargins(16, 4, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(keys_everywhere()):
            name = Text(key, "caption", "text2")
            name.setProperty("weight", "600")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(words, "caption", wrap=True), row, 1)
        side.addLayout(grid)
        every = Button(_("All the keys, to print…"), "quiet", "keyboard", size="small")
        every.clicked.connect(self._ask_keys)
        side.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
        side.addSpacing(8)
        return side

    def _ask_keys(self) -> None:
        """Make room first: nothing opens over a dialog."""
        self.accept()
        self.keys_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose in the list and the page keys turn the text while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                QApplication.sendEvent(self.view, event)
                return True
        return super().eventFilter(watched, event)

    def reject(self) -> None:
        """Esc: empty the search first, then close."""
        if self.search.text():
            self.search.clear()
            return
        super().reject()

    def _show(self, guide: Guide) -> None:
        self._guide = guide
        self._follow(self._at if guide.section(self._at) else guide.pages[0].name)
        if self.search.text():
            self._search(self.search.text())

    def _problem(self, problem: Problem) -> None:
        self._nothing.setText(describe(problem).sentence)
        self._nothing.show()

    def _search(self, words: str) -> None:
        if self._guide is None or self._read is None:
            return
        self._nothing.hide()
        if not words.strip():
            self.list.show_contents(self._guide, self._read)
            return
        hits = self._guide.find(words)
        self.list.show_found(hits)
        if hits:
            self._open(hits[0].section.key)
        else:
            self._nothing.setText(_("Nothing in the guide with these words."))
            self._nothing.show()

    def _follow(self, key: str) -> None:
        """Open a section and show it in the contents."""
        self._open(key)
        if self._guide is not None and self._read is not None:
            self.list.show_contents(self._guide, self._read)

    def _open(self, key: str) -> None:
        section = self._guide.section(key) if self._guide is not None else None
        if self._guide is None or section is None:
            return
        page = self._guide.page(section.page)
        if page is None:
            return
        self._read = section
        self.view.show_section(page, section.place)
