"""Every page, overlay, dialog and state, walked once: spoken, whole, in one language, not empty.

The scenes are those of ``make shots``: a page of the rail is among them by itself. After a change
that was meant, ``python -m tests.ui.test_every_scene`` writes the known pictures anew.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QApplication

from pharmassist.demonstration import filling
from pharmassist.domain import conduct
from pharmassist.resources_location import resource_path
from pharmassist.services.texts import use_language
from pharmassist.ui.colours import LIGHT
from pharmassist.ui.parts.card import Card
from pharmassist.ui.theme import Theme
from tests.ui.accessibility import nameless_controls, unreachable_parts
from tools.inks import changed, inks
from tools.reading import cut_words, said
from tools.scenes import EMPTY, MORNING, scenes
from tools.stage import OWNER, Stage, empty_office, morning_office, staged

KNOWN = Path(__file__).parents[1] / "samples" / "scenes.json"
NORMAL, SMALL = (1024, 768), (960, 540)
"""The smallest screen we promise, and what one of 1920 × 1080 leaves at 200 %."""
MOST_CHANGED = 0.2
SECRET = "passwords-shown"


@dataclass
class Walk:
    """What was seen on the way, by scene."""

    nameless: dict[str, list[str]] = field(default_factory=dict)
    cut: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    inks: dict[str, list[str]] = field(default_factory=dict)
    secret: str = ""
    emptied: float = 0.0
    """How much of a page's picture changes when its largest card is taken away."""


def walk(app: QApplication, folder: Path, language: str, sizes: tuple[tuple[int, int], ...]) -> Walk:
    """Go through all scenes, in each size what may be cut off, in the first one the rest."""
    seen = Walk()
    use_language(language)
    with (
        morning_office(folder / MORNING) as morning,
        empty_office(folder / EMPTY) as empty,
    ):
        for register, office in ((MORNING, morning), (EMPTY, empty)):
            with staged(app, office, folder / register, language) as stage:
                for scene in scenes(tuple(stage.furnishing.titles)):
                    # What is empty in English is no wider than in French.
                    if scene.register == register and (language == "fr" or register == MORNING):
                        stage.resize(*sizes[0])
                        scene.show(stage)
                        stage.settle()
                        look(seen, scene.name, stage, sizes)
                        stage.strike()
    use_language("fr")
    return seen


def look(seen: Walk, name: str, stage: Stage, sizes: tuple[tuple[int, int], ...]) -> None:
    """Note what a scene says and shows."""
    front = stage.front()
    seen.nameless[name] = [*nameless_controls(front), *unreachable_parts(front.window())]
    seen.said[name] = said(front)
    if stage.language == "fr":
        seen.inks[name] = inks(stage.picture())
    if name == SECRET:
        line = next(line for line in stage.office.accesses.lines() if line.rotation is not None)
        seen.secret = stage.office.rotating.reveal(OWNER, line.access.id, "candidate").reveal()
        shown = [card for card in stage.window.findChildren(Card) if card.isVisible()]
        widest = max(shown, key=lambda card: card.width() * card.height())
        # Looked at before the page reads again and shows it again.
        widest.hide()
        seen.emptied = changed(seen.inks.get(name, []), inks(stage.picture())) if name in seen.inks else 0.0
        widest.show()
        stage.settle()
    for size in sizes:
        stage.resize(*size)
        found = cut_words(stage.front())
        if found:
            seen.cut[f"{name} {size[0]}"] = found


@pytest.fixture(scope="module")
def french(qapp: QApplication, _theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Walk in French, on the two small screens."""
    _theme.use(LIGHT)
    return walk(qapp, tmp_path_factory.mktemp("french"), "fr", (NORMAL, SMALL))


@pytest.fixture(scope="module")
def english(qapp: QApplication, _theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Walk in English."""
    _theme.use(LIGHT)
    return walk(qapp, tmp_path_factory.mktemp("english"), "en", (NORMAL,))


def told(found: Mapping[str, list[str]]) -> str:
    return "\n".join(f"{scene}: {line}" for scene, lines in found.items() for line in lines)


def nothing(found: str) -> None:
    """Fail with all that was found: an assertion would tell its beginning only."""
    if found:
        pytest.fail(found)


def test_every_control_of_every_scene_has_a_name_and_a_place(french: Walk) -> None:
    assert len(french.nameless) > 50
    nothing(told(french.nameless))


def test_nothing_is_cut_off_in_french(french: Walk) -> None:
    nothing(told(french.cut))


def test_nothing_is_cut_off_in_english(english: Walk) -> None:
    nothing(told(english.cut))


def test_a_secret_on_screen_is_never_spoken(french: Walk) -> None:
    assert len(french.secret) >= 12
    assert not [words for lines in french.said.values() for words in lines if french.secret in words]


def phrases() -> Iterator[tuple[str, str]]:
    """Yield each text of ours in English and in French, where they differ."""
    for path in sorted(resource_path("translations", "fr").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                words = [message.string] if isinstance(message.string, str) else list(message.string or ())
                for one, other in zip(ids, words, strict=False):
                    if one and other and one != other:
                        yield one, other


def pattern(texts: list[str]) -> re.Pattern[str]:
    """Return what recognises any of these texts whole, whatever stands in its braces."""
    long = [text for text in texts if sum(sign.isalpha() for sign in re.sub(r"\{.*?\}", "", text)) > 8]
    parts = [re.sub(r"\\\{.*?\\\}", ".+", re.escape(text)) for text in long]
    return re.compile("|".join(f"(?:{part})" for part in sorted(set(parts))))


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def french_data() -> list[Path]:
    """Return the files whose texts are French by decision."""
    code = Path(conduct.__file__)
    return [code, Path(filling.__file__), *resource_path("playbooks").rglob("*.toml")]


def left_in(seen: Walk, other: list[str], own: list[str]) -> str:
    foreign, ours = pattern(other), pattern(own)
    # Playbooks, conduct and the register's own words are French in any language.
    data = "\n".join(path.read_text(encoding="utf-8") for path in french_data())
    data = plain(data.replace("\\u00a0", " "))
    return told(
        {
            scene: [
                w for w in words if foreign.fullmatch(w) and not ours.fullmatch(w) and plain(w) not in data
            ]
            for scene, words in seen.said.items()
            # The name of a paper is that of the paper.
            if scene != "preview"
        }
    )


def test_no_french_is_left_in_english_and_no_english_in_french(french: Walk, english: Walk) -> None:
    pairs = list(phrases())
    in_english, in_french = [one for one, _other in pairs], [other for _one, other in pairs]
    nothing(left_in(english, in_french, in_english))
    nothing(left_in(french, in_english, in_french))


def test_every_scene_looks_as_its_known_picture(french: Walk) -> None:
    known = json.loads(KNOWN.read_text(encoding="utf-8"))
    gone = {
        scene: f"{share:.0%} of it is not as it was"
        for scene, lines in french.inks.items()
        if scene in known and (share := changed(known[scene], lines)) > MOST_CHANGED
    }
    assert gone == {}


def test_the_guard_sees_a_card_that_is_gone(french: Walk) -> None:
    assert french.emptied > MOST_CHANGED
    blank = ["0" * len(row) for row in french.inks["page-today"]]
    assert changed(french.inks["page-today"], blank) == 1


def main() -> None:
    """Write the known pictures anew."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    Theme(app).use(LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        seen = walk(app, Path(folder), "fr", (NORMAL,))
    KNOWN.write_text(json.dumps(seen.inks, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main()
