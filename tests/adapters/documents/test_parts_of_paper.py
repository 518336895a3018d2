"""The parts that came with the incident day's papers: index, picture, signs, expiry, foot, long names."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.documents.columns import initial
from pharmassist.domain.operators import LightState
from pharmassist.domain.people import Pharmacy
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Index,
    IndexEntry,
    Paragraph,
    Picture,
    Row,
    Table,
)
from tests.adapters.documents.incident_paper import LONG, logo, table
from tests.adapters.documents.paper import IMPRINT, NOW


def text(pdf: bytes) -> str:
    return unicodedata.normalize("NFKC", "\n".join(PdfPreview().text(pdf))).replace("\r\n", "\n")


def sheet(*blocks: Block, imprint: Imprint = IMPRINT, expires: str = "") -> Document:
    return imprint.document("test", "Essai", "un essai", blocks, expires=expires)


@pytest.mark.parametrize("count", [1, 2, 5, 120, 121, 700])
def test_an_index_holds_every_name_once_and_in_order(renderer: PdfRenderer, count: int) -> None:
    rows = tuple(IndexEntry(f"Nom {number:04d}", "Viamedis") for number in range(count))
    found = re.findall(r"Nom (\d{4})", text(renderer.render(sheet(Index(rows)))))
    assert [int(number) for number in found] == list(range(count))


def test_an_index_opens_each_letter_without_accents() -> None:
    assert [initial(name) for name in ("Îles", "œuvres", "AXA", "2mains", "…")] == ["I", "Œ", "A", "#", "#"]


def test_a_letter_is_written_again_at_the_top_of_a_column(renderer: PdfRenderer) -> None:
    rows = tuple(IndexEntry(f"Armor {number}") for number in range(100))
    pages = renderer.render(sheet(Index(rows)))
    assert len(re.findall(r"^A$|^A (?=Armor)", text(pages), re.MULTILINE)) >= 2


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (40, 2), (183, 2), (900, 2)])
def test_the_table_of_mutuelles_never_takes_a_third_page(
    renderer: PdfRenderer, number: int, pages: int
) -> None:
    assert PdfPreview().count(renderer.render(table(number))) <= pages
    if number == 900:
        assert "Hors de cette feuille : 690 autres mutuelles" in text(renderer.render(table(number)))


def test_a_picture_keeps_its_shape_and_stays_on_the_page(renderer: PdfRenderer) -> None:
    pdf = renderer.render(sheet(Picture(logo(300, 100), 60, "Le logo"), Picture(logo(100, 300), 900)))
    with pypdfium2.PdfDocument(pdf) as document:
        shapes = [found.get_bounds() for page in document for found in page.get_objects(filter=[3])]
    assert len(shapes) == 2
    (wide, flat), (tall, high) = ((b[2] - b[0], b[3] - b[1]) for b in shapes)
    assert wide == pytest.approx(60 * 72 / 25.4, abs=0.5)
    assert flat == pytest.approx(wide / 3, abs=0.5)
    assert high == pytest.approx(3 * tall, abs=0.5)
    assert high < 842 * 0.6
    assert "Le logo" in text(pdf)


def test_an_amount_is_never_cut_over_two_lines(renderer: PdfRenderer) -> None:
    columns = (Column("Nom", 90), Column("Part AMC", 10, "right"))
    pdf = renderer.render(sheet(Table(columns, (Row(("", "1\u202f234\u202f567\u202f890,12\u00a0€")),))))
    assert re.search(r"^1 234 567 890,12 €$", text(pdf), re.MULTILINE)


def test_a_sign_makes_a_line_heavy_and_a_light_that_works_does_not(renderer: PdfRenderer) -> None:
    columns = (Column("Conduite", 100, "left", "signed"),)
    plain = renderer.render(sheet(Table(columns, (Row(("Facturez",)),))))
    signed = renderer.render(sheet(Table(columns, (Row(("Facturez",), sign=LightState.STOPPED),))))
    assert len(signed) != len(plain)
    assert sum(pixel < 128 for pixel in PdfPreview().page(signed, 0, 60).rgba[0::4]) > sum(
        pixel < 128 for pixel in PdfPreview().page(plain, 0, 60).rgba[0::4]
    )


def test_a_foot_tells_day_hour_person_number_journal_and_page(renderer: PdfRenderer) -> None:
    told = text(renderer.render(replace(sheet(Paragraph("x")), number="CJ-12")))
    assert "06/02/2024, 08 h 42 · A. L. · n° CJ-12 · Clés du journal 7c19e0a4" in told
    assert "Page 1 sur 1" in told


def test_an_anonymous_page_tells_neither_hour_nor_person(renderer: PdfRenderer) -> None:
    told = text(renderer.render(Document("test", "Essai", NOW, (Paragraph("x"),))))
    assert "06/02/2024" in told
    assert "08 h" not in told
    assert "n°" not in told


def test_a_day_of_expiry_stands_on_every_page(renderer: PdfRenderer) -> None:
    blocks = tuple(Paragraph(f"ligne {number}") for number in range(120))
    pdf = renderer.render(sheet(*blocks, expires="Périmé le mardi 13 février 2024"))
    pages = PdfPreview().text(pdf)
    assert len(pages) > 1
    assert all("Périmé le mardi 13 février 2024" in page for page in pages)


def test_a_very_long_name_leaves_the_title_its_half(renderer: PdfRenderer) -> None:
    named = Imprint(Pharmacy("", f"{LONG} {LONG}", "290099993"), NOW, "AB", "")
    pdf = renderer.render(sheet(Paragraph("x"), imprint=named))
    told = text(pdf)
    assert re.search(r"^Essai$", told, re.MULTILINE)
    assert LONG.split()[-1] in told
    assert date(2024, 2, 6).strftime("%d/%m/%Y") in told
