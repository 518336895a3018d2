"""A statement and notices that lie beside a register, ready to be brought: the demonstration has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.banking import BankChoice
from pharmassist.services.noticing import NoticeChoice

if TYPE_CHECKING:
    from pharmassist.services.office import Office

FOLDER, STATEMENT, NOTICES = "bank", "releve.csv", "avis.csv"


def bring_waiting_files(office: Office, who: str) -> None:
    """Import both, as a person who chooses them would; the same again adds nothing.

    Raises as ``Banking.store`` and ``Noticing.store``, and ``mapping_needed``.
    """
    folder = office.register.path.parent / FOLDER
    notices = office.noticing.store(who, folder / NOTICES, NoticeChoice())
    statement = office.banking.store(who, folder / STATEMENT, BankChoice())
    for name, done in ((NOTICES, notices), (STATEMENT, statement)):
        if not isinstance(done, StatementReport):
            raise Problem("mapping_needed", {"file": name})
