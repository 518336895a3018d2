"""Short files, plain names, no exemption, no trace of a developer's machine (house.md §2)."""

import re
from pathlib import Path

import pytest

from tests.architecture.files import place, python_files, text_files

LONGEST = 400
LONGEST_OF = {"pharmassist/ui/window.py": 200}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
# Written in two parts, so that this file does not find itself.
EXEMPTIONS = re.compile(r"#\s*(type:\s*" + "ignore|no" + r"qa|mypy:\s*ig|ruff:\s*no|pragma:\s*no)")
MACHINE = re.compile("/ro" + r"ot/|/ho" + r"me/\w+/|C:\\Use" + "rs|/opt/py" + "pi|file:///o" + "pt")


def test_files_are_short() -> None:
    long = {
        place(path): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines()))
        > LONGEST_OF.get(place(path), LONGEST)
    }
    assert not long


def test_names_say_something() -> None:
    vague = [place(path) for path in python_files() if VAGUE & {path.stem, *path.parent.parts}]
    assert not vague


def test_no_line_is_exempted() -> None:
    found = [
        f"{place(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if EXEMPTIONS.search(line)
    ]
    assert not found


def lenient(path: Path) -> str:
    """Read a file whatever its encoding: samples of lists come in many."""
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_place_of_a_developers_machine_is_kept() -> None:
    found = [place(path) for path in text_files() if MACHINE.search(lenient(path))]
    assert not found


def test_requirements_name_no_host() -> None:
    found = [
        place(path)
        for path in text_files()
        if path.name.startswith("requirements") and "://" in lenient(path)
    ]
    assert not found


@pytest.mark.parametrize("line", ["x = 1  # no" + "qa: E501", "y()  # type: " + "ignore[arg-type]"])
def test_an_exemption_would_be_found(line: str) -> None:
    assert EXEMPTIONS.search(line)


def test_the_tree_is_read(request: pytest.FixtureRequest) -> None:
    assert Path(str(request.path)) in python_files()
    assert Path(str(request.path)) in text_files()
