"""The register: one encrypted file, read and written in transactions.

Every write is one ``BEGIN IMMEDIATE`` transaction that ends with at least one journal
entry; a write that changed rows and recorded nothing is a bug and is rolled back.
Updates name the version they saw: a mismatch is ``Problem("changed_meanwhile")``.

Problems any call may raise: ``register_busy``, ``register_damaged``, ``disk_full``,
``register_read_only``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from pharmassist.domain.accesses import Access, Rotation, SweepItem
from pharmassist.domain.backups import Copy
from pharmassist.domain.breaches import BreachFact
from pharmassist.domain.claims import (
    AgeingRow,
    Claim,
    ClaimChange,
    ClaimFilter,
    OperatorOutstanding,
    Picked,
    State,
    Tally,
)
from pharmassist.domain.imports import ImportRecord
from pharmassist.domain.incidents import Case, HandOver, InsertedBlock, StepRecord
from pharmassist.domain.journal import Fact, JournalEntry, JournalState
from pharmassist.domain.operators import Insurer, Light, PortalReading, Reading, SeenSign, Suspension
from pharmassist.domain.people import Person, Pharmacy
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.bank import BankShelf, CreditShelf, MatchShelf, NoticeShelf
from pharmassist.services.ports.bank_details import BankChangeShelf
from pharmassist.services.ports.data import DataShelf
from pharmassist.services.ports.matching import MatchingShelf
from pharmassist.services.ports.owed import AdvanceShelf, OwedShelf
from pharmassist.services.ports.papers import PaperShelf
from pharmassist.services.ports.pins import PinShelf
from pharmassist.services.ports.retention import RetentionShelf


class PeopleShelf(Protocol):
    """The pharmacy, its people and its settings."""

    def pharmacy(self) -> Pharmacy: ...
    def save_pharmacy(self, pharmacy: Pharmacy) -> None: ...
    def people(self) -> tuple[Person, ...]: ...
    def add_person(self, person: Person) -> int: ...
    def update_person(self, person: Person) -> None: ...
    def settings(self) -> Mapping[str, str]: ...
    def set_setting(self, key: str, value: str) -> None: ...


class ClaimShelf(Protocol):
    """Invoices and their history."""

    def get(self, claim_id: int) -> Claim | None: ...
    def get_many(self, claim_ids: Iterable[int]) -> tuple[Claim, ...]:
        """Return the claims of these numbers that are there, in the order of their numbers."""

    def by_identity(self, invoice: str, day: str) -> Claim | None: ...
    def by_invoice(self, invoice: str) -> tuple[Claim, ...]: ...
    def all(self) -> Iterator[Claim]:
        """Yield every claim, streaming."""

    def open_or_named(self, invoices: Iterable[str]) -> Iterator[Claim]:
        """Yield what a list is compared with: the encours, and closed invoices of these numbers."""

    def find(
        self,
        wanted: ClaimFilter,
        *,
        today: date,
        sort: str = "day",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Claim, ...]:
        """List one page; ``sort`` is a field name of Claim or ``day``, ``age`` or ``due``."""

    def named_like(self, text: str, limit: int) -> tuple[tuple[Claim, ...], int]:
        """Return the first invoices, open or closed, that a few signs may mean, and how many there are.

        They are those of a filter with the same ``text`` and all states. The number itself first, then
        numbers that end so, then the AMC or the payer's words; among equals what still waits first,
        then the latest.
        """

    def picked(self, wanted: ClaimFilter, *, today: date) -> tuple[Picked, ...]:
        """Return every invoice of a filter, oldest first, with only what choosing needs."""

    def tally(self, wanted: ClaimFilter, *, today: date) -> Tally:
        """Count and sum (what each counts for in the encours; amounts where all states)."""

    def outstanding_by_operator(self, *, today: date) -> tuple[OperatorOutstanding, ...]:
        """Encours per operator and age band, largest first."""

    def ageing(
        self, *, today: date, by_amc: bool, lasts: Sequence[int], wanted: ClaimFilter = ...
    ) -> tuple[AgeingRow, ...]:
        """The encours, or what of it is wanted, per operator or AMC by age, largest first.

        ``lasts`` end each column but the oldest.
        """

    def waiting_at(self, day: date, until: datetime) -> Iterator[Claim]:
        """Yield invoices dated at most ``day``, as they then were.

        Lists dated later and changes after ``until`` are taken away; closed ones are left out.
        """

    def add(self, claim: Claim) -> int: ...
    def add_many(self, claims: Iterable[Claim], import_id: int) -> int:
        """Store many claims at once; returns how many."""

    def update(self, claim: Claim) -> None:
        """Store a claim seen at ``claim.version``."""

    def update_many(self, claims: Iterable[Claim]) -> None: ...
    def remove(self, claim: Claim) -> None:
        """Remove an invoice as it was seen, with its history; raises ``changed_meanwhile``."""

    def remove_added_by(self, import_id: int) -> int:
        """Remove claims an import brought (only to undo it)."""

    def note(self, changes: Iterable[ClaimChange]) -> None:
        """Write lines of history."""

    def history(self, claim_id: int) -> tuple[ClaimChange, ...]: ...
    def keep_before(self, import_id: int, claims: Iterable[Claim]) -> None:
        """Keep claims as they were before an import, so that it can be undone."""

    def kept_before(self, import_id: int) -> tuple[Claim, ...]: ...
    def money_since(self, import_id: int) -> Tally:
        """Count claims of an import announced or received otherwise since; cents of difference."""

    def states_moved_since(self, import_id: int) -> Mapping[State, int]:
        """Count claims touched by something else after that import, by state."""


class ImportShelf(Protocol):
    """Imports as records."""

    def add(self, record: ImportRecord) -> int: ...
    def save_report(self, record: ImportRecord) -> None: ...
    def get(self, import_id: int) -> ImportRecord | None: ...
    def by_hash(self, sha256: str) -> ImportRecord | None:
        """Return the import of that very file that still stands."""

    def all(self) -> tuple[ImportRecord, ...]: ...
    def profiles(self) -> Mapping[str, str]:
        """Return the pharmacy's own profiles: id → TOML text."""

    def remove_profile(self, profile_id: str) -> None: ...
    def save_profile(self, profile_id: str, text: str) -> None: ...


