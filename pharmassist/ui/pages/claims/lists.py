"""Lists imported so far; the newest that stands can be undone whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.imports import ImportKind, ImportRecord
from pharmassist.services.texts import moment, number, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line

_SHOWN = 30


class ListsOverlay(Overlay):
    """Each list with its day, who brought it and its counts; ``undone(id)`` for the newest."""

    undone = Signal(int)

    def __init__(self, over: QWidget, records: Sequence[ImportRecord]) -> None:
        super().__init__(over, _("Lists imported"), 640)
        self.panel.addWidget(Text(_("Lists imported"), "title"))
        standing = [record for record in records if record.undone_at is None]
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for record in records[:_SHOWN]:
            column.addLayout(self._row(record, newest=bool(standing) and record is standing[0]))
            column.addWidget(line())
        column.addStretch(1)
        if not records:
            column.addWidget(Text(_("No list was imported yet."), "text", "text3"))
        area = scrolled(inner)
        area.setMinimumHeight(min(360, 24 + 60 * max(1, len(records))))
        self.panel.addWidget(area)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = Button(_("Close"), "primary", pressed=self.dismiss)
        foot.addWidget(self.close_button)
        self.panel.addLayout(foot)

    def _row(self, record: ImportRecord, *, newest: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        kind = _("addition")
        if record.kind is ImportKind.SNAPSHOT:
            kind = _("encours on {day}").format(day=short_day(record.snapshot_date))
        words.addWidget(Text(f"{record.file_name} · {kind}", "strong"))
        report = record.report
        counts = _("{new} new, {known} known, {gone} gone, {refused} refused").format(
            new=number(report.kept),
            known=number(report.known),
            gone=number(report.gone),
            refused=number(report.refused),
        )
        said = f"{moment(record.at)} · {record.who} · {counts}"
        if report.dropped_columns:
            said += " · " + _("Never read: {columns}").format(columns=", ".join(report.dropped_columns))
        if record.undone_at is not None:
            said += " · " + _("undone")
        words.addWidget(Text(said, "caption", wrap=True))
        row.addLayout(words, 1)
        if newest:
            undo = Button(_("Undo this import"), icon="undo-2", size="small")
            undo.clicked.connect(lambda: self._undo(record.id))
            row.addWidget(undo)
        return row

    def _undo(self, import_id: int) -> None:
        self.dismiss()
        self.undone.emit(import_id)
