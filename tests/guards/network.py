"""No test reaches past this computer: a try is refused at once and fails the test."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

tries: list[str] = []
_real_connect = socket.socket.connect
_real_connect_ex = socket.socket.connect_ex
_real_sendto = socket.socket.sendto
_real_getaddrinfo = socket.getaddrinfo


class OutsideRefusedError(RuntimeError):
    """A test tried to reach another computer."""


def _stays_here(host: object) -> bool:
    """Tell whether the host is this computer; names are looked up nowhere."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _check(sock: socket.socket, address: object) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        _refuse_unless(_stays_here(address[0]), f"connection to {address[0]}")


def _refuse_unless(allowed: bool, what: str) -> None:
    if not allowed:
        tries.append(what)
        raise OutsideRefusedError(what)


def _connect(sock: socket.socket, address: Any) -> None:
    _check(sock, address)
    _real_connect(sock, address)


def _connect_ex(sock: socket.socket, address: Any) -> int:
    _check(sock, address)
    return _real_connect_ex(sock, address)


def _sendto(sock: socket.socket, *arguments: Any) -> int:
    _check(sock, arguments[-1])
    return _real_sendto(sock, *arguments)


def _getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    # RFC 6761: no name under .invalid exists; a test may ask for one.
    if isinstance(host, str) and host.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _refuse_unless(_stays_here(host), f"look-up of {host}")
    return _real_getaddrinfo(host, *arguments, **options)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Refuse connections and look-ups that leave this computer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect)
        patch.setattr(socket.socket, "connect_ex", _connect_ex)
        patch.setattr(socket.socket, "sendto", _sendto)
        patch.setattr(socket, "getaddrinfo", _getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def no_try_to_leave() -> Iterator[None]:
    """Fail the test that tried, even if the program swallowed the refusal."""
    tries.clear()
    yield
    assert not tries, f"tried to leave this computer: {tries}"
