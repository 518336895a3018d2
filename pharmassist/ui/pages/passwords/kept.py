"""What the keyring of this PC lacks, and what lies in it that no pointer leads to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.accesses import Rotation, Stage
from pharmassist.services.entries import Entry
from pharmassist.services.rotating import Rotating
from pharmassist.services.same import SamePassword
from pharmassist.services.stage_words import role_word
from pharmassist.services.standing import SetAside, Standing
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.act import Act
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

_OPEN = (Stage.PROPOSED, Stage.CHANGED)


@dataclass(frozen=True, slots=True)
class Compared:
    """Register and keyring of this PC compared, and what was set aside."""

    standing: Standing
    aside: tuple[SetAside, ...]
    same: SamePassword | None = None
    """Where else its password serves; None where it has none here."""


def compare(rotating: Rotating, access_id: int) -> Compared:
    """Look into the keyring (a lane's work)."""
    standing = rotating.standing(access_id)
    rotation, access = standing.rotation, standing.access
    known = rotation.candidate if rotation else access.current
    same = rotating.same_elsewhere(access_id) if known else None
    return Compared(standing, rotating.set_aside(standing), same)


class KeptRows(QObject):
    """One row for each password that is missing (enter, renew) or was set aside (take up).

    ``missing`` stands before the work, ``aside`` after it; both are hidden on most days.
    ``asked`` gives an act, ``adopted`` the number of the password to take up.
    """

    asked = Signal(Act)
    adopted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.missing, self.aside = _Rows(), _Rows()

    def show_compared(self, compared: Compared) -> None:
        """Show what has an answer at this stage."""
        rotation = compared.standing.rotation
        self.missing.clear()
        for entry in compared.standing.missing:
            self._missing(entry, rotation)
        if compared.same is not None and compared.same.anywhere:
            self.missing.add_row("red", same_words(compared.same))
        self.aside.clear()
        aside = [each for each in compared.aside if _offered(each, rotation)]
        if aside:
            self.aside.add(Text(_("Set aside in the keyring"), "strong"))
        for each in aside:
            self.aside.add_row("text3", aside_words(each), self._take_up(each.number))

    def _missing(self, entry: Entry, rotation: Rotation | None) -> None:
        """Enter what one knows, or have another one made; an old one is not asked for."""
        enter: Act | None = None
        renew: tuple[str, Act] | None = None
        if entry.role == "current":
            enter = Act.CURRENT
            renew = (_("Renew it"), Act.RENEW) if rotation is None else None
        elif entry.role == "candidate" and rotation is not None and rotation.stage in _OPEN:
            enter, renew = Act.OTHER, (_("Propose another one"), Act.REFUSED)
        if enter is None:
            return
        words = _("No. {number} ({role}): not on this PC")
        buttons = [self._button(_("Enter it"), enter, "keyboard")]
        if renew is not None:
            buttons.append(self._button(renew[0], renew[1], "refresh-cw"))
        named = words.format(number=entry.number, role=role_word(entry.role))
        self.missing.add_row("amber", named, *buttons)

    def _button(self, words: str, act: Act, icon: str) -> Button:
        return Button(words, "secondary", icon, size="small", pressed=lambda: self.asked.emit(act))

    def _take_up(self, number: int) -> Button:
        take = Button(
            _("Take it up"),
            "quiet",
            "corner-up-right",
            size="small",
            pressed=lambda: self.adopted.emit(number),
        )
        take.setAccessibleName(_("Take up no. {number}").format(number=number))
        return take


class _Rows(QWidget):
    """Rows under each other, hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def clear(self) -> None:
        """Take every row away."""
        empty_layout(self._column)
        self.hide()

    def add(self, part: QWidget) -> None:
        """Put a part under the others."""
        self._column.addWidget(part)
        self.show()

    def add_row(self, ink: str, words: str, *buttons: Button) -> None:
        """Put a key, words and buttons under the others."""
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("key-round", ink, 16))
        row.addWidget(Text(words, "table", wrap=True), 1)
        for button in buttons:
            row.addWidget(button)
        self.add(held)


def same_words(same: SamePassword) -> str:
    """Name the places where the same password serves, or served."""
    now = ", ".join(access.login for access in same.now)
    before = ", ".join(access.login for access in same.before)
    if now:
        return _("The same password serves for: {login}. Give each its own.").format(login=now)
    return _("This password has served before for: {login}. Take another one.").format(login=before)


def aside_words(aside: SetAside) -> str:
    """Say what a password that was set aside is."""
    words = {
        "refused": _("No. {number}, refused {moment}"),
        "abandoned": _("No. {number}, given up {moment}"),
        "replaced": _("No. {number}, replaced {moment}"),
        "found": _("No. {number}, found here: a restore or an interruption left it"),
    }
    return words[aside.why].format(number=aside.number, moment=moment(aside.at) if aside.at else "")


def _offered(aside: SetAside, rotation: Rotation | None) -> bool:
    """During a change any may turn out to be the right one; at rest only those nobody knows of."""
    if rotation is None:
        return aside.why == "found"
    return rotation.stage in _OPEN and not rotation.waiting_for
