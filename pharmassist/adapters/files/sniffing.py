"""What a file is, before anything of it is read: size, kind, encoding, hash.

One pass over the bytes in blocks: nothing here keeps the file in memory, and a file that
would make a reader swell (endless line, NULs, zip bomb) is refused first.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import zipfile
from dataclasses import dataclass

from pharmassist.adapters.files.sources import exists, opened, size_of
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.files import Source

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
LARGEST_RATIO = 250
LONGEST_LINE = 1_000_000
_BLOCK = 1 << 20
_RECORD = 128
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# bytes that cp1252 leaves undefined; latin-1 then reads the file
_NOT_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# what UTF-8 makes of é, °, a narrow space: no French text in cp1252 holds them, one re-encoded in part does
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x80-\xbf]")
_C1 = bytes(range(0x80, 0xA0))
_LATIN_9 = bytes((0xA4, 0xBC, 0xBD, 0xBE))
"""€ Œ œ Ÿ in latin-9; the signs they are in cp1252 stand in no list."""
_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 11, 12, 13, 26, 27))


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``kind`` is ``text``, ``xlsx``, ``ods`` or ``xls``; ``encoding`` is "" for workbooks."""

    kind: str
    encoding: str
    sha256: str
    size: int


def sniff(path: Source) -> Sniffed:
    """Look at a file.

    Raises ``file_absent``, ``file_too_big``, ``file_not_a_table``, ``file_damaged``, ``file_mixed`` and
    ``file_is_teletransmission``.
    """
    try:
        if not exists(path):
            raise Problem("file_absent", {"file": path.name})
        size = size_of(path)
        if size > LARGEST_FILE:
            raise Problem("file_too_big", {"file": path.name, "limit": f"{LARGEST_FILE >> 20} Mo"})
        with opened(path) as file:
            start = file.read(4096)
        if start.startswith(b"PK\x03\x04"):
            return Sniffed(_workbook_kind(path), "", _hash(path), size)
        if start.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
            return Sniffed("xls", "", _hash(path), size)
        return _sniff_text(path, start, size)
    except OSError as error:
        raise Problem("file_absent", {"file": path.name}, retryable=True, details=str(error)) from error


def _hash(path: Source) -> str:
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _workbook_kind(path: Source) -> str:
    """Tell XLSX from ODS and refuse a zip bomb from its directory alone."""
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            packed = max(1, sum(member.compress_size for member in members))
            names = {member.filename.lower() for member in members}
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Problem("file_damaged", {"file": path.name}, details=str(error)) from error
    if unpacked > LARGEST_UNPACKED or (unpacked > LARGEST_FILE and unpacked // packed > LARGEST_RATIO):
        raise Problem("file_too_big", {"file": path.name, "limit": f"{LARGEST_UNPACKED >> 20} Mo"})
    # one that could be read as two kinds is looked at as neither
    books = names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
    if books == {"xl/workbook.xml"}:
        return "xlsx"
    if books == {"content.xml"} and "meta-inf/manifest.xml" in names:
        return "ods"
    raise Problem("file_not_a_table", {"file": path.name})


def _sniff_text(path: Source, start: bytes, size: int) -> Sniffed:
    if not start.strip():
        raise Problem("file_not_a_table", {"file": path.name})
    if looks_teletransmitted(start, size):
        raise Problem("file_is_teletransmission", {"file": path.name})
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "")
    if not encoding and b"\x00" in start:
        encoding = _utf16_without_mark(start)
        if not encoding:
            raise Problem("file_not_a_table", {"file": path.name})
    digest = hashlib.sha256()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    valid_utf8, cp1252, latin_9, line = not encoding or encoding == "utf-8-sig", True, False, 0
    c1, letters = False, False
    with opened(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if encoding.startswith("utf-16"):
                continue
            if block.translate(None, _CONTROLS) != block:
                raise Problem("file_not_a_table", {"file": path.name})
            line = _longest(block, line, path)
            if not block.isascii():
                cp1252 = cp1252 and block.translate(None, _NOT_CP1252) == block
                c1 = c1 or block.translate(None, _C1) != block
                latin_9 = latin_9 or block.translate(None, _LATIN_9) != block
                letters = letters or _UTF8_LETTER.search(block) is not None
            if valid_utf8:
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    valid_utf8 = False
    if valid_utf8:
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            valid_utf8 = False
    if encoding == "utf-8-sig" and not valid_utf8:
        raise Problem("file_damaged", {"file": path.name})
    if not encoding and not valid_utf8:
        if letters:
            raise Problem("file_mixed", {"file": path.name})
        encoding = "iso8859-15" if latin_9 and not c1 else "cp1252" if cp1252 else "latin-1"
    return Sniffed("text", encoding or "utf-8", digest.hexdigest(), size)


def _longest(block: bytes, line: int, path: Source) -> int:
    """Follow the length of the line that goes on at the end of a block."""
    first = block.find(b"\n")
    if first < 0:
        line += len(block)
    else:
        if line + first > LONGEST_LINE or max(map(len, block.split(b"\n"))) > LONGEST_LINE:
            line = LONGEST_LINE + 1
        else:
            line = len(block) - block.rfind(b"\n") - 1
    if line > LONGEST_LINE:
        raise Problem("file_not_a_table", {"file": path.name})
    return line


def _utf16_without_mark(start: bytes) -> str:
    """Recognise UTF-16 whose mark was lost: every other byte of Latin text is NUL."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.7 and even == 0:
        return "utf-16-le"
    if even > half * 0.7 and odd == 0:
        return "utf-16-be"
    return ""


def looks_teletransmitted(start: bytes, size: int) -> bool:
    """Tell a raw B2, DRE or NOEMIE file: records of 128 signs that begin with 000, no delimiter.

    Their layouts are not public (formats.md §1.9): they are recognised and refused, never read.
    """
    if not start.startswith(b"000") or any(mark in start for mark in (b";", b"\t", b"|")):
        return False
    records = [line.rstrip(b"\r") for line in start.split(b"\n")]
    whole = [record for record in records[:-1] if record] or [record for record in records if record]
    if len(whole) == 1:
        return size % _RECORD == 0 or len(whole[0]) >= _RECORD
    return sum(len(record) == _RECORD for record in whole) * 5 >= len(whole) * 4
