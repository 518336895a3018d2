"""The tables of the register.

Amounts are integer cents, days ISO text (``2024-01-30``), instants ISO UTC text with
microseconds, so that text order is time order on every engine. A later change of shape is
made here *and* in a new revision of ``migrations``; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from pharmassist.adapters.store import advance_tables as advance_tables
from pharmassist.adapters.store import bank_tables as bank_tables
from pharmassist.adapters.store.bank_change_tables import bank_changes as bank_changes
from pharmassist.adapters.store.columns import cents, number, own_number, text, version, when
from pharmassist.adapters.store.columns import metadata as metadata
from pharmassist.adapters.store.data_tables import signed_data as signed_data
from pharmassist.adapters.store.incident_tables import handovers as handovers
from pharmassist.adapters.store.paper_tables import printed as printed
from pharmassist.adapters.store.pin_tables import pins as pins

SCHEMA = 12
"""Number of the schema this program writes: the last revision of ``migrations``."""

# Alembic's own table, kept in the metadata so that a fresh register is stamped at once.
schema_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

pharmacy = Table(
    "pharmacy",
    metadata,
    Column("register_id", String(64), primary_key=True),
    text("name"),
    text("finess"),
    text("siret"),
    text("address"),
    text("town"),
    text("phone"),
    Column("alsace_moselle", Boolean, nullable=False),
    text("rehearsal_start"),
)

people = Table(
    "people",
    metadata,
    own_number(),
    Column("initials", String(16), nullable=False, unique=True),
    text("name"),
    text("role"),
    text("title"),
    Column("active", Boolean, nullable=False),
)

settings = Table("settings", metadata, Column("name", String(100), primary_key=True), text("value"))

imports = Table(
    "imports",
    metadata,
    own_number(),
    when("at", nullable=False),
    text("who"),
    text("file_name"),
    Column("sha256", String(64), nullable=False, index=True),
    text("kind"),
    when("snapshot_date"),
    text("report"),
    when("undone_at"),
    # The last line of history when the import began: what came later is told from it.
    number("history_mark"),
)

claims = Table(
    "claims",
    metadata,
    own_number(),
    version(),
    Column("invoice", String(16), nullable=False),
    cents("amc_amount"),
    when("invoice_date"),
    when("care_date"),
    when("transmission_date"),
    text("batch"),
    text("payer"),
    text("amc_raw"),
    Column("amc_number", String(16), nullable=False),
    text("convention_type"),
    text("csr"),
    Column("operator", String(64), nullable=False),
    cents("total", nullable=True),
    cents("amo_amount", nullable=True),
    cents("announced"),
    cents("received"),
    cents("due", nullable=True),
    Column("state", String(32), nullable=False),
    text("reject_code"),
    text("reject_label"),
    text("replaces"),
    # 0 when noted by a person; imports are never deleted, so that no constraint is needed.
    number("import_id"),
    # Computed from the columns above, for queries that must not read the rows: the day of
    # its identity, the day its age counts from, whether it is in the encours, what it counts
    # for there, and the folded text that is searched.
    Column("identity_day", String(10), nullable=False),
    Column("age_day", String(10), nullable=False),
    Column("in_encours", Boolean, nullable=False),
    cents("outstanding"),
    text("searched"),
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
    own_number(),
    Column("claim_id", ForeignKey("claims.id"), nullable=False, index=True),
    when("at", nullable=False),
    text("who"),
    text("before"),
    text("after"),
    text("cause"),
    text("reason"),
    number("import_id"),
)

claims_before = Table(
    "claims_before",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("claim_id", ForeignKey("claims.id"), primary_key=True),
    text("content"),
)

profiles = Table("profiles", metadata, Column("id", String(100), primary_key=True), text("content"))

readings = Table(
    "readings",
    metadata,
    own_number(),
    Column("operator", String(64), nullable=False),
    Column("light", String(32), nullable=False),
    text("state"),
    when("at", nullable=False),
    text("who"),
    text("source"),
    text("proof"),
    when("valid_until"),
    Index("ix_readings_operator_light", "operator", "light"),
)

portal_readings = Table(
    "portal_readings",
    metadata,
    own_number(),
    Column("operator", String(64), nullable=False, index=True),
    text("outcome"),
    when("at", nullable=False),
    text("detail"),
)

insurers = Table(
    "insurers",
    metadata,
    own_number(),
    text("name"),
    Column("amc_number", String(16), nullable=False, index=True),
    text("operators"),
    text("certainty"),
    text("source"),
    text("aliases"),
    # What the card prints beside the number.
    text("convention_type"),
    text("csr"),
    text("code"),
)

cases = Table(
    "incidents",
    metadata,
    own_number(),
    version(),
    text("playbook"),
    text("title"),
    when("opened_at", nullable=False),
    text("opened_by"),
    text("playbook_text"),
    when("closed_at"),
    text("closed_by"),
)

step_records = Table(
    "step_records",
    metadata,
    Column("case_id", ForeignKey("incidents.id"), primary_key=True),
    Column("step", String(100), primary_key=True),
    version(),
    text("status"),
    when("at", nullable=False),
    text("who"),
    text("proof"),
    text("reason"),
    text("answer"),
    when("until"),
    text("draft"),
)

attachments = Table(
    "attachments",
    metadata,
    own_number(),
    Column("case_id", ForeignKey("incidents.id"), nullable=False, index=True),
    text("step"),
    text("name"),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

accesses = Table(
    "accesses",
    metadata,
    own_number(),
    version(),
    text("kind"),
    text("login"),
    text("provider"),
    text("host"),
    number("port"),
    Column("host_confirmed", Boolean, nullable=False),
    text("operator"),
    text("holder"),
    text("code_phone_holder"),
    number("last_number"),
    number("current"),
    number("previous"),
    when("previous_until"),
    when("changed_at"),
    number("resets_through"),
    Column("retired", Boolean, nullable=False),
    text("place"),
    # 0, or the incident that exposed it.
    number("exposed_by"),
)

rotations = Table(
    "rotations",
    metadata,
    own_number(),
    version(),
    Column("access_id", ForeignKey("accesses.id"), nullable=False, index=True),
    text("stage"),
    number("candidate"),
    when("started_at", nullable=False),
    text("started_by"),
    text("waiting_for"),
    number("refusals"),
    text("proof"),
    when("ended_at"),
)

sweep_items = Table(
    "sweep_items",
    metadata,
    Column("access_id", ForeignKey("accesses.id"), primary_key=True),
    Column("item", String(100), primary_key=True),
    when("done_at"),
    text("done_by"),
    text("state"),
    text("reason"),
    when("until"),
)

# A keyed hash per password, whose key is in the keyring: equal passwords are found, none is told.
password_marks = Table(
    "password_marks",
    metadata,
    Column("access_id", ForeignKey("accesses.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    text("mark"),
)

journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    when("at", nullable=False),
    text("who"),
    text("what"),
    Column("subject", String(200), nullable=False, index=True),
    text("facts"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

NOT_DUMPED = frozenset(
    {
        "attachments.content",
        "bank_line_key.hex",
        "claims.version",
        "pictures.content",
        "pins.digest",
        "printed.pdf",
        "signed_data.content",
    }
)
"""Columns left out of a dump: the digest of a PIN (four digits are soon tried); the key that would
undo the hashes of bank lines; a proof and a file of signed data, which are named by their hash; pictures
and printed pages; how often an invoice was written (an import undone leaves it as it was, written twice)."""
