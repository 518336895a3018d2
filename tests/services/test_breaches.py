"""What is said of a breach, on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.breaches import BreachField, ClockState
from pharmassist.domain.problems import Problem
from pharmassist.services.breach_words import clock_state, clock_working, span_words
from pharmassist.services.breaches import Breaches
from pharmassist.services.changes import Changes
from pharmassist.services.guiding import Guiding
from pharmassist.services.texts import use_language
from tests.registers import make_register

EASTER = datetime(2024, 3, 29, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(EASTER)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    made = make_register(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def breaches(register: SqlRegister, clock: FixedClock) -> Breaches:
    guiding = Guiding(register, TomlCatalogue(), clock, Changes())
    case = guiding.open("account-misused", "AB").case.id
    guiding.answer(case, "a-qui", "AB", "ours")
    return Breaches(register, TomlCatalogue(), clock, Changes())


def test_the_working_is_shown_with_the_change_of_the_hour(breaches: Breaches) -> None:
    view = breaches.note(1, "AB", {BreachField.DISCOVERED: EASTER})
    assert view.breach.whose == "ours"
    use_language("fr")
    working = clock_working(view, view.clocks[0])
    assert "ven. 29/03 10 h 00 + 72" in working
    assert "lun. 01/04 11 h 00 (heure de Paris)" in working
    assert "l’heure change" in working
    assert "au plus tôt" in working
    assert clock_state(view, view.clocks[0]) == "reste 3 j 0 h"


def test_a_setting_moves_the_wall(breaches: Breaches, register: SqlRegister) -> None:
    with register.write("AB") as tx:
        tx.people.set_setting("time_zone", "Indian/Reunion")
        tx.journal.record("setting.changed", "time_zone")
    view = breaches.note(1, "AB", {BreachField.DISCOVERED: EASTER})
    use_language("fr")
    working = clock_working(view, view.clocks[1])
    assert "13 h 00" in working
    assert "heure de La Réunion" in working
    assert "change" not in working


def test_not_to_notify_needs_its_reason_and_is_recorded(breaches: Breaches, register: SqlRegister) -> None:
    with pytest.raises(Problem, match="reason_missing"):
        breaches.note(1, "AB", {BreachField.CNIL: "not_notify"})
    said: dict[BreachField, str | datetime] = {
        BreachField.CNIL: "not_notify",
        BreachField.CNIL_REASON: "aucune donnée lue",
    }
    view = breaches.note(1, "AB", said)
    assert view.clocks[0].state is ClockState.STOPPED
    assert [(fact.name, fact.who) for fact in view.breach.facts] == [("cnil", "AB"), ("cnil_reason", "AB")]
    with register.read() as tx:
        noted = [dict(e.facts) for e in tx.journal.last(5) if e.what == "incident.breach"]
    assert {"field": "cnil", "value": "not_notify"} in noted
    assert {"field": "cnil_reason"} in noted, "words somebody typed stay out of the journal"


def test_instants_hold_together(breaches: Breaches) -> None:
    for said in (
        {BreachField.DISCOVERED: EASTER + timedelta(minutes=1)},
        {BreachField.DISCOVERED: EASTER, BreachField.QUALIFIED: EASTER - timedelta(hours=1)},
        {BreachField.DISCOVERED: "hier"},
        {BreachField.NATURE: EASTER},
    ):
        with pytest.raises(Problem, match="breach_instant"):
            breaches.note(1, "AB", said)
    with pytest.raises(Problem, match="breach_choice"):
        breaches.note(1, "AB", {BreachField.CNIL: "peut-être"})
    with pytest.raises(Problem, match="nir_refused"):
        breaches.note(1, "AB", {BreachField.NATURE: "dossier 1 84 12 76 451 089 46"})
    assert breaches.view(1).breach.facts == ()


def test_the_same_word_twice_is_one_fact(breaches: Breaches) -> None:
    for _turn in range(2):
        breaches.note(1, "AB", {BreachField.NATURE: "boîte lue"})
    assert len(breaches.view(1).breach.facts) == 1
    assert [view.case.id for view in breaches.all_views()] == [1]


def test_spans_in_words() -> None:
    use_language("fr")
    spans = (timedelta(hours=52, minutes=4), timedelta(minutes=320), timedelta(minutes=12))
    assert [span_words(span) for span in spans] == ["2 j 4 h", "5 h 20 min", "12 min"]
