"""The window of a fault of ours: a report without a secret, kept on this computer, and how to go on."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from pharmassist.adapters.machine.reports import FOLDER, KEPT, keep_report
from pharmassist.services.fault_report import fault_report
from pharmassist.ui.crash import CrashWindow, report
from pharmassist.ui.parts.button import Button
from tests.ui.accessibility import nameless_controls

SECRETS = ("K7fnQr3d-motdepasse", "184052901900288", "Lanvoëzec")


def fault() -> BaseException:
    """Return an error, with one behind it, whose words and values hold what nobody may read."""
    secret, nir, name = SECRETS
    try:
        try:
            raise KeyError(f"mot de passe {secret}")
        except KeyError as inner:
            error = ValueError(f"NIR {nir} de {name}", {"patient": name})
            error.add_note(f"patient {name}")
            raise error from inner
    except ValueError as caught:
        return caught


def test_no_secret_nir_or_name_reaches_the_report_its_file_or_the_window(
    tmp_path: Path, qtbot: QtBot
) -> None:
    text = report(fault())
    kept = keep_report(tmp_path, text)
    assert kept is not None
    window = CrashWindow(text, kept)
    qtbot.addWidget(window)
    window.show()
    shown = window.findChildren(QPlainTextEdit)[0].toPlainText()
    for where in (text, kept.read_text(encoding="utf-8"), shown, window.where.text()):
        assert not any(secret in where for secret in SECRETS)
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crash.py" in text
    assert str(kept) in window.where.text()
    assert nameless_controls(window) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (r"D:\Jeanne Lanvoëzec\pharmassist\ui\help.py", "pharmassist/ui/help.py"),
        ("/srv/lanvoezec/pharmassist/app.py", "pharmassist/app.py"),
        ("/srv/lanvoezec/venv/lib/python3.11/site-packages/babel/core.py", "babel/core.py"),
        ("/srv/lanvoezec/essai.py", "essai.py"),
    ],
)
def test_a_path_tells_no_person(path: str, told: str) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    fail.__code__ = fail.__code__.replace(co_filename=path)
    with pytest.raises(ZeroDivisionError) as caught:
        fail()
    lines = fault_report(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines if line.endswith(" fail")] == [told]


def test_only_the_newest_reports_stay_and_a_folder_that_refuses_hides_no_fault(tmp_path: Path) -> None:
    kept = [keep_report(tmp_path, str(number)) for number in range(KEPT + 3)]
    left = sorted((tmp_path / FOLDER).iterdir())
    assert left == [path for path in kept[-KEPT:] if path is not None]
    assert left[0].stat().st_mode & 0o077 == 0
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert keep_report(tmp_path / "file", "x") is None


def test_the_report_is_copied_and_the_person_may_go_on(qtbot: QtBot) -> None:
    window = CrashWindow("ValueError")
    qtbot.addWidget(window)
    window.show()
    buttons = {button.text(): button for button in window.findChildren(Button)}
    buttons["Copier le rapport"].click()
    assert QGuiApplication.clipboard().text() == "ValueError"
    with qtbot.waitSignal(window.accepted):
        buttons["Fermer et continuer"].click()
