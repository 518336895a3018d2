"""Real registers for tests: an encrypted file in the test's own folder."""

from __future__ import annotations

from pathlib import Path

from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.ports.machine import Clock

KEY = bytes(range(32))
OTHER_KEY = bytes(reversed(range(32)))
PHARMACY = Pharmacy("0123456789abcdef", "Pharmacie du Port", "290099993", town="Brest")
PEOPLE = (
    Person(0, "AB", "Anne Besson", Role.OWNER),
    Person(0, "LM", "Luc Martin", Role.CLAIMS_LEAD),
)


def make_files(folder: Path, clock: Clock) -> EncryptedFiles:
    """Return the files of a folder."""
    return EncryptedFiles(folder / "home", clock)


def make_register(
    tmp_path: Path, clock: Clock, people: tuple[Person, ...] = PEOPLE, pharmacy: Pharmacy = PHARMACY
) -> SqlRegister:
    """Make a register of the fictional pharmacy; the caller closes it."""
    return make_files(tmp_path, clock).create(pharmacy, KEY, people)
