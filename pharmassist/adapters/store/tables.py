"""The tables of the register.

Amounts are integer cents, days ISO text (``2024-01-30``), instants ISO UTC text with
microseconds, so that text order is time order on every engine. A later change of shape is
made here *and* in a new revision of ``migrations``; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = 1
"""Number of the schema this program writes: the last revision of ``migrations``."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    """Return the column of a record's own number."""
    return Column("id", Integer, primary_key=True)


def _version() -> Column[int]:
    """Return the column that an update names to say what it saw."""
    return Column("version", Integer, nullable=False)


def _text(name: str) -> Column[str]:
    """Return a text column, "" when nothing is known."""
    return Column(name, Text, nullable=False)


def _when(name: str, *, nullable: bool = True) -> Column[str]:
    """Return a day or instant as ISO text."""
    return Column(name, String(32), nullable=nullable)


def _cents(name: str, *, nullable: bool = False) -> Column[int]:
    """Return an amount in cents."""
    return Column(name, BigInteger, nullable=nullable)


def _number(name: str) -> Column[int]:
    """Return a whole number."""
    return Column(name, Integer, nullable=False)


# Alembic's own table, kept in the metadata so that a fresh register is stamped at once.
schema_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

pharmacy = Table(
    "pharmacy",
    metadata,
    Column("register_id", String(64), primary_key=True),
    _text("name"),
    _text("finess"),
    _text("siret"),
    _text("address"),
    _text("town"),
    _text("phone"),
    Column("alsace_moselle", Boolean, nullable=False),
    _text("rehearsal_start"),
)

people = Table(
    "people",
    metadata,
    _key(),
    Column("initials", String(16), nullable=False, unique=True),
    _text("name"),
    _text("role"),
    _text("title"),
    Column("active", Boolean, nullable=False),
)

settings = Table("settings", metadata, Column("name", String(100), primary_key=True), _text("value"))

imports = Table(
    "imports",
    metadata,
    _key(),
    _when("at", nullable=False),
    _text("who"),
    _text("file_name"),
    Column("sha256", String(64), nullable=False, index=True),
    _text("kind"),
    _when("snapshot_date"),
    _text("report"),
    _when("undone_at"),
    # The last line of history when the import began: what came later is told from it.
    _number("history_mark"),
)

claims = Table(
    "claims",
    metadata,
    _key(),
    _version(),
    Column("invoice", String(16), nullable=False),
    _cents("amc_amount"),
    _when("invoice_date"),
    _when("care_date"),
    _when("transmission_date"),
    _text("batch"),
    _text("payer"),
    _text("amc_raw"),
    Column("amc_number", String(16), nullable=False),
    _text("convention_type"),
    _text("csr"),
    Column("operator", String(64), nullable=False),
    _cents("total", nullable=True),
    _cents("amo_amount", nullable=True),
    _cents("announced"),
    _cents("received"),
    _cents("due", nullable=True),
    Column("state", String(32), nullable=False),
    _text("reject_code"),
    _text("reject_label"),
    _text("replaces"),
    # 0 when noted by a person; imports are never deleted, so that no constraint is needed.
    _number("import_id"),
    # Computed from the columns above, for queries that must not read the rows: the day of
    # its identity, the day its age counts from, whether it is in the encours, what it counts
    # for there, and the folded text that is searched.
    Column("identity_day", String(10), nullable=False),
    Column("age_day", String(10), nullable=False),
    Column("in_encours", Boolean, nullable=False),
    _cents("outstanding"),
    _text("searched"),
    UniqueConstraint("invoice", "identity_day"),
    # Covers the encours per operator and age band without touching the rows.
    Index("ix_claims_encours", "in_encours", "operator", "age_day", "outstanding"),
    # The claims page opens on the encours by day.
    Index("ix_claims_by_day", "in_encours", "age_day"),
    # An acompte: one operator, some states, a period.
    Index("ix_claims_period", "operator", "identity_day", "state"),
    Index("ix_claims_state", "state", "age_day"),
    Index("ix_claims_amc_number", "amc_number", "care_date"),
    Index("ix_claims_import_id", "import_id"),
)

