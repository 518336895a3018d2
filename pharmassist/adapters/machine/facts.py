"""Facts of this computer for the doctor: room on a disk, the proxy in force, versions."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from sqlcipher3 import dbapi2

from pharmassist import __version__
from pharmassist.domain.problems import Problem


class ThisMachine:
    """Implements ``Machine``."""

    def free_bytes(self, folder: Path) -> int:
        """Return what the disk of a folder still takes; raises ``Problem("folder_unreachable")``."""
        try:
            return shutil.disk_usage(folder).free
        except OSError as error:
            values = {"folder": str(folder)}
            raise Problem("folder_unreachable", values, retryable=True, details=str(error.strerror)) from None

    def proxy(self) -> str:
        """Return host and port of the proxy in force for HTTPS, without its password; "" for none."""
        told = getproxies()
        address = told.get("https") or told.get("all") or ""
        seen = urlsplit(address if "//" in address else f"//{address}")
        return seen.netloc.rpartition("@")[2]

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Return what this program is made of and runs on: names and versions."""
        return (
            ("PharmAssist", __version__),
            ("Python", platform.python_version()),
            ("SQLite", dbapi2.sqlite_version),
            (platform.system(), platform.release()),
        )
