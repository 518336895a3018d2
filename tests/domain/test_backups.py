"""Which copies are kept: by properties, over any dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmassist.domain.backups import (
    DAYS,
    MONTHS,
    WEEKS,
    Copy,
    copy_named,
    needed,
    no_longer_needed,
    relied_on,
)

# A loaded computer draws and runs slowly: that is no fault of what is tested.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRST = datetime(2023, 1, 1, tzinfo=UTC)


def copy_at(at: datetime) -> Copy:
    found = copy_named(f"pharmassist-{at:%Y%m%d-%H%M%S}.backup")
    assert found is not None
    return found


# Numbers only while drawing: what is drawn slowly is refused on a loaded computer.
SECONDS = st.sets(st.integers(0, 4 * 365 * 86_400), max_size=40)


def copies_at(seconds: set[int]) -> set[Copy]:
    return {Copy(FIRST + timedelta(seconds=each), 1, str(each)) for each in seconds}


@CALM
@given(SECONDS)
def test_the_newest_stays_and_no_more_than_is_needed(seconds: set[int]) -> None:
    copies = copies_at(seconds)
    gone = no_longer_needed(copies)
    kept = copies - set(gone)
    assert kept == needed(copies)
    assert len(kept) <= DAYS + WEEKS + MONTHS
    if copies:
        assert max(copies) in kept
    # what is kept is kept again: nothing goes twice
    assert no_longer_needed(kept) == ()


@CALM
@given(SECONDS)
def test_every_day_week_and_month_that_counts_keeps_its_newest(seconds: set[int]) -> None:
    copies = copies_at(seconds)
    kept = needed(copies)
    for each in sorted({copy.at.date() for copy in copies})[-DAYS:]:
        assert max(copy for copy in copies if copy.at.date() == each) in kept
    for month in sorted({(copy.at.year, copy.at.month) for copy in copies})[-MONTHS:]:
        assert max(copy for copy in copies if (copy.at.year, copy.at.month) == month) in kept
    for week in sorted({copy.at.isocalendar()[:2] for copy in copies})[-WEEKS:]:
        assert max(copy for copy in copies if copy.at.isocalendar()[:2] == week) in kept


@CALM
@given(SECONDS, st.integers(0, 4 * 365 * 86_400))
def test_a_copy_goes_only_where_another_stands_for_it_or_it_is_too_old(seconds: set[int], new: int) -> None:
    copies = copies_at({*seconds, new})
    gone = no_longer_needed(copies)
    relied = relied_on(gone, copies)
    months = sorted({(copy.at.year, copy.at.month) for copy in copies})[-MONTHS:]
    for copy in gone:
        month = (copy.at.year, copy.at.month)
        assert month not in months or any(
            other in relied and other > copy and (other.at.year, other.at.month) == month for other in copies
        )
    assert set(gone) <= relied <= copies


def test_a_year_and_a_half_of_days_leaves_seven_days_four_weeks_twelve_months() -> None:
    kept: set[Copy] = set()
    start = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
    for number in range(550):
        kept.add(copy_at(start + timedelta(days=number)))
        kept -= set(no_longer_needed(kept))
    days = sorted(copy.at.date() for copy in kept)
    last = (start + timedelta(days=549)).date()
    assert days[-7:] == [last - timedelta(days=back) for back in range(6, -1, -1)]
    assert len({(day.year, day.month) for day in days}) == MONTHS
    assert len({day.isocalendar()[:2] for day in days[-9:]}) >= 2
    assert len(kept) <= DAYS + WEEKS + MONTHS


@pytest.mark.parametrize(
    "name",
    [
        "pharmassist-20240230-071000.backup",
        "pharmassist-20240130-071000.json",
        "pharmassist-20240130-071000.partial",
        "pharmassist-20240130-071000.backup.old",
        "copie de pharmassist-20240130-071000.backup",
        "pharmassist-٢٠240130-071000.backup",
        "photo.jpg",
        "",
    ],
)
def test_a_file_that_is_not_ours_is_no_copy(name: str) -> None:
    assert copy_named(name) is None


def test_two_copies_of_one_second_are_in_order() -> None:
    first, second = (
        copy_named("pharmassist-20240130-071000.backup"),
        copy_named("pharmassist-20240130-071000-2.backup"),
    )
    assert first is not None
    assert second is not None
    assert first < second
    assert no_longer_needed([second, first]) == (first,)
