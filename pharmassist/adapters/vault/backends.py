"""The keyrings we accept, each made by us: never autodetected, never by environment or file.

``keyring.get_keyring()`` may fall to a plain-text file or to a null backend, and a backend's
constructor takes properties from ``KEYRING_PROPERTY_*``; both doors stay shut here.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator
from typing import Any

from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, kwallet, libsecret, macOS
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from pharmassist.domain.problems import Problem
from pharmassist.services.texts import mark as _

if sys.platform == "linux":
    import secretstorage
    from jeepney import DBusErrorResponse
    from secretstorage.exceptions import (
        LockedException,
        PromptDismissedException,
        SecretServiceNotAvailableException,
        SecretStorageException,
    )

    # A bus named in the session but not there: FileNotFoundError.
    ABSENT: tuple[type[Exception], ...] = (
        SecretServiceNotAvailableException,
        ConnectionError,
        FileNotFoundError,
    )
    LOCKED: tuple[type[Exception], ...] = (LockedException, PromptDismissedException)
    REFUSED: tuple[type[Exception], ...] = (SecretStorageException, DBusErrorResponse, OSError)
elif sys.platform == "win32":
    from win32ctypes.pywin32 import pywintypes

    ABSENT: tuple[type[Exception], ...] = ()
    LOCKED: tuple[type[Exception], ...] = ()
    REFUSED: tuple[type[Exception], ...] = (pywintypes.error, OSError)
else:
    ABSENT: tuple[type[Exception], ...] = ()
    LOCKED: tuple[type[Exception], ...] = ()
    REFUSED: tuple[type[Exception], ...] = (OSError,)

TROUBLES: tuple[type[Exception], ...] = (KeyringError, *ABSENT, *LOCKED, *REFUSED)
"""Everything a keyring may raise, from the library, from D-Bus or from the system."""


class FromNowhere:
    """A keyring that takes no property from ``KEYRING_PROPERTY_*``."""

    def __init__(self) -> None:
        super().__init__()

    def set_properties_from_env(self) -> None:
        """Take nothing from the environment."""


class DesktopKeyring(FromNowhere, SecretService.Keyring):
    """The Secret Service of the desktop (GNOME keyring, KeePassXC, KDE), over one connection.

    The library connects anew for each question. gnome-keyring aborts, and the person's keyring is
    then locked, when it meets a client just as another one leaves (its issues 190, 196 and 199): here
    the connection stays as long as this keyring. Not for several threads at once.
    """

    _bus: Any = None

    def get_preferred_collection(self) -> Any:
        """Return the person's default collection, unlocked; a bus that was restarted is met again."""
        try:
            collection = self._default_collection()
        except ConnectionError:
            self._bus = None
            collection = self._default_collection()
        return unlocked(collection)

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret of an entry, None when there is none."""
        for item in self._items(service, username):
            return str(unlocked(item).get_secret().decode("utf-8"))
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write an entry, labelled as the library labels it."""
        collection = self.get_preferred_collection()
        attributes = self._query(service, username, application=self.appid)
        label = f"Password for '{username}' on '{service}'"
        collection.create_item(label, attributes, password.encode(), replace=True)

    def delete_password(self, service: str, username: str) -> None:
        """Remove an entry; raises ``PasswordDeleteError`` when there is none."""
        for item in self._items(service, username):
            item.delete()
            return
        raise PasswordDeleteError("no such entry")

    def _items(self, service: str, username: str) -> Iterator[Any]:
        found: Iterator[Any] = self.get_preferred_collection().search_items(self._query(service, username))
        return found

    def _default_collection(self) -> Any:
        if self._bus is None:
            self._bus = secretstorage.dbus_init()
            weakref.finalize(self, self._bus.close)
        return secretstorage.get_default_collection(self._bus)


def unlocked(kept: Any) -> Any:
    """Return this collection or entry once the person has unlocked it; raises ``KeyringLocked``."""
    if kept.is_locked():
        kept.unlock()
        if kept.is_locked():
            raise KeyringLocked("it stayed locked")
    return kept


class KdeWallet(FromNowhere, kwallet.DBusKeyring):
    """KDE's own wallet, where no Secret Service answers."""

    appid = "PharmAssist"


class LibsecretKeyring(FromNowhere, libsecret.Keyring):
    """The same Secret Service through the system's own library."""


class WindowsVault(FromNowhere, Windows.WinVaultKeyring):
    """Windows' credential manager; kept on this PC, not carried along by a roaming profile."""

    def set_properties_from_env(self) -> None:
        """Say where to keep, and nothing else: the library's default would roam."""
        self.persist = "local machine"


class MacKeychain(FromNowhere, macOS.Keyring):
    """The login keychain of macOS."""

    keychain = None


ACCEPTED: tuple[tuple[type[KeyringBackend], str], ...] = (
    (WindowsVault, _("Windows credential manager")),
    (MacKeychain, _("macOS keychain")),
    (DesktopKeyring, _("desktop keyring")),
    (KdeWallet, _("KDE wallet")),
    (LibsecretKeyring, _("desktop keyring")),
)
"""What may hold secrets, in the order in which it is tried, with the name shown on screen."""


def usable(backend: type[KeyringBackend]) -> bool:
    """Tell whether this keyring answers on this computer."""
    try:
        return bool(backend.priority)
    except RuntimeError:  # how the library says that its keyring is not here
        return False


def make(backend: type[KeyringBackend]) -> KeyringBackend:
    """Build one keyring; any class outside the list is refused: ``vault_absent``."""
    if backend not in [accepted for accepted, _name in ACCEPTED]:
        raise Problem("vault_absent", retryable=True)
    return backend()


def first_usable() -> tuple[KeyringBackend, str]:
    """Return the first accepted keyring that answers, and its name; raises ``vault_absent``."""
    for backend, name in ACCEPTED:
        if usable(backend):
            return make(backend), name
    raise Problem("vault_absent", retryable=True)


def told(error: Exception) -> Problem:
    """Turn what a keyring raised into the problem that stands in the way."""
    if isinstance(error, (KeyringLocked, *LOCKED)):
        return Problem("vault_locked", retryable=True)
    if isinstance(error, (InitError, NoKeyringError, *ABSENT)):
        return Problem("vault_absent", retryable=True, details=type(error).__name__)
    return Problem("vault_refused", retryable=True, details=type(error).__name__)
