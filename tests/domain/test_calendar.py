"""Working days: holidays, week-ends, and counting that agrees with walking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.calendar import (
    add_working_days,
    easter,
    is_working_day,
    public_holidays,
    working_days_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2038, date(2038, 4, 25)),
        (2019, date(2019, 4, 21)),
    ],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_holidays_of_2024() -> None:
    days = public_holidays(2024)
    assert len(days) == 11
    assert date(2024, 5, 9) in days  # Ascension
    assert date(2024, 5, 20) in days  # Whit Monday
    assert date(2024, 3, 29) not in days
    assert {date(2024, 3, 29), date(2024, 12, 26)} <= public_holidays(2024, alsace_moselle=True)


def test_saturday_is_no_working_day() -> None:
    assert not is_working_day(date(2024, 2, 3))
    assert working_days_between(date(2024, 2, 2), date(2024, 2, 5)) == 1


def test_the_day_of_sending_is_left_out_and_today_counted() -> None:
    assert working_days_between(date(2024, 1, 26), date(2024, 1, 26)) == 0
    assert working_days_between(date(2024, 1, 26), date(2024, 2, 6)) == 7


@given(DAYS, st.integers(0, 400), st.booleans())
def test_counting_agrees_with_walking(start: date, length: int, alsace: bool) -> None:
    end = start + timedelta(days=length)
    walked = sum(is_working_day(start + timedelta(days=i), alsace) for i in range(1, length + 1))
    assert working_days_between(start, end, alsace) == walked


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_are_inverse(start: date, number: int) -> None:
    end = add_working_days(start, number)
    assert is_working_day(end)
    assert working_days_between(start, end) == number
