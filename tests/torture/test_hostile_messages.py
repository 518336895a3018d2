"""Any bytes given as a message: a judgement or a Problem, within two seconds, never a fault."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pharmassist.adapters.messages.reading import MessageFiles
from pharmassist.assembly.messages import knowledge
from pharmassist.domain.message_judging import judge
from pharmassist.domain.problems import Problem
from tests.hostile_messages import HOSTILE
from tests.outlook import outlook_file
from tools.judge_samples import samples

MANY = settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
READER = MessageFiles(lambda: knowledge().lists.receivers)
SEEDS = tuple(sample.path.read_bytes() for sample in samples("development") if sample.path.suffix == ".eml")
OUTLOOK = outlook_file(
    subject="Objet", name="Nom", sender="a@b.example", body="Corps " * 300, html="<p>x</p>",
    headers="From: a@b.fr\nReceived: x\n\n", attachments={"a.zip": b"PK\x03\x04" + bytes(40), "b.js": b"1"},
)  # fmt: skip
PIECES = some.sampled_from(
    [
        *(
            b"\n",
            b"\r\n",
            b"\n\n",
            b": ",
            b"=?utf-8?Q?",
            b"?=",
            b"--b",
            b"--b--",
            b"<a href='",
            b"'>",
            b"</a>",
        ),
        *(
            b"<form>",
            b"<!--",
            b"From: ",
            b"Subject: ",
            b"Reply-To: ",
            b"http://",
            b"\x00",
            b"\xff\xfe",
            b"a@b.fr",
        ),
        *(b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: text/html\n", b"viamedis.net"),
        *(b"Content-Transfer-Encoding: base64\n", b"Received: from a by mx.google.com; ", b"&#x202e;"),
        *(b"Authentication-Results: ", b"confirmez votre mot de passe", "\u202e\u200b".encode()),
    ]
)


def answer(data: bytes, ending: str) -> None:
    """Read and judge; a Problem is an answer, anything else a fault."""
    try:
        judge(READER.read_bytes(data, ending), knowledge())
    except Problem:
        return


@pytest.mark.parametrize("name", HOSTILE)
def test_two_seconds(name: str) -> None:
    answer(b"From: a@b.fr\n\nwarm", ".eml")
    begun = time.process_time()
    answer(HOSTILE[name], ".eml")
    assert time.process_time() - begun < 2


@MANY
@given(
    content=some.binary(max_size=800), ending=some.sampled_from([".eml", ".msg", ".txt", ".sms", ".call", ""])
)
def test_any_bytes(content: bytes, ending: str) -> None:
    answer(content, ending)


@MANY
@given(pieces=some.lists(PIECES, max_size=60), ending=some.sampled_from([".eml", ".txt", ""]))
def test_pieces_of_mails(pieces: list[bytes], ending: str) -> None:
    answer(b"From: x\n" + b"".join(pieces), ending)


@MANY
@given(
    which=some.integers(0, 10_000),
    where=some.lists(some.integers(0, 1_000_000), max_size=6),
    flipped=some.integers(1, 255),
    cut=some.integers(0, 100_000),
)
def test_a_damaged_mail(which: int, where: list[int], flipped: int, cut: int) -> None:
    data = bytearray(SEEDS[which % len(SEEDS)])
    for place in where:
        data[place % len(data)] ^= flipped
    answer(bytes(data[: max(1, len(data) - cut % len(data))]), ".eml")


@MANY
@given(
    where=some.lists(some.integers(0, 1_000_000), min_size=1, max_size=8),
    value=some.integers(0, 255),
    cut=some.booleans(),
)
def test_an_outlook_file_that_lies(where: list[int], value: int, cut: bool) -> None:
    data = bytearray(OUTLOOK)
    for place in where:
        data[place % len(data)] = value
    answer(bytes(data[: where[0] % len(data)] if cut else data), ".msg")
