"""The guards of conftest.py bite: each fault makes its own little test run fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.files import ROOT

FAULTS = {
    "connection": ("import socket\ns = socket.socket()\nwith s: s.connect(('192.0.2.1', 9))", "leave this"),
    "look-up": ("import socket\nsocket.getaddrinfo('pharmacie.example', 443)", "look-up of"),
    "swallowed try": (
        "import socket\ntry: socket.create_connection(('192.0.2.1', 9))\nexcept RuntimeError: pass",
        "tried to leave",
    ),
    "log": ("import logging\nlogging.getLogger('x').warning('oups')", "unexpected in the log"),
    "thread": (
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        "left running",
    ),
    "process": (
        "import subprocess, builtins\nbuiltins.kept = subprocess.Popen(['sleep', '5'])",
        "left running",
    ),
    "timer": (
        (
            "import builtins as b\nfrom PySide6.QtCore import QCoreApplication, QTimer\n"
            "b.app = QCoreApplication([])\nb.kept = QTimer()\nb.kept.start(60000)"
        ),
        "left running",
    ),
    "warning": ("import warnings\nwarnings.warn('oups')", "oups"),
    "home": ("import pathlib\nassert pathlib.Path.home() == pathlib.Path('/nowhere')", "assert"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails(fault: str, tmp_path: Path) -> None:
    code, told = FAULTS[fault]
    indented = "".join(f"    {line}\n" for line in code.splitlines())
    test = tmp_path / "test_fault.py"
    test.write_text(f"def test_fault():\n{indented}", encoding="utf-8")
    options = ["-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "tests.conftest"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(test)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout
