"""Every reader of bank files, run on the sample corpora: each file gives what is written beside it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmassist.adapters.files.bank_text import LARGEST_FILE
from pharmassist.adapters.files.statements import BankFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.bank import BankFormat
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_lines import StatementHead, StatementLine
from pharmassist.services.banking import BankChoice, BankPreview
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Pasted
from pharmassist.services.ports.register import Register
from pharmassist.services.statement_reading import read_file
from tests.banks import LATER, banking
from tests.registers import make_register
from tests.samples.bank.make_samples import samples

CORPUS = Path(__file__).parents[1] / "samples" / "bank"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
TOLD = frozenset(
    {
        "bank_file_damaged",
        "bank_file_truncated",
        "bank_file_unsafe",
        "bank_file_unsupported",
        "file_too_big",
    }
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    opened = make_register(tmp_path_factory.mktemp("bank"), FixedClock(LATER))
    yield opened
    opened.close()


def test_the_corpus_is_the_one_that_is_made_and_expected() -> None:
    made = samples()
    assert set(made) == set(EXPECTED)
    assert {name: (CORPUS / name).read_bytes() for name in made} == made


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_gives_what_is_expected(register: Register, name: str) -> None:
    expected, path = EXPECTED[name], CORPUS / name
    service = banking(register)
    if "problem" in expected:
        with pytest.raises(Problem) as told:
            service.preview(path, BankChoice())
        assert told.value.code == expected["problem"]
        return
    seen = service.preview(path, BankChoice())
    assert isinstance(seen, BankPreview)
    report = seen.report
    assert {
        "format": report.format,
        "kept": report.kept,
        "credit_cents": report.credit_cents,
        "balance_ok": report.balance_ok,
        "refused": [each.reason for each in report.refusals],
        "notes": list(report.notes),
        "returns": report.returns,
        "accounts": list(report.accounts),
    } == {name: value for name, value in expected.items() if name != "first"}
    if expected["first"]:
        first = seen.credits[0]
        words = [first.label, first.remittance, list(first.references), first.payer_name]
        assert words == expected["first"]


def test_a_file_that_is_too_big_is_refused_before_it_is_read() -> None:
    with pytest.raises(Problem, match="file_too_big"):
        BankFiles().open(Pasted(b"\0" * (LARGEST_FILE + 1), "releve.ofx"))
    head = StatementHead("", BankFormat.TABLE)
    line = StatementLine(date(2024, 2, 1), 1)
    with pytest.raises(Problem, match="file_too_big"):
        read_file(itertools.chain([head], itertools.repeat(line)), "releve.ofx")
    with pytest.raises(Problem, match="file_absent"):
        BankFiles().open(CORPUS / "absent.ofx")


def test_an_entry_that_would_swell_is_refused() -> None:
    good = samples()["good/camt-02.xml"].decode()
    swollen = good.replace("<AddtlNtryInf>", "<a/>" * 1_000_001 + "<AddtlNtryInf>", 1)
    file = BankFiles().open(Pasted(swollen.encode(), "releve.xml"))
    assert file is not None
    with pytest.raises(Problem, match="bank_file_damaged"):
        list(file.pieces(Stop()))


GOOD = sorted(name for name in EXPECTED if name.startswith("good/") and not name.endswith(("csv", "tsv")))


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(GOOD), where=st.floats(0, 1), junk=st.binary(max_size=12), cut=st.booleans())
def test_a_spoilt_file_is_read_or_refused_in_words(name: str, where: float, junk: bytes, cut: bool) -> None:
    content = (CORPUS / name).read_bytes()
    at = int(where * len(content))
    spoilt = content[:at] + junk + (b"" if cut else content[at + len(junk) :])
    assert outcome(spoilt) in TOLD | {""}


def outcome(content: bytes) -> str:
    """Read a file; returns the code of the problem it tells, "" for none."""
    try:
        file = BankFiles().open(Pasted(content, "releve"))
        if file is not None:
            read_file(file.pieces(Stop()))
    except Problem as problem:
        return problem.code
    return ""
