"""The release checklist: ``python -m tools.release``, the last step of ``make release-check``.

What a program can look at is looked at (ok, FAULT); the rest is named as what a person does (to do).
Ends with code 1 where something is a fault.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from pharmassist import __version__
from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.five_kinds import PATTERNS
from pharmassist.assembly.published_keys import PUBLISHED_KEYS

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = (
    "make audit, where PyPI and OSV can be reached: no known fault",
    "the guide read once from start to end on the program to be released; make shots looked at",
    "sign the Windows installer (installer/windows/sign.sh) with the maintainers' certificate",
    "on a Windows PC: installer/windows/smoke.ps1; what was seen goes into README.md",
    "tag the commit, publish the files with their SHA-256",
)


def main() -> int:
    """Tell the whole list; return the exit code."""
    found = [*changelog(), *data(), *locks(), *packages(), *windows_python(), *keys(), *tree()]
    found += [("to do", words) for words in BY_HAND]
    for word, what in found:
        print(f"{word}: {what}")
    faults = sum(word == "FAULT" for word, _what in found)
    print(f"release {__version__}: {faults} fault(s), {sum(word == 'to do' for word, _ in found)} to do")
    return 1 if faults else 0


Told = list[tuple[str, str]]
"""``ok``, ``to do`` or ``FAULT``, and what."""


def changelog() -> Told:
    """Compare the first section of the changelog with the version."""
    heading = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    title = heading[1] if heading else ""
    if __version__ not in title:
        return [("FAULT", f"CHANGELOG.md begins with “{title}”, the version is {__version__}")]
    if not re.search(r"20\d\d-\d\d-\d\d", title):
        return [("to do", f"date the section “{title}” of CHANGELOG.md")]
    return [("ok", f"CHANGELOG.md: {title}")]


def data() -> Told:
    """See that data which changed since the last release bear a higher number."""
    tag = _git("describe", "--tags", "--abbrev=0").strip()
    number = TomlCatalogue().shipped_data().number
    if not tag:
        return [("ok", f"data number {number}; no release before this one")]
    before = tomllib.loads(_git("show", f"{tag}:resources/data.toml") or "number = 0")["number"]
    folders = [f"resources/{kind}" for kind in PATTERNS]
    changed = _git("diff", "--name-only", tag, "--", *folders).split()
    if changed and number <= before:
        return [("FAULT", f"{changed[0]} changed since {tag}: raise the number in resources/data.toml")]
    return [("ok", f"data number {number}, {before} in {tag}")]


def locks() -> Told:
    """See that each requirement stands in its lock, with a hash."""
    found: Told = []
    for file in sorted(ROOT.glob("requirements*.in")):
        lock = file.with_suffix(".lock").read_text(encoding="utf-8").lower()
        for line in file.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9][\w.-]*", line)
            if name and not re.search(rf"^{re.escape(_plain(name[0]))}==", lock, re.M):
                found.append(("FAULT", f"{name[0]} of {file.name} is not in its lock"))
        pinned = len(re.findall(r"^\S+==", lock, re.M))
        if lock.count("--hash=sha256:") < pinned:
            found.append(("FAULT", f"{file.stem}.lock: a requirement has no hash"))
    return found or [("ok", "requirements: each in its lock, with hashes")]


def packages() -> Told:
    """See that what is handed out was built, for this version."""
    wanted = {
        "wheel": f"build/dist/pharmassist-{__version__}-*.whl",
        "Debian package": f"build/deb/pharmassist_{__version__}_amd64.deb",
        "Windows installer": f"build/windows/PharmAssist-{__version__}*.exe",
    }
    return [
        ("ok", f"{name}: {made[0].name}") if (made := sorted(ROOT.glob(pattern))) else ("FAULT", f"no {name}")
        for name, pattern in wanted.items()
    ]


def windows_python() -> Told:
    """See that Python's own archive is in the Windows installer, by a hash somebody compared."""
    contents = tomllib.loads((ROOT / "installer/windows/contents.toml").read_text(encoding="utf-8"))
    if contents["python"]["sha256"]:
        return [("ok", f"{contents['python']['archive']}, by its hash")]
    return [("to do", "the embeddable archive of Python for Windows (installer/README.md)")]


def keys() -> Told:
    """Say whether signed data are accepted by this version."""
    if PUBLISHED_KEYS:
        return [("ok", f"{len(PUBLISHED_KEYS)} public key(s) published")]
    return [
        ("to do", "hold the key ceremony (installer/README.md), or release without: signed data are refused")
    ]


def tree() -> Told:
    """See that what is released is what is committed."""
    left = _git("status", "--porcelain").splitlines()
    return [("FAULT", f"not committed: {left[0]}")] if left else [("ok", "everything is committed")]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
