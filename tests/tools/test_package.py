"""The wheel's check tells what is missing and what should not be there."""

import zipfile
from pathlib import Path

from tools.package import NEEDED, faults


def test_an_empty_wheel_lacks_everything(tmp_path: Path) -> None:
    wheel = tmp_path / "pharmassist.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pharmassist/recovery-key.txt", "secret")
    found = faults(wheel)
    assert {f"missing: {name}" for name in NEEDED} <= set(found)
    assert "unwanted: pharmassist/recovery-key.txt" in found
    assert "left out: pharmassist/resources/icons/sun.svg" in found
