"""The bytes of a bank file: hash, size, encoding, looked at once before anything is read."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pharmassist.adapters.files.sources import exists, opened, size_of
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Source

LARGEST_FILE = 128 * 1024 * 1024
"""A CFONB120 file of 100,000 movements with their complements has 72 Mo."""
BLOCK = 1 << 20
_NOT_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class Looked:
    """What one pass over the bytes tells; ``start`` are the first 4096."""

    source: Source
    sha256: str
    size: int
    start: bytes
    encoding: str
    """``utf-8`` where all of it is, else ``cp1252`` or ``latin-1``."""
    has_nul: bool


def look(source: Source) -> Looked:
    """Look at a file; raises ``file_absent``, ``file_too_big``."""
    try:
        if not exists(source):
            raise Problem("file_absent", {"file": source.name})
        size = size_of(source)
        if size > LARGEST_FILE:
            raise Problem("file_too_big", {"file": source.name, "limit": f"{LARGEST_FILE >> 20} Mo"})
        digest, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
        valid, cp1252, nul, start = True, True, False, b""
        with opened(source) as file:
            while block := file.read(BLOCK):
                start = start or block[:4096]
                digest.update(block)
                nul = nul or b"\x00" in block
                cp1252 = cp1252 and block.translate(None, _NOT_CP1252) == block
                valid = valid and _decodes(utf8, block)
    except OSError as error:
        raise Problem("file_absent", {"file": source.name}, retryable=True, details=str(error)) from error
    valid = valid and _decodes(utf8, b"", final=True)
    encoding = "utf-8" if valid else "cp1252" if cp1252 else "latin-1"
    return Looked(source, digest.hexdigest(), size, start, encoding, nul)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def text_blocks(looked: Looked, encoding: str, stop: Stop) -> Iterator[str]:
    """Yield the text block by block; raises ``bank_file_damaged``."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with opened(looked.source) as file:
            while block := file.read(BLOCK):
                stop.check()
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(looked.source, str(error)) from error


def damaged(source: Source, details: str = "") -> Problem:
    """Build the problem of a file that cannot be read."""
    return Problem("bank_file_damaged", {"file": source.name}, details=details)


def truncated(source: Source) -> Problem:
    """Build the problem of a file that stops before its end."""
    return Problem("bank_file_truncated", {"file": source.name})
