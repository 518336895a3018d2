"""The last days as a picture: words never lie on each other, whatever happened at one time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from pytestqt.qtbot import QtBot

from pharmassist.ui.parts.timeline import Timeline, TimeMark

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize("width", [360, 640, 968])
def test_words_never_lie_on_each_other(qtbot: QtBot, width: int) -> None:
    timeline = Timeline("Les derniers jours")
    qtbot.addWidget(timeline)
    long = "Écran du LGO : Visiodroits ne répond plus ; dit au numéro du contrat, lundi 29 au soir"
    hours = (0, 0, 1, 5, 20, 22, 24, 24)
    marks = [TimeMark(NOW - timedelta(hours=h), f"Droits, Virements : Arrêté {h}", long) for h in hours]
    timeline.show_time(date(2024, 1, 29), NOW, marks)
    timeline.resize(width, timeline.sizeHint().height())
    timeline.resize(width, timeline.sizeHint().height())
    labels = timeline.labels()
    assert len(labels) == len(marks)
    for one, other in combinations(labels, 2):
        assert not one.intersects(other)
    for label in labels:
        assert timeline.rect().contains(label)
        assert label.top() >= 24, "the days stand above"
    timeline.grab()
