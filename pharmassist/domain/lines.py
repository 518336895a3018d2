"""One line of a list becomes an invoice, a cancellation set apart, or a refusal with its reason.

Only mapped cells are looked at. Reasons are codes: ``nir``, ``invoice_missing``,
``invoice_unreadable``, ``date_missing``, ``date_unreadable``, ``amount_missing``,
``amount_unreadable``, ``amount_ambiguous``, ``too_long``, ``duplicate``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmassist.domain.claims import Claim, State
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import canonical_amc, clean_invoice, looks_like_nir
from pharmassist.domain.imports import Field, Refusal
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.problems import Problem

_LONGEST_CELL = 120
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Years an invoice may bear: outside of them a slip of the hand or of a column."""
_SERIAL_ORIGIN = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z]*)?")
_FRENCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: [\d:h]+)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_OF_NIR = 12
_SIMPLE_AMOUNT = re.compile(r"(\d{1,9})[.,](\d\d)")
_STATES = {
    "transmise": State.TRANSMITTED,
    "transmis": State.TRANSMITTED,
    "teletransmise": State.TRANSMITTED,
    "envoyee": State.TRANSMITTED,
    "accusee": State.ACKNOWLEDGED,
    "arl": State.ACKNOWLEDGED,
    "arl positif": State.ACKNOWLEDGED,
    "mise de cote": State.SET_ASIDE,
    "non transmise": State.SET_ASIDE,
    "a transmettre": State.SET_ASIDE,
    "rejetee": State.REJECTED,
    "rejet": State.REJECTED,
    "rejete": State.REJECTED,
    "rejetee a recycler": State.REJECTED,
    "reglee par le patient": State.PAID_BY_PATIENT,
    "sortie de l encours": State.LEFT_OUTSTANDING,
}


def parse_day(text: str) -> date:
    """Read a day as lists write it; French order, four- or two-digit years (20..).

    ISO, ``30/01/2024``, ``30/01/24``, ``30 janv. 2024``, ``20240130``, ``30012024`` and a
    spreadsheet's day number. Raises ``Problem("date_unreadable")``.
    """
    raw = text.strip()
    try:
        day = _read_day(raw)
    except ValueError as error:
        raise Problem("date_unreadable", {"text": raw[:20]}) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Problem("date_unreadable", {"text": raw[:20]})
    return day


def _read_day(raw: str) -> date:
    if found := _ISO.fullmatch(raw):
        return date(*(int(part) for part in found.groups()))
    if found := _FRENCH.fullmatch(raw):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _PACKED.fullmatch(raw):
        return _packed_day(raw)
    if re.fullmatch(r"\d{5}(?:\.0)?", raw) and 36526 <= int(raw[:5]) <= 73050:
        return _SERIAL_ORIGIN + timedelta(days=int(raw[:5]))
    words = fold(raw).split()
    if len(words) == 3 and words[1] in _MONTHS and words[0].removesuffix("er").isdigit():
        return date(_year(words[2]), _MONTHS[words[1]], int(words[0].removesuffix("er")))
    raise ValueError(raw)


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _packed_day(raw: str) -> date:
    orders = ((raw[:4], raw[4:6], raw[6:]), (raw[4:], raw[2:4], raw[:2]))
    days = set()
    for year, month, day in orders:
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            try:
                days.add(date(int(year), int(month), int(day)))
            except ValueError:
                continue
    if len(days) != 1:
        raise ValueError(raw)
    return days.pop()


class _RefusedLine(Exception):
    """A line that cannot be taken; ``reason`` is one of the codes above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the file became: an invoice, or a refusal; negative ones are never summed."""

    number: int
    invoice: str = ""
    claim: Claim | None = None
    refusal: Refusal | None = None
    negative: Money = 0
    """The amount of a cancellation or withholding, below zero; 0 for any other line."""
    padded: bool = False
    operator_said: bool = False
    """True where the list itself, or the person for the whole list, names the operator."""


