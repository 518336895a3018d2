"""Assemble what Windows gets: the folder, and the installer made of it.

``python -m tools.windows FOLDER [--python DIR]``. The packages come from requirements.lock, resolved for
Windows and checked by their hashes. The official embeddable archive of Python is taken from
DIR, where the releaser put it, and checked by the hash in ``installer/windows/contents.toml``;
without it everything else is assembled and the name of the result says so. Nothing of it
is run here: see installer/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pefile

from pharmassist import __version__
from tools import package
from tools.frozen import ROOT, python_of_freezing

HERE = ROOT / "installer" / "windows"
CONTENTS = tomllib.loads((HERE / "contents.toml").read_text(encoding="utf-8"))
KEPT_TRANSLATIONS = ("qtbase_fr.qm", "qtbase_en.qm", "qt_fr.qm", "qt_en.qm")


def assemble(folder: Path, archives: Path | None) -> Path:
    """Lay out the folder that is installed, and copied to a stick; returns it."""
    tree = folder / "PharmAssist"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    _packages(tree / "packages")
    with zipfile.ZipFile(package.build(folder / "wheel")) as wheel:
        wheel.extractall(tree / "app")
    for source in (HERE / "pharmassist.cmd", HERE / "LISEZ-MOI.txt", ROOT / "LICENSE"):
        (tree / source.name).write_bytes(source.read_bytes())
    _icon(tree / "pharmassist.ico")
    if archives is not None:
        _python(tree / "python", archives)
    return tree


def _packages(target: Path) -> None:
    """Resolve and unpack the Windows packages, hashes checked, then leave out what is never used."""
    python = python_of_freezing()
    subprocess.run(
        [
            *(str(python.parent / "uv"), "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
            *("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11"),
            *("--only-binary", ":all:", "--target", str(target), "-r", str(ROOT / "requirements.lock")),
        ],
        check=True,
    )
    for pattern in CONTENTS["unused"]:
        for path in target.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (target / "PySide6" / "translations").iterdir():
        if path.name not in KEPT_TRANSLATIONS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _python(target: Path, archives: Path) -> None:
    """Unpack the official embeddable Python, checked by its hash, and point it at our folders."""
    wanted = CONTENTS["python"]
    archive = archives / wanted["archive"]
    told = hashlib.sha256(archive.read_bytes()).hexdigest()
    if told != wanted["sha256"]:
        sys.exit(f"{archive.name}: SHA-256 is {told}, expected {wanted['sha256']}")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(target)
    (target / "python311._pth").write_text("python311.zip\n.\n..\\app\n..\\packages\n", encoding="ascii")


def _icon(target: Path) -> None:
    """Draw the icon in Windows' sizes."""
    drawing = (
        "import sys; from PySide6.QtGui import QImage, QPainter; from PySide6.QtSvg import QSvgRenderer;"
        "image = QImage(256, 256, QImage.Format.Format_ARGB32); image.fill(0); painter = QPainter(image);"
        "QSvgRenderer(sys.argv[1]).render(painter); painter.end(); image.save(sys.argv[2] + '.png');"
        "from PIL import Image; Image.open(sys.argv[2] + '.png').save(sys.argv[2],"
        " sizes=[(n, n) for n in (16, 24, 32, 48, 64, 128, 256)])"
    )
    subprocess.run(
        [str(python_of_freezing()), "-c", drawing, str(ROOT / "resources" / "mark.svg"), str(target)],
        check=True,
    )
    Path(f"{target}.png").unlink()


def missing_libraries(tree: Path) -> list[str]:
    """Return libraries that something in the folder asks for and that nobody brings."""
    binaries = [p for p in tree.rglob("*") if p.suffix.lower() in (".dll", ".pyd", ".exe")]
    here = {path.name.lower() for path in binaries} | set(CONTENTS["of_python"])
    missing: set[str] = set()
    for path in binaries:
        with pefile.PE(str(path), fast_load=True) as image:
            image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
            for entry in getattr(image, "DIRECTORY_ENTRY_IMPORT", []):
                name = entry.dll.decode().lower()
                if name not in here and not name.startswith(tuple(CONTENTS["of_windows"])):
                    missing.add(f"{path.relative_to(tree).as_posix()} asks for {name}")
    return sorted(missing)


def installer(tree: Path, folder: Path, *, complete: bool) -> Path:
    """Make the installer of the folder; returns it."""
    name = f"PharmAssist-{__version__}{'' if complete else '-sans-python'}.exe"
    target = folder / name
    subprocess.run(
        [
            *("makensis", "-V2", "-INPUTCHARSET", "UTF8", f"-DVERSION={__version__}"),
            *(f"-DTREE={tree}", f"-DTARGET={target}", str(HERE / "pharmassist.nsi")),
        ],
        check=True,
    )
    return target


def main() -> int:
    """Assemble, look for what lacks, make the installer; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.windows", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", type=Path, metavar="DIR", help="folder of the embeddable archive")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    tree = assemble(folder, asked.python)
    missing = missing_libraries(tree)
    print(*missing, sep="\n", file=sys.stderr)
    made = installer(tree, folder, complete=asked.python is not None)
    files = sum(path.is_file() for path in tree.rglob("*"))
    print(f"{made.name}: {made.stat().st_size} bytes, {files} files, {len(missing)} library(ies) missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
