"""What is imported while the window stands is not read by PySide6 (docs/decisions/0020)."""

import linecache
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from pharmassist.ui.source_reading import spare_sources


def test_no_source_is_read_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare_sources()
    written = tmp_path / "imported_beside_a_window.py"
    written.write_text("NAME = 'PySide6'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    # PySide6 stands in the way of the import statement, which calls this.
    assert __import__("imported_beside_a_window").NAME == "PySide6"
    assert str(written) not in linecache.cache


def test_a_second_time_changes_nothing_and_qt_works_on() -> None:
    spare_sources()
    spare_sources()
    named = QObject()
    named.setObjectName("window")
    assert named.objectName() == "window"
