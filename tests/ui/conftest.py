"""What tests of the window share: the theme once, and keys typed as a person would."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pharmassist.ui.colours import LIGHT
from pharmassist.ui.theme import Theme


@pytest.fixture(scope="session")
def _theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(autouse=True)
def _ports(ports_off_the_window: None) -> None:
    """Let no page of these tests call a port outside of a lane."""


@pytest.fixture(autouse=True)
def theme(_theme: Theme) -> Iterator[Theme]:
    """Give the program's look, in light; afterwards delete what the test closed."""
    _theme.use(LIGHT)
    yield _theme
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_text(widget: QWidget, text: str) -> None:
    """Type any characters: ``qtbot.keyClicks`` aborts on those outside ASCII."""
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
            QApplication.sendEvent(widget, event)
