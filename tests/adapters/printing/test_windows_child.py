"""The child process of Windows, offscreen and into a file (on a queue: tests/contracts)."""

import sys
from pathlib import Path

import pypdfium2
import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.printing import WindowsPrinting
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from tests.adapters.documents.paper import DOCUMENTS


def ink(pdf: bytes, page: int) -> int:
    """Return how many dark pixels a page has at 50 dpi."""
    return sum(pixel < 128 for pixel in PdfPreview().page(pdf, page, 50).rgba[0::4])


@pytest.mark.parametrize(("name", "media"), [("advance-9", "A4"), ("counter-sheet", "Custom.80x200mm")])
def test_every_page_is_drawn_at_its_true_size(name: str, media: str, tmp_path: Path) -> None:
    pdf = PdfRenderer(resource_path("fonts")).render(DOCUMENTS[name])
    out = tmp_path / "out.pdf"
    assert WindowsPrinting().send(pdf, str(out), "Essai", media=media) == "Essai"
    printed = out.read_bytes()
    assert PdfPreview().count(printed) == PdfPreview().count(pdf)
    with pypdfium2.PdfDocument(printed) as document:
        assert document[0].get_size()[0] == pytest.approx(595 if media == "A4" else 227, abs=2)
    for page in range(PdfPreview().count(pdf)):
        assert ink(printed, page) == pytest.approx(ink(pdf, page), rel=0.25)


def test_a_child_that_cannot_start_or_dies_is_told() -> None:
    for command in ((f"{sys.executable}-absent",), (sys.executable, "-c", "raise SystemExit(3)")):
        with pytest.raises(Problem, match="printing_unavailable"):
            WindowsPrinting(command).printers()
