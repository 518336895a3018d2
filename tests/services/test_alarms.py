"""Alarms of money, and the rhythm of credits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.operators import LightState
from pharmassist.domain.problems import Problem
from pharmassist.services.sensed_transfers import SensedTransfers
from pharmassist.services.texts import use_language
from tests.registers import NOW
from tests.services.reconciling_scene import Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    use_language("fr")
    made = make_scene(tmp_path, FixedClock(NOW))
    yield made
    made.register.close()


def test_a_notice_wholly_kept_back_is_silent(scene: Scene) -> None:
    """Its own lines say so: nothing is to come from the bank, and nothing is an alarm."""
    scene.notice(58_840, day=date(2024, 1, 15), withheld=58_840)
    scene.notice(70_255, day=date(2024, 1, 16), withheld=50_401)
    assert [(a.kind.value, a.cents) for a in scene.alarms.all()] == [("announced_not_received", 19_854)]


def test_absent_credits_are_told_by_the_usual_rhythm(scene: Scene) -> None:
    """Every two working days, then nothing: an alarm once three more have passed, holidays left out."""
    days = [date(2024, 1, day) for day in (2, 4, 8, 10, 12, 16)]
    for day in days:
        scene.credit(10_000 + day.day, "VIR ALMERYS", day=day)
    assert scene.alarms.all() == ()
    scene.covered(date(2024, 1, 22))
    assert scene.alarms.all() == ()
    scene.covered(date(2024, 1, 23))
    (alarm,) = scene.alarms.all()
    assert (alarm.kind.value, alarm.operator, alarm.flow_day, alarm.working_days) == (
        "expected_absent",
        "almerys",
        date(2024, 1, 16),
        3,
    )


def test_the_pharmacy_says_after_how_many_days_absence_is_told(scene: Scene) -> None:
    """The alarm, and the light, wait for its own number of working days."""
    for day in (2, 4, 8, 10, 12, 16):
        scene.credit(10_000 + day, "VIR ALMERYS", day=date(2024, 1, day))
    scene.covered(date(2024, 1, 24))
    sensed = SensedTransfers(scene.catalogue)

    def light() -> LightState:
        with scene.register.read() as tx:
            return sensed.read(tx, date(2024, 1, 24))["almerys"].state

    assert [each.working_days for each in scene.alarms.all()] == [4]
    assert light() is LightState.STOPPED
    scene.alarms.set_absent_after("AB", 5)
    assert scene.alarms.all() == ()
    assert light() is LightState.DISRUPTED
    for days in (0, 31):
        with pytest.raises(Problem, match="absent_after_unclear"):
            scene.alarms.set_absent_after("AB", days)
    assert scene.alarms.absent_after() == 5


def test_money_that_no_notice_announced_is_told_where_notices_are_usual(scene: Scene) -> None:
    """An operator of which no notice is held makes no noise."""
    scene.claim(1, 4_500)
    scene.claim(2, 5_500, "viamedis")
    for cents, words in ((4_500, "VIR ALMERYS"), (5_500, "VIR VIAMEDIS")):
        scene.credit(cents, words)
    for proposal in scene.reconciling.look().proposals:
        scene.reconciling.accept("AB", proposal)
    assert scene.alarms.all() == ()
    scene.notice(100, operator="almerys", day=date(2024, 1, 29))
    assert [(a.kind.value, a.operator) for a in scene.alarms.all()] == [("received_not_announced", "almerys")]


def test_invoices_near_their_time_bar_are_told(scene: Scene) -> None:
    """Two years after care, sixty days ahead."""
    scene.claim(1, 4_500, invoice_date=date(2022, 2, 20))
    scene.claim(2, 5_500, invoice_date=date(2022, 6, 20))
    (alarm,) = scene.alarms.all()
    assert (alarm.kind.value, alarm.cents, alarm.count) == ("time_bar", 4_500, 1)
