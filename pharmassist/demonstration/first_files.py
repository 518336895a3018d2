"""What the bank and the operators say on the morning of 30 January 2024: a statement and notices to bring.

They tell of the invoices that left the list overnight: four operators announced them, three paid,
Viamedis did not. The register itself is as the story says; a person brings these files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pharmassist.demonstration.invoices import Invoice, Truth
from pharmassist.demonstration.year import Year, YearInvoice, YearLine, YearNotice
from pharmassist.demonstration.year_files import bank_csv, notices_csv
from pharmassist.services.waiting_files import NOTICES, STATEMENT

_FLOW, _BEFORE, _CREDIT = date(2024, 1, 26), date(2024, 1, 25), date(2024, 1, 29)
_REFERENCE = "SP24012600417"


def build_first_files(folder: Path, truth: Truth) -> None:
    """Write both files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    year = first_files(truth)
    (folder / STATEMENT).write_bytes(bank_csv(year.lines))
    (folder / NOTICES).write_bytes(notices_csv(year))


def first_files(truth: Truth) -> Year:
    """Return notices and movements that agree with the lists of 29 and 30 January."""
    gone: dict[str, list[Invoice]] = {}
    for invoice in truth.mornings[1].gone:
        gone.setdefault(invoice.operator, []).append(invoice)
    isante = gone["isante"]
    half = len(isante) // 2
    notices = [
        _notice("sp-sante", _FLOW, gone["sp-sante"], _REFERENCE),
        _notice("isante", _BEFORE, isante[:half]),
        _notice("isante", _FLOW, isante[half:]),
        _notice("almerys", _FLOW, gone["almerys"]),
        _notice("viamedis", _BEFORE, gone["viamedis"]),
    ]
    sums = {operator: sum(line.rest for line in lines) for operator, lines in gone.items()}
    unknown = [line for line in truth.mornings[0].lines if not line.operator][:3]
    lines = [
        YearLine(_FLOW, 102_450, "other", "REMISE CB 0042"),
        YearLine(_CREDIT, 341_208, "other", "VIR SEPA CPAM DU FINISTERE"),
        YearLine(_CREDIT, -281_340, "debit", "PRLV SEPA GROSSISTE DU PONANT"),
        YearLine(_CREDIT, sums["sp-sante"], "transfer", f"VIR SEPA SP SANTE {_REFERENCE}"),
        YearLine(_CREDIT, sums["isante"], "transfer", "VIR SEPA ISANTE REGLEMENTS"),
        YearLine(_CREDIT, sums["almerys"], "transfer", "VIR SEPA ALMERYS TIERS PAYANT"),
        YearLine(
            _CREDIT,
            sum(line.rest for line in unknown),
            "unannounced",
            f"VIR {unknown[0].amc.name.upper()}",
        ),
    ]
    return Year(notices=notices, lines=lines)


def _notice(operator: str, day: date, lines: Sequence[Invoice], reference: str = "") -> YearNotice:
    invoices = tuple(
        YearInvoice(line.text, line.day, line.batch, line.amc, operator, line.rest) for line in lines
    )
    return YearNotice(operator, day, reference, invoices)
