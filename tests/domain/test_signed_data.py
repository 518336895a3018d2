"""The form of signed data: what is written is read again, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pharmassist.domain.problems import Problem
from pharmassist.domain.signed_data import (
    FORM,
    Bundle,
    Sealed,
    key_name,
    read_body,
    read_sealed,
    sealed_file,
    written_body,
)
from tests.signed_data import KEY, SEALS, renewed, signed

NAMES = some.from_regex(r"\A(operators|mailboxes)/[a-z0-9][a-z0-9-]{0,20}\.toml\Z")
BUNDLES = some.builds(
    Bundle,
    some.integers(1, 999_999_999),
    some.dates(date(2026, 1, 1), date(2100, 1, 1)),
    some.text(alphabet="abcé ’.", max_size=60),
    some.dictionaries(NAMES, some.text(max_size=200), max_size=4),
)
RIGHT = signed(renewed())


def code_of(read: Callable[[bytes], object], raw: bytes) -> str:
    """Return the code of the problem that reading raises, "" for none."""
    try:
        read(raw)
    except Problem as problem:
        return problem.code
    return ""


@given(BUNDLES)
def test_what_is_written_is_read_again(bundle: Bundle) -> None:
    body = written_body(bundle)
    assert read_body(body) == bundle
    assert written_body(read_body(body)) == body
    sealed = Sealed(key_name(b"\x01" * 32), b"\x02" * 64, body)
    assert read_sealed(sealed_file(sealed)) == sealed


@given(some.binary(max_size=300) | some.binary(max_size=200).map(lambda end: FORM.encode() + b" " + end))
def test_any_bytes_are_a_file_or_a_problem(raw: bytes) -> None:
    assert code_of(read_sealed, raw) in ("", "data_format", "data_format_newer", "data_truncated")


WORDS = some.text(max_size=12)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = some.fixed_dictionaries({"number": JSON, "issued_on": JSON, "note": JSON, "files": JSON})


@given(JSON | KEYS)
def test_any_body_is_a_bundle_or_a_problem(values: object) -> None:
    assert code_of(read_body, json.dumps(values).encode()) in ("", "data_form", "data_path")


@settings(max_examples=60)
@given(some.integers(0, len(RIGHT) - 1), some.integers(1, 255))
def test_a_changed_byte_anywhere_is_refused(place: int, change: int) -> None:
    raw = bytearray(RIGHT)
    raw[place] ^= change
    try:
        sealed = read_sealed(bytes(raw))
    except Problem:
        return
    assert not SEALS.holds(sealed.key_id, sealed.signature, sealed.signed)


STRANGE = (
    *("../operators/x.toml", "operators/../x.toml", "operators//x.toml", "/operators/x.toml", ""),
    *("operators\\x.toml", "operators/X.toml", "operators/x.toml\n", "operators/x.py", "messages/rules.toml"),
    *(
        "indemnities/other.toml",
        "playbooks/x/y/playbook.toml",
        "C:/operators/x.toml",
        "operators/\u202ex.toml",
    ),
)


@pytest.mark.parametrize("name", STRANGE)
def test_no_name_leads_elsewhere(name: str) -> None:
    with pytest.raises(Problem, match="data_path"):
        read_body(written_body(Bundle(2, date(2026, 12, 1), "", {name: ""})))


def test_two_keys_of_one_name_are_refused() -> None:
    body = written_body(Bundle(2, date(2026, 12, 1), "", {})).replace(b'"note"', b'"number": 3,\n "note"')
    with pytest.raises(Problem, match="data_form"):
        read_body(body)


def test_deep_brackets_are_refused() -> None:
    with pytest.raises(Problem, match="data_form"):
        read_body(b"[" * 200_000)


def test_the_signature_covers_the_form() -> None:
    """Bytes signed for another purpose are no signed data."""
    sealed = read_sealed(RIGHT)
    assert not SEALS.holds(sealed.key_id, KEY.sign(sealed.body), sealed.signed)
    assert not SEALS.holds(sealed.key_id, sealed.signature[:-1], sealed.signed)
    assert not SEALS.holds(sealed.key_id, b"", sealed.signed)
    assert SEALS.holds(sealed.key_id, sealed.signature, sealed.signed)
