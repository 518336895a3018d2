"""PySide6 6.12.0 on Python 3.10 and 3.11 loses a reference to None on every call; ours must not.

It aborts after some thousand calls, long after small tests have passed (docs/decisions/0006).
"""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


class Bell(QObject):
    """Something that rings."""

    rung = Signal(int)


def test_calls_that_return_none_lose_no_reference(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(200):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 20


def test_two_thousand_signals_survive(qtbot: QtBot) -> None:
    heard: list[int] = []
    bell = Bell()
    bell.rung.connect(heard.append)
    for number in range(2000):
        bell.rung.emit(number)
    assert heard == list(range(2000))