class LineReader:
    """Reads the lines of one file by its columns.

    ``operators`` gives the operator of a word in the operator column (folded name → id),
    ``directory`` the only operator behind a canonical AMC number; ``operator`` is the one
    said for the whole file, which goes before the directory.
    """

    def __init__(
        self,
        columns: Mapping[Field, int],
        *,
        operator: str = "",
        operators: Mapping[str, str] | None = None,
        directory: Mapping[str, str] | None = None,
    ) -> None:
        # an unmapped field reads the empty cell that is added at the end of every line
        at = {field: columns.get(field, -1) for field in Field}
        self._day_places = at[Field.INVOICE_DATE], at[Field.CARE_DATE], at[Field.TRANSMISSION_DATE]
        self._payer, self._amc_number = at[Field.PAYER], at[Field.AMC_NUMBER]
        self._operator_place, self._state = at[Field.OPERATOR], at[Field.STATE]
        self._total, self._amo = at[Field.TOTAL], at[Field.AMO_AMOUNT]
        self._batch, self._convention, self._csr = (
            at[field] for field in (Field.BATCH, Field.CONVENTION_TYPE, Field.CSR)
        )
        self._reject_code, self._reject_label = at[Field.REJECT_CODE], at[Field.REJECT_LABEL]
        self._places = tuple(columns.values())
        self._width = max(self._places, default=-1) + 1
        self._operator = operator
        self._operators = dict(operators or {})
        self._directory = dict(directory or {})
        self._days: dict[str, date | None] = {"": None}
        self._amcs: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._invoice = columns[Field.INVOICE]
        self._amount = columns.get(Field.AMC_AMOUNT, columns.get(Field.AMC_DUE, -1))
        self._due = columns.get(Field.AMC_DUE, -1) if Field.AMC_AMOUNT in columns else -1

    def read(self, number: int, cells: Sequence[str]) -> Line:
        """Read one line; never raises: what cannot be read is refused with its reason."""
        row = list(cells[: self._width])
        # one empty cell more, which unmapped fields read
        row += [""] * (self._width + 1 - len(row))
        try:
            return self._read(number, row)
        except _RefusedLine as refused:
            return self._refuse(number, row, refused.reason)
        except Problem as problem:
            return self._refuse(number, row, problem.code)

    def _read(self, number: int, cells: Sequence[str]) -> Line:
        mapped = [cells[place] for place in self._places]
        together = "\n".join(mapped)
        # no cell below thirteen signs holds one, unless a sign of it stands for several
        suspects = [cell for cell in mapped if len(cell) > _SHORT_OF_NIR] if together.isascii() else mapped
        if suspects and looks_like_nir("\n".join(suspects)):
            raise _RefusedLine("nir")
        if len(together) > _LONGEST_CELL and max(map(len, mapped)) > _LONGEST_CELL:
            raise _RefusedLine("too_long")
        raw_invoice = cells[self._invoice].strip()
        if not raw_invoice:
            raise _RefusedLine("invoice_missing")
        if (
            len(raw_invoice) == 9
            and raw_invoice.isascii()
            and raw_invoice.isdigit()
            and raw_invoice.strip("0")
        ):
            invoice = raw_invoice
        else:
            invoice = clean_invoice(raw_invoice)
        amount = self._money(cells[self._amount], "amount_missing")
        first, second, third = self._day_places
        invoice_day, care_day = self._day(cells[first]), self._day(cells[second])
        if invoice_day is None and care_day is None:
            raise _RefusedLine("date_missing")
        if amount < 0:
            return Line(number, invoice, negative=amount)
        due = self._maybe_money(cells[self._due])
        raw_amc, payer = self._text(cells[self._amc_number]), self._text(cells[self._payer])
        amc = self._amc(raw_amc)
        said, state = cells[self._operator_place], cells[self._state]
        claim = Claim(
            invoice,
            amount,
            invoice_day,
            care_day,
            self._day(cells[third]),
            payer=payer,
            amc_raw=raw_amc,
            amc_number=amc,
            operator=self._operator_of(said, amc or fold(payer)),
            total=self._maybe_money(cells[self._total]),
            amo_amount=self._maybe_money(cells[self._amo]),
            due=None if due is None or due >= amount else max(due, 0),
            state=_STATES.get(fold(state), State.TRANSMITTED) if state else State.TRANSMITTED,
            batch=self._text(cells[self._batch]),
            convention_type=self._text(cells[self._convention]),
            csr=self._text(cells[self._csr]),
            reject_code=self._text(cells[self._reject_code]),
            reject_label=self._text(cells[self._reject_label]),
        )
        padded = len(raw_invoice.removesuffix(".0")) < len(invoice)
        return Line(number, invoice, claim, padded=padded, operator_said=bool(self._operator or said))

    def _text(self, raw: str) -> str:
        """Return the text of a cell, the same one for the same words: a list repeats few of them."""
        return self._texts.setdefault(raw, raw.strip()) if raw else raw

    def _refuse(self, number: int, cells: Sequence[str], reason: str) -> Line:
        # a cell that holds a NIR goes nowhere, not even into the file of refused lines
        mapped = tuple(
            "" if looks_like_nir(c) else c[:_LONGEST_CELL] for c in (cells[p] for p in self._places)
        )
        if reason == "nir":
            return Line(number, refusal=Refusal(number, reason, mapped))
        try:
            invoice = clean_invoice(cells[self._invoice])
        except Problem:
            invoice = ""
        return Line(number, invoice, refusal=Refusal(number, reason, mapped))

    def _day(self, raw: str) -> date | None:
        try:
            return self._days[raw]
        except KeyError:
            day = self._days[raw] = parse_day(raw) if raw.strip() else None
            return day

    def _amc(self, raw: str) -> str:
        if raw not in self._amcs:
            self._amcs[raw] = canonical_amc(raw.removesuffix(".0"))
        return self._amcs[raw]

    def _money(self, raw: str, missing: str = "amount_unreadable") -> Money:
        if found := _SIMPLE_AMOUNT.fullmatch(raw):
            return int(found[1]) * 100 + int(found[2])
        if not raw.strip():
            raise _RefusedLine(missing)
        return parse_money(raw)

    def _maybe_money(self, raw: str) -> Money | None:
        return self._money(raw) if raw and not raw.isspace() else None

    def _operator_of(self, word: str, amc: str) -> str:
        said = self._operators.get(fold(word), "") if word else ""
        return said or self._operator or self._directory.get(amc, "")
