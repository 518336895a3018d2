"""Judging opens no socket and asks no name server: not even one of this computer."""

import socket

import pytest

from pharmassist.assembly import message_judge
from pharmassist.domain.messages import Asked, CallForm, Kind
from tools.judge_samples import Sample, samples

DEVELOPMENT = samples("development")


class _Refused(AssertionError):
    """A socket was asked for."""


class _NoSocket(socket.socket):
    def __init__(self, *_args: object, **_named: object) -> None:
        raise _Refused


def _refuse(*_args: object, **_named: object) -> None:
    raise _Refused


@pytest.fixture(autouse=True)
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", _NoSocket)
    for name in ("create_connection", "socketpair", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, _refuse)


def test_the_guard_holds() -> None:
    with pytest.raises(_Refused):
        socket.socket()
    with pytest.raises(_Refused):
        socket.getaddrinfo("viamedis.net", 443)


@pytest.mark.parametrize("sample", DEVELOPMENT, ids=lambda sample: sample.path.name)
def test_a_file(sample: Sample) -> None:
    opinion = message_judge().file(sample.path)
    assert opinion.title
    assert opinion.report


def test_what_is_pasted_retyped_and_noted() -> None:
    judge = message_judge()
    pasted = judge.text("Confirmez votre RIB sur https://viamedls.net/rib", Kind.MAIL)
    assert judge.retyped(pasted, "viamedis.net").told
    assert judge.call(CallForm("Viamedis", "06 00 00 00 00", (Asked.PASSWORD,))).findings
