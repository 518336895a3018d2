"""A change of password ended at every port call, and resumed by another process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pharmassist.domain.accesses import Stage
from tests.servers.secret_service import SecretService

ROOT = Path(__file__).resolve().parents[2]


def cut_everywhere(folder: Path, kind: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.rotation_cuts", str(folder), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_cut_leaves_both_passwords_and_the_stage_resumes(tmp_path: Path) -> None:
    told = cut_everywhere(tmp_path, "files")
    assert len(told) >= 90
    assert {line["label"].split()[0] for line in told} == {
        "read",
        "write",
        "keep",
        "fetch",
        "destroy",
        "login",
    }
    stages = [line["stage"] for line in told]
    assert {Stage.PROPOSED, Stage.CHANGED, Stage.VERIFIED, "none"} == set(stages)


def test_the_same_on_the_real_keyring(secret_service: SecretService, tmp_path: Path) -> None:
    told = cut_everywhere(tmp_path, "keyring")
    assert [line["label"] for line in told].count("keep before") == 3
    assert [line["label"] for line in told].count("destroy after") >= 3
