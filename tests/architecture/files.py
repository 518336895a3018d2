"""The files that the architecture tests read."""

import ast
import functools
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("pharmassist", "tools", "tests", "seeds", "installer")


@functools.cache
def python_files() -> tuple[Path, ...]:
    """Return every Python file of the project."""
    return tuple(sorted(path for name in CODE for path in (ROOT / name).rglob("*.py")))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@functools.cache
def text_files() -> tuple[Path, ...]:
    """Return every file that git keeps and that holds text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = [ROOT / name for name in listed if name]
    binary = re.compile(r"\.(ttf|png|pdf|xlsx?|ods|db|gz)$")
    return tuple(path for path in paths if path.is_file() and not binary.search(path.name))


def place(path: Path) -> str:
    """Return the path as it is written from the root of the project."""
    return path.relative_to(ROOT).as_posix()