class OperatorShelf(Protocol):
    """Readings of lights, portal readings, directory of insurers."""

    def add_reading(self, reading: Reading) -> int: ...
    def latest(self, operator: str, light: Light) -> Reading | None: ...
    def readings(self, operator: str = "", limit: int = 200) -> tuple[Reading, ...]: ...
    def add_portal(self, reading: PortalReading) -> None: ...
    def portals(self, operator: str, limit: int) -> tuple[PortalReading, ...]: ...
    def latest_portal(self, operator: str) -> PortalReading | None: ...
    def insurers(self) -> tuple[Insurer, ...]: ...
    def save_insurer(self, insurer: Insurer) -> int: ...
    def add_sign(self, seen: SeenSign) -> None: ...
    def signs(self, operator: str) -> tuple[SeenSign, ...]: ...
    def suspend(self, suspension: Suspension) -> int: ...
    def update_suspension(self, suspension: Suspension) -> None: ...
    def suspensions(self, operator: str = "") -> tuple[Suspension, ...]: ...


class IncidentShelf(Protocol):
    """Cases and what was said of their steps."""

    def open_case(self, case: Case) -> int: ...
    def update_case(self, case: Case) -> None: ...
    def case(self, case_id: int) -> Case | None: ...
    def cases(self, open_only: bool = False) -> tuple[Case, ...]: ...
    def records(self, case_id: int) -> Mapping[str, StepRecord]: ...
    def save_record(self, case_id: int, record: StepRecord) -> None:
        """Store what is said of a step; ``version`` 1 = nothing was said of it yet."""

    def insert_block(self, case_id: int, inserted: InsertedBlock) -> int: ...
    def remove_block(self, case_id: int, playbook: str, block: str) -> None: ...
    def inserted_blocks(self, case_id: int) -> tuple[InsertedBlock, ...]: ...
    def hand_over(self, case_id: int, handover: HandOver) -> None: ...
    def handovers(self, case_id: int) -> tuple[HandOver, ...]: ...
    def note_breach(self, case_id: int, fact: BreachFact) -> None: ...
    def breach_facts(self, case_id: int) -> tuple[BreachFact, ...]: ...
    def attach(self, case_id: int, step: str, name: str, content: bytes, sha256: str) -> int: ...
    def attachments(self, case_id: int) -> tuple[tuple[int, str, str, str], ...]:
        """Return (id, step, name, sha256) of the proofs of a case."""

    def attachment(self, attachment_id: int) -> bytes | None: ...


class AccessShelf(Protocol):
    """Accesses, rotations, sweeps: never a secret."""

    def add(self, access: Access) -> int: ...
    def update(self, access: Access) -> None: ...
    def get(self, access_id: int) -> Access | None: ...
    def all(self) -> tuple[Access, ...]: ...
    def start(self, rotation: Rotation) -> int: ...
    def update_rotation(self, rotation: Rotation) -> None: ...
    def rotation(self, access_id: int) -> Rotation | None:
        """Return the rotation under way of an access, if any."""

    def rotations(self, access_id: int) -> tuple[Rotation, ...]:
        """Return every rotation of an access, newest first."""

    def sweep(self, access_id: int) -> tuple[SweepItem, ...]: ...
    def put_off(self) -> tuple[SweepItem, ...]:
        """Return the lines of every sweep that come back on a day."""

    def save_sweep(self, item: SweepItem) -> None: ...
    def save_mark(self, access_id: int, number: int, mark: str) -> None: ...
    def marks(self) -> tuple[tuple[int, int, str], ...]:
        """Return (access, number, mark) of every password that has one."""


