"""A list chosen by a person becomes lines: columns found, each line read, sums added up.

Nothing here touches the register: reading twice gives the same lines, so an interrupted
preview is made again as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.contents import guess_contents
from pharmassist.domain.headers import ColumnGuess, fold, guess, is_totals_row
from pharmassist.domain.identifiers import masked_nir
from pharmassist.domain.imports import Field, ImportKind, Side
from pharmassist.domain.lines import Line, LineReader
from pharmassist.domain.mapping import (
    Profile,
    certain_columns,
    missing_fields,
    place_columns,
    proposed_columns,
)
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.files import Source, Table, TableShape

REFUSED_TITLES = ("Ligne", "Motif")
"""What stands before the mapped columns in a file of refused lines."""
SAMPLE = 20
"""Lines shown before anything is stored."""
_EACH = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said of a file; nothing said means: recognise it.

    ``columns`` name columns by field; ``snapshot_date`` belongs to a snapshot;
    ``declined`` are new invoice numbers that replace none; ``sha256`` is that of the
    previewed file, "" when none was previewed. ``settled`` says whose value is kept in a conflict,
    by invoice and field; ``cancelled`` are invoices that their negative line cancels.
    """

    profile: str = ""
    columns: Mapping[Field, str] = field(default_factory=dict)
    sheet: str = ""
    operator: str = ""
    kind: ImportKind = ImportKind.ADDITION
    snapshot_date: date | None = None
    declined: frozenset[str] = frozenset()
    sha256: str = ""
    settled: Mapping[tuple[str, Field], Side] = field(default_factory=dict)
    cancelled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MappingNeeded:
    """The columns must be confirmed once: our guess, and the first lines without the forbidden ones."""

    shape: TableShape
    guess: tuple[ColumnGuess, ...]
    proposed: Mapping[Field, str]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    missing: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping put in force on a table."""

    places: Mapping[Field, int]
    profile: str
    dropped: tuple[str, ...]


def choose_columns(table: Table, choice: Choice, profiles: Sequence[Profile]) -> Columns | MappingNeeded:
    """Return the columns in force, or what a person must confirm.

    A mapping said goes first, then a profile said, then one recognised by the header, then
    a header that leaves no doubt. Raises ``profile_unknown``, ``profile_unsuitable``,
    ``column_unknown``, ``column_forbidden`` and ``mapping_incomplete``.
    """
    header = table.shape.header
    if choice.columns:
        places = place_columns(choice.columns, header)
        if missing := missing_fields(tuple(places)):
            raise Problem("mapping_incomplete", {"fields": ", ".join(f.value for f in missing)})
        return _columns(places, "", header)
    if choice.profile:
        said = next((p for p in profiles if p.id == choice.profile), None)
        if said is None:
            raise Problem("profile_unknown", {"profile": choice.profile[:40]})
        try:
            return _columns(place_columns(dict(said.columns), header), said.id, header)
        except Problem as problem:
            if problem.code != "column_unknown":
                raise
            values = {"profile": said.name, "column": str(problem.values["column"])}
            raise Problem("profile_unsuitable", values) from problem
    known = next((p for p in profiles if p.recognises(header)), None)
    if known is not None:
        return _columns(place_columns(dict(known.columns), header), known.id, header)
    if is_refused_lines(header):
        return _corrected_columns(table, profiles)
    sample = [(line, cells) for _n, (line, cells) in zip(range(SAMPLE), table.rows(), strict=False)]
    cells_only = [cells for _line, cells in sample]
    certain = certain_columns(header, cells_only)
    if certain is not None:
        return _columns(certain, "", header)
    guesses = guess_contents(guess(header, cells_only), cells_only)
    proposed = proposed_columns(guesses)
    readable = {g.index for g in guesses if g.confidence != "forbidden"}
    shown = tuple(
        (line, tuple(cell if i in readable else "" for i, cell in enumerate(cells))) for line, cells in sample
    )
    return MappingNeeded(table.shape, guesses, proposed, shown, missing_fields(tuple(proposed)))


def is_refused_lines(header: Sequence[str]) -> bool:
    """Tell a file of refused lines that we wrote and a person corrected."""
    return tuple(map(fold, header[:2])) == tuple(map(fold, REFUSED_TITLES))


def _corrected_columns(table: Table, profiles: Sequence[Profile]) -> Columns | MappingNeeded:
    """Map a file of refused lines: by the profile that reads just these columns, else by its titles."""
    header = table.shape.header
    titles = {fold(title) for title in header[2:]}
    for profile in profiles:
        if {fold(title) for _field, title in profile.columns} == titles:
            return _columns(place_columns(dict(profile.columns), header), profile.id, header)
    # the number of the line and the reason are ours: they are no column of the list
    plain = ("", "", *header[2:])
    sample = [(line, cells) for _n, (line, cells) in zip(range(SAMPLE), table.rows(), strict=False)]
    rows = [cells for _line, cells in sample]
    certain = certain_columns(plain, rows)
    if certain is not None:
        return _columns(certain, "", plain)
    guesses = guess_contents(guess(plain, rows), rows)
    proposed = proposed_columns(guesses)
    shown = tuple((line, tuple(cells)) for line, cells in sample)
    return MappingNeeded(table.shape, guesses, proposed, shown, missing_fields(tuple(proposed)))


def _columns(places: Mapping[Field, int], profile: str, header: Sequence[str]) -> Columns:
    read = set(places.values())
    unread = (masked_nir(title) for index, title in enumerate(header) if index not in read)
    return Columns(places, profile, tuple(filter(None, unread)))


@dataclass(slots=True)
class ListReading:
    """The lines of a file, read one after the other, with what was seen on the way."""

    table: Table
    columns: Columns
    reader: LineReader
    listed_total: Money | None = None
    lines: int = 0

    def read(self, stop: Stop, progress: Progress) -> Iterator[Line]:
        """Yield each data line; the totals row is left out and remembered."""
        size = max(1, self.table.shape.size)
        for number, cells in self.table.rows():
            if not cells[0].strip().isdigit() and is_totals_row(cells):
                self._remember(cells)
                continue
            self.lines += 1
            if self.lines % _EACH == 0:
                stop.check()
                progress(min(self.lines * 80, size), size)
            yield self.reader.read(number, cells)

    def _remember(self, cells: Sequence[str]) -> None:
        places = self.columns.places
        place = places.get(Field.AMC_DUE, places.get(Field.AMC_AMOUNT, 0))
        if Field.AMC_AMOUNT in places:
            place = places[Field.AMC_AMOUNT]
        try:
            self.listed_total = parse_money(cells[place]) if place < len(cells) else None
        except Problem:
            self.listed_total = None


def propose_kind(path: Source, profile: Profile | None, today: date) -> ImportKind:
    """Propose what a list is: as its profile says, else the encours where its name says so."""
    if profile is not None and profile.kind is not None:
        return profile.kind
    name = path.stem.casefold().replace("-", "").replace("_", "").replace(" ", "")
    words = ("encours", "impaye", "enattente", today.strftime("%Y%m%d"))
    return ImportKind.SNAPSHOT if any(word in name for word in words) else ImportKind.ADDITION
