"""Comes to a part of ``bench_start`` that shows our window as the program's own door does.

``python -m tools.bench_door shell HOME`` or ``windows WORK HOME``: before anything of the window is imported,
PySide6 is kept from reading sources.
"""

from __future__ import annotations

import sys
from importlib import import_module

from pharmassist.ui.source_reading import spare_sources

if __name__ == "__main__":
    spare_sources()
    sys.exit(import_module(f"tools.bench_{sys.argv[1]}").main(*sys.argv[2:]))
