"""Corriger les lignes refusées: only their mapped cells, typed right, then imported alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.imports import Refusal
from pharmassist.services.claim_words import reason_text
from pharmassist.services.texts import number
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text

_SHOWN = 50


class RefusedOverlay(Overlay):
    """One row of cells a refused line; ``chosen(line → cells)`` tells those that were changed, once."""

    chosen = Signal(object)

    def __init__(
        self,
        over: QWidget,
        refusals: Sequence[Refusal],
        columns: Sequence[str],
        corrected: Mapping[int, tuple[str, ...]],
    ) -> None:
        super().__init__(over, _("Correct the refused lines"), 760)
        self._columns = tuple(columns)
        whole = [each for each in refusals if len(each.cells) == len(columns)]
        self.panel.addWidget(Text(_("Correct the refused lines"), "title"))
        self.panel.addWidget(
            Text(
                _("Those you change are imported alone, right after the list. The others stay refused."),
                "text",
                "text2",
                wrap=True,
            )
        )
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for place, title in enumerate((_("Line"), *columns)):
            grid.addWidget(Text(title, "label"), 0, place)
        self._before = {each.line: tuple(each.cells) for each in whole[:_SHOWN]}
        self.cells: dict[int, list[QLineEdit]] = {}
        for row, refusal in enumerate(whole[:_SHOWN]):
            grid.addWidget(Text(number(refusal.line), "table"), 2 * row + 1, 0)
            shown = corrected.get(refusal.line, tuple(refusal.cells))
            edits = []
            for place, (title, cell) in enumerate(zip(columns, shown, strict=True), start=1):
                edit = QLineEdit("" if looks_like_nir(cell) else cell)
                edit.setAccessibleName(_("Line {line}, {column}").format(line=refusal.line, column=title))
                edit.setMinimumWidth(70)
                edit.setCursorPosition(0)
                edit.returnPressed.connect(self._choose)
                grid.addWidget(edit, 2 * row + 1, place)
                edits.append(edit)
            self.cells[refusal.line] = edits
            reason = Text(reason_text(refusal.reason), "caption", "red", wrap=True)
            grid.addWidget(reason, 2 * row + 2, 1, 1, len(columns))
        area = scrolled(inner)
        area.setMinimumHeight(min(360, 60 + 62 * max(1, len(self.cells))))
        self.panel.addWidget(area)
        self._note = Text("", "caption", wrap=True)
        left = len(refusals) - len(self.cells)
        if left:
            words = _("{count} more are not shown here: save them as a file, correct it and import it.")
            self._note.setText(words.format(count=number(left)))
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        self._close = Button(_("Cancel"), pressed=self.dismiss)
        foot.addWidget(self._close)
        foot.addWidget(Button(_("Keep the corrections"), "primary", pressed=self._choose))
        self.panel.addLayout(foot)

    def start(self) -> None:
        """Show it with the focus on the first cell."""
        first = next(iter(self.cells.values()), [])
        self.open(first[0] if first else self._close)

    def _choose(self) -> None:
        kept: dict[int, tuple[str, ...]] = {}
        for line, edits in self.cells.items():
            now = tuple(edit.text().strip() for edit in edits)
            wrong = next((edit for edit in edits if looks_like_nir(edit.text())), None)
            if wrong is not None:
                self._note.setText(_("This looks like a social security number: refused."))
                wrong.setFocus()
                return
            if now != tuple(cell.strip() for cell in self._before[line]):
                kept[line] = now
        self.dismiss()
        self.chosen.emit(kept)
