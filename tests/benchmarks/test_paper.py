"""How long a document takes to become a PDF, against reportlab's own plain table of the same cells."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from reportlab.lib.pagesizes import A4
from reportlab.platypus import LongTable, SimpleDocTemplate

from pharmassist.adapters.documents.renderer import PdfRenderer
from pharmassist.assembly import build_demonstration, open_demonstration
from pharmassist.domain.claims import Claim
from pharmassist.resources_location import resource_path
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.french import euros, figures_day
from pharmassist.services.composing.imprint import Imprint
from tests.registers import PHARMACY

SIZES = (1_000, 10_000)
IMPRINT = Imprint(PHARMACY, datetime(2024, 1, 31, 7, 10, tzinfo=UTC), "AB", "0f3a9c21")


def claims_of(count: int) -> list[Claim]:
    """Return invoices of forty AMC over a month."""
    return [
        Claim(
            f"{number:09d}",
            500 + number % 9000,
            invoice_date=date(2024, 1, 1 + number % 28),
            amc_number=f"{10_000_000 + number % 40:08d}",
            operator=("viamedis", "almerys", "")[number % 3],
        )
        for number in range(1, count + 1)
    ]


def our_pdf(claims: list[Claim]) -> bytes:
    """Compose and render the claim summary, every invoice on its line."""
    return PdfRenderer(resource_path("fonts")).render(claims_summary(IMPRINT, claims, {}))


def plain_pdf(claims: list[Claim]) -> bytes:
    """Put the same five cells a line through reportlab's table, without fonts, sums or styles."""
    head = ("Facture", "Date", "AMC", "Opérateur", "Part AMC")
    rows = [
        (c.invoice, figures_day(c.invoice_date), c.amc_number, c.operator, euros(c.outstanding))
        for c in claims
    ]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([LongTable([head, *rows], repeatRows=1)])
    return out.getvalue()


@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("made", [our_pdf, plain_pdf], ids=["ours", "floor"])
def test_claims(benchmark: BenchmarkFixture, made: object, rows: int) -> None:
    assert callable(made)
    benchmark.group = f"PDF of {rows} rows"
    claims = claims_of(rows)
    pdf = benchmark(made, claims)
    assert pdf.startswith(b"%PDF")


def test_shift_start(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    benchmark.group = "shift-start page of the demonstration"
    office = open_demonstration(build_demonstration(tmp_path / "demonstration"))
    try:
        paper = benchmark(office.papers.shift_start, "CR")
    finally:
        office.close()
    assert paper.pdf.startswith(b"%PDF")
