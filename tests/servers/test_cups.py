"""The printer of the tests is a real queue."""

import subprocess
from pathlib import Path

from tests.servers.cups import QUEUE, STOPPED_QUEUE, Cups


def test_the_spool_keeps_what_was_sent(cups: Cups, tmp_path: Path) -> None:
    sent = tmp_path / "page.pdf"
    sent.write_bytes(b"%PDF-1.4\nessai \xe9\n%%EOF\n")
    subprocess.run(["lp", "-d", QUEUE, "-o", "media=A4", str(sent)], check=True, capture_output=True)
    assert cups.documents(1) == [sent.read_bytes()]


def test_its_queues_are_known(cups: Cups) -> None:
    told = subprocess.run(["lpstat", "-e"], check=True, capture_output=True, text=True).stdout
    assert set(told.split()) == {QUEUE, STOPPED_QUEUE}
