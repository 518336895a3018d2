"""Pages being laid out: what to draw is noted first, and drawn once the page count is known.

Positions are in points from the top left corner; a text's position is its baseline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Literal

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pharmassist.adapters.documents.fonts import FIRST, Face, typeset, width

BLACK, MUTED, HAIR, WHITE = 0.0, 0.25, 0.70, 1.0
"""Grey levels: text, secondary text, hairlines, text reversed. No grey ever lies under a text."""

Side = Literal["left", "right", "centre"]
Mark = Callable[[Canvas, float], None]


@dataclass(frozen=True, slots=True)
class Style:
    """Measures of a paper format, in points."""

    width: float
    height: float
    left: float
    top: float
    bottom: float
    text: float
    leading: float
    small: float
    section: float
    continuous: bool = False
    """A roll: one page as long as its content."""
    scale: float = 1.0
    """How much smaller the page is drawn than it is laid out."""

    def scaled(self, scale: float) -> Style:
        """Return the measures of a page laid out larger, to be drawn smaller; margins stay."""
        if scale == 1.0:
            return self
        high = self.height / scale
        return replace(
            self,
            width=self.width / scale,
            height=high,
            left=self.left / scale,
            top=self.top / scale,
            bottom=high - (self.height - self.bottom) / scale,
            scale=scale,
        )

    @property
    def right(self) -> float:
        """Return the right edge of the text."""
        return self.width - self.left

    @property
    def room(self) -> float:
        """Return the width of the text."""
        return self.width - 2 * self.left


A4 = Style(595.28, 841.89, 36.0, 36.0, 806.0, 10.0, 14.0, 8.7, 11.0)
LETTER = Style(595.28, 841.89, 62.0, 48.0, 800.0, 10.0, 14.5, 8.7, 11.0)
# 80 mm paper, 552 of its 576 dots at 203 dpi used; nothing under 20 dots (7.1 pt).
TICKET = Style(226.77, 14_000.0, 15.5, 14.0, 13_900.0, 8.2, 10.4, 7.3, 10.0, True)


@dataclass(slots=True)
class Page:
    """One page: the marks to make, in order."""

    marks: list[Mark] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        face: Face = Face.REGULAR,
        side: Side = "left",
        ink: float = BLACK,
        spacing: float = 0.0,
    ) -> None:
        """Write one line; ``x`` is its left edge, its right edge or its middle by ``side``.

        ``spacing`` sets letters apart (left side only), for codes typed back from paper.
        """
        line = typeset(text)
        if side != "left":
            span = width(line, face, size)
            x -= span if side == "right" else span / 2

        def mark(canvas: Canvas, height: float) -> None:
            canvas.setFillGray(ink)
            if FIRST.search(line):
                _with_raised(canvas, x, height - y, line, face, size)
            else:
                canvas.setFont(face.value, size)
                canvas.drawString(x, height - y, line, charSpace=spacing)

        self.marks.append(mark)

    def rule(
        self,
        left: float,
        right: float,
        y: float,
        thick: float = 0.5,
        ink: float = BLACK,
    ) -> None:
        """Draw a horizontal line."""

        def mark(canvas: Canvas, height: float) -> None:
            canvas.setLineWidth(thick)
            canvas.setStrokeGray(ink)
            canvas.line(left, height - y, right, height - y)

        self.marks.append(mark)

    def path(
        self,
        points: tuple[tuple[float, float], ...],
        thick: float,
        ink: float = BLACK,
        closed: bool = False,
    ) -> None:
        """Draw a broken line with round joints."""

        def mark(canvas: Canvas, height: float) -> None:
            line = canvas.beginPath()
            line.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                line.lineTo(x, height - y)
            if closed:
                line.close()
            canvas.setLineWidth(thick)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)
            canvas.setStrokeGray(ink)
            canvas.drawPath(line)
            canvas.setLineCap(0)
            canvas.setLineJoin(0)

        self.marks.append(mark)

    def circle(self, x: float, y: float, radius: float, thick: float, ink: float = BLACK) -> None:
        """Draw a circle around a middle; ``thick`` 0 fills it."""

        def mark(canvas: Canvas, height: float) -> None:
            canvas.setLineWidth(thick)
            canvas.setStrokeGray(ink)
            canvas.setFillGray(ink)
            canvas.circle(x, height - y, radius, stroke=int(thick > 0), fill=int(thick == 0))

        self.marks.append(mark)

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        radius: float = 0.0,
        thick: float = 1.0,
        ink: float = BLACK,
        fill: bool = False,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a frame from its top left corner, or a filled one."""

        def mark(canvas: Canvas, height: float) -> None:
            canvas.setLineWidth(thick)
            canvas.setStrokeGray(ink)
            canvas.setFillGray(ink)
            if dash is not None:
                canvas.setDash([*dash])
            canvas.roundRect(x, height - y - high, wide, high, radius, stroke=int(thick > 0), fill=int(fill))
            if dash is not None:
                canvas.setDash()

        self.marks.append(mark)

    def image(self, x: float, y: float, wide: float, high: float, content: bytes) -> None:
        """Draw a picture from its top left corner."""

        def mark(canvas: Canvas, height: float) -> None:
            canvas.drawImage(ImageReader(BytesIO(content)), x, height - y - high, wide, high)

        self.marks.append(mark)


def _with_raised(canvas: Canvas, x: float, y: float, line: str, face: Face, size: float) -> None:
    """Write a line whose « 1er » have raised letters."""
    pieces = FIRST.split(line)
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        plain = piece if last else piece + "1"
        canvas.setFont(face.value, size)
        canvas.drawString(x, y, plain)
        x += width(plain, face, size)
        if not last:
            canvas.setFont(face.value, size * 0.65)
            canvas.drawString(x, y + size * 0.33, "er")
            x += width("er", face, size * 0.65)


@dataclass(slots=True)
class Flow:
    """The running position: fills pages from the top and opens the next one when needed."""

    style: Style
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0
    on_new_page: Callable[[Page], float] | None = None
    """Writes the top of a following page and returns where its text starts."""

    def __post_init__(self) -> None:
        """Open the first page."""
        self.pages.append(Page())
        self.y = self.style.top

    @property
    def page(self) -> Page:
        """Return the page being filled."""
        return self.pages[-1]

    @property
    def fresh(self) -> bool:
        """Tell whether nothing was written on this page yet."""
        return not self.page.marks

    def fits(self, height: float) -> bool:
        """Tell whether ``height`` points are left on this page."""
        return self.y + height <= self.style.bottom

    def need(self, height: float) -> bool:
        """Open the next page unless ``height`` points are left; tell whether it did."""
        if self.fits(height):
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Open the next page."""
        self.pages.append(Page())
        self.y = self.style.top
        if self.on_new_page is not None:
            self.y = self.on_new_page(self.page)
