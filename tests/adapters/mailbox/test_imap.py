"""Real logins on a real Dovecot, and every way in which a server may fail us."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest

from pharmassist.adapters.mailbox.imap import ImapMailbox
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot

LOGIN = "compta@pharmacie-du-port.example"
CANARY = "canari-éàü€-41"


def problem_of(host: str, port: int, mailbox: ImapMailbox | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        (mailbox or ImapMailbox(answer_time=10, deadline=20)).login(host, port, LOGIN, Secret(CANARY))
    told = caught.value
    assert told.values["host"] == host
    assert CANARY not in repr(told) + told.details + repr(told.__cause__) + repr(told.__context__)
    return told


def test_old_refused_and_new_accepted_after_a_change(dovecot: Dovecot) -> None:
    mailbox = ImapMailbox()
    old, new = Secret("ancien-0"), Secret(CANARY)
    dovecot.set_password(LOGIN, old.reveal())
    assert mailbox.login("localhost", dovecot.port, LOGIN, old) is Login.ACCEPTED
    assert mailbox.login("localhost", dovecot.port, LOGIN, new) is Login.REFUSED
    dovecot.set_password(LOGIN, new.reveal())
    assert mailbox.login("localhost", dovecot.port, LOGIN, old) is Login.REFUSED
    assert mailbox.login("localhost", dovecot.port, LOGIN, new) is Login.ACCEPTED
    dovecot.remove(LOGIN)
    assert mailbox.login("localhost", dovecot.port, LOGIN, new) is Login.REFUSED


def test_an_untrusted_certificate_stops_before_the_password(untrusted_dovecot: Dovecot) -> None:
    told = problem_of("localhost", untrusted_dovecot.port)
    assert told.code == "mailbox_certificate"
    assert told.details


def test_an_expired_certificate_is_refused(trusted: Authority) -> None:
    server = Dovecot(trusted, expired=True)
    try:
        assert problem_of("localhost", server.port).code == "mailbox_certificate"
    finally:
        server.stop()


def test_nobody_listens(closed_port: int) -> None:
    told = problem_of("localhost", closed_port)
    assert (told.code, told.retryable) == ("mailbox_unreachable", True)


def test_a_server_that_says_nothing_is_left(silent_port: int) -> None:
    told = problem_of("localhost", silent_port, ImapMailbox(answer_time=0.3, deadline=5))
    assert (told.code, told.retryable) == ("mailbox_silent", True)


def test_the_whole_try_has_a_deadline(silent_port: int) -> None:
    assert (
        problem_of("localhost", silent_port, ImapMailbox(answer_time=1, deadline=0.2)).code
        == "mailbox_silent"
    )


class Scripted:
    """A TLS server that speaks lines of our own: each answer follows one line of the client."""

    def __init__(self, authority: Authority, folder: Path) -> None:
        chain, key = authority.sign(folder)
        self.context = SSLContext(PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(chain, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.heard: list[bytes] = []
        self.thread: threading.Thread | None = None

    def play(self, capability: str, *answers: str) -> None:
        self.thread = threading.Thread(target=self._serve, args=(capability, answers))
        self.thread.start()

    def _serve(self, capability: str, answers: tuple[str, ...]) -> None:
        with ExitStack() as stack:
            raw, _peer = self.listener.accept()
            client = stack.enter_context(self.context.wrap_socket(raw, server_side=True))
            lines = stack.enter_context(client.makefile("rb"))
            client.sendall(b"* OK bonjour\r\n")
            tag = ""
            for answer in (f"* CAPABILITY {capability}\r\nTAG OK fait", *answers):
                line = lines.readline()
                self.heard.append(line)
                tag = line.split(b" ")[0].decode() if b" " in line else tag
                client.sendall(answer.replace("TAG", tag).encode() + b"\r\n")

    def stop(self) -> None:
        self.listener.close()
        if self.thread:
            self.thread.join()


@pytest.fixture
def scripted(trusted: Authority, tmp_path: Path) -> Iterator[Scripted]:
    server = Scripted(trusted, tmp_path)
    yield server
    server.stop()


@pytest.mark.parametrize("capability", ["IMAP4rev1 LOGINDISABLED", "IMAP4rev1 AUTH=XOAUTH2"])
def test_a_server_without_plain_gets_no_password(scripted: Scripted, capability: str) -> None:
    scripted.play(capability)
    assert problem_of("localhost", scripted.port).code == "mailbox_no_login"
    assert len(scripted.heard) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("TAG NO [UNAVAILABLE] réessayez", "mailbox_unreachable"),
        ("TAG BAD inconnu Y2FuYXJp", "mailbox_no_login"),
        ("* BYE au revoir", "mailbox_unreachable"),
    ],
)
def test_a_server_in_trouble_says_nothing_of_the_password(scripted: Scripted, answer: str, code: str) -> None:
    scripted.play("IMAP4rev1 AUTH=PLAIN", "+ ", answer)
    told = problem_of("localhost", scripted.port)
    assert told.code == code
    assert told.details == ""


@pytest.mark.parametrize("words", ["[AUTHENTICATIONFAILED] non", "[ALERT] connectez-vous sur la page", "non"])
def test_a_refusal_is_a_refusal(scripted: Scripted, words: str) -> None:
    scripted.play("IMAP4rev1 AUTH=PLAIN", "+ ", f"TAG NO {words}")
    mailbox = ImapMailbox(answer_time=10, deadline=20)
    assert mailbox.login("localhost", scripted.port, LOGIN, Secret(CANARY)) is Login.REFUSED
