"""What is done in the list: read, counted, moved many at once with a way back, corrected, kept as a view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from pharmassist.domain.claims import Claim, ClaimFilter, Picked, State
from pharmassist.domain.problems import Problem
from pharmassist.services.claim_changes import BulkMove, Edit
from pharmassist.services.claim_words import state_text
from pharmassist.services.jobs import Stop
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.views import View
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.claims.asking import AskPath
from pharmassist.ui.pages.claims.editing import EditOverlay
from pharmassist.ui.pages.claims.filter_overlay import FilterOverlay
from pharmassist.ui.pages.claims.kept_views import KeptViews
from pharmassist.ui.pages.claims.list_choices import standing_views
from pharmassist.ui.pages.claims.list_view import Everything, ListView, picked_of
from pharmassist.ui.pages.claims.reading import (
    Counts,
    FilterChoices,
    read_choices,
    read_claim,
    read_counts,
    read_lines,
)
from pharmassist.ui.pages.claims.rows import USUAL
from pharmassist.ui.pages.claims.situation import SituationOverlay
from pharmassist.ui.parts.table import PageRequest
from pharmassist.ui.problems import show_problem
from pharmassist.ui.undoing import offer_undo

Result = TypeVar("Result")


class ListActs(QObject):
    """Serves the list of a page; ``counted(Counts)`` tells new counts."""

    counted = Signal(object)

    def __init__(self, desk: Desk, page: Page, ask_path: AskPath) -> None:
        super().__init__(page)
        self._desk, self._page, self._ask_path = desk, page, ask_path
        self._counts: Counts | None = None
        self._loaded = False
        self._job: Handle | None = None
        self.view = ListView(self._ask)
        self.kept = KeptViews(desk, page, self.view, self.problem)
        view = self.view
        view.filters.changed.connect(self._filters_changed)
        view.filters.more_asked.connect(self._ask_filters)
        view.filters.columns_asked.connect(self.kept.ask_columns)
        view.view_chosen.connect(self._show_view)
        view.all_asked.connect(self._choose_all)
        view.strip.cancelled.connect(self._cancelled)
        view.table.opened.connect(self.open)
        view.drawer.linked.connect(self.open)
        view.drawer.situation_asked.connect(self._ask_drawer_situation)
        view.drawer.edit_asked.connect(self._ask_edit)
        view.drawer.renumbered.connect(self._renumber)
        view.drawer.taught.connect(self._teach)
        view.answered.connect(self._answer_replacement)
        view.copied.connect(self._copy)
        view.situation_asked.connect(self._ask_situation)
        view.export_asked.connect(self._export)

    # Reading

    def read(self, *, keep_place: bool = True) -> None:
        """Read counts and the lines in view again."""
        office, wanted = self._desk.office, self.view.filters.wanted()
        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _stop, _progress: read_counts(office, wanted),
            lambda counts: self._counted(counts, keep_place=keep_place),
            self.problem,
        )

    def open(self, claim_id: int) -> None:
        """Show one invoice in the drawer."""
        office = self._desk.office
        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _stop, _progress: read_claim(office, claim_id),
            self.view.drawer.show_claim,
            self.problem,
        )

    def problem(self, problem: Problem) -> None:
        """Show a problem; what somebody else changed is shown as it is now."""
        show_problem(self._page.banner, problem)
        if problem.code == "changed_meanwhile":
            self.read()

    def write(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Write in its lane; the change that is posted loads the page again."""
        self._page.banner.hide()
        self._desk.bridge.ask(self._page, "write", lambda _stop, _progress: work(), done, self.problem)

    def write_long(self, words: str, work: Callable[[Stop], Result], done: Callable[[Result], None]) -> None:
        """Write what may last: it is shown, and stopping leaves nothing of it."""
        self._page.banner.hide()
        strip = self.view.strip
        strip.start(words)

        def over(result: Result) -> None:
            strip.finish()
            done(result)

        def failed(problem: Problem) -> None:
            strip.finish()
            self.problem(problem)

        self._job = self._desk.bridge.ask(
            self._page, "write", lambda stop, _progress: work(stop), over, failed
        )

    def _cancelled(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.view.strip.finish()

    def _counted(self, counts: Counts, *, keep_place: bool) -> None:
        self._counts = counts
        self.kept.views = counts.views
        view = self.view
        view.filters.set_operators(counts.operators)
        view.show_views((*standing_views(counts.overdue), *counts.views))
        if counts.columns != self._shown_columns():
            view.show_columns(counts.columns)
        keep = keep_place and self._loaded
        self._loaded = True
        view.show_counts(counts.kept, counts.whole, counts.pending, keep_place=keep)
        if view.shows_pending:
            if counts.pending:
                view.show_pending()
            else:
                view.drawer.close_drawer()
        elif view.drawer.claim is not None:
            self.open(view.drawer.claim.id)
        self.counted.emit(counts)

    def _shown_columns(self) -> tuple[str, ...]:
        return () if self.view.shown == USUAL else self.view.shown

    def _ask(self, request: PageRequest) -> None:
        office, wanted = self._desk.office, self.view.filters.wanted()

        def failed(problem: Problem) -> None:
            self.view.model.missed(request)
            self.problem(problem)

        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _stop, _progress: read_lines(office, wanted, request),
            lambda found: self.view.deliver(request, *found),
            failed,
        )

    # Filters and views

    def _filters_changed(self) -> None:
        self.view.forget_view()
        self.view.every = None
        self.read(keep_place=False)

    def _ask_filters(self) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _stop, _progress: read_choices(office),
            self._show_filters,
            self.problem,
        )

    def _show_filters(self, choices: FilterChoices) -> None:
        overlay = FilterOverlay(self._page, self.view.filters.extra, choices)
        overlay.chosen.connect(self.view.filters.keep_extra)
        overlay.start()

    def _show_view(self, view: View) -> None:
        """Show a view; its place in the list of views stays."""
        place = self.view.view.currentIndex()
        if view.columns:
            self.view.show_columns(view.columns)
        self.view.sort_by(view.sort, descending=view.descending)
        self.view.filters.show_filter(view.wanted)
        self.view.view.setCurrentIndex(place)

    # Many at once

    def _choose_all(self) -> None:
        office, wanted = self._desk.office, self.view.filters.wanted()
        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _stop, _progress: Everything(wanted, office.claims.lists.picked(wanted)),
            self.view.choose_all,
            self.problem,
        )

    def _copy(self) -> None:
        picks = self.view.chosen_picks()
        if picks:
            QGuiApplication.clipboard().setText("\n".join(each.invoice for each in picks))

    def _ask_situation(self) -> None:
        self._ask_state(self.view.chosen_picks(), self.view.every)

    def _ask_drawer_situation(self) -> None:
        claim = self.view.drawer.claim
        if claim is not None:
            self._ask_state((picked_of(claim),), None)

    def _ask_state(self, picks: tuple[Picked, ...], every: ClaimFilter | None) -> None:
        if not picks:
            return
        overlay = SituationOverlay(self._page, picks)
        overlay.chosen.connect(lambda state, reason: self._move(picks, every, state, reason))
        overlay.start()

    def _move(self, picks: tuple[Picked, ...], every: ClaimFilter | None, state: State, reason: str) -> None:
        office, who = self._desk.office, self._desk.acting()
        chosen = every if every is not None else {each.id: each.version for each in picks}
        self.write_long(
            _("Changing the situation…"),
            lambda stop: office.claims.by_hand.move_many(who, chosen, state, reason, stop),
            self._moved,
        )

    def _moved(self, bulk: BulkMove) -> None:
        self.view.choose_none()
        count = len(bulk.moved)
        words = translate_plural("{count} invoice: {state}.", "{count} invoices: {state}.", count)
        sentence = words.format(count=number(count), state=state_text(bulk.to).lower())
        if bulk.refused:
            left = translate_plural(
                "{count} left as it was: this change is not for it.",
                "{count} left as they were: this change is not for them.",
                len(bulk.refused),
            )
            sentence += " " + left.format(count=number(len(bulk.refused)))
        office, who = self._desk.office, self._desk.acting()

        def told(back: int) -> None:
            words = translate_plural("{count} invoice put back.", "{count} invoices put back.", back)
            self._page.banner.tell("green", words.format(count=number(back)))

        def undo() -> None:
            self.write_long(
                _("Putting back…"), lambda stop: office.claims.by_hand.undo_moves(who, bulk, stop), told
            )

        self._page.undo.offer(sentence, undo)

    # One invoice

    def _ask_edit(self) -> None:
        claim = self.view.drawer.claim
        if claim is None or self._counts is None:
            return
        overlay = EditOverlay(self._page, claim, self._counts.operators)
        overlay.chosen.connect(lambda edit: self._edit(claim, edit))
        overlay.start()

    def _edit(self, seen: Claim, edit: Edit) -> None:
        by_hand, who = self._desk.office.claims.by_hand, self._desk.acting()
        told = _("Invoice {invoice}: corrected.").format(invoice=seen.invoice)
        self._change(seen, told, lambda: by_hand.edit(who, seen.id, edit, seen.version))

    def _renumber(self, claim_id: int, invoice: str) -> None:
        claims, who, seen = self._desk.office.claims, self._desk.acting(), self.view.drawer.claim
        if seen is not None and seen.id == claim_id:
            told = _("The pouch {pouch} has its number.").format(pouch=seen.invoice)
            self._change(seen, told, lambda: claims.renumber(who, claim_id, invoice))

    def _change(self, seen: Claim, told: str, work: Callable[[], Claim]) -> None:
        """Change one invoice, and offer to make it again what was seen."""
        by_hand, who = self._desk.office.claims.by_hand, self._desk.acting()

        def done(after: Claim) -> None:
            # Nothing to take back where nothing was changed, or where somebody else came first.
            if after.version == seen.version + 1:
                offer_undo(self._page, self._desk, told, lambda: by_hand.put_back(who, seen), self.problem)

        self.write(work, done)

    def _teach(self, amc: str, operator: str) -> None:
        office, who = self._desk.office, self._desk.acting()
        self.write(lambda: office.directory.assign(who, amc, (operator,)), lambda _done: None)

    def _answer_replacement(self, claim_id: int, yes: bool) -> None:
        claims, who = self._desk.office.claims, self._desk.acting()
        pairs = self._counts.pending if self._counts else ()
        pair = next((pair for pair in pairs if pair.new.id == claim_id), None)
        if pair is None:
            return
        # Yes changes the older one, no the newer one: that one is put back.
        seen, answer = (
            (pair.old, claims.confirm_replacement) if yes else (pair.new, claims.decline_replacement)
        )
        told = _("{new} replaces {old}.") if yes else _("{new} does not replace {old}.")
        words = told.format(new=pair.new.invoice, old=pair.old.invoice)
        self._change(seen, words, lambda: answer(who, claim_id))

    def _export(self) -> None:
        chosen = self._ask_path(self._page, _("invoices"))
        if not chosen:
            return
        office, who, path = self._desk.office, self._desk.acting(), Path(chosen)
        wanted = self.view.filters.wanted()

        def told(count: int) -> None:
            words = translate_plural("{file}: {count} invoice.", "{file}: {count} invoices.", count)
            self._page.banner.tell("green", words.format(file=path.name, count=number(count)))

        self.write_long(
            _("Writing the list…"), lambda stop: office.claims.export(who, path, wanted, stop), told
        )


def caption_of(counts: Counts) -> str:
    """Return the encours in words, and how much of it the LGO's screen no longer shows."""
    words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", counts.whole.count)
    told = words.format(count=number(counts.whole.count), sum=money(counts.whole.cents))
    if not counts.left.count:
        return told + " · " + _("no name, no social security number")
    left = translate_plural(
        "of which {count} left the list, {sum}",
        "of which {count} left the list, {sum} (many)",
        counts.left.count,
    )
    return told + " · " + left.format(count=number(counts.left.count), sum=money(counts.left.cents))


def left_explained(counts: Counts) -> str:
    """Return why the sum is not that of the LGO's screen, "" where it is the same."""
    if not counts.left.count:
        return ""
    return _(
        "What left the list still waits for its money: your software no longer shows it, so its own sum is "
        "lower by {sum}."
    ).format(sum=money(counts.left.cents))
