"""Blocks of running text: letterhead, headings, paragraphs, facts, figures, notes, signature."""

from __future__ import annotations

import segno

from pharmassist.adapters.documents.fonts import Face, typeset, width, wrap
from pharmassist.adapters.documents.pictures import fitted
from pharmassist.adapters.documents.sheet import BLACK, HAIR, MUTED, Flow, Page
from pharmassist.services.composing.vocabulary import (
    Code,
    Facts,
    Figure,
    Letterhead,
    Note,
    Paragraph,
    Qr,
    Signature,
    Title,
)

_TIMES = {"large": 1.35, "loud": 1.4, "sign": 2.1, "poster": 3.6}
_FACES = {"strong": Face.SEMIBOLD, "loud": Face.BOLD, "sign": Face.SEMIBOLD, "poster": Face.BOLD}
"""How large and how heavy a paragraph is set, by its weight."""


def letterhead(flow: Flow, block: Letterhead, logo: bytes = b"") -> None:
    """Place logo, sender, recipient (right half, where a window envelope shows it), date and subject."""
    style = flow.style
    top = flow.y + 10
    y = top
    if logo:
        wide, high = fitted(logo, 130.0, 48.0)
        flow.page.image(style.left, flow.y - 8, wide, high, logo)
        y += high + 2
    for number, line in enumerate(block.sender):
        face = Face.BOLD if number == 0 else Face.REGULAR
        for piece in wrap(line, face, style.text, style.room * 0.46):
            flow.page.text(style.left, y, piece, style.text, face)
            y += 13
    right = style.left + style.room * 0.54
    lower = top + 26
    for line in block.recipient:
        for piece in wrap(line, Face.REGULAR, style.text, style.room * 0.46):
            flow.page.text(right, lower, piece, style.text)
            lower += 13
    y = max(y, lower) + 20
    flow.page.text(style.right, y, block.dateline, style.text, side="right")
    flow.y = y + 18
    paragraph(flow, Paragraph(block.subject, lead="Objet :", weight="strong"))
    flow.y += 10


def title(flow: Flow, block: Title) -> None:
    """Write a heading over a rule, with its note at the right; never last on a page."""
    style = flow.style
    flow.need(70)
    flow.y += 10 if flow.fresh else style.section * 1.9
    note_room = 0.0
    if block.note:
        note_room = width(typeset(block.note), Face.REGULAR, style.small) + 8
        if note_room > style.room * 0.55:
            note_room = 0.0
    lines = wrap(block.text, Face.SEMIBOLD, style.section, style.room - note_room)
    for line in lines[:-1]:
        flow.page.text(style.left, flow.y, line, style.section, Face.SEMIBOLD)
        flow.y += style.section * 1.2
    flow.page.text(style.left, flow.y, lines[-1], style.section, Face.SEMIBOLD)
    if block.note and note_room:
        flow.page.text(style.right, flow.y, block.note, style.small, side="right", ink=MUTED)
    elif block.note:
        for line in wrap(block.note, Face.REGULAR, style.small, style.room):
            flow.y += style.small * 1.35
            flow.page.text(style.left, flow.y, line, style.small, ink=MUTED)
    flow.y += 8.2 if not style.continuous else 4.5
    flow.page.rule(style.left, style.right, flow.y, 1.0)


def paragraph(flow: Flow, block: Paragraph) -> None:
    """Write running text, its lead in bold on the first line."""
    style = flow.style
    small = block.weight == "small"
    size = style.small if small else style.text * _TIMES.get(block.weight, 1.0)
    face = _FACES.get(block.weight, Face.REGULAR)
    leading = size * (1.25 if size > style.text * 2 else 1.38) if size != style.text else style.leading
    lead = typeset(block.lead)
    indent = width(lead + " ", Face.BOLD, size) if lead else 0.0
    lines = wrap(block.text, face, size, style.room, indent)
    flow.need(min(len(lines), 3) * leading + 4 + (60 if block.keep else 0))
    for number, line in enumerate(lines):
        flow.need(leading)
        flow.y += leading
        if number == 0 and lead:
            flow.page.text(style.left, flow.y, lead, size, Face.BOLD)
        flow.page.text(
            style.left + (indent if number == 0 else 0.0),
            flow.y,
            line,
            size,
            face,
            ink=MUTED if small else BLACK,
        )
    flow.y += leading * 0.5


def facts(flow: Flow, block: Facts) -> None:
    """Write labels at the left and values in bold, one pair a line."""
    style = flow.style
    if not block.rows:
        return
    widest = max(width(typeset(label), Face.REGULAR, style.text) for label, _ in block.rows)
    column = min(widest + 14, style.room * 0.45)
    flow.y += 2
    for label, value in block.rows:
        left = wrap(label, Face.REGULAR, style.text, column - 8)
        right = wrap(value, Face.MEDIUM, style.text, style.room - column)
        flow.need(max(len(left), len(right)) * style.leading)
        for number in range(max(len(left), len(right))):
            flow.y += style.leading
            if number < len(left):
                flow.page.text(style.left, flow.y, left[number], style.text, ink=MUTED)
            if number < len(right):
                flow.page.text(style.left + column, flow.y, right[number], style.text, Face.MEDIUM)
    flow.y += style.leading * 0.4


