"""Freeze the program into one folder, from an environment of its own: hashed requirements and PyInstaller.

``python -m tools.frozen FOLDER`` leaves the program in ``FOLDER/pharmassist``. The same
checkout gives the same bytes: the order of sets and the clock are fixed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "freezing"
LOCKS = ("requirements.lock", "requirements-build.lock")
FIXED = {"PYTHONHASHSEED": "1"}


def python_of_freezing() -> Path:
    """Return the Python of the environment that freezes, made anew when a lock changed."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "made-from"
    wanted = "".join((ROOT / lock).read_text(encoding="utf-8") for lock in LOCKS)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locks = [word for lock in LOCKS for word in ("-r", str(ROOT / lock))]
    subprocess.run([*install, "--require-hashes", "--no-deps", *locks], check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def source_date() -> str:
    """Return the instant of the commit, in seconds: what packages are dated with."""
    return subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def freeze(folder: Path) -> Path:
    """Freeze into the emptied folder; returns the folder of the program."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "tools.strings"], cwd=ROOT, check=True)
    subprocess.run(
        [
            *(str(python_of_freezing()), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(folder), "--workpath", str(folder / "work")),
            str(ROOT / "installer" / "pharmassist.spec"),
        ],
        cwd=ROOT,
        check=True,
        env={**os.environ, **FIXED, "SOURCE_DATE_EPOCH": source_date()},
    )
    shutil.rmtree(folder / "work")
    return folder / "pharmassist"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tools.frozen FOLDER")
    print(freeze(Path(sys.argv[1]).resolve()))
