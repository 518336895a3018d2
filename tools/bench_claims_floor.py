"""The floors of ``bench_claims``: ``csv`` and ``sqlite3`` alone, nothing looked at.

``python -m tools.bench_claims_floor import|indexed|export FOLDER [LIST…]``.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

CREATE = """CREATE TABLE claims (
    id INTEGER PRIMARY KEY, invoice, day, care, batch, payer, amc, operator, amo_cents, cents)"""
INSERT = """INSERT INTO claims (invoice, day, care, batch, payer, amc, operator, amo_cents, cents)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INDEXES = ("invoice, day", "operator, day, cents", "day", "operator, day", "batch, day", "amc, care", "payer")


def floor_import(folder: Path, paths: list[Path], *, indexed: bool) -> None:
    """Put the lines in plain SQLite as they are; with as many indexes as the register has, if asked."""
    (folder / "floor.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "floor.db")) as connection:
        connection.execute(CREATE)
        for number, columns in enumerate(INDEXES if indexed else ()):
            connection.execute(f"CREATE INDEX ix_{number} ON claims ({columns})")
        for path in paths:
            with path.open(encoding="utf-8") as file, connection:
                rows = csv.reader(file, delimiter=";")
                next(rows)
                connection.executemany(INSERT, rows)


def floor_export(folder: Path) -> None:
    """Write the floor's table with ``csv`` alone."""
    with (
        closing(sqlite3.connect(folder / "floor.db")) as connection,
        (folder / "floor.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        csv.writer(file, delimiter=";").writerows(connection.execute("SELECT * FROM claims"))


def main() -> None:
    """Do the one that is named."""
    what, folder, *rest = sys.argv[1:]
    if what == "export":
        floor_export(Path(folder))
    else:
        floor_import(Path(folder), list(map(Path, rest)), indexed=what == "indexed")


if __name__ == "__main__":
    main()
