"""What the pharmacy itself keeps is shown as known good, with its origin; nothing kept is said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.domain.accesses import Access, AccessKind
from pharmassist.domain.bank_details import BankChange, Side, Way
from pharmassist.domain.messages import CallForm
from pharmassist.services.judging import Opinion
from pharmassist.services.office import Office
from tests.ui.offices import founded_office

CALL = CallForm("Viamedis", "06 00 00 00 00")
AT = datetime(2024, 2, 6, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def change(party: str, number: str, *, called: bool) -> BankChange:
    return BankChange(
        side=Side.THEIRS,
        party=party,
        last4="0001",
        way=Way.MAIL,
        asked_at=AT,
        asked_by="AB",
        number=number,
        number_source="le contrat",
        called_at=AT if called else None,
        called_by="AB" if called else "",
    )


def kept(opinion: Opinion) -> dict[str, tuple[str, bool]]:
    return {way.value: (way.label, way.verified) for way in opinion.known if "gardé par vous" in way.label}


def test_nothing_kept_is_said_and_the_directory_stays(office: Office) -> None:
    with office.register.read() as tx:
        before = len(tx.journal.last())
    opinion = office.judging.call(CALL)
    assert kept(opinion) == {}
    assert opinion.known_note == "Votre registre ne garde ni numéro ni adresse de Viamedis."
    assert any("0 805 62 00 10" in way.value for way in opinion.known)
    with office.register.read() as tx:
        assert len(tx.journal.last()) == before


def test_numbers_called_back_and_sites_of_accesses(office: Office) -> None:
    with office.register.write("AB") as tx:
        tx.bank_changes.add(change("viamedis", "01 00 00 00 01", called=True))
        tx.bank_changes.add(change("Viamedis, comptabilité", "01 00 00 00 02", called=True))
        tx.bank_changes.add(change("viamedis", "01 00 00 00 03", called=False))
        for place in ("https://www.viamedis.net/pro", "portail.autre.example", "comptoir 2"):
            tx.accesses.add(Access(AccessKind.PORTAL, "port-ab", operator="viamedis", place=place))
        tx.journal.record("access.added")
    opinion = office.judging.call(CALL)
    assert kept(opinion) == {
        "01 00 00 00 01": ("gardé par vous, rappelé le mar. 06/02 (le contrat)", True),
        "01 00 00 00 02": ("gardé par vous, rappelé le mar. 06/02 (le contrat)", True),
        "www.viamedis.net": ("gardé par vous, avec l’accès port-ab", True),
        "portail.autre.example": ("gardé par vous, non vérifié, accès port-ab", False),
    }
    assert opinion.known_note == ""
    assert kept(office.judging.call(CallForm("Almerys", ""))) == {}
