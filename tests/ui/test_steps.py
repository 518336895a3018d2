"""A list of steps that is shown anew."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import StepStatus
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.steps import StepLine, StepList


def test_the_focus_runs_through_no_step_that_goes(qtbot: QtBot) -> None:
    steps, body = StepList(), TextField("Preuve")
    qtbot.addWidget(steps)
    lines = [StepLine(key, key, "", StepStatus.TO_DO) for key in ("un", "deux", "trois")]
    steps.show_steps(lines, body, opened="un")
    steps.show()
    steps.activateWindow()
    body.line.setFocus()
    qtbot.waitUntil(body.line.hasFocus)
    taken: list[QWidget] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.focusChanged.connect(lambda _old, new: taken.append(new) if new is not None else None)
    steps.show_steps(lines, opened="deux")
    assert taken == []
    # Whoever stands on a step stands there still.
    qtbot.waitUntil(steps._rows["trois"].isVisible)
    steps.focus_step("trois")
    qtbot.waitUntil(steps._rows["trois"].hasFocus)
    steps.show_steps(lines, opened="deux")
    qtbot.waitUntil(steps._rows["trois"].hasFocus)
