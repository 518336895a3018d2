"""The blocks themselves: cutting, wrapping, typesetting, long tables."""

import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.documents.fonts import Face, load, typeset, width, wrap
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Note,
    Paragraph,
    Row,
    Table,
    Tick,
    TickList,
    Title,
)

MADE = datetime(2024, 2, 6, 7, 42, tzinfo=UTC)


def document(*blocks: Block) -> Document:
    """Return a bare document."""
    return Document("test", "Essai", MADE, blocks)


def long_table(number: int) -> Document:
    """Return one table of many rows."""
    rows = tuple(
        Row((f"{index:09d}", "Mutuelle des Phares", f"{index},00\u00a0€"), carried=f"somme {index}")
        for index in range(number)
    )
    columns = (Column("N°", 20), Column("AMC", 60), Column("Part AMC", 20, "right"))
    return document(Table(columns, rows, carry_column=2))


def test_ten_thousand_rows_keep_every_row_and_repeat_the_head(renderer: PdfRenderer) -> None:
    pages = PdfPreview().text(renderer.render(long_table(10_000)))
    assert len(pages) > 150
    seen = [int(found) for page in pages for found in re.findall(r"^(\d{9})\b", page, re.MULTILINE)]
    assert seen == list(range(10_000))
    assert all("Part AMC" in page for page in pages)
    assert all("Report" in page for page in pages[1:])
    assert all("À reporter" in page for page in pages[:-1])


def test_work_grows_with_the_rows_only(renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count what is measured instead of seconds: ten times the rows, ten times the widths."""
    asked: list[int] = []

    def counted(number: int) -> int:
        width.cache_clear()
        renderer.render(long_table(number))
        asked.append(width.cache_info().misses + width.cache_info().hits)
        return asked[-1]

    few, many = counted(500), counted(5_000)
    assert many / few == pytest.approx(10, rel=0.15)


def test_french_spaces_and_apostrophes_are_set() -> None:
    assert typeset("l'acompte : 5 € ; « oui » ?") == (
        "l’acompte\u00a0: 5\u00a0€\u202f; «\u00a0oui\u00a0»\u202f?"
    )
    assert typeset("deux\nlignes\tet \x00 rien") == "deux lignes et   rien"


words = st.text(st.characters(codec="latin-1", exclude_categories=("Cc", "Cs")), max_size=300)


@given(words, st.floats(40, 500))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    load(resource_path("fonts"))
    lines = wrap(text, Face.REGULAR, 10, room)
    assert all(width(line, Face.REGULAR, 10) <= room + 0.01 for line in lines)
    assert "".join("".join(lines).split()) == "".join(typeset(text).split())


@given(st.lists(words, min_size=1, max_size=4))
def test_any_text_can_be_printed(texts: list[str]) -> None:
    text = " ".join(texts)
    blocks: tuple[Block, ...] = (
        Title(text, text),
        Paragraph(text, lead="Avant :"),
        Facts(((text, text),)),
        TickList((Tick(text, text), Tick(text, done_by="A. B."))),
        Note(text, (text,)),
        Table((Column("A", 1), Column("B", 1, "right")), (Row((text, text)),)),
    )
    pdf = PdfRenderer(resource_path("fonts")).render(document(*blocks))
    assert PdfPreview().count(pdf) >= 1


def test_a_section_is_not_left_alone_at_the_foot_of_a_page(renderer: PdfRenderer) -> None:
    for lines in range(30, 60):
        filling = tuple(Paragraph(f"ligne {number}") for number in range(lines))
        pdf = renderer.render(document(*filling, Title("Seul ?"), Paragraph("Non, suivi.")))
        for page in PdfPreview().text(pdf):
            assert ("Seul" in page) == ("suivi" in page)


def test_hostile_markup_is_text(renderer: PdfRenderer) -> None:
    told = "<b>gras</b> &amp; (parenthèse) \\ %s {x}"
    text = PdfPreview().text(renderer.render(document(Paragraph(told))))[0]
    assert told in unicodedata.normalize("NFKC", text)


def test_the_preview_draws_the_page_and_refuses_what_is_no_pdf(renderer: PdfRenderer) -> None:
    pdf = renderer.render(document(Paragraph("Bonjour")))
    image = PdfPreview().page(pdf, 0, 100)
    assert (image.width, image.height) == (827, 1170)
    assert PdfPreview().size(pdf) == (210, 297)
    assert len(image.rgba) == image.width * image.height * 4
    assert min(image.rgba[0::4]) < 60
    for broken in (b"", b"%PDF-1.4 nothing"):
        with pytest.raises(Problem, match="document_unreadable"):
            PdfPreview().count(broken)
    with pytest.raises(Problem, match="document_unreadable"):
        PdfPreview().page(pdf, 1, 100)
