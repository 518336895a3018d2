"""How fast invoices are imported, listed and exported, against floors and other programs.

``python -m tools.bench_claims [LINES…]`` (100,000 and 1,000,000 without argument) prints the
tables of ``docs/benchmarks.md``. Each work runs in a process of its own, whose time and largest
memory are told; a peer that is not installed is said to be absent, and nothing is installed.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Timer

TITLES = (
    "N° facture",
    "Date facture",
    "Date soins",
    "Lot",
    "Mutuelle",
    "N° AMC",
    "Opérateur",
    "Part AMO",
    "Part AMC",
)
OPERATORS = ("viamedis", "almerys", "isante", "sp-sante", "")
LONGEST_SECONDS = 240.0
INSTALL = "make bench-peers"
MOST_FOR_PEERS = 100_000
MOST_IN_A_LIST = 500_000
HLEDGER_RULES = """skip 1
separator ;
fields code,date,care,lot,description,amc,operator,amo,amount
date-format %d/%m/%Y
currency EUR
decimal-mark ,
account1 assets:amc
account2 income:claims
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds by the clock and of processor, and megabytes."""

    seconds: float
    processor: float
    megabytes: float


def write_lists(folder: Path, lines: int) -> list[Path]:
    """Write invented invoices over three years: in several lists where one would be beyond 50 MB."""
    paths = []
    for start in range(0, lines, MOST_IN_A_LIST):
        paths.append(folder / f"list-{start}.csv")
        write_list(paths[-1], range(start + 1, min(start + MOST_IN_A_LIST, lines) + 1), lines)
    return paths


def write_list(path: Path, numbers: range, lines: int) -> None:
    """Write one list."""
    first = date(2021, 2, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(TITLES)
        for number in numbers:
            made = first + timedelta(days=number * 1090 // lines)
            cents = number * 7919 % 9_000 + 50
            payer = number % 60
            writer.writerow(
                (
                    f"{number:09d}",
                    f"{made:%d/%m/%Y}",
                    f"{made:%d/%m/%Y}",
                    f"{number % 999:03d}",
                    f"Mutuelle {payer}",
                    f"9931{payer:04d}",
                    OPERATORS[payer % len(OPERATORS)],
                    f"{cents * 2 // 100},{cents * 2 % 100:02d}",
                    f"{cents // 100},{cents % 100:02d}",
                )
            )


def in_a_process(command: Sequence[str]) -> Run:
    """Run a program to its end; raises when it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Ended where it gives no answer: what waits for ever tells nothing.
    watch = Timer(LONGEST_SECONDS, child.kill)
    watch.start()
    _pid, status, used = os.wait4(child.pid, 0)
    watch.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def peer(command: Sequence[str]) -> Run | None:
    """Run another program; None where it is not installed, or fails as it is installed here."""
    if not shutil.which(command[0]):
        return None
    try:
        return in_a_process(command)
    except RuntimeError as error:
        print(f"<!-- {error} -->")
        return None


def best(module: str, times: int, *said: object) -> Run:
    """Return the fastest of several runs: what else this machine does only slows."""
    command = [sys.executable, "-m", f"tools.{module}", *map(str, said)]
    return min((in_a_process(command) for _time in range(times)), key=lambda run: run.seconds)


def import_peers(folder: Path, path: Path) -> Iterator[tuple[str, Run | None]]:
    """Yield other programs reading the same list, None where one is absent."""
    rules = folder / "list.rules"
    rules.write_text(HLEDGER_RULES, encoding="utf-8")
    database, out = folder / "shell.db", folder / "office"
    shell = f".import --csv {path} claims"
    commands = {
        "sqlite3 shell, `.import`": ("sqlite3", "-separator", ";", str(database), shell),
        "hledger, CSV read and summed": ("hledger", "-f", str(path), "--rules-file", str(rules), "balance"),
        "LibreOffice, CSV to ODS": (
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--infilter=CSV:59,34,76",
            "--convert-to",
            "ods",
            "--outdir",
            str(out),
            str(path),
        ),
    }
    for name, command in commands.items():
        yield name, peer(command)


def export_peers(folder: Path, path: Path) -> Iterator[tuple[str, Run | None]]:
    """Yield other programs writing the rows out."""
    command = (
        "sqlite3",
        "-csv",
        str(folder / "floor.db"),
        f".once {folder}/shell.csv",
        "SELECT * FROM claims",
    )
    yield "sqlite3 shell, `.once`", peer(command)
    ods = folder / "office" / f"{path.stem}.ods"
    office = (
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "csv",
        "--outdir",
        str(folder),
        str(ods),
    )
    yield "LibreOffice, ODS to CSV", peer(office) if ods.exists() else None


def tell(title: str, rows: Iterable[tuple[str, Run | None]]) -> None:
    """Print a table whose first row is the floor; the ratio is that of processor time."""
    print(f"\n### {title}\n\n| what | seconds | of processor | × floor | MB |\n|---|---|---|---|---|")
    floor = 0.0
    for name, run in rows:
        if run is None:
            print(f"| {name} | not installed ({INSTALL}) | – | – | – |")
            continue
        floor = floor or run.processor
        cells = f"{run.seconds:.2f} | {run.processor:.2f} | {run.processor / floor:.1f} | {run.megabytes:.0f}"
        print(f"| {name} | {cells} |", flush=True)


def measure(lines: int) -> None:
    """Print the tables for one size; peers that would need gigabytes stand in the smaller one only."""
    usual = lines <= MOST_FOR_PEERS
    times = 3 if usual else 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = write_lists(folder, lines)
        floor, works = partial(best, "bench_claims_floor", times), partial(best, "bench_claims_works", times)
        ours: list[tuple[str, Run | None]] = [
            ("floor: csv + sqlite3.executemany, no check", floor("import", folder, *paths)),
            ("the same with as many indexes", floor("indexed", folder, *paths)),
            ("PharmAssist, checked, encrypted, indexed", works("import", folder, *paths)),
        ]
        tell(f"Import of {lines:,} lines", [*ours, *(import_peers(folder, paths[0]) if usual else ())])
        ours = [
            ("floor: SELECT + csv.writer", floor("export", folder)),
            ("PharmAssist, CSV", works("csv", folder)),
        ]
        if usual:
            ours.append(("PharmAssist, XLSX", best("bench_claims_works", 1, "xlsx", folder)))
        tell(f"Export of {lines:,} invoices", [*ours, *(export_peers(folder, paths[0]) if usual else ())])
        print(f"\n### Page over {lines:,} invoices\n\n| what | ms |\n|---|---|", flush=True)
        subprocess.run([sys.executable, "-m", "tools.bench_claims_works", "pages", str(folder)], check=True)


def main() -> None:
    """Measure each size that was asked."""
    for lines in map(int, sys.argv[1:] or ("100000", "1000000")):
        measure(lines)


if __name__ == "__main__":
    main()
