"""What a screen reader presses or toggles acts, at once and once; what is chosen is told to it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.row import Row


def test_what_an_assistive_tool_presses_or_toggles_acts_at_once_and_once(qtbot: QtBot) -> None:
    told: list[str] = []
    held = QWidget()
    qtbot.addWidget(held)
    button, row, chip = (
        Button("Noter", pressed=lambda: told.append("noted")),
        Row("Viamedis"),
        Chip("Rejetées"),
    )
    row.chosen.connect(lambda: told.append("chosen"))
    chip.clicked.connect(lambda on: told.append(f"chip {on}"))
    group, others = QButtonGroup(held), (Chip("Oui"), Chip("Non"))
    for other in others:
        group.addButton(other)
        other.clicked.connect(lambda _on, other=other: told.append(other.text()))
    column = QVBoxLayout(held)
    for part in (button, row, chip, *others):
        column.addWidget(part)
    row.setMinimumHeight(40)
    held.show()
    for part in (button, row):
        tool = QAccessible.queryAccessibleInterface(part).actionInterface()
        tool.doAction(tool.pressAction())
        assert part.isDown()
        qtbot.waitUntil(lambda: len(told) == 1)
        # Qt ends its picture of a press later, and clicks no second time.
        qtbot.waitUntil(lambda: not button.isDown() and not row.isDown())
        assert told == [{button: "noted", row: "chosen"}[part]]
        told.clear()
        part.click()
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)
        QTest.keyClick(part, Qt.Key.Key_Space)
        assert len(told) == 3
        told.clear()
    for part in (chip, *others):
        tool = QAccessible.queryAccessibleInterface(part).actionInterface()
        tool.doAction(tool.toggleAction())
    assert told == ["chip True", "Oui", "Non"]
    others[0].setChecked(True)
    chip.setChecked(False)
    assert told == ["chip True", "Oui", "Non"]
    chip.click()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert told[3:] == ["chip True", "chip False"]


def test_what_is_chosen_is_told_to_assistive_tools(qtbot: QtBot) -> None:
    row, chip = Row("Viamedis", current=True), Chip("Rejetées")
    for part in (row, chip):
        qtbot.addWidget(part)
    spoken = QAccessible.queryAccessibleInterface(row)
    assert spoken.text(QAccessible.Text.Description) == "Sélectionné"
    row.set_current(False)
    assert spoken.text(QAccessible.Text.Description) == ""
    chip.setChecked(True)
    assert QAccessible.queryAccessibleInterface(chip).state().checked
