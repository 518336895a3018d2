"""One entry of a camt.053 statement: itself, or its transactions where they add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.bank_amounts import decimal_cents
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import Piece, StatementLine, StatementNote, StatementRefusal

_FULL_LINE = 140
"""Length of a remittance piece that goes on in the next one without a space."""
_NOTHING = re.compile(r"NOTPROVIDED|NOT PROVIDED|NONREF|0*", re.IGNORECASE)


TRANSACTION = "NtryDtls/TxDtls"
"""Where the transactions of an entry stand."""
_USTRD, _ADDTL, _CREDITOR = "RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "RmtInf/Strd/CdtrRefInf/Ref"
_REPEATED = frozenset({_USTRD, _ADDTL, _CREDITOR})


@dataclass(slots=True)
class Part:
    """An account, a period, a balance, an entry or a transaction: what it tells, by path of names.

    The names are bare, from below the part: ``Id/IBAN``. Of elements on one path the first one
    counts, except where all are kept in ``repeated``.
    """

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    currency: str = ""
    """Of its own amount."""
    transactions: list[Part] = field(default_factory=list)

    def add(self, path: str, text: str) -> None:
        """Take an element that ended."""
        if path in _REPEATED:
            self.repeated.append((path, text))
        elif path not in self.texts:
            self.texts[path] = text.strip()

    def all(self, path: str) -> Iterator[str]:
        """Yield every text of a path whose elements are all kept."""
        return (text for place, text in self.repeated if place == path)


def day_of(text: str) -> date | None:
    """Read a day, or the day of an instant as the bank writes it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def signed(amount: str, indicator: str) -> Money:
    """Return cents with the sign of ``CRDT`` or ``DBIT``; raises ``Problem("amount_unreadable")``."""
    if indicator not in ("CRDT", "DBIT"):
        raise Problem("amount_unreadable", {"text": indicator[:40]})
    cents = decimal_cents(amount)
    return cents if indicator == "CRDT" else -cents


def entry_pieces(entry: Part, number: int) -> Iterator[Piece]:
    """Yield the lines of one entry, or why it is none.

    ``RvslInd`` says "reversal" and does not turn the sign again.
    """
    told = entry.texts
    status = told.get("Sts/Cd") or told.get("Sts", "")
    if status and status != "BOOK":
        yield StatementNote("pending")
        return
    day = day_of(told.get("BookgDt/Dt") or told.get("BookgDt/DtTm", ""))
    value_day = day_of(told.get("ValDt/Dt") or told.get("ValDt/DtTm", ""))
    day = day or value_day
    if day is None:
        yield StatementRefusal(number, "date_unreadable")
        return
    indicator = told.get("CdtDbtInd", "")
    try:
        cents = signed(told.get("Amt", ""), indicator)
    except Problem:
        yield StatementRefusal(number, "amount_unreadable")
        return
    line = _Entry(told, day, value_day, number)
    parts = entry.transactions
    amounts = [_amount(part.texts, indicator) for part in parts]
    if len(parts) == 1 and amounts[0] in (None, cents):
        yield line.line(cents, parts[0])
    elif parts and None not in amounts and sum(filter(None, amounts)) == cents:
        for part, amount in zip(parts, amounts, strict=True):
            if amount is not None:
                yield line.line(amount, part)
    else:
        if any(amount is not None for amount in amounts):
            yield StatementNote("details_differ")
        yield line.line(cents, Part(""))


def _amount(part: Mapping[str, str], indicator: str) -> Money | None:
    """Return the amount of a transaction, None where it tells none."""
    text = part.get("Amt") or part.get("AmtDtls/TxAmt/Amt", "")
    if not text:
        return None
    try:
        return signed(text, part.get("CdtDbtInd") or indicator)
    except Problem:
        return None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry tells for all of its transactions."""

    told: Mapping[str, str]
    day: date
    value_day: date | None
    number: int

    def line(self, cents: Money, transaction: Part) -> StatementLine:
        """Return the line of one transaction, or of the whole entry with an empty one."""
        told, part, incoming = self.told, transaction.texts, cents > 0
        label = " ".join((part.get("AddtlTxInf") or told.get("AddtlNtryInf", "")).split())
        payer, behind = _party(part, "Dbtr"), _party(part, "UltmtDbtr")
        names = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")
        code = "/".join(filter(None, (part.get(name) or told.get(name, "") for name in names)))
        returned = "RtrInf" in part or told.get("RvslInd") == "true"
        return StatementLine(
            self.day,
            cents,
            label if not behind or behind == payer or not incoming else f"{label} {behind}".strip(),
            _remittance(transaction),
            _references(transaction),
            (payer or behind) if incoming else "",
            part.get("RltdPties/DbtrAcct/Id/IBAN", "") if incoming else "",
            self.value_day,
            code or told.get("BkTxCd/Prtry/Cd", "")[:32],
            part.get("Refs/AcctSvcrRef") or told.get("AcctSvcrRef", ""),
            _known(part.get("Refs/EndToEndId", "")),
            is_return=returned and not incoming,
            line=self.number,
        )


def _party(part: Mapping[str, str], role: str) -> str:
    name = part.get(f"RltdPties/{role}/Nm") or part.get(f"RltdPties/{role}/Pty/Nm", "")
    return " ".join(name.split())


def _remittance(transaction: Part) -> str:
    text, full = "", True
    for words in transaction.all(_USTRD):
        text += words if full else f" {words}"
        full = len(words) == _FULL_LINE
    return " ".join(" ".join((text, *transaction.all(_ADDTL))).split())


def _references(transaction: Part) -> tuple[str, ...]:
    """Return the references, the surest first."""
    told = transaction.texts
    own = [told.get(f"Refs/{name}", "") for name in ("EndToEndId", "PmtInfId", "InstrId", "TxId", "MsgId")]
    found = (own[0], *transaction.all(_CREDITOR), *own[1:])
    return tuple(dict.fromkeys(filter(None, map(_known, filter(None, found)))))


def _known(reference: str) -> str:
    """Return a reference, "" for one that says that there is none."""
    words = " ".join(reference.split())
    return "" if _NOTHING.fullmatch(words) else words
