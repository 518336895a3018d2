"""Reading the directory of mutuelles: ``resources/insurers/*.csv``, one line per sighting.

A mutuelle seen behind two operators stands on two lines and becomes one entry with both.
Columns: ``name;operator;amc_number;aliases;source;seen_on`` (aliases separated by ``|``).
"""

from __future__ import annotations

import csv
import io
import re

from pharmassist.adapters.catalogue.reading import Texts, broken
from pharmassist.domain.identifiers import canonical_amc
from pharmassist.domain.operators import Insurer

COLUMNS = ("name", "operator", "amc_number", "aliases", "source", "seen_on")
_SEEN_ON = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def read_insurers(texts: Texts) -> tuple[Insurer, ...]:
    """Read every file and merge the sightings by name; raises ``Problem("catalogue_broken")``."""
    entries: dict[str, Insurer] = {}
    for file, text in texts.items():
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";", restkey="more", restval="")
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise broken(file, "1", "unexpected columns")
        try:
            for number, row in enumerate(rows, start=2):
                if "more" in row:
                    raise broken(file, str(number), "too many columns")
                seen = _sighting(file, number, row)
                key = seen.name.casefold()
                entries[key] = _merge(entries[key], seen) if key in entries else seen
        except csv.Error as error:
            raise broken(file, str(rows.line_num), str(error)) from error
    return tuple(sorted(entries.values(), key=lambda insurer: insurer.name.casefold()))


def _sighting(file: str, number: int, row: dict[str, str]) -> Insurer:
    """Read one line."""
    name, source = row["name"].strip(), row["source"].strip()
    seen_on = row["seen_on"].strip()
    if not name or not source or not _SEEN_ON.fullmatch(seen_on):
        raise broken(file, str(number), "name, source and seen_on (a day or a month) are expected")
    # As it is read at the counter: 07/10/2026, or 02/2024.
    seen = "/".join(reversed(seen_on.split("-")))
    amc = canonical_amc(row["amc_number"]) if row["amc_number"] else ""
    if row["amc_number"] and not amc:
        raise broken(file, str(number), "amc_number is not a number")
    return Insurer(
        name=name,
        amc_number=amc,
        operators=tuple(part for part in (row["operator"].strip(),) if part),
        certainty="to_verify",
        source=f"{source} ({seen})",
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
    )


def _merge(one: Insurer, other: Insurer) -> Insurer:
    """Join two sightings of the same mutuelle."""
    return Insurer(
        name=one.name,
        amc_number=one.amc_number or other.amc_number,
        operators=tuple(dict.fromkeys((*one.operators, *other.operators))),
        certainty=one.certainty,
        source="; ".join(dict.fromkeys((*one.source.split("; "), other.source))),
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
    )
