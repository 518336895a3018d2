"""A real register with the services of invoices, for tests of several folders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.domain.imports import ImportKind, ImportReport
from pharmassist.services.advancing import Advancing
from pharmassist.services.changes import Changes
from pharmassist.services.claims import Claims
from pharmassist.services.directory import Directory
from pharmassist.services.importing import Importing, Preview
from pharmassist.services.list_reading import Choice, MappingNeeded
from pharmassist.services.pins import Pins
from pharmassist.services.ports.register import Register
from pharmassist.services.profiles import Profiles
from tests.registers import make_register

WHO = "AB"
MORNING = datetime(2024, 1, 31, 7, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a test of invoices needs."""

    folder: Path
    register: Register
    clock: FixedClock
    importing: Importing
    claims: Claims
    directory: Directory
    advancing: Advancing
    profiles: Profiles

    def list_of(self, *rows: str, name: str = "list.csv", titles: str = "") -> Path:
        """Write a list with the plain titles."""
        path = self.folder / name
        head = titles or "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC"
        path.write_text("\r\n".join((head, *rows)) + "\r\n", encoding="utf-8")
        return path

    def bring(
        self, path: Path, day: date | None = None, operator: str = "", declined: frozenset[str] = frozenset()
    ) -> ImportReport:
        """Import a list as an addition, or as a snapshot of a day."""
        kind = ImportKind.SNAPSHOT if day else ImportKind.ADDITION
        choice = Choice(kind=kind, snapshot_date=day, operator=operator, declined=declined)
        done = self.importing.store(WHO, path, choice)
        assert isinstance(done, ImportReport)
        return done

    def preview(self, path: Path, choice: Choice) -> Preview:
        """Look at a list whose columns are known."""
        seen = self.importing.preview(path, choice)
        assert not isinstance(seen, MappingNeeded)
        return seen

    def dump(self) -> str:
        """Return the whole register as text."""
        return "\n".join(self.register.dump())


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """Make a register and its services; the register is closed at the end."""
    clock = FixedClock(MORNING)
    register = make_register(folder, clock)
    reader, files, catalogue, changes = FileTables(), PrivateFiles(), TomlCatalogue(), Changes()
    try:
        yield Bench(
            folder,
            register,
            clock,
            Importing(register, reader, files, catalogue, clock, changes),
            Claims(register, files, catalogue, clock, changes),
            Directory(register, reader, catalogue, clock, changes),
            Advancing(register, catalogue, clock, changes, Pins(register, Argon2Hash(), clock, changes)),
            Profiles(register, reader, catalogue, changes),
        )
    finally:
        register.close()
