"""Data is found from a checkout, from a wheel and from a frozen program alike."""

import sys
from pathlib import Path

import pytest

from pharmassist import resources_location
from pharmassist.resources_location import resource_path, seed_path


def test_from_the_checkout() -> None:
    assert resource_path("fonts", "Inter-Regular.ttf").is_file()
    assert seed_path().is_dir()


def test_from_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("resources", "seeds"):
        (tmp_path / "pharmassist" / name).mkdir(parents=True)
    monkeypatch.setattr(resources_location, "_PACKAGE", tmp_path / "pharmassist")
    assert resource_path("icons") == tmp_path / "pharmassist" / "resources" / "icons"
    assert seed_path("demo") == tmp_path / "pharmassist" / "seeds" / "demo"


def test_from_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("icons") == tmp_path / "pharmassist" / "resources" / "icons"
    assert seed_path() == tmp_path / "pharmassist" / "seeds"
