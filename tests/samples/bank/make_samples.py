"""Writes the sample corpora of bank files, good, odd and hostile, from what is said here by hand.

Run ``python -m tests.samples.bank.make_samples`` after a change; the files are committed. What
each must give stands in ``expected.json`` beside them, typed, never computed by our readers.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
NIR = "1990199001001" + f"{97 - 1990199001001 % 97:02d}"
"""Of nobody: month 01 of a year, département 99; here to prove that it is masked."""
IBAN = "FR7699998000420000000014236"
ACCOUNT = ("99998", "00042", "00000000142")
_CREDIT, _DEBIT = "{ABCDEFGHI", "}JKLMNOPQR"


def overpunched(cents: int) -> str:
    digits, last = divmod(abs(cents), 10)
    return f"{digits:013d}{(_CREDIT if cents >= 0 else _DEBIT)[last]}"


def key(code: str, extra: str = "  ", money: str = "EUR2", account: tuple[str, str, str] = ACCOUNT) -> str:
    bank, branch, number = account
    return f"{code}{bank}    {branch}{money} {number}{extra}"


def balance(
    code: str, day: str, cents: int, money: str = "EUR2", account: tuple[str, str, str] = ACCOUNT
) -> str:
    return f"{key(code, money=money, account=account)}{day}{'':50}{overpunched(cents)}".ljust(120)


def move(
    day: str,
    cents: int,
    label: str,
    *more: tuple[str, str],
    code: str = "05",
    motif: str = "  ",
    number: str = "0000000",
    money: str = "EUR2",
    amount: str = "",
    zone: str = "",
    account: tuple[str, str, str] = ACCOUNT,
) -> list[str]:
    head = key("04", code, money, account)
    line = f"{head}{day}{motif}{day}{label:31}  {number}  {amount or overpunched(cents)}{zone}".ljust(120)
    extra = key("05", code, money, account)
    return [line, *(f"{extra}{day}     {kind}{text}".ljust(120) for kind, text in more)]


CFONB = [
    balance("01", "310124", 100_000),
    *move(
        "010224",
        44_806,
        "VIR SEPA OPERATEUR EXEMPLE",
        ("NPY", "OPERATEUR EXEMPLE SA"),
        ("LCC", "LOT 214 BORDEREAU".ljust(64) + "REFERE"),
        ("LC2", "NCE-77 FIN"),
        ("RCN", "E2E-0001".ljust(35) + "MEDI"),
        ("REF", "PMT-9".ljust(35) + "INSTR-3"),
        ("CPY", "FR7699999000010000000000199"),
        zone="ZONE-REF",
    ),
    *move("020224", -12_000, "PRLV SEPA FOURNISSEUR", ("NBE", "FOURNISSEUR"), code="B1", number="0000042"),
    *move("050224", -44_806, "RETOUR VIR", ("RCN", "E2E-0001"), code="05", motif="AC"),
    balance("07", "290224", 100_000 - 12_000),
]
SECOND = ("99998", "00042", "00000000777")
OFX_HEAD = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
    "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
)


def ofx1(
    lines: str, account: str = "<BANKID>99998\n<BRANCHID>00042\n<ACCTID>00000000142\n", end: str = "</OFX>\n"
) -> str:
    return (
        f"<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<STMTRS>\n<CURDEF>EUR\n<BANKACCTFROM>\n{account}"
        "<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n<DTSTART>20240201\n<DTEND>20240229\n"
        f"{lines}</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>1328.06\n<DTASOF>20240229120000\n</LEDGERBAL>\n"
        f"<AVAILBAL>\n<BALAMT>9999.99\n<DTASOF>20240229\n</AVAILBAL>\n</STMTRS>\n</STMTTRNRS>\n"
        f"</BANKMSGSRSV1>\n{end}"
    )


def trn(day: str, amount: str, fitid: str, name: str, more: str = "") -> str:
    return (
        f"<STMTTRN>\n<TRNTYPE>CREDIT\n<DTPOSTED>{day}\n<TRNAMT>{amount}\n<FITID>{fitid}\n<NAME>{name}\n"
        f"{more}</STMTTRN>\n"
    )


OFX2 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
    "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>99998</BANKID>"
    "<BRANCHID>00042</BRANCHID><ACCTID>00000000142</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>"
    "<BANKTRANLIST><DTSTART>20240201</DTSTART><DTEND>20240229</DTEND>"
    "<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20240201120000[+1:CET]</DTPOSTED><TRNAMT>448.06</TRNAMT>"
    "<FITID>A1</FITID><NAME>VIR SEPA Opérateur &amp; Cie</NAME><MEMO><![CDATA[LOT <214> & suite]]></MEMO>"
    "</STMTTRN>"
    "<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20240202</DTPOSTED><TRNAMT>-120.00</TRNAMT><FITID>A2</FITID>"
    "<NAME>PRLV</NAME></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>1328.06</BALAMT><DTASOF>20240229</DTASOF>"
    "</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
)


def camt(
    entries: str, *, version: str = "02", prefix: str = "", head: str = "", closing: str = "1328.06"
) -> str:
    p, colon = (f"{prefix}:", f":{prefix}") if prefix else ("", "")

    def bal(code: str, day: str, amount: str) -> str:
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>'
            f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    body = (
        "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>1</Id>"
        "<Acct><Id><IBAN>FR7699998000420000000014236</IBAN></Id><Ccy>EUR</Ccy>"
        "<Ownr><Nm>PHARMACIE</Nm></Ownr></Acct>"
        f"{bal('OPBD', '2024-01-31', '1000.00')}{bal('CLBD', '2024-02-29', closing)}{entries}"
        "</Stmt></BkToCstmrStmt>"
    )
    if p:
        body = body.replace("</", f"\0{p}").replace("<", f"<{p}").replace(f"\0{p}", f"</{p}")
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    document = f'<{p}Document xmlns{colon}="{space}">{body}</{p}Document>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{document}'


def ntry(
    amount: str,
    sign: str,
    details: str = "",
    *,
    status: str = "BOOK",
    day: str = "2024-02-01",
    more: str = "",
) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{more}<Sts>{status}</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>S{amount}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"{details}<AddtlNtryInf>VIR SEPA</AddtlNtryInf></Ntry>"
    )


def tx(
    amount: str,
    reference: str,
    payer: str = "<Dbtr><Nm>OPERATEUR</Nm></Dbtr>",
    words: str = "LOT 214",
    more: str = "",
) -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>"
        '<AmtDtls><InstdAmt><Amt Ccy="EUR">999999.99</Amt></InstdAmt>'
        f'<TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RltdPties>{payer}<DbtrAcct><Id><IBAN>FR7699999000010000000000199</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf>{more}</TxDtls>"
    )


PAID = ntry("448.06", "CRDT", f"<NtryDtls>{tx('448.06', 'E2E-0001')}</NtryDtls>")
SPENT = ntry("120.00", "DBIT", day="2024-02-02")
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8))
    + "]>\n"
)
TITLES = "Date opération;Date valeur;Libellé;Débit;Crédit\n"


def samples() -> dict[str, bytes]:
    """Return every sample by its name."""
    two = [
        *CFONB,
        balance("01", "310124", 5_000, account=SECOND),
        *move("150224", 2_500, "VIREMENT INTERNE", account=SECOND),
        balance("07", "290224", 7_500, account=SECOND),
    ]
    lcl = [
        balance("01", "310124", 100_000, "    "),
        *move("010224", 44_806, "VIR", money="    "),
        balance("07", "290224", 144_806, "    "),
    ]
    wrong = [CFONB[0], *move("010224", 0, "VIR", amount="00000000044Z06"), balance("07", "290224", 144_806)]
    unbalanced = [*CFONB[:-1], balance("07", "290224", 99_999)]
    batch = ntry("100.00", "CRDT", f"<NtryDtls>{tx('60.00', 'P1')}{tx('40.00', 'P2')}</NtryDtls>")
    v08 = tx("448.06", "E2E-0001", "<Dbtr><Pty><Nm>OPERATEUR</Nm></Pty></Dbtr>")
    back = tx("448.06", "E2E-0001", more="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    long = "X" * 140 + "</Ustrd><Ustrd>Y SUITE"
    lines = "\r\n".join
    memo = "<MEMO>VIR SEPA Opérateur &amp; Cie LOT 214\n"
    good_ofx = trn("20240201", "448.06", "A1", "VIR SEPA Opérateur &amp; Cie", memo) + trn(
        "20240202", "-120.00", "A2", "PRLV"
    )
    card = (
        "<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR\n<CCACCTFROM>\n<ACCTID>4970\n</CCACCTFROM>\n"
        f"<BANKTRANLIST>\n{trn('20240205', '-5.00', 'C1', 'ACHAT')}</BANKTRANLIST>\n</CCSTMTRS></CCSTMTTRNRS>"
        "</CREDITCARDMSGSRSV1>\n</OFX>\n"
    )
    files: dict[str, str | bytes] = {
        "good/ofx1.ofx": (OFX_HEAD + ofx1(good_ofx)).encode("cp1252"),
        "good/ofx2.ofx": OFX2,
        "good/cfonb120.txt": lines(CFONB) + "\r\n",
        "good/cfonb120-two-accounts.txt": lines(two) + "\r\n",
        "good/camt-02.xml": camt(PAID + SPENT),
        "good/camt-08.xml": camt(
            (ntry("448.06", "CRDT", f"<NtryDtls>{v08}</NtryDtls>") + SPENT).replace(
                "<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>"
            ),
            version="08",
        ),
        "good/two-columns.csv": (
            "Compte courant;FR7699998000420000000014236\n\n"
            + TITLES
            + "02/02/2024;02/02/2024;PRLV FOURNISSEUR;120,00;\n"
            + "01/02/2024;01/02/2024;VIR SEPA Opérateur;;448,06\n"
        ).encode("cp1252"),
        "good/one-column.csv": "\ufeffdate,label,amount,reference\n2024-02-01,VIR SEPA,448.06,E2E-0001\n"
        "2024-02-02,PRLV,-120.00,\n",
        "good/pasted.tsv": "Date\tLibellé\tMontant\n01/02/2024\tVIR SEPA Opérateur\t+448,06 €\n"
        "02/02/2024\tPRLV\t-120,00 €\n",
        "odd/cfonb-continuous.txt": "".join(CFONB) + "\n",
        "odd/cfonb-trimmed.txt": "\n".join(line.rstrip() for line in CFONB),
        "odd/cfonb-cr.txt": "\r".join(CFONB) + "\r\x1a",
        "odd/cfonb-blank-currency.txt": lines(lcl),
        "odd/ofx-memo-only.ofx": OFX_HEAD
        + ofx1(
            "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240201<TRNAMT>+448,06<FITID>A1<NAME>\n"
            "<MEMO>VIR SEPA LOT 214\n</STMTTRN>"
            "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240202<TRNAMT>-120.000<FITID>A2"
            "<PAYEE><NAME>FOURNISSEUR<CITY>X</PAYEE>"
            "<BANKACCTTO><BANKID>1<ACCTID>2</BANKACCTTO></STMTTRN>"
        ),
        "odd/ofx-two-accounts-and-card.ofx": OFX_HEAD
        + ofx1(good_ofx, end="")
        + ofx1(
            trn("20240210", "25.00", "B1", "INTERNE"),
            "<BANKID>99998\n<BRANCHID>00042\n<ACCTID>00000000777\n",
            "",
        )
        + card,
        "odd/ofx-iban-account.ofx": OFX_HEAD + ofx1(good_ofx, f"<BANKID>X\n<ACCTID>{IBAN}\n"),
        "odd/camt-prefix.xml": camt(PAID + SPENT, prefix="ns2"),
        "odd/camt-utf16.xml": camt(PAID + SPENT).replace("UTF-8", "UTF-16").encode("utf-16"),
        "odd/camt-batch.xml": camt(batch, closing="1100.00"),
        "odd/camt-details-differ.xml": camt(batch.replace("40.00", "41.00"), closing="1100.00"),
        "odd/camt-pending.xml": camt(PAID + SPENT + ntry("5.00", "CRDT", status="PDNG")),
        "odd/camt-return.xml": camt(
            PAID + ntry("448.06", "DBIT", f"<NtryDtls>{back}</NtryDtls>", day="2024-02-05"), closing="1000.00"
        ),
        "odd/camt-reversal.xml": camt(ntry("448.06", "CRDT", more="<RvslInd>true</RvslInd>") + SPENT),
        "odd/camt-long-remittance.xml": camt(
            ntry("448.06", "CRDT", f"<NtryDtls>{tx('448.06', 'NOTPROVIDED', words=long)}</NtryDtls>") + SPENT
        ),
        "odd/table-totals-and-balances.csv": TITLES
        + "01/02/2024;01/02/2024;SOLDE FACTURE 12;;448,06\n02/02/2024;02/02/2024;PRLV;-120,00;\n"
        ";;Solde au 29/02/2024;;1328,06\nTotal;;;120,00;448,06\n",
        "odd/table-nir.csv": TITLES
        + f"01/02/2024;01/02/2024;VIR {NIR} LOT 214;;448,06\n02/02/2024;;PRLV;120,00;\n",
        "hostile/camt-bomb.xml": camt(PAID.replace("VIR SEPA", "&i;"), head=BOMB),
        "hostile/camt-external.xml": camt(
            PAID.replace("VIR SEPA", "&x;"), head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
        ),
        "hostile/camt-parameter.xml": camt(PAID, head='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">\n'),
        "hostile/camt-truncated.xml": camt(PAID + SPENT)[:-300],
        "hostile/camt-nul.xml": camt(PAID + SPENT).replace("OPERATEUR", "OPER\x00ATEUR"),
        "hostile/camt-deep.xml": camt("<a>" * 500 + "</a>" * 500),
        "hostile/camt-unbalanced.xml": camt(PAID + SPENT, closing="1328.07"),
        "hostile/camt-odd-amounts.xml": camt(
            ntry("1e9", "CRDT")
            + ntry("NaN", "CRDT")
            + ntry("10.001", "CRDT")
            + ntry("99999999999999", "CRDT"),
            closing="1000.00",
        ),
        "hostile/ofx-doctype.ofx": OFX2.replace("<OFX>", BOMB + "<OFX>"),
        "hostile/ofx-truncated.ofx": (OFX_HEAD + ofx1(good_ofx))[:-120],
        "hostile/ofx-nul.ofx": (OFX_HEAD + ofx1(good_ofx)).replace("PRLV", "PR\x00LV"),
        "hostile/ofx-crossed.ofx": OFX_HEAD
        + ofx1(good_ofx).replace("</STMTTRN>\n</BANKTRANLIST>", "</BANKTRANLIST>\n</STMTTRN>"),
        "hostile/ofx-endless-value.ofx": OFX_HEAD + ofx1(trn("20240201", "1.00", "A1", "X" * 20_000)),
        "hostile/ofx-card-only.ofx": OFX_HEAD + "<OFX>\n" + card,
        "hostile/cfonb-wrong-overpunch.txt": lines(wrong),
        "hostile/cfonb-wrong-balance.txt": lines([CFONB[0].replace("{", "?"), *CFONB[1:]]),
        "hostile/cfonb-unbalanced.txt": lines(unbalanced),
        "hostile/cfonb-truncated.txt": lines(CFONB[:-1]),
        "hostile/cfonb-nul.txt": lines(CFONB).replace("LOT", "L\x00T"),
        "hostile/cfonb-other-account.txt": lines(
            [*CFONB[:-1], balance("07", "290224", 88_000, account=SECOND)]
        ),
        "hostile/cfonb-long-line.txt": lines([CFONB[0], CFONB[1] + "XXX", CFONB[-1]]),
        "hostile/cfonb-unknown-record.txt": lines([*CFONB[:-1], "31" + CFONB[1][2:], CFONB[-1]]),
        "hostile/dollars.txt": lines(CFONB).replace("EUR2", "USD2"),
        "hostile/mt940.sta": ":20:REF\n:25:FR76\n:28C:1/1\n:60F:C240131EUR1000,00\n",
        "hostile/quicken.qif": "!Type:Bank\nD01/02/2024\nT448.06\n^\n",
        "hostile/paper.pdf": "%PDF-1.4\n",
    }
    return {
        name: content.encode("latin-1" if name.split("/")[1].startswith("cfonb") else "utf-8")
        if isinstance(content, str)
        else content
        for name, content in files.items()
    }


if __name__ == "__main__":
    for name, content in samples().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
