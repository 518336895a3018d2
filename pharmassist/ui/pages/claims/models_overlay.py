"""Modèles: the dialects of lists that are known here, to export, receive or forget."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.imports import ImportKind
from pharmassist.domain.mapping import Profile
from pharmassist.services.office import Office
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.mapping_card import FIELDS
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line


@dataclass(frozen=True, slots=True)
class Models:
    """The profiles, and which are the pharmacy's own."""

    profiles: tuple[Profile, ...]
    own: frozenset[str]


def read_models(office: Office) -> Models:
    """Read them (a lane's work)."""
    return Models(office.profiles.list(), office.profiles.own())


class ModelsOverlay(Overlay):
    """``exported``, ``forgotten`` and ``brought`` tell what was asked, once."""

    exported = Signal(str)
    forgotten = Signal(str)
    brought = Signal()

    def __init__(self, over: QWidget, models: Models) -> None:
        super().__init__(over, _("Models of lists"), 640)
        self.panel.addWidget(Text(_("Models of lists"), "title"))
        told = _("A list with one of these headers is recognised. To change a model, import such a list.")
        self.panel.addWidget(Text(told, "text", "text2", wrap=True))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for profile in models.profiles:
            column.addLayout(self._row(profile, own=profile.id in models.own))
            column.addWidget(line())
        column.addStretch(1)
        area = scrolled(inner)
        area.setMinimumHeight(min(360, 30 + 58 * max(1, len(models.profiles))))
        self.panel.addWidget(area)
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Receive a model…"), icon="folder-open", pressed=self._bring))
        foot.addStretch(1)
        self._close = Button(_("Close"), "primary", pressed=self.dismiss)
        foot.addWidget(self._close)
        self.panel.addLayout(foot)

    def start(self) -> None:
        """Show it with the focus on the way out."""
        self.open(self._close)

    def _row(self, profile: Profile, *, own: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        whose = _("of this pharmacy") if own else _("shipped")
        kinds = {ImportKind.ADDITION: _("addition"), ImportKind.SNAPSHOT: _("whole encours"), None: ""}
        facts = " · ".join(filter(None, (whose, kinds[profile.kind])))
        words.addWidget(Text(profile.name, "strong"))
        columns = ", ".join(f"{title} → {_(FIELDS[each])}" for each, title in profile.columns)
        words.addWidget(Text(f"{facts} · {columns}", "caption", wrap=True))
        row.addLayout(words, 1)
        for text, icon, act, shown in (
            (_("Export…"), "download", self._export, True),
            (_("Forget"), "x", self._forget, own),
        ):
            if shown:
                button = Button(text, "quiet", icon, size="small")
                button.setAccessibleName(f"{text} {profile.name}")
                button.clicked.connect(lambda _on=False, act=act: act(profile.id))
                row.addWidget(button)
        return row

    def _export(self, profile_id: str) -> None:
        self.dismiss()
        self.exported.emit(profile_id)

    def _forget(self, profile_id: str) -> None:
        self.dismiss()
        self.forgotten.emit(profile_id)

    def _bring(self) -> None:
        self.dismiss()
        self.brought.emit()
