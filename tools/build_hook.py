"""Hatchling hooks: what the wheel depends on, and the data it carries."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """Reads the dependencies of the wheel from requirements.in, their only list."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the dependencies to the project's metadata."""
        lines = Path(self.root, "requirements.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class Data(BuildHookInterface[Any]):
    """Compiles the catalogues, then maps resources/, seeds/ and the guide into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile (by path, because the builder does not import the checkout) and map."""
        runpy.run_path(str(Path(self.root, "tools", "strings.py")))["compile_catalogues"](Path(self.root))
        # An editable install reads them from the checkout: a copy would grow stale.
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"] |= {name: f"pharmassist/{name}" for name in ("resources", "seeds")}
            build_data["force_include"]["docs/guide"] = "pharmassist/guide"
