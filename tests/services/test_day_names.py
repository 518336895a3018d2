"""The names of days and months are those of CLDR."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from pharmassist.services.day_names import month, short_month, short_weekday, weekday

YEAR = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_are_those_of_cldr(language: str) -> None:
    for day in YEAR:
        named = (weekday(day, language), short_weekday(day, language), month(day, language))
        assert named == tuple(format_date(day, form, locale=language) for form in ("EEEE", "EEE", "MMMM"))
        assert short_month(day, language) == format_date(day, "MMM", locale=language)
