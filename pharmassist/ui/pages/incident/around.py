"""What is done around the steps: a block added, a hand-over, the clocks of a breach, proofs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.incidents import CaseView, Playbook
from pharmassist.domain.problems import Problem
from pharmassist.services.breaches import BreachView
from pharmassist.services.guiding import Shift
from pharmassist.services.proofs import PICTURES
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.incident.acts import Act
from pharmassist.ui.pages.incident.breach import BreachDialog
from pharmassist.ui.pages.incident.cropping import CropDialog
from pharmassist.ui.pages.incident.dialogs import BlockDialog, ShiftDialog
from pharmassist.ui.undoing import offer_undo

Key = tuple[int, str]
_Read = TypeVar("_Read")


def ask_file(parent: QWidget) -> str:
    """Ask which file is the proof; "" when the person gives up."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Proof"))
    return chosen


class Around(QObject):
    """Opens the dialogs of one page; what they say is written in the lanes, then the page reads again."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        case: Callable[[], CaseView | None],
        again: Callable[[], None],
        problem: Callable[[Problem], None],
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._case, self._again, self._problem = page, desk, case, again, problem
        self.ask_file = ask_file
        self._rehearses = False

    def add_block(self) -> None:
        """Let a block be chosen and put it into the case."""
        office, case = self._desk.office, self._case()
        if case is None:
            return
        number = case.case.id

        def show(playbooks: tuple[Playbook, ...]) -> None:
            dialog = BlockDialog(case, playbooks, self._page)
            dialog.chosen.connect(insert)
            dialog.open()

        def insert(playbook: str, block: str) -> None:
            who, blocks = self._desk.acting(), office.guiding.blocks

            def offer() -> None:
                told = _("The block was added.")
                back = partial(blocks.take_out, number, playbook, block, who)
                offer_undo(self._page, self._desk, told, back, self._problem)

            self._write(lambda: blocks.put_in(number, playbook, block, who), offer)

        self._read(office.guiding.playbooks, show)

    def hand_over(self) -> None:
        """Show what the next shift must know; hand it over."""
        guiding, case = self._desk.office.guiding, self._case()
        if case is None:
            return
        case_id = case.case.id

        def show(shift: Shift) -> None:
            dialog = ShiftDialog(shift, self._page)
            dialog.handed.connect(hand)
            dialog.open()

        def hand(taker: str) -> None:
            who = self._desk.acting()
            self._write(lambda: guiding.hand_over(case_id, who, taker))

        self._read(lambda: guiding.shift(case_id), show)

    def breach(self) -> None:
        """Show the clocks; note what is said, show its documents."""
        office, case = self._desk.office, self._case()
        if case is None:
            return
        case_id = case.case.id

        def show(view: BreachView) -> None:
            dialog = BreachDialog(view, self._page)
            dialog.noted.connect(note)
            dialog.wanted.connect(want)
            dialog.open()

        def note(said: dict[BreachField, str | datetime]) -> None:
            who = self._desk.acting()
            if said:
                self._write(lambda: office.breaches.note(case_id, who, said))

        def want(paper: str) -> None:
            who = self._desk.acting()
            if paper == "violations":
                self._desk.preview(lambda: office.incident_papers.violations(who))
            else:
                whole = paper == "complement"
                self._desk.preview(lambda: office.incident_papers.notification(who, case_id, whole))

        self._read(lambda: office.breaches.view(case_id), show)

    def close(self, case_id: int, reason: str, closed: Callable[[], None]) -> None:
        """Close a case; a rehearsal ends by its report."""
        office, who = self._desk.office, self._desk.acting()

        def done(_view: CaseView) -> None:
            closed()
            if office.demonstration or self._rehearses:
                self._desk.preview(lambda: office.papers.incident_report(who, case_id))

        def work() -> CaseView:
            self._rehearses = bool(office.people.pharmacy().rehearsal_start)
            return office.guiding.close(case_id, who, reason)

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), done, self._problem)

    def offer_back(self, act: Act, key: Key) -> bool:
        """Let what was just said of a step be withdrawn; False where it was this very thing.

        The step is open again, the journal keeps both.
        """
        guiding, who = self._desk.office.guiding, self._desk.acting()
        if act.verb == "reopen":
            return False
        told = {
            "wait": _("The step waits."),
            "defer": _("The step is put off."),
            "skip": _("The step is left out."),
        }.get(act.verb, _("The step is noted."))
        offer_undo(self._page, self._desk, told, lambda: guiding.reopen(*key, who), self._problem)
        return True

    def attach(self, key: Key) -> None:
        """Keep a file as proof; a picture is looked at and cropped first."""
        chosen = self.ask_file(self._page)
        if not chosen:
            return
        path, proofs, who = Path(chosen), self._desk.office.proofs, self._desk.acting()
        if path.suffix.lower() in PICTURES and not (image := QImage(chosen)).isNull():
            self._crop(key, image)
        else:
            self._write(lambda: proofs.attach_file(*key, who, path))

    def paste(self, key: Key) -> None:
        """Keep what the clipboard holds: a picture is cropped first, words are kept as a text."""
        clipboard, proofs, who = QGuiApplication.clipboard(), self._desk.office.proofs, self._desk.acting()
        image = clipboard.image()
        if not image.isNull():
            self._crop(key, image)
        else:
            words = clipboard.text()
            self._write(lambda: proofs.attach_words(*key, who, words))

    def _crop(self, key: Key, image: QImage) -> None:
        proofs, who = self._desk.office.proofs, self._desk.acting()
        dialog = CropDialog(image, self._page)
        dialog.kept.connect(lambda png: self._write(lambda: proofs.attach_picture(*key, who, png)))
        dialog.open()

    def _read(self, work: Callable[[], _Read], show: Callable[[_Read], None]) -> None:
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: work(), show, self._problem)

    def _write(self, work: Callable[[], object], offer: Callable[[], None] | None = None) -> None:
        """Do ``work`` in its lane; then the page reads again, and ``offer`` proposes the way back."""

        def done(_done: object) -> None:
            self._again()
            if offer is not None:
                offer()

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), done, self._problem)
