"""Taking back what was just done: offered on the page where it was done, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmassist.domain.problems import Problem
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page


def offer_undo(
    part: QWidget,
    desk: Desk,
    told: str,
    take_back: Callable[[], object],
    failed: Callable[[Problem], None],
) -> None:
    """Say on the page that holds ``part`` what was done; its button, or Ctrl+Z, calls ``take_back``.

    That runs in the lane that writes, then the page reads again; ``failed`` gets what refuses it.
    """
    page = page_of(part)
    if page is not None:
        page.undo.offer(
            told,
            lambda: desk.bridge.ask(
                page,
                "write",
                lambda _stop, _progress: take_back(),
                lambda _done: page.entered(),
                failed,
            ),
        )


def page_of(part: QWidget) -> Page | None:
    """Return the page that a part stands in, None for one that stands alone."""
    held: QWidget | None = part
    while held is not None and not isinstance(held, Page):
        held = held.parentWidget()
    return held
