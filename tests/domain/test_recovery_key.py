"""The recovery key on paper: every slip of the hand is found and its line named."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import (
    fingerprint,
    key_id,
    read_recovery_key,
    recovery_lines,
    write_recovery_key,
)

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
keys = st.binary(min_size=32, max_size=32)


@given(keys)
def test_what_is_written_is_read(key: bytes) -> None:
    text = write_recovery_key(key)
    assert read_recovery_key(text) == key
    assert [len(line) for line in text.splitlines()] == [17] * 4
    assert set(text) <= set(SIGNS + "-\n")


@given(keys)
def test_reading_forgives_the_hand(key: bytes) -> None:
    text = write_recovery_key(key)
    typed = text.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_recovery_key(typed) == key
    assert read_recovery_key(text.replace("1", "I").replace("-", "\u2013")) == key
    assert read_recovery_key("# PharmAssist\n\n" + "\n\n".join(text.splitlines()) + "\n") == key
    assert read_recovery_key(text.replace("\n", "")) == key
    assert read_recovery_key("\ufeff" + text.replace("\n", "\r\n")) == key


@given(keys, st.integers(0, 3), st.integers(0, 14), st.integers(0, 14), st.data())
def test_one_or_two_wrong_signs_name_their_line(
    key: bytes, line: int, one: int, two: int, data: st.DataObject
) -> None:
    lines = [each.replace("-", "") for each in recovery_lines(key)]
    signs = list(lines[line])
    for place in {one, two}:
        signs[place] = data.draw(st.sampled_from([s for s in SIGNS if s != lines[line][place]]))
    lines[line] = "".join(signs)
    with pytest.raises(Problem) as told:
        read_recovery_key("\n".join(lines))
    assert (told.value.code, told.value.values) == ("recovery_key_line", {"line": line + 1})


@given(keys, st.integers(0, 3), st.integers(0, 13))
def test_two_signs_exchanged_are_found(key: bytes, line: int, place: int) -> None:
    lines = [list(each.replace("-", "")) for each in recovery_lines(key)]
    row = lines[line]
    row[place], row[place + 1] = row[place + 1], row[place]
    text = "\n".join("".join(each) for each in lines)
    if row[place] == row[place + 1]:
        assert read_recovery_key(text) == key
    else:
        with pytest.raises(Problem, match="recovery_key_line"):
            read_recovery_key(text)


@given(keys, st.integers(0, 3), st.integers(0, 3))
def test_two_lines_exchanged_are_found(key: bytes, one: int, two: int) -> None:
    lines = list(recovery_lines(key))
    lines[one], lines[two] = lines[two], lines[one]
    if one == two:
        assert read_recovery_key("\n".join(lines)) == key
    else:
        with pytest.raises(Problem) as told:
            read_recovery_key("\n".join(lines))
        assert told.value.values == {"line": min(one, two) + 1}


def test_a_missing_sign_names_its_line_and_a_missing_line_is_counted() -> None:
    lines = list(recovery_lines(bytes(range(32))))
    with pytest.raises(Problem) as told:
        read_recovery_key("\n".join([lines[0], lines[1][:-1], *lines[2:]]))
    assert told.value.values == {"line": 2}
    with pytest.raises(Problem) as told:
        read_recovery_key("\n".join(lines[:3]))
    assert (told.value.code, told.value.values) == ("recovery_key_length", {"signs": 45, "expected": 60})
    with pytest.raises(Problem, match="recovery_key_line"):
        read_recovery_key("\n".join([lines[0].replace(lines[0][0], "U", 1), *lines[1:]]))
    with pytest.raises(Problem, match="recovery_key_length"):
        read_recovery_key("")


def test_a_known_key_is_always_written_alike() -> None:
    assert write_recovery_key(bytes(32)).splitlines()[0] == "00000-00000-0000W"
    with pytest.raises(ValueError, match="32"):
        write_recovery_key(b"short")


def test_the_key_id_is_the_beginning_of_a_fingerprint_of_its_own_domain() -> None:
    key = bytes(range(32))
    assert key_id(key) == fingerprint(key)[:8]
    assert fingerprint(key) != hashlib.sha256(key).hexdigest()
