"""The shipped fonts and how wide a text is in them.

Only the shipped families go on paper, embedded, so that every machine prints the
same page. Texts are set the French way here, once for every document.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


class Face(StrEnum):
    """The faces used on paper; the value is the font's name in the PDF."""

    REGULAR = "Inter-Regular"
    MEDIUM = "Inter-Medium"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"
    MONO = "JetBrainsMono-Regular"


_BEFORE_HIGH = re.compile(r" (?=[;!?])")
_BEFORE_COLON = re.compile(r" (?=[:»%€])")
_AFTER_OPENING = re.compile(r"(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
FIRST = re.compile(r"\b1er\b")
"""« 1er », whose two letters are raised."""


def load(folder: Path) -> None:
    """Make the faces known to reportlab; done once per process, the files are only read."""
    known = pdfmetrics.getRegisteredFontNames()
    for face in Face:
        if face.value not in known:
            pdfmetrics.registerFont(TTFont(face.value, str(folder / f"{face.value}.ttf")))


def typeset(text: str) -> str:
    """Set spaces and apostrophes the French way.

    No-break space before ``: » % €`` and after ``«``, narrow before ``; ! ?``, so
    that a sign never starts a line; typographic apostrophe; control characters out.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if " " in text:
        text = _BEFORE_HIGH.sub("\u202f", text)
        text = _BEFORE_COLON.sub("\u00a0", text)
        text = _AFTER_OPENING.sub("\u00a0", text)
    return text


@lru_cache(maxsize=20_000)
def width(text: str, face: Face, size: float) -> float:
    """Return the width in points of a text already set by :func:`typeset`."""
    total = pdfmetrics.stringWidth(text, face.value, size)
    if FIRST.search(text):
        # "er" is drawn at 65 % (sheet.py).
        raised = len(FIRST.findall(text))
        total -= raised * 0.35 * pdfmetrics.stringWidth("er", face.value, size)
    return float(total)


def wrap(text: str, face: Face, size: float, room: float, first: float = 0.0) -> list[str]:
    """Cut a text into lines no wider than ``room`` points; ``first`` is taken on the first line.

    Breaks at ordinary spaces only; a word wider than the room is cut by letters.
    """
    lines: list[str] = []
    line = ""
    for word in typeset(text).split(" "):
        left = room - (first if not lines else 0.0)
        trial = f"{line} {word}" if line else word
        if width(trial, face, size) <= left:
            line = trial
            continue
        if line or (first and not lines):
            lines.append(line)
            line = ""
        for piece in _pieces(word, face, size, room):
            if line:
                lines.append(line)
            line = piece
    lines.append(line)
    return lines


def _pieces(word: str, face: Face, size: float, room: float) -> list[str]:
    """Cut one word by letters so that each piece fits."""
    if width(word, face, size) <= room:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, face, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
