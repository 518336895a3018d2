"""One entry of a camt.053 statement: itself, or its transactions where they add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from pharmassist.domain.bank_amounts import decimal_cents
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import Piece, StatementLine, StatementNote, StatementRefusal

_FULL_LINE = 140
"""Length of a remittance piece that goes on in the next one without a space."""
_NOTHING = re.compile(r"NOTPROVIDED|NOT PROVIDED|NONREF|0*", re.IGNORECASE)


def local(element: Element) -> str:
    """Return the name of an element without the prefix of its namespace."""
    return element.tag.rpartition(":")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    return (child for child in element if local(child) == name)


def at(element: Element | None, path: str) -> Element | None:
    """Return the first element of a path of names, never a deeper one."""
    for name in path.split("/"):
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def text_at(element: Element | None, path: str) -> str:
    """Return the text there, "" where there is none."""
    found = at(element, path)
    return (found.text or "").strip() if found is not None else ""


def texts_of(element: Element, *without: str) -> dict[str, str]:
    """Return path of names → text of every element below, the first of each path and of what is in it.

    One walk, since an entry is asked thirty times. What is in an element named ``without`` is left out.
    """
    found: dict[str, str] = {}

    def walk(parent: Element, before: str) -> None:
        for child in parent:
            path = before + child.tag.rpartition(":")[2]
            if path not in found:
                found[path] = (child.text or "").strip()
                if len(child) and path not in without:
                    walk(child, path + "/")

    walk(element, "")
    return found


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


def entry_pieces(entry: Element, number: int) -> Iterator[Piece]:
    """Yield the lines of one entry, or why it is none.

    ``RvslInd`` says "reversal" and does not turn the sign again.
    """
    told = texts_of(entry, "NtryDtls")
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
    details = [each for group in children(entry, "NtryDtls") for each in children(group, "TxDtls")]
    parts = [texts_of(each) for each in details]
    amounts = [_amount(part, indicator) for part in parts]
    if len(details) == 1 and amounts[0] in (None, cents):
        yield line.line(cents, parts[0], details[0])
    elif details and None not in amounts and sum(filter(None, amounts)) == cents:
        for each, part, amount in zip(details, parts, amounts, strict=True):
            if amount is not None:
                yield line.line(amount, part, each)
    else:
        if details and any(amount is not None for amount in amounts):
            yield StatementNote("details_differ")
        yield line.line(cents, {}, None)


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

    def line(self, cents: Money, part: Mapping[str, str], details: Element | None) -> StatementLine:
        """Return the line of one transaction, or of the whole entry without one."""
        told, incoming = self.told, cents > 0
        label = " ".join((part.get("AddtlTxInf") or told.get("AddtlNtryInf", "")).split())
        payer, behind = _party(part, "Dbtr"), _party(part, "UltmtDbtr")
        names = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")
        code = "/".join(filter(None, (part.get(name) or told.get(name, "") for name in names)))
        returned = "RtrInf" in part or told.get("RvslInd") == "true"
        return StatementLine(
            self.day,
            cents,
            label if not behind or behind == payer or not incoming else f"{label} {behind}".strip(),
            _remittance(details),
            _references(part, details),
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


def _remittance(details: Element | None) -> str:
    information = at(details, "RmtInf")
    if information is None:
        return ""
    text, full = "", True
    for piece in children(information, "Ustrd"):
        words = piece.text or ""
        text += words if full else f" {words}"
        full = len(words) == _FULL_LINE
    for structured in children(information, "Strd"):
        for more in children(structured, "AddtlRmtInf"):
            text += f" {more.text or ''}"
    return " ".join(text.split())


def _references(part: Mapping[str, str], details: Element | None) -> tuple[str, ...]:
    """Return the references, the surest first."""
    information = at(details, "RmtInf") if "RmtInf/Strd" in part else None
    strd = children(information, "Strd") if information is not None else ()
    creditor = [text_at(each, "CdtrRefInf/Ref") for each in strd]
    own = [part.get(f"Refs/{name}", "") for name in ("EndToEndId", "PmtInfId", "InstrId", "TxId", "MsgId")]
    return tuple(dict.fromkeys(filter(None, map(_known, (own[0], *creditor, *own[1:])))))


def _known(reference: str) -> str:
    """Return a reference, "" for one that says that there is none."""
    words = " ".join(reference.split())
    return "" if _NOTHING.fullmatch(words) else words
