"""Document → PDF: every block drawn in order, and the information viewers and readers use."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pharmassist.adapters.documents.columns import index
from pharmassist.adapters.documents.fonts import Face, load
from pharmassist.adapters.documents.heads import foot, head, running_head, ticket_foot
from pharmassist.adapters.documents.lists import lights, tick_list
from pharmassist.adapters.documents.pictures import picture
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
from pharmassist.adapters.documents.sheet import A4, LETTER, TICKET, Flow, Style
from pharmassist.adapters.documents.table import table
from pharmassist.services.composing.vocabulary import (
    Block,
    Code,
    Document,
    Facts,
    Figure,
    Index,
    Letterhead,
    Lights,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Qr,
    Signature,
    Table,
    TickList,
    Title,
)

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
        most = 1 if document.one_page else 2
        shrinks = (document.one_page or document.two_pages) and not flow.style.continuous
        for scale in SMALLER if shrinks else ():
            if len(flow.pages) <= most:
                break
            flow = _lay_out(document, scale)
        return _write(flow, document)


def _lay_out(document: Document, scale: float) -> Flow:
    """Place every block; a smaller scale is a larger page, shrunk when it is drawn."""
    flow = Flow(_style(document).scaled(scale))
    flow.on_new_page = lambda page: running_head(flow.style, page, document)
    if not _is_letter(document):
        head(flow, document)
    for block in document.blocks:
        _draw(flow, block, document.logo)
    if flow.style.continuous:
        ticket_foot(flow, document)
    return flow


def _is_letter(document: Document) -> bool:
    """Tell whether the document opens with a letterhead."""
    return bool(document.blocks) and isinstance(document.blocks[0], Letterhead)


def _style(document: Document) -> Style:
    """Return the measures of the document's paper."""
    if document.format == "ticket80":
        return TICKET
    return LETTER if _is_letter(document) else A4


def _draw(flow: Flow, block: Block, logo: bytes) -> None:
    """Draw one block of the vocabulary."""
    match block:
        case Letterhead():
            letterhead(flow, block, logo)
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
        case Index():
            index(flow, block)
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
        case Picture():
            picture(flow, block)
        case PageBreak():
            flow.turn()


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
            foot(style, page, document, number, count)
        canvas.scale(style.scale, style.scale)
        for mark in page.marks:
            mark(canvas, high)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
