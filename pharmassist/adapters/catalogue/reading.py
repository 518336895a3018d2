"""Reading TOML files strictly: each error names the file, the place and the reason in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from pharmassist.domain.problems import Problem

Texts = Mapping[str, str]
"""Files of one folder: name within it → text."""


def texts_of(folder: Path, pattern: str) -> dict[str, str]:
    """Read the files of a folder, in the order of their names."""
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.glob(pattern))
    }


def broken(file: str, place: str, reason: str) -> Problem:
    """Build the problem of a file that breaks its schema."""
    return Problem("catalogue_broken", {"file": file, "place": place, "reason": reason})


class Section:
    """A table of a TOML file that is read key by key; keys never asked for are an error."""

    def __init__(self, file: str, place: str, values: Mapping[str, object]) -> None:
        self.file, self.place, self._values = file, place, values
        self._asked: set[str] = set()

    @classmethod
    def from_text(cls, file: str, text: str) -> Section:
        """Parse a text; raises ``Problem("catalogue_broken")`` with the parser's line."""
        try:
            return cls(file, "", tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise broken(file, "", str(error)) from error

    @classmethod
    def from_file(cls, path: Path) -> Section:
        """Read a file of the catalogue."""
        return cls.from_text(path.name, path.read_text(encoding="utf-8"))

    def fail(self, key: str, reason: str) -> Problem:
        """Build the problem of one key."""
        return broken(self.file, f"{self.place}.{key}".strip("."), reason)

    def has(self, key: str) -> bool:
        """Tell whether a key stands."""
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """Return the names that stand here, in the order of the file."""
        return tuple(self._values)

    def _get(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._values:
            raise self.fail(key, "missing")
        return self._values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; missing is an error unless a default is given."""
        if default is not None and key not in self._values:
            self._asked.add(key)
            return default
        value = self._get(key)
        if not isinstance(value, str):
            raise self.fail(key, "a text is expected")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        if default is not None and key not in self._values:
            self._asked.add(key)
            return default
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(key, "a whole number is expected")
        return value

    def maybe_whole(self, key: str) -> int | None:
        """Return a whole number, or None where the key is left out: unknown."""
        return self.whole(key) if key in self._values else None

    def yes(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        self._asked.add(key)
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "true or false is expected")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; missing means none."""
        self._asked.add(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(key, "a list of texts is expected")
        return tuple(cast("list[str]", value))

    def section(self, key: str) -> Section:
        """Return a table within; an empty one when it is left out."""
        self._asked.add(key)
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, "a table is expected")
        return Section(self.file, f"{self.place}.{key}".strip("."), cast("dict[str, object]", value))

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return a list of tables; missing means none."""
        self._asked.add(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(key, "a list of tables is expected")
        items = cast("list[dict[str, object]]", value)
        return tuple(
            Section(self.file, f"{self.place}.{key}[{i + 1}]".strip("."), item)
            for i, item in enumerate(items)
        )

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass in silence."""
        extra = sorted(set(self._values) - self._asked)
        if extra:
            raise self.fail(extra[0], "unknown key")
