"""A register with its copies and its doctor, whose surroundings are told what to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.domain.operators import Probe
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from pharmassist.services.backups import Backups
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.doctor import Around, Check, Doctor
from pharmassist.services.journal import Journal
from pharmassist.services.keys import RegisterKeys
from pharmassist.services.ports.printing import PrinterInfo
from pharmassist.services.ports.web import Connection, Look
from tests.registers import KEY, make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


class Keyring(MemoryVault):
    """A keyring that can be locked."""

    locked = False

    def __init__(self) -> None:
        super().__init__(made_for="tests")

    def probe(self) -> None:
        """Fail when locked."""
        if self.locked:
            raise Problem("vault_locked", {"vault": self.name})


@dataclass
class Printers:
    """Printers that are told."""

    known: tuple[PrinterInfo, ...] = (PrinterInfo("hp", "HP du bureau", ready=True),)
    away: bool = False

    def printers(self) -> tuple[PrinterInfo, ...]:
        """List them, unless the print system is away."""
        if self.away:
            raise Problem("printing_unavailable")
        return self.known

    def default(self) -> str:
        """Return the first."""
        return self.known[0].name if self.known else ""

    def send(self, pdf: bytes, printer: str, title: str, copies: int = 1, media: str = "A4") -> str:
        """Print nothing."""
        raise NotImplementedError


@dataclass
class Net:
    """A connection that is told, and how often it was tried."""

    state: Connection = Connection.WORKS
    tried: int = 0

    def look(self, probe: Probe) -> Look:
        """Look at nothing."""
        raise NotImplementedError

    def connection(self) -> Connection:
        """Return what was told."""
        self.tried += 1
        return self.state


@dataclass
class Box:
    """A computer that is told."""

    free: int = 50_000_000_000
    through: str = ""

    def free_bytes(self, folder: Path) -> int:
        """Return the room told."""
        assert folder.is_dir()
        return self.free

    def proxy(self) -> str:
        """Return the proxy told."""
        return self.through

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Return two."""
        return (("PharmAssist", "0.1.0"), ("Python", "3.11"))


@dataclass
class Scene:
    """All of it on one folder."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    vault: Keyring = field(default_factory=Keyring)
    printers: Printers = field(default_factory=Printers)
    net: Net = field(default_factory=Net)
    box: Box = field(default_factory=Box)
    told: list[frozenset[Kind]] = field(default_factory=list)
    more: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        """Make the register."""
        changes = Changes()
        changes.listen(self.told.append)
        files = PrivateFiles()
        self.register: SqlRegister = make_register(self.folder, self.clock)
        self.backups = Backups(self.register, files, self.clock, changes)
        self.keys = RegisterKeys(self.register, self.vault, KEY, changes)
        self.journal = Journal(self.register, files)
        around = Around(self.vault, self.printers, self.net, self.box, TomlCatalogue(resource_path()))
        more = [lambda each=each: each for each in self.more]
        self.doctor = Doctor(self.register, self.backups, self.keys, around, self.clock, more)

    def checks(self) -> dict[str, bool]:
        """Return what the doctor found sound, by name."""
        return {check.name: check.ok for check in self.doctor.look()}

    def line(self, name: str, *, try_network: bool = False) -> Check:
        """Return the line of one check."""
        return next(c for c in self.doctor.look(try_network=try_network) if c.name == name)
