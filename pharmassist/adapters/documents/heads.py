"""Heads and feet of pages: who says what, when, against which journal, on which page of how many."""

from __future__ import annotations

from pharmassist.adapters.documents.fonts import Face, typeset, width, wrap
from pharmassist.adapters.documents.pictures import fitted
from pharmassist.adapters.documents.sheet import HAIR, MUTED, Flow, Page, Style
from pharmassist.services.composing.french import figures_day, hour, local_day
from pharmassist.services.composing.vocabulary import Document

PROMISE = "Aucun nom, aucun NIR, aucun produit"
"""Said of patients on every page (trade.md §11)."""

LOGO = (96.0, 42.0)
"""The most room a logo takes in a head, in points (34 × 15 mm)."""

ISSUER_SHARE = 0.5
"""The most of the width that the issuer takes beside the title."""

_FOOT = 7.6


def head(flow: Flow, document: Document) -> None:
    """Write title and subtitle at the left; at the right the issuer beside its logo, or "Périmé le".

    On a roll all of it is centred.
    """
    style = flow.style
    if style.continuous:
        _ticket_head(flow, document)
        return
    top, edge = flow.y, style.right
    if document.logo:
        wide, high = fitted(document.logo, *LOGO)
        flow.page.image(edge - wide, top - 4, wide, high, document.logo)
        edge -= wide + 10
    # What the frame "Périmé le" takes is said in the subtitle.
    beside: list[tuple[str, Face]] = []
    for number, text in enumerate(() if document.expires else document.issuer):
        face = Face.SEMIBOLD if number == 0 else Face.REGULAR
        beside += [(line, face) for line in wrap(text, face, 9.2, (edge - style.left) * ISSUER_SHARE)]
    if document.expires:
        edge = _stale(flow.page, edge, top, document.expires)
    room = edge - style.left - 16
    if beside:
        room -= max(width(typeset(line), face, 9.2) for line, face in beside)
    y = top - 13
    for line in wrap(document.title, Face.BOLD, 18, room):
        y += 21.5
        flow.page.text(style.left, y, line, 18, Face.BOLD)
    subtitle = document.subtitle
    if document.expires and document.issuer:
        subtitle = " · ".join(part for part in (document.issuer[0], subtitle) if part)
    last = y
    for line in wrap(subtitle, Face.REGULAR, 10.2, room) if subtitle else []:
        last += 16 if last == y else 13
        flow.page.text(style.left, last, line, 10.2, ink=MUTED)
    # The last lines of both sides stand level, unless the right one is the taller.
    side = max(last - 12.8 * (len(beside) - 1), top + 6)
    for line, face in beside:
        flow.page.text(edge, side, line, 9.2, face, side="right")
        last = max(last, side)
        side += 12.8
    flow.y = max(last + 7, top + LOGO[1] if document.logo else 0.0)


def _stale(page: Page, edge: float, top: float, words: str) -> float:
    """Frame "Périmé le" against the right edge; return where the frame starts."""
    wide = width(typeset(words), Face.SEMIBOLD, 9.8) + 18
    page.box(edge - wide, top, wide, 25, 2.5, thick=1.6)
    page.text(edge - 9, top + 16, words, 9.8, Face.SEMIBOLD, side="right")
    return edge - wide


def _ticket_head(flow: Flow, document: Document) -> None:
    """Write the head of a roll, centred, over a thick rule."""
    style = flow.style
    middle = style.width / 2
    if document.logo:
        wide, high = fitted(document.logo, *LOGO)
        flow.page.image(middle - wide / 2, flow.y, wide, high, document.logo)
        flow.y += high + 5
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


def ticket_foot(flow: Flow, document: Document) -> None:
    """Write the foot of a roll, centred, under a thick rule."""
    style = flow.style
    middle = style.width / 2
    flow.y += 4
    flow.page.rule(style.left, style.right, flow.y, 1.2)
    if document.expires:
        flow.y += 12
        flow.page.text(middle, flow.y, document.expires, style.text, Face.BOLD, side="centre")
    for line in (" · ".join(_made(document)), _journal(document), PROMISE):
        for piece in wrap(line, Face.REGULAR, style.small, style.room) if line else []:
            flow.y += 10
            flow.page.text(middle, flow.y, piece, style.small, side="centre")
    flow.y += 12


def running_head(style: Style, page: Page, document: Document) -> float:
    """Write the top of a following page; return where its text starts."""
    y = style.top
    left = " · ".join(part for part in (document.title, document.subtitle) if part)
    right = document.expires or (document.issuer[0] if document.issuer else "")
    face = Face.SEMIBOLD if document.expires else Face.REGULAR
    right = _on_one_line(right, face, 8.4, style.room * 0.45)
    room = style.room - (width(typeset(right), face, 8.4) + 14 if right else 0)
    page.text(style.left, y, _on_one_line(left, Face.REGULAR, 8.4, room), 8.4, ink=MUTED)
    page.text(style.right, y, right, 8.4, face, side="right", ink=MUTED)
    page.rule(style.left, style.right, y + 6, 0.5, HAIR)
    return y + 14


def _on_one_line(text: str, face: Face, size: float, room: float) -> str:
    """Return what fits on one line; "…" tells that it is cut."""
    lines = wrap(text, face, size, room)
    if len(lines) == 1:
        return lines[0]
    return wrap(text, face, size, room - width("…", face, size))[0].rstrip(" ,·") + "…"


def foot(style: Style, page: Page, document: Document, number: int, count: int) -> None:
    """Write the foot of an A4 page: the promise; date, person, number, journal; page."""
    y = style.height - 13.3
    page.rule(style.left, style.right, y - 15.2, 0.5, HAIR)
    page.text(style.left, y, PROMISE, _FOOT, Face.SEMIBOLD, ink=MUTED)
    page.text(style.right, y, f"Page {number} sur {count}", _FOOT, side="right", ink=MUTED)
    made = typeset(" · ".join(_made(document)))
    label = typeset("Clés du journal ") if document.journal_head else ""
    if made and label:
        label = f" · {label}"
    spans = [width(made, Face.REGULAR, _FOOT), width(label, Face.REGULAR, _FOOT)]
    spans.append(width(document.journal_head, Face.MONO, _FOOT))
    # In the middle of what the promise and the page number leave.
    left = style.left + width(PROMISE, Face.SEMIBOLD, _FOOT)
    x = (left + style.right - width(typeset(f"Page {number} sur {count}"), Face.REGULAR, _FOOT)) / 2
    x -= sum(spans) / 2
    for text, face, span in zip(
        (made, label, document.journal_head), (Face.REGULAR, Face.REGULAR, Face.MONO), spans, strict=True
    ):
        if text:
            page.text(x, y, text, _FOOT, face, ink=MUTED)
        x += span


def _made(document: Document) -> list[str]:
    """Say when a document was made, by whom and its number; an anonymous page tells the day only."""
    day = figures_day(local_day(document.made_at))
    if not document.made_by:
        return [day]
    made = [f"{day}, {hour(document.made_at)}", document.made_by]
    return [*made, f"n° {document.number}"] if document.number else made


def _journal(document: Document) -> str:
    """Return the line that names the journal's head, "" where there is none."""
    return f"Clés du journal {document.journal_head}" if document.journal_head else ""
