"""The frame of every command: what is typed is understood or refused, and a reader may leave."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pharmassist.cli.frame import Answer, day, instant, tell, up_to, whole
from pharmassist.cli.main import run


@pytest.mark.parametrize("typed", ["30/01/2024", "30/01/24", "2024-01-30", "30 janv. 2024", "20240130"])
def test_a_day_is_read_as_lists_write_it(typed: str) -> None:
    assert day(typed) == date(2024, 1, 30)


@pytest.mark.parametrize("typed", ["31/02/2024", "30/01/0024", "30/01/1024", "2100-01-01", "", "hier", "1/2"])
def test_a_day_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        day(typed)


def test_a_number_is_one_that_a_table_holds() -> None:
    assert (whole("0"), whole("2147483647"), up_to(9)("9")) == (0, 2**31 - 1, 9)
    for typed in ("-1", "1e3", "2147483648", "9" * 5000, "\u0661", ""):
        with pytest.raises(argparse.ArgumentTypeError):
            whole(typed)


@pytest.mark.parametrize(
    "words",
    [
        ("claims", "show", "99999999999999999999"),
        ("incident", "close", "--case", "99999999999999999999"),
        ("password", "generate", "--count", "1000000000"),
        ("claims", "list", "--older-than", "-4"),
        ("claims", "list", "--older-than", "2147483647"),
        ("accesses", "add", "--kind", "mailbox", "--login", "a@b.fr", "--port", "65536"),
        ("claims", "add", "--invoice", "1", "--amc", "x", "--amount", "1234567890,00"),
    ],
)
def test_a_number_too_large_is_wrong_usage(words: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(("--home", str(tmp_path), *words))
    assert ended.value.code == 2


def test_a_reader_may_leave() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "pharmassist", "playbook", "list"]
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_an_instant_before_time_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        instant("0001-01-01T00:00")


def test_no_text_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Answer({}, ["A\x1b[2J\u202eB\r\nC\té – 1\u202f234"]), as_json=False)
    assert capsys.readouterr().out == "A�[2J�B��C\té – 1\u202f234\n"


def test_pipes_speak_utf_8_whatever_the_code_page_of_the_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows pipes have a code page without the narrow no-break space of our amounts."""
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="cp1252"))
    assert run(["password", "generate", "--provider", "sfr"]) == 0
    assert sys.stdout.encoding == "utf-8"
    assert out.getvalue().decode("utf-8").startswith("16 signes")
