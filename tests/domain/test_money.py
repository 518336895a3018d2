"""Amounts are read as a pharmacist writes them, and never as floats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.money import parse_money, plain_money
from pharmassist.domain.problems import Problem
from pharmassist.services.texts import money, use_language


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50 €", 1250),
        ("1 234,56", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1.234.567", 123456700),
        ("-7,40", -740),
        ("\u22127,40", -740),
        ("7,40-", -740),
        ("(7,40)", -740),
        ("0", 0),
        ("24 906,35", 2490635),
    ],
)
def test_amounts_of_every_shape(text: str, cents: int) -> None:
    assert parse_money(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "12,345,6", "1,2,3", "--3", "12€34", "9" * 20, "1e3", "nan"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Problem) as told:
        parse_money(text)
    assert told.value.code == "amount_unreadable"


@pytest.mark.parametrize("text", ["1.234", "12,345"])
def test_an_ambiguous_separator_is_not_guessed(text: str) -> None:
    with pytest.raises(Problem) as told:
        parse_money(text)
    assert told.value.code == "amount_ambiguous"


@given(st.integers(-(10**11) + 1, 10**11 - 1))
def test_what_is_written_reads_back(cents: int) -> None:
    use_language("fr")
    assert parse_money(plain_money(cents)) == cents
    assert parse_money(money(cents)) == cents


def test_an_amount_of_ten_digits_is_another_column() -> None:
    assert parse_money("999 999 999,99") == 10**11 - 1
    for large in ("1000000000", "1.000.000.000,00", "99999999999999"):
        with pytest.raises(Problem) as refused:
            parse_money(large)
        assert refused.value.code == "amount_unreadable"
