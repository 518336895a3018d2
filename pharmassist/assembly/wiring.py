"""Wires the adapters and services of an open register into one office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.assembly.keeping import Kept, wired_keeping
from pharmassist.assembly.keys import os_vault
from pharmassist.resources_location import resource_path
from pharmassist.services.late import late

if TYPE_CHECKING:
    from pharmassist.services.accesses import Accesses
    from pharmassist.services.advancing import Advancing
    from pharmassist.services.alarms import Alarms
    from pharmassist.services.bank_guard import BankGuard
    from pharmassist.services.banking import Banking
    from pharmassist.services.breaches import Breaches
    from pharmassist.services.cash import Cash
    from pharmassist.services.claims import Claims
    from pharmassist.services.counter import Counter
    from pharmassist.services.directory import Directory
    from pharmassist.services.evidence import Evidence
    from pharmassist.services.exporting import Exporting
    from pharmassist.services.finding import Finding
    from pharmassist.services.importing import Importing
    from pharmassist.services.incident_papers import IncidentPapers
    from pharmassist.services.indemnifying import Indemnifying
    from pharmassist.services.journal import Journal
    from pharmassist.services.judging import Judging
    from pharmassist.services.keys import RegisterKeys
    from pharmassist.services.noticing import Noticing
    from pharmassist.services.office import Office
    from pharmassist.services.owed_papers import OwedPapers
    from pharmassist.services.papers import Papers
    from pharmassist.services.pins import Pins
    from pharmassist.services.ports.bank import StatementReader
    from pharmassist.services.ports.data import Seals
    from pharmassist.services.ports.files import TableReader, WholeFiles
    from pharmassist.services.ports.mailbox import Mailbox
    from pharmassist.services.ports.register import Register
    from pharmassist.services.ports.stolen import StolenLists
    from pharmassist.services.ports.vault import Vault
    from pharmassist.services.ports.web import LastLooks, Web
    from pharmassist.services.profiles import Profiles
    from pharmassist.services.proofs import Proofs
    from pharmassist.services.reconciling import Reconciling
    from pharmassist.services.reminders import Reminders
    from pharmassist.services.reminding import Reminding
    from pharmassist.services.rotating import Rotating
    from pharmassist.services.stolen import StolenCheck
    from pharmassist.services.suspending import Suspending
    from pharmassist.services.updating import Updating
    from pharmassist.services.watching import BankSense


@dataclass(frozen=True, slots=True)
class Outside:
    """What an office meets outside this computer's files."""

    vault: Vault
    mailbox: Mailbox
    web: Web
    stolen: StolenLists
    seals: Seals
    """Whose signature under data is trusted."""


def real_outside() -> Outside:
    """Return the keyring, the mailboxes and the portals of the real world."""

    def mailbox() -> Mailbox:
        from pharmassist.adapters.mailbox.imap import ImapMailbox

        return ImapMailbox()

    def web() -> Web:
        from pharmassist.adapters.web.portal import PortalWeb

        return PortalWeb()

    def stolen() -> StolenLists:
        from pharmassist.adapters.web.stolen import RangeLists

        return RangeLists()

    return Outside(late(os_vault), late(mailbox), late(web), late(stolen), late(published_seals))


def published_seals() -> Seals:
    """Return the keys that were published with this program."""
    from pharmassist.adapters.machine.seals import Ed25519Seals
    from pharmassist.assembly.published_keys import PUBLISHED_KEYS

    return Ed25519Seals(PUBLISHED_KEYS)


def _tables() -> TableReader:
    from pharmassist.adapters.files.tables import FileTables

    return FileTables()


def _bank_files() -> StatementReader:
    from pharmassist.adapters.files.statements import BankFiles

    return BankFiles()


def _files() -> WholeFiles:
    from pharmassist.adapters.files.writing import PrivateFiles

    return PrivateFiles()


