"""PDF → pixels and text, by pdfium; the preview is the very file that prints."""

from __future__ import annotations

from threading import Lock

import pypdfium2

from pharmassist.domain.problems import Problem
from pharmassist.services.ports.documents import PageImage

MM_PER_POINT = 25.4 / 72

# pdfium keeps global state: one call at a time, whichever thread it comes from.
_one_at_a_time = Lock()


class PdfPreview:
    """Implements ``services.ports.documents.Preview``."""

    def count(self, pdf: bytes) -> int:
        """Return the number of pages. Raises ``Problem("document_unreadable")``."""
        with _one_at_a_time, _open(pdf) as document:
            return len(document)

    def size(self, pdf: bytes) -> tuple[int, int]:
        """Return width and height of the first page in mm. Raises ``Problem("document_unreadable")``."""
        with _one_at_a_time, _open(pdf) as document:
            wide, high = document[0].get_size()
            return round(wide * MM_PER_POINT), round(high * MM_PER_POINT)

    def page(self, pdf: bytes, index: int, dpi: int) -> PageImage:
        """Draw page ``index`` (from 0) on white. Raises ``Problem("document_unreadable")``."""
        with _one_at_a_time, _open(pdf) as document:
            if not 0 <= index < len(document):
                raise Problem("document_unreadable", {"page": index + 1})
            bitmap = document[index].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
            rows = bytes(bitmap.buffer)
            wide = bitmap.width * 4
            if bitmap.stride != wide:
                rows = b"".join(rows[start : start + wide] for start in range(0, len(rows), bitmap.stride))
            return PageImage(bitmap.width, bitmap.height, rows)

    def text(self, pdf: bytes) -> tuple[str, ...]:
        """Return the text of each page. Raises ``Problem("document_unreadable")``."""
        with _one_at_a_time, _open(pdf) as document:
            return tuple(page.get_textpage().get_text_bounded() for page in document)


def _open(pdf: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF held in memory."""
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Problem("document_unreadable", details=str(error)) from error
