"""The import under way: what was chosen, kept through the lock and while another page is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pharmassist.domain.headers import ColumnGuess, Confidence
from pharmassist.domain.imports import Field, ImportKind, ImportReport, Side
from pharmassist.domain.mapping import Profile, missing_fields
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.directory import operator_names
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.list_comparing import Preview
from pharmassist.services.list_reading import Choice, MappingNeeded, propose_kind
from pharmassist.services.office import Office
from pharmassist.services.ports.files import Source, TableShape
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _

_DAY_IN_NAME = re.compile(r"(20\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})|(\d{2})[-_. ](\d{2})[-_. ](20\d{2})")


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a file tells: its columns, whose dialect it is, what it seems to be."""

    shape: TableShape
    guesses: tuple[ColumnGuess, ...]
    profile: Profile | None
    kind: ImportKind
    day: date
    operators: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What the person chose so far; nothing of the file itself. ``fields`` is column → field."""

    path: Source
    look: Look
    kind: ImportKind
    day: date
    fields: dict[int, Field]
    answered: set[int] = field(default_factory=set)
    """Doubtful columns that were answered."""

    touched: bool = False
    """A column was changed by hand: the mapping goes before a recognised profile."""

    declined: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    """New invoice numbers said to replace an older one: confirmed once stored."""

    settled: dict[tuple[str, Field], Side] = field(default_factory=dict)
    """Whose value is kept where list and register differ."""

    cancelled: set[str] = field(default_factory=set)
    """Invoices that their negative line cancels, once a person said so."""

    corrected: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Refused lines that were corrected: imported alone, right after the list."""

    sums: dict[int, Money] = field(default_factory=dict)
    keep_profile: bool = False
    profile_name: str = ""
    remove_source: bool = True
    lgo_total: str = ""

    @property
    def doubtful(self) -> tuple[ColumnGuess, ...]:
        """The columns still to confirm in words."""
        if self.look.profile is not None and not self.touched:
            return ()
        return tuple(
            each
            for each in self.look.guesses
            if each.confidence is Confidence.CONFIRM
            and each.index in self.fields
            and each.index not in self.answered
        )

    @property
    def missing(self) -> tuple[Field, ...]:
        """What the mapping still lacks."""
        return missing_fields(tuple(self.fields.values()))

    @property
    def read_fields(self) -> tuple[Field, ...]:
        """The fields in the order in which the service reads them: that of a refused line's cells."""
        if self.look.profile is not None and not self.touched:
            return tuple(each for each, _title in self.look.profile.columns)
        return tuple(self.fields.values())

    @property
    def columns(self) -> dict[Field, str]:
        """The mapping as columns of the file, by their place."""
        return {each: f"#{index + 1}" for index, each in self.fields.items()}

    def titles(self) -> dict[Field, str]:
        """The mapping as titles, to be kept as a profile."""
        return {each: self.look.shape.header[index] for index, each in self.fields.items()}

    def put(self, index: int, wanted: Field | None) -> None:
        """Give a column a field, taken from the column that had it; None is not read."""
        self.touched = True
        self.answered.add(index)
        self.fields.pop(index, None)
        if wanted is not None:
            self.fields = {i: each for i, each in self.fields.items() if each is not wanted}
            self.fields[index] = wanted

    def choice(self) -> Choice:
        """Return what the service is asked; bound to the very file that was looked at."""
        own = self.look.profile is None or self.touched
        return Choice(
            columns=self.columns if own else {},
            sheet=self.look.shape.sheet,
            kind=self.kind,
            snapshot_date=self.day if self.kind is ImportKind.SNAPSHOT else None,
            declined=frozenset(self.declined),
            sha256=self.look.shape.sha256,
            settled=dict(self.settled),
            cancelled=frozenset(self.cancelled),
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """What importing did; ``problem`` is what failed after the list was stored."""

    report: ImportReport
    removed: bool
    corrected: ImportReport | None = None
    """What the corrected lines brought, None when none was corrected."""

    problem: Problem | None = None


def look_at(office: Office, path: Source, sheet: str = "") -> Look:
    """Open a file and propose what it is (a lane's work); raises the problems of files."""
    shape, guesses = office.profiles.look(path, sheet)
    profile = office.profiles.recognised(shape.header)
    today = office.clock.today()
    day = day_in_name(path.stem)
    return Look(
        shape,
        guesses,
        profile,
        propose_kind(path, profile, today),
        day if day and day <= today else today,
        operator_names(office.catalogue),
    )


def start_draft(path: Source, look: Look) -> Draft:
    """Begin with the recognised profile, else with our guess."""
    fields = {each.index: each.field for each in look.guesses if each.field is not None}
    if look.profile is not None:
        fields = _placed(dict(look.profile.columns), look.shape.header)
    name = look.profile.name if look.profile else path.stem
    return Draft(
        path, look, look.kind, look.day, fields, profile_name=name, remove_source=isinstance(path, Path)
    )


def preview_of(office: Office, draft: Draft, stop: Stop, progress: Progress) -> Preview:
    """Tell what the import would do (a lane's work)."""
    seen = office.importing.preview(draft.path, draft.choice(), stop, progress)
    if isinstance(seen, MappingNeeded):
        raise Problem("mapping_incomplete", {"fields": ", ".join(each.value for each in seen.missing)})
    return seen


def store(office: Office, who: str, draft: Draft, stop: Stop, progress: Progress) -> Stored:
    """Import, then confirm the replacements, keep the profile and remove the file, as chosen."""
    report = office.importing.store(who, draft.path, draft.choice(), stop, progress)
    if isinstance(report, MappingNeeded):
        raise Problem("mapping_incomplete", {"fields": ", ".join(each.value for each in report.missing)})
    problem: Problem | None = None
    removed = False
    corrected: ImportReport | None = None
    try:
        if report.import_id and draft.confirmed:
            for pair in office.claims.pending_replacements():
                if pair.new.invoice in draft.confirmed:
                    office.claims.confirm_replacement(who, pair.new.id)
        if draft.keep_profile:
            office.profiles.save(who, draft.look.shape.header, draft.titles(), draft.profile_name, draft.kind)
        if draft.corrected and not report.same_as:
            corrected = store_corrected(office, who, draft, report)
        if draft.remove_source and isinstance(draft.path, Path):
            office.importing.remove_source(who, draft.path)
            removed = True
    except Problem as after:
        # The list is stored: what failed after it is told beside, never as a failed import.
        problem = after
    return Stored(report, removed, corrected, problem)


def store_corrected(office: Office, who: str, draft: Draft, report: ImportReport) -> ImportReport:
    """Import the corrected lines alone, read as the list was."""
    name = _("{file}, corrected lines").format(file=draft.path.name)
    table = office.importing.corrected(report, draft.corrected, name)
    # Behind the number of the line and its reason, the columns stand as the report names them.
    places = {each: f"#{place + 3}" for place, each in enumerate(draft.read_fields)}
    done = office.importing.store(who, table, Choice(columns=places))
    if isinstance(done, MappingNeeded):
        raise Problem("mapping_incomplete", {"fields": ", ".join(each.value for each in done.missing)})
    return done


def day_in_name(name: str) -> date | None:
    """Return the day that a file's name bears (2024-01-30, 20240130, 30-01-2024), None without."""
    found = _DAY_IN_NAME.search(name)
    if found is None:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _placed(columns: Mapping[Field, str], header: Sequence[str]) -> dict[int, Field]:
    places: dict[int, Field] = {}
    for wanted, title in columns.items():
        if title in header:
            places[list(header).index(title)] = wanted
    return places


def stored_words(report: ImportReport) -> str:
    """Return what was imported, in one sentence."""
    if report.same_as:
        return _("This very file was imported before: nothing was added.")
    changed = report.changed + report.part_paid
    new = translate_plural("{count} new invoice ({sum})", "{count} new invoices ({sum})", report.kept)
    parts = [
        (report.kept, new),
        (report.known, translate_plural("{count} known", "{count} known (many)", report.known)),
        (changed, translate_plural("{count} changed", "{count} changed (many)", changed)),
        (report.gone, translate_plural("{count} left the list", "{count} left the list (many)", report.gone)),
        (report.refused, translate_plural("{count} refused", "{count} refused (many)", report.refused)),
    ]
    told = [words.format(count=number(n), sum=money(report.sum_cents)) for n, words in parts if n]
    return _("List imported: {parts}.").format(parts=", ".join(told) or _("nothing new"))
