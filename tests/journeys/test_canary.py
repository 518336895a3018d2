"""A canary secret through every flow by command: it is in the keyring and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.domain.secrets import Secret
from pharmassist.services.fault_report import fault_report
from tests.journeys.command import StartedProgram
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService

LOGIN = "compta@pharmacie-du-port.example"
OLD, CHOSEN, PIN = "ancien-canari-81Zk", "choisi-canari-é€-47", "720194"
INIT = ("--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner")


@contextmanager
def arguments_watched() -> Iterator[set[bytes]]:
    """Collect the arguments of every process of this computer while it lasts."""
    seen: set[bytes] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    seen.add(process.read_bytes())
                except OSError:
                    continue

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def test_the_canary_is_in_the_keyring_and_nowhere_else(
    tmp_path: Path, secret_service: SecretService, dovecot: Dovecot
) -> None:
    home, papers = tmp_path / "home", tmp_path / "papers"
    papers.mkdir()
    program = StartedProgram(home)
    told: list[str] = []

    def say(*words: str, stdin: str = "") -> str:
        done = program.run(*words, stdin=stdin)
        told.extend((done.stdout, done.stderr))
        return done.stdout

    with arguments_watched() as arguments:
        say("init", *INIT)
        dovecot.set_password(LOGIN, OLD)
        say("accesses", "add", "--kind", "mailbox", "--login", LOGIN, "--host", "localhost",
            "--port", str(dovecot.port))  # fmt: skip
        say("people", "pin", stdin=PIN + "\n")
        say("accesses", "current", "1", stdin=OLD + "\n")
        say("accesses", "rotate", "1")
        say("accesses", "answer", "1", "refused")
        say("accesses", "answer", "1", "other", stdin=CHOSEN + "\n")
        say("accesses", "verify", "1")
        dovecot.set_password(LOGIN, CHOSEN)
        say("accesses", "verify", "1")
        say("accesses", "stolen", "1")
        say("accesses", "retire", "1")
        say("accesses", "sweep", "1", "--tick", "forwarding")
        secret_service.lock()
        say("accesses", "resume", "1")
        secret_service.unlock()
        say("print", "rotation-slip", "--access", "1", "--out", str(papers / "rotation-slip.pdf"))
        say("journal", "export", str(papers / "journal.csv"))
        say("backup", str(tmp_path / "stick"))
        say("people", "pin", stdin=f"{PIN}\n7291\n")
        say("doctor")
        say("dump")
        say("journal", "show", "--limit", "500")
    try:
        raise ValueError(OLD, Secret(CHOSEN))
    except ValueError as error:
        told.append(fault_report(error))
    found = "\n".join(told)
    for paper in papers.glob("*.pdf"):
        found += "".join(PdfPreview().text(paper.read_bytes()))
    assert list(papers.glob("*.pdf"))
    everywhere = b"\0".join(arguments) + found.encode()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            everywhere += path.read_bytes()
    for canary in (OLD, CHOSEN, PIN):
        assert canary not in found
        assert canary.encode() not in everywhere
        assert canary.encode("utf-16-le") not in everywhere
    # and yet it is there, where it belongs
    revealed = program("accesses", "rotate", "1", "--reveal", "--reason", "x")
    assert revealed["password"]
    assert b"accesses" in b"\0".join(arguments)
