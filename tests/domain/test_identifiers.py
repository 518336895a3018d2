"""Identifiers are checked as the trade does; a NIR is recognised to be refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from pharmassist.domain.identifiers import (
    canonical_amc,
    clean_finess,
    clean_invoice,
    clean_siret,
    looks_like_nir,
    nir_key,
    refuse_nir,
)
from pharmassist.domain.problems import Problem


@pytest.mark.parametrize("number", ["750712184", "240000117", "29 009 999 3", "2A0000014"])
def test_finess(number: str) -> None:
    assert clean_finess(number) == number.replace(" ", "")


@pytest.mark.parametrize("number", ["750712185", "12345", "", "75071218A"])
def test_bad_finess_is_refused(number: str) -> None:
    with pytest.raises(Problem):
        clean_finess(number)


def test_siret() -> None:
    assert clean_siret("999 990 120 00019") == "99999012000019"
    with pytest.raises(Problem):
        clean_siret("99999012000018")


def test_one_payer_in_three_lengths_is_one() -> None:
    assert canonical_amc("00733931") == canonical_amc("733931") == canonical_amc("0000733931") == "0000733931"
    assert canonical_amc("434243085") == canonical_amc("0434243085")
    assert canonical_amc("M") == canonical_amc("0000") == canonical_amc("") == ""


def test_invoice_numbers_get_their_zeros_back() -> None:
    assert clean_invoice("418217") == clean_invoice("000418217") == clean_invoice("418217.0") == "000418217"
    assert clean_invoice("p17") == "P17"
    for bad in ("", "0", "1234567890", "12A", "12 34"):
        with pytest.raises(Problem):
            clean_invoice(bad)


def nirs() -> st.SearchStrategy[str]:
    """Numbers of NIR shape with their key, Corsica included."""

    def build(sex: str, year: int, month: int, department: str, rest: int) -> str:
        body = f"{sex}{year:02d}{month:02d}{department}{rest:06d}"
        return f"{body}{nir_key(body):02d}"

    departments = st.one_of(st.integers(1, 99).map(lambda n: f"{n:02d}"), st.sampled_from(["2A", "2B"]))
    return st.builds(
        build,
        st.sampled_from("123478"),
        st.integers(0, 99),
        st.integers(1, 12),
        departments,
        st.integers(0, 999999),
    )


@given(nirs(), st.sampled_from(["", " ", ".", "\u00a0"]))
def test_every_nir_is_recognised(nir: str, gap: str) -> None:
    parts = (nir[0], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13], nir[13:])
    assert looks_like_nir("n° " + gap.join(parts) + " .")
    with pytest.raises(Problem) as told:
        refuse_nir("x", nir)
    assert nir not in repr(told.value) + str(told.value)


@given(nirs(), st.sampled_from(["{}", "{} 12", "{} 12/03/1985", "x {} 3 rue", "\u200e{}"]))
def test_a_nir_without_key_is_recognised_whatever_follows(nir: str, around: str) -> None:
    body = nir[:13]
    assert ean.is_valid(body) or looks_like_nir(around.format(body))


@pytest.mark.parametrize(
    "hidden",
    [
        "".join(chr(ord(sign) + 0xFEE0) for sign in "255081416802538"),
        "".join(chr(ord(sign) - 0x30 + 0x0660) for sign in "255081416802538"),
        "255\u200b0814\u2060168\u00ad02538",
        "2\u200755\u200308\u200214\u2009168\u200a025\u205f38",
    ],
)
def test_odd_digits_and_invisible_signs_hide_no_nir(hidden: str) -> None:
    assert nir_key("2550814168025") == 38
    assert looks_like_nir(hidden)


def test_invoice_numbers_are_of_plain_digits() -> None:
    for odd in ("\u0661\u0662", "P\u0661"):
        with pytest.raises(Problem):
            clean_invoice(odd)


@given(nirs())
def test_a_wrong_key_of_fifteen_digits_is_no_nir(nir: str) -> None:
    wrong = f"{nir[:13]}{(int(nir[13:]) + 1) % 98:02d}"
    assert not looks_like_nir(wrong)


@given(st.integers(10**11, 10**12 - 1))
def test_a_cip13_is_no_nir(number: int) -> None:
    code = str(number)
    assert not looks_like_nir(code + ean.calc_check_digit(code))


@pytest.mark.parametrize(
    "text", ["000418217", "P17", "2417,73", "99999012000019", "FR7630006000011234567890189"]
)
def test_what_the_trade_types_is_no_nir(text: str) -> None:
    assert not looks_like_nir(text)
