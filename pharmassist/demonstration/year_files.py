"""The year's account in four formats, its notices and invoices as tables, and the truth.

The four bank files hold the same days and amounts. The transfer's reference stands in CFONB120 and
camt.053 always, in OFX and CSV only where the bank's label bears it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pharmassist.demonstration.cast import OPERATORS
from pharmassist.demonstration.year import (
    ACCOUNT,
    FIRST_DAY,
    LAST_DAY,
    OPENING,
    YEAR_SEED,
    Year,
    YearLine,
    generate_year,
)
from pharmassist.domain.money import Money, plain_money

BANK_FILES = ("releve.ofx", "releve.cfonb120", "releve.xml", "releve.csv")
_CREDIT, _DEBIT = "{ABCDEFGHI", "}JKLMNOPQR"
_NAME = 32
"""Longest NAME of OFX: a bank cuts its label there."""


def build_year(folder: Path, seed: int = YEAR_SEED, per_day: int = 24) -> Year:
    """Write the year into a folder and return its truth."""
    year = generate_year(seed, per_day)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in year_files(year).items():
        (folder / name).write_bytes(content)
    return year


def year_files(year: Year) -> dict[str, bytes]:
    """Return every file of the year by name."""
    return {
        "releve.ofx": ofx(year.lines),
        "releve.cfonb120": cfonb120(year.lines),
        "releve.xml": camt053(year.lines),
        "releve.csv": bank_csv(year.lines),
        "avis.csv": notices_csv(year),
        "factures.csv": invoices_csv(year),
        "truth.json": (json.dumps(truth(year), ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _closing(lines: Iterable[YearLine]) -> Money:
    return OPENING + sum(line.cents for line in lines)


def _dotted(cents: Money) -> str:
    return plain_money(cents).replace(",", ".")


def ofx(lines: Sequence[YearLine], first: date = FIRST_DAY, last: date = LAST_DAY) -> bytes:
    """Write OFX 1: no opening balance, labels cut at 32 signs, leaves not closed."""
    body = "".join(
        f"<STMTTRN>\n<TRNTYPE>{'CREDIT' if line.cents > 0 else 'DEBIT'}\n<DTPOSTED>{line.day:%Y%m%d}\n"
        f"<TRNAMT>{_dotted(line.cents)}\n<FITID>{line.day:%Y%m%d}{line.number:06d}\n"
        f"<NAME>{escape(line.label[:_NAME])}\n</STMTTRN>\n"
        for line in lines
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
        "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
        "<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<TRNUID>1\n<STMTRS>\n<CURDEF>EUR\n<BANKACCTFROM>\n"
        f"<BANKID>{ACCOUNT[4:9]}\n<BRANCHID>{ACCOUNT[9:14]}\n<ACCTID>{ACCOUNT[14:25]}\n"
        "<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n"
        f"<DTSTART>{first:%Y%m%d}\n<DTEND>{last:%Y%m%d}\n{body}</BANKTRANLIST>\n<LEDGERBAL>\n"
        f"<BALAMT>{_dotted(_closing(lines))}\n<DTASOF>{last:%Y%m%d}\n</LEDGERBAL>\n"
        "</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n"
    ).encode("cp1252")


def _overpunched(cents: Money) -> str:
    digits, last = divmod(abs(cents), 10)
    return f"{digits:013d}{(_CREDIT if cents >= 0 else _DEBIT)[last]}"


def cfonb120(lines: Sequence[YearLine], first: date = FIRST_DAY, last: date = LAST_DAY) -> bytes:
    """Write CFONB120 with its balances and complements."""
    bank, branch, number = ACCOUNT[4:9], ACCOUNT[9:14], ACCOUNT[14:25]

    def head(code: str, extra: str = "  ") -> str:
        return f"{code}{bank}    {branch}EUR2 {number}{extra}"

    def balance(code: str, day: date, cents: Money) -> str:
        return f"{head(code)}{day:%d%m%y}{'':50}{_overpunched(cents)}".ljust(120)

    records = [balance("01", first - timedelta(days=1), OPENING)]
    for line in lines:
        code = "05" if line.payer else "01" if line.cents > 0 else "B1"
        motif = "AC" if line.kind == "return" else "  "
        records.append(
            f"{head('04', code)}{line.day:%d%m%y}{motif}{line.day:%d%m%y}{line.label[:31]:31}  "
            f"{line.number:07d}  {_overpunched(line.cents)}".ljust(120)
        )
        extra = [("LIB", line.label[31:])] if line.label[31:] else []
        if line.payer:
            extra += [("NPY", line.payer), ("CPY", line.iban), ("LCC", line.remittance)]
            extra += [("RCN", line.reference)] if line.reference else []
        records += [
            f"{head('05', code)}{line.day:%d%m%y}     {kind}{text[:70]}".ljust(120)
            for kind, text in extra
            if text
        ]
    records.append(balance("07", last, _closing(lines)))
    return ("\r\n".join(records) + "\r\n").encode("latin-1")


def camt053(lines: Sequence[YearLine], first: date = FIRST_DAY, last: date = LAST_DAY) -> bytes:
    """Write camt.053.001.02: an entry per movement, with its transaction."""

    def balance(code: str, day: date, cents: Money) -> str:
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="EUR">{_dotted(abs(cents))}</Amt>'
            f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>RELEVE-2024</MsgId><CreDtTm>{last}T18:00:00</CreDtTm></GrpHdr>\n"
        f"<Stmt><Id>2024</Id><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
        + balance("OPBD", first - timedelta(days=1), OPENING)
        + balance("CLBD", last, _closing(lines))
        + "".join(map(_entry, lines))
        + "</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _entry(line: YearLine) -> str:
    amount, sign = _dotted(abs(line.cents)), "CRDT" if line.cents > 0 else "DBIT"
    parts = ""
    if line.payer:
        party = f"<Dbtr><Nm>{escape(line.payer)}</Nm></Dbtr>"
        party += f"<DbtrAcct><Id><IBAN>{line.iban}</IBAN></Id></DbtrAcct>"
        own = escape(line.reference or "NOTPROVIDED")
        returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if line.kind == "return" else ""
        words = f"<RmtInf><Ustrd>{escape(line.remittance)}</Ustrd></RmtInf>" if line.remittance else ""
        parts = (
            f"<NtryDtls><TxDtls><Refs><EndToEndId>{own}</EndToEndId></Refs>"
            f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
            f"<RltdPties>{party}</RltdPties>{words}{returned}</TxDtls></NtryDtls>"
        )
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{line.day}</Dt></BookgDt><ValDt><Dt>{line.day}</Dt></ValDt>"
        f"<AcctSvcrRef>C{line.number:07d}</AcctSvcrRef>{parts}"
        f"<AddtlNtryInf>{escape(line.label)}</AddtlNtryInf></Ntry>\n"
    )


def _table(rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode(encoding)


def bank_csv(lines: Sequence[YearLine]) -> bytes:
    """Write a bank's CSV: title lines, newest first, two columns of amounts, cp1252."""
    rows: list[Sequence[str]] = [("Compte courant", ACCOUNT), ()]
    rows.append(("Date opération", "Date valeur", "Libellé", "Débit", "Crédit"))
    for line in reversed(lines):
        amount = plain_money(abs(line.cents))
        day = f"{line.day:%d/%m/%Y}"
        rows.append((day, day, line.label, *(("", amount) if line.cents > 0 else (amount, ""))))
    return _table(rows, "cp1252")


