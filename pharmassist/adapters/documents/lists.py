"""Lights of the operators and lists to tick."""

from __future__ import annotations

from pharmassist.adapters.documents.fonts import Face, typeset, width, wrap
from pharmassist.adapters.documents.marks import PILL, pill, plain_pill, tick_box
from pharmassist.adapters.documents.running import paragraph
from pharmassist.adapters.documents.sheet import HAIR, MUTED, Flow
from pharmassist.services.composing.vocabulary import (
    Lights,
    LightsRow,
    Paragraph,
    Tick,
    TickList,
)

_NAME_SHARE = 0.1715
"""The part of the width that holds the operator's name."""
_INITIALS = 33.0


def lights(flow: Flow, block: Lights) -> None:
    """Draw one row per operator: name, four lights, and the sentence under them."""
    if not block.rows:
        if block.empty:
            paragraph(flow, Paragraph(block.empty))
        return
    if flow.style.continuous:
        for row in block.rows:
            _ticket_row(flow, block.columns, row)
        return
    _head(flow, block.columns)
    for row in block.rows:
        if flow.need(_row_height(flow, row)):
            _head(flow, block.columns)
        _row(flow, block.columns, row)


def _columns(flow: Flow, count: int) -> list[float]:
    """Return the left edges of the light columns."""
    start = flow.style.left + flow.style.room * _NAME_SHARE
    step = (flow.style.right - start) / count
    return [start + step * number for number in range(count)]


def _head(flow: Flow, columns: tuple[str, ...]) -> None:
    """Write the column heads."""
    style = flow.style
    flow.y += 14
    flow.page.text(style.left + 3, flow.y, "Opérateur", 8.7, Face.SEMIBOLD)
    for x, name in zip(_columns(flow, len(columns)), columns, strict=True):
        flow.page.text(x, flow.y, name, 8.7, Face.SEMIBOLD)
    flow.y += 7.2
    flow.page.rule(style.left, style.right, flow.y, 1.0)


def _conduct(flow: Flow, row: LightsRow) -> list[str]:
    """Cut the sentences so that they fit right of the name."""
    room = flow.style.room * (1 - _NAME_SHARE)
    return [piece for line in row.conduct for piece in wrap(line, Face.REGULAR, 9.2, room)]


def _row_height(flow: Flow, row: LightsRow) -> float:
    """Return the height of one operator's row."""
    names, details = _names(flow, row)
    left = 15 + 12.5 * len(names) + 11 * len(details) - 4
    return max(3.5 + PILL + 12.2 * max(len(_conduct(flow, row)), 1) + 8, left)


def _names(flow: Flow, row: LightsRow) -> tuple[list[str], list[str]]:
    """Cut the operator's name and its detail so that they fit left of the lights."""
    room = flow.style.room * _NAME_SHARE - 8
    return (
        wrap(row.name, Face.SEMIBOLD, 10, room),
        wrap(row.detail, Face.REGULAR, flow.style.small, room) if row.detail else [],
    )


def _row(flow: Flow, columns: tuple[str, ...], row: LightsRow) -> None:
    """Draw one operator's row."""
    style = flow.style
    high = _row_height(flow, row)
    edges = _columns(flow, len(columns))
    names, details = _names(flow, row)
    y = flow.y + 15
    for line in names:
        flow.page.text(style.left + 3, y, line, 10, Face.SEMIBOLD)
        y += 12.5
    for line in details:
        flow.page.text(style.left + 3, y, line, style.small, ink=MUTED)
        y += 11
    for x, light in zip(edges, row.lights, strict=True):
        pill(flow.page, x, flow.y + 3.5, light, 9.2)
    y = flow.y + 3.5 + PILL + 12
    for line in _conduct(flow, row):
        flow.page.text(edges[0], y, line, 9.2)
        y += 12.2
    flow.y += high
    flow.page.rule(style.left, style.right, flow.y, 0.5, HAIR)


def _ticket_row(flow: Flow, columns: tuple[str, ...], row: LightsRow) -> None:
    """Draw one operator on a ticket: a line per light, then the sentence."""
    style = flow.style
    if row.name:
        paragraph(flow, Paragraph(row.detail, lead=row.name))
    flow.page.rule(style.left, style.right, flow.y, 0.5)
    flow.y += 4
    for name, light in zip(columns, row.lights, strict=True):
        flow.page.text(style.left, flow.y + 9, name, style.text)
        plain_pill(flow.page, style.left + style.room * 0.42, flow.y, light, style.small + 0.4)
        flow.page.text(style.right, flow.y + 9, light.read, style.small, side="right")
        flow.y += 14.6
    flow.y += 1.5
    flow.page.rule(style.left, style.right, flow.y, 0.5)
    for line in row.conduct:
        paragraph(flow, Paragraph(line))
    flow.y += 2


def tick_list(flow: Flow, block: TickList) -> None:
    """Draw boxes, texts, notes at the right and places for initials."""
    style = flow.style
    if not block.rows:
        if block.empty:
            paragraph(flow, Paragraph(block.empty))
        return
    for row in block.rows:
        _tick(flow, row, block.initials)
    flow.y += 0 if not style.continuous else 4


def _tick(flow: Flow, row: Tick, initials: bool) -> None:
    """Draw one line to tick."""
    style = flow.style
    right = style.right - (_INITIALS + 9 if initials and not style.continuous else 0)
    note = row.note
    if row.done_by:
        note = f"fait par {row.done_by}" if style.continuous or not initials else "fait par"
    note_room = width(typeset(note), Face.REGULAR, style.small) + 12 if note else 0.0
    indent = 20.2
    below = note_room > (right - style.left) * (0.45 if not style.continuous else 0.3)
    room = right - style.left - indent - (0.0 if below else note_room)
    face = Face.REGULAR if row.done_by else Face.MEDIUM
    lines = wrap(row.text, face, style.text, room)
    notes = wrap(note, Face.REGULAR, style.small, room) if below else []
    high = 21.2 + (len(lines) - 1) * (style.leading - 1.5) + len(notes) * style.leading * 0.85
    flow.need(high)
    top = flow.y
    tick_box(flow.page, style.left, top + 5, bool(row.done_by))
    y = top + 14.2
    for line in lines:
        ink = MUTED if row.done_by else 0.0
        flow.page.text(style.left + indent, y, line, style.text, face, ink=ink)
        y += style.leading - 1.5
    for line in notes:
        flow.page.text(style.left + indent, y, line, style.small, ink=MUTED)
        y += style.leading * 0.85
    if note and not below:
        flow.page.text(right, top + 13.8, note, style.small, side="right", ink=MUTED)
    if initials and not style.continuous:
        if row.done_by:
            flow.page.text(style.right - _INITIALS, top + 13.8, row.done_by, style.small, Face.BOLD)
        else:
            flow.page.rule(style.right - _INITIALS, style.right, top + high - 4, 0.6, MUTED)
    flow.y = top + high
    flow.page.rule(style.left, style.right, flow.y, 0.5, HAIR)
