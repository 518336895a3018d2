"""Conduite au comptoir: story 4 of the trade, Saturday 3 February 2024, 11:40, a queue."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.calendar import is_working_day, working_days_between
from pharmassist.domain.conduct import CLOSING, RESEND_NOTHING
from pharmassist.domain.identifiers import looks_like_nir, nir_key
from pharmassist.domain.operators import Insurer, Light, LightState
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes
from pharmassist.services.counter import Counter
from pharmassist.services.watching import Watching
from tests.registers import make_register
from tests.services.test_watching import PlayedWeb

SATURDAY = datetime(2024, 2, 3, 10, 40, tzinfo=UTC)
NIR_BODY = "2850599999991"
NIR = f"{NIR_BODY}{nir_key(NIR_BODY):02d}"
STOPPED = {
    Light.RIGHTS: LightState.STOPPED,
    Light.TRANSMISSION: LightState.WORKING,
    Light.NOTICES: LightState.STOPPED,
    Light.TRANSFERS: LightState.STOPPED,
}


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqlRegister]:
    clock = FixedClock(SATURDAY)
    made = make_register(tmp_path, clock)
    watching = Watching(made, TomlCatalogue(), PlayedWeb(), clock, Changes())
    watching.set_lights("viamedis", tuple(STOPPED.items()), "AB", "avis du syndicat", date(2024, 2, 9))
    watching.set_lights("almerys", tuple((x, LightState.WORKING) for x in Light), "AB", "écran du LGO")
    yield made
    made.close()


@pytest.fixture
def counter(register: SqlRegister) -> Counter:
    return Counter(register, TomlCatalogue(), FixedClock(SATURDAY))


def teach(register: SqlRegister, *insurers: Insurer) -> None:
    with register.write("AB") as tx:
        for insurer in insurers:
            tx.operators.save_insurer(insurer)
        tx.journal.record("insurers.assigned", insurers[0].name)


def test_story_4_a_malakoff_card(counter: Counter) -> None:
    """Copy the card and bill. The C2S patient with the old Malakoff card is told of in the same sentence."""
    answer = counter.search("Malakoff")[0]
    assert (answer.payer, answer.operators, answer.certainty) == (
        "Malakoff Humanis",
        ("viamedis",),
        "to_verify",
    )
    assert dict(answer.lights) == STOPPED
    assert answer.conduct == (
        "Copiez la carte papier. Facturez comme d’habitude. Ne renvoyez rien. " + CLOSING
    )


@pytest.mark.parametrize(
    "typed", ["C2S", "c2s", "complementaire sante", "accident du travail", "AT", "at/mp", "ald", "maternite"]
)
def test_story_4_nothing_changes(counter: Counter, typed: str) -> None:
    answer = counter.search(typed)[0]
    assert (answer.certainty, answer.operators) == ("rule", ())
    assert answer.conduct.endswith(CLOSING)
    assert "Copiez" not in answer.conduct


def test_story_4_two_operators(counter: Counter) -> None:
    answer = counter.search("aesio")[0]
    assert answer.payer == "Aésio"
    assert set(answer.operators) == {"almerys", "viamedis"}
    assert answer.conduct.startswith("Lisez le logo de la carte\u00a0: Almerys ou Viamedis.")
    assert RESEND_NOTHING in answer.conduct
    each = dict(answer.each)
    assert "Copiez" in each["Viamedis"]
    assert each["Almerys"] == "Facturez comme d’habitude. " + CLOSING


def test_story_4_a_nir_typed_by_reflex(
    counter: Counter, register: SqlRegister, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with register.read() as tx:
        head = tx.journal.head()
    for typed in (NIR, f"Malakoff {NIR}", NIR_BODY):
        with pytest.raises(Problem, match="nir_refused") as refused:
            counter.search(typed)
        assert NIR_BODY not in repr(refused.value) + str(refused.value.values)
    with register.read() as tx:
        assert tx.journal.head() == head
    assert NIR_BODY not in "".join(register.dump())
    assert NIR_BODY not in caplog.text


def test_story_4_saturday_is_no_working_day() -> None:
    assert not is_working_day(SATURDAY.date())
    assert working_days_between(date(2024, 2, 2), SATURDAY.date()) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "malakoff",
        "MALAKOFF",
        "malak",
        "humanis",
        "malakof",
        "malakov",
        "mallakoff",
        "malkoff",
        "Malakoff Médéric",
        "malakoff mederic",
    ],
)
def test_names_in_haste(counter: Counter, typed: str) -> None:
    assert counter.search(typed)[0].payer == "Malakoff Humanis"


@pytest.mark.parametrize("typed", ["", "   ", "?", "zzzz", "boulangerie du port", "99999999"])
def test_nobody_knows(counter: Counter, typed: str) -> None:
    assert counter.search(typed) == ()
    assert counter.unknown().endswith(CLOSING)
    assert RESEND_NOTHING in counter.unknown()


@pytest.mark.parametrize("typed", ["29993227", "0029993227", "029993227", "29 993 227", " 29993227 "])
def test_an_amc_number_in_any_form(counter: Counter, typed: str) -> None:
    assert [answer.payer for answer in counter.search(typed)] == ["Intériale"]


def test_an_operator(counter: Counter) -> None:
    answer = counter.search("viamedis")[0]
    assert (answer.payer, answer.certainty, dict(answer.lights)) == ("Viamedis", "operator", STOPPED)


def test_what_was_taught_goes_first(counter: Counter, register: SqlRegister) -> None:
    teach(
        register,
        Insurer("Malakoff Humanis", "0099310001", ("almerys",), "taught", "AB"),
        Insurer("Mutuelle du Port", "0099310002", ("viamedis",), "learnt", "LGO"),
        Insurer("Sans opérateur", "0099310003", (), "learnt", "LGO"),
    )
    answers = counter.search("malakoff")
    assert [(a.payer, a.operators, a.certainty) for a in answers] == [
        ("Malakoff Humanis", ("almerys",), "taught")
    ]
    assert counter.search("mederic")[0].certainty == "taught"
    assert counter.search("99310002")[0].payer == "Mutuelle du Port"
    without = counter.search("sans operateur")[0]
    assert without.conduct == counter.unknown()
    assert {state for _light, state in without.lights} == {LightState.UNVERIFIED}


def test_an_ended_reading_is_unverified_again(register: SqlRegister) -> None:
    later = Counter(register, TomlCatalogue(), FixedClock(datetime(2024, 3, 1, 9, 0, tzinfo=UTC)))
    answer = later.search("malakoff")[0]
    assert {state for _light, state in answer.lights} == {LightState.UNVERIFIED}
    assert answer.conduct == "Facturez comme d’habitude. Ne renvoyez rien. " + CLOSING


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(counter: Counter, typed: str) -> None:
    if looks_like_nir(typed):
        return
    answers = counter.search(typed)
    assert len(answers) <= 8
    assert all(answer.conduct.endswith(CLOSING) for answer in answers)


NAMES = [i.name for i in TomlCatalogue().insurers() if len(i.name) >= 7]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(NAMES), st.integers(1, 60), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_one_wrong_letter_is_forgiven(counter: Counter, name: str, place: int, letter: str) -> None:
    place = 1 + place % (len(name) - 1)
    typed = name[:place] + letter + name[place + 1 :]
    assert name in [answer.payer for answer in counter.search(typed)]
