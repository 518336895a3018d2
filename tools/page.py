"""One page of the window on the fictional pharmacy: ``python -m tools.page PAGE [--picture FILE]``.

PAGE is a key of the rail (today, claims, operators, …). With ``--picture`` the page is written to a
PNG and nothing opens, as on a computer without a screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from pharmassist import assembly
from pharmassist.__main__ import rooms
from pharmassist.app import application
from pharmassist.services.jobs import Lanes
from pharmassist.services.texts import use_language
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.first_room import furnish
from pharmassist.ui.furnishing import read_beginning
from pharmassist.ui.rooms import Wish
from tools.shots import OWNER, PAGES, live_the_morning, save, settle


def main(key: str, picture: Path | None, size: tuple[int, int] = (1280, 800)) -> int:
    """Show a page, or write its picture; returns the exit code."""
    app = application("fr")
    use_language("fr")
    with tempfile.TemporaryDirectory(prefix="pharmassist-page-") as temporary:
        home = Path(temporary) / "pharmacie"
        office = assembly.demonstration_office(home)
        live_the_morning(office, home)
        lanes = Lanes()
        bridge = Bridge(lanes, partial(print, "bug:"))
        wish = Wish(initials=OWNER, language="fr")
        furnishing = furnish(app, bridge, rooms(), office, read_beginning(office), wish)
        furnishing.begin()
        furnishing.window.resize(*size)
        furnishing.window.show()
        furnishing.window.open_page(key)
        if picture is None:
            app.exec()
        else:
            settle(app)
            save(furnishing.window, picture)
        furnishing.window.close()
        settle(app)
        lanes.close()
        office.close()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.page")
    parser.add_argument("page", choices=PAGES)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    if asked.picture is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main(asked.page, asked.picture))
