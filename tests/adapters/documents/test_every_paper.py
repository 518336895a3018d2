"""What is true of every document, whatever it says."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pypdfium2
import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.domain.identifiers import looks_like_nir
from tests.adapters.documents.all_paper import DOCUMENTS

A4 = (595.28, 841.89)
TICKET_WIDTH = 226.77
MARGIN = 15.0
PROMISE = "Aucun nom, aucun NIR, aucun produit"

every_paper = pytest.mark.parametrize("name", DOCUMENTS)


@every_paper
def test_the_same_document_gives_the_same_bytes(
    name: str, renderer: PdfRenderer, papers: dict[str, bytes]
) -> None:
    assert renderer.render(DOCUMENTS[name]) == papers[name]


@every_paper
def test_paper_has_its_size_and_no_text_leaves_the_margins(name: str, papers: dict[str, bytes]) -> None:
    ticket = DOCUMENTS[name].format == "ticket80"
    with pypdfium2.PdfDocument(papers[name]) as document:
        for page in document:
            wide, high = page.get_size()
            assert wide == pytest.approx(TICKET_WIDTH if ticket else A4[0], abs=0.1)
            if not ticket:
                assert high == pytest.approx(A4[1], abs=0.1)
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            assert boxes
            edge = MARGIN if ticket else 2 * MARGIN
            assert min(left for left, _, _, _ in boxes) >= edge - 0.5
            assert max(right for _, _, right, _ in boxes) <= wide - edge + 0.5
            assert min(bottom for _, bottom, _, _ in boxes) >= 8
            assert max(top for _, _, _, top in boxes) <= high - 8


@every_paper
def test_lines_of_text_do_not_run_into_each_other(name: str, papers: dict[str, bytes]) -> None:
    with pypdfium2.PdfDocument(papers[name]) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            for number, (left, bottom, right, top) in enumerate(boxes):
                for other_left, other_bottom, other_right, other_top in boxes[number + 1 :]:
                    across = min(right, other_right) - max(left, other_left)
                    over = min(top, other_top) - max(bottom, other_bottom)
                    smaller = min(top - bottom, other_top - other_bottom)
                    assert across < 1 or over < 0.45 * smaller


PATH = 2
"""FPDF_PAGEOBJ_PATH: a drawn line or frame."""
Box = tuple[float, float, float, float]


def frames(page: pypdfium2.PdfPage) -> list[Box]:
    """Return the drawn frames large enough to hold text: left, bottom, right, top."""
    drawn = [found.get_bounds() for found in page.get_objects(filter=[PATH])]
    return [box for box in drawn if box[2] - box[0] > 14 and box[3] - box[1] > 13]


def inside(box: Box, frame: Box, slack: float = 1.0) -> bool:
    return (
        box[0] >= frame[0] - slack
        and box[1] >= frame[1] - slack
        and box[2] <= frame[2] + slack
        and box[3] <= frame[3] + slack
    )


def apart(box: Box, frame: Box, slack: float = 1.0) -> bool:
    return (
        box[2] <= frame[0] + slack
        or box[0] >= frame[2] - slack
        or box[3] <= frame[1] + slack
        or box[1] >= frame[3] - slack
    )


@every_paper
def test_frames_stay_on_the_paper_and_cut_neither_text_nor_each_other(
    name: str, papers: dict[str, bytes]
) -> None:
    with pypdfium2.PdfDocument(papers[name]) as document:
        for page in document:
            wide, high = page.get_size()
            drawn = frames(page)
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            for number, frame in enumerate(drawn):
                assert inside(frame, (MARGIN - 1, 8, wide - MARGIN + 1, high - 8))
                for box in boxes:
                    assert inside(box, frame) or apart(box, frame)
                for other in drawn[number + 1 :]:
                    assert inside(frame, other) or inside(other, frame) or apart(frame, other)


@every_paper
def test_each_page_bears_its_foot_and_no_patient(
    name: str, papers: dict[str, bytes], preview: PdfPreview
) -> None:
    pages = preview.text(papers[name])
    for number, text in enumerate(pages, start=1):
        assert PROMISE in text
        assert not any(looks_like_nir(word) for word in text.split())
        assert "None" not in text
        assert "\ufffd" not in text
        if DOCUMENTS[name].format == "a4":
            assert f"Page {number} sur {len(pages)}" in text
        if DOCUMENTS[name].journal_head:
            assert "Clés du journal 7c19e0a4" in text


def strings(value: object) -> Iterator[str]:
    """Yield every text of a document, blocks and cells included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


@every_paper
def test_no_text_of_a_document_has_the_shape_of_a_nir(name: str) -> None:
    found = list(strings(DOCUMENTS[name]))
    assert len(found) > 10
    assert not any(looks_like_nir(text) for text in found)


@every_paper
def test_only_grey_is_printed(name: str, papers: dict[str, bytes], preview: PdfPreview) -> None:
    pixels = preview.page(papers[name], 0, 50).rgba
    assert pixels[0::4] == pixels[1::4] == pixels[2::4]


@every_paper
def test_viewers_and_screen_readers_find_title_author_and_language(
    name: str, papers: dict[str, bytes]
) -> None:
    document = DOCUMENTS[name]
    with pypdfium2.PdfDocument(papers[name]) as pdf:
        told = pdf.get_metadata_dict()
    assert told["Title"].startswith(document.title)
    assert told["Author"] == (document.author or "PharmAssist")
    assert told["CreationDate"] == f"D:{document.made_at:%Y%m%d%H%M%S}+00'00'"
    assert b"/Lang (fr)" in papers[name]


@every_paper
def test_every_font_is_embedded(name: str, papers: dict[str, bytes]) -> None:
    fonts = set(re.findall(rb"/BaseFont /([\w+-]+)", papers[name]))
    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+(Inter|JetBrainsMono)-\w+", font) for font in fonts)
    assert papers[name].count(b"/FontFile2") >= len(fonts)


def test_a_document_does_not_show_its_content_by_accident() -> None:
    shown = repr(DOCUMENTS["recovery-key"])
    assert "K7FNQ" not in shown
    assert "K7FNQ" not in repr(DOCUMENTS["recovery-key"].blocks)
    assert "Canari" not in repr(DOCUMENTS["sealed-copy"])
