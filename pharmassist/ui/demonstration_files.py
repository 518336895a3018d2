"""Where the fictional pharmacy keeps its files: choosers open there, so that nobody has to look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pharmassist.services.office import Office


def demonstration_files(office: Office, name: str) -> str:
    """Return its folder of that name (``exports`` has the LGO's lists), "" for a real pharmacy."""
    return str(office.register.path.parent / name) if office.demonstration else ""
