"""Small drawn signs: lights and boxes, told apart in black and white by word, shape and weight."""

from __future__ import annotations

from pharmassist.adapters.documents.fonts import Face, typeset, width
from pharmassist.adapters.documents.sheet import BLACK, MUTED, WHITE, Page
from pharmassist.domain.operators import LightState
from pharmassist.services.composing.vocabulary import LightMark

PLAIN_SIGNS = {
    LightState.WORKING: "=",
    LightState.DISRUPTED: "!",
    LightState.STOPPED: "X",
    LightState.UNVERIFIED: "?",
}
"""Signs of a ticket printer, which may lack others."""

PILL = 15.0
"""Height of a light on A4, in points."""


def pill(page: Page, x: float, y: float, light: LightMark, size: float) -> None:
    """Draw a light from its top left corner: icon, word, and a frame by state."""
    state = light.state
    word = typeset(light.word.upper() if state is LightState.STOPPED else light.word)
    face = Face.MEDIUM if state is LightState.WORKING else Face.SEMIBOLD
    wide = 17 + width(word, face, size) + 5.5
    ink = WHITE if state is LightState.STOPPED else BLACK
    _frame(page, x, y, wide, PILL, state)
    middle = y + PILL / 2
    _icon(page, x + 9.2, middle, state, ink)
    page.text(x + 17, middle + size * 0.36, word, size, face, ink=ink)


def sign(page: Page, x: float, y: float, state: LightState) -> None:
    """Draw the sign of a light alone, around a middle."""
    _icon(page, x, y, state, BLACK)


def plain_pill(page: Page, x: float, y: float, light: LightMark, size: float) -> None:
    """Draw a light for a ticket: one plain sign and the word."""
    state = light.state
    word = light.word.upper() if state is LightState.STOPPED else light.word
    text = typeset(f"{PLAIN_SIGNS[state]}\u00a0{word}")
    wide = width(text, Face.BOLD, size) + 7
    high = size + 4.2
    _frame(page, x, y, wide, high, state, radius=0, hair=0.8)
    ink = WHITE if state is LightState.STOPPED else BLACK
    page.text(x + 3.5, y + high / 2 + size * 0.36, text, size, Face.BOLD, ink=ink)


def _frame(
    page: Page,
    x: float,
    y: float,
    wide: float,
    high: float,
    state: LightState,
    radius: float = 2.2,
    hair: float = 0.6,
) -> None:
    """Draw the frame: filled for stopped, thick for disrupted, dashed for unverified."""
    if state is LightState.STOPPED:
        page.box(x, y, wide, high, radius, thick=0, fill=True)
    elif state is LightState.DISRUPTED:
        page.box(x + 0.8, y + 0.8, wide - 1.6, high - 1.6, radius, thick=1.8)
    elif state is LightState.UNVERIFIED:
        page.box(x + 0.5, y + 0.5, wide - 1, high - 1, radius, thick=1.1, dash=(3, 2))
    else:
        page.box(x + 0.3, y + 0.3, wide - 0.6, high - 0.6, radius, thick=hair, ink=MUTED)


def _icon(page: Page, x: float, y: float, state: LightState, ink: float) -> None:
    """Draw the shape around a middle: cross, tick, triangle or question mark."""
    if state is LightState.DISRUPTED:
        page.path(((x, y - 3.9), (x + 4.4, y + 3.6), (x - 4.4, y + 3.6)), 1.0, ink, closed=True)
        page.path(((x, y - 1.4), (x, y + 0.9)), 1.0, ink)
        page.circle(x, y + 2.4, 0.55, 0, ink)
        return
    page.circle(x, y, 3.9, 0.9, ink)
    if state is LightState.WORKING:
        tick(page, x, y, 1.0, ink, 0.9)
    elif state is LightState.STOPPED:
        page.path(((x - 1.4, y - 1.4), (x + 1.4, y + 1.4)), 0.9, ink)
        page.path(((x - 1.4, y + 1.4), (x + 1.4, y - 1.4)), 0.9, ink)
    else:
        page.text(x, y + 2.1, "?", 6, Face.SEMIBOLD, side="centre", ink=ink)


def tick(page: Page, x: float, y: float, scale: float, ink: float, thick: float) -> None:
    """Draw a tick around a middle."""
    page.path(
        (
            (x - 1.7 * scale, y + 0.1 * scale),
            (x - 0.5 * scale, y + 1.3 * scale),
            (x + 1.7 * scale, y - 1.2 * scale),
        ),
        thick,
        ink,
    )


def tick_box(page: Page, x: float, y: float, ticked: bool, side: float = 11.2) -> None:
    """Draw a box to tick, from its top left corner."""
    page.box(x + 0.6, y + 0.6, side - 1.2, side - 1.2, 1.6, thick=1.2)
    if ticked:
        tick(page, x + side / 2, y + side / 2, side / 6.2, BLACK, 1.3)
