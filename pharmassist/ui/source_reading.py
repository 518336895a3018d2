"""PySide6 reads the source of each module that is imported after it; the window needs none of that."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


def spare_sources() -> None:
    """Load PySide6 and let it read no sources of what is imported from now on.

    It looks in each of them for its own name, to know where a switch ``from __feature__ import …`` may
    stand, which nothing here uses: a tenth of the start, and 20 MB of text kept (docs/decisions/0020).
    """
    import_module("PySide6.QtCore")
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None:
        vars(feature)["_mod_uses_pyside"] = _no_switch


def _no_switch(_module: ModuleType) -> bool:
    return False
