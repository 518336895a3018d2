"""A scene for rotations: the real encrypted register, a vault, a mailbox whose password we know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.domain.accesses import Access, AccessKind
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.resources_location import resource_path
from pharmassist.services.changes import Changes
from pharmassist.services.ports.mailbox import Login, Mailbox
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.vault import Vault
from pharmassist.services.rotating import Rotating
from tests.registers import make_register

MORNING = datetime(2024, 1, 30, 7, 35, tzinfo=UTC)
OLD = "ancien-canari-7Q"
LOGIN = "compta@orange.fr"


@dataclass
class OnePassword:
    """A mailbox that knows one password; ``trouble`` is raised instead of an answer."""

    password: str = field(default=OLD, repr=False)
    trouble: str = ""
    tries: list[tuple[str, int, str]] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None
    """What happens between the question and its answer, once."""

    def login(self, host: str, port: int, login: str, secret: Secret) -> Login:
        self.tries.append((host, port, login))
        happening, self.meanwhile = self.meanwhile, None
        if happening is not None:
            happening()
        if self.trouble:
            raise Problem(self.trouble, {"host": host})
        return Login.ACCEPTED if secret.reveal() == self.password else Login.REFUSED


class Scene:
    """Everything a rotation needs; ``reopen`` is a restart of the program."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(MORNING)
        self.register: SqlRegister = make_register(folder, self.clock)
        self.vault = MemoryVault(made_for="tests")
        self.mailbox = OnePassword()
        self.rotating = rotating(self.register, self.vault, self.mailbox, self.clock)
        self.accesses = self.rotating.accesses

    def mailbox_access(self, *, known: bool = True, login: str = LOGIN) -> Access:
        """Note a mailbox; its password in force is kept when ``known``."""
        access = self.accesses.add("AB", AccessKind.MAILBOX, login)
        if known:
            self.rotating.enter_current("AB", access.id, Secret(OLD))
        return access

    def shown(self, access: Access, number: int) -> str:
        """Return an entry as the vault holds it."""
        secret = self.vault.fetch(f"PharmAssist/{self.register.register_id}/{access.id}/{number}")
        return secret.reveal() if secret else ""

    def journal(self, access: Access) -> list[str]:
        """Return what the journal says of an access, oldest first."""
        with self.register.read() as tx:
            return [entry.what for entry in reversed(tx.journal.last(200, subject=str(access.id)))]


def rotating(register: Register, vault: Vault, mailbox: Mailbox, clock: FixedClock) -> Rotating:
    """Build the service on these parts."""
    return Rotating(register, vault, mailbox, TomlCatalogue(resource_path()), clock, Changes())
