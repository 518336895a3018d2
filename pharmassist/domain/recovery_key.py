"""The register's key on paper: four lines of fifteen signs, each line with its own check.

A line holds 8 bytes in thirteen signs of five bits (no I, L, O, U) and two check signs
over GF(32): any one or two wrong signs of a line, two signs exchanged and two lines
exchanged are found, and the line is named.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from pharmassist.domain.problems import Problem

KEY_BYTES = 32
LINES = 4
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_LINE_BYTES, _DATA, _LINE, _GROUP = 8, 13, 15, 5
_FIELD = 0b100101
"""x⁵ + x² + 1, which makes 32 values a field."""


def fingerprint(key: bytes) -> str:
    """Return the 64 signs by which a key is recognised without being known."""
    return hashlib.sha256(b"pharmassist register key\x00" + key).hexdigest()


def key_id(key: bytes) -> str:
    """Return the eight signs printed on the recovery sheet."""
    return fingerprint(key)[:8]


def recovery_lines(key: bytes) -> tuple[str, ...]:
    """Return a key as four lines such as ``7ZK4M-0B9QA-XW1T6``: as secret as the key itself."""
    if len(key) != KEY_BYTES:
        raise ValueError("a register's key is 32 bytes")
    lines = []
    for number in range(LINES):
        value = int.from_bytes(key[number * _LINE_BYTES : (number + 1) * _LINE_BYTES], "big")
        data = [value >> 5 * place & 31 for place in reversed(range(_DATA))]
        text = "".join(_SIGNS[sign] for sign in (*data, *_checks(number, data)))
        lines.append("-".join(text[i : i + _GROUP] for i in range(0, _LINE, _GROUP)))
    return tuple(lines)


def write_recovery_key(key: bytes) -> str:
    """Write a key as the text of its sheet or file: four lines."""
    return "\n".join(recovery_lines(key))


def read_recovery_key(text: str) -> bytes:
    """Read a key typed or from a file; case, spaces, hyphens, O for 0 and I or L for 1 are forgiven.

    Lines that begin with ``#`` are left out. Raises ``Problem("recovery_key_length")`` when
    there are not sixty signs, and ``Problem("recovery_key_line")`` with the number of the
    line that is wrong; neither holds any sign of the key.
    """
    lines = [
        cleaned
        for line in text.splitlines()
        if not line.lstrip().startswith("#") and (cleaned := _cleaned(line))
    ]
    if len(lines) == LINES:
        for number, line in enumerate(lines):
            if len(line) != _LINE:
                raise Problem("recovery_key_line", {"line": number + 1})
    signs = "".join(lines)
    if len(signs) != LINES * _LINE:
        raise Problem("recovery_key_length", {"signs": len(signs), "expected": LINES * _LINE})
    return b"".join(_line(number, signs[number * _LINE :][:_LINE]) for number in range(LINES))


def _cleaned(line: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f\u2010-\u2015\ufeff-]", "", line).upper().translate(_READ_AS)


def _line(number: int, signs: str) -> bytes:
    wrong = Problem("recovery_key_line", {"line": number + 1})
    if any(sign not in _SIGNS for sign in signs):
        raise wrong
    values = [_SIGNS.index(sign) for sign in signs]
    data = values[:_DATA]
    # The thirteen signs hold 65 bits: the first is always 0.
    if tuple(values[_DATA:]) != _checks(number, data) or data[0] > 15:
        raise wrong
    value = 0
    for sign in data:
        value = value << 5 | sign
    return value.to_bytes(_LINE_BYTES, "big")


def _checks(number: int, data: Iterable[int]) -> tuple[int, int]:
    """Return the sum of the signs and their sum weighted by powers of x; the line's number leads."""
    plain, weighted = 0, number + 1
    for sign in data:
        plain ^= sign
        weighted <<= 1
        if weighted > 31:
            weighted ^= _FIELD
        weighted ^= sign
    return plain, weighted
