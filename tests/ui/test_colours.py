"""Contrast of every pair of colours that the window really uses, in each table (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.resources_location import resource_path
from pharmassist.ui.colours import (
    CONTRAST,
    CONTRAST_DARK,
    DARK,
    LIGHT,
    PALETTES,
    Palette,
    palette_for,
    palette_of,
)
from pharmassist.ui.theme import Theme

WORDS, SIGNS, MORE = 4.5, 3.0, 7.0
"""Least contrast of words, of what only outlines or marks, and of words for those who ask for more."""

GROUNDS = ("bg", "surface", "rail", "raised", "hover", "selection")
TONES = ("green", "amber", "red", "grey", "blue")
TABLES = [
    pytest.param(table, id=name)
    for name, table in zip(("light", "dark", "contrast", "contrast-dark"), PALETTES, strict=True)
]


def contrast(ink: str, ground: str) -> float:
    """Return the ratio of WCAG between two colours."""

    def light(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    one, other = sorted((light(ink), light(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Yield ink, ground and the least contrast: what parts paint, then what the style sheet says."""
    for ground in GROUNDS:
        for ink in ("text1", "text2", "text3", "primary", *TONES):
            yield ink, ground, WORDS
        # Edges of fields and boxes; the line of the focus is the primary, above.
        if ground not in ("hover", "selection"):
            yield "field_border", ground, SIGNS
    for tone in TONES:
        yield tone, f"{tone}_tint", WORDS
        yield "text1", f"{tone}_tint", WORDS
        yield "text2", f"{tone}_tint", WORDS
    yield "primary", "tint", WORDS
    yield "text1", "tint", WORDS
    yield "text2", "tint", WORDS
    # What is off is still read.
    yield "text3", "grey_tint", WORDS
    for ink, ground in styled():
        yield ink, ground, WORDS


def styled() -> Iterator[tuple[str, str]]:
    """Yield the pairs of buttons in the style sheet: each kind in each state, in the order of its rules."""
    sheet = resource_path("styles", "window.qss").read_text(encoding="utf-8")
    rules = re.findall(r'QPushButton(?:\[kind="(\w+)"\])?(?::(\w+))? \{([^}]*)\}', sheet)
    for kind in sorted({kind for kind, _state, _body in rules}):
        for state in ("", *sorted({state for _kind, state, _body in rules if state})):
            said: dict[str, str] = {}
            for of, when, body in rules:
                if of in ("", kind) and when in ("", state):
                    said.update(re.findall(r"([\w-]+): [^;]*?\$(\w+)", body))
            yield said["color"], said.get("background", "surface")


@pytest.mark.parametrize("table", TABLES)
def test_every_pair_in_use_can_be_read(table: Palette) -> None:
    weak = [
        f"{ink} on {ground}: {found:.2f} < {least}"
        for ink, ground, least in pairs()
        if (found := contrast(getattr(table, ink), getattr(table, ground))) < least
    ]
    assert weak == []


@pytest.mark.parametrize("table", TABLES[2:])
def test_more_contrast_is_more_contrast(table: Palette) -> None:
    for ink in ("text1", "text2", "text3", "primary", *TONES):
        for ground in ("bg", "surface", "rail", "raised"):
            assert contrast(getattr(table, ink), getattr(table, ground)) >= MORE, (ink, ground)
    for sign in ("border", "field_border", "age_young", "age_middle", "age_old"):
        assert contrast(getattr(table, sign), table.surface) >= SIGNS, sign


def test_the_style_sheet_names_roles_only() -> None:
    sheet = resource_path("styles", "window.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet) == []
    used = set(re.findall(r"\$(\w+)", sheet)) - {"down", "up"}
    assert used <= {field.name for field in fields(Palette)}


def test_a_table_is_known_by_its_ground(qtbot: QtBot, theme: Theme) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    for table in PALETTES:
        theme.use(table)
        assert palette_of(shown) is table


def test_the_two_wishes_of_the_system_choose_the_table() -> None:
    assert palette_for(dark=False, contrast=False) is LIGHT
    assert palette_for(dark=True, contrast=False) is DARK
    assert palette_for(dark=False, contrast=True) is CONTRAST
    assert palette_for(dark=True, contrast=True) is CONTRAST_DARK


def test_a_change_of_the_system_is_followed(qapp: QApplication, qtbot: QtBot, theme: Theme) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    hints = qapp.styleHints()
    theme.use(DARK)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert palette_of(shown) is LIGHT
    theme.use(CONTRAST)
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert palette_of(shown) is LIGHT
