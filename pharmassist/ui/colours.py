"""Colours by role: light, dark, and one of each for those who ask for more contrast.

Every ink on every ground it is used on is proved by ``tests/ui/test_colours.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour per role, as ``#RRGGBB``; names say the use, never the hue of a theme."""

    bg: str
    surface: str
    rail: str
    raised: str
    border: str
    line: str
    field_border: str
    text1: str
    text2: str
    text3: str
    primary: str
    primary_hover: str
    primary_pressed: str
    on_primary: str
    tint: str
    tint_border: str
    selection: str
    hover: str
    green: str
    green_tint: str
    green_border: str
    amber: str
    amber_tint: str
    amber_border: str
    red: str
    red_tint: str
    red_border: str
    grey: str
    grey_tint: str
    grey_border: str
    blue: str
    blue_tint: str
    blue_border: str
    age_young: str
    age_middle: str
    age_old: str

    def tone(self, name: str) -> tuple[QColor, QColor, QColor]:
        """Return ink, tint and border of ``green``, ``amber``, ``red``, ``grey`` or ``blue``."""
        return (
            QColor(getattr(self, name)),
            QColor(getattr(self, f"{name}_tint")),
            QColor(getattr(self, f"{name}_border")),
        )


LIGHT = Palette(
    bg="#F4F6F7",
    surface="#FFFFFF",
    rail="#ECF0F2",
    raised="#F8FAFB",
    border="#D6DDE2",
    line="#E6EBEE",
    field_border="#7E8B96",
    text1="#1B2730",
    text2="#43515C",
    text3="#5C6A75",
    primary="#0F6B58",
    primary_hover="#0B5848",
    primary_pressed="#08473A",
    on_primary="#FFFFFF",
    tint="#E4F1ED",
    tint_border="#A7D0C4",
    selection="#DDEEE9",
    hover="#F1F5F6",
    green="#1F7539",
    green_tint="#E7F4EA",
    green_border="#A9D4B5",
    amber="#875100",
    amber_tint="#FDF3DD",
    amber_border="#E5C484",
    red="#B0261E",
    red_tint="#FCECEA",
    red_border="#EBB5B0",
    grey="#52606B",
    grey_tint="#EEF1F3",
    grey_border="#C6CFD6",
    blue="#1D5CA3",
    blue_tint="#E8F0FA",
    blue_border="#B0C9E7",
    age_young="#8FB9AE",
    age_middle="#D9A441",
    age_old="#C2524A",
)

DARK = Palette(
    bg="#12181D",
    surface="#1A2229",
    rail="#151C22",
    raised="#1F2830",
    border="#33404A",
    line="#27323A",
    field_border="#72818E",
    text1="#E7EDF1",
    text2="#BAC5CE",
    text3="#98A6B1",
    primary="#4DBB9C",
    primary_hover="#63CBAE",
    primary_pressed="#3AA586",
    on_primary="#06231B",
    tint="#17352E",
    tint_border="#2D6454",
    selection="#1C3B34",
    hover="#202A32",
    green="#72CD8B",
    green_tint="#17301F",
    green_border="#2F5D3D",
    amber="#EFB64E",
    amber_tint="#33270F",
    amber_border="#63501F",
    red="#FF958C",
    red_tint="#391D1C",
    red_border="#713733",
    grey="#AAB6C0",
    grey_tint="#232D34",
    grey_border="#3D4953",
    blue="#8ABAF3",
    blue_tint="#16283D",
    blue_border="#2E4E73",
    age_young="#3E7D6C",
    age_middle="#C48F2E",
    age_old="#C9625A",
)

CONTRAST = Palette(
    bg="#FEFEFE",
    surface="#FFFFFF",
    rail="#FFFFFF",
    raised="#FFFFFF",
    border="#000000",
    line="#5C6A75",
    field_border="#000000",
    text1="#000000",
    text2="#101820",
    text3="#26323C",
    primary="#00483A",
    primary_hover="#00362B",
    primary_pressed="#00241D",
    on_primary="#FFFFFF",
    tint="#DDF1EA",
    tint_border="#00483A",
    selection="#CDE8E0",
    hover="#EAF0F2",
    green="#0B4A1E",
    green_tint="#FFFFFF",
    green_border="#0B4A1E",
    amber="#5C3600",
    amber_tint="#FFFFFF",
    amber_border="#5C3600",
    red="#8A0F0A",
    red_tint="#FFFFFF",
    red_border="#8A0F0A",
    grey="#2E3943",
    grey_tint="#E2E6E9",
    grey_border="#2E3943",
    blue="#0B3C75",
    blue_tint="#FFFFFF",
    blue_border="#0B3C75",
    age_young="#2F6B5D",
    age_middle="#9A6400",
    age_old="#8A1F18",
)
"""Black on white, edges as dark as the words, no tint that says anything."""

CONTRAST_DARK = Palette(
    bg="#000000",
    surface="#000000",
    rail="#000000",
    raised="#0A0F13",
    border="#FFFFFF",
    line="#8795A0",
    field_border="#FFFFFF",
    text1="#FFFFFF",
    text2="#F0F4F6",
    text3="#DCE4E9",
    primary="#7FE9CB",
    primary_hover="#A4F2DC",
    primary_pressed="#5FD3B3",
    on_primary="#000000",
    tint="#06231B",
    tint_border="#7FE9CB",
    selection="#0F3D32",
    hover="#1A2229",
    green="#9BF0B0",
    green_tint="#000000",
    green_border="#9BF0B0",
    amber="#FFD27A",
    amber_tint="#000000",
    amber_border="#FFD27A",
    red="#FFB9B3",
    red_tint="#000000",
    red_border="#FFB9B3",
    grey="#DCE4E9",
    grey_tint="#2A333B",
    grey_border="#DCE4E9",
    blue="#B5D4FF",
    blue_tint="#000000",
    blue_border="#B5D4FF",
    age_young="#7FE9CB",
    age_middle="#FFD27A",
    age_old="#FFB9B3",
)

PALETTES = (LIGHT, DARK, CONTRAST, CONTRAST_DARK)
_BY_GROUND = {palette.bg.lower(): palette for palette in PALETTES}
"""A table is known by the ground of its window, which no other has."""

DIM = QColor(20, 29, 36, 115)
"""The flat slate behind the counter overlay, in both themes."""


def palette_of(widget: QWidget) -> Palette:
    """Return the table in force, read from the application's ``QPalette``.

    Not from the widget's own: the style sheet puts a part's ground in it.
    """
    window = QApplication.palette(widget).color(QPalette.ColorRole.Window)
    return _BY_GROUND.get(window.name(), LIGHT)


def palette_for(*, dark: bool, contrast: bool) -> Palette:
    """Return the table that the system's two wishes ask for."""
    if contrast:
        return CONTRAST_DARK if dark else CONTRAST
    return DARK if dark else LIGHT
