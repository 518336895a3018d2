"""The light Virements as the bank tells it, and the signs of a restart that the register shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.operators import Light, LightState, Sign
from pharmassist.services.changes import Changes
from pharmassist.services.sensed_transfers import SensedTransfers
from pharmassist.services.texts import use_language
from pharmassist.services.watching import Watching
from tests.services.reconciling_scene import Scene, make_scene
from tests.services.test_watching import PlayedWeb

NOON = datetime(2024, 1, 30, 11, tzinfo=UTC)
DAYS = [date(2024, 1, day) for day in (15, 17, 19, 23, 25, 29)]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def scene(tmp_path: Path, clock: FixedClock) -> Iterator[Scene]:
    made = make_scene(tmp_path, clock)
    with closing(made.register):
        yield made


@pytest.fixture
def watching(scene: Scene, clock: FixedClock) -> Watching:
    use_language("fr")
    catalogue = TomlCatalogue()
    return Watching(scene.register, catalogue, PlayedWeb(), clock, Changes(), SensedTransfers(catalogue))


def paid(scene: Scene) -> None:
    """Almerys pays every second working day, as the bank tells it."""
    for number, day in enumerate(DAYS):
        scene.credit(10_000 + number, "VIR ALMERYS TIERS PAYANT", day)


def test_without_a_bank_nothing_is_sensed(watching: Watching) -> None:
    assert watching.status("almerys").state(Light.TRANSFERS) is LightState.UNVERIFIED


def test_the_usual_rhythm_is_a_working_light_with_its_raw_evidence(scene: Scene, watching: Watching) -> None:
    paid(scene)
    scene.covered(date(2024, 1, 30))
    reading = dict(watching.status("almerys").readings)[Light.TRANSFERS]
    assert reading is not None
    assert (reading.state, reading.source, reading.valid_until) == (
        LightState.WORKING,
        "bank",
        date(2024, 1, 31),
    )
    assert reading.proof.startswith("dernier virement lun. 29/01, habituel\u00a0: 2 jours ouvrés")
    assert watching.status("almerys").state(Light.RIGHTS) is LightState.UNVERIFIED


def test_silence_beyond_the_rhythm_disrupts_then_stops(
    scene: Scene, watching: Watching, clock: FixedClock
) -> None:
    paid(scene)
    for day, state in ((date(2024, 2, 1), LightState.DISRUPTED), (date(2024, 2, 6), LightState.STOPPED)):
        scene.covered(day)
        clock.set(datetime(day.year, day.month, day.day, 11, tzinfo=UTC))
        status = watching.status("almerys")
        assert status.state(Light.TRANSFERS) is state
        reading = dict(status.readings)[Light.TRANSFERS]
        assert reading is not None
        assert "au-delà" in reading.proof


def test_a_bank_that_is_not_known_any_more_says_nothing(
    scene: Scene, watching: Watching, clock: FixedClock
) -> None:
    paid(scene)
    scene.covered(date(2024, 1, 30))
    clock.set(NOON + timedelta(days=6))
    assert watching.status("almerys").state(Light.TRANSFERS) is LightState.UNVERIFIED


def test_what_a_person_set_goes_before_the_bank(scene: Scene, watching: Watching) -> None:
    paid(scene)
    scene.covered(date(2024, 1, 30))
    watching.set_light("almerys", Light.TRANSFERS, LightState.STOPPED, "AB", "avis du syndicat")
    assert watching.status("almerys").state(Light.TRANSFERS) is LightState.STOPPED


def test_a_notice_of_a_later_flow_day_is_a_sign(scene: Scene, watching: Watching, clock: FixedClock) -> None:
    watching.set_light("almerys", Light.NOTICES, LightState.STOPPED, "AB", "écran du LGO")
    scene.notice(5_000, day=date(2024, 1, 30))
    clock.set(NOON + timedelta(days=3))
    watching.set_light("almerys", Light.NOTICES, LightState.WORKING, "AB", "écran du LGO")
    assert Sign.NOTICE in watching.status("almerys").missing, "the flow day of the stop itself is none"
    scene.notice(5_000, day=date(2024, 2, 1))
    assert watching.status("almerys").missing == (Sign.ACCEPTED, Sign.CREDIT)
