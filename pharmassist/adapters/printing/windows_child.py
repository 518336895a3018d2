"""The printing child: lists printers, or draws a PDF's pages on one, and answers one JSON line.

``list`` → ``{"printers": [{"name", "label", "ready", "default"}]}``
``send PRINTER COPIES MEDIA TITLE`` with the PDF on stdin → ``{"job": TITLE}``; a PRINTER
that ends in ``.pdf`` prints into that file. A problem → ``{"problem": CODE}``, exit code 1.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

DPI = 300
CLOSE_MM = 2.0
"""Difference of width below which two papers are the same."""
_CUSTOM = re.compile(r"Custom\.(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)mm")


def page_size(media: str) -> QPageSize:
    """Return the paper of a CUPS media name; A4 for any other word."""
    custom = _CUSTOM.fullmatch(media)
    if custom is None:
        return QPageSize(QPageSize.PageSizeId.A4)
    size = QSizeF(float(custom.group(1)), float(custom.group(2)))
    return QPageSize(size, QPageSize.Unit.Millimeter, media, QPageSize.SizeMatchPolicy.ExactMatch)


def has_paper(info: QPrinterInfo, media: str) -> bool:
    """Tell whether a printer has a paper; one that lists none is believed."""
    sizes = info.supportedPageSizes()
    if not sizes or (_CUSTOM.fullmatch(media) and info.supportsCustomPageSizes()):
        return True
    wanted = page_size(media).size(QPageSize.Unit.Millimeter).width()
    return any(abs(size.size(QPageSize.Unit.Millimeter).width() - wanted) < CLOSE_MM for size in sizes)


def list_printers() -> dict[str, object]:
    """Describe the printers of this session."""
    default = QPrinterInfo.defaultPrinterName()
    return {
        "printers": [
            {
                "name": info.printerName(),
                "label": info.description() or info.printerName(),
                "ready": info.state() is not QPrinter.PrinterState.Error,
                "default": info.printerName() == default,
            }
            for info in QPrinterInfo.availablePrinters()
        ]
    }


def send(pdf: bytes, printer: str, copies: int, media: str, title: str) -> dict[str, object]:
    """Draw every page at 300 dpi on the printer's whole page."""
    output = QPrinter(QPrinter.PrinterMode.HighResolution)
    if printer.endswith(".pdf"):
        output.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        output.setOutputFileName(printer)
    else:
        name = printer or QPrinterInfo.defaultPrinterName()
        if not name:
            return {"problem": "printer_absent"}
        if name not in QPrinterInfo.availablePrinterNames():
            return {"problem": "printer_gone", "printer": name}
        output.setPrinterName(name)
        if not has_paper(QPrinterInfo.printerInfo(name), media):
            wide = page_size(media).size(QPageSize.Unit.Millimeter).width()
            paper = f"{wide:.0f}\u00a0mm" if _CUSTOM.fullmatch(media) else media
            return {"problem": "paper_size_refused", "printer": name, "media": paper}
    output.setDocName(title)
    output.setCopyCount(copies)
    output.setResolution(DPI)
    output.setFullPage(True)
    output.setPageLayout(
        QPageLayout(
            page_size(media),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
            QPageLayout.Unit.Point,
            QMarginsF(0, 0, 0, 0),
        )
    )
    painter = QPainter()
    if not painter.begin(output):
        return {"problem": "printing_refused", "printer": printer}
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number, page in enumerate(document):
                if number and not output.newPage():
                    return {"problem": "printing_refused", "printer": printer}
                _draw(painter, page)
    finally:
        painter.end()
    return {"job": title}


def _draw(painter: QPainter, page: pypdfium2.PdfPage) -> None:
    """Draw one page at its true size from the paper's corner."""
    wide, high = page.get_size()
    bitmap = page.render(scale=DPI / 72, rev_byteorder=True, prefer_bgrx=True)
    # QImage borrows the pixels: they must outlive it.
    pixels = bytes(bitmap.buffer)
    image = QImage(
        pixels,
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_RGBX8888,
    )
    target = QRectF(0, 0, wide * DPI / 72, high * DPI / 72)
    painter.drawImage(target, image, QRectF(image.rect()))


def main(arguments: Sequence[str]) -> int:
    """Answer one question; the PDF comes on stdin, the answer leaves as the last line of stdout."""
    app = QGuiApplication(["pharmassist"])
    if list(arguments[:1]) == ["list"]:
        answer = list_printers()
    else:
        _, printer, copies, media, title = arguments
        answer = send(sys.stdin.buffer.read(), printer, int(copies), media, title)
    sys.stdout.write(json.dumps(answer) + "\n")
    app.quit()
    return 1 if "problem" in answer else 0