def figure(flow: Flow, block: Figure) -> None:
    """Set one value large between two rules."""
    style = flow.style
    flow.need(52)
    flow.y += 6
    flow.page.rule(style.left, style.right, flow.y, 0.8)
    flow.y += 21
    middle = style.left + style.room / 2
    flow.page.text(middle, flow.y, block.value, 16, Face.BOLD, side="centre")
    if block.caption:
        flow.y += 14
        flow.page.text(middle, flow.y, block.caption, style.small, side="centre", ink=MUTED)
    flow.y += 10
    flow.page.rule(style.left, style.right, flow.y, 0.8)
    flow.y += 8


def note(flow: Flow, block: Note) -> None:
    """Frame a sentence; the lead goes on with the first line, or stands large above it."""
    style = flow.style
    size = style.text * 1.22 if block.loud else style.text
    leading = size * 1.32
    padding = 8.0
    room = style.room - 2 * padding
    lead = typeset(block.lead)
    rows: list[tuple[str, str]] = []
    if block.loud or not block.lines:
        leads = block.lead.split("\n")
        rows += [(line, "") for lead in leads for line in wrap(lead, Face.BOLD, size, room)]
        rest = block.lines
    else:
        indent = width(lead + " ", Face.BOLD, size)
        first = wrap(block.lines[0], Face.REGULAR, size, room, indent)
        rows += [(lead, first[0]), *(("", line) for line in first[1:])]
        rest = block.lines[1:]
    for line in rest:
        rows += [("", piece) for piece in wrap(line, Face.REGULAR, style.text, room)]
    heights = [leading if lead_part else style.leading for lead_part, _ in rows]
    high = sum(heights) + 2 * padding - 5
    flow.need(high + 14)
    flow.y += 7
    flow.page.box(style.left + 0.6, flow.y, style.room - 1.2, high, 0 if style.continuous else 2.5, thick=1.2)
    y = flow.y + padding - 3.5
    for (bold, plain), step in zip(rows, heights, strict=True):
        y += step
        x = style.left + padding
        if bold:
            flow.page.text(x, y - step * 0.18, bold, size, Face.BOLD)
            x += width(bold + " ", Face.BOLD, size)
        flow.page.text(x, y - step * 0.18, plain, style.text)
    flow.y += high + 7


def signature(flow: Flow, block: Signature) -> None:
    """Leave a frame for a hand-written date, signature and stamp under the name."""
    style = flow.style
    flow.need(112)
    x = style.left + style.room * 0.5
    flow.y += 22
    flow.page.text(x, flow.y, block.name, style.text, Face.SEMIBOLD)
    flow.y += 13
    flow.page.text(x, flow.y, block.quality, style.text)
    flow.y += 7
    flow.page.box(x, flow.y, style.room * 0.5, 62, 2, thick=0.6, ink=MUTED)
    flow.page.text(x + 6, flow.y + 12, block.label, style.small, ink=MUTED)
    flow.y += 68


def code(flow: Flow, block: Code) -> None:
    """Write lines to be typed back: large, fixed width, each with its letter and a hairline."""
    style = flow.style
    flow.need(34 * len(block.rows))
    size = 21.0
    # Every sign is as wide: the groups themselves must not enter the cache of widths.
    advance = width("0", Face.MONO, size)
    for letter, groups in block.rows:
        flow.y += 27
        flow.page.text(style.left + 4, flow.y - 2, letter, 11, Face.SEMIBOLD)
        x = style.left + 36
        for group in groups:
            flow.page.text(x, flow.y, group, size, Face.MONO, spacing=6.0)
            x += (advance + 6.0) * len(group) + 18
        flow.y += 8
        flow.page.rule(style.left, style.right, flow.y, 0.5, HAIR)
    flow.y += 6


def qr(flow: Flow, block: Qr) -> None:
    """Draw a QR code (level M, four modules of white around it) with its caption at the right."""
    style = flow.style
    symbol = segno.make(block.data, error="m", micro=False)
    rows = [bytes(row) for row in symbol.matrix]
    side = 108.0
    module = side / (len(rows) + 8)
    flow.need(side + 6)
    left, top = style.left, flow.y + 6
    for down, row in enumerate(rows):
        _runs(flow.page, left + 4 * module, top + (4 + down) * module, module, row)
    y = top + 4 * module + style.leading * 0.8
    for line in wrap(block.caption, Face.REGULAR, style.text, style.room - side - 14):
        flow.page.text(left + side + 10, y, line, style.text)
        y += style.leading
    flow.y = top + side


def _runs(page: Page, x: float, y: float, module: float, row: bytes) -> None:
    """Draw the dark modules of a row, neighbours as one rectangle so that no gap shows."""
    start: int | None = None
    for number, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = number
        elif not dark and start is not None:
            page.box(
                x + start * module,
                y,
                (number - start) * module,
                module + 0.05,
                thick=0,
                fill=True,
            )
            start = None
