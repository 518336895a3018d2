"""camt.053 statements (ISO 20022, versions 02 to 08), read entry by entry.

expat itself, the parser that every XML library of Python stands on, is asked: a document type, and
with it every entity, is refused as soon as it is declared, and of balances and entries the texts are
gathered, one at a time (docs/decisions/0012). Names are taken without their namespace
(formats.md §5.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.parsers import expat

from pharmassist.adapters.files.bank_text import Looked, damaged, truncated
from pharmassist.adapters.files.camt_entries import TRANSACTION, Part, day_of, entry_pieces, signed
from pharmassist.adapters.files.sources import opened
from pharmassist.domain.bank import BankFormat
from pharmassist.domain.bank_accounts import account_of
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import (
    Piece,
    StatementFoot,
    StatementHead,
    StatementNote,
)
from pharmassist.services.jobs import Stop

_DEEPEST = 60
_MOST_BALANCES = 1_000
_LARGEST_PART = 1_000_000
"""Elements of one entry; a batch of ten thousand transfers has some four hundred thousand."""
_BLOCK = 1 << 16
_PARTS = frozenset({"Ntry", "Acct", "Bal", "FrToDt"})
"""Elements read once they end; of anything outside of them nothing is kept."""


def looks_camt053(start: bytes) -> bool:
    """Tell a camt.053 file by its beginning, whatever its encoding."""
    plain = start.replace(b"\x00", b"")[:4096]
    return b"camt.053." in plain or (b"<" in plain[:8] and b"BkToCstmrStmt" in plain)


class CamtFile:
    """An open camt.053 file."""

    def __init__(self, looked: Looked) -> None:
        self._looked = looked
        self.sha256, self.size = looked.sha256, looked.size

    def pieces(self, stop: Stop) -> Iterator[Piece]:
        """Yield accounts, lines and balances; raises the problems of ``StatementFile``."""
        source = self._looked.source
        reading = _Reading(self._looked)
        parser = _Parser(self._looked, reading)
        try:
            with opened(source) as file:
                while block := file.read(_BLOCK):
                    stop.check()
                    parser.feed(block)
                    yield from reading.take()
            parser.close()
        except expat.ExpatError as error:
            if error.code in _CUT:
                raise truncated(source) from error
            raise damaged(source, str(error)) from error
        except (OSError, ValueError, LookupError) as error:
            raise damaged(source, str(error)) from error
        yield from reading.take()
        if not reading.seen:
            raise damaged(source, "Stmt")


_CUT = frozenset(
    expat.errors.codes[words]
    for words in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
"""What the parser says of a file that stops before its end."""


class _Parser:
    """Hands the parts of a statement to the reading, each as the texts of its paths.

    Of a part the path of each element is kept, and no tree: half of the time went into trees.
    """

    def __init__(self, looked: Looked, reading: _Reading) -> None:
        self._source, self._reading = looked.source, reading
        self._path: str | None = None
        """Where it stands in a part or a transaction ("" is its own element), None outside of parts."""
        self._outer: list[str | None] = []
        self._part = self._open = Part("")
        self._size = 0
        self._text: list[str] = []
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse_reference
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def feed(self, block: bytes) -> None:
        """Take the next bytes."""
        self._parser.Parse(block)

    def close(self) -> None:
        """Take the end of the file."""
        self._parser.Parse(b"", True)

    def _refuse(self, *_anything: object) -> None:
        raise Problem("bank_file_unsafe", {"file": self._source.name})

    def _refuse_reference(self, *_anything: object) -> int:
        raise Problem("bank_file_unsafe", {"file": self._source.name})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        bare, path = name.rpartition(":")[2], self._path
        self._outer.append(path)
        if len(self._outer) > _DEEPEST:
            raise damaged(self._source, "depth")
        if path is None:
            if bare == "Stmt":
                self._reading.begin()
            elif bare in _PARTS and self._reading.in_statement:
                self._part = self._open = Part(bare)
                self._path, self._size = "", 0
                self._parser.CharacterDataHandler = self._text.append
            return
        self._size += 1
        if self._size > _LARGEST_PART:
            raise damaged(self._source, name)
        self._text.clear()
        self._path = path = f"{path}/{bare}" if path else bare
        if path == TRANSACTION and self._open is self._part:
            self._open, self._path = Part(bare), ""
            self._part.transactions.append(self._open)
        elif path == "Amt":
            self._open.currency = attributes.get("Ccy", "")

    def _end(self, name: str) -> None:
        path = self._path
        if path:
            self._open.add(path, "".join(self._text))
            self._text.clear()
        elif path is None:
            if name.rpartition(":")[2] == "Stmt":
                self._reading.end()
        elif self._open is not self._part:
            self._open = self._part
        else:
            self._parser.CharacterDataHandler = None
            self._reading.part(self._part)
        self._path = self._outer.pop()


class _Reading:
    """Where the reading stands in a statement, and what it found and nobody took yet."""

    def __init__(self, looked: Looked) -> None:
        self._source = looked.source
        self._found: list[Piece] = []
        self.in_statement = False
        self._headed = False
        self._account = self._period = Part("")
        self._balances: list[Part] = []
        self._number = 0
        self._differ = 0
        self.seen = 0

    def take(self) -> Iterator[Piece]:
        """Yield what was found since it was last asked."""
        found, self._found = self._found, []
        return iter(found)

    def begin(self) -> None:
        """Begin a statement."""
        self.in_statement, self._headed, self.seen = True, False, self.seen + 1
        self._account = self._period = Part("")
        self._balances, self._differ = [], 0

    def end(self) -> None:
        """End a statement."""
        self._found.extend(self._head())
        closing, day = self._balance("CLBD")
        self._found.append(StatementFoot(closing, day, self._differ))
        self.in_statement = False

    def part(self, part: Part) -> None:
        """Take an account, a period, a balance or an entry."""
        if part.name == "Acct":
            self._account = part
        elif part.name == "FrToDt":
            self._period = part
        elif part.name == "Bal":
            self._balances.append(part)
            if len(self._balances) > _MOST_BALANCES:
                raise damaged(self._source, "Bal")
        else:
            self._found.extend(self._head())
            self._number += 1
            for piece in entry_pieces(part, self._number):
                if isinstance(piece, StatementNote) and piece.code == "details_differ":
                    self._differ += 1
                else:
                    self._found.append(piece)

    def _head(self) -> Iterator[Piece]:
        if self._headed:
            return
        self._headed = True
        account, period = self._account.texts, self._period.texts
        number = account.get("Id/IBAN") or account.get("Id/Othr/Id", "")
        opening, day = self._balance("OPBD", "PRCD")
        yield StatementHead(
            account_of("", "", number) if account else "",
            BankFormat.CAMT053,
            opening,
            day,
            day_of(period.get("FrDtTm", "")),
            day_of(period.get("ToDtTm", "")),
            account.get("Ccy") or self._currency() or "EUR",
        )

    def _currency(self) -> str:
        return next((balance.currency for balance in self._balances if "Amt" in balance.texts), "")

    def _balance(self, *codes: str) -> tuple[int | None, date | None]:
        """Return the first balance that has one of these codes, in their order."""
        for code in codes:
            for balance in self._balances:
                texts = balance.texts
                if texts.get("Tp/CdOrPrtry/Cd") == code:
                    try:
                        cents = signed(texts.get("Amt", ""), texts.get("CdtDbtInd", ""))
                    except Problem as problem:
                        raise damaged(self._source, code) from problem
                    return cents, day_of(texts.get("Dt/Dt") or texts.get("Dt/DtTm", ""))
        return None, None
