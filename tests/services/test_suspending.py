"""Suspending tiers payant: only the titulaire's recorded decision, read at the counter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.conduct import CLOSING, PATIENT_PAYS
from pharmassist.domain.operators import Light, LightState, Reading
from pharmassist.domain.people import Role
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes
from pharmassist.services.counter import Counter, suspended_lines, suspension_words
from pharmassist.services.people import People
from pharmassist.services.pins import Pins
from pharmassist.services.suspending import Suspending
from pharmassist.services.texts import use_language
from tests.registers import make_register

CLOCK = FixedClock(datetime(2024, 2, 5, 9, tzinfo=UTC))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqlRegister]:
    made = make_register(tmp_path, CLOCK)
    yield made
    made.close()


@pytest.fixture
def suspending(register: SqlRegister) -> Suspending:
    people = People(register, Changes())
    known = {person.initials for person in people.list()}
    for initials, role in (("AB", Role.OWNER), ("LM", Role.TEAM)):
        if initials not in known:
            people.add("AB", initials, "", role)
    pins = Pins(register, Argon2Hash(), CLOCK, Changes())
    return Suspending(register, TomlCatalogue(), pins, CLOCK, Changes())


def test_only_the_titulaire_decides_and_the_counter_reads_it(
    suspending: Suspending, register: SqlRegister
) -> None:
    with pytest.raises(Problem, match="owner_needed"):
        suspending.decide("viamedis", "LM", "trésorerie")
    with pytest.raises(Problem, match="reason_missing"):
        suspending.decide("viamedis", "AB", " ")
    with pytest.raises(Problem, match="operator_unknown"):
        suspending.decide("korelio", "AB", "trésorerie")
    decision = suspending.decide("viamedis", "AB", "au-delà du seuil écrit", date(2024, 2, 6))
    with pytest.raises(Problem, match="already_suspended"):
        suspending.decide("viamedis", "AB", "encore")
    use_language("fr")
    answer = Counter(register, TomlCatalogue(), CLOCK).search("malakoff")[0]
    assert answer.suspended == (decision,)
    assert answer.conduct.endswith(CLOSING), "C2S, AME, AT/MP, maternité, ALD: nothing changes"
    assert suspension_words(decision).startswith("Part AMC")
    assert "décision de AB" in suspension_words(decision)
    with register.read() as tx:
        entry = tx.journal.last(1)[0]
    assert (entry.what, entry.subject, entry.who) == ("operators.suspended", "viamedis", "AB")


def test_a_decision_ends(suspending: Suspending, register: SqlRegister) -> None:
    suspending.decide("viamedis", "AB", "seuil")
    with pytest.raises(Problem, match="owner_needed"):
        suspending.end("viamedis", "LM")
    ended = suspending.end("viamedis", "AB")
    assert ended.ended_by == "AB"
    assert suspending.in_force() == ()
    with pytest.raises(Problem, match="not_suspended"):
        suspending.end("viamedis", "AB")
    assert Counter(register, TomlCatalogue(), CLOCK).search("malakoff")[0].suspended == ()


def test_degraded_billing_is_only_a_question(register: SqlRegister) -> None:
    """Asked while rights cannot be read; never a number of days (trade.md §6)."""
    counter = Counter(register, TomlCatalogue(), CLOCK)
    assert counter.search("malakoff")[0].question == ""
    with register.write("AB") as tx:
        from_screen = Reading("viamedis", Light.RIGHTS, LightState.STOPPED, tx.now, "AB", "person", "écran")
        tx.operators.add_reading(from_screen)
        tx.journal.record("operators.light", "viamedis")
    answer = counter.search("malakoff")[0]
    assert answer.question == "Le LGO propose-t-il une accréditation antérieure\u202f?"
    assert answer.question not in answer.conduct


def test_a_decision_with_a_last_day_ends_by_itself(register: SqlRegister) -> None:
    clock = FixedClock(CLOCK.now())
    pins = Pins(register, Argon2Hash(), clock, Changes())
    suspending = Suspending(register, TomlCatalogue(), pins, clock, Changes())
    with pytest.raises(Problem, match="until_past"):
        suspending.decide("viamedis", "AB", "seuil", until=date(2024, 2, 4))
    with pytest.raises(Problem, match="until_past"):
        suspending.decide("viamedis", "AB", "seuil", date(2024, 2, 8), date(2024, 2, 7))
    decision = suspending.decide("viamedis", "AB", "seuil", until=date(2024, 2, 9))
    use_language("fr")
    assert "du 05/02/24 au 09/02/24 inclus" in suspension_words(decision)
    clock.set(datetime(2024, 2, 9, 17, tzinfo=UTC))
    assert suspending.in_force() == (decision,)
    clock.set(datetime(2024, 2, 10, 8, tzinfo=UTC))
    assert suspending.in_force() == ()
    assert Counter(register, TomlCatalogue(), clock).search("malakoff")[0].suspended == ()
    with pytest.raises(Problem, match="not_suspended"):
        suspending.end("viamedis", "AB")
    assert suspending.decide("viamedis", "AB", "de nouveau").until is None


def test_a_card_with_two_operators_says_whose_tiers_payant_is_suspended(
    suspending: Suspending, register: SqlRegister
) -> None:
    suspending.decide("viamedis", "AB", "seuil")
    use_language("fr")
    counter, names = Counter(register, TomlCatalogue(), CLOCK), {"viamedis": "Viamedis"}
    both = counter.search("aésio")[0]
    assert set(both.operators) == {"almerys", "viamedis"}
    (told,) = suspended_lines(both, names)
    assert told.startswith("Viamedis · Part AMC")
    (told,) = suspended_lines(counter.search("malakoff")[0], names)
    assert told.startswith("Part AMC")


def test_under_a_suspension_no_sentence_says_to_bill_as_usual(
    suspending: Suspending, register: SqlRegister
) -> None:
    counter = Counter(register, TomlCatalogue(), CLOCK)
    (before, *_others) = counter.search("viamedis")
    assert "Facturez" in before.conduct
    suspending.decide("viamedis", "AB", "au-delà du seuil écrit")
    (answer, *_others) = counter.search("viamedis")
    assert answer.conduct.startswith(PATIENT_PAYS)
    assert answer.conduct.endswith(CLOSING)
    assert "Facturez" not in answer.conduct
    two = next(
        found
        for found in counter.known().everyone()
        if len(found.operators) == 2 and "viamedis" in found.operators
    )
    assert "Viamedis\u00a0: le patient règle la part mutuelle. Sinon\u00a0: " in two.conduct


def test_a_suspension_to_come_changes_no_sentence_yet(suspending: Suspending, register: SqlRegister) -> None:
    suspending.decide("viamedis", "AB", "au-delà du seuil écrit", date(2024, 2, 6))
    (answer, *_others) = Counter(register, TomlCatalogue(), CLOCK).search("viamedis")
    assert PATIENT_PAYS not in answer.conduct
    (told,) = suspended_lines(answer, {})
    assert "suspendu à partir du" in told
