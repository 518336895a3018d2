"""The whole year through the four bank formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmassist.demonstration.year import LAST_DAY
from tests.services.reconciling_formats import check_the_same_matches


def test_four_formats_lead_to_the_same_matches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As in ``tests/services``, from January to December."""
    table = check_the_same_matches(tmp_path, LAST_DAY)
    with capsys.disabled():
        print(f"\n\nMatches of a year, by format:\n{table}")