class JournalShelf(Protocol):
    """The hash-chained journal."""

    def record(self, what: str, subject: str = "", facts: Mapping[str, Fact] | None = None) -> JournalEntry:
        """Append an entry signed by the transaction's person; never a secret, never a name."""

    def head(self) -> str: ...
    def last(self, limit: int = 100, offset: int = 0, subject: str = "") -> tuple[JournalEntry, ...]: ...
    def verify(self, head: str = "", stop: Stop | None = None, progress: Progress = ...) -> JournalState:
        """Recompute the chain; raises ``Cancelled`` when stopping was asked."""


class Transaction(Protocol):
    """What a transaction gives; in a reading one every write fails."""

    @property
    def people(self) -> PeopleShelf: ...
    @property
    def claims(self) -> ClaimShelf: ...
    @property
    def imports(self) -> ImportShelf: ...
    @property
    def advances(self) -> AdvanceShelf: ...
    @property
    def owed(self) -> OwedShelf: ...
    @property
    def operators(self) -> OperatorShelf: ...
    @property
    def incidents(self) -> IncidentShelf: ...
    @property
    def accesses(self) -> AccessShelf: ...
    @property
    def pins(self) -> PinShelf: ...
    @property
    def bank_changes(self) -> BankChangeShelf: ...
    @property
    def bank(self) -> BankShelf: ...
    @property
    def credits(self) -> CreditShelf: ...
    @property
    def notices(self) -> NoticeShelf: ...
    @property
    def matches(self) -> MatchShelf: ...
    @property
    def papers(self) -> PaperShelf: ...
    @property
    def matching(self) -> MatchingShelf: ...
    @property
    def data(self) -> DataShelf: ...
    @property
    def retention(self) -> RetentionShelf: ...
    @property
    def journal(self) -> JournalShelf: ...
    @property
    def now(self) -> datetime:
        """The instant of this transaction: the clock, never before the last journal entry."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A verified encrypted copy."""

    path: Path
    head: str
    entries: int
    size: int


class Register(Protocol):
    """An open register."""

    @property
    def path(self) -> Path: ...
    @property
    def register_id(self) -> str: ...
    @property
    def key_id(self) -> str:
        """The eight signs by which the key in force is known; printed on the recovery sheet."""

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a reading transaction."""

    def write(self, who: str) -> AbstractContextManager[Transaction]:
        """Open a writing transaction signed by these initials."""

    def data_version(self) -> int:
        """Return a number that moves when another process committed."""

    def check(self) -> tuple[str, ...]:
        """Look at every page of the file; returns what is wrong, in the library's words."""

    def backup(self, folder: Path, stop: Stop | None = None, progress: Progress = ...) -> BackupReport:
        """Write a verified encrypted copy; progress is out of 100.

        Raises ``backup_failed``, ``backup_no_room``, ``backup_folder_refuses``, ``register_damaged``
        when the register is not sound, and ``Cancelled``. What was cut leaves nothing behind.
        """

    def copies(self, folder: Path) -> tuple[Copy, ...]:
        """Return the copies of this register under its key, oldest first; nothing else is among them.

        Raises ``Problem("backup_folder_absent")``.
        """

    def copy_is_sound(self, file: Path) -> bool:
        """Open a copy again and look at every page."""

    def remove_copy(self, file: Path) -> None:
        """Take a copy and its label away."""

    def rekey(self, key: bytes, who: str) -> None:
        """Give the register another key; after a cut at any point one of the two opens it.

        Raises ``register_in_use`` while another program has it open.
        """

    def dump(self, tables: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the canonical text of the tables, for comparing; raises ``Problem("table_unknown")``."""

    def close(self) -> None: ...


class RegisterFiles(Protocol):
    """Makes, opens and restores registers in a folder.

    ``key`` is 32 bytes. Problems of ``open``: ``register_absent``, ``register_key_wrong``,
    ``register_damaged``, ``register_unreadable`` (either of both: its label is lost),
    ``register_newer``, ``register_network_share``, ``register_read_only``, ``disk_full``,
    ``register_busy``, ``register_in_use`` (another program puts a backup in place).
    """

    def exists(self) -> bool: ...
    def identity(self) -> tuple[str, str]:
        """Return (register id, key id) from the label beside the file, without the key.

        Raises ``register_absent``, or ``register_label_lost`` when the label is gone: the
        recovery key opens the register and the label is written anew.
        """

    def identity_of(self, backup: Path) -> tuple[str, str] | None:
        """Return (register id, key id) from the label beside a backup, None where it has none."""

    def create(self, pharmacy: Pharmacy, key: bytes, people: tuple[Person, ...]) -> Register:
        """Make a register; an empty register id is drawn. Raises ``register_exists``."""

    def open(self, key: bytes) -> Register: ...
    def restore(self, backup: Path, key: bytes, who: str = "") -> Register:
        """Put a backup in place; the register that was there is kept aside in a dated folder.

        The journal tells it, signed ``who`` or by the program itself.
        Close the register first. Raises ``backup_absent``, ``backup_unreadable``,
        ``register_key_wrong``, ``register_newer`` and ``register_in_use``.
        """
