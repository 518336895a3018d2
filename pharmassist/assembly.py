"""Builds adapters and services: the one place where they meet.

Imports that are slow (the register's library, the printer's, the spreadsheet's) are made
here when an office is opened, so that the window can paint before.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.domain.accesses import key_entry_name
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import read_recovery_key, write_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.resources_location import resource_path
from pharmassist.services.late import late
from pharmassist.services.opening import Founded, Founding, Opening

if TYPE_CHECKING:
    from pharmassist.services.accesses import Accesses
    from pharmassist.services.advancing import Advancing
    from pharmassist.services.claims import Claims
    from pharmassist.services.counter import Counter
    from pharmassist.services.directory import Directory
    from pharmassist.services.importing import Importing
    from pharmassist.services.journal import Journal
    from pharmassist.services.office import Office
    from pharmassist.services.papers import Papers
    from pharmassist.services.ports.files import Files, TableReader
    from pharmassist.services.ports.mailbox import Mailbox
    from pharmassist.services.ports.register import Register
    from pharmassist.services.ports.vault import Vault
    from pharmassist.services.ports.web import Web
    from pharmassist.services.profiles import Profiles
    from pharmassist.services.rotating import Rotating
    from pharmassist.services.safekeeping import SafeKeeping

KEY_BYTES = 32
DEMONSTRATION_KEY = "recovery-key.txt"
NOBODY_NAMED = "MOI"
"""Initials of the first person where the set-up was left for later."""


def register_exists(home: Path) -> bool:
    """Tell whether a folder holds a register."""
    from pharmassist.adapters.store.files import EncryptedFiles

    return EncryptedFiles(home, PharmacyClock()).exists()


def os_vault() -> Vault:
    """Return the keyring of this session; it is met at its first use."""
    from pharmassist.adapters.vault.os_vault import OsVault

    return OsVault()


def vault_name() -> str:
    """Try the keyring and return its name; raises the vault's problem."""
    vault = os_vault()
    vault.probe()
    return vault.name


def open_office(opening: Opening) -> Office:
    """Open a register with its keyring key or its recovery key.

    Raises the problems of ``RegisterFiles.open``, of the vault, ``register_key_absent`` and
    ``not_a_rehearsal``.
    """
    from pharmassist.adapters.store.files import EncryptedFiles

    clock = PharmacyClock()
    files = EncryptedFiles(opening.home, clock)
    if opening.recovery_key is not None:
        key = read_recovery_key(opening.recovery_key.reveal())
    elif opening.recovery_key_file is not None:
        key = _key_from_file(opening.recovery_key_file)
    else:
        key = _key_from_vault(files.identity()[0])
    register = files.open(key)
    try:
        _start_clock(register, clock, opening)
    except Problem:
        register.close()
        raise
    return _office(register, clock, key, _real_outside())


def found_office(founding: Founding) -> Founded:
    """Make a register; its key goes to the keyring, or to paper only when that was asked.

    Raises ``recovery_out_needed``, ``register_exists``, ``finess_invalid`` and the vault's problems;
    nothing is left behind when it raises.
    """
    from pharmassist.adapters.store.files import EncryptedFiles
    from pharmassist.services.people import checked_pharmacy

    if founding.without_vault and founding.recovery_key_out is None:
        raise Problem("recovery_out_needed")
    clock = PharmacyClock()
    files = EncryptedFiles(founding.home, clock)
    if files.exists():
        raise Problem("register_exists", {"folder": str(founding.home)})
    pharmacy = replace(checked_pharmacy(founding.pharmacy), register_id=secrets.token_hex(4))
    if founding.rehearsal:
        start = founding.rehearsal_start or clock.now()
        clock.rehearse(start)
        pharmacy = replace(pharmacy, rehearsal_start=pharmacy.rehearsal_start or start.isoformat())
    people = founding.people or (Person(0, NOBODY_NAMED, "", Role.OWNER),)
    key = os.urandom(KEY_BYTES)
    sheet = Secret(write_recovery_key(key))
    key_vault = None if founding.without_vault else os_vault()
    with (
        _key_kept(key_vault, pharmacy.register_id, key) as kept_in,
        _written(founding.recovery_key_out, sheet),
    ):
        register = files.create(pharmacy, key, people)
    return Founded(_office(register, clock, key, _real_outside()), kept_in, sheet)


