"""CFONB120 statements, as formats.md §5.1 gives them: records of 120 signs, with or without line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pharmassist.adapters.files.bank_text import Looked, damaged, text_blocks, truncated
from pharmassist.domain.bank import BankFormat
from pharmassist.domain.bank_accounts import account_of
from pharmassist.domain.bank_amounts import overpunched_cents
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import (
    Piece,
    StatementFoot,
    StatementHead,
    StatementLine,
    StatementRefusal,
)
from pharmassist.services.jobs import Stop

_RECORD = 120
_START = re.compile(rb"01[0-9A-Z ]{5}.{4}[0-9A-Z ]{5}(?:[A-Z]{3}|   )[0-9 ]")
_BREAKS = re.compile(r"\r\n|\n|\r")
_NOTHING = re.compile(r"0*|NOTPROVIDED|NON ?RENSEIGNE|NONREF", re.IGNORECASE)
_CENTURY = 2000


def looks_cfonb120(start: bytes) -> bool:
    """Tell a CFONB120 file by its first record."""
    return _START.match(start) is not None


class CfonbFile:
    """An open CFONB120 file."""

    def __init__(self, looked: Looked) -> None:
        self._looked = looked
        self.sha256, self.size = looked.sha256, looked.size

    def pieces(self, stop: Stop) -> Iterator[Piece]:
        """Yield accounts, lines and balances; raises the problems of ``StatementFile``."""
        if self._looked.has_nul:
            raise damaged(self._looked.source, "NUL")
        reading = _Reading(self._looked)
        for number, record in enumerate(_records(self._looked, stop), start=1):
            yield from reading.record(number, record)
        if reading.is_open:
            raise truncated(self._looked.source)


def _records(looked: Looked, stop: Stop) -> Iterator[str]:
    """Yield records of 120 signs: by line where lines are no longer than that, else by length."""
    first = re.split(rb"[\r\n]", looked.start, maxsplit=1)[0]
    by_line = len(first) <= _RECORD < looked.size
    rest = ""
    for block in text_blocks(looked, "latin-1", stop):
        text = rest + block
        if by_line:
            # a break may be cut between two blocks: the last line waits
            lines = _BREAKS.split(text)
            rest = lines.pop()
            if text.endswith("\r"):
                lines.append(rest)
                rest = ""
            for line in lines:
                if record := _padded(line, looked):
                    yield record
            if len(rest) > _RECORD:
                raise damaged(looked.source, rest[:2])
        else:
            text = text.replace("\r", "").replace("\n", "")
            whole = len(text) - len(text) % _RECORD
            yield from (text[at : at + _RECORD] for at in range(0, whole, _RECORD))
            rest = text[whole:]
    if record := _padded(rest, looked):
        yield record


def _padded(line: str, looked: Looked) -> str:
    """Return the line as a record, "" for one that says nothing."""
    if not line.strip("\x1a\x0c \t"):
        return ""
    bare = line.rstrip()
    if len(bare) > _RECORD:
        raise damaged(looked.source, bare[:2])
    return bare.ljust(_RECORD)


class _Reading:
    """The account and the movement that are being read."""

    def __init__(self, looked: Looked) -> None:
        self._source = looked.source
        self._key = ""
        self._movement: str = ""
        self._extra: dict[str, list[str]] = {}
        self._number = 0

    @property
    def is_open(self) -> bool:
        """True between an old balance and its new one."""
        return bool(self._key)

    def record(self, number: int, record: str) -> Iterator[Piece]:
        """Take one record."""
        code = record[:2]
        if code == "05":
            if self._movement:
                self._extra.setdefault(record[45:48].strip() or "LIB", []).append(record[48:118])
            elif not self._key:
                raise damaged(self._source, f"{number}: 05")
            return
        yield from self._done()
        if code == "01":
            if self._key:
                raise damaged(self._source, f"{number}: 01")
            self._key = record[2:7] + record[11:16] + record[21:32]
            day = _day(record[34:40])
            yield StatementHead(
                account_of(record[2:7], record[11:16], record[21:32]),
                BankFormat.CFONB120,
                self._balance(number, record),
                day,
                currency=record[16:19].strip() or "EUR",
            )
            return
        if not self._key:
            raise damaged(self._source, f"{number}: {code}")
        if code == "04":
            self._movement, self._extra, self._number = record, {}, number
        elif code == "07":
            if record[2:7] + record[11:16] + record[21:32] != self._key:
                raise damaged(self._source, f"{number}: 07")
            self._key = ""
            yield StatementFoot(self._balance(number, record), _day(record[34:40]))
        else:
            yield StatementRefusal(number, "record_unknown")

    def _balance(self, number: int, record: str) -> int:
        try:
            return overpunched_cents(record[90:104], _decimals(record))
        except Problem as problem:
            raise damaged(self._source, f"{number}: {record[90:104]}") from problem

    def _done(self) -> Iterator[Piece]:
        record, self._movement = self._movement, ""
        if not record:
            return
        day = _day(record[34:40])
        if day is None:
            yield StatementRefusal(self._number, "date_unreadable")
            return
        try:
            cents = overpunched_cents(record[90:104], _decimals(record))
        except Problem:
            yield StatementRefusal(self._number, "amount_unreadable")
            return
        extra = self._extra
        payer = _joined(extra.get("NPY", ())) or _joined(extra.get("NPO", ()))
        behind = _joined(extra.get("NPO", ())) if "NPY" in extra else ""
        yield StatementLine(
            day,
            cents,
            _joined((record[48:79], *extra.get("LIB", ()), behind), " "),
            # LCC and LC2 are two pieces of one text: references straddle them
            _joined((*extra.get("LCC", ()), *extra.get("LC2", ()))),
            _references(record, extra),
            payer if cents > 0 else "",
            _joined(extra.get("CPY", ())).replace(" ", "")[:34] if cents > 0 else "",
            _day(record[42:48]),
            record[32:34].strip(),
            record[81:88].strip().lstrip("0"),
            _known(extra["RCN"][0][:35]) if "RCN" in extra else "",
            is_return=cents < 0 and record[40:42].strip(" 0") != "",
            line=self._number,
        )


def _references(record: str, extra: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the references, the surest first: end to end, structured, payment, instruction, zone."""
    end_to_end = [text[:35] for text in extra.get("RCN", ())]
    payment = [part for text in extra.get("REF", ()) for part in (text[:35], text[35:])]
    found = (*end_to_end, *extra.get("LCS", ()), *payment, record[104:120])
    return tuple(dict.fromkeys(filter(None, map(_known, found))))


def _known(reference: str) -> str:
    """Return a reference, "" for one that says that there is none."""
    words = " ".join(reference.split())
    return "" if _NOTHING.fullmatch(words) else words


def _joined(pieces: tuple[str, ...] | list[str], between: str = "") -> str:
    return " ".join(between.join(pieces).split())


def _decimals(record: str) -> int:
    return int(record[19]) if record[19].isascii() and record[19].isdigit() else 2


def _day(text: str) -> date | None:
    """Read JJMMAA."""
    if not (text.isascii() and text.isdigit()):
        return None
    year = int(text[4:])
    try:
        return date(year + (_CENTURY if year < 80 else _CENTURY - 100), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
