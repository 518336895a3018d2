"""One entry of a camt.053 statement: itself, or its transactions where they add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    status = text_at(entry, "Sts/Cd") or text_at(entry, "Sts")
    if status and status != "BOOK":
        yield StatementNote("pending")
        return
    day = day_of(text_at(entry, "BookgDt/Dt") or text_at(entry, "BookgDt/DtTm"))
    value_day = day_of(text_at(entry, "ValDt/Dt") or text_at(entry, "ValDt/DtTm"))
    day = day or value_day
    if day is None:
        yield StatementRefusal(number, "date_unreadable")
        return
    indicator = text_at(entry, "CdtDbtInd")
    try:
        cents = signed(text_at(entry, "Amt"), indicator)
    except Problem:
        yield StatementRefusal(number, "amount_unreadable")
        return
    details = [each for group in children(entry, "NtryDtls") for each in children(group, "TxDtls")]
    parts = [_amount(each, indicator) for each in details]
    if len(details) == 1 and parts[0] in (None, cents):
        yield _line(entry, details[0], day, value_day, cents, number)
    elif details and None not in parts and sum(filter(None, parts)) == cents:
        for each, part in zip(details, parts, strict=True):
            if part is not None:
                yield _line(entry, each, day, value_day, part, number)
    else:
        if details and any(part is not None for part in parts):
            yield StatementNote("details_differ")
        yield _line(entry, None, day, value_day, cents, number)


def _amount(details: Element, indicator: str) -> Money | None:
    """Return the amount of a transaction, None where it tells none."""
    text = text_at(details, "Amt") or text_at(details, "AmtDtls/TxAmt/Amt")
    if not text:
        return None
    try:
        return signed(text, text_at(details, "CdtDbtInd") or indicator)
    except Problem:
        return None


def _line(
    entry: Element, details: Element | None, day: date, value_day: date | None, cents: Money, number: int
) -> StatementLine:
    own = text_at(details, "Refs/AcctSvcrRef")
    info = text_at(entry, "AddtlNtryInf")
    label = " ".join((text_at(details, "AddtlTxInf") or info).split())
    code = "/".join(
        filter(
            None,
            (_bank_code(details, entry, name) for name in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")),
        )
    )
    payer = _party(details, "Dbtr")
    behind = _party(details, "UltmtDbtr")
    incoming = cents > 0
    returned = at(details, "RtrInf") is not None or text_at(entry, "RvslInd") == "true"
    return StatementLine(
        day,
        cents,
        label if not behind or behind == payer or not incoming else f"{label} {behind}".strip(),
        _remittance(details),
        _references(details),
        (payer or behind) if incoming else "",
        text_at(details, "RltdPties/DbtrAcct/Id/IBAN") if incoming else "",
        value_day,
        code or text_at(entry, "BkTxCd/Prtry/Cd")[:32],
        own or text_at(entry, "AcctSvcrRef"),
        _known(text_at(details, "Refs/EndToEndId")),
        is_return=returned and not incoming,
        line=number,
    )


def _bank_code(details: Element | None, entry: Element, name: str) -> str:
    return text_at(details, f"BkTxCd/{name}") or text_at(entry, f"BkTxCd/{name}")


def _party(details: Element | None, role: str) -> str:
    name = text_at(details, f"RltdPties/{role}/Nm") or text_at(details, f"RltdPties/{role}/Pty/Nm")
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


def _references(details: Element | None) -> tuple[str, ...]:
    """Return the references, the surest first."""
    structured = at(details, "RmtInf")
    creditor = [
        text_at(each, "CdtrRefInf/Ref") for each in (children(structured, "Strd") if structured else ())
    ]
    names = ("EndToEndId", "PmtInfId", "InstrId", "TxId", "MsgId")
    own = [text_at(details, f"Refs/{name}") for name in names]
    found = (own[0], *creditor, *own[1:])
    return tuple(dict.fromkeys(filter(None, map(_known, found))))


def _known(reference: str) -> str:
    """Return a reference, "" for one that says that there is none."""
    words = " ".join(reference.split())
    return "" if _NOTHING.fullmatch(words) else words