def notices_csv(year: Year) -> bytes:
    """Write the notices with their invoices and withholdings; one of them stands there twice."""
    rows: list[Sequence[str]] = [
        (
            "Opérateur",
            "Date de flux",
            "Référence virement",
            "N° facture",
            "Montant payé",
            "État",
            "Code rejet",
            "Motif rejet",
        )
    ]
    for place, notice in enumerate(year.notices):
        own: list[Sequence[str]] = []
        name, day = OPERATORS[notice.operator], f"{notice.day:%d/%m/%Y}"
        for each in notice.invoices:
            code, words = each.reject or ("", "")
            state = "Rejeté" if each.reject else "Payé"
            row = (name, day, notice.reference, each.number, plain_money(each.cents), state, code, words)
            own.append(row)
        if notice.withheld:
            amount = plain_money(notice.withheld)
            own.append((name, day, notice.reference, "", amount, "Retenue", "", ""))
        rows += own * (2 if place == year.twice else 1)
    return _table(rows)


def invoices_csv(year: Year) -> bytes:
    """Write the invoices as an LGO would list them, without any patient."""
    titles = (
        "N° facture",
        "Lot",
        "Date facture",
        "Date soins",
        "Mutuelle",
        "N° AMC",
        "Opérateur",
        "Part AMC",
    )
    rows: list[Sequence[str]] = [titles]
    rows += [
        (
            each.number,
            each.batch,
            f"{each.day:%d/%m/%Y}",
            f"{each.day:%d/%m/%Y}",
            each.amc.name,
            each.amc.number,
            OPERATORS[each.operator],
            plain_money(each.cents),
        )
        for each in year.invoices
    ]
    return _table(rows)


def truth(year: Year) -> dict[str, Any]:
    """Tell which credit pays what, and how each notice ends."""
    announced = [notice for notice in year.notices if notice.invoices]
    return {
        "account": ACCOUNT,
        "opening_cents": OPENING,
        "closing_cents": _closing(year.lines),
        "credits": [
            {
                "number": line.number,
                "day": line.day.isoformat(),
                "cents": line.cents,
                "kind": line.kind,
                "reference": line.reference,
                "reference_everywhere": line.reference != "" and line.reference in line.label,
                "pays": [
                    {"reference": year.notices[place].reference, "cents": cents} for place, cents in line.pays
                ],
                "invoices": [each.number for each in _paid(year, line)],
            }
            for line in year.lines
            if line.cents > 0 or line.kind == "return"
        ],
        "debits_cents": sum(line.cents for line in year.lines if line.cents < 0),
        "lines": len(year.lines),
        "notices": [
            {
                "operator": notice.operator,
                "flow_day": notice.day.isoformat(),
                "reference": notice.reference,
                "total_cents": notice.total,
                "withheld_cents": notice.withheld,
                "withheld_for": notice.withheld_for,
                "invoices": [each.number for each in notice.invoices if each.reject is None],
                "rejected": [each.number for each in notice.invoices if each.reject is not None],
            }
            for notice in announced
        ],
        "notice_twice": year.notices[year.twice].reference,
        "announced_never_received": year.notices[year.never_received].reference,
        "advance": {
            "operator": "viamedis",
            "requested_cents": year.requested,
            "granted_cents": year.advance,
            "withheld_cents": sum(n.withheld for n in announced if n.withheld_for == "advance"),
        },
        "clawback_cents": sum(n.withheld for n in announced if n.withheld_for == "clawback"),
    }


def _paid(year: Year, line: YearLine) -> list[Any]:
    if line.kind == "unannounced":
        return [each for each in year.unannounced if each.reject is None]
    places = [place for place, _cents in line.pays]
    # a part of a notice pays no invoice surely: only whole notices tell theirs
    whole = [place for place, cents in line.pays if cents == year.notices[place].due]
    if whole != places:
        return []
    return [each for place in whole for each in year.notices[place].invoices if each.reject is None]
