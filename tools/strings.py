"""Translations: one compiled catalogue out of the areas' .po files, and the check that it is complete.

``python -m tools.strings`` writes resources/translations/fr/LC_MESSAGES/pharmassist.mo;
``python -m tools.strings --check`` ends with code 1 when a text of the program has no
French, when an entry is no longer used, is marked fuzzy, stands in two areas with two
texts, or when the placeholders of source and translation differ.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
UNDATED = datetime(2024, 1, 30, tzinfo=UTC)
# `mark` is said of a text that a table holds and another line translates.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "mark": None,
    "translate": None,
    "translate_plural": (1, 2),
    "_n": (1, 2),
    "ngettext": (1, 2),
}


def texts_of(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the singular and, if any, the plural forms of a msgid or msgstr."""
    if value is None:
        return ("",)
    return (value,) if isinstance(value, str) else tuple(value)


def placeholders(text: str) -> frozenset[str]:
    """Return the names between braces; raises ValueError where the braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def read_areas(language_folder: Path) -> tuple[Catalog, list[str]]:
    """Merge the .po files of one language; return the catalogue and what is wrong with them."""
    # Undated: the same texts give the same bytes, in a package built twice.
    merged = Catalog(
        locale=language_folder.name, charset="utf-8", creation_date=UNDATED, revision_date=UNDATED
    )
    seen: dict[tuple[str, ...], tuple[str, Message]] = {}
    wrong: list[str] = []
    for path in sorted(language_folder.glob("*.po")):
        with path.open("rb") as file:
            area = read_po(file, locale=language_folder.name, charset="utf-8", abort_invalid=True)
        wrong += [f"{path.name}: commented out: {texts_of(key)[0]!r}" for key in map(str, area.obsolete)]
        for message in area:
            if not message.id:
                continue
            key = texts_of(message.id)
            if key in seen and seen[key][1].string != message.string:
                wrong.append(f"{path.name}: another text than in {seen[key][0]}: {key[0]!r}")
            seen[key] = (path.name, message)
            wrong += [f"{path.name}: {fault}: {key[0]!r}" for fault in faults_of(message)]
            merged.add(message.id, message.string)
    return merged, wrong


def faults_of(message: Message) -> Iterator[str]:
    """Tell what is wrong with one entry, in words."""
    if message.fuzzy:
        yield "fuzzy"
    sources = texts_of(message.id)
    for number, text in enumerate(texts_of(message.string)):
        if not text:
            yield "not translated"
            continue
        source = sources[min(number, len(sources) - 1)]
        try:
            given, wanted = placeholders(text), placeholders(source)
        except ValueError as error:
            yield str(error)
            continue
        # "Une facture" may say its number as a word; nothing may be asked that is not given.
        if given != wanted and not (len(sources) > 1 and given < wanted):
            yield f"placeholders differ, {sorted(wanted)} became {sorted(given)}"


def used_texts(package: Path) -> dict[tuple[str, ...], str]:
    """Return every text that the program translates, with the place of its first use."""
    found: dict[tuple[str, ...], str] = {}
    for name, line, text, _, _ in extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        key = tuple(part for part in texts_of(text) if part)
        if key:
            found.setdefault(key, f"{package.name}/{name}:{line}")
    return found


def compile_catalogues(root: Path) -> list[Path]:
    """Write the compiled catalogue of each language under root; return the files written."""
    written = []
    for language_folder in sorted((root / "resources" / "translations").glob("*/")):
        catalogue, _ = read_areas(language_folder)
        target = language_folder / "LC_MESSAGES" / "pharmassist.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


def check(root: Path) -> list[str]:
    """Return what is missing, useless or wrong in the French texts."""
    catalogue, wrong = read_areas(root / "resources" / "translations" / "fr")
    used = used_texts(root / "pharmassist")
    translated = {texts_of(message.id) for message in catalogue if message.id}
    # gettext keys a plural by its singular: an entry with a plural serves the singular alone too.
    singulars = {key[0] for key in translated}
    wrong += [
        f"{place}: no French for {key[0]!r}"
        for key, place in used.items()
        if key not in translated and not (len(key) == 1 and key[0] in singulars)
    ]
    used_singulars = {key[0] for key in used}
    wrong += [f"no longer used: {key[0]!r}" for key in sorted(translated) if key[0] not in used_singulars]
    return wrong


def main() -> int:
    """Compile, or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.strings", description=__doc__)
    parser.add_argument("--check", action="store_true", help="tell what is missing, useless or wrong")
    if not parser.parse_args().check:
        for path in compile_catalogues(ROOT):
            print(path.relative_to(ROOT))
        return 0
    wrong = check(ROOT)
    print(*wrong, sep="\n", file=sys.stderr)
    print(f"translations: {len(wrong)} fault(s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
