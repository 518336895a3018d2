"""Two clocks of 72 hours of the calendar: week-ends, holidays, summer time, overseas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pharmassist.domain.breaches import (
    Breach,
    BreachClock,
    BreachFact,
    BreachField,
    ClockKind,
    ClockState,
)
from pharmassist.domain.zones import pharmacy_zone

PARIS, REUNION, GUADELOUPE = (
    ZoneInfo(name) for name in ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe")
)
NOW = datetime(2024, 2, 3, 11, 40, tzinfo=PARIS)


def breach(whose: str = "ours", **said: str | datetime) -> Breach:
    facts = [
        BreachFact(
            name, value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value, NOW, "AB"
        )
        for name, value in said.items()
    ]
    return Breach(tuple(facts), whose)


def _text(value: str | datetime) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def cnil(found: Breach, now: datetime = NOW) -> BreachClock:
    return found.clocks(now)[0]


def complaint(found: Breach, now: datetime = NOW) -> BreachClock:
    return found.clocks(now)[1]


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        # Friday to Monday: a week-end stops no clock of hours.
        (PARIS, "2024-02-02T15:00", "2024-02-05T15:00"),
        # Easter: Good Friday to Easter Monday, a holiday, and the night the hour goes forward.
        (PARIS, "2024-03-29T10:00", "2024-04-01T11:00"),
        # The night the hour goes back.
        (PARIS, "2024-10-26T10:00", "2024-10-29T09:00"),
        # 1 and 8 May, 25 December.
        (PARIS, "2024-04-30T18:30", "2024-05-03T18:30"),
        (PARIS, "2024-12-24T19:00", "2024-12-27T19:00"),
        # Overseas the hour never changes, though it does in Paris meanwhile.
        (REUNION, "2024-03-29T10:00", "2024-04-01T10:00"),
        (GUADELOUPE, "2024-10-26T10:00", "2024-10-29T10:00"),
        # A year's end in Guadeloupe, when it is already next year in Paris.
        (GUADELOUPE, "2024-12-31T21:00", "2025-01-03T21:00"),
    ],
)
def test_72_hours_of_the_calendar_at_the_pharmacys_wall(zone: ZoneInfo, start: str, end: str) -> None:
    began = datetime.fromisoformat(start).replace(tzinfo=zone)
    for clock in breach(discovered_at=began).clocks(began):
        assert clock.due is not None
        assert f"{clock.due.astimezone(zone):%Y-%m-%dT%H:%M}" == end
        assert clock.state is ClockState.RUNNING


def test_the_two_clocks_are_separate() -> None:
    """CNIL from the qualification, complaint from the discovery: what stops one leaves the other."""
    discovered, qualified = NOW - timedelta(hours=60), NOW - timedelta(hours=2)
    found = breach(discovered_at=discovered, qualified_at=qualified, notified_at=NOW)
    assert (cnil(found).state, cnil(found).stopped_by) == (ClockState.STOPPED, BreachField.NOTIFIED)
    assert complaint(found).state is ClockState.RUNNING
    assert (cnil(found).basis, complaint(found).basis) == (BreachField.QUALIFIED, BreachField.DISCOVERED)
    assert complaint(found).due == discovered + timedelta(hours=72)
    assert [clock.kind for clock in found.clocks(NOW)] == [ClockKind.CNIL, ClockKind.COMPLAINT]


def test_until_it_is_qualified_the_earliest_counts() -> None:
    assert cnil(breach(discovered_at=NOW)).basis is BreachField.DISCOVERED
    assert cnil(breach()).state is ClockState.NO_START


def test_somebody_elses_breach_starts_no_cnil_clock_but_a_complaints() -> None:
    found = breach("operator", discovered_at=NOW)
    assert cnil(found).state is ClockState.NOT_OURS
    assert complaint(found).state is ClockState.RUNNING
    assert cnil(breach("unknown", discovered_at=NOW)).state is ClockState.RUNNING


def test_over_time_is_told_and_a_late_act_owes_a_reason() -> None:
    start = NOW - timedelta(hours=80)
    assert cnil(breach(discovered_at=start)).state is ClockState.LATE
    assert cnil(breach(discovered_at=start, notified_at=NOW)).done_late
    assert not cnil(breach(discovered_at=NOW, notified_at=NOW)).done_late


def test_a_decision_and_no_insurance_stop_a_clock() -> None:
    found = breach(discovered_at=NOW, cnil="not_notify", insurance="no")
    assert cnil(found).stopped_by is BreachField.CNIL
    assert complaint(found).stopped_by is BreachField.INSURANCE
    assert not cnil(found).done_late
    assert cnil(breach(discovered_at=NOW, cnil="notify")).state is ClockState.RUNNING


def test_the_last_word_of_a_field_stands_and_the_first_stays_readable() -> None:
    facts = tuple(BreachFact("nature", value, NOW, "AB") for value in ("vol", "perte", ""))
    assert Breach(facts[:2]).value(BreachField.NATURE) == "perte"
    assert Breach(facts).value(BreachField.NATURE) == ""
    assert len(Breach(facts).facts) == 3


@pytest.mark.parametrize(
    ("finess", "setting", "zone"),
    [
        ("290099993", "", "Europe/Paris"),
        ("2A0000014", "", "Europe/Paris"),
        ("970100228", "", "America/Guadeloupe"),
        ("970408589", "", "Indian/Reunion"),
        ("970408589", "Indian/Mayotte", "Indian/Mayotte"),
        ("290099993", "Mars/Olympus", "Europe/Paris"),
    ],
)
def test_the_zone_of_a_pharmacy(finess: str, setting: str, zone: str) -> None:
    assert pharmacy_zone(finess, setting).name == zone
