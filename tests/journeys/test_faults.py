"""A fault of ours is told plainly: no words of the error, no traceback, the agreed exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pharmassist.cli import frame
from pharmassist.cli.main import run


def test_a_fault_of_the_command_line_holds_no_words_of_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_opening: object) -> None:
        raise ZeroDivisionError("Secret-417 de Mme Martin")

    monkeypatch.setattr(frame, "open_office", fails)
    assert run(["--home", str(tmp_path), "--json", "doctor"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["problem"]["code"] == "fault"
    assert "ZeroDivisionError" in told.err
    assert "test_faults.py" in told.err
    for hidden in ("Secret-417", "Martin", str(tmp_path), "Traceback"):
        assert hidden not in told.err + told.out


def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "pharmassist", "--home", str(tmp_path)]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Pas d’écran" in done.stderr
    assert not any(tmp_path.iterdir())
