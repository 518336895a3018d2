"""A change of bank details: called back, seconded, a day later, by an owner; or refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.domain.bank_details import Outcome, Side, Way
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.bank_guard import RIB, BankGuard
from pharmassist.services.changes import Changes
from pharmassist.services.pins import Pins
from tests.registers import make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
PEOPLE = (
    Person(0, "AB", "Anne Besson", Role.OWNER),
    Person(0, "LM", "Luc Martin", Role.CLAIMS_LEAD),
)


class Desk:
    """The guard on a real register."""

    def __init__(self, folder: Path, people: tuple[Person, ...]) -> None:
        self.clock = FixedClock(NOW)
        self.register = make_register(folder, self.clock, people)
        changes = Changes()
        pins = Pins(self.register, Argon2Hash(memory_kib=64, passes=1), self.clock, changes)
        self.guard = BankGuard(self.register, TomlCatalogue(), pins, changes)

    def rib(self) -> str:
        with self.register.read() as tx:
            return tx.people.settings().get(RIB, "")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, PEOPLE)
    with closing(made.register):
        yield made


@contextmanager
def problem(code: str) -> Iterator[None]:
    with pytest.raises(Problem) as told:
        yield
    assert told.value.code == code


def test_nothing_changes_before_the_call_the_second_person_and_the_day(desk: Desk) -> None:
    guard = desk.guard
    asked = guard.ask("LM", Side.OURS, "viamedis", "0142", Way.MAIL)
    number = asked.change.id
    assert asked.missing == ("call", "second", "day")
    with problem("bank_not_called"):
        guard.apply("AB", number)
    with problem("bank_not_called"):
        guard.second("AB", number)
    with problem("bank_number_source"):
        guard.called("LM", number, "01 23 45 67 89", "", confirmed=True)
    guard.called("LM", number, "01 23 45 67 89", "contrat de 2019", confirmed=True)
    with problem("bank_second_same"):
        guard.second("LM", number)
    with problem("bank_second_needed"):
        guard.apply("AB", number)
    assert guard.second("AB", number).missing == ("day",)
    desk.clock.set(NOW + timedelta(hours=23))
    with problem("bank_day"):
        guard.apply("AB", number)
    assert desk.rib() == ""
    desk.clock.set(NOW + timedelta(hours=24))
    with problem("owner_needed"):
        guard.apply("LM", number)
    assert guard.apply("AB", number).change.outcome is Outcome.APPLIED
    assert desk.rib() == "0142"
    with problem("bank_change_ended"):
        guard.refuse("AB", number, "trop tard")


def test_a_clock_set_forward_and_back_leaves_the_day_as_it_was(desk: Desk) -> None:
    number = desk.guard.ask("LM", Side.THEIRS, "almerys", "0142", Way.PHONE).change.id
    desk.guard.called("LM", number, "01 23 45 67 89", "facture", confirmed=True)
    desk.guard.second("AB", number)
    desk.clock.set(NOW - timedelta(days=3))
    with problem("bank_day"):
        desk.guard.apply("AB", number)


def test_the_other_side_knows_nothing_of_it_then_it_is_refused(desk: Desk) -> None:
    number = desk.guard.ask("LM", Side.THEIRS, "Mutuelle du Port", "9Z42", Way.MAIL).change.id
    told = desk.guard.called("AB", number, "01 23 45 67 89", "contrat", confirmed=False)
    assert (told.change.outcome, told.missing) == (Outcome.REFUSED, ())
    assert [one.change.id for one in desk.guard.list()] == [number]
    assert desk.guard.list(open_only=True) == ()


def test_a_pharmacy_of_one_has_the_call_and_the_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, PEOPLE[:1])
    with closing(desk.register):
        number = desk.guard.ask("AB", Side.OURS, "viamedis", "0142", Way.POST).change.id
        told = desk.guard.called("AB", number, "01 23 45 67 89", "contrat", confirmed=True)
        assert told.missing == ("day",)
        desk.clock.set(NOW + timedelta(hours=25))
        assert desk.guard.apply("AB", number).change.outcome is Outcome.APPLIED


@pytest.mark.parametrize(
    ("party", "last4", "code"),
    [
        ("", "0142", "bank_party_missing"),
        ("viamedis", "FR76", ""),
        ("viamedis", "76300060000112", "bank_last4"),
    ],
)
def test_no_more_than_four_signs_are_taken(desk: Desk, party: str, last4: str, code: str) -> None:
    if code:
        with problem(code):
            desk.guard.ask("AB", Side.OURS, party, last4, Way.MAIL)
    else:
        assert desk.guard.ask("AB", Side.OURS, party, last4, Way.MAIL).change.last4 == last4


def test_a_reason_holds_no_nir(desk: Desk) -> None:
    number = desk.guard.ask("AB", Side.OURS, "viamedis", "0142", Way.MAIL).change.id
    with problem("bank_reason"):
        desk.guard.refuse("AB", number, " ")
    with problem("nir_refused"):
        desk.guard.refuse("AB", number, "185057800608491")
