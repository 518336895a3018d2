"""Random lists in random dialects are read back equal: what is written is what is waited for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some

from pharmassist.adapters.files.tables import FileTables
from pharmassist.domain.lines import LineReader
from pharmassist.services.jobs import Stop
from pharmassist.services.list_reading import Choice, Columns, ListReading, choose_columns
from pharmassist.services.ports.files import Pasted

Line = tuple[int, date, str, int]
TITLES = (
    ("N° facture", "Date facture", "Mutuelle", "Part AMC"),
    ("NUMERO DE FACTURE", "Date de facturation", "Nom AMC", "Montant RC"),
    ("Réf. facture", "Date fact.", "Complémentaire", "Part complémentaire"),
)
DAYS: tuple[Callable[[date], str], ...] = (
    lambda d: d.isoformat(),
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d:%d.%m.%y}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%d/%m/%Y} 08:05",
)
GROUPS = ("", " ", "\u00a0", "\u202f")
# a name with all that a delimiter, a quotation mark or an accent can disturb
NAMES = some.text(some.sampled_from("abcdefgh éèçÉœ'-&;,|\"\n"), min_size=1, max_size=12).map(
    lambda text: "M" + text.replace("\n", " ")
)
LINES = some.lists(
    some.tuples(
        some.integers(1, 999_999_999),
        some.dates(date(2015, 1, 1), date(2030, 12, 31)),
        NAMES,
        some.integers(0, 99_999_999),
    ),
    min_size=1,
    max_size=25,
)


@dataclass(frozen=True)
class Dialect:
    """How a software writes its list."""

    encoding: str
    delimiter: str
    quoted: bool
    end: str
    titles: tuple[str, ...]
    day: Callable[[date], str]
    group: str
    point: str
    euro: str
    above: tuple[str, ...]
    padded: bool
    extra: bool
    total: bool

    def amount(self, cents: int) -> str:
        """Write an amount."""
        whole = f"{cents // 100:,}".replace(",", self.group)
        return f"{whole}{self.point}{cents % 100:02d}{self.euro}"

    def write(self, lines: list[Line]) -> bytes:
        """Write a list."""
        out = io.StringIO(newline="")
        for text in self.above:
            out.write(text + self.end)
        writer = csv.writer(
            out,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
            lineterminator=self.end,
        )
        extra = ("Patient",) if self.extra else ()
        writer.writerow((*self.titles, *extra))
        for number, day, name, cents in lines:
            invoice = f"{number:09d}" if self.padded else str(number)
            cells = [invoice, self.day(day), name, self.amount(cents)]
            writer.writerow(cells + ["DARGOAT"] * self.extra)
        if self.total:
            sum_cell = self.amount(sum(line[3] for line in lines))
            writer.writerow(["Total", "", "", sum_cell] + [""] * self.extra)
        return out.getvalue().encode(self.encoding)


DIALECTS = some.builds(
    Dialect,
    encoding=some.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
    delimiter=some.sampled_from([";", "\t", ",", "|"]),
    quoted=some.booleans(),
    end=some.sampled_from(["\r\n", "\n"]),
    titles=some.sampled_from(TITLES),
    day=some.sampled_from(DAYS),
    group=some.sampled_from(GROUPS),
    point=some.sampled_from([",", "."]),
    euro=some.sampled_from(["", " €", "€"]),
    above=some.sampled_from([(), ("Pharmacie du Port",), ("Encours au 30/01/2024", "", "Page 1")]),
    padded=some.booleans(),
    extra=some.booleans(),
    total=some.booleans(),
)


def encodable(dialect: Dialect) -> bool:
    """Tell whether the dialect's own signs exist in its encoding."""
    return not (dialect.encoding == "cp1252" and dialect.group == "\u202f")


@settings(max_examples=300, deadline=None)
@given(lines=LINES, dialect=DIALECTS.filter(encodable))
def test_what_was_written_is_read(lines: list[Line], dialect: Dialect) -> None:
    table = FileTables().open(Pasted(dialect.write(lines), "liste"))
    columns = choose_columns(table, Choice(), ())
    assert isinstance(columns, Columns), table.shape
    reading = ListReading(table, columns, LineReader(columns.places))
    read = list(reading.read(Stop(), lambda _done, _total: None))
    assert [line.refusal for line in read if line.refusal] == []
    claims = [line.claim for line in read if line.claim]
    told = [(int(c.invoice), c.invoice_date, c.payer, c.amc_amount) for c in claims]
    assert told == [(number, day, name.strip(), cents) for number, day, name, cents in lines]
    if dialect.total:
        assert reading.listed_total == sum(line[3] for line in lines)
    assert ("Patient" in columns.dropped) is dialect.extra
