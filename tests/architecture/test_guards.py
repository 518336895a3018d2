"""The guards of conftest.py bite: each fault fails in a little test run."""

import json
import subprocess
import sys

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


TELLING = """
import json
import pathlib

def pytest_runtest_logreport(report):
    with pathlib.Path(__file__).with_name("told").open("a") as told:
        told.write(json.dumps([report.location[2], report.failed, report.longreprtext]) + "\\n")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run every fault as a test, in a test run of their own; return what each was told."""
    folder = tmp_path_factory.mktemp("faults")
    tests = []
    for number, (code, _) in enumerate(FAULTS.values()):
        indented = "".join(f"    {line}\n" for line in code.splitlines())
        tests.append(f"def test_fault_{number}():\n{indented}")
    (folder / "conftest.py").write_text(TELLING, encoding="utf-8")
    (folder / "test_faults.py").write_text("\n".join(tests), encoding="utf-8")
    options = ["-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-p", "tests.conftest"]
    options += ["-p", "no:cacheprovider", "-o", "left_over_seconds=0.5"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(folder / "test_faults.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found = dict.fromkeys(FAULTS, "")
    for line in (folder / "told").read_text(encoding="utf-8").splitlines():
        test, failed, words = json.loads(line)
        if failed:
            found[list(FAULTS)[int(test.removeprefix("test_fault_"))]] += words
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails(told: dict[str, str], fault: str) -> None:
    assert FAULTS[fault][1] in told[fault]
