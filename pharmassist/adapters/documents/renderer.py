"""Document → PDF: heads, feet, page numbers, and the information viewers and readers use."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pharmassist.adapters.documents.fonts import Face, load, typeset, width, wrap
from pharmassist.adapters.documents.lists import lights, tick_list
from pharmassist.adapters.documents.running import (
    code,
    facts,
    figure,
    letterhead,
    note,
    paragraph,
    qr,
    signature,
    title,
)
from pharmassist.adapters.documents.sheet import (
    A4,
    HAIR,
    LETTER,
    MUTED,
    TICKET,
    Flow,
    Page,
    Style,
)
from pharmassist.adapters.documents.table import table
from pharmassist.services.composing.vocabulary import (
    Block,
    Code,
    Document,
    Facts,
    Figure,
    Letterhead,
    Lights,
    Note,
    PageBreak,
    Paragraph,
    Qr,
    Signature,
    Table,
    TickList,
    Title,
)

PROMISE = "Aucun nom, aucun NIR, aucun produit"
"""Said of patients on every page (trade.md §11)."""

SMALLER = (0.95, 0.9, 0.85, 0.8, 0.77)
"""Sizes tried in turn so that a page that must stay alone does."""

# Without it every page names Helvetica, which is not embedded; the stubs say float by mistake.
_NO_HELVETICA: dict[str, Any] = {"initialFontName": Face.REGULAR.value}


class PdfRenderer:
    """Implements ``services.ports.documents.Renderer`` with reportlab."""

    def __init__(self, fonts: Path) -> None:
        """Remember where the shipped fonts are; they are read at the first document."""
        self._fonts = fonts

    def render(self, document: Document) -> bytes:
        """Return the PDF; the same document gives the same bytes."""
        load(self._fonts)
        flow = _lay_out(document, 1.0)
        for scale in SMALLER if document.one_page and not flow.style.continuous else ():
            if len(flow.pages) == 1:
                break
            flow = _lay_out(document, scale)
        return _write(flow, document)


def _lay_out(document: Document, scale: float) -> Flow:
    """Place every block; a smaller scale is a larger page, shrunk when it is drawn."""
    flow = Flow(_style(document).scaled(scale))
    flow.on_new_page = lambda page: _running_head(flow.style, page, document)
    if not _is_letter(document):
        _head(flow, document)
    for block in document.blocks:
        _draw(flow, block)
    if flow.style.continuous:
        _ticket_foot(flow, document)
    return flow


def _is_letter(document: Document) -> bool:
    """Tell whether the document opens with a letterhead."""
    return bool(document.blocks) and isinstance(document.blocks[0], Letterhead)


def _style(document: Document) -> Style:
    """Return the measures of the document's paper."""
    if document.format == "ticket80":
        return TICKET
    return LETTER if _is_letter(document) else A4


def _draw(flow: Flow, block: Block) -> None:
    """Draw one block of the vocabulary."""
    match block:
        case Letterhead():
            letterhead(flow, block)
        case Title():
            title(flow, block)
        case Facts():
            facts(flow, block)
        case Paragraph():
            paragraph(flow, block)
        case Figure():
            figure(flow, block)
        case Table():
            table(flow, block)
        case Lights():
            lights(flow, block)
        case TickList():
            tick_list(flow, block)
        case Signature():
            signature(flow, block)
        case Note():
            note(flow, block)
        case Code():
            code(flow, block)
        case Qr():
            qr(flow, block)
        case PageBreak():
            flow.turn()


def _head(flow: Flow, document: Document) -> None:
    """Write title and subtitle at the left, the issuer at the right (or all centred on a roll)."""
    style = flow.style
    if style.continuous:
        _ticket_head(flow, document)
        return
    room = style.room
    if document.issuer:
        room -= 16 + max(width(typeset(line), Face.SEMIBOLD, 9.2) for line in document.issuer)
    y = flow.y - 13
    for line in wrap(document.title, Face.BOLD, 18, room):
        y += 21.5
        flow.page.text(style.left, y, line, 18, Face.BOLD)
    last = y
    for line in wrap(document.subtitle, Face.REGULAR, 10.2, room) if document.subtitle else []:
        last += 16 if last == y else 13
        flow.page.text(style.left, last, line, 10.2, ink=MUTED)
    lines = document.issuer
    side = last - 12.8 * (len(lines) - 1)
    for number, line in enumerate(lines):
        face = Face.SEMIBOLD if number == 0 else Face.REGULAR
        flow.page.text(style.right, side, line, 9.2, face, side="right")
        side += 12.8
    flow.y = last + 7


