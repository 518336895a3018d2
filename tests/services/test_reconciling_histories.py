"""Invariants of matching on random histories (issue 5): the long run is in ``tests/torture``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings

from pharmassist.adapters.machine.clock import FixedClock
from tests.registers import NOW
from tests.services.reconciling_histories import STEPS, History
from tests.services.reconciling_scene import make_scene


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_the_books_balance(steps: list[tuple[str, int, int]]) -> None:
    """Σ allocations + rest = amount; nothing received beyond what is due; undoing restores exactly."""
    with tempfile.TemporaryDirectory() as folder:
        scene = make_scene(Path(folder), FixedClock(NOW))
        history = History(scene)
        history.play(steps)
        history.undo_all()
        scene.register.close()
