"""The operating system's keyring as the vault. Secrets live here and nowhere else."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from pharmassist.adapters.vault.backends import ACCEPTED, TROUBLES, first_usable, make, told
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.deadlines import within
from pharmassist.services.texts import translate

T = TypeVar("T")

LONGEST = 1280
"""UTF-16 units Windows keeps per secret (CRED_MAX_CREDENTIAL_BLOB_SIZE, 2,560 bytes); asked of
every platform, so that a register moves from one to another."""
ACCOUNT = "PharmAssist"
_USUAL = {"win32": 0, "darwin": 1}


class OsVault:
    """Keeps immutable entries in an accepted keyring; each call ends before a deadline.

    ``deadline`` is in seconds: long enough for the person to answer the keyring's own dialog.
    ``backend`` names one accepted class; without it the first that answers is taken, once.
    """

    _turn = threading.Lock()
    """Shared by every vault of this process."""

    def __init__(self, *, deadline: float = 60, backend: type[KeyringBackend] | None = None) -> None:
        self._deadline = deadline
        self._backend: KeyringBackend | None = make(backend) if backend else None
        self._name = ACCEPTED[_USUAL.get(sys.platform, 2)][1]

    @property
    def name(self) -> str:
        """The name shown on screen, in the language in force; asks the keyring nothing."""
        return translate(self._name)

    def keep(self, entry: str, secret: Secret) -> None:
        """Write a new entry, read it back and compare.

        The same value again is no error; another value is refused: entries are immutable.
        """
        text = secret.reveal()
        refuse_length(text)

        def work(keyring: KeyringBackend) -> None:
            before = keyring.get_password(entry, ACCOUNT)
            if before is None:
                keyring.set_password(entry, ACCOUNT, text)
                before = keyring.get_password(entry, ACCOUNT)
                if before is None or not secret.same_as(Secret(before)):
                    raise Problem("vault_not_kept", {"vault": self.name})
            elif not secret.same_as(Secret(before)):
                raise Problem("vault_refused", details="entry exists")

        self._call(work)

    def fetch(self, entry: str) -> Secret | None:
        """Return the secret of an entry, None when there is none."""

        def work(keyring: KeyringBackend) -> Secret | None:
            text = keyring.get_password(entry, ACCOUNT)
            return None if text is None else Secret(text)

        return self._call(work)

    def destroy(self, entry: str) -> None:
        """Remove an entry; removing what is not there is no error."""

        def work(keyring: KeyringBackend) -> None:
            if keyring.get_password(entry, ACCOUNT) is None:
                return
            try:
                keyring.delete_password(entry, ACCOUNT)
            except PasswordDeleteError:
                if keyring.get_password(entry, ACCOUNT) is not None:
                    raise

        self._call(work)

    def probe(self) -> None:
        """Store, read and remove a trial entry; raises the problem that stands in the way."""
        entry = f"PharmAssist/probe/{secrets.token_hex(8)}"
        self.keep(entry, Secret(secrets.token_hex(8)))
        self.destroy(entry)

    def _call(self, work: Callable[[KeyringBackend], T]) -> T:
        def guarded() -> T:
            # One call at a time: gnome-keyring ends when several connections come and go together.
            with self._turn:
                try:
                    if self._backend is None:
                        self._backend, self._name = first_usable()
                    return work(self._backend)
                except TROUBLES as error:
                    # The library's words may hold what was written: only the kind is kept.
                    raise told(error) from None

        return within(self._deadline, guarded, lambda: Problem("vault_silent", retryable=True))


def refuse_length(text: str) -> None:
    """Refuse a secret that not every platform would keep: ``vault_too_long``."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units > LONGEST:
        raise Problem("vault_too_long", {"length": units, "limit": LONGEST})
