"""The mailbox of the tests is a real one."""

import imaplib
import ssl

import pytest

from tests.servers.dovecot import Dovecot


def log_in(server: Dovecot, login: str, password: str) -> str:
    context = ssl.create_default_context()
    with imaplib.IMAP4_SSL("localhost", server.port, ssl_context=context, timeout=5) as mailbox:
        token = f"\0{login}\0{password}".encode()
        return mailbox.authenticate("PLAIN", lambda _challenge: token)[0]


def test_a_password_changes_while_it_runs(dovecot: Dovecot) -> None:
    dovecot.set_password("compta@pharmacie.example", "ancien")
    assert log_in(dovecot, "compta@pharmacie.example", "ancien") == "OK"
    dovecot.set_password("compta@pharmacie.example", "nouveau-é€")
    assert log_in(dovecot, "compta@pharmacie.example", "nouveau-é€") == "OK"
    with pytest.raises(imaplib.IMAP4.error):
        log_in(dovecot, "compta@pharmacie.example", "ancien")


def test_a_foreign_certificate_is_refused(untrusted_dovecot: Dovecot) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        log_in(untrusted_dovecot, "compta@pharmacie.example", "ancien")


def test_a_silent_port_opens_and_says_nothing(silent_port: int) -> None:
    with pytest.raises(TimeoutError):
        imaplib.IMAP4_SSL("localhost", silent_port, timeout=0.2)
