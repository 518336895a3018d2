"""The lists a pharmacy's software would export on three mornings, each in another dialect."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from pharmassist.demonstration.cast import FINESS, OPERATORS, PHARMACY_NAME
from pharmassist.demonstration.invoices import SEED, Invoice, Morning, Truth, generate

CSV_HEADER = (
    "N° Facture",
    "Lot",
    "Date facture",
    "Date soins",
    "N° Sécurité sociale",
    "Nom",
    "Prénom",
    "Né(e) le",
    "Mutuelle",
    "N° AMC",
    "Opérateur",
    "Montant total",
    "Part AMO",
    "Part AMC",
    "État",
)
TSV_HEADER = (
    "NUM_FACT",
    "DATE_FACT",
    "DATE_SOIN",
    "NIR",
    "PATIENT",
    "DATE_NAISSANCE",
    "NUM_RC",
    "NOM_ORGA",
    "GESTIONNAIRE",
    "LOT",
    "MT_TOTAL",
    "MT_RO",
    "MT_RC",
    "RESTE_DU",
)
XLSX_HEADER = (
    "Facture",
    "Facturée le",
    "Soins du",
    "Assuré",
    "Date de naissance",
    "Matricule",
    "Complémentaire",
    "Code AMC",
    "Gestionnaire TP",
    "N° de lot",
    "Total TTC",
    "Part RO",
    "Part RC",
)


def build_exports(folder: Path, seed: int = SEED) -> Truth:
    """Write ``exports/`` and ``truth.json`` in a folder and return the truth."""
    truth = generate(seed)
    exports = folder / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    first, second, third = truth.mornings
    contents = {
        first.day: (f"{first.day}.csv", _csv(first)),
        second.day: (f"{second.day}.tsv", _tsv(second)),
        third.day: (f"{third.day}.xlsx", _xlsx(third)),
    }
    for name, content in contents.values():
        (exports / name).write_bytes(content)
    truth = replace(truth, files={day: f"exports/{name}" for day, (name, _content) in contents.items()})
    truth.write(folder / "truth.json")
    return truth


def _euros(cents: int, mark: str = ",") -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}{mark}{abs(cents) % 100:02d}"


def _french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _csv_row(line: Invoice, amc_cents: int) -> tuple[str, ...]:
    return (
        line.text,
        line.batch,
        _french(line.day),
        _french(line.care),
        line.patient.nir,
        line.patient.last_name,
        line.patient.first_name,
        line.patient.born,
        line.amc.name,
        line.amc.number,
        OPERATORS[line.operator],
        _euros(line.amo_cents + amc_cents),
        _euros(line.amo_cents),
        _euros(amc_cents),
        "Rejetée" if line.rejected else "Transmise",
    )


def _csv(morning: Morning) -> bytes:
    """Semicolons, cp1252, decimal comma; one cancelled invoice with a negative share."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(CSV_HEADER)
    writer.writerows(_csv_row(line, line.rest) for line in morning.lines)
    writer.writerows(_csv_row(line, -line.rest) for line in morning.cancelled)
    return text.getvalue().encode("cp1252")


def _tsv_rows(morning: Morning) -> Iterator[tuple[str, ...]]:
    yield (f"{PHARMACY_NAME} - FINESS {FINESS}",)
    yield (f"Encours tiers payant au {_french(morning.day)} 08:05",)
    yield ()
    yield TSV_HEADER
    for line in morning.lines:
        yield (
            line.text,
            line.day.isoformat(),
            line.care.isoformat(),
            f"{line.patient.nir[:13]} {line.patient.nir[13:]}",
            f"{line.patient.last_name.upper()} {line.patient.first_name}",
            line.patient.born,
            line.amc.number.zfill(10),
            line.amc.name.upper(),
            OPERATORS[line.operator],
            line.batch,
            _euros(line.amo_cents + line.amc_cents, "."),
            _euros(line.amo_cents, "."),
            _euros(line.amc_cents, "."),
            _euros(line.rest, "."),
        )


def _tsv(morning: Morning) -> bytes:
    """Tabs, UTF-8 with mark, three title lines, decimal point."""
    return ("\r\n".join("\t".join(row) for row in _tsv_rows(morning)) + "\r\n").encode("utf-8-sig")


def _xlsx(morning: Morning) -> bytes:
    """A workbook: merged titles, real dates and numbers (leading zeros eaten), a totals row."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Encours"
    sheet.append([PHARMACY_NAME])
    sheet.append([f"Encours tiers payant au {_french(morning.day)}"])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(XLSX_HEADER))
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.append([])
    sheet.append(list(XLSX_HEADER))
    for line in morning.lines:
        sheet.append(
            [
                line.number,
                line.day,
                line.care,
                f"{line.patient.first_name} {line.patient.last_name}",
                line.patient.born,
                int(line.patient.nir),
                line.amc.name,
                int(line.amc.number),
                OPERATORS[line.operator],
                line.batch,
                (line.amo_cents + line.rest) / 100,
                line.amo_cents / 100,
                line.rest / 100,
            ]
        )
    sums = [sum(line.amo_cents + line.rest for line in morning.lines)]
    sums += [sum(line.amo_cents for line in morning.lines), sum(line.rest for line in morning.lines)]
    sheet.append(["Total", *[None] * 9, *(cents / 100 for cents in sums)])
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


_MADE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms)")


def _steady(content: bytes) -> bytes:
    """Write the archive again without the hour it was made, so that the same seed gives the same file."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(steady, "w") as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, (2024, 1, 31, 8, 5, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, _MADE.sub(b"2024-01-31T08:05:00Z", made.read(name)))
    return steady.getvalue()
