"""What a service needs to put a document on paper or on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pharmassist.services.composing.vocabulary import Document


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a PDF as RGBA pixels, row by row, four bytes each, no padding."""

    width: int
    height: int
    rgba: bytes


class Renderer(Protocol):
    """Turns a document into the very file that is shown, saved and printed."""

    def render(self, document: Document) -> bytes:
        """Return the PDF; the same document gives the same bytes."""
        ...


class Pictures(Protocol):
    """Makes a picture from outside safe to keep and print."""

    def clean(self, content: bytes) -> bytes:
        """Return a PNG or JPEG as a small grey PNG without anything hidden in it.

        Raises ``picture_too_big`` and ``picture_unreadable``.
        """
        ...


class Preview(Protocol):
    """Shows a PDF; one thread at a time (pdfium)."""

    def count(self, pdf: bytes) -> int:
        """Return the number of pages."""
        ...

    def size(self, pdf: bytes) -> tuple[int, int]:
        """Return width and height of the first page in whole millimetres."""
        ...

    def page(self, pdf: bytes, index: int, dpi: int) -> PageImage:
        """Draw page ``index`` (from 0). Raises ``Problem("document_unreadable")``."""
        ...

    def text(self, pdf: bytes) -> tuple[str, ...]:
        """Return the text of each page."""
        ...
