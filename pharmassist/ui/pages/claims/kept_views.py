"""What the list keeps of how it is looked at: its views and its columns, each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _
from pharmassist.services.views import View
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.claims.list_choices import ColumnsOverlay, ViewsOverlay
from pharmassist.ui.pages.claims.list_view import ListView
from pharmassist.ui.pages.claims.rows import USUAL
from pharmassist.ui.undoing import offer_undo

Result = TypeVar("Result")


class KeptViews(QObject):
    """Serves views and columns of the list of a page; ``views`` are those kept as last read."""

    def __init__(self, desk: Desk, page: Page, view: ListView, failed: Callable[[Problem], None]) -> None:
        super().__init__(page)
        self._desk, self._page, self._view, self._failed = desk, page, view, failed
        self.views: tuple[View, ...] = ()

    def ask_columns(self) -> None:
        """Let the columns of the list be chosen."""
        overlay = ColumnsOverlay(self._page, self._view.shown)
        overlay.chosen.connect(self._keep_columns)
        overlay.start()

    def ask_views(self) -> None:
        """Keep the filters in force under a name, or forget a view."""
        overlay = ViewsOverlay(self._page, self.views, self._view.filters.words())
        overlay.saved.connect(self._keep)
        overlay.removed.connect(self._forget)
        overlay.start()

    def _keep_columns(self, columns: tuple[str, ...]) -> None:
        lists, who = self._desk.office.claims.lists, self._desk.acting()
        kept, before = _kept(columns), _kept(self._view.shown)
        self._view.show_columns(columns)

        def back() -> None:
            lists.save_columns(who, before, seen=kept)

        self._write(
            lambda: lists.save_columns(who, kept),
            lambda _none: offer_undo(self._page, self._desk, _("Columns chosen."), back, self._failed),
        )

    def _keep(self, name: str) -> None:
        lists, who = self._desk.office.claims.lists, self._desk.acting()
        sort, descending = self._view.sort_of()
        view = View(name, self._view.filters.wanted(), sort, descending, self._view.shown)
        before = self._named(name)

        def kept(view: View) -> None:
            told = _("View kept: {name}").format(name=view.name)
            offer_undo(
                self._page, self._desk, told, lambda: lists.put_back_view(who, view, before), self._failed
            )

        self._write(lambda: lists.save_view(who, view), kept)

    def _forget(self, name: str) -> None:
        lists, who, before = self._desk.office.claims.lists, self._desk.acting(), self._named(name)

        def forgotten(_none: None) -> None:
            told = _("View forgotten: {name}").format(name=name)
            if before is not None:
                offer_undo(
                    self._page, self._desk, told, lambda: lists.put_back_view(who, None, before), self._failed
                )

        self._write(lambda: lists.remove_view(who, name), forgotten)

    def _write(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        self._page.banner.hide()
        self._desk.bridge.ask(self._page, "write", lambda _stop, _progress: work(), done, self._failed)

    def _named(self, name: str) -> View | None:
        return next((view for view in self.views if view.name == name), None)


def _kept(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is kept of columns: nothing for the usual ones, which may be others one day."""
    return () if columns == USUAL else columns
