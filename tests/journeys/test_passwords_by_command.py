"""A mailbox password changed from the command line, on a real keyring and a real mailbox."""

from pathlib import Path

import pytest

from tests.journeys.command import Program
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService

LOGIN = "compta@pharmacie-du-port.example"
OLD, CHOSEN = "ancien-canari-1", "Mon-choix-é€-7"


@pytest.fixture
def program(tmp_path: Path, secret_service: SecretService) -> Program:
    made = Program(tmp_path / "home")
    made("init", "--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner")
    return made


def test_from_noted_to_retired(program: Program, dovecot: Dovecot) -> None:
    dovecot.set_password(LOGIN, OLD)
    server = ("--host", "localhost", "--port", str(dovecot.port))
    noted = program("accesses", "add", "--kind", "mailbox", "--login", LOGIN, *server)
    number = str(noted["id"])
    program("accesses", "current", number, stdin=OLD + "\n")
    started = program("accesses", "rotate", number)
    assert "password" not in started
    assert started["stage"] == "proposed"
    new = program("accesses", "rotate", number, "--reveal")["password"]
    assert program("accesses", "verify", number, code=1)["problem"]["code"] == "rotation_not_yet"
    assert program("accesses", "answer", number, "refused")["refusals"] == 1
    assert program("accesses", "answer", number, "other", stdin=CHOSEN + "\n")["stage"] == "changed"
    assert program("accesses", "verify", number, code=1)["answer"] == "refused"
    dovecot.set_password(LOGIN, CHOSEN)
    assert program("accesses", "verify", number)["answer"] == "accepted"
    resumed = program("accesses", "resume", number)
    assert (resumed["stage"], resumed["missing"], resumed["found"]) == ("verified", [], [])
    kept = program("accesses", "retire", number)
    assert (kept["current"], kept["previous"]) == (4, 1)
    assert program("accesses", "attest", number, code=1)["problem"]["code"] == "rotation_none"
    assert program("accesses", "list")["accesses"][0]["stage"] == ""
    told = program.run("dump").stdout + program.run("journal", "show").stdout
    assert not any(secret in told for secret in (OLD, CHOSEN, new))


def test_a_server_that_looks_like_the_providers_is_refused(program: Program) -> None:
    add = ("accesses", "add", "--kind", "mailbox", "--login", "compta@orange.fr", "--host")
    look_alike = "imap.orange.fr.securite-mail.com"
    assert program(*add, look_alike, code=1)["problem"]["code"] == "mailbox_host_foreign"
    assert program(*add, look_alike, "--confirm-host", look_alike)["host"] == look_alike
    assert program(*add, "imap.orange.fr")["provider"] == "orange"


def test_passwords_are_made_and_shown_on_demand_only(tmp_path: Path) -> None:
    program = Program(tmp_path / "nowhere")
    made = program("password", "generate", "--provider", "sfr", "--count", "3")
    assert (made["count"], made["length"], made["limited"]) == (3, 16, False)
    assert "passwords" not in made
    shown = program("password", "generate", "--provider", "laposte", "--count", "3", "--reveal")
    assert len(set(shown["passwords"])) == 3
    unknown = program("password", "generate", "--provider", "sfrr", code=1)
    assert unknown["problem"]["code"] == "provider_unknown"


def test_a_server_is_given_later_and_read_twice_where_one_is_known(
    program: Program, dovecot: Dovecot
) -> None:
    dovecot.set_password(LOGIN, OLD)
    number = str(program("accesses", "add", "--kind", "mailbox", "--login", LOGIN)["id"])
    program("accesses", "rotate", number)
    program("accesses", "answer", number, "other", stdin=OLD + "\n")
    assert program("accesses", "verify", number, code=1)["problem"]["code"] == "mailbox_host_missing"
    given = program("accesses", "server", number, "--host", "localhost", "--port", str(dovecot.port))
    assert (given["host"], given["port"], given["stage"]) == ("localhost", dovecot.port, "changed")
    # Another candidate, then the first one again: it was set aside, not lost.
    program("accesses", "answer", number, "refused")
    assert program("accesses", "adopt", number, "2")["candidate"] == 2
    program("accesses", "answer", number, "accepted")
    assert program("accesses", "verify", number)["answer"] == "accepted"
    orange = str(program("accesses", "add", "--kind", "mailbox", "--login", "compta@orange.fr")["id"])
    server = ("accesses", "server", orange, "--host", "mail.autre.example")
    assert program(*server, code=1)["problem"]["code"] == "mailbox_host_foreign"
    assert program(*server, "--confirm-host", "mail.autre.example")["host"] == "mail.autre.example"