def _ticket_head(flow: Flow, document: Document) -> None:
    """Write the head of a roll, centred, over a thick rule."""
    style = flow.style
    middle = style.width / 2
    for line in wrap(document.title.upper(), Face.BOLD, 10.6, style.room):
        flow.y += 9
        flow.page.text(middle, flow.y, line, 10.6, Face.BOLD, side="centre")
        flow.y += 4
    for text in (*document.issuer[:1], document.subtitle):
        for line in wrap(text, Face.REGULAR, style.text, style.room) if text else []:
            flow.y += style.leading
            flow.page.text(middle, flow.y, line, style.text, side="centre")
    flow.y += 7
    flow.page.rule(style.left, style.right, flow.y, 1.2)
    flow.y += 3


def _ticket_foot(flow: Flow, document: Document) -> None:
    """Write the foot of a roll, centred, under a thick rule."""
    style = flow.style
    middle = style.width / 2
    flow.y += 4
    flow.page.rule(style.left, style.right, flow.y, 1.2)
    lines = [PROMISE]
    if document.journal_head:
        lines.insert(0, f"Clés du journal {document.journal_head}")
    for line in lines:
        flow.y += 10
        flow.page.text(middle, flow.y, line, style.small, side="centre")
    flow.y += 12


def _running_head(style: Style, page: Page, document: Document) -> float:
    """Write the top of a following page; return where its text starts."""
    y = style.top
    left = " · ".join(part for part in (document.title, document.subtitle) if part)
    issuer = document.issuer[0] if document.issuer else ""
    room = style.room - (width(typeset(issuer), Face.REGULAR, 8.4) + 14 if issuer else 0)
    page.text(style.left, y, wrap(left, Face.REGULAR, 8.4, room)[0], 8.4, ink=MUTED)
    page.text(style.right, y, issuer, 8.4, side="right", ink=MUTED)
    page.rule(style.left, style.right, y + 6, 0.5, HAIR)
    return y + 14


def _foot(style: Style, page: Page, document: Document, number: int, count: int) -> None:
    """Write the foot of an A4 page."""
    y = style.height - 13.3
    page.rule(style.left, style.right, y - 15.2, 0.5, HAIR)
    page.text(style.left, y, PROMISE, 7.9, Face.SEMIBOLD, ink=MUTED)
    middle = style.left + style.room / 2
    if document.journal_head:
        label = typeset("Clés du journal ")
        span = width(label, Face.REGULAR, 7.9) + width(document.journal_head, Face.MONO, 7.9)
        page.text(middle - span / 2, y, label, 7.9, ink=MUTED)
        page.text(middle + span / 2, y, document.journal_head, 7.9, Face.MONO, side="right")
    elif document.number:
        page.text(middle, y, document.number, 7.9, side="centre", ink=MUTED)
    page.text(style.right, y, f"Page {number} sur {count}", 7.9, side="right", ink=MUTED)


def _write(flow: Flow, document: Document) -> bytes:
    """Put every page on a canvas with the document's information."""
    style = flow.style
    high = flow.y if style.continuous else style.height
    out = BytesIO()
    canvas = Canvas(
        out,
        pagesize=(style.width * style.scale, high * style.scale),
        invariant=1,
        pageCompression=1,
        lang=document.language,
        **_NO_HELVETICA,
    )
    made = document.made_at.astimezone(UTC)
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}+00'00'")
    canvas.setTitle(" ".join(part for part in (document.title, document.subtitle) if part))
    canvas.setAuthor(document.author or "PharmAssist")
    canvas.setSubject(document.number or document.kind)
    canvas.setCreator("PharmAssist")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    count = len(flow.pages)
    for number, page in enumerate(flow.pages, start=1):
        if not style.continuous:
            _foot(style, page, document, number, count)
        canvas.scale(style.scale, style.scale)
        for mark in page.marks:
            mark(canvas, high)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
