"""The card of paper: the logo of the letterhead, and the consignes printed at the first opening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.text import Text
from pharmassist.ui.undoing import offer_undo

AT_OPENING, PRINTER = "print_at_opening", "printer.shift-start"
SHOWN = QSize(150, 56)

AskPicture = Callable[[QWidget], str]


class PaperCard(Card):
    """Acts at once, like the cards of safety."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None], ask: AskPicture) -> None:
        super().__init__(_("Paper"), "printer")
        self._desk, self._failed, self._ask = desk, failed, ask
        self._showing = False
        self._logo, self._wish = b"", ""
        self.logo = QLabel()
        self.logo.setMinimumHeight(SHOWN.height())
        self.choose = Button(_("Choose a logo…"), icon="upload", pressed=self._choose)
        self.remove = Button(_("Remove"), "quiet", pressed=lambda: self._set(None))
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in (self.logo, self.choose, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(
            Text(
                _("PNG or JPEG. It is kept small and grey, and stands on letters and pages."),
                "table",
                "text2",
                wrap=True,
            )
        )
        self.at_opening = ChoiceField(
            _("Print the day’s instructions at the first opening of the day"),
            (("", _("No")), ("yes", _("Yes"))),
        )
        self.at_opening.changed.connect(self._change)
        self.body.addWidget(self.at_opening)
        self.printer = Text("", "table", "text2", wrap=True)
        self.body.addWidget(self.printer)

    def show_state(self, settings: Mapping[str, str], logo: bytes) -> None:
        """Show what is kept."""
        self._showing = True
        self._logo, self._wish = logo, settings.get(AT_OPENING, "")
        self.at_opening.set_value(self._wish)
        self._showing = False
        printer = settings.get(PRINTER, "")
        told = _("They go to {printer}, their last printer.").format(printer=printer)
        self.printer.setText(told if printer else _("They go to the default printer, until one is chosen."))
        picture = QPixmap()
        if logo:
            picture.loadFromData(logo)
            picture = picture.scaled(
                SHOWN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self.logo.setPixmap(picture)
        self.logo.setAccessibleName(_("Logo of the letterhead") if logo else _("No logo"))
        self.logo.setVisible(bool(logo))
        self.remove.setVisible(bool(logo))

    def _choose(self) -> None:
        chosen = self._ask(self)
        if chosen:
            self._set(Path(chosen))

    def _set(self, path: Path | None) -> None:
        papers, who, before = self._desk.office.papers, self._desk.acting(), self._logo
        told = (
            _("The letterhead has no logo any more.") if path is None else _("The letterhead has this logo.")
        )

        def work() -> bytes:
            papers.set_logo(who, path)
            return papers.logo()

        def done(logo: bytes) -> None:
            self._was_set(logo)
            offer_undo(self, self._desk, told, lambda: papers.put_back_logo(who, before), self._failed)

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), done, self._failed)

    def _was_set(self, logo: bytes) -> None:
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: self._desk.office.people.settings(),
            lambda settings: self.show_state(settings, logo),
            self._failed,
        )

    def _change(self) -> None:
        if self._showing:
            return
        people, who, value = self._desk.office.people, self._desk.acting(), self.at_opening.value()
        before, self._wish = self._wish, value

        def back() -> None:
            people.set_setting(who, AT_OPENING, before)

        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: people.set_setting(who, AT_OPENING, value),
            lambda _none: offer_undo(self, self._desk, _("Saved."), back, self._failed),
            self._failed,
        )


def ask_picture(parent: QWidget) -> str:
    """Ask for a picture file; "" when the person gives up."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Logo"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
    return chosen
