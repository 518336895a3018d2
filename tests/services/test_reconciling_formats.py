"""The same matches from OFX, CFONB120, camt.053 and CSV, wherever the format carries the reference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.services.reconciling_formats import check_the_same_matches


def test_four_formats_lead_to_the_same_matches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first quarter: outage, catch-up, acompte; the whole year is in ``tests/torture``."""
    table = check_the_same_matches(tmp_path, date(2024, 3, 29))
    with capsys.disabled():
        print(f"\n\nMatches of a quarter, by format:\n{table}")
