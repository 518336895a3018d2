"""What an import brings: lines read by a mapping, compared with the register.

A snapshot is the LGO's whole encours at a date: what left it becomes
``left_outstanding``, a sign and never money.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pharmassist.domain.money import Money


class Field(StrEnum):
    """Columns that may be mapped; everything else is never read (cli.md, ``--map``)."""

    INVOICE = "invoice"
    BATCH = "batch"
    INVOICE_DATE = "invoice_date"
    CARE_DATE = "care_date"
    TRANSMISSION_DATE = "transmission_date"
    PAYER = "payer"
    AMC_NUMBER = "amc_number"
    OPERATOR = "operator"
    CONVENTION_TYPE = "convention_type"
    CSR = "csr"
    TOTAL = "total"
    AMO_AMOUNT = "amo_amount"
    AMC_AMOUNT = "amc_amount"
    AMC_DUE = "amc_due"
    STATE = "state"
    REJECT_CODE = "reject_code"
    REJECT_LABEL = "reject_label"


class ImportKind(StrEnum):
    """An addition brings lines; a snapshot is the whole encours at a date."""

    ADDITION = "addition"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken: its line number in the file, why, and its mapped cells only."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new number with same AMC, care date and amount as an open claim: "remplace la facture n°"."""

    invoice: str
    replaces: str
    cents: Money
    linked: bool = False
    """True where the old number left the list too: it is counted once, as recycled. Otherwise a
    person confirms."""


class Side(StrEnum):
    """Whose value is kept where register and list differ."""

    OURS = "ours"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A known invoice of which list and register say two things; ``taken`` is what is kept.

    Values as text: amounts ``12,34``, ISO days, operators by their id.
    """

    line: int
    invoice: str
    field: Field
    ours: str
    theirs: str
    taken: Side


@dataclass(frozen=True, slots=True)
class Negative:
    """A negative line, in cents: it cancels the open invoice of its number and amount, else it
    is a withholding (trade.md §8); neither is summed, and a person confirms a cancellation.
    """

    line: int
    invoice: str
    cents: Money
    cancels: bool
    done: bool = False
    """True where the person said so: the invoice is cancelled by this import."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do; names as in cli.md. Sums in cents.

    kept + known + changed + part_paid + negative + refused = data lines.
    ``import_id`` is 0 in a dry run and where nothing was stored.
    """

    import_id: int = 0
    file_name: str = ""
    kind: ImportKind = ImportKind.ADDITION
    snapshot_date: date | None = None
    profile: str = ""
    kept: int = 0
    known: int = 0
    changed: int = 0
    part_paid: int = 0
    negative: int = 0
    padded: int = 0
    gone: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    columns: tuple[str, ...] = ()
    """Titles of the columns that were read, in the order of a refusal's cells."""
    replacements: tuple[Replacement, ...] = ()
    dropped_columns: tuple[str, ...] = ()
    sum_cents: Money = 0
    file_sum_cents: Money = 0
    same_as: int = 0
    """The earlier import of the very same file, 0 when there is none."""
    listed_total: Money | None = None
    """What the totals row of the file says of the AMC share, None where there is none."""
    conflicts: tuple[Conflict, ...] = ()
    negatives: tuple[Negative, ...] = ()
    missing_operators: tuple[str, ...] = ()
    """Operators of which a snapshot lists no invoice at all, though many were open."""
    notices: tuple[str, ...] = ()
    """Codes of things to say: ``snapshot_out_of_order``, ``most_left``, ``operator_unknown``,
    ``operator_missing``, ``total_differs``."""

    @property
    def lines(self) -> int:
        """Data lines of the file."""
        return self.kept + self.known + self.changed + self.part_paid + self.negative + self.refused


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import as the register remembers it."""

    id: int
    at: datetime
    who: str
    file_name: str
    sha256: str
    kind: ImportKind
    snapshot_date: date | None
    report: ImportReport
    undone_at: datetime | None = None
