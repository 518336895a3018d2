"""A year of daily lists of a pharmacy of the usual size."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.claims_bench import bench
from tests.services.snapshot_year import Year
from tests.services.test_snapshot_year import live


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_of_a_whole_pharmacy(tmp_path: Path, seed: int) -> None:
    with bench(tmp_path) as desk:
        desk.clock.set(datetime(2024, 7, 10, 7, 0, tzinfo=UTC))
        assert min(live(desk, Year(seed=seed, per_day=90)).values()) > 0
