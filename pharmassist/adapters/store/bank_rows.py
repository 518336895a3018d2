"""Credits as rows, computed columns included, and their words as text."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Row

from pharmassist.adapters.store.claim_rows import folded
from pharmassist.adapters.store.rows import Stored, iso_day, read_day, read_names, write_names
from pharmassist.domain.bank import Credit
from pharmassist.domain.money import plain_money

_WORDS = ("label", "remittance", "references", "payer_name", "payer_iban", "value_day", "bank_code")
"""The columns that a later import may complete."""


def credit_values(credit: Credit) -> dict[str, Stored]:
    """Return the columns of a credit without its number and version."""
    return {
        "account_id": credit.account_id,
        "day": credit.day.isoformat(),
        "cents": credit.cents,
        **word_values(credit),
        "allocated": credit.allocated,
        "other": credit.other,
        "returns": credit.returns,
        "returned_by": credit.returned_by,
        "import_id": credit.import_id,
        "state": credit.state.value,
        "searched": searched(credit),
    }


def word_values(credit: Credit) -> dict[str, Stored]:
    """Return the columns that an import tells and a later one may complete."""
    return {
        "label": credit.label,
        "remittance": credit.remittance,
        "references": write_names(credit.references),
        "payer_name": credit.payer_name,
        "payer_iban": credit.payer_iban,
        "value_day": iso_day(credit.value_day),
        "bank_code": credit.bank_code,
    }


def searched(credit: Credit) -> str:
    """Return what a text is looked for in: the words and the amount."""
    return folded(f"{credit.words} {credit.payer_iban} {plain_money(credit.cents)}")


def credit_of(row: Row[Any]) -> Credit:
    """Return the credit of a row."""
    return Credit(
        row.account_id,
        date.fromisoformat(row.day),
        row.cents,
        row.label,
        row.remittance,
        read_names(row.references),
        row.payer_name,
        row.payer_iban,
        read_day(row.value_day),
        row.bank_code,
        row.allocated,
        row.other,
        row.returns,
        row.returned_by,
        row.import_id,
        row.id,
        row.version,
    )


def write_words(credit: Credit) -> str:
    """Write the words of a credit as text, to put them back one day."""
    return json.dumps(word_values(credit), ensure_ascii=False, sort_keys=True)


def with_words(credit: Credit, text: str) -> Credit:
    """Return the credit with the words that were written."""
    values = json.loads(text)
    words = {name: values[name] for name in _WORDS}
    words["references"] = read_names(words["references"])
    words["value_day"] = read_day(words["value_day"])
    return Credit(
        credit.account_id,
        credit.day,
        credit.cents,
        **words,
        allocated=credit.allocated,
        other=credit.other,
        returns=credit.returns,
        returned_by=credit.returned_by,
        import_id=credit.import_id,
        id=credit.id,
        version=credit.version,
    )
