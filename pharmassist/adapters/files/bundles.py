"""A folder or a ZIP that is filled file by file, and gets its name once it is whole."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pharmassist.domain.problems import Problem


class _Filled(Protocol):
    """What both kinds can do."""

    def add(self, name: str, pieces: Iterable[bytes]) -> None: ...


class _Folder:
    """Writes files below a folder, readable by this user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file; its folders are made."""
        target = self._folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)


class _Zip:
    """Writes members of an archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one member."""
        with self._archive.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)


@contextmanager
def new_bundle(path: Path) -> Iterator[_Filled]:
    """Open a new ZIP (a name that ends in ``.zip``) or folder; what is cut leaves nothing of that name.

    Raises ``Problem("export_place_taken")``, and ``export_no_room`` or ``file_not_written`` when the disk
    refuses.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise Problem("export_place_taken", {"file": path.name})
    partial = path.with_name(path.name + ".partial")
    try:
        _clear(partial)
        if path.suffix.lower() == ".zip":
            os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                yield _Zip(archive)
        else:
            partial.mkdir(mode=0o700)
            yield _Folder(partial)
        if path.is_dir():
            path.rmdir()
        partial.replace(path)
    except OSError as error:
        code = "export_no_room" if error.errno in (28, 122) else "file_not_written"
        raise Problem(code, {"file": path.name}, retryable=True, details=str(error.strerror)) from None
    finally:
        _clear(partial)


def _clear(partial: Path) -> None:
    if partial.is_dir() and not partial.is_symlink():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
