"""Build the wheel, look into it, and with ``--install`` start it as a user gets it.

``python -m tools.package FOLDER [--install]``; ends with code 1 and says why when
something is missing or too much.
"""

import argparse
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from pharmassist import __version__

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (
    "pharmassist/__main__.py",
    "pharmassist/resources/fonts/Inter-Regular.ttf",
    "pharmassist/resources/fonts/Inter-LICENSE.txt",
    "pharmassist/resources/icons/sun.svg",
    "pharmassist/resources/icons/LICENSE.txt",
    "pharmassist/guide/README.md",
    "pharmassist/resources/translations/fr/LC_MESSAGES/pharmassist.mo",
)
CARRIED = {
    "resources": "pharmassist/resources",
    "seeds": "pharmassist/seeds",
    "docs/guide": "pharmassist/guide",
}
"""Folders of the checkout, and where the wheel holds each whole."""
UNWANTED = ("__pycache__", ".db", "recovery-key", "tests/", "tools/")


def build(folder: Path) -> Path:
    """Build the wheel into the emptied folder and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
            *("--wheel-dir", str(folder), str(ROOT)),
        ],
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def faults(wheel: Path) -> list[str]:
    """Return what the wheel lacks, holds too much, or holds otherwise than the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"pharmassist-{__version__}.dist-info/METADATA"
    found = [f"missing: {name}" for name in (*NEEDED, info) if name not in names]
    found += [f"unwanted: {name}" for name in sorted(names) if any(part in name for part in UNWANTED)]
    found += [
        f"left out: {name}"
        for folder, inside in CARRIED.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and (name := f"{inside}/{path.relative_to(ROOT / folder).as_posix()}") not in names
    ]
    return found


def start(wheel: Path) -> str:
    """Install the wheel with its hashed requirements in a fresh environment; return its version line."""
    folder = wheel.parent / "fresh"
    venv.create(folder, with_pip=True, clear=True)
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
    requirements = str(ROOT / "requirements.lock")
    subprocess.run([*install, "--require-hashes", "-r", requirements], check=True, cwd=folder)
    subprocess.run([*install, str(wheel)], check=True, cwd=folder)
    program = str(folder / "bin" / "pharmassist")
    done = subprocess.run([program, "--version"], check=True, cwd=folder, capture_output=True, text=True)
    return done.stdout.strip()


def main() -> int:
    """Build, check, perhaps start; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.package", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--install", action="store_true", help="start it in a fresh environment")
    wanted = parser.parse_args()
    wheel = build(wanted.folder.resolve())
    found = faults(wheel)
    if wanted.install and not found:
        told = start(wheel)
        found += [] if __version__ in told else [f"says {told!r} instead of version {__version__}"]
    print(*found, sep="\n", file=sys.stderr)
    print(f"{wheel.name}: {wheel.stat().st_size} bytes, {len(found)} fault(s)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