def wired_office(
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

    def sensed_transfers() -> BankSense:
        from pharmassist.services.sensed_transfers import SensedTransfers

        return SensedTransfers(catalogue)

    bank_sense = late(sensed_transfers)

    def last_looks() -> LastLooks:
        from pharmassist.adapters.web.last_looks import FileLooks

        return FileLooks(register.path.parent, files)

    watching = Watching(register, catalogue, outside.web, clock, changes, bank_sense, late(last_looks))
    day = Day(register, catalogue, clock, guiding, watching, changes)

    def claims() -> Claims:
        from pharmassist.services.claims import Claims

        return Claims(register, files, catalogue, clock, changes)

    def importing() -> Importing:
        from pharmassist.services.importing import Importing

        return Importing(register, reader, files, catalogue, clock, changes)

    def banking() -> Banking:
        from pharmassist.services.banking import Banking

        return Banking(register, late(_bank_files), reader, files, clock, changes)

    def noticing() -> Noticing:
        from pharmassist.services.noticing import Noticing

        return Noticing(register, reader, catalogue, clock, changes)

    def profiles() -> Profiles:
        from pharmassist.services.profiles import Profiles

        return Profiles(register, reader, catalogue, changes)

    def directory() -> Directory:
        from pharmassist.services.directory import Directory

        return Directory(register, reader, catalogue, clock, changes)

    def advancing() -> Advancing:
        from pharmassist.services.advancing import Advancing

        return Advancing(register, catalogue, clock, changes, pins_kept)

    def breaches() -> Breaches:
        from pharmassist.services.breaches import Breaches

        return Breaches(register, catalogue, clock, changes)

    def reconciling() -> Reconciling:
        from pharmassist.services.reconciling import Reconciling

        return Reconciling(register, catalogue, clock, changes)

    def alarms() -> Alarms:
        from pharmassist.services.alarms import Alarms

        return Alarms(register, catalogue, clock, changes, at_claims.lists.overdue)

    def incident_papers() -> IncidentPapers:
        from pharmassist.services.incident_papers import IncidentPapers

        return IncidentPapers(register, catalogue, clock, kept_breaches, all_papers)

    def evidence() -> Evidence:
        from pharmassist.adapters.files.packing import ZipPacking
        from pharmassist.services.evidence import Evidence

        return Evidence(register, kept_incident_papers, all_papers, files, ZipPacking())

    def proofs() -> Proofs:
        from pharmassist.services.proofs import Proofs

        return Proofs(guiding, files, clock)

    def reminders() -> Reminders:
        from pharmassist.services.reminders import Reminders

        return Reminders(guiding, kept_breaches, watching, at_alarms.all)

    def counter() -> Counter:
        from pharmassist.services.counter import Counter

        return Counter(register, catalogue, clock, bank_sense)

    def finding() -> Finding:
        from pharmassist.services.finding import Finding

        return Finding(register, guiding)

    def suspending() -> Suspending:
        from pharmassist.services.suspending import Suspending

        return Suspending(register, catalogue, pins_kept, clock, changes)

    def accesses() -> Accesses:
        from pharmassist.services.accesses import Accesses

        return Accesses(register, catalogue, changes)

    def rotating() -> Rotating:
        from pharmassist.services.rotating import Rotating

        return Rotating(register, outside.vault, outside.mailbox, catalogue, clock, changes)

    def pins() -> Pins:
        from pharmassist.adapters.machine.pin_hash import Argon2Hash
        from pharmassist.services.pins import Pins

        return Pins(register, Argon2Hash(), clock, changes)

    def bank_guard() -> BankGuard:
        from pharmassist.services.bank_guard import BankGuard

        return BankGuard(register, catalogue, pins_kept, changes)

    def stolen() -> StolenCheck:
        from pharmassist.services.stolen import StolenCheck

        return StolenCheck(register, outside.vault, outside.stolen, changes)

    def judging() -> Judging:
        from pharmassist.assembly.messages import judging_with

        return judging_with(catalogue, register, guiding, changes)

    def journal() -> Journal:
        from pharmassist.services.journal import Journal

        return Journal(register, files)

    def exporting() -> Exporting:
        from pharmassist.services.exporting import Exporting

        return Exporting(register, files, changes)

    def keys() -> RegisterKeys:
        from pharmassist.services.keys import RegisterKeys

        return RegisterKeys(register, outside.vault, key, changes)

    def updating() -> Updating:
        from pharmassist.services.updating import Updating

        return Updating(register, catalogue, outside.seals, files, pins_kept, clock, changes)

    def papers() -> Papers:
        from pharmassist.adapters.documents.pictures import CheckedPictures
        from pharmassist.adapters.documents.preview import PdfPreview
        from pharmassist.adapters.documents.renderer import PdfRenderer
        from pharmassist.adapters.printing import system_printing
        from pharmassist.services.paper_contents import Contents
        from pharmassist.services.papers import Papers

        contents = Contents(register, catalogue, day, at_counter, guiding, kept_accesses, outside.vault)
        renderer, pictures = PdfRenderer(resource_path("fonts")), CheckedPictures()
        return Papers(register, contents, renderer, PdfPreview(), pictures, system_printing(), files)

    def indemnifying() -> Indemnifying:
        from pharmassist.services.indemnifying import Indemnifying

        return Indemnifying(register, catalogue, clock, changes)

    def reminding() -> Reminding:
        from pharmassist.services.reminding import Reminding

        return Reminding(register, catalogue, clock, changes)

    def cash() -> Cash:
        from pharmassist.services.cash import Cash

        return Cash(register, catalogue, pins_kept, clock, changes)

    def owed_papers() -> OwedPapers:
        from pharmassist.services.owed_papers import OwedPapers

        return OwedPapers(
            register, catalogue, all_papers, at_advancing, at_indemnifying, at_reminding, at_cash
        )

    at_counter, kept_accesses, pins_kept = late(counter), late(accesses), late(pins)
    at_advancing, all_papers, at_claims = late(advancing), late(papers), late(claims)
    at_alarms = late(alarms)
    kept_breaches, kept_incident_papers = late(breaches), late(incident_papers)
    at_reminding, at_cash = late(reminding), late(cash)
    at_indemnifying = late(indemnifying)
    at_updating = late(updating)
    with register.read() as tx:
        signed = tx.data.all()
    if signed:
        at_updating.refresh()
    at_keys = late(keys)
    keeping = wired_keeping(
        Kept(
            register,
            at_keys,
            at_updating,
            outside.vault,
            outside.web,
            catalogue,
            files,
            clock,
            changes,
            demonstration,
        )
    )
    return Office(
        register=register,
        catalogue=catalogue,
        clock=clock,
        changes=changes,
        vault=outside.vault,
        people=People(register, changes),
        pins=pins_kept,
        bank_guard=late(bank_guard),
        claims=at_claims,
        importing=late(importing),
        banking=late(banking),
        noticing=late(noticing),
        profiles=late(profiles),
        directory=late(directory),
        advancing=at_advancing,
        reconciling=late(reconciling),
        alarms=at_alarms,
        indemnifying=at_indemnifying,
        reminding=at_reminding,
        cash=at_cash,
        guiding=guiding,
        breaches=kept_breaches,
        incident_papers=kept_incident_papers,
        evidence=late(evidence),
        proofs=late(proofs),
        reminders=late(reminders),
        watching=watching,
        judging=late(judging),
        counter=at_counter,
        finding=late(finding),
        accesses=kept_accesses,
        suspending=late(suspending),
        rotating=late(rotating),
        stolen=late(stolen),
        day=day,
        papers=all_papers,
        owed_papers=late(owed_papers),
        journal=late(journal),
        safekeeping=keeping.safekeeping,
        retaining=keeping.retaining,
        everything=keeping.everything,
        exporting=late(exporting),
        updating=at_updating,
        backups=keeping.backups,
        doctor=keeping.doctor,
        keys=at_keys,
        demonstration=demonstration,
        close=register.close,
    )
