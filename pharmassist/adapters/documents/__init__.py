"""PDF out of documents (reportlab) and back on screen (pdfium)."""

from __future__ import annotations

from pharmassist.adapters.documents.pictures import CheckedPictures
from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.adapters.documents.renderer import PdfRenderer

__all__ = ["CheckedPictures", "PdfPreview", "PdfRenderer"]
