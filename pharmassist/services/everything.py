"""Everything, in open formats: a folder or a ZIP that any computer reads without this program.

Each table as CSV and as JSON, the proofs and last prints as files, the logo, and a French page that says
what is what, with the sums to compare. No password, no PIN, no key is in the register's tables that go.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pharmassist.domain.spreadsheets import neutral
from pharmassist.services.everything_words import COLUMNS, KEPT_BACK, TABLES
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.packing import Bundle, NewBundle
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import in_french, money

README = "LISEZ-MOI.txt"
_PIECE = 500
"""Lines that are written at once."""
_SUMS = {"claims": "amc_amount", "bank_credits": "cents", "notices": "total", "advances": "requested"}
"""The column of a table whose sum is told, to be compared."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: lines by table, cents by table of money, files beside."""

    path: Path
    lines: dict[str, int]
    cents: dict[str, int]
    files: int


class Everything:
    """Writes the export of everything."""

    def __init__(self, register: Register, new_bundle: NewBundle) -> None:
        self._register, self._new_bundle = register, new_bundle

    def export(
        self,
        who: str,
        path: Path,
        stop: Stop | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Exported:
        """Write a folder, or a ZIP where the name ends so.

        Raises ``export_place_taken``, ``export_no_room``, ``file_not_written`` and ``Cancelled``; then
        nothing of that name is left.
        """
        stop = stop or Stop()
        lines: dict[str, int] = {}
        cents: dict[str, int] = {}
        with self._new_bundle(path) as bundle:
            parsed = (json.loads(line) for line in self._register.dump())
            for table, rows in groupby(parsed, key=lambda row: str(row["table"])):
                stop.check()
                progress(len(lines), len(TABLES))
                if table in KEPT_BACK:
                    continue
                held = [{name: row[name] for name in row if name != "table"} for row in rows]
                lines[table] = len(held)
                if table in _SUMS:
                    cents[table] = sum(row[_SUMS[table]] for row in held)
                stem = f"donnees/{TABLES[table][0] if table in TABLES else table}"
                bundle.add(f"{stem}.csv", _csv(held))
                bundle.add(f"{stem}.json", _json(held))
            with self._register.read() as tx:
                files = self._files(tx, bundle, stop)
                readme = _readme(tx, who, lines, cents)
            bundle.add(README, [readme.encode("utf-8-sig")])
        with self._register.write(who) as tx:
            facts: dict[str, str | int] = {"tables": len(lines), "files": files}
            tx.journal.record("register.exported", path.name, facts)
        return Exported(path, lines, cents, files)

    def _files(self, tx: Transaction, bundle: Bundle, stop: Stop) -> int:
        """Write proofs, last prints and the logo as they are; returns how many."""
        count = 0
        for case in tx.incidents.cases():
            for number, step, name, _digest in tx.incidents.attachments(case.id):
                stop.check()
                content = tx.incidents.attachment(number)
                if content is not None:
                    bundle.add(
                        f"preuves/incident-{case.id}/{number:03d}-{_safe(step)}-{_safe(name)}", [content]
                    )
                    count += 1
        for print_ in tx.papers.printed():
            pdf = tx.papers.printed_pdf(print_.kind)
            if pdf:
                bundle.add(f"imprimes/{_safe(print_.kind)}.pdf", [pdf])
                count += 1
        if logo := tx.papers.logo():
            bundle.add("imprimes/logo.png", [logo])
            count += 1
        return count


def _csv(rows: list[Row]) -> Iterator[bytes]:
    """Give a table for spreadsheets: semicolons, UTF-8 with its mark, nothing that a spreadsheet runs."""
    names = list(rows[0])
    yield "".encode("utf-8-sig")
    yield from _pieces([names])
    for start in range(0, len(rows), _PIECE):
        yield from _pieces([[_cell(row[name]) for name in names] for row in rows[start : start + _PIECE]])


def _pieces(rows: Iterable[list[str]]) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    yield text.getvalue().encode()


def _cell(value: object) -> str:
    """Return a value as text: numbers as they are, text that a spreadsheet would run quoted."""
    if value is None:
        return ""
    return (
        neutral(value)
        if isinstance(value, str)
        else str(int(value))
        if isinstance(value, bool)
        else str(value)
    )


def _json(rows: list[Row]) -> Iterator[bytes]:
    yield b"[\n"
    for number, row in enumerate(rows):
        comma = "" if number == len(rows) - 1 else ","
        yield (json.dumps(row, ensure_ascii=False, sort_keys=True) + comma + "\n").encode()
    yield b"]\n"


def _safe(name: str) -> str:
    """Return a name that is a plain file on every computer."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:80] or "sans-nom"


def _readme(tx: Transaction, who: str, lines: dict[str, int], cents: dict[str, int]) -> str:
    """Write the French page: what is where, how to read it, the sums to compare."""
    told = []
    with in_french():
        for table, count in lines.items():
            stem, words = TABLES.get(table, (table, ""))
            total = f", {money(cents[table])}" if table in cents else ""
            told.append(f"  {stem:<28} {count:>8} lignes{total}   {words}")
    columns = "\n".join(f"  {name:<18} {words}" for name, words in COLUMNS)
    return _README.format(
        pharmacy=tx.people.pharmacy().name,
        made_at=tx.now.isoformat(timespec="minutes"),
        who=who,
        head=tx.journal.head(),
        tables="\n".join(told),
        columns=columns,
    )


_README = """Export complet du registre PharmAssist
Pharmacie : {pharmacy}
Fait le {made_at} (temps universel), par {who}.
Tête du journal à cet instant : {head}

donnees/   chaque table du registre, deux fois :
           .csv   tableau, points-virgules, UTF-8 : s'ouvre dans Excel ou LibreOffice ;
           .json  les mêmes lignes, pour un programme.
preuves/   les pièces jointes des incidents, telles qu'elles ont été gardées.
imprimes/  le dernier imprimé de chaque document (PDF), et le logo.

Les montants sont en CENTIMES d'euro (1096 = 10,96 €). Les jours s'écrivent 2024-01-30, les instants
2024-01-30T07:10:00+00:00 (temps universel). Dans les .csv, une apostrophe devant =, +, -, @ empêche
un tableur d'exécuter le texte ; les .json n'en ont pas.

Ce qui n'y est pas : aucun mot de passe (ils sont dans le trousseau du poste), aucun code, aucune clé ;
aucun nom, aucun NIR, aucun produit : le registre n'en contient pas. Un numéro de facture avec sa date
reste une donnée pseudonyme : gardez ce dossier comme un document de l'officine.

Tables et sommes, à comparer avec l'écran :
{tables}

Colonnes qui reviennent souvent :
{columns}
"""
