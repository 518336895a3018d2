"""One version string: written once, read everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pharmassist import __version__
from pharmassist.cli.main import run
from tools import release

ROOT = Path(__file__).parents[2]
READERS = ("tools/deb.py", "tools/windows.py", "tools/package.py", "pharmassist/cli/main.py",
           "pharmassist/services/fault_report.py")  # fmt: skip
PLACES = ("installer", "tools", "pharmassist", "resources", "docs/guide", "README.md", "pyproject.toml")
TEXTS = {
    *(".py", ".toml", ".md", ".xml", ".nsi", ".cmd", ".ps1"),
    *(".sh", ".spec", ".desktop", ".1", ".txt", ".svg"),
}


def test_the_version_is_a_number_of_three_parts() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_project_reads_it_from_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "pharmassist/__init__.py"


@pytest.mark.parametrize("reader", READERS)
def test_what_is_handed_out_imports_it(reader: str) -> None:
    assert "__version__" in (ROOT / reader).read_text(encoding="utf-8")


def test_it_is_written_nowhere_else() -> None:
    """Neither packages, nor man page, nor AppStream, nor guide bear a number that could be forgotten."""
    files = [
        file for place in PLACES for file in ([ROOT / place] if "." in place else (ROOT / place).rglob("*"))
    ]
    written = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    found = [
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.suffix in TEXTS and written.search(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == ["pharmassist/__init__.py"]


def test_the_changelog_begins_with_it() -> None:
    assert release.changelog()[0][0] != "FAULT"


def test_the_program_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"PharmAssist {__version__}\n"


def test_the_checklist_looks_at_locks_and_data() -> None:
    told = [*release.locks(), *release.data(), *release.keys(), *release.windows_python()]
    assert [what for word, what in told if word == "FAULT"] == []
    assert len(told) == 4
