"""Pictures to be looked at: every page at two sizes, every printed page: ``python -m tools.shots FOLDER``.

The fictional pharmacy is taken through the first hour of its incident first, so that pages
have something to show. Nothing touches a keyring, a printer or the network.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from pharmassist import assembly
from pharmassist.__main__ import rooms
from pharmassist.app import application
from pharmassist.domain.imports import ImportKind
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.jobs import Lanes
from pharmassist.services.list_reading import Choice
from pharmassist.services.office import Office
from pharmassist.services.texts import use_language
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.colours import LIGHT
from pharmassist.ui.first_room import furnish
from pharmassist.ui.furnishing import read_beginning
from pharmassist.ui.rooms import Wish
from pharmassist.ui.theme import Theme
from tools.paper_shots import shoot_papers

SIZES = ((1280, 800), (1024, 768))
PAGES = (
    *("today", "incident", "operators", "claims", "advances", "transfers", "passwords", "message"),
    "journal",
    "settings",
)
SETTLE_SECONDS = 1.5
LEAD, OWNER = "CR", "AB"


def main(folder: Path) -> int:
    """Make every picture; returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application("fr")
    use_language("fr")
    with tempfile.TemporaryDirectory(prefix="pharmassist-shots-") as temporary:
        office = assembly.demonstration_office(Path(temporary) / "pharmacie")
        live_the_morning(office, Path(temporary) / "pharmacie")
        shoot_papers(office, folder, LEAD, OWNER)
        shoot_pages(app, office, folder)
        office.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


def live_the_morning(office: Office, home: Path) -> None:
    """Open the incident and go through its first steps."""
    case = office.guiding.open("viamedis-2024", LEAD).case.id
    office.guiding.done(case, "est-ce-vrai", LEAD, proof="rappelé au numéro du contrat")
    office.guiding.done(case, "arreter-recyclages", LEAD, proof="dit à l’équipe")
    day = date(2024, 1, 30)
    office.importing.store(
        LEAD,
        home / "exports" / "2024-01-30.tsv",
        Choice(kind=ImportKind.SNAPSHOT, snapshot_date=day),
    )
    office.guiding.done(case, "premiere-photo", LEAD)
    office.watching.set_light("sp-sante", Light.NOTICES, LightState.DISRUPTED, OWNER, "appel au numéro connu")
    mailbox = office.accesses.lines()[0].access
    office.rotating.start(OWNER, mailbox.id)
    office.advancing.request(OWNER, "viamedis", date(2024, 1, 12), day)


def shoot_pages(app: QApplication, office: Office, folder: Path) -> None:
    """Show each page of the real window at each size."""
    for theme in app.findChildren(Theme):
        theme.use(LIGHT)
    lanes = Lanes()
    bridge = Bridge(lanes, partial(print, "bug:"))
    furnishing = furnish(
        app, bridge, rooms(), office, read_beginning(office), Wish(initials=OWNER, language="fr")
    )
    window = furnishing.window
    furnishing.begin()
    for width, height in SIZES:
        window.resize(width, height)
        window.show()
        for key in PAGES:
            window.open_page(key)
            settle(app)
            save(window, folder / f"page-{key}-{width}.png")
        furnishing.desk.counter()
        settle(app)
        save(window, folder / f"page-counter-{width}.png")
        window.lock()
        settle(app)
        save(window, folder / f"page-locked-{width}.png")
        window.unlock()
    window.close()
    settle(app)
    lanes.close()


def settle(app: QApplication) -> None:
    """Let lanes answer and the window paint."""
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def save(window: QWidget, path: Path) -> None:
    """Write what the window shows."""
    window.grab().save(str(path))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tools.shots FOLDER")
    sys.exit(main(Path(sys.argv[1])))
