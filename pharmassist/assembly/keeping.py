"""Wires what keeps a register safe: its proof, copies, doctor, retention, export of everything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pharmassist.services.late import late

if TYPE_CHECKING:
    from pharmassist.services.backups import Backups
    from pharmassist.services.changes import Changes
    from pharmassist.services.doctor import Doctor
    from pharmassist.services.everything import Everything
    from pharmassist.services.keys import RegisterKeys
    from pharmassist.services.ports.catalogue import Catalogue
    from pharmassist.services.ports.files import WholeFiles
    from pharmassist.services.ports.machine import Clock
    from pharmassist.services.ports.register import Register
    from pharmassist.services.ports.vault import Vault
    from pharmassist.services.ports.web import Web
    from pharmassist.services.retaining import Retaining
    from pharmassist.services.safekeeping import SafeKeeping
    from pharmassist.services.updating import Updating


@dataclass(frozen=True, slots=True)
class Keeping:
    """The services of safety, each imported at its first use."""

    safekeeping: SafeKeeping
    backups: Backups
    doctor: Doctor
    retaining: Retaining
    everything: Everything


@dataclass(frozen=True, slots=True)
class Kept:
    """What they are made of."""

    register: Register
    keys: RegisterKeys
    updating: Updating
    vault: Vault
    web: Web
    catalogue: Catalogue
    files: WholeFiles
    clock: Clock
    changes: Changes
    demonstration: bool


def wired_keeping(kept: Kept) -> Keeping:
    """Wire them for an open register."""

    def safekeeping() -> SafeKeeping:
        from pharmassist.services.safekeeping import SafeKeeping

        return SafeKeeping(kept.register)

    def backups() -> Backups:
        from pharmassist.services.backups import Backups

        return Backups(kept.register, kept.files, kept.clock, kept.changes)

    def doctor() -> Doctor:
        from pharmassist.adapters.machine.facts import ThisMachine
        from pharmassist.adapters.printing import system_printing
        from pharmassist.services.data_health import data_in_force
        from pharmassist.services.doctor import Around, Doctor

        around = Around(kept.vault, system_printing(), kept.web, ThisMachine(), kept.catalogue)
        # One more check is one more function here.
        return Doctor(
            kept.register,
            at_backups,
            kept.keys,
            around,
            kept.clock,
            more=(partial(data_in_force, kept.updating, kept.clock),),
            demonstration=kept.demonstration,
        )

    def retaining() -> Retaining:
        from pharmassist.services.retaining import Retaining

        return Retaining(kept.register, at_backups, kept.changes)

    def everything() -> Everything:
        from pharmassist.adapters.files.bundles import new_bundle
        from pharmassist.services.everything import Everything

        return Everything(kept.register, new_bundle)

    at_backups = late(backups)
    return Keeping(late(safekeeping), at_backups, late(doctor), late(retaining), late(everything))
