"""Every command that the documents tell, found in their fenced blocks and between backquotes.

A block marked ``sh`` is run by ``test_commands``; one marked ``console`` needs root, the network,
Windows, a long time or a person, and is run by ``make release-check`` where that can be.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))
RUN, SHOWN = "sh", "console"
OTHERS = frozenset({"toml", "text", "csv", "json", "python"})
_FENCE = re.compile(r"^\s*```(\S*)\s*$")
_INLINE = re.compile(r"(?<!`)`((?:pharmassist|make) [^`]+)`(?!`)")
_MAKE = re.compile(r"^([a-z-]+):", re.M)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, where it stands and in which language."""

    file: str
    line: int
    language: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a block: its words, what is typed on its stdin."""

    where: str
    words: tuple[str, ...]
    stdin: str = ""


def blocks_of(file: Path) -> list[Block]:
    """Return the fenced blocks of a document."""
    found: list[Block] = []
    open_at, language, held = 0, "", list[str]()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if fence and not open_at:
            open_at, language, held = number, fence[1], []
        elif fence:
            found.append(Block(file.relative_to(ROOT).as_posix(), open_at, language, tuple(held)))
            open_at = 0
        elif open_at:
            held.append(line)
    assert not open_at, f"{file.name}:{open_at}: a block without end"
    return found


def commands_of(block: Block) -> list[Command]:
    """Return the commands of a block: comments left out, ``\\`` joins lines, a pipe gives stdin."""
    found: list[Command] = []
    whole = ""
    for number, line in enumerate(block.lines, block.line + 1):
        text = (whole + " " + line.strip()).strip()
        if text.endswith("\\"):
            whole = text[:-1].strip()
            continue
        whole = ""
        words = shlex.split(text.removeprefix("$ "), comments=True)
        if not words:
            continue
        stdin = ""
        if "|" in words:
            at = words.index("|")
            assert words[0] == "printf", f"{block.file}:{number}: only printf gives an input"
            stdin, words = "".join(words[1:at]).replace("\\n", "\n"), words[at + 1 :]
        words = words[1:] if words[0] == "sudo" else words
        if words[0].endswith("/pharmassist"):
            words[0] = "pharmassist"
        found.append(Command(f"{block.file}:{number}", tuple(words), stdin))
    return found


def inline_commands(file: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return the commands named within sentences: where, words."""
    text = file.read_text(encoding="utf-8")
    name = file.relative_to(ROOT).as_posix()
    return [
        (f"{name}:{text.count(chr(10), 0, found.start()) + 1}", tuple(found[1].split()))
        for found in _INLINE.finditer(text)
    ]


def make_targets() -> dict[str, str]:
    """Return the targets of the Makefile and what each runs."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = list(_MAKE.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return {one[1]: text[one.start() : end] for one, end in zip(found, ends, strict=True)}
