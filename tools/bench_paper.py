"""How long a table of invoices takes to become a PDF, against a floor and two other programs, in one run.

``python -m tools.bench_paper [ROWS…]`` (1,000 and 10,000 without argument) prints the table of
``docs/benchmarks.md``. The floor is reportlab's own plain table of the same cells; WeasyPrint gets a plain
HTML table of the same cells, heads repeated, LibreOffice Calc their CSV. Functions are timed inside one
process, in processor seconds, best of several in turns; whole programs from their start to their end,
ours too. A peer that is not installed is said to be absent, and nothing is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.platypus import LongTable, SimpleDocTemplate

from pharmassist.adapters.documents.renderer import PdfRenderer
from pharmassist.domain.claims import Claim
from pharmassist.domain.people import Pharmacy
from pharmassist.resources_location import resource_path
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.french import euros, figures_day
from pharmassist.services.composing.imprint import Imprint

SIZES = (1_000, 10_000)
Clock = Callable[[], float]
ROUNDS, LONG = 3, 5_000
HEAD = ("Facture", "Date", "AMC", "Opérateur", "Part AMC")
ONE_PROCESS = "--once"
"""First argument of the process that is timed as a whole program."""


def claims_of(count: int) -> list[Claim]:
    """Return invoices of forty AMC over a month."""
    return [
        Claim(
            f"{number:09d}",
            500 + number % 9000,
            invoice_date=date(2024, 1, 1 + number % 28),
            amc_number=f"{10_000_000 + number % 40:08d}",
            operator=("viamedis", "almerys", "")[number % 3],
        )
        for number in range(1, count + 1)
    ]


def cells_of(claims: Sequence[Claim]) -> list[tuple[str, ...]]:
    """Return five cells for each invoice."""
    return [
        (c.invoice, figures_day(c.invoice_date), c.amc_number, c.operator, euros(c.outstanding))
        for c in claims
    ]


def our_pdf(claims: Sequence[Claim]) -> bytes:
    """Compose and render the claim summary: sums, then every invoice on its line."""
    pharmacy = Pharmacy("", "Pharmacie du Port", "290099993")
    imprint = Imprint(pharmacy, datetime(2024, 1, 31, 7, 10, tzinfo=UTC), "AB", "0f3a9c21")
    return PdfRenderer(resource_path("fonts")).render(claims_summary(imprint, claims, {}))


def plain_pdf(claims: Sequence[Claim]) -> bytes:
    """Put the same cells through reportlab's table, without fonts, sums or styles."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([LongTable([HEAD, *cells_of(claims)], repeatRows=1)])
    return out.getvalue()


def write_page(path: Path, claims: Sequence[Claim]) -> None:
    """Write a plain HTML table of the same cells."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells_of(claims)
    )
    head = "".join(f"<th>{title}</th>" for title in HEAD)
    path.write_text(
        f"<!doctype html><meta charset=utf-8><style>@page{{size:A4}}</style>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
        encoding="utf-8",
    )


def best_of(
    works: dict[str, Callable[[], object]], rounds: int = ROUNDS, clock: Clock = time.perf_counter
) -> dict[str, float]:
    """Return the best time of each work, taken in turns so that a busy moment harms none alone."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            start = clock()
            work()
            best[name] = min(best[name], clock() - start)
    return best


def run_program(command: Sequence[str], made: Path) -> None:
    """Run a program to its end; its PDF must be there."""
    made.unlink(missing_ok=True)
    subprocess.run(command, check=True, capture_output=True, timeout=590)
    if not made.read_bytes().startswith(b"%PDF"):
        raise SystemExit(f"{command[0]} made no PDF")


def programs(folder: Path, rows: int) -> dict[str, Callable[[], object] | None]:
    """Return how each program is run, None for one that is absent."""
    page, sheet, made = folder / "page.html", folder / "page.csv", folder / "page.pdf"
    write_page(page, claims_of(rows))
    lines = (";".join(cells) for cells in (HEAD, *cells_of(claims_of(rows))))
    sheet.write_text("\n".join(lines), encoding="utf-8-sig")
    ours = (sys.executable, "-m", "tools.bench_paper", ONE_PROCESS, str(rows), str(made))
    found: dict[str, Callable[[], object] | None] = {
        "PharmAssist, whole program": partial(run_program, ours, made),
        "WeasyPrint": None,
        "LibreOffice Calc headless": None,
    }
    if weasyprint := shutil.which("weasyprint"):
        found["WeasyPrint"] = partial(run_program, (weasyprint, str(page), str(made)), made)
    if office := shutil.which("soffice"):
        home = f"-env:UserInstallation=file://{folder}/office"
        convert = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
        found["LibreOffice Calc headless"] = partial(run_program, (office, home, *convert, str(sheet)), made)
    return found


def tell(rows: int, folder: Path) -> None:
    """Measure one size and print its table."""
    claims = claims_of(rows)
    inside = best_of(
        {"reportlab plain table (floor)": lambda: plain_pdf(claims), "PharmAssist": lambda: our_pdf(claims)},
        clock=time.process_time,
    )
    floor, ours = inside["reportlab plain table (floor)"], inside["PharmAssist"]
    print(f"\n### {rows:,} rows\n\n| what | seconds | × floor | × PharmAssist |\n|---|---|---|---|")
    for name, seconds in inside.items():
        print(f"| {name} | {seconds:.2f} | {seconds / floor:.2f} | {seconds / ours:.2f} |")
    runs = programs(folder, rows)
    # A program that takes minutes is run once.
    rounds = ROUNDS if rows < LONG else 1
    taken = best_of({name: run for name, run in runs.items() if run is not None}, rounds)
    whole = taken["PharmAssist, whole program"]
    for name in runs:
        if name in taken:
            print(f"| {name} | {taken[name]:.2f} | | {taken[name] / whole:.2f} |")
        else:
            print(f"| {name} | absent | | |")


def main(arguments: Sequence[str]) -> int:
    """Print the tables, or make one PDF as a program of its own."""
    if arguments[:1] == [ONE_PROCESS]:
        Path(arguments[2]).write_bytes(our_pdf(claims_of(int(arguments[1]))))
        return 0
    with tempfile.TemporaryDirectory(prefix="pharmassist-bench-") as folder:
        for rows in tuple(map(int, arguments)) or SIZES:
            tell(rows, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
