"""A real login to a mailbox by IMAP over TLS: one try, nothing is read.

The password leaves only after the certificate was checked, by AUTHENTICATE PLAIN (LOGIN
cannot carry é or €). Once it left, the server's words are no longer repeated: they might
hold it. ``SSL_CERT_FILE`` is honoured, as everywhere OpenSSL is.
"""

from __future__ import annotations

import imaplib
import re
import ssl

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.deadlines import within
from pharmassist.services.ports.mailbox import Login

_NOT_OUR_PASSWORD = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"})
"""Answers of a server in trouble (RFC 5530): they say nothing of the password."""
_CODE = re.compile(r"\[([A-Z]+)")


class ImapMailbox:
    """Tries logins. Times in seconds: for each answer of the server, and for the whole try.

    A server may hold back its refusal after others (Dovecot: up to 15 s).
    """

    def __init__(self, *, answer_time: float = 20, deadline: float = 40) -> None:
        self._answer_time, self._deadline = answer_time, deadline

    def login(self, host: str, port: int, login: str, secret: Secret) -> Login:
        """Sign in once; raises the problems named in the port, each with the host."""
        where = {"host": host}
        return within(
            self._deadline,
            lambda: self._try(host, port, login, secret),
            lambda: Problem("mailbox_silent", where, retryable=True),
        )

    def _try(self, host: str, port: int, login: str, secret: Secret) -> Login:
        where = {"host": host}
        try:
            context = ssl.create_default_context()
            server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=self._answer_time)
        except ssl.SSLCertVerificationError as error:
            raise Problem("mailbox_certificate", where, details=error.verify_message) from error
        except TimeoutError as error:
            raise Problem("mailbox_silent", where, retryable=True) from error
        except (OSError, UnicodeError, imaplib.IMAP4.error) as error:
            raise Problem("mailbox_unreachable", where, retryable=True, details=str(error)) from error
        try:
            if "AUTH=PLAIN" not in server.capabilities:
                raise Problem("mailbox_no_login", where, details=" ".join(server.capabilities))
            return _authenticate(server, login, secret, host)
        finally:
            server.shutdown()


def _authenticate(server: imaplib.IMAP4_SSL, login: str, secret: Secret, host: str) -> Login:
    token = f"\0{login}\0{secret.reveal()}".encode()
    where = {"host": host}
    try:
        server.authenticate("PLAIN", lambda _challenge: token)
    except TimeoutError:
        raise Problem("mailbox_silent", where, retryable=True) from None
    except (imaplib.IMAP4.abort, OSError):
        raise Problem("mailbox_unreachable", where, retryable=True) from None
    except imaplib.IMAP4.error as refusal:
        words = str(refusal)
        if "command error: BAD" in words:
            raise Problem("mailbox_no_login", where) from None
        code = _CODE.search(words)
        if code and code.group(1) in _NOT_OUR_PASSWORD:
            raise Problem("mailbox_unreachable", where, retryable=True) from None
        return Login.REFUSED
    return Login.ACCEPTED
