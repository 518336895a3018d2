"""Writes the samples of this folder again: ``python -m tests.samples.claims.make_samples``.

Every number, name and NIR is invented; the NIR carry month 99, given to no person.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
NIR = "146999936238509"
TITLES = ("N° facture", "Date facture", "Mutuelle", "N° AMC", "Part AMC")
ROWS = (
    ("000418205", "25/01/2024", "Mutuelle du Littoral", "99310519", "10,96"),
    ("000418206", "25/01/2024", "Aésio", "99311108", "6,52"),
    ("000418234", "27/01/2024", "Malakoff Humanis", "0099310512", "1 234,56"),
)


def table(rows: tuple[tuple[str, ...], ...], mark: str = ";", end: str = "\r\n") -> str:
    """Join rows into text."""
    return end.join(mark.join(row) for row in rows) + end


def workbook(sheets: dict[str, list[list[object]]], merged: str = "") -> bytes:
    """Make a workbook; ``merged`` is a range of its first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if merged:
        book.worksheets[0].merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Make the smallest ODS that holds rows of text."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Encours">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """Return every sample by file name."""
    plain = table((TITLES, *ROWS))
    dotted = tuple((*row[:4], row[4].replace(" ", "").replace(",", ".")) for row in ROWS)
    reasons = (
        ("000418301", "25/01/2024", "Mutuelle", "99310519", ""),
        ("", "25/01/2024", "Mutuelle", "99310519", "5,00"),
        ("12A", "25/01/2024", "Mutuelle", "99310519", "5,00"),
        ("000418302", "", "Mutuelle", "99310519", "5,00"),
        ("000418303", "31/02/2024", "Mutuelle", "99310519", "5,00"),
        ("000418304", "25/01/2024", "Mutuelle", "99310519", "cinq"),
        ("000418305", "25/01/2024", "Mutuelle", "99310519", "1.234"),
        ("000418306", "25/01/2024", f"Mutuelle {NIR}", "99310519", "5,00"),
        ("000418307", "25/01/2024", "M" * 200, "99310519", "5,00"),
    )
    with_patient = (
        ("N° facture", "Date facture", "NIR", "Nom", "Né le", "Part AMC"),
        ("418205", "25/01/2024", NIR, "QUIMERC’HOU", "01/01/1950", "10,96"),
    )
    b2 = "000" + "RESEAU".ljust(125) + "\r\n" + ("2" + "0" * 127 + "\r\n") * 4 + "999" + " " * 125 + "\r\n"
    return {
        "semicolon-cp1252.csv": plain.encode("cp1252"),
        "tab-utf8-bom-titles.tsv": (
            "Pharmacie du Port\r\nEncours au 30/01/2024\r\n\r\n" + table((TITLES, *ROWS), "\t")
        ).encode("utf-8-sig"),
        "comma-utf8.csv": table((TITLES, *dotted), ",", "\n").encode(),
        "pipe-latin1.csv": table((TITLES, *ROWS), "|").encode("latin-1"),
        "utf16-bom.csv": plain.encode("utf-16"),
        "utf16-no-bom.csv": plain.encode("utf-16-le"),
        "quoted.csv": '"N° facture";"Date facture";"Mutuelle";"Part AMC"\r\n'
        '"000418205";"25/01/2024";"Mutuelle ""La; Rade""\r\n(siège)";"10,96"\r\n'.encode("cp1252"),
        "totals-row.csv": (plain + ";;;;\r\nTotal général;;;;1252,04\r\n").encode("cp1252"),
        "totals-differ.csv": (plain + "TOTAL;;;;1300,00\r\n").encode("cp1252"),
        "merged-titles.xlsx": workbook(
            {
                "Encours": [
                    ["Pharmacie du Port"],
                    [],
                    list(TITLES),
                    [418205, "25/01/2024", "Mutuelle du Littoral", 99310519, 10.96],
                    [418206, "2024-01-25", "Aésio", 99311108, 6.52],
                    ["Total", None, None, None, 17.48],
                ]
            },
            "A1:E1",
        ),
        "two-sheets.xlsx": workbook({"Lisez-moi": [["Bonjour"]], "Liste": [list(TITLES), list(ROWS[0])]}),
        "which-sheet.xlsx": workbook(
            {"A": [list(TITLES), list(ROWS[0])], "B": [list(TITLES), list(ROWS[1])]}
        ),
        "formulas.xlsx": workbook(
            {"A": [list(TITLES), ["418205", "25/01/2024", "=1+1", "99310519", "10,96"]]}
        ),
        "library.ods": ods((TITLES, *ROWS)),
        "eaten-zeros.csv": plain.replace("000418", "418").encode("cp1252"),
        "bare-amount.csv": plain.replace("Part AMC", "Montant").encode("cp1252"),
        "rest-due.csv": plain.replace("Part AMC", "Reste dû").encode("cp1252"),
        "only-paid.csv": plain.replace("Part AMC", "Montant payé").encode("cp1252"),
        "amount-and-rest.csv": table(
            (
                ("Facture", "Date de soins", "Part RC", "Reste dû AMC"),
                ("000418205", "25/01/2024", "10,00", "4,00"),
                ("000418206", "25/01/2024", "6,52", "6,52"),
            )
        ).encode("cp1252"),
        "patient-columns.csv": table(with_patient).encode("cp1252"),
        "nir-under-another-title.csv": table(
            (
                ("N° facture", "Date facture", "Code AMC", "Part AMC"),
                ("000418205", "25/01/2024", NIR, "10,96"),
            )
        ).encode("cp1252"),
        "negative.csv": (plain + "000418205;26/01/2024;Aésio;99311108;-10,96\r\n").encode("cp1252"),
        "refused.csv": table((TITLES, ROWS[0], *reasons, ROWS[0])).encode("cp1252"),
        "date-forms.csv": table(
            (
                ("Facture", "Date facturation", "Part AMC"),
                ("1", "2024-01-30", "1,00"),
                ("2", "30/01/24", "1,00"),
                ("3", "30.01.2024", "1,00"),
                ("4", "30 janv. 2024", "1,00"),
                ("5", "1er février 2024", "1,00"),
                ("6", "20240130", "1,00"),
                ("7", "30012024", "1,00"),
                ("8", "45321", "1,00"),
                ("9", "30/01/2024 08:05", "1,00"),
            )
        ).encode("cp1252"),
        "short-lines.csv": (plain + "000418300;25/01/2024\r\n").encode("cp1252"),
        "no-titles.csv": table(ROWS).encode("cp1252"),
        "unknown-titles.csv": b"colonne;valeur;texte\r\n1;2;3\r\n",
        "b2.txt": b2.encode(),
        "noemie.txt": ("000" + "X" * 500 + "@" + "Y" * 900).encode(),
        "page.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + bytes(range(32)),
        "nul.csv": plain.encode("cp1252") + b"\x00\x00\x00",
        "empty.csv": b" \r\n",
        "open-quote.csv": ('N° facture;Date facture;Part AMC\r\n"000418205;' + "x" * 140_000).encode(
            "cp1252"
        ),
        "not-a-book.xlsx": b"PK\x03\x04" + b"\x00" * 100,
        **_more(plain),
        "letter.docx": _zip({"word/document.xml": b"<w/>"}),
        "bomb.xlsx": _zip({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000}),
    }


