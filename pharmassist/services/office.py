"""The office: every service of an open register, handed to the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

# Only names of types: the window reads this file before it needs any service.
if TYPE_CHECKING:
    from pharmassist.services.accesses import Accesses
    from pharmassist.services.advancing import Advancing
    from pharmassist.services.alarms import Alarms
    from pharmassist.services.backups import Backups
    from pharmassist.services.bank_guard import BankGuard
    from pharmassist.services.banking import Banking
    from pharmassist.services.breaches import Breaches
    from pharmassist.services.cash import Cash
    from pharmassist.services.changes import Changes
    from pharmassist.services.claims import Claims
    from pharmassist.services.counter import Counter
    from pharmassist.services.day import Day
    from pharmassist.services.directory import Directory
    from pharmassist.services.doctor import Doctor
    from pharmassist.services.everything import Everything
    from pharmassist.services.evidence import Evidence
    from pharmassist.services.exporting import Exporting
    from pharmassist.services.finding import Finding
    from pharmassist.services.guiding import Guiding
    from pharmassist.services.importing import Importing
    from pharmassist.services.incident_papers import IncidentPapers
    from pharmassist.services.indemnifying import Indemnifying
    from pharmassist.services.journal import Journal
    from pharmassist.services.judging import Judging
    from pharmassist.services.keys import RegisterKeys
    from pharmassist.services.noticing import Noticing
    from pharmassist.services.owed_papers import OwedPapers
    from pharmassist.services.papers import Papers
    from pharmassist.services.people import People
    from pharmassist.services.pins import Pins
    from pharmassist.services.ports.catalogue import Catalogue
    from pharmassist.services.ports.machine import Clock
    from pharmassist.services.ports.register import Register
    from pharmassist.services.ports.vault import Vault
    from pharmassist.services.profiles import Profiles
    from pharmassist.services.proofs import Proofs
    from pharmassist.services.reconciling import Reconciling
    from pharmassist.services.reminders import Reminders
    from pharmassist.services.reminding import Reminding
    from pharmassist.services.retaining import Retaining
    from pharmassist.services.rotating import Rotating
    from pharmassist.services.safekeeping import SafeKeeping
    from pharmassist.services.stolen import StolenCheck
    from pharmassist.services.suspending import Suspending
    from pharmassist.services.updating import Updating
    from pharmassist.services.watching import Watching


@dataclass(frozen=True, slots=True)
class Office:
    """What a pharmacy can do with its register; built by ``assembly``."""

    register: Register
    catalogue: Catalogue
    clock: Clock
    changes: Changes
    vault: Vault
    people: People
    pins: Pins
    bank_guard: BankGuard
    claims: Claims
    importing: Importing
    banking: Banking
    noticing: Noticing
    profiles: Profiles
    directory: Directory
    advancing: Advancing
    reconciling: Reconciling
    alarms: Alarms
    indemnifying: Indemnifying
    reminding: Reminding
    cash: Cash
    guiding: Guiding
    breaches: Breaches
    incident_papers: IncidentPapers
    evidence: Evidence
    proofs: Proofs
    reminders: Reminders
    watching: Watching
    judging: Judging
    counter: Counter
    finding: Finding
    suspending: Suspending
    accesses: Accesses
    rotating: Rotating
    stolen: StolenCheck
    day: Day
    papers: Papers
    owed_papers: OwedPapers
    journal: Journal
    safekeeping: SafeKeeping
    backups: Backups
    doctor: Doctor
    retaining: Retaining
    everything: Everything
    exporting: Exporting
    keys: RegisterKeys
    updating: Updating
    demonstration: bool
    close: Callable[[], None]
