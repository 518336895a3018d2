"""Turn the published web fonts into the TrueType files of resources/fonts.

Run once per new release of a font: ``python -m tools.fonts FOLDER`` where FOLDER
holds the unpacked npm packages ``inter-ui`` and ``fontsource-jetbrains-mono``.
Paper needs glyf outlines (reportlab reads no others), digits of one width, and
the narrow no-break space that French typography puts before « ; » and in sums.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NARROW_NO_BREAK_SPACE = 0x202F
DIGITS = range(ord("0"), ord("9") + 1)
# Latin with its extensions, punctuation, currency, arrows, mathematics, shapes.
KEPT = [
    *range(0x20, 0x250),
    *range(0x2B0, 0x300),
    *range(0x1D00, 0x1DC0),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2300),
    *range(0x25A0, 0x2600),
    0x2713,
    0x2717,
]
INTER = {"Regular": "Regular", "Medium": "Medium", "SemiBold": "SemiBold", "Bold": "Bold"}
MONO_PARTS = ("latin", "latin-ext")


def shrink(font: TTFont) -> None:
    """Keep the characters of KEPT and the features that screen and paper use."""
    options = Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "tnum", "mark"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)


def use_tabular_digits(font: TTFont) -> None:
    """Make the digits of one width the ordinary ones: reportlab applies no feature."""
    gsub = font["GSUB"].table
    tabular = next(r.Feature for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum")
    mapping: dict[str, str] = {}
    for index in tabular.LookupListIndex:
        for subtable in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    for table in font["cmap"].tables:
        for digit in DIGITS:
            if digit in table.cmap:
                # Two tables may share one dictionary: the second time it is done.
                glyph = table.cmap[digit]
                table.cmap[digit] = mapping.get(glyph, glyph)


def add_narrow_space(font: TTFont) -> None:
    """Show U+202F as an ordinary space where the font has none (a monospaced one)."""
    for table in font["cmap"].tables:
        table.cmap.setdefault(NARROW_NO_BREAK_SPACE, table.cmap[ord(" ")])


def save(font: TTFont, target: Path) -> None:
    """Write the font as plain TrueType."""
    font.flavor = None
    font.save(target)
    print(target, target.stat().st_size, "bytes")


def make(source: Path, target: Path) -> None:
    """Write every shipped font from the unpacked packages in source into target."""
    for name, weight in INTER.items():
        font = TTFont(source / "inter-ui" / "web" / f"Inter-{weight}.woff2")
        use_tabular_digits(font)
        shrink(font)
        save(font, target / f"Inter-{name}.ttf")
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for part in MONO_PARTS:
            name = f"jetbrains-mono-{part}-400-normal.woff2"
            font = TTFont(source / "fontsource-jetbrains-mono" / "files" / name)
            font.flavor = None
            parts.append(str(Path(folder) / f"{part}.ttf"))
            font.save(parts[-1])
        mono = Merger().merge(parts)
    add_narrow_space(mono)
    save(mono, target / "JetBrainsMono-Regular.ttf")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path("resources/fonts"))