claim_history = Table(
    "claim_history",
    metadata,
    _key(),
    Column("claim_id", ForeignKey("claims.id"), nullable=False, index=True),
    _when("at", nullable=False),
    _text("who"),
    _text("before"),
    _text("after"),
    _text("cause"),
    _text("reason"),
    _number("import_id"),
)

claims_before = Table(
    "claims_before",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("claim_id", ForeignKey("claims.id"), primary_key=True),
    _text("content"),
)

profiles = Table("profiles", metadata, Column("id", String(100), primary_key=True), _text("content"))

advances = Table(
    "advances",
    metadata,
    _key(),
    _version(),
    Column("operator", String(64), nullable=False, index=True),
    _when("period_from", nullable=False),
    _when("period_to", nullable=False),
    _number("claims"),
    _cents("requested"),
    _cents("granted"),
    _text("status"),
    _when("requested_at"),
    _text("requested_by"),
)

movements = Table(
    "advance_movements",
    metadata,
    _key(),
    Column("advance_id", ForeignKey("advances.id"), nullable=False, index=True),
    _text("kind"),
    _when("day", nullable=False),
    _cents("cents"),
    _text("reference"),
)

readings = Table(
    "readings",
    metadata,
    _key(),
    Column("operator", String(64), nullable=False),
    Column("light", String(32), nullable=False),
    _text("state"),
    _when("at", nullable=False),
    _text("who"),
    _text("source"),
    _text("proof"),
    _when("valid_until"),
    Index("ix_readings_operator_light", "operator", "light"),
)

portal_readings = Table(
    "portal_readings",
    metadata,
    _key(),
    Column("operator", String(64), nullable=False, index=True),
    _text("outcome"),
    _when("at", nullable=False),
    _text("detail"),
)

insurers = Table(
    "insurers",
    metadata,
    _key(),
    _text("name"),
    Column("amc_number", String(16), nullable=False, index=True),
    _text("operators"),
    _text("certainty"),
    _text("source"),
    _text("aliases"),
)

cases = Table(
    "incidents",
    metadata,
    _key(),
    _version(),
    _text("playbook"),
    _text("title"),
    _when("opened_at", nullable=False),
    _text("opened_by"),
    _text("playbook_text"),
    _when("closed_at"),
    _text("closed_by"),
)

step_records = Table(
    "step_records",
    metadata,
    Column("case_id", ForeignKey("incidents.id"), primary_key=True),
    Column("step", String(100), primary_key=True),
    _version(),
    _text("status"),
    _when("at", nullable=False),
    _text("who"),
    _text("proof"),
    _text("reason"),
    _text("answer"),
    _when("until"),
    _text("draft"),
)

attachments = Table(
    "attachments",
    metadata,
    _key(),
    Column("case_id", ForeignKey("incidents.id"), nullable=False, index=True),
    _text("step"),
    _text("name"),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

accesses = Table(
    "accesses",
    metadata,
    _key(),
    _version(),
    _text("kind"),
    _text("login"),
    _text("provider"),
    _text("host"),
    _number("port"),
    Column("host_confirmed", Boolean, nullable=False),
    _text("operator"),
    _text("holder"),
    _text("code_phone_holder"),
    _number("last_number"),
    _number("current"),
    _number("previous"),
    _when("previous_until"),
    _when("changed_at"),
    _number("resets_through"),
    Column("retired", Boolean, nullable=False),
)

rotations = Table(
    "rotations",
    metadata,
    _key(),
    _version(),
    Column("access_id", ForeignKey("accesses.id"), nullable=False, index=True),
    _text("stage"),
    _number("candidate"),
    _when("started_at", nullable=False),
    _text("started_by"),
    _text("waiting_for"),
    _number("refusals"),
    _text("proof"),
    _when("ended_at"),
)

sweep_items = Table(
    "sweep_items",
    metadata,
    Column("access_id", ForeignKey("accesses.id"), primary_key=True),
    Column("item", String(100), primary_key=True),
    _when("done_at"),
    _text("done_by"),
)

journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    _when("at", nullable=False),
    _text("who"),
    _text("what"),
    Column("subject", String(200), nullable=False, index=True),
    _text("facts"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

NOT_DUMPED = frozenset({"attachments.content", "claims.version"})
"""Columns left out of a dump: a proof is named by its hash, and how often an invoice was written
says nothing of it (an import undone leaves the invoices as they were, written twice)."""
