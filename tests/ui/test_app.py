"""The window's door: it starts, shows, measures, and tells what no rule foresaw."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pharmassist.__main__ import rooms
from pharmassist.app import Bugs
from pharmassist.services.texts import use_language
from pharmassist.ui.crash import CrashWindow
from pharmassist.ui.qt_words import MISSING, QtWords
from tests.guards.logs import ExpectLog
from tests.ui.offices import KEY_FILE, founded_office


def shown(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pharmassist", *arguments, "--exit-when-shown"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_the_program_shows_its_first_page_and_prints_how_long_it_took(tmp_path: Path) -> None:
    with founded_office(tmp_path) as founded:
        before = founded.office.journal.head()
    ended = shown(
        "--home", str(tmp_path / "home"), "--recovery-key-file", str(tmp_path / KEY_FILE), "--as", "AB"
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip().isdecimal()
    assert "Traceback" not in ended.stderr
    assert before
    assert not (tmp_path / "home" / "window.lock").exists()


def test_an_empty_folder_shows_the_welcome_and_makes_no_register(tmp_path: Path) -> None:
    ended = shown("--home", str(tmp_path / "home"))
    assert ended.returncode == 0, ended.stderr
    # Where the window stood is kept when it had time to move; nothing else is.
    assert {path.name for path in (tmp_path / "home").iterdir()} <= {"window.json"}


def test_an_error_nobody_foresaw_is_told_once_without_its_words(qtbot: QtBot, expect_log: ExpectLog) -> None:
    bugs = Bugs(rooms().mishaps)
    told: list[str] = []

    def close() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashWindow) and w.isVisible()]
        told.extend(window.findChildren(QPlainTextEdit)[0].toPlainText() for window in windows)
        for window in windows:
            window.accept()

    def fail() -> None:
        raise ValueError("motdepasse-secret")

    bugs.watch()
    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        QTimer.singleShot(200, close)
        qtbot.waitUntil(lambda: bool(told))
    finally:
        bugs.forget()
    expect_log("bug: ValueError")
    assert len(told) == 1
    assert "ValueError" in told[0]
    assert "motdepasse" not in told[0]


def test_the_file_dialog_of_qt_has_no_english_word_left() -> None:
    use_language("fr")
    words = QtWords()
    assert words.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert words.translate("QFileDialog", "&Look in:") == "&Regarder dans\u00a0:"
    assert words.translate("QFileDialog", "Forward") == "Suivant"
    assert words.translate("QFileDialog", "A word that nobody has") is None
    assert not [said for (context, said) in MISSING if words.translate(context, said) == said]
