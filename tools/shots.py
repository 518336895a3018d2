"""Pictures to be looked at: every page, overlay and state, every printed page.

``python -m tools.shots FOLDER`` writes each scene in light French at two sizes, then one sheet
each of dark, more contrast, 200 %, English and a pseudo-language, then the papers. What is cut
off is named at the end, and is an error. Nothing touches a keyring, a printer or the network.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from pharmassist.app import application
from pharmassist.services.office import Office
from pharmassist.services.texts import use_language
from pharmassist.ui.colours import CONTRAST, CONTRAST_DARK, DARK, LIGHT, Palette
from pharmassist.ui.theme import Theme, font
from tools.paper_shots import shoot_papers
from tools.pseudo import pseudo_language
from tools.reading import cut_words
from tools.scenes import EMPTY, MORNING, Scene, scenes
from tools.stage import LEAD, OWNER, Stage, empty_office, morning_office, staged

SIZES = ((1280, 800), (1024, 768))
SMALL = (960, 540)
"""What a screen of 1920 × 1080 leaves at 200 %, in logical pixels."""
COLUMNS, THUMB = 4, 640


@dataclass(frozen=True, slots=True)
class Set:
    """Pictures of every scene in one look; ``sheet`` is one picture of all, else one each."""

    name: str
    size: tuple[int, int]
    palette: Palette = LIGHT
    language: str = "fr"
    pseudo: bool = False
    sheet: bool = True


SETS = (
    *(Set(str(size[0]), size, sheet=False) for size in SIZES),
    Set("dark", SIZES[0], DARK),
    Set("contrast", SIZES[0], CONTRAST),
    Set("contrast-dark", SIZES[1], CONTRAST_DARK),
    Set("200", SMALL),
    Set("english", SIZES[1], language="en"),
    Set("pseudo", SIZES[1], pseudo=True),
)


def main(folder: Path) -> int:
    """Make every picture; returns the exit code, 1 where anything is cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application("fr")
    use_language("fr")
    cut: list[str] = []
    with tempfile.TemporaryDirectory(prefix="pharmassist-shots-") as temporary:
        homes = {name: Path(temporary) / name for name in (MORNING, EMPTY)}
        with morning_office(homes[MORNING]) as morning, empty_office(homes[EMPTY]) as empty:
            offices = {MORNING: morning, EMPTY: empty}
            for each in SETS:
                cut += shoot(app, each, offices, homes, folder)
            use_language("fr")
            shoot_papers(morning, folder, LEAD, OWNER)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    for line in cut:
        print(f"cut off: {line}")
    return 1 if cut else 0


def shoot(
    app: QApplication, look: Set, offices: dict[str, Office], homes: dict[str, Path], folder: Path
) -> list[str]:
    """Take the pictures of one set; returns what is cut off in it."""
    cut: list[str] = []
    pictures: list[tuple[str, QPixmap]] = []
    with dressed(app, look):
        for register, office in offices.items():
            with staged(app, office, homes[register], look.language) as stage:
                stage.resize(*look.size)
                for scene in scenes(tuple(stage.furnishing.titles)):
                    if scene.register == register:
                        pictures.append((scene.name, taken(stage, scene)))
                        cut += [f"{look.name} {scene.name}: {words}" for words in cut_words(stage.front())]
                        stage.strike()
    if look.sheet:
        sheet(pictures, look.palette).save(str(folder / f"sheet-{look.name}.png"))
    else:
        for name, picture in pictures:
            picture.save(str(folder / f"{name}-{look.name}.png"))
    return cut


def taken(stage: Stage, scene: Scene) -> QPixmap:
    """Show a scene and return its picture."""
    scene.show(stage)
    stage.settle()
    return stage.picture()


@contextmanager
def dressed(app: QApplication, look: Set) -> Iterator[None]:
    """Use the colours and the language of a set, French and light afterwards."""
    theme = app.findChildren(Theme)[0]
    theme.use(look.palette)
    use_language(look.language)
    if look.pseudo:
        with pseudo_language():
            yield
    else:
        yield
    use_language("fr")
    theme.use(LIGHT)


def sheet(pictures: Iterable[tuple[str, QPixmap]], palette: Palette) -> QPixmap:
    """Return one picture of all, each with its name under it."""
    shown = [
        (name, picture.scaledToWidth(THUMB, Qt.TransformationMode.SmoothTransformation))
        for name, picture in pictures
    ]
    high = max(picture.height() for _name, picture in shown) + 28
    rows = -(-len(shown) // COLUMNS)
    whole = QPixmap(COLUMNS * (THUMB + 8), rows * high)
    whole.fill(QColor(palette.border))
    painter = QPainter(whole)
    painter.setFont(font("text"))
    painter.setPen(QColor(palette.text1))
    for place, (name, picture) in enumerate(shown):
        left, top = place % COLUMNS * (THUMB + 8), place // COLUMNS * high
        painter.fillRect(left, top, THUMB, 26, QColor(palette.surface))
        painter.drawText(left + 8, top + 18, name)
        painter.drawPixmap(left, top + 26, picture)
    painter.end()
    return whole


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tools.shots FOLDER")
    sys.exit(main(Path(sys.argv[1])))
