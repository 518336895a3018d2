"""What is saved by one key is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pharmassist.domain.cash import CashKind, CashLine
from pharmassist.domain.problems import Problem
from pharmassist.services.office import Office
from tests.ui.offices import founded_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def test_the_settings_of_one_save(office: Office) -> None:
    head, before = office.journal.head(), office.people.settings()
    with pytest.raises(UnicodeEncodeError):
        # The store refuses the second value, after the first was written.
        office.people.save("AB", None, {"lock_minutes": "10", "language": "\ud800"})
    assert office.people.settings() == before
    assert office.journal.head() == head
    town = replace(office.people.pharmacy(), town="Port-Blanc")
    office.people.save("AB", town, {"lock_minutes": "10"})
    assert office.people.settings() == {**before, "lock_minutes": "10"}
    assert office.people.pharmacy().town == "Port-Blanc"


def test_the_lines_of_cash_of_one_save(office: Office) -> None:
    head, day = office.journal.head(), date(2024, 2, 15)
    lines = {CashKind.WAGES: CashLine(CashKind.WAGES, day, 900_000), CashKind.VAT: None}
    with pytest.raises(Problem, match="amount_not_positive"):
        office.cash.set_lines("AB", {**lines, CashKind.VAT: CashLine(CashKind.VAT, day, 0)})
    assert (office.cash.view().lines, office.journal.head()) == ((), head)
    office.cash.set_lines("AB", lines)
    assert [(line.kind, line.cents) for line in office.cash.view().lines] == [(CashKind.WAGES, 900_000)]
