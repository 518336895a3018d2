"""List the licence of everything we ship; end with code 1 where one is unknown or forbids it."""

import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The LGPL is met by shipping Qt as separate libraries.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|LGPL|Lesser|MPL|Mozilla|Zlib|provided 'as-is'|Unlicense|CC0",
    re.IGNORECASE,
)


def shipped() -> list[str]:
    """Return the names in requirements.lock that are meant for this system."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [line.split("==")[0] for line in lines if "==" in line and "win32" not in line]


def licence_of(package: Distribution) -> str:
    """Return what the package says of its licence, in one line."""
    metadata = package.metadata.json
    told = str(metadata.get("license_expression", ""))
    classifiers = metadata.get("classifier", [])
    named = [str(line).split(" :: ")[-1] for line in classifiers if str(line).startswith("License")]
    first_line = str(metadata.get("license", "")).strip().split("\n")[0]
    return told or ", ".join(named) or first_line or licence_text(package)


def licence_text(package: Distribution) -> str:
    """Return the beginning of the licence file that the package ships, in one line."""
    paths = [path for path in package.files or [] if "LICEN" in path.name.upper()]
    return " ".join(paths[0].read_text(encoding="utf-8").split())[:90] if paths else ""


def shipped_licences() -> list[tuple[str, str, str]]:
    """Return name, version and licence of everything we ship."""
    packages = [(name, distribution(name)) for name in shipped()]
    return [(name, package.version, licence_of(package)) for name, package in packages]


def main() -> int:
    """Print one line per package; return the exit code."""
    wrong = 0
    for name, version, licence in shipped_licences():
        fine = bool(FREE.search(licence))
        wrong += not fine
        print(f"{'' if fine else 'LOOK '}{name} {version}: {licence or 'unknown'}")
    print(f"{wrong} licence(s) to look at")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
