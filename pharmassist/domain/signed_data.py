"""A file of signed data: how it is written, what it may hold, and its record in the register.

One line (form, id of the signer's key, length, signature), then the body: JSON text with the
number, the day and the files. Nothing is packed, so nothing can unpack to more than was read;
the signature covers the whole body and is checked before the body is looked at.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pharmassist.domain.problems import Problem

FORM = "pharmassist-data-1"
ANY_FORM = re.compile(rb"pharmassist-data-\d+ ")
LARGEST = 4_000_000
"""Bytes; what is shipped makes some 150,000."""
LONGEST_HEAD = 300
NOTE_LIMIT = 400
KINDS = ("playbooks", "operators", "mailboxes", "insurers", "indemnities")
"""The folders of ``resources`` that signed data may replace, each one whole."""
_ID = r"[a-z0-9][a-z0-9-]{0,59}"
_NAMES = re.compile(
    rf"playbooks/{_ID}/playbook\.toml|(operators|mailboxes)/{_ID}\.toml"
    rf"|insurers/{_ID}\.csv|indemnities/rules\.toml"
)
"""Every name a file may bear: nothing that climbs out of a folder fits."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it is read: who says to have signed it, the signature, and what it covers."""

    key_id: str
    signature: bytes
    body: bytes

    @property
    def signed(self) -> bytes:
        """What the signature covers: the form too, so that a signature serves for nothing else."""
        return FORM.encode() + b"\n" + self.body


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a body says: number, day, a sentence of the signer, and the files by name."""

    number: int
    issued_on: date
    note: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShippedData:
    """Number and day of the data that come with the program: the floor."""

    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class DataRecord:
    """A file that was accepted; ``withdrawn_at`` once the pharmacy went back to what was before."""

    number: int
    issued_on: date
    key_id: str
    sha256: str
    accepted_at: datetime
    accepted_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    id: int = 0
    version: int = 1


def key_name(public: bytes) -> str:
    """Return the 16 signs by which a public key of 32 bytes is known."""
    return hashlib.sha256(public).hexdigest()[:16]


def sealed_file(sealed: Sealed) -> bytes:
    """Write a file."""
    signature = base64.b64encode(sealed.signature).decode()
    return f"{FORM} {sealed.key_id} {len(sealed.body)} {signature}\n".encode() + sealed.body


def read_sealed(raw: bytes) -> Sealed:
    """Read the first line; the body is not looked at.

    Raises ``data_format``, ``data_format_newer`` and ``data_truncated``.
    """
    line, _end, body = raw.partition(b"\n")
    if not ANY_FORM.match(line) or len(line) > LONGEST_HEAD:
        raise Problem("data_format")
    words = line.decode("ascii", "replace").split(" ")
    if words[0] != FORM:
        raise Problem("data_format_newer")
    if len(words) < 4:
        raise Problem("data_truncated")
    _form, key_id, length, signature = (*words, "")[:4]
    if not re.fullmatch(r"[0-9a-f]{16}", key_id) or not re.fullmatch(r"\d{1,9}", length) or len(words) > 4:
        raise Problem("data_format")
    if len(body) < int(length):
        raise Problem("data_truncated")
    if len(body) > int(length):
        raise Problem("data_format")
    try:
        return Sealed(key_id, base64.b64decode(signature, validate=True), body)
    except ValueError as error:
        raise Problem("data_format") from error


def written_body(bundle: Bundle) -> bytes:
    """Write a body: the same bundle gives the same bytes."""
    values = {
        "number": bundle.number,
        "issued_on": bundle.issued_on.isoformat(),
        "note": bundle.note,
        "files": dict(sorted(bundle.texts.items())),
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def read_body(body: bytes) -> Bundle:
    """Read a body whose signature was checked; raises ``data_form`` and ``data_path``."""
    try:
        values = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Problem("data_form", {"place": "JSON"}, details=str(error)) from error
    if not isinstance(values, dict) or set(values) != {"number", "issued_on", "note", "files"}:
        raise Problem("data_form", {"place": "JSON"})
    number, day, note, files = values["number"], values["issued_on"], values["note"], values["files"]
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 1_000_000_000:
        raise Problem("data_form", {"place": "number"})
    if not isinstance(note, str) or len(note) > NOTE_LIMIT or not all(map(str.isprintable, note)):
        raise Problem("data_form", {"place": "note"})
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise Problem("data_form", {"place": "files"})
    for name in files:
        if not _NAMES.fullmatch(name):
            raise Problem("data_path", {"name": name[:80].encode("unicode_escape").decode()})
    try:
        issued_on = date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise Problem("data_form", {"place": "issued_on"}) from error
    return Bundle(number, issued_on, note, files)


def texts_of_kind(texts: Mapping[str, str], kind: str) -> dict[str, str]:
    """Return the files of one folder, named within it, in order."""
    head = f"{kind}/"
    return {name[len(head) :]: texts[name] for name in sorted(texts) if name.startswith(head)}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that stands twice: two readers must not see two files."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
