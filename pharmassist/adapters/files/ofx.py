"""OFX 1 (SGML: leaves are not closed) and OFX 2 (XML), read by one tokenizer, as a stream.

No entity but the five of XML and numbered characters is ever replaced, and a file that declares
some is refused: nothing can swell. OFX tells no opening balance.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

from pharmassist.adapters.files.bank_text import Looked, damaged, text_blocks, truncated
from pharmassist.domain.bank import BankFormat
from pharmassist.domain.bank_accounts import account_of
from pharmassist.domain.bank_amounts import decimal_cents
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import (
    Piece,
    StatementFoot,
    StatementHead,
    StatementLine,
    StatementNote,
    StatementRefusal,
)
from pharmassist.services.jobs import Stop

_TAG = re.compile(r"<(/?)([A-Za-z0-9._]+)\s*(/?)>([^<]*)")
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT)", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9A-Fa-f]{1,6});?")
_LONGEST_VALUE = 10_000
_PARTS = frozenset({"BANKACCTFROM", "STMTTRN", "LEDGERBAL", "BANKTRANLIST"})
_SILENT = frozenset({"PAYEE", "BANKACCTTO", "CCACCTTO", "AVAILBAL", "BALLIST", "EXTDPAYEE"})
"""Parts whose leaves bear names that mean something else outside of them."""


def looks_ofx(start: bytes) -> bool:
    """Tell an OFX file by its beginning."""
    head = start[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    return head.startswith((b"OFXHEADER", b"<OFX>")) or (
        head.startswith(b"<?") and (b"<?OFX" in head or b"<OFX>" in head)
    )


class OfxFile:
    """An open OFX file."""

    def __init__(self, looked: Looked) -> None:
        self._looked = looked
        self.sha256, self.size = looked.sha256, looked.size

    def pieces(self, stop: Stop) -> Iterator[Piece]:
        """Yield accounts, lines and balances; raises the problems of ``StatementFile``."""
        looked = self._looked
        if looked.has_nul:
            raise damaged(looked.source, "NUL")
        reading = _Reading(looked)
        for closing, name, value in _tokens(looked, stop):
            yield from reading.token(closing, name, value)
        if not reading.ended:
            raise truncated(looked.source)


def _tokens(looked: Looked, stop: Stop) -> Iterator[tuple[bool, str, str]]:
    """Yield (closing, name, value) of each tag, in the order of the file."""
    rest = ""
    for block in text_blocks(looked, looked.encoding, stop):
        text = rest + block
        if _DECLARES.search(text):
            raise Problem("bank_file_unsafe", {"file": looked.source.name})
        if "<![CDATA[" in text:
            text = _CDATA.sub(lambda found: html.escape(found[1]), text)
        # the last tag, or an open CDATA, may go on in the next block
        end = text.rfind("<") if block else len(text)
        if "<![CDATA[" in text:
            end = min(end, text.index("<![CDATA["))
        if len(text) - max(end, 0) > _LONGEST_VALUE:
            raise damaged(looked.source, "no tag")
        for found in _TAG.finditer(text, 0, max(end, 0)):
            value = found[4].strip()
            if len(value) > _LONGEST_VALUE:
                raise damaged(looked.source, found[2])
            yield bool(found[1]), found[2].upper(), _unescaped(value) if "&" in value else value
        rest = text[max(end, 0) :]


def _unescaped(value: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), value)


class _Reading:
    """Where the reading stands: which account, which part of it."""

    def __init__(self, looked: Looked) -> None:
        self._source = looked.source
        self._part: list[str] = []
        self._silent = ""
        self._account: dict[str, str] = {}
        self._line: dict[str, str] = {}
        self._balance: dict[str, str] = {}
        self._period: dict[str, str] = {}
        self._currency = "EUR"
        self._headed = self._card = False
        self._number = 0
        self.ended = False

    def token(self, closing: bool, name: str, value: str) -> Iterator[Piece]:
        """Take one tag."""
        if self.ended:
            return
        if name in ("STMTRS", "CCSTMTRS", "INVSTMTRS"):
            yield from self._statement(closing, name)
        elif name == "OFX" and closing:
            if self._part:
                raise damaged(self._source, self._part[-1])
            self.ended = True
        elif self._card:
            return
        elif name in _SILENT and not (name == "PAYEE" and value):
            self._silent = "" if closing else name
        elif name in _PARTS:
            yield from self._open_or_close(closing, name)
        elif not closing and value:
            self._leaf(name, value)

    def _statement(self, closing: bool, name: str) -> Iterator[Piece]:
        if name != "STMTRS":
            self._card = not closing
            if not closing:
                yield StatementNote("card_account")
            return
        if closing:
            if self._part:
                raise damaged(self._source, self._part[-1])
            yield from self._head()
            yield StatementFoot(self._closing(), _day(self._balance.get("DTASOF", "")))
        self._account, self._balance, self._period = {}, {}, {}
        self._currency, self._headed = "EUR", False

    def _open_or_close(self, closing: bool, name: str) -> Iterator[Piece]:
        if not closing:
            if self._part and not (self._part == ["BANKTRANLIST"] and name == "STMTTRN"):
                raise damaged(self._source, name)
            self._part.append(name)
            if name == "STMTTRN":
                self._line = {}
            return
        if not self._part or self._part.pop() != name:
            raise damaged(self._source, name)
        if name == "STMTTRN":
            yield from self._head()
            self._number += 1
            yield self._movement()

    def _leaf(self, name: str, value: str) -> None:
        part = self._part[-1] if self._part else ""
        if self._silent:
            if self._silent in ("PAYEE", "EXTDPAYEE") and name == "NAME":
                self._line.setdefault("PAYEE", value)
        elif part == "STMTTRN":
            self._line[name] = value
        elif part == "BANKACCTFROM":
            self._account[name] = value
        elif part == "LEDGERBAL":
            self._balance[name] = value
        elif part == "BANKTRANLIST":
            self._period[name] = value
        elif name == "CURDEF":
            self._currency = value.upper()

    def _head(self) -> Iterator[Piece]:
        if self._headed:
            return
        self._headed = True
        account = self._account
        yield StatementHead(
            account_of(account.get("BANKID", ""), account.get("BRANCHID", ""), account.get("ACCTID", "")),
            BankFormat.OFX,
            first_day=_day(self._period.get("DTSTART", "")),
            last_day=_day(self._period.get("DTEND", "")),
            currency=self._currency,
        )

    def _closing(self) -> int | None:
        text = self._balance.get("BALAMT", "")
        try:
            return decimal_cents(text) if text else None
        except Problem as problem:
            raise damaged(self._source, text) from problem

    def _movement(self) -> Piece:
        line = self._line
        day = _day(line.get("DTPOSTED", ""))
        if day is None:
            return StatementRefusal(self._number, "date_unreadable")
        try:
            cents = decimal_cents(line.get("TRNAMT", ""))
        except Problem:
            return StatementRefusal(self._number, "amount_unreadable")
        label, memo = line.get("NAME", ""), line.get("MEMO", "")
        payee = line.get("PAYEE", "")
        label = label or payee
        if memo.startswith(label):
            label, memo = memo, ""
        return StatementLine(
            day,
            cents,
            " ".join(label.split()),
            " ".join(memo.split()),
            tuple(filter(None, (line.get("REFNUM", "").strip(),))),
            payee if cents > 0 else "",
            value_day=_day(line.get("DTAVAIL", "")),
            bank_code=line.get("TRNTYPE", "")[:16],
            number=line.get("FITID", "").strip(),
            line=self._number,
        )


def _day(text: str) -> date | None:
    """Read the day of ``20240222120000[+1:CET]``: as the bank writes it, whatever its zone."""
    if not re.match(r"\d{8}(?!\d{1,3}(?!\d))", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
