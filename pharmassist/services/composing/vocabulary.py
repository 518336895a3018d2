"""The words a printed document is made of: plain data, no layout, no library.

A composing function returns a :class:`Document`; an adapter turns it into a PDF.
Every text is already French and already formatted (``french.py``): the renderer
adds nothing but page numbers, the journal's head and the closing line
"Aucun nom, aucun NIR, aucun produit".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pharmassist.domain.operators import LightState

Align = Literal["left", "right", "centre"]
RowKind = Literal["plain", "group", "total"]
Format = Literal["a4", "ticket80"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Top of a letter: sender (first line bold), recipient, place and date, subject."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    dateline: str
    subject: str


@dataclass(frozen=True, slots=True)
class Title:
    """A section's heading over a rule; ``note`` stands small at the right."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one pair a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``lead`` opens it in bold."""

    text: str
    lead: str = ""
    weight: Literal["plain", "strong", "small", "large", "loud", "sign", "poster"] = "plain"
    """``large`` is for patients, ``loud`` is read at arm's length, ``sign`` and ``poster`` from afar."""
    keep: bool = False
    """Stay on the same page as the next block."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One sum or number set large between two rules, with a caption."""

    value: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: ``share`` of the width relative to the others."""

    title: str
    share: int
    align: Align = "left"
    style: Literal["plain", "strong", "muted", "signed"] = "plain"
    """``signed`` makes room for the row's sign, and is bold where there is one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``carried`` is the running sum, already written, up to and with this row."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"
    carried: str = ""
    sign: LightState | None = None
    """The sign drawn before the cell of the ``signed`` column; none for a light that works."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head repeated on each page.

    When a page breaks the table and ``carry_column`` is given, "À reporter" closes
    the page and "Report" opens the next, with the running sum in that column.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    carry_column: int | None = None
    head: bool = True
    empty: str = ""
    """Sentence shown when there is no row."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of an index: a name, what stands right of it, and its sign."""

    name: str
    detail: str = ""
    sign: LightState | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Names from A to Z in ``columns`` side by side, read down; a letter opens its names."""

    rows: tuple[IndexEntry, ...]
    columns: int = 2
    empty: str = ""


@dataclass(frozen=True, slots=True)
class LightMark:
    """One light: its state, its word, and when it was read (shown on tickets only)."""

    state: LightState
    word: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class LightsRow:
    """An operator, its lights in the order of the columns, and the sentence for the counter."""

    name: str
    detail: str
    lights: tuple[LightMark, ...]
    conduct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lights:
    """The lights of the operators, one row each."""

    columns: tuple[str, ...]
    rows: tuple[LightsRow, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line to tick: ``done_by`` fills the box and replaces the place for initials."""

    text: str
    note: str = ""
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class TickList:
    """Boxes to tick and initial by hand."""

    rows: tuple[Tick, ...]
    initials: bool = True
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Place for a hand-written date, signature and stamp."""

    name: str
    quality: str
    label: str = "Signature et cachet"


@dataclass(frozen=True, slots=True)
class Note:
    """A framed text: ``lead`` in bold, then ``lines``; ``loud`` sets the lead large,
    its lines one below the other.
    """

    lead: str
    lines: tuple[str, ...] = ()
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed back from paper, large and of fixed width: (letter, groups of signs).

    May hold a recovery key: never shown by ``repr``.
    """

    rows: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code with its caption; may hold a recovery key: never shown by ``repr``."""

    data: str = field(repr=False)
    caption: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture, in grey, ``wide`` millimetres of the paper; ``caption`` stands under it."""

    image: bytes = field(repr=False)
    wide: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Letterhead
    | Title
    | Facts
    | Paragraph
    | Figure
    | Table
    | Index
    | Lights
    | TickList
    | Signature
    | Note
    | Code
    | Qr
    | Picture
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be rendered.

    ``made_at`` is an aware instant; the same document always renders to the same
    bytes. ``journal_head`` is the first 8 characters of the journal's head, or ""
    where there is no register yet. ``issuer`` is printed at the top right (first
    line bold); it is empty for an anonymous document, and so is ``author``.
    ``one_page`` lets the renderer set everything up to a fifth smaller to stay on one page,
    ``two_pages`` on two.
    ``expires`` ("Périmé le …") is framed at the top of A4 and closes a roll. ``logo`` is a PNG
    in grey, "" for none; whoever renders adds it with ``number``, never to an anonymous page.
    """

    kind: str
    title: str
    made_at: datetime
    blocks: tuple[Block, ...] = field(repr=False)
    subtitle: str = ""
    number: str = ""
    language: str = "fr"
    author: str = ""
    issuer: tuple[str, ...] = ()
    format: Format = "a4"
    journal_head: str = ""
    made_by: str = ""
    one_page: bool = False
    two_pages: bool = False
    expires: str = ""
    logo: bytes = field(default=b"", repr=False)
