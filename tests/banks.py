"""Bank services on a real register, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.statements import BankFiles
from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.resources_location import resource_path
from pharmassist.services.banking import BankChoice, Banking
from pharmassist.services.changes import Changes
from pharmassist.services.ports.files import Source
from pharmassist.services.ports.register import Register

LATER = datetime(2025, 1, 6, 7, 10, tzinfo=UTC)
"""An instant after the demonstration's year."""


def banking(register: Register) -> Banking:
    """Return the service of bank statements."""
    return Banking(register, BankFiles(), FileTables(), PrivateFiles(), FixedClock(LATER), Changes())


def imported(register: Register, source: Source, choice: BankChoice | None = None) -> StatementReport:
    """Import a bank file whose columns nobody must say."""
    report = banking(register).store("AB", source, choice or BankChoice())
    assert isinstance(report, StatementReport)
    return report


def catalogue() -> TomlCatalogue:
    """Return the shipped catalogue."""
    return TomlCatalogue(resource_path())
