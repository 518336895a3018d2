"""Builds adapters and services: the one place where they meet.

Imports that are slow (the register's library, the printer's, the spreadsheet's) are made
here when an office is opened, so that the window can paint before.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.adapters.machine.small_file import PrivateText
from pharmassist.assembly.keys import key_from_file, key_from_vault, key_kept, os_vault, written
from pharmassist.assembly.wiring import Outside, published_seals, real_outside, wired_office
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import read_recovery_key, write_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.services.kept_window import WindowFile
from pharmassist.services.late import late
from pharmassist.services.opening import Founded, Founding, Opening, Restoring

if TYPE_CHECKING:
    from pharmassist.services.judging import Judge
    from pharmassist.services.moving import Restored
    from pharmassist.services.office import Office
    from pharmassist.services.ports.register import Register

KEY_BYTES = 32
DEMONSTRATION_KEY = "recovery-key.txt"
NOBODY_NAMED = "MOI"
"""Initials of the first person where the set-up was left for later."""


def register_exists(home: Path) -> bool:
    """Tell whether a folder holds a register."""
    from pharmassist.adapters.store.files import EncryptedFiles

    return EncryptedFiles(home, PharmacyClock()).exists()


def window_file(home: Path) -> WindowFile:
    """Return where the window's place, widths and filters are kept, beside the register of a folder."""
    return WindowFile(PrivateText(home / "window.json"))


def vault_name() -> str:
    """Try the keyring and return its name; raises the vault's problem."""
    vault = os_vault()
    vault.probe()
    return vault.name


def message_judge() -> Judge:
    """Build what judges a message: works from a bare first start, without any register."""
    from pharmassist.assembly.messages import judge_alone

    return judge_alone()


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
        key = key_from_file(opening.recovery_key_file)
    else:
        key = key_from_vault(*files.identity())
    register = files.open(key)
    try:
        _start_clock(register, clock, opening)
    except Problem:
        register.close()
        raise
    return wired_office(register, clock, key, real_outside())


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
        key_kept(key_vault, pharmacy.register_id, key) as kept_in,
        written(founding.recovery_key_out, sheet),
    ):
        register = files.create(pharmacy, key, people)
    return Founded(wired_office(register, clock, key, real_outside()), kept_in, sheet)


def restore_register(asked: Restoring) -> Restored:
    """Put a backup in place, keeping aside the register that was there; tell what came with it.

    The key is that of the recovery sheet, else of the keyring. Raises ``register_key_absent``
    and the problems of ``RegisterFiles.restore``.
    """
    from pharmassist.adapters.store.files import FOUNDER, EncryptedFiles
    from pharmassist.services.moving import put_back

    files = EncryptedFiles(asked.home, PharmacyClock())
    if asked.recovery_key is not None:
        key = read_recovery_key(asked.recovery_key.reveal())
    elif asked.recovery_key_file is not None:
        key = key_from_file(asked.recovery_key_file)
    else:
        # A backup from before a renewal of the key is opened by the key it names.
        key = key_from_vault(*(files.identity_of(asked.backup) or files.identity()))
    register = files.restore(asked.backup, key, asked.who)
    try:
        return put_back(register, os_vault(), key, asked.who or FOUNDER, keep_key=asked.keep_key)
    finally:
        register.close()


def build_demonstration(folder: Path) -> Path:
    """Build the fictional pharmacy in an empty folder, its key and its LGO's lists beside it.

    Raises ``Problem("folder_not_empty")``; returns the folder.
    """
    from pharmassist.demonstration.filling import EVE, PEOPLE, build_register, demonstration_pharmacy
    from pharmassist.demonstration.first_files import build_first_files
    from pharmassist.demonstration.generator import build_exports
    from pharmassist.demonstration.year_files import build_year
    from pharmassist.services.waiting_files import FOLDER

    if folder.exists() and any(folder.iterdir()):
        raise Problem("folder_not_empty", {"folder": str(folder)})
    folder.mkdir(parents=True, exist_ok=True)
    truth = build_exports(folder)
    build_year(folder / "year")
    build_first_files(folder / FOLDER, truth)
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
    from pharmassist.demonstration.stand_ins import (
        DemonstrationMailbox,
        DemonstrationStolen,
        DemonstrationWeb,
    )

    clock = PharmacyClock()
    key = key_from_file(folder / DEMONSTRATION_KEY)
    register = EncryptedFiles(folder, clock).open(key)
    _start_clock(register, clock, Opening(folder))
    outside = Outside(
        MemoryVault(made_for="demonstration"),
        DemonstrationMailbox(),
        DemonstrationWeb(),
        DemonstrationStolen(),
        late(published_seals),
    )
    return wired_office(register, clock, key, outside, demonstration=True)


def demonstration_office(folder: Path) -> Office:
    """Build the fictional pharmacy in an empty folder and open it."""
    return open_demonstration(build_demonstration(folder))


def _start_clock(register: Register, clock: PharmacyClock, opening: Opening) -> None:
    """Let a rehearsal register bring its own clock; refuse to set that of a real one."""
    with register.read() as tx:
        start = tx.people.pharmacy().rehearsal_start
    if start:
        clock.rehearse(opening.at or datetime.fromisoformat(start))
    elif opening.at is not None:
        raise Problem("not_a_rehearsal")
