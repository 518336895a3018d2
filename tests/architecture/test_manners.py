"""Rules that no linter knows: where errors may be broad, where the clock is read, what is kept out."""

import ast
from pathlib import Path

import pytest

from tests.architecture.files import place, python_files, tree_of

PROGRAM = [path for path in python_files() if place(path).startswith("pharmassist/")]
# House.md §5: the lane runner, the command line's top, the excepthooks of the window.
BROAD_ALLOWED = {
    "pharmassist/services/jobs.py",
    # Raises the error again, on the thread of the caller.
    "pharmassist/services/deadlines.py",
    "pharmassist/cli/main.py",
    "pharmassist/app.py",
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
CLOCK_ALLOWED = "pharmassist/adapters/machine/"
OUTSIDE = {
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "keyring",
    "requests",
    "truststore",
    "imaplib",
    "reportlab",
    "pypdfium2",
}
QT_ALLOWED = ("pharmassist/ui/", "pharmassist/app.py", "pharmassist/adapters/printing/windows_child.py")


def broad_handlers(tree: ast.AST) -> list[int]:
    """Return the lines that catch everything and do not raise again."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {part.id if isinstance(part, ast.Name) else None for part in caught}
            everything = node.type is None or names & {"Exception", "BaseException"}
            again = any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(node))
            if everything and not again:
                lines.append(node.lineno)
    return lines


def clock_reads(tree: ast.AST) -> list[int]:
    """Return the lines that ask the computer what time it is."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCKS
    ]


def imported(tree: ast.AST) -> set[str]:
    """Return the first names of what a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_errors_are_caught_by_name() -> None:
    found = {
        place(path): lines
        for path in PROGRAM
        if place(path) not in BROAD_ALLOWED and (lines := broad_handlers(tree_of(path)))
    }
    assert not found


def test_only_the_machine_reads_the_clock() -> None:
    found = {
        place(path): lines
        for path in PROGRAM
        if not place(path).startswith(CLOCK_ALLOWED) and (lines := clock_reads(tree_of(path)))
    }
    assert not found


def test_the_outside_world_stays_in_the_adapters() -> None:
    found = {
        place(path): names
        for path in PROGRAM
        if not place(path).startswith("pharmassist/adapters/")
        and (names := imported(tree_of(path)) & OUTSIDE)
    }
    assert not found


def test_qt_stays_in_the_window() -> None:
    found = [
        place(path)
        for path in PROGRAM
        if not place(path).startswith(QT_ALLOWED) and "PySide6" in imported(tree_of(path))
    ]
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    f()\nexcept Exception:\n    pass\n",
        "try:\n    f()\nexcept (ValueError, Exception):\n    g()\n",
    ],
)
def test_a_broad_handler_would_be_found(code: str) -> None:
    assert broad_handlers(ast.parse(code)) == [3]


def test_a_clock_read_would_be_found() -> None:
    assert clock_reads(ast.parse("a = datetime.now(UTC)\nb = clock.now()\n")) == [1]


def test_the_program_is_read() -> None:
    assert Path("pharmassist/__init__.py") in {path.relative_to(path.parents[1]) for path in PROGRAM}
