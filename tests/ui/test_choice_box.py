"""A closed list in a page that scrolls."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.ui.parts.field import ChoiceField


def test_the_wheel_scrolls_the_page_and_never_changes_a_choice(qtbot: QtBot) -> None:
    field = ChoiceField("Durée", [("3", "3 ans"), ("10", "10 ans")])
    qtbot.addWidget(field)
    field.show()
    middle = QPointF(field.box.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(field.box.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.box, turn)
    assert field.value() == "3"
    assert not turn.isAccepted()


def test_another_list_chooses_nothing_by_itself(qtbot: QtBot) -> None:
    field = ChoiceField("Durée", [("3", "3 ans"), ("10", "10 ans")])
    qtbot.addWidget(field)
    field.set_value("10")
    with qtbot.assertNotEmitted(field.changed):
        field.set_choices([("3", "3 ans"), ("5", "5 ans"), ("10", "10 ans")])
        assert field.value() == "10"
        field.set_choices([("3", "3 ans"), ("5", "5 ans")])
        assert field.value() == "3"
        # What a page silences stays silent.
        field.box.blockSignals(True)
        field.set_choices([("3", "3 ans"), ("10", "10 ans")])
        field.set_value("10")
        field.box.blockSignals(False)
