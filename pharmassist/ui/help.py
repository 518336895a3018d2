"""F1: what the page is for, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text, line

WIDTH = 540


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
            "N goes on, Ctrl+Z undoes."
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


def keys() -> tuple[tuple[str, str], ...]:
    """Return the keys that work on every page, with what they do."""
    return (
        ("F1", _("Help on this page")),
        ("F2", _("Note an invoice")),
        ("F4", _("What to do at the counter")),
        ("F5", _("Read again")),
        ("F9", _("Print the instructions or the page’s document")),
        ("F12", _("Lock")),
        ("Ctrl+P", _("Documents: look at, print, print again")),
        ("Ctrl+I", _("Choose who is acting")),
        (_("Esc"), _("Back, or give the keyboard back to the LGO")),
    )


class HelpDialog(QDialog):
    """A sentence on the page and the list of keys; Esc closes."""

    def __init__(self, title: str, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Help"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(Text(title, "question"))
        column.addWidget(Text(page_help(page), "text", "text2", wrap=True))
        column.addSpacing(4)
        column.addWidget(line())
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(keys()):
            grid.addWidget(Text(key, "strong"), row, 0)
            grid.addWidget(Text(words), row, 1)
        column.addLayout(grid)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), "primary", key=_("Esc"), pressed=self.reject))
        column.addSpacing(8)
        column.addStretch(1)
        column.addLayout(foot)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.resize(WIDTH, column.totalHeightForWidth(WIDTH))
