"""A demonstration leaves no invented register behind, even one that was killed."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pharmassist.ui.demonstration_folder import LOCK, PREFIX, DemonstrationFolder

KILLED = """
import os
from pharmassist.ui.demonstration_folder import DemonstrationFolder
folder = DemonstrationFolder()
(folder.path / "register.db").write_text("invented")
os._exit(9)
"""


def test_what_a_killed_demonstration_left_goes_with_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert subprocess.run([sys.executable, "-c", KILLED], check=False).returncode == 9
    (left,) = tmp_path.iterdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / LOCK).touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    (tmp_path / f"{PREFIX}not-held-yet").mkdir()
    open_still, closed = DemonstrationFolder(), DemonstrationFolder()
    closed.remove()
    assert not left.exists()
    assert not closed.path.exists()
    assert open_still.path.exists()
    assert (elsewhere / LOCK).exists()
    assert (tmp_path / f"{PREFIX}not-held-yet").exists()
    open_still.remove()
    assert not open_still.path.exists()
