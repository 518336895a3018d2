"""Build the Debian package: ``python -m tools.deb FOLDER [--twice]`` leaves it in FOLDER.

With ``--twice`` it is built twice and both must be the same to the byte. Ends with code 1
when they differ.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pharmassist import __version__
from tools.frozen import ROOT, freeze, source_date
from tools.licences import shipped_licences

LINUX = ROOT / "installer" / "linux"
# What Qt asks of the system; everything else comes along in the folder.
DEPENDS = "libc6 (>= 2.36), libegl1, libgl1, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1"
CONTROL = """\
Package: pharmassist
Version: {version}
Architecture: amd64
Maintainer: PharmAssist maintainers <maintainers@pharmassist.invalid>
Installed-Size: {size}
Depends: {depends}
Recommends: gnome-keyring | keepassxc | kwalletmanager, cups-client
Section: misc
Priority: optional
Description: help for a French pharmacy in a tiers-payant incident
 What a community pharmacy needs the day its tiers-payant operator is attacked:
 passwords to change, operators to check, unpaid invoices, advance payments,
 bank transfers, and the page to print for the team. Works offline; stores no
 name, no NIR, no product; secrets stay in the keyring.
"""


def build(folder: Path) -> Path:
    """Freeze, lay out and pack; returns the package."""
    tree = folder / "tree"
    frozen = freeze(folder / "frozen")
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(frozen, tree / "usr/lib/pharmassist", symlinks=True)
    _lay_out(tree)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    control = CONTROL.format(version=__version__, size=size, depends=DEPENDS)
    _write(tree / "DEBIAN/control", control.encode())
    _write(tree / "DEBIAN/md5sums", _sums(tree))
    _same_modes(tree)
    package = folder / f"pharmassist_{__version__}_amd64.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", str(tree), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": source_date()},
    )
    return package


def _lay_out(tree: Path) -> None:
    """Put the menu entry, icon, manual and licences where Debian looks for them."""
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/pharmassist").symlink_to("../lib/pharmassist/pharmassist")
    share = tree / "usr/share"
    for source, target in (
        (LINUX / "pharmassist.desktop", share / "applications/pharmassist.desktop"),
        (LINUX / "pharmassist.metainfo.xml", share / "metainfo/pharmassist.metainfo.xml"),
        (ROOT / "resources" / "mark.svg", share / "icons/hicolor/scalable/apps/pharmassist.svg"),
    ):
        _write(target, source.read_bytes())
    _write(share / "man/man1/pharmassist.1.gz", _packed(LINUX / "pharmassist.1"))
    _write(share / "man/fr/man1/pharmassist.1.gz", _packed(LINUX / "pharmassist.fr.1"))
    _write(share / "doc/pharmassist/changelog.gz", _packed(ROOT / "CHANGELOG.md"))
    lines = [f"{name} {version}: {licence}" for name, version, licence in shipped_licences()]
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    told = f"PharmAssist: Apache-2.0, below. Parts that come along:\n\n{chr(10).join(lines)}\n\n{licence}"
    _write(share / "doc/pharmassist/copyright", told.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def _sums(tree: Path) -> bytes:
    """Return what ``dpkg --verify`` compares the installed files with."""
    paths = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    lines = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}\n"
        for path in paths
    ]
    return "".join(lines).encode()


def _same_modes(tree: Path) -> None:
    """Give every file the mode it has in any checkout, whatever the builder's umask."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.read_bytes()[:4] == b"\x7fELF" and path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)


def main() -> int:
    """Build once or twice; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.deb", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--twice", action="store_true", help="build again and compare the bytes")
    asked = parser.parse_args()
    package = build(asked.folder.resolve())
    sums = [hashlib.sha256(package.read_bytes()).hexdigest()]
    if asked.twice:
        sums.append(hashlib.sha256(build(asked.folder.resolve()).read_bytes()).hexdigest())
    same = len(set(sums)) == 1
    print(f"{package.name}: {package.stat().st_size} bytes, SHA-256 {' '.join(dict.fromkeys(sums))}")
    print("built twice: the same bytes" if asked.twice and same else "" if same else "the two builds differ")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
