"""Headers, dates and lines of lists: whatever stands in a file, a line is read or refused with its reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.barcodes import decode_reader
from pharmassist.domain.headers import Confidence, guess, is_totals_row, recognise
from pharmassist.domain.identifiers import nir_key
from pharmassist.domain.imports import Field
from pharmassist.domain.lines import LineReader, parse_day
from pharmassist.domain.mapping import Profile, certain_columns, place_columns
from pharmassist.domain.problems import Problem

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
recent = st.dates(date(2000, 1, 1), date(2099, 12, 31))
COLUMNS = {Field.INVOICE: 0, Field.INVOICE_DATE: 1, Field.PAYER: 2, Field.AMC_AMOUNT: 3}


@given(days)
def test_a_day_is_read_in_every_form(day: date) -> None:
    month = (
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    )
    forms = (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y} 08:05",
        f"{day:%Y%m%d}",
        f"{day:%d%m%Y}",
        f"{day.day} {month[day.month - 1]} {day.year}",
        f"{day.isoformat()}T08:05:00",
    )
    assert {parse_day(form) for form in forms} == {day}


@given(recent)
def test_two_digits_of_a_year_are_of_this_century(day: date) -> None:
    assert parse_day(f"{day:%d/%m/%y}") == day


@pytest.mark.parametrize("text", ["31/02/2024", "2024-13-01", "hier", "", "12", "00/00/0000", "99999999"])
def test_an_unreadable_day_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        parse_day(text)
    assert refused.value.code == "date_unreadable"


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_line_is_read_or_refused(cells: list[str]) -> None:
    line = LineReader(COLUMNS).read(7, cells)
    assert line.number == 7
    assert (line.claim is not None) + (line.refusal is not None) + (line.negative < 0) == 1


@given(
    st.integers(1, 2),
    st.integers(0, 99),
    st.integers(20, 99),
    st.integers(1, 95),
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(list(COLUMNS)),
)
def test_a_nir_anywhere_refuses_its_line_and_goes_nowhere(
    sex: int, year: int, month: int, place: int, town: int, order: int, field: Field
) -> None:
    body = f"{sex}{year:02d}{month:02d}{place:02d}{town:03d}{order:03d}"
    nir = f"{body}{nir_key(body):02d}"
    cells = ["000418205", "25/01/2024", "Mutuelle", "10,96"]
    cells[COLUMNS[field]] = f"{nir[:13]} {nir[13:]}"
    line = LineReader(COLUMNS).read(2, cells)
    assert line.refusal is not None
    assert line.refusal.reason == "nir"
    assert nir[:13] not in repr(line)


@given(st.integers(0, 10_000_000))
def test_the_share_is_kept_to_the_cent(cents: int) -> None:
    line = LineReader(COLUMNS).read(2, ["1", "25/01/2024", "", f"{cents // 100},{cents % 100:02d}"])
    assert line.claim is not None
    assert line.claim.amc_amount == cents
    assert line.claim.invoice == "000000001"
    assert line.padded


@pytest.mark.parametrize(
    ("title", "field", "confidence"),
    [
        ("N° Facture", Field.INVOICE, Confidence.SURE),
        ("num_fact", Field.INVOICE, Confidence.SURE),
        ("Part RC", Field.AMC_AMOUNT, Confidence.SURE),
        ("Part RC en euros", Field.AMC_AMOUNT, Confidence.LIKELY),
        ("Montant", Field.AMC_AMOUNT, Confidence.CONFIRM),
        ("RESTE_DU", Field.AMC_DUE, Confidence.CONFIRM),
        ("Montant payé", None, Confidence.UNUSED),
        ("Part AMC réglée", None, Confidence.UNUSED),
        ("Nom de l’assuré", None, Confidence.FORBIDDEN),
        ("N° Sécurité sociale", None, Confidence.FORBIDDEN),
        ("Montant assuré", None, Confidence.FORBIDDEN),
        ("Produit", None, Confidence.FORBIDDEN),
        ("Commentaire", None, Confidence.FORBIDDEN),
    ],
)
def test_a_title_is_recognised(title: str, field: Field | None, confidence: Confidence) -> None:
    assert recognise(title) == (field, confidence)


def test_a_bare_amount_is_never_certain() -> None:
    assert certain_columns(("Facture", "Date facture", "Montant"), ()) is None
    assert certain_columns(("Facture", "Date facture", "Total"), ()) is None
    assert certain_columns(("Facture", "Date facture", "Part AMC", "Part AMC"), ()) is None
    assert certain_columns(("Facture", "Date facture", "Part AMC"), ()) is not None


def test_each_field_is_given_once() -> None:
    given_to = [g.field for g in guess(("Montant", "Part AMC", "N° facture", "Référence"))]
    assert given_to == [None, Field.AMC_AMOUNT, Field.INVOICE, None]


def test_a_forbidden_column_cannot_be_mapped() -> None:
    with pytest.raises(Problem) as refused:
        place_columns({Field.PAYER: "nom patient"}, ("Facture", "Nom patient"))
    assert refused.value.code == "column_forbidden"


def test_columns_are_found_by_title_or_place() -> None:
    header = ("N° Facture", "", "Part AMC")
    assert place_columns({Field.INVOICE: "n facture", Field.PAYER: "#2"}, header) == {
        Field.INVOICE: 0,
        Field.PAYER: 1,
    }
    with pytest.raises(Problem) as refused:
        place_columns({Field.INVOICE: "Ticket"}, header)
    assert refused.value.code == "column_unknown"


def test_a_profile_knows_its_whole_header_only() -> None:
    profile = Profile("p", "P", ((Field.INVOICE, "Facture"),), ("Facture", "Part AMC"))
    assert profile.recognises(("PART AMC", "facture", ""))
    assert not profile.recognises(("Facture", "Part AMC", "Nom"))
    assert not profile.recognises(("Facture",))


def test_a_totals_row_is_not_an_invoice() -> None:
    assert is_totals_row(("Total général", "", "", "12,00"))
    assert is_totals_row(("", "TOTAUX", "", "12,00", "1,00"))
    assert not is_totals_row(("000418205", "Total Santé", "", "12,00"))
    assert not is_totals_row(("Totale Mutuelle", "1", "2", "3", "4"))


@given(st.text("0123456789", min_size=1, max_size=9))
def test_a_reader_on_a_french_keyboard_is_understood(digits: str) -> None:
    typed = digits.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    assert decode_reader(typed) == digits
    assert decode_reader(digits) == digits
    assert decode_reader("P17") == "P17"
