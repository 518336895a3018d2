"""The doors between the rooms are guarded, and the guard bites (house.md §1)."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.files import ROOT

# A file that breaks a contract, what it says, and the contract it breaks.
BREACHES = [
    ("domain/breach.py", "import pharmassist.services", "Rooms and doors"),
    ("services/breach.py", "import pharmassist.adapters.store", "Rooms and doors"),
    ("cli/breach.py", "import pharmassist.ui", "The command line works without a window"),
    ("ui/breach.py", "import pharmassist.adapters.store", "The window never sees an adapter"),
    ("services/breach.py", "import PySide6.QtCore", "Qt stays in the window"),
    ("ui/breach.py", "import requests", "The outside world stays in the adapters"),
    ("domain/breach.py", "import os", "The rules of the trade do no input or output"),
    ("adapters/web/breach.py", "import pharmassist.adapters.vault", "Adapters do not know each other"),
]


def check(folder: Path) -> str:
    """Run the contracts on the package in the folder; return what is told."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms of the program, empty, with the contracts."""
    folder = tmp_path_factory.mktemp("rooms")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for init in (ROOT / "pharmassist").rglob("__init__.py"):
        target = folder / init.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    return folder


def test_empty_rooms_keep_every_contract(rooms: Path) -> None:
    assert "0 broken" in check(rooms)


@pytest.mark.parametrize(("file", "line", "contract"), BREACHES)
def test_a_breach_is_found(rooms: Path, file: str, line: str, contract: str) -> None:
    breach = rooms / "pharmassist" / file
    breach.write_text(f"{line}\n", encoding="utf-8")
    try:
        assert f"{contract} BROKEN" in check(rooms)
    finally:
        breach.unlink()
