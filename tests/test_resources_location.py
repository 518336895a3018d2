"""Data is found from a checkout, from a wheel and from a frozen program alike."""

import sys
from pathlib import Path

import pytest

from pharmassist import resources_location
from pharmassist.resources_location import guide_path, resource_path, seed_path


def test_from_the_checkout() -> None:
    assert resource_path("fonts", "Inter-Regular.ttf").is_file()
    assert seed_path().is_dir()
    assert guide_path("README.md").is_file()


def test_from_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("resources", "seeds", "guide"):
        (tmp_path / "pharmassist" / name).mkdir(parents=True)
    monkeypatch.setattr(resources_location, "_PACKAGE", tmp_path / "pharmassist")
    assert resource_path("icons") == tmp_path / "pharmassist" / "resources" / "icons"
    assert seed_path("demo") == tmp_path / "pharmassist" / "seeds" / "demo"
    assert guide_path("images") == tmp_path / "pharmassist" / "guide" / "images"


def test_from_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "pharmassist" / "guide").mkdir(parents=True)
    assert resource_path("icons") == tmp_path / "pharmassist" / "resources" / "icons"
    assert seed_path() == tmp_path / "pharmassist" / "seeds"
    assert guide_path() == tmp_path / "pharmassist" / "guide"
