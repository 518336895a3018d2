"""The long run of the invariants of matching on random histories."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from pharmassist.adapters.machine.clock import FixedClock
from tests.registers import NOW
from tests.services.reconciling_histories import STEPS, History
from tests.services.reconciling_scene import make_scene


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_done_the_books_balance(steps: list[tuple[str, int, int]]) -> None:
    """As in ``tests/services``, four hundred histories."""
    with tempfile.TemporaryDirectory() as folder:
        scene = make_scene(Path(folder), FixedClock(NOW))
        history = History(scene)
        history.play(steps)
        history.undo_all()
        scene.register.close()
