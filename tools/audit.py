"""Look for known faults in what we ship, and write the list of its parts (CycloneDX SBOM).

``python -m tools.audit FOLDER``: FOLDER gets ``sbom.json``. Ends with code 1 where a
package has a known fault, or could not be asked about: "not checked" is never "good".
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
NOT_CHECKED = "NOT CHECKED"


def environment(folder: Path) -> Path:
    """Make the environment of the two programs used here; returns its programs' folder."""
    venv.create(folder, with_pip=True, clear=True)
    install = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    wanted = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements-audit.lock")]
    subprocess.run([*install, *wanted], check=True)
    return folder / "bin"


def parts(programs: Path, target: Path) -> int:
    """Write the SBOM of requirements.lock, the same bytes each time; returns how many parts it names."""
    made = [str(programs / "cyclonedx-py"), "requirements", str(LOCK), "--output-reproducible"]
    subprocess.run([*made, "--output-file", str(target)], check=True)
    return len(json.loads(target.read_text(encoding="utf-8"))["components"])


def faults(programs: Path) -> list[str]:
    """Return what is known against a package, and the packages that nobody could be asked about."""
    asked = [str(programs / "pip-audit"), "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run([*asked, "-r", str(LOCK)], capture_output=True, text=True, check=False)
    if not done.stdout:
        return [f"{NOT_CHECKED}: {done.stderr.strip().splitlines()[-1:]}"]
    found: list[str] = []
    for package in json.loads(done.stdout)["dependencies"]:
        if "skip_reason" in package:
            found.append(f"{NOT_CHECKED}: {package['name']}: {package['skip_reason']}")
        found += [f"{package['name']} {package['version']}: {v['id']}" for v in package.get("vulns", [])]
    return found


def main(folder: Path) -> int:
    """Write, ask, tell; return the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    programs = environment(folder / "environment")
    count = parts(programs, folder / "sbom.json")
    print(f"{count} parts in {folder / 'sbom.json'}")
    found = faults(programs)
    print(*found, sep="\n")
    print(verdict(found, count))
    return 1 if found else 0


def verdict(found: list[str], count: int) -> str:
    """Say what the answer is worth: a package that nobody could be asked about is not a good one."""
    silent = sum(line.startswith(NOT_CHECKED) for line in found)
    known = len(found) - silent
    if silent and not known:
        asked = (
            "nothing was asked" if silent >= count or count == 0 else f"{silent} of {count} were not asked"
        )
        return (
            f"NO AUDIT: {asked}, PyPI or OSV cannot be reached from here. This is no permission to release."
        )
    return f"{known} known fault(s), {silent} package(s) not checked"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tools.audit FOLDER")
    sys.exit(main(Path(sys.argv[1]).resolve()))
