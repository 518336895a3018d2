"""What is done on the other sides of the page: ages, delays, the encours at a date, the directory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.operators import Insurer
from pharmassist.services.directory import Assignment, Card
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.claims.ages_overlays import DelaysOverlay, MonthEndOverlay
from pharmassist.ui.pages.claims.ages_view import Ages, AgesView, read_ages
from pharmassist.ui.pages.claims.asking import AskPath
from pharmassist.ui.pages.claims.directory_view import (
    DirectoryView,
    Found,
    Worklist,
    read_answers,
    read_worklist,
)
from pharmassist.ui.pages.claims.list_acts import ListActs
from pharmassist.ui.pages.claims.teaching import TeachOverlay
from pharmassist.ui.pages.claims.view_bar import AGES, DIRECTORY
from pharmassist.ui.undoing import offer_undo


class SideActs(QObject):
    """Serves the ages and the directory; ``filtered(ClaimFilter)`` asks the list for those invoices."""

    filtered = Signal(object)

    def __init__(self, desk: Desk, page: Page, acts: ListActs, ask_path: AskPath) -> None:
        super().__init__(page)
        self._desk, self._page, self._acts, self._ask_path = desk, page, acts, ask_path
        self._shown: Ages | None = None
        self._worklist = Worklist((), {})
        self.ages, self.directory = AgesView(desk), DirectoryView(desk)
        ages, answers = self.ages, self.directory.answers
        ages.asked.connect(lambda _by_amc: self.read(AGES))
        ages.filtered.connect(self.filtered)
        ages.columns_typed.connect(self._keep_columns)
        ages.delays_asked.connect(self._ask_delays)
        ages.month_end_asked.connect(self._ask_month_end)
        answers.typed.connect(self._look_up)
        answers.teach_asked.connect(self._ask_teaching)
        answers.filtered.connect(self._filter_insurer)
        self.directory.worklist.assigned.connect(self._assign)

    def read(self, side: str) -> None:
        """Read what a side shows."""
        office, bridge, by_amc = self._desk.office, self._desk.bridge, self.ages.shows_amc
        problem = self._acts.problem
        if side == AGES:
            bridge.ask(
                self._page, "read", lambda _s, _p: read_ages(office, by_amc=by_amc), self._show_ages, problem
            )
        elif side == DIRECTORY:
            bridge.ask(self._page, "read", lambda _s, _p: read_worklist(office), self._show_worklist, problem)

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self.ages.forget()
        self.directory.forget()

    # Ages

    def _show_ages(self, ages: Ages) -> None:
        self._shown = ages
        self.ages.show_ages(ages)

    def _keep_columns(self, lasts: tuple[int, ...]) -> None:
        lists, who = self._desk.office.claims.lists, self._desk.acting()
        before = self._shown.table.lasts if self._shown else lasts

        def back() -> None:
            lists.save_age_columns(who, before, seen=lasts)

        def kept(_none: None) -> None:
            if before != lasts:
                offer_undo(self._page, self._desk, _("Columns chosen."), back, self._acts.problem)

        self._acts.write(lambda: lists.save_age_columns(who, lasts), kept)

    def _ask_delays(self) -> None:
        if self._shown is None:
            return
        overlay = DelaysOverlay(self._page, self._shown.delays, self._shown.operators)
        overlay.chosen.connect(self._keep_delays)
        overlay.start()

    def _keep_delays(self, changed: dict[str, int | None]) -> None:
        lists, who = self._desk.office.claims.lists, self._desk.acting()
        shown = self._shown.delays if self._shown else ()
        before = {each.operator: each.own for each in shown if each.operator in changed}

        def back() -> None:
            lists.save_delays(who, before, seen=changed)

        self._acts.write(
            lambda: lists.save_delays(who, changed),
            lambda _none: offer_undo(self._page, self._desk, _("Delays kept."), back, self._acts.problem),
        )

    def _ask_month_end(self) -> None:
        names = self._shown.operators if self._shown else {}
        overlay = MonthEndOverlay(self._page, self._desk.office.clock.today(), names)
        office, bridge = self._desk.office, self._desk.bridge
        overlay.asked.connect(
            lambda day: bridge.ask(
                overlay,
                "read",
                lambda _s, _p: office.claims.lists.at_day(day),
                overlay.show_encours,
                self._acts.problem,
            )
        )
        overlay.export_asked.connect(lambda day: self._export_month_end(overlay, day.isoformat()))
        overlay.start()

    def _export_month_end(self, overlay: MonthEndOverlay, day: str) -> None:
        chosen = self._ask_path(self._page, f"encours-{day}")
        if not chosen:
            return
        office, who, path, at = self._desk.office, self._desk.acting(), Path(chosen), overlay.day.day()
        overlay.dismiss()
        if at is not None:
            self._acts.write(
                lambda: office.claims.lists.export_at_day(who, path, at),
                lambda found: self._page.banner.tell(
                    "green", _("{file}: {sum}").format(file=path.name, sum=money(found.total.cents))
                ),
            )

    # Directory

    def _show_worklist(self, worklist: Worklist) -> None:
        self._worklist = worklist
        self.directory.worklist.show_worklist(worklist)
        self._look_up(self.directory.answers.wanted())

    def _look_up(self, text: str) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self._page,
            "read",
            lambda _s, _p: read_answers(office, text),
            self._show_found,
            self._acts.problem,
        )

    def _show_found(self, found: Found) -> None:
        # A later letter may have been typed while this was read.
        if found.text == self.directory.answers.wanted():
            self.directory.answers.show_found(found, self._worklist.operators)

    def _assign(self, amcs: list[str], operator: str) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._acts.write(lambda: office.directory.assign_many(who, amcs, (operator,)), self._assigned)

    def _assigned(self, done: tuple[Assignment, ...]) -> None:
        claims = sum(each.claims for each in done)
        words = translate_plural(
            "{count} AMC remembered; {invoices} invoices got their operator.",
            "{count} AMC remembered; {invoices} invoices got their operator. (many)",
            len(done),
        )
        self._page.banner.tell("green", words.format(count=number(len(done)), invoices=number(claims)))

    def _ask_teaching(self, entry: Insurer) -> None:
        overlay = TeachOverlay(self._page, entry, self._worklist.operators)
        overlay.chosen.connect(self._teach)
        overlay.start()

    def _teach(self, amc: str, operators: tuple[str, ...], name: str, card: Card) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._acts.write(
            lambda: office.directory.assign(who, amc, operators, name, card),
            lambda done: self._assigned((done,)),
        )

    def _filter_insurer(self, entry: Insurer) -> None:
        self.filtered.emit(ClaimFilter(amc_number=entry.amc_number or entry.code))