def restore_register(home: Path, backup: Path, recovery_key_file: Path | None, who: str) -> Path:
    """Put a backup in place, keeping aside the register that was there; returns the folder.

    The key is that of the recovery sheet, else of the keyring. Raises ``register_key_absent``
    and the problems of ``restore``.
    """
    from pharmassist.adapters.store.files import EncryptedFiles

    files = EncryptedFiles(home, PharmacyClock())
    if recovery_key_file is not None:
        key = _key_from_file(recovery_key_file)
    else:
        key = _key_from_vault(files.identity()[0])
    files.restore(backup, key, who).close()
    return home


def build_demonstration(folder: Path) -> Path:
    """Build the fictional pharmacy in an empty folder, its key and its LGO's lists beside it.

    Raises ``Problem("folder_not_empty")``; returns the folder.
    """
    from pharmassist.demonstration.filling import EVE, PEOPLE, build_register, demonstration_pharmacy
    from pharmassist.demonstration.generator import build_exports

    if folder.exists() and any(folder.iterdir()):
        raise Problem("folder_not_empty", {"folder": str(folder)})
    folder.mkdir(parents=True, exist_ok=True)
    truth = build_exports(folder)
    founding = Founding(
        home=folder,
        pharmacy=demonstration_pharmacy(""),
        people=PEOPLE,
        recovery_key_out=folder / DEMONSTRATION_KEY,
        without_vault=True,
        rehearsal=True,
        rehearsal_start=EVE,
    )
    office = found_office(founding).office
    try:
        build_register(office, folder, truth)
    finally:
        office.close()
    return folder


def open_demonstration(folder: Path) -> Office:
    """Open the fictional pharmacy: its vault is in memory, the real keyring and the network are never met."""
    from pharmassist.adapters.store.files import EncryptedFiles
    from pharmassist.adapters.vault.memory_vault import MemoryVault
    from pharmassist.demonstration.stand_ins import DemonstrationMailbox, DemonstrationWeb

    clock = PharmacyClock()
    key = _key_from_file(folder / DEMONSTRATION_KEY)
    register = EncryptedFiles(folder, clock).open(key)
    _start_clock(register, clock, Opening(folder))
    outside = Outside(MemoryVault(made_for="demonstration"), DemonstrationMailbox(), DemonstrationWeb())
    return _office(register, clock, key, outside, demonstration=True)


def demonstration_office(folder: Path) -> Office:
    """Build the fictional pharmacy in an empty folder and open it."""
    return open_demonstration(build_demonstration(folder))


@contextmanager
def _key_kept(vault: Vault | None, register_id: str, key: bytes) -> Iterator[str]:
    """Keep the register's key in the keyring before the register exists, and take it back on failure.

    In this order a power cut can leave a key without a register, never a register without key.
    """
    if vault is None:
        yield ""
        return
    entry = key_entry_name(register_id)
    vault.probe()
    vault.keep(entry, Secret(key.hex()))
    try:
        yield vault.name
    except Problem:
        vault.destroy(entry)
        raise


@contextmanager
def _written(path: Path | None, sheet: Secret) -> Iterator[None]:
    """Write the recovery sheet, private and never over another file; remove it on failure."""
    if path is None:
        yield
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Problem("recovery_file_refused", {"file": str(path)}, details=str(error)) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(sheet.reveal())
    try:
        yield
    except Problem:
        path.unlink()
        raise


def _key_from_file(path: Path) -> bytes:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("recovery_file_unread", {"file": str(path)}, details=str(error)) from error
    return read_recovery_key(text)


def _key_from_vault(register_id: str) -> bytes:
    kept = os_vault().fetch(key_entry_name(register_id))
    if kept is None:
        raise Problem("register_key_absent")
    return bytes.fromhex(kept.reveal())


def _start_clock(register: Register, clock: PharmacyClock, opening: Opening) -> None:
    """Let a rehearsal register bring its own clock; refuse to set that of a real one."""
    with register.read() as tx:
        start = tx.people.pharmacy().rehearsal_start
    if start:
        clock.rehearse(opening.at or datetime.fromisoformat(start))
    elif opening.at is not None:
        raise Problem("not_a_rehearsal")


