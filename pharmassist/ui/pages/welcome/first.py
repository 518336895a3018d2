"""The first page: prepare, discover, or open an incident at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text, line


class FirstPage(QWidget):
    """Two choices, and below a hairline the button that works at once."""

    prepare = Signal()
    discover = Signal()
    alert = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 40, 0, 24)
        column.setSpacing(4)
        column.addWidget(Text(_("Welcome. Where to start?"), "question"))
        column.addWidget(
            Text(
                _("All stays on this computer: no patient’s name, no NIR, no product."),
                "text",
                "text2",
                wrap=True,
            )
        )
        column.addSpacing(16)
        self.main = Button(
            _("Prepare my pharmacy"), "primary", "arrow-right", size="large", pressed=self.prepare.emit
        )
        prepare = _choice(
            "store",
            _("Prepare my pharmacy"),
            _("Three pages, about five minutes."),
            (
                _("The pharmacy: name, FINESS, SIRET, town"),
                _("The team: initials, name, role"),
                _("Safety: keyring and recovery key"),
            ),
            self.main,
        )
        discover = _choice(
            "lightbulb",
            _("Discover with the demonstration pharmacy"),
            _("A fictional pharmacy, on the morning of 30 January 2024."),
            (
                _("Every page, with invented invoices"),
                _("Neither your register, nor your keyring, nor the network"),
                _("A line above the pages says so all the time"),
            ),
            Button(_("Discover"), size="large", pressed=self.discover.emit),
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(prepare, 1)
        row.addWidget(discover, 1)
        column.addLayout(row)
        column.addSpacing(20)
        column.addWidget(line("edge"))
        column.addSpacing(16)
        column.addLayout(self._alert_row())
        column.addSpacing(8)
        column.addWidget(self.banner)
        column.addStretch(1)

    def _alert_row(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(_("Is an operator down or attacked, now?"), "strong", wrap=True))
        words.addWidget(
            Text(
                _("The incident opens at once, on its first step. The rest will wait."),
                "table",
                "text2",
                wrap=True,
            )
        )
        self.initials = TextField(_("Your initials (optional)"), example=_("MOI"))
        self.initials.setFixedWidth(180)
        self.happens = Button(_("Something is happening"), icon="megaphone", pressed=self._alert)
        self.initials.entered.connect(self._alert)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.initials)
        row.addWidget(self.happens, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _alert(self) -> None:
        self.alert.emit(self.initials.value())


def _choice(icon: str, title: str, sentence: str, lines: tuple[str, ...], action: Button) -> Card:
    """Return a card with what a choice brings, its action at the foot."""
    card = Card("")
    card.setAccessibleName(title)
    card.body.setContentsMargins(20, 18, 20, 18)
    card.body.setSpacing(8)
    card.body.addWidget(Icon(icon, "primary", 26))
    card.body.addSpacing(4)
    card.body.addWidget(Text(title, "title", wrap=True))
    card.body.addWidget(Text(sentence, "text", "text2", wrap=True))
    card.body.addWidget(line())
    for words in lines:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("check", "green", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "table", "text2", wrap=True), 1)
        card.body.addLayout(row)
    card.body.addStretch(1)
    card.body.addSpacing(12)
    card.body.addWidget(action)
    return card
