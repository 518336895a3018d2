"""Which folders lie on a network share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmassist.adapters.store.shares import is_network_share, kind_of_mount

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//nas/officine /mnt/nas cifs rw 0 0
server:/srv /srv nfs4 rw 0 0
me@host: /media/me/ma\040pharmacie fuse.sshfs rw 0 0
/dev/sdb1 /media/me/stick vfat rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/x", "ext4"),
        ("/mnt/nas/register", "cifs"),
        ("/mnt/nascent", "ext4"),
        ("/srv/other", "nfs4"),
        ("/media/me/ma pharmacie/x", "fuse.sshfs"),
        ("/media/me/stick", "vfat"),
    ],
)
def test_the_nearest_mount_counts(folder: str, kind: str) -> None:
    assert kind_of_mount(Path(folder), MOUNTS) == kind


def test_this_place_is_none(tmp_path: Path) -> None:
    assert not is_network_share(tmp_path / "not there yet")
