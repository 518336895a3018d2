"""The sheet for the titulaire says what the register keeps: every table has its line in it."""

from __future__ import annotations

from pathlib import Path

from pharmassist.adapters.store import tables

SHEET = Path(__file__).parents[2] / "docs" / "protection-des-donnees.md"
CLAIMS, MONEY, OWED = (
    "**Factures en attente**",
    "**Avis de paiement, virements, pointages**",
    "**Acomptes, indemnités",
)
INCIDENT, TEAM, ACCESS = "**Incident**", "**Équipe**", "**Accès**"
JOURNAL, SETTINGS, DEBITS = "**Journal**", "**Réglages", "**Débits**"
OPERATORS, IDENTITY, BANK_CHANGE = "**Opérateurs", "**La pharmacie**", "**Changements de RIB**"

LINES = {
    "accesses": ACCESS,
    "accredited_rejects": OWED,
    "advance_basis": OWED,
    "advance_movements": OWED,
    "advances": OWED,
    "alembic_version": SETTINGS,
    "attachments": INCIDENT,
    "bank_accounts": MONEY,
    "bank_changes": BANK_CHANGE,
    "bank_credits": MONEY,
    "bank_line_key": DEBITS,
    "bank_lines": DEBITS,
    "bank_sightings": DEBITS,
    "bank_statements": MONEY,
    "breach_facts": INCIDENT,
    "claim_history": CLAIMS,
    "claims": CLAIMS,
    "claims_before": CLAIMS,
    "compulsory_delays": OWED,
    "delegations": TEAM,
    "handovers": INCIDENT,
    "imports": CLAIMS,
    "incidents": INCIDENT,
    "indemnity_rules": OWED,
    "inserted_blocks": INCIDENT,
    "insurers": OPERATORS,
    "journal": JOURNAL,
    "match_allocations": MONEY,
    "matches": MONEY,
    "notice_lines": MONEY,
    "notices": MONEY,
    "password_marks": ACCESS,
    "payer_rules": MONEY,
    "people": TEAM,
    "pharmacy": IDENTITY,
    "pictures": SETTINGS,
    "pins": TEAM,
    "portal_readings": OPERATORS,
    "printed": SETTINGS,
    "profiles": SETTINGS,
    "readings": OPERATORS,
    "reminders": OWED,
    "restart_signs": OPERATORS,
    "rotations": ACCESS,
    "settings": SETTINGS,
    "signed_data": SETTINGS,
    "statement_imports": MONEY,
    "step_records": INCIDENT,
    "suspensions": OPERATORS,
    "sweep_items": ACCESS,
}
"""Table → the line of the sheet that tells it. A new table is told there before it is kept."""


def test_every_table_is_told_to_the_titulaire() -> None:
    assert set(LINES) == set(tables.metadata.tables)
    sheet = SHEET.read_text(encoding="utf-8")
    assert [line for line in set(LINES.values()) if f"| {line}" not in sheet] == []


def test_no_column_is_made_for_a_patient() -> None:
    """No name, no NIR, no product, no birth date: there is not even a place for them."""
    forbidden = ("patient", "nir", "birth", "insured", "product", "cip", "drug", "social")
    for table in tables.metadata.tables.values():
        for column in table.columns:
            words = column.name.split("_")
            assert not set(words) & set(forbidden), f"{table.name}.{column.name}"
