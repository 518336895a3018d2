"""An index: names from A to Z in columns side by side, as in a directory."""

from __future__ import annotations

import unicodedata

from pharmassist.adapters.documents.fonts import Face, wrap
from pharmassist.adapters.documents.marks import sign
from pharmassist.adapters.documents.running import paragraph
from pharmassist.adapters.documents.sheet import HAIR, MUTED, Flow
from pharmassist.domain.operators import LightState
from pharmassist.services.composing.vocabulary import Index, IndexEntry, Paragraph

_SIZE, _LEADING, _ROW = 8.7, 10.2, 13.4
_GUTTER = 18.0
_LETTER, _SIGN = 13.0, 12.0
_NAME = 0.60
"""The part of a column, letter left out, that holds the name."""


def index(flow: Flow, block: Index) -> None:
    """Fill the first column from top to bottom, then the next; then the next page."""
    if not block.rows:
        if block.empty:
            paragraph(flow, Paragraph(block.empty))
        return
    columns = 1 if flow.style.continuous else block.columns
    wide = (flow.style.room - (columns - 1) * _GUTTER) / columns
    flow.need(60)
    flow.y += 4
    left = list(block.rows)
    letter = ""
    while left:
        column_of_page = _share(left, wide, flow, columns)
        top, lowest = flow.y, flow.y
        for number, entries in enumerate(column_of_page):
            flow.y = top
            for position, entry in enumerate(entries):
                first = initial(entry.name)
                _entry(
                    flow,
                    number * (wide + _GUTTER),
                    wide,
                    entry,
                    first if first != letter or not position else "",
                )
                letter = first
            lowest = max(lowest, flow.y)
        flow.y = lowest
        left = left[sum(map(len, column_of_page)) :]
        if left:
            flow.turn()
            flow.y += 4
    flow.y += 6


def initial(name: str) -> str:
    """Return the letter a name stands under: Îles under I, a figure under #."""
    for character in unicodedata.normalize("NFKD", name):
        if character.isalpha():
            return character.upper()
        if character.isdigit():
            return "#"
    return "#"


def _share(rows: list[IndexEntry], wide: float, flow: Flow, columns: int) -> list[list[IndexEntry]]:
    """Share out rows over the columns of this page, evenly when all that is left fits."""
    heights = [_height(entry, wide) for entry in rows]
    room = flow.style.bottom - flow.y
    total = sum(heights)
    # A last page is as high as its longest column needs, not filled at the left only.
    for limit in (total / columns + max(heights), room) if total <= room * columns else (room,):
        shared, at = [], 0
        for _ in range(columns):
            filled, used = [], 0.0
            while at < len(rows) and used + heights[at] <= min(limit, room):
                filled.append(rows[at])
                used += heights[at]
                at += 1
            shared.append(filled)
        if at == len(rows) or limit == room:
            return shared
    return shared


def _face(entry: IndexEntry) -> Face:
    """Return the weight of a name: heavy where something is stopped or disturbed."""
    heavy = entry.sign in (LightState.STOPPED, LightState.DISRUPTED)
    return Face.SEMIBOLD if heavy else Face.REGULAR


def _lines(entry: IndexEntry, wide: float) -> tuple[list[str], list[str]]:
    """Cut name and detail so that they fit side by side."""
    room = wide - _LETTER
    return (
        wrap(entry.name, _face(entry), _SIZE, room * _NAME - 4),
        wrap(entry.detail, Face.REGULAR, _SIZE, room * (1 - _NAME) - _SIGN),
    )


def _height(entry: IndexEntry, wide: float) -> float:
    """Return the height of an entry."""
    return _ROW + (max(map(len, _lines(entry, wide))) - 1) * _LEADING


def _entry(flow: Flow, shift: float, wide: float, entry: IndexEntry, letter: str) -> None:
    """Draw an entry and the hairline under it."""
    left = flow.style.left + shift
    names, details = _lines(entry, wide)
    face = _face(entry)
    base = flow.y + 9.4
    if letter:
        flow.page.text(left, base, letter, _SIZE + 0.6, Face.BOLD)
    for number, line in enumerate(names):
        flow.page.text(left + _LETTER, base + number * _LEADING, line, _SIZE, face)
    x = left + _LETTER + (wide - _LETTER) * _NAME
    if entry.sign:
        sign(flow.page, x + 4, base - _SIZE * 0.36, entry.sign)
    for number, line in enumerate(details):
        flow.page.text(x + _SIGN, base + number * _LEADING, line, _SIZE, ink=MUTED)
    flow.y += _height(entry, wide)
    flow.page.rule(left + _LETTER, left + wide, flow.y, 0.4, HAIR)
