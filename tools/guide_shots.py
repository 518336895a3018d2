"""The guide's pictures, from the fictional pharmacy: ``python -m tools.guide_shots [FOLDER]``.

They are small: a palette of 256 colours, and a picture that shows what the one before showed is
left as it is, so that ``make shots`` changes no file for a minute that passed.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from pharmassist import assembly
from pharmassist.app import application
from pharmassist.services.office import Office
from pharmassist.services.texts import use_language
from pharmassist.ui.colours import LIGHT
from pharmassist.ui.counter import CounterOverlay
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.message.page import MessagePage
from pharmassist.ui.pages.transfers.credits import CreditRow
from pharmassist.ui.theme import Theme
from tools.scenes import Scene, scenes
from tools.stage import LEAD, Stage, live_the_morning, staged

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide" / "images"
SIZE, WIDE = (1094, 800), (1280, 800)
COLOURS = 256
SAME = 0.002
"""Share of pixels that may differ between two pictures of the same thing: an hour, a seal."""
PAPER_DPI = 74
PAGES = {
    "incident": "incident",
    "operators": "operateurs",
    "claims": "factures",
    "advances": "acomptes",
    "passwords": "mots-de-passe",
}
MAIL = (
    "De : Service Partenaires <partenaires@viamedis-paiements.com>\n"
    "Objet : Mise à jour de votre RIB\n\n"
    "Suite à la cyberattaque, confirmez votre RIB sous 24 heures pour recevoir vos règlements :\n"
    "https://viamedis-paiements.com/rib\n"
)


def main(folder: Path) -> int:
    """Make every picture; returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application("fr")
    use_language("fr")
    for theme in app.findChildren(Theme):
        theme.use(LIGHT)
    with tempfile.TemporaryDirectory(prefix="pharmassist-guide-") as temporary:
        home = Path(temporary) / "pharmacie"
        office = assembly.demonstration_office(home)
        with staged(app, office, home) as stage:
            stage.resize(*SIZE)
            _before(stage, folder)
        live_the_morning(office, home)
        keep(paper(office), folder / "consignes-du-jour.png")
        with staged(app, office, home) as stage:
            stage.resize(*SIZE)
            _pages(stage, folder)
        office.close()
    print(f"{sum(path.stat().st_size for path in folder.glob('*.png')) // 1024} KiB in {folder}")
    return 0


def _before(stage: Stage, folder: Path) -> None:
    """Show what comes before the morning: the welcome, and the list that is about to be imported."""
    claims = stage.page("claims")
    assert isinstance(claims, ClaimsPage)
    claims.begin_import(stage.home / "exports" / "2024-01-30.tsv")
    stage.settle(lambda: claims.importing.draft is not None)
    keep(grab(claims), folder / "import.png")
    claims.importing.abandon()
    _scene(stage, "welcome-first").show(stage)
    keep(grab(stage.shown), folder / "bienvenue.png")


def _pages(stage: Stage, folder: Path) -> None:
    stage.page("today")
    keep(grab(stage.window), folder / "aujourdhui.png")
    for key, name in PAGES.items():
        keep(grab(stage.page(key)), folder / f"{name}.png")
    transfers = stage.page("transfers")
    rows = {row.accessibleName(): row for row in transfers.findChildren(CreditRow)}
    next(row for name, row in rows.items() if "SP santé" in name).click()
    stage.settle()
    keep(grab(transfers), folder / "virements.png")
    _scene(stage, "counter-answer").show(stage)
    stage.settle()
    overlay = stage.part(CounterOverlay)
    panel = overlay.panel.parentWidget()
    assert panel is not None
    keep(grab(panel), folder / "comptoir.png")
    stage.strike()
    stage.resize(*WIDE)
    message = stage.page("message")
    assert isinstance(message, MessagePage)
    stage.part(QPlainTextEdit).setPlainText(MAIL)
    message.judge()
    stage.settle()
    keep(grab(message), folder / "message.png")


def _scene(stage: Stage, name: str) -> Scene:
    return next(scene for scene in scenes(tuple(stage.furnishing.titles)) if scene.name == name)


def grab(widget: QWidget) -> Image.Image:
    """Return what a widget shows, cut from its window."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    window.grab(place).save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGB")


def paper(office: Office) -> Image.Image:
    """Return the first page of the consignes du jour as it prints."""
    made = office.papers.shift_start(LEAD)
    page = office.papers.page(made, 0, PAPER_DPI)
    return Image.frombytes("RGBA", (page.width, page.height), bytes(page.rgba)).convert("RGB")


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture in few colours, unless the file shows the same already."""
    if path.is_file():
        known = Image.open(path).convert("RGB")
        if known.size == picture.size and _different(known, picture) <= SAME:
            return
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _different(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ by more than the palette's rounding."""
    difference = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 40))
    return difference.histogram()[255] / (one.width * one.height)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
