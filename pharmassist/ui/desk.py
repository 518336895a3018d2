"""What every page is given: the services, the way to ask them, who acts, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pharmassist.ui.keeping import Keeping

if TYPE_CHECKING:
    from pharmassist.services.office import Office
    from pharmassist.services.papers import Paper
    from pharmassist.ui.bridge import Bridge
    from pharmassist.ui.clipboard import SecretClipboard

GUIDE = "guide"
"""Where :attr:`Desk.go` leads for a section of the guide, named by its key (``Section.key``)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk in the window; each page package exports ``make(desk) -> Page``.

    Pages never call each other: they ask ``go``.
    """

    office: Office
    bridge: Bridge
    acting: Callable[[], str]
    """Return the initials of the person who acts now; passed as ``who`` to what is written."""

    go: Callable[[str, str], None]
    """Open a page by its key; a target ("3:bank", an id, an operator, "" for none) is handed to
    the page's ``show_target``. "guide" opens the help at a section of it."""

    preview: Callable[[Callable[[], Paper]], None]
    """Compose a paper in the background and show the very file: look, print, save."""

    clipboard: SecretClipboard
    something_happens: Callable[[], None]
    """"Il se passe quelque chose": let a playbook be chosen and open the incident page."""

    note_claim: Callable[[], None]
    """F2: note an invoice."""

    counter: Callable[[], None]
    """F4: what to do at the counter."""

    restore: Callable[[], None]
    """Let a backup take the place of this register: the window gives way to the page that asks which."""

    keeping: Keeping = field(default_factory=Keeping)
    """Widths, sorts and filters that come back with the window."""
