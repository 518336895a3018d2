"""Writes small .msg files: an OLE container with the streams of a mail, for samples and tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping

FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, MINI = 512, 64
STORAGE, STREAM, ROOT = 1, 2, 5


def outlook_file(
    *,
    subject: str = "",
    name: str = "",
    sender: str = "",
    body: str = "",
    html: str = "",
    headers: str = "",
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a message as Outlook saves it; texts are UTF-16, HTML is bytes."""
    texts = {"0037": subject, "0C1A": name, "5D01": sender, "1000": body, "007D": headers}
    streams = {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items() if text}
    streams["__properties_version1.0"] = bytes(32)
    if html:
        streams["__substg1.0_10130102"] = html.encode()
    storages = {
        f"__attach_version1.0_#{number:08X}": {
            "__substg1.0_3707001F": file.encode("utf-16-le"),
            "__substg1.0_37010102": content,
        }
        for number, (file, content) in enumerate((attachments or {}).items())
    }
    return container(streams, storages)


def container(streams: Mapping[str, bytes], storages: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """Return an OLE container; every stream lies in the mini stream."""
    entries: list[list[object]] = [["Root Entry", ROOT, NONE, NONE, b""]]
    for name, content in streams.items():
        entries.append([name, STREAM, NONE, NONE, content])
    for name, inner in storages.items():
        child = len(entries) + 1
        entries.append([name, STORAGE, NONE, child if inner else NONE, b""])
        for number, (key, content) in enumerate(inner.items()):
            following = child + number + 1 if number + 1 < len(inner) else NONE
            entries.append([key, STREAM, following, NONE, content])
    top = [n for n, entry in enumerate(entries) if n and _is_top(n, entries, streams, storages)]
    for number, following in zip(top, [*top[1:], NONE], strict=True):
        entries[number][2] = following
    entries[0][3] = top[0] if top else NONE
    mini, mini_fat = b"", list[int]()
    places: list[tuple[int, int]] = []
    for entry in entries:
        held = entry[4]
        assert isinstance(held, bytes)
        first = len(mini_fat)
        count = -(-len(held) // MINI)
        mini_fat += [first + n + 1 for n in range(count - 1)] + ([END] if count else [])
        mini += held.ljust(count * MINI, b"\0")
        places.append((first if count else END, len(held)))
    directory = b""
    places[0] = (0, len(mini))
    blocks = [_padded(mini), _padded(struct.pack(f"<{len(mini_fat)}I", *mini_fat), FREE)]
    starts = [0, len(blocks[0]) // SECTOR]
    places[0] = (starts[0], len(mini))
    for entry, place in zip(entries, places, strict=True):
        directory += _entry(entry, place)
    blocks.append(_padded(directory))
    starts.append(starts[1] + len(blocks[1]) // SECTOR)
    used = starts[2] + len(blocks[2]) // SECTOR
    fat_count = 1
    while fat_count * 128 < used + fat_count:
        fat_count += 1
    fat: list[int] = []
    for block in blocks:
        count = len(block) // SECTOR
        fat += [len(fat) + n + 1 for n in range(count - 1)] + [END]
    fat += [FAT_SECTOR] * fat_count
    table = _padded(struct.pack(f"<{len(fat)}I", *fat), FREE)
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_count, starts[2], 0, 4096, starts[1], len(blocks[1]) // SECTOR, END, 0, used,
    )  # fmt: skip
    difat = [used + n for n in range(1, fat_count)]
    header += struct.pack(f"<{len(difat)}I", *difat)
    return header.ljust(SECTOR, b"\xff") + b"".join(blocks) + table


def _is_top(
    number: int,
    entries: list[list[object]],
    streams: Mapping[str, bytes],
    storages: Mapping[str, Mapping[str, bytes]],
) -> bool:
    name, kind = entries[number][0], entries[number][1]
    return (kind == STREAM and name in streams) or (kind == STORAGE and name in storages)


def _padded(data: bytes, fill: int = 0) -> bytes:
    filler = b"\xff" if fill == FREE else b"\0"
    return data.ljust(max(1, -(-len(data) // SECTOR)) * SECTOR, filler)


def _entry(entry: list[object], place: tuple[int, int]) -> bytes:
    name, kind, right, child, _content = entry
    raw = str(name).encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        raw,
        len(raw),
        kind,
        1,
        NONE,
        right,
        child,
        bytes(16),
        0,
        0,
        0,
        place[0],
        place[1],
    )
