"""Identifiers of the trade: FINESS, SIRET, AMC number, invoice number; and the NIR, to refuse it.

Keys: FINESS and SIRET use the Luhn key; the NIR key is 97 − (N mod 97) with Corsica's
2A and 2B read as 19 and 18. A published AMC number may fail Luhn, so it is never
refused on its key (see formats.md §3 in the project's sources).
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import ean, luhn
from stdnum.fr import siret as stdnum_siret

from pharmassist.domain.problems import Problem

_NIR = re.compile(r"[123478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}")
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[123478](?:[ .\-]?[0-9ABab]){12}")
# looked for at every place: a shorter number may be followed by a day or a house number
_FIFTEEN, _THIRTEEN = (
    re.compile(rf"(?<![0-9A-Za-z])(?=([123478](?:[ .\-]?[0-9ABab]){{{more}}})(?![0-9A-Za-z]))")
    for more in (14, 12)
)
_INVOICE_DIGITS = 9


def clean_finess(text: str) -> str:
    """Return the nine signs of a FINESS number; raises ``Problem("finess_invalid")``."""
    number = re.sub(r"[\s.\u00a0\u202f-]", "", text).upper()
    corsican = re.fullmatch(r"2[AB]\d{7}", number)
    if corsican is None and not (re.fullmatch(r"\d{9}", number) and luhn.is_valid(number)):
        raise Problem("finess_invalid", {"text": text[:20]})
    return number


def clean_siret(text: str) -> str:
    """Return the fourteen digits of a SIRET; raises ``Problem("siret_invalid")``."""
    number = re.sub(r"[\s.\u00a0\u202f-]", "", text)
    if not stdnum_siret.is_valid(number):
        raise Problem("siret_invalid", {"text": text[:20]})
    return number


def canonical_amc(raw: str) -> str:
    """Return an AMC number as ten digits for comparing, or ``""`` when it is not a number.

    One payer comes in 8, 9 and 10 digits: 00733931, 733931 and 0000733931 are the same.
    """
    digits = re.sub(r"[\s.\u00a0\u202f-]", "", raw)
    if not digits.isascii() or not digits.isdigit() or len(digits.lstrip("0")) > 10:
        return ""
    return digits.lstrip("0").zfill(10) if digits.strip("0") else ""


def clean_invoice(raw: str) -> str:
    """Return an invoice number as the trade writes it.

    Digits are padded to nine (a spreadsheet eats leading zeros); ``P17`` is the number
    of a pochette, kept until the real one is entered. Raises ``Problem("invoice_unreadable")``.
    """
    number = raw.strip().upper()
    if number.endswith(".0"):
        number = number[:-2]
    if re.fullmatch(r"P[0-9]{1,6}", number):
        return number
    if not re.fullmatch(r"[0-9]{1,9}", number) or not number.strip("0"):
        raise Problem("invoice_unreadable", {"text": raw[:20]})
    return number.zfill(_INVOICE_DIGITS)


def nir_key(body: str) -> int:
    """Return the key of the thirteen signs of a NIR."""
    return 97 - int(body.upper().replace("2A", "19", 1).replace("2B", "18", 1)) % 97


def looks_like_nir(text: str) -> bool:
    """Tell whether a text holds a NIR: 15 signs with a valid key, or 13 of NIR shape.

    Thirteen digits that are a valid EAN-13 (a CIP13 or GTIN) are no NIR. Digits of another
    width or script, odd spaces and invisible signs between them hide nothing.
    """
    return bool(nir_spans(text, first_only=True)[1])


def nir_spans(text: str, *, first_only: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """Return the text as it is looked at (plain digits and spaces), and where NIRs stand in it."""
    plain = text if text.isascii() else _plain(text)
    spans: list[tuple[int, int]] = []
    if _LONG_NUMBER.search(plain) is None:
        return plain, spans
    for found in _FIFTEEN.finditer(plain):
        signs = _signs(found[1])
        if signs[13:].isdigit() and _NIR.fullmatch(signs[:13]) and nir_key(signs[:13]) == int(signs[13:]):
            spans.append(found.span(1))
            if first_only:
                return plain, spans
    for found in _THIRTEEN.finditer(plain):
        signs = _signs(found[1])
        free = all(found.end(1) <= begin or found.start(1) >= end for begin, end in spans)
        if free and _NIR.fullmatch(signs) and not ean.is_valid(signs):
            spans.append(found.span(1))
            if first_only:
                return plain, spans
    return plain, sorted(spans)


def _plain(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c, c)) for c in kept)


def _signs(number: str) -> str:
    return re.sub(r"[ .\-]", "", number).upper()


def masked_nir(text: str) -> str:
    """Return a text that was not typed (a file's name, a column's title), "" if it holds a NIR."""
    return "" if looks_like_nir(text) else text


def refuse_nir(*texts: str) -> None:
    """Raise ``Problem("nir_refused")`` when a typed text holds a NIR; the text is not kept."""
    if any(looks_like_nir(text) for text in texts if text):
        raise Problem("nir_refused")