def _more(plain: str) -> dict[str, bytes]:
    """Return the samples of one trait each: signs, titles, totals, sheets, damage."""
    narrow = plain.replace("1 234,56", "1\u202f234,56\u00a0€").replace(
        "0099310512", "00\u00a099\u202f310\u00a0512"
    )
    restarted = "000000001;{};Aésio;99311108;6,52"
    lines = plain.split("\r\n")
    return {
        "narrow-spaces.csv": narrow.encode(),
        "latin-9.csv": plain.replace("Aésio", "Cœur 2 €").encode("iso8859-15"),
        "mixed-encodings.csv": plain.encode() + "000418300;25/01/2024;Aésio;1;1,00\r\n".encode("cp1252"),
        "utf16-be.csv": plain.encode("utf-16-be"),
        "excel-sep.csv": ("sep=;\r\n" + plain).encode("cp1252"),
        "old-mac-lines.csv": plain.replace("\r\n", "\r").encode("cp1252"),
        "repeated-titles.csv": plain.replace("N° AMC", "Part AMC").encode("cp1252"),
        "blank-title.csv": plain.replace("Mutuelle;N° AMC", ";N° AMC").encode("cp1252"),
        "blank-last-title.csv": plain.replace(";Part AMC", ";").encode("cp1252"),
        "subtotals.csv": "\r\n".join(
            (
                *lines[:3],
                "Sous-total;;;;17,48",
                lines[3],
                "Sous-total Malakoff Humanis;;;;1 234,56",
                "TOTAL GÉNÉRAL;;;;1 252,04",
            )
        ).encode("cp1252"),
        "blank-lines.csv": plain.replace("\r\n", "\r\n;;;;\r\n\r\n").encode("cp1252"),
        "brackets-and-signs.csv": table(
            (
                ("Facture", "Date facture", "Part AMC"),
                ("1", "25/01/2024", "+10,96"),
                ("2", "25/01/2024", "(6,52)"),
                ("3", "25/01/2024", "6,52-"),
                ("4", "25/01/2024", "10,96 EUR"),
                ("5", "25/01/2024", "1.234,56"),
                ("6", "25/01/2024", "1,234.56"),
                ("7", "25/01/2024", "0,00"),
            )
        ).encode("cp1252"),
        "restarted-numbers.csv": "\r\n".join(
            (";".join(TITLES), restarted.format("29/12/2023"), restarted.format("02/01/2024"))
        ).encode("cp1252"),
        "states-and-rejects.csv": table(
            (
                ("N° facture", "Date facture", "Part AMC", "Statut", "Code rejet", "Motif rejet"),
                ("1", "25/01/2024", "1,00", "Télétransmise", "", ""),
                ("2", "25/01/2024", "2,00", "Rejetée", "R07", "Droits fermés"),
                ("3", "25/01/2024", "4,00", "ARL", "", ""),
            )
        ).encode("cp1252"),
        "two-dates.csv": table(
            (
                ("N° facture", "Date facture", "Date des soins", "Date télétransmission", "Part AMC"),
                ("000418205", "25/01/2024", "24/01/2024", "26/01/2024", "10,96"),
            )
        ).encode("cp1252"),
        "care-date-only.tsv": table(
            (("N° facture", "Date de délivrance", "Part mutuelle"), ("000418205", "25/01/2024", "10,96")),
            "\t",
        ).encode(),
        "amo-and-amc.csv": table(
            (
                ("N° facture", "Date facture", "Montant total", "Part AMO", "Part AMC"),
                ("000418205", "25/01/2024", "31,30", "20,34", "10,96"),
            )
        ).encode("cp1252"),
        "products.csv": table(
            (
                ("N° facture", "Date facture", "Produit", "CIP13", "Prescripteur", "Part AMC"),
                ("000418205", "25/01/2024", "DOLIPRANE", "3400935955838", "Dr Untel", "10,96"),
            )
        ).encode("cp1252"),
        "clipboard.txt": table((TITLES, *ROWS), "\t", "\n").encode(),
        "formula-text.csv": (plain + "=1+1;25/01/2024;Aésio;99311108;6,52\r\n").encode("cp1252"),
        "long-line.csv": (plain + "x" * 1_100_000).encode("cp1252"),
        "book.xls": (HERE / "book.xls").read_bytes(),
        "broken.xls": (HERE / "book.xls").read_bytes()[:3000],
        "dates-and-numbers.xlsx": workbook(
            {"Encours": [list(TITLES), [418205, date(2024, 1, 25), "Aésio", 99311108, 10.959999999999999]]}
        ),
        "errors.xlsx": workbook(
            {"Encours": [list(TITLES), ["418205", "25/01/2024", "Aésio", "99311108", "#REF!"]]}
        ),
        "cut.xlsx": workbook({"Encours": [list(TITLES), list(ROWS[0])]})[:2500],
        "no-line.xlsx": workbook({"Encours": [list(TITLES)]}),
        "page.html": b"<!DOCTYPE html><html><body><table><tr><td>Facture</td></tr></table></body></html>",
        "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    }


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


if __name__ == "__main__":
    for name, content in samples().items():
        (HERE / name).write_bytes(content)
