"""What the two doors need before a register is open: how to found one, how to open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.secrets import Secret

if TYPE_CHECKING:
    from pharmassist.services.moving import Restored
    from pharmassist.services.office import Office


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open the register of a folder; without a key file the keyring is asked.

    ``at`` sets the clock and is refused on a real register (``not_a_rehearsal``).
    """

    home: Path
    recovery_key_file: Path | None = None
    at: datetime | None = None
    recovery_key: Secret | None = None
    """The recovery key typed from its sheet, instead of a file."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new register starts with.

    ``without_vault`` keeps the register's key on paper only and needs
    ``recovery_key_out``; it is never chosen silently.
    """

    home: Path
    pharmacy: Pharmacy
    people: tuple[Person, ...] = ()
    recovery_key_out: Path | None = None
    without_vault: bool = False
    rehearsal: bool = False
    rehearsal_start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Founded:
    """A new register, where its key is kept, and the words of its recovery sheet."""

    office: Office
    key_kept_in: str
    recovery_key: Secret


@dataclass(frozen=True, slots=True)
class Restoring:
    """Which backup takes the place of the register of a folder, and the key that opens it.

    Without a key the keyring is asked for the one that the backup's label names. ``keep_key`` keeps it
    in the keyring of this computer.
    """

    home: Path
    backup: Path
    recovery_key_file: Path | None = None
    recovery_key: Secret | None = None
    who: str = ""
    keep_key: bool = False


@dataclass(frozen=True, slots=True)
class Doors:
    """What the window may ask before an office exists; built by ``app``."""

    home: Path
    exists: Callable[[], bool]
    open: Callable[[Opening], Office]
    found: Callable[[Founding], Founded]
    vault_name: Callable[[], str]
    """Return the name of the keyring after a trial; raises the vault's problem."""
    demonstration: Callable[[], Office]
    restore: Callable[[Restoring], Restored]
    """Put a backup in place; no office of this folder is open meanwhile."""
