"""What the documents tell to type works: each ``sh`` block is run on the fictional pharmacy."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pharmassist.assembly import DEMONSTRATION_KEY, build_demonstration
from pharmassist.cli.main import run
from pharmassist.resources_location import resource_path
from tests.docs.documented import (
    DOCUMENTS,
    OTHERS,
    ROOT,
    RUN,
    SHOWN,
    Block,
    Command,
    blocks_of,
    commands_of,
    inline_commands,
    make_targets,
)

BLOCKS = [block for file in DOCUMENTS for block in blocks_of(file)]
CHEAP_TARGETS = frozenset({"strings"})
"""What make does in a second or two; the other targets belong into ``console`` blocks."""
TRIED_ELSEWHERE = {
    "apt": "installer/linux/try_in_chroot.sh installs what it names",
    "make": "named targets exist; release-check runs package, test is what runs this file",
    "pharmassist": "opens the window (tests/journeys by window), or prints on a printer (tests/servers/cups)",
    "uv": "remakes the locks: network",
    "git": "network",
    "osslsigncode": "needs the maintainers' certificate",
}
"""Programs that ``console`` blocks may name, and where they are tried instead."""
HOMELESS = frozenset({"demo", "init"})
"""Commands that name their own folder."""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demonstration(tmp_path_factory.mktemp("documents") / "pharmacie")


@pytest.fixture
def place(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where a reader stands: the lists of the LGO here, the pharmacy's register out of the way."""
    shutil.copytree(demonstration, tmp_path / "home")
    here = tmp_path / "here"
    here.mkdir()
    for name in ("exports", "year"):
        shutil.copytree(demonstration / name, here / name)
    for name in ("playbooks", "operators", "mailboxes", "profiles"):
        shutil.copytree(resource_path(name), here / "resources" / name)
    monkeypatch.chdir(here)
    return tmp_path / "home"


def typed(command: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run one command as the reader's terminal would, on the fictional register where it names none."""
    program, *words = command.words
    if program == "make":
        assert set(words) <= CHEAP_TARGETS, f"{command.where}: put a long target into a console block"
        return subprocess.run(["make", "-s", *words], cwd=ROOT, check=False).returncode
    assert program == "pharmassist", f"{command.where}: only pharmassist and make are run"
    if "--home" not in words and words[0] not in HOMELESS:
        key = home / DEMONSTRATION_KEY
        words = ["--home", str(home), "--recovery-key-file", str(key), "--as", "AB", *words]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(command.stdin.encode())))
    return run(words)


@pytest.mark.parametrize(
    "file",
    [file for file in DOCUMENTS if any(block.language == RUN for block in blocks_of(file))],
    ids=lambda file: file.name,
)
def test_the_commands_of_a_document_work_one_after_the_other(
    file: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for block in blocks_of(file):
        if block.language == RUN:
            for command in commands_of(block):
                try:
                    code = typed(command, place, monkeypatch)
                except SystemExit as wrong_usage:
                    code = int(str(wrong_usage.code))
                told = capsys.readouterr()
                assert code == 0, f"{command.where}: {' '.join(command.words)}\n{told.err}"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.file}:{block.line}")
def test_a_block_says_what_it_is(block: Block) -> None:
    assert block.language in {RUN, SHOWN, *OTHERS}, "sh is run by this file, console is not"
    if block.language == SHOWN:
        for command in commands_of(block):
            program = command.words[0]
            assert program in TRIED_ELSEWHERE, f"{command.where}: say where {program} is tried"


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_what_is_named_within_sentences_exists(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target of make stands in the Makefile, a command has its help."""
    targets = make_targets()
    named = inline_commands(file)
    named += [(c.where, c.words) for b in blocks_of(file) if b.language == SHOWN for c in commands_of(b)]
    for where, (program, *words) in named:
        if program == "make":
            for word in words:
                assert word in targets, f"{where}: make {word}"
        elif program == "pharmassist" and words:
            with pytest.raises(SystemExit) as asked:
                run([*leading(words), "--help"])
            assert asked.value.code == 0, f"{where}: {' '.join(words)}\n{capsys.readouterr().err}"


def leading(words: list[str]) -> list[str]:
    """Return the words that name the command itself: ``claims list`` of ``claims list --limit 5``."""
    found: list[str] = []
    for word in words:
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word):
            break
        found.append(word)
    return found


def test_no_command_hides_in_an_indented_block() -> None:
    """Only fenced blocks are looked at: an indented one would never be run."""
    for file in DOCUMENTS:
        within = False
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            within ^= line.lstrip().startswith("```")
            hidden = re.match(r"(    |\t)(\$ )?(pharmassist|make|python|uv|pip|apt)\b", line)
            assert within or not hidden, f"{file.name}:{number}: {line.strip()}"


def test_the_release_runs_what_no_test_may() -> None:
    """Packages, chroot and wine are the release's; each other target is known by name."""
    targets = make_targets()
    release = targets["release-check"]
    assert "package" in release.splitlines()[0]
    for needed in ("tools.package", "try_in_chroot.sh", "try_under_wine.sh"):
        assert needed in release
