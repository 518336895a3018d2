"""The calm page of what stopped the opening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.key_lines import KeyLines
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, centred
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

KEY_HELPS = frozenset(
    {
        "register_key_absent",
        "register_key_wrong",
        "vault_absent",
        "vault_locked",
        "vault_refused",
        "vault_silent",
        "recovery_key_line",
        "recovery_key_length",
        "recovery_file_unread",
    }
)
"""Problems of opening that the recovery sheet solves."""

RESTORE_HELPS = frozenset(
    {
        "register_damaged",
        "register_unreadable",
        "register_absent",
        "register_label_lost",
        "register_key_absent",
    }
)
"""Problems of opening that a backup solves."""


@dataclass(frozen=True, slots=True)
class OpeningActions:
    """What may help when a register does not open."""

    again: Callable[[], None]
    key_file: Callable[[Path], None]
    key_typed: Callable[[Secret], None]
    other_folder: Callable[[Path], None]
    demonstration: Callable[[], None]
    restore: Callable[[], None]


class StoppedPage(QWidget):
    """Title, sentence and remedy of the problem, and the actions that help with it."""

    def __init__(
        self,
        problem: Problem,
        home: Path,
        actions: OpeningActions,
        ask_file: Callable[[QWidget], str] | None = None,
        ask_folder: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._ask_file, self._ask_folder = ask_file or ask_key_file, ask_folder or ask_register_folder
        text = describe(problem)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 48, 0, 24)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("lock" if problem.code in KEY_HELPS else "triangle-alert", "amber", 28))
        head.addWidget(Text(text.title, "question"), 1)
        column.addLayout(head)
        column.addWidget(Text(text.sentence, wrap=True))
        column.addWidget(Text(text.remedy, "text", "text2", wrap=True))
        column.addWidget(Text(_("Folder: {folder}").format(folder=home), "caption", wrap=True))
        self._lines = KeyLines()
        self._fields = self._lines.editors
        if problem.code in KEY_HELPS:
            column.addWidget(self._key_card())
        if text.details:
            details = Text(text.details, "caption", wrap=True)
            details.setAccessibleName(_("Details"))
            column.addWidget(details)
        column.addLayout(self._buttons(restores=problem.code in RESTORE_HELPS))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(centred(held, 712))

    def _key_card(self) -> QFrame:
        card = Card(_("Open with the recovery key"), "key-round", _("four lines of fifteen signs"))
        self._lines.entered.connect(self._open_typed)
        card.body.addWidget(self._lines)
        opened = Button(_("Open"), "primary", "lock-open", pressed=self._open_typed)
        chosen = Button(_("Choose the key’s file"), icon="folder-open", pressed=self._open_file)
        card.add_foot(chosen, None, opened)
        return card

    def _buttons(self, *, restores: bool) -> QGridLayout:
        buttons = [Button(_("Try again"), icon="refresh-cw", pressed=self._actions.again)]
        if restores:
            again = Button(_("Take a backup up again"), icon="undo-2", pressed=self._actions.restore)
            buttons.append(again)
        buttons.append(Button(_("Choose another folder"), icon="folder-open", pressed=self._other))
        demonstration = _("Discover with the demonstration")
        buttons.append(Button(demonstration, "quiet", "play", pressed=self._actions.demonstration))
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setColumnStretch(2, 1)
        # Two beside each other: four in a row are cut off.
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _open_typed(self) -> None:
        key = self._lines.take()
        if key is not None:
            self._actions.key_typed(key)

    def _open_file(self) -> None:
        chosen = self._ask_file(self)
        if chosen:
            self._actions.key_file(Path(chosen))

    def _other(self) -> None:
        chosen = self._ask_folder(self)
        if chosen:
            self._actions.other_folder(Path(chosen))


def ask_key_file(parent: QWidget) -> str:
    """Ask for the file of a recovery key; "" when the person gives up."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose the key’s file"))
    return chosen


def ask_register_folder(parent: QWidget) -> str:
    """Ask for the folder of a register; "" when the person gives up."""
    return QFileDialog.getExistingDirectory(parent, _("Folder of the register"))
