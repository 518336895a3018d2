"""Two hundred changes of password killed at random: no password is lost, every change ends well."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200


def test_two_hundred_random_kills(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.rotation_kills", str(tmp_path), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    stages = Counter(json.loads(line)["stage"] for line in done.stdout.splitlines())
    assert stages.total() == KILLS
    assert {"proposed", "changed", "verified"} <= set(stages)
    print(f"{KILLS} kills, found at: {dict(stages)}")
