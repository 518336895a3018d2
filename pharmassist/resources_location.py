"""Where the data shipped with the program lies: source checkout, wheel and frozen program alike.

The guide is written in ``docs/guide``, where the repository shows it; the wheel carries it as ``guide``.
"""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Return the folder of that name beside the frozen program, in the wheel, or in the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "pharmassist" / name
    in_wheel = _PACKAGE / name
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / name


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder of ``resources/``; whether it exists is not checked."""
    return _folder("resources").joinpath(*parts)


def seed_path(*parts: str) -> Path:
    """Return the path of a file or folder of ``seeds/``; whether it exists is not checked."""
    return _folder("seeds").joinpath(*parts)


def guide_path(*parts: str) -> Path:
    """Return the path of a page or picture of the guide; whether it exists is not checked."""
    folder = _folder("guide")
    return (folder if folder.is_dir() else _PACKAGE.parent / "docs" / "guide").joinpath(*parts)
