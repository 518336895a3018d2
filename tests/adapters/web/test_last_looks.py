"""The last looks at portals: shared between commands, outside the register, never in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.web.last_looks import NAME, FileLooks
from pharmassist.domain.operators import PortalReading

AT = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


def test_another_program_on_the_folder_knows_the_last_look(tmp_path: Path) -> None:
    looks = FileLooks(tmp_path, PrivateFiles())
    assert looks.last("viamedis") is None
    looks.keep(PortalReading("viamedis", "answers", AT, "200"))
    looks.keep(PortalReading("almerys", "silent", AT))
    newest = PortalReading("viamedis", "silent", AT + timedelta(minutes=6), "délai")
    looks.keep(newest)
    other = FileLooks(tmp_path, PrivateFiles())
    assert other.last("viamedis") == newest
    assert other.last("almerys") == PortalReading("almerys", "silent", AT)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b'{"viamedis": 3}',
        b'{"viamedis": {"at": "hier", "outcome": "answers", "detail": ""}}',
        b'{"viamedis": {"at": "2024-01-30T08:00", "outcome": "answers", "detail": ""}}',
        b'{"viamedis": {"at": "2024-01-30T08:00+00:00", "outcome": "all is well", "detail": ""}}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_costs_one_look(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    looks = FileLooks(tmp_path, PrivateFiles())
    assert looks.last("viamedis") is None
    reading = PortalReading("viamedis", "answers", AT)
    looks.keep(reading)
    assert looks.last("viamedis") == reading
