"""Whether a folder lies on a network share: SQLite's locks cannot be trusted there."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.glusterfs", "davfs")
_DRIVE_REMOTE = 4


def is_network_share(folder: Path) -> bool:
    """Tell whether a folder lies on a share, as far as the system says; 9p is a virtual machine's disk."""
    if sys.platform == "win32":
        resolved = str(folder.resolve())
        if resolved.startswith("\\\\"):
            return True
        drive = Path(resolved).anchor
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return kind_of_mount(folder.resolve(), mounts) in (*_NETWORK, *_NETWORK_FUSE)


def kind_of_mount(folder: Path, mounts: str) -> str:
    """Return the file system type of the mount that holds a folder, "" when none is found."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # The kernel writes a space as \040.
        point = Path(fields[1].encode().decode("unicode_escape"))
        # The last mount on a point hides the ones below it.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind
