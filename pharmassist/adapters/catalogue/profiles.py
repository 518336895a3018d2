"""Reading import profiles: ``resources/profiles/<id>.toml`` and those a pharmacy saved."""

from __future__ import annotations

from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section
from pharmassist.domain.headers import fold, is_forbidden
from pharmassist.domain.imports import Field, ImportKind
from pharmassist.domain.mapping import Profile, missing_fields


def read_profiles(folder: Path) -> tuple[Profile, ...]:
    """Read every profile of a folder, by name; raises ``Problem("catalogue_broken")``."""
    return tuple(_profile(Section.from_file(path)) for path in sorted(folder.glob("*.toml")))


def profile_from_text(text: str) -> Profile:
    """Read one profile from its text; raises ``Problem("catalogue_broken")``."""
    return _profile(Section.from_text("profile", text))


def _profile(section: Section) -> Profile:
    header = section.texts("header")
    titles = {fold(title) for title in header}
    kind = section.text("kind", "")
    if kind and kind not in set(ImportKind):
        raise section.fail("kind", "addition or snapshot is expected")
    named = section.section("columns")
    columns: list[tuple[Field, str]] = []
    for field in Field:
        if named.has(field.value):
            title = named.text(field.value)
            by_place = title[:1] == "#" and title[1:].isdigit() and 0 < int(title[1:]) <= len(header)
            if not by_place and fold(title) not in titles:
                raise named.fail(field.value, "the column is not in the header")
            if is_forbidden(header[int(title[1:]) - 1] if by_place else title):
                raise named.fail(field.value, "this column may hold a person or a product")
            columns.append((field, title))
    named.finish()
    if missing := missing_fields([field for field, _title in columns]):
        raise section.fail("columns", "missing: " + ", ".join(field.value for field in missing))
    profile = Profile(
        id=section.text("id"),
        name=section.text("name"),
        columns=tuple(columns),
        header=header,
        kind=ImportKind(kind) if kind else None,
    )
    section.finish()
    return profile
