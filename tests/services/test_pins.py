"""Who may decide: PINs with their delays, delegations, the recovery sheet for a forgotten one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.people import Person, Role
from pharmassist.domain.pins import wait_after
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import write_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes
from pharmassist.services.pins import Pins
from tests.registers import KEY, OTHER_KEY, make_files, make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
PEOPLE = (
    Person(0, "AB", "Anne Besson", Role.OWNER),
    Person(0, "LM", "Luc Martin", Role.CLAIMS_LEAD),
    Person(0, "CD", "Chloé Dumas", Role.TEAM, "adjointe"),
)
RIGHT, WRONG = Secret("7294"), Secret("7295")
QUICK = Argon2Hash(memory_kib=64, passes=1)


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 30 January 2024, 08:10."""
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    """A real register with an owner, a claims lead and an adjointe."""
    with closing(make_register(tmp_path, clock, PEOPLE)) as opened:
        yield opened


@pytest.fixture
def pins(register: SqlRegister, clock: FixedClock) -> Pins:
    """The service, with a quick hash."""
    return Pins(register, QUICK, clock, Changes())


def refused(code: str, call: object, *arguments: object) -> Problem:
    assert callable(call)
    with pytest.raises(Problem) as told:
        call(*arguments)
    assert told.value.code == code
    return told.value


def test_without_a_pin_an_owner_passes_and_nobody_else(pins: Pins) -> None:
    assert pins.owner_only("ab").initials == "AB"
    refused("owner_needed", pins.owner_only, "LM")
    refused("person_unknown", pins.owner_only, "ZZ")


def test_once_set_the_pin_stands_before_the_owners_verbs(pins: Pins) -> None:
    pins.set("AB", RIGHT)
    refused("pin_needed", pins.owner_only, "AB")
    refused("pin_needed", pins.owner_only, "AB", Secret(""))
    refused("pin_wrong", pins.owner_only, "AB", WRONG)
    assert pins.owner_only("AB", RIGHT).initials == "AB"


@pytest.mark.parametrize("digits", ["123", "1234567890123", "12a4", "٣٣٤٥", ""])
def test_a_pin_is_four_to_twelve_digits(pins: Pins, digits: str) -> None:
    refused("pin_form", pins.set, "AB", Secret(digits))


@pytest.mark.parametrize("digits", ["0000", "1234", "4321", "7890", "111111"])
def test_what_everybody_tries_first_is_no_pin(pins: Pins, digits: str) -> None:
    refused("pin_simple", pins.set, "AB", Secret(digits))


def test_wrong_pins_make_the_next_one_wait_longer_and_longer(pins: Pins, clock: FixedClock) -> None:
    pins.set("AB", RIGHT)
    for _number in range(3):
        refused("pin_wrong", pins.check, "AB", WRONG)
    assert refused("pin_wait", pins.check, "AB", RIGHT).values["seconds"] == 6
    clock.set(NOW + timedelta(seconds=5))
    assert refused("pin_wrong", pins.check, "AB", WRONG).values["seconds"] == 10
    clock.set(NOW + timedelta(seconds=16))
    pins.check("AB", RIGHT)
    refused("pin_wrong", pins.check, "AB", WRONG)
    pins.check("AB", RIGHT)


def test_the_wait_survives_a_restart_and_a_clock_set_back(
    pins: Pins, register: SqlRegister, clock: FixedClock, tmp_path: Path
) -> None:
    pins.set("AB", RIGHT)
    for _number in range(3):
        refused("pin_wrong", pins.check, "AB", WRONG)
    register.close()
    clock.set(NOW - timedelta(days=400))
    with closing(make_files(tmp_path, clock).open(KEY)) as again:
        refused("pin_wait", Pins(again, QUICK, clock, Changes()).check, "AB", RIGHT)


def test_the_wait_never_passes_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures) for failures in range(40)]
    assert waits[:5] == [timedelta(0)] * 3 + [timedelta(seconds=5), timedelta(seconds=10)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_another_pin_asks_the_one_in_force(pins: Pins) -> None:
    pins.set("AB", RIGHT)
    refused("pin_needed", pins.set, "AB", WRONG)
    refused("pin_wrong", pins.set, "AB", WRONG, WRONG)
    pins.set("AB", WRONG, RIGHT)
    pins.check("AB", WRONG)


def test_a_forgotten_pin_is_replaced_with_the_recovery_sheet(pins: Pins) -> None:
    pins.set("AB", RIGHT)
    for _number in range(9):
        with pytest.raises(Problem):
            pins.check("AB", WRONG)
    refused("recovery_key_length", pins.reset, "AB", WRONG, Secret("7ZK4M"))
    refused("recovery_key_other", pins.reset, "AB", WRONG, Secret(write_recovery_key(OTHER_KEY)))
    pins.reset("AB", WRONG, Secret(write_recovery_key(KEY)))
    pins.check("AB", WRONG)


def test_a_delegation_opens_the_owners_verbs_for_its_days_only(pins: Pins, clock: FixedClock) -> None:
    today = clock.today()
    pins.delegate("AB", "CD", today + timedelta(days=2), today + timedelta(days=1))
    refused("owner_needed", pins.owner_only, "CD")
    clock.set(NOW + timedelta(days=1))
    assert pins.owner_only("CD").initials == "CD"
    assert pins.power("CD").until == today + timedelta(days=2)
    clock.set(NOW + timedelta(days=3))
    refused("owner_needed", pins.owner_only, "CD")


def test_a_delegation_is_an_owners_own_to_give_and_to_take_back(pins: Pins, clock: FixedClock) -> None:
    until = clock.today() + timedelta(days=5)
    refused("owner_needed", pins.delegate, "LM", "CD", until)
    pins.delegate("AB", "CD", until)
    refused("owner_itself", pins.delegate, "CD", "LM", until)
    refused("delegation_to_owner", pins.delegate, "AB", "AB", until)
    refused("delegation_days", pins.delegate, "AB", "LM", clock.today() - timedelta(days=1))
    pins.take_back("AB", "CD")
    refused("owner_needed", pins.owner_only, "CD")
    refused("delegation_none", pins.take_back, "AB", "CD")


def test_the_register_keeps_no_pin_and_the_dump_no_digest(pins: Pins, register: SqlRegister) -> None:
    pins.set("AB", RIGHT)
    refused("pin_wrong", pins.check, "AB", WRONG)
    with register.read() as tx:
        kept = tx.pins.pin(1)
        told = [entry for entry in tx.journal.last() if entry.what.startswith("pin.")]
    assert kept is not None
    assert kept.digest.startswith("$argon2id$")
    assert [entry.what for entry in told] == ["pin.refused", "pin.set"]
    text = "\n".join(register.dump())
    assert "argon2" not in text
    assert RIGHT.reveal() not in text


def test_the_real_hash_costs_what_it_says() -> None:
    digest = Argon2Hash().make(RIGHT)
    assert digest.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert Argon2Hash().holds(digest, RIGHT)
    assert not Argon2Hash().holds(digest, WRONG)
