"""The shell of the window for ``bench_start``, come to as by the program's own door."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from pharmassist.ui.source_reading import spare_sources

if __name__ == "__main__":
    # Before anything of the window is imported.
    spare_sources()
    sys.exit(import_module("tools.bench_shell_painted").main(Path(sys.argv[1])))
