"""The real servers as fixtures; each starts when a test asks for it and ends with it, but for the mailbox."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.certificates import Authority
from tests.servers.cups import Cups
from tests.servers.dovecot import Dovecot
from tests.servers.https_server import HttpsServer
from tests.servers.secret_service import SecretService


@pytest.fixture(scope="session")
def test_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority behind every certificate of the test servers."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def foreign_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that nobody trusts."""
    return Authority(tmp_path_factory.mktemp("foreign"))


@pytest.fixture
def trusted(test_authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Trust the test authority, in this process and its children."""
    monkeypatch.setenv("SSL_CERT_FILE", str(test_authority.file))
    return test_authority


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A real keyring, unlocked; the environment leads to it."""
    service = SecretService()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.bus_address)
    yield service
    service.stop()


@pytest.fixture(scope="session")
def mailbox_server(test_authority: Authority) -> Iterator[Dovecot]:
    """A real mail server for all tests of this process: its end alone takes more than a second."""
    server = Dovecot(test_authority)
    yield server
    server.stop()


@pytest.fixture
def dovecot(trusted: Authority, mailbox_server: Dovecot) -> Dovecot:
    """A real mailbox whose certificate is trusted, without any account yet."""
    assert trusted.file.exists()
    mailbox_server.forget()
    return mailbox_server


@pytest.fixture
def untrusted_dovecot(trusted: Authority, foreign_authority: Authority) -> Iterator[Dovecot]:
    """A real mailbox whose certificate comes from elsewhere."""
    server = Dovecot(foreign_authority)
    yield server
    server.stop()


@pytest.fixture
def https_server(trusted: Authority, tmp_path: Path) -> Iterator[HttpsServer]:
    """A real web site whose certificate is trusted."""
    server = HttpsServer(trusted, tmp_path)
    yield server
    server.stop()


@pytest.fixture
def expired_https_server(trusted: Authority, tmp_path: Path) -> Iterator[HttpsServer]:
    """A web site whose certificate ended yesterday."""
    server = HttpsServer(trusted, tmp_path, expired=True)
    yield server
    server.stop()


@pytest.fixture
def untrusted_https_server(
    trusted: Authority, foreign_authority: Authority, tmp_path: Path
) -> Iterator[HttpsServer]:
    """A web site whose certificate comes from elsewhere."""
    server = HttpsServer(foreign_authority, tmp_path)
    yield server
    server.stop()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where the connection opens and nobody ever says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield int(listener.getsockname()[1])


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    """A real print server; the environment leads to it."""
    server = Cups()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()