@dataclass(frozen=True, slots=True)
class Outside:
    """What an office meets outside this computer's files."""

    vault: Vault
    mailbox: Mailbox
    web: Web


def _real_outside() -> Outside:
    """Return the keyring, the mailboxes and the portals of the real world."""

    def mailbox() -> Mailbox:
        from pharmassist.adapters.mailbox.imap import ImapMailbox

        return ImapMailbox()

    def web() -> Web:
        from pharmassist.adapters.web.portal import PortalWeb

        return PortalWeb()

    return Outside(late(os_vault), late(mailbox), late(web))


def _tables() -> TableReader:
    from pharmassist.adapters.files.tables import FileTables

    return FileTables()


def _files() -> Files:
    from pharmassist.adapters.files.writing import PrivateFiles

    return PrivateFiles()


def _office(
    register: Register, clock: PharmacyClock, key: bytes, outside: Outside, *, demonstration: bool = False
) -> Office:
    """Wire every service of an open register."""
    from pharmassist.adapters.catalogue import TomlCatalogue
    from pharmassist.services.changes import Changes
    from pharmassist.services.day import Day
    from pharmassist.services.guiding import Guiding
    from pharmassist.services.office import Office
    from pharmassist.services.people import People
    from pharmassist.services.watching import Watching

    changes, catalogue = Changes(), TomlCatalogue(resource_path())
    reader, files = late(_tables), late(_files)
    guiding = Guiding(register, catalogue, clock, changes)
    watching = Watching(register, catalogue, outside.web, clock, changes)
    day = Day(register, catalogue, clock, guiding, watching, changes)

    def claims() -> Claims:
        from pharmassist.services.claims import Claims

        return Claims(register, files, catalogue, clock, changes)

    def importing() -> Importing:
        from pharmassist.services.importing import Importing

        return Importing(register, reader, files, catalogue, clock, changes)

    def profiles() -> Profiles:
        from pharmassist.services.profiles import Profiles

        return Profiles(register, reader, catalogue, changes)

    def directory() -> Directory:
        from pharmassist.services.directory import Directory

        return Directory(register, reader, catalogue, clock, changes)

    def advancing() -> Advancing:
        from pharmassist.services.advancing import Advancing

        return Advancing(register, catalogue, clock, changes)

    def counter() -> Counter:
        from pharmassist.services.counter import Counter

        return Counter(register, catalogue, clock)

    def accesses() -> Accesses:
        from pharmassist.services.accesses import Accesses

        return Accesses(register, catalogue, changes)

    def rotating() -> Rotating:
        from pharmassist.services.rotating import Rotating

        return Rotating(register, outside.vault, outside.mailbox, catalogue, clock, changes)

    def journal() -> Journal:
        from pharmassist.services.journal import Journal

        return Journal(register, files)

    def safekeeping() -> SafeKeeping:
        from pharmassist.services.safekeeping import SafeKeeping

        return SafeKeeping(register, outside.vault, clock, changes)

    def papers() -> Papers:
        from pharmassist.adapters.documents.preview import PdfPreview
        from pharmassist.adapters.documents.renderer import PdfRenderer
        from pharmassist.adapters.printing import system_printing
        from pharmassist.services.papers import Papers

        renderer = PdfRenderer(resource_path("fonts"))
        return Papers(register, catalogue, day, at_counter, renderer, PdfPreview(), system_printing(), files)

    at_counter = late(counter)
    return Office(
        register=register,
        catalogue=catalogue,
        clock=clock,
        changes=changes,
        vault=outside.vault,
        people=People(register, changes),
        claims=late(claims),
        importing=late(importing),
        profiles=late(profiles),
        directory=late(directory),
        advancing=late(advancing),
        guiding=guiding,
        watching=watching,
        counter=at_counter,
        accesses=late(accesses),
        rotating=late(rotating),
        day=day,
        papers=late(papers),
        journal=late(journal),
        safekeeping=late(safekeeping),
        recovery_key=lambda: Secret(write_recovery_key(key)),
        demonstration=demonstration,
        close=register.close,
    )
