"""The page Mots de passe: the accesses, the five lines of a change, then the sweep."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.stolen import Exposure
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.passwords.act import Act
from pharmassist.ui.pages.passwords.acts import Acts
from pharmassist.ui.pages.passwords.adding import AddForm
from pharmassist.ui.pages.passwords.board import Board, Detail, read_board
from pharmassist.ui.pages.passwords.forms import Form, focus_soon
from pharmassist.ui.pages.passwords.kept import Compared, compare
from pharmassist.ui.pages.passwords.left import LeftColumn
from pharmassist.ui.pages.passwords.links import OpenUrl, open_in_browser
from pharmassist.ui.pages.passwords.middle import MiddleCard
from pharmassist.ui.pages.passwords.nothing import nothing_yet
from pharmassist.ui.pages.passwords.panel import WorkPanel, panel_title
from pharmassist.ui.pages.passwords.sweep import SweepCard
from pharmassist.ui.pages.passwords.words import (
    LINE_OF,
    header_words,
    missing_words,
    questions,
    tell_exposure,
    title_of,
)
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.header import Header
from pharmassist.ui.problems import show_problem

STACK_BELOW, SHORT_BELOW = 900, 1000
"""Widths of the page, in logical pixels, under which its columns stack, or say less."""


class PasswordsPage(Page):
    """Built once; ``arrived`` tells that the list is on screen."""

    def __init__(self, desk: Desk, open_url: OpenUrl = open_in_browser) -> None:
        header = Header(*questions())
        self._add = header.add_action(Button(_("Add"), icon="plus"))
        self._park = header.add_action(Button(_("Put in waiting…"), icon="hourglass"))
        self._main = header.add_action(Button(_("Change the password"), "primary", "arrow-right"))
        super().__init__(header)
        self._add.setAccessibleName(_("Add an access"))
        self._add.setToolTip(f"{_('Add an access')} (Ctrl+N)")
        self._desk, self._open_url = desk, open_url
        self._board: Board | None = None
        self._chosen, self._focus_soon = 0, False
        self._missing = ""
        self._troubled = False
        self._half_typed: Form | None = None
        self._add.clicked.connect(lambda _on: self._add_access())
        self._park.clicked.connect(lambda _on: self._ask_park())
        self._main.clicked.connect(lambda _on: self._go_on())
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._add_access)
        self.banner.acted.connect(self._banner_acted)
        self._acts = Acts(desk, self)
        self._acts.question.connect(self._ask)
        self._acts.began.connect(self._began)
        self._acts.done.connect(self._done)
        self._acts.failed.connect(self._failed)
        self._acts.exposed.connect(self._exposed)
        self._build()
        # Several kinds may change in one breath: the page reads once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(50)
        self._soon.timeout.connect(self.entered)
        desk.bridge.listen(self, self._changed)
        self._show_actions()

    def entered(self) -> None:
        """Read the register; the keyring is compared afterwards."""
        office, chosen = self._desk.office, self._chosen
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_board(office, chosen), self._show, self._unread
        )

    def show_target(self, target: str) -> None:
        """Open an access by its id."""
        if target.isdecimal():
            self._choose(int(target))

    def escape(self) -> bool:
        """Leave the small question, or mask the password."""
        if self._middle.form is not None:
            self._back()
            return True
        return self._middle.panel is not None and self._middle.panel.hide_secret()

    def empty(self) -> None:
        """Forget everything that is shown: the lock comes."""
        super().empty()
        for part in (self._columns, self._nothing, self.banner):
            part.hide()
        self._board, self._missing = None, ""
        self._half_typed = self._middle.forget() or self._half_typed
        self.header.set_caption("")
        self.header.set_question(*questions())
        self._show_actions()

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask and forget when another page comes."""
        if self._middle.panel is not None:
            self._middle.panel.hide_secret()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the columns when room lacks."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self._left, self._middle, self._sweep = LeftColumn(self._desk), MiddleCard(), SweepCard()
        self._left.list.chosen.connect(self._choose)
        self._left.list.asked.connect(self._add_access)
        self._left.lines_chosen.connect(self._focus_work)
        self._middle.strip.cancelled.connect(self._cancel)
        self._sweep.ticked.connect(lambda item, on: self._acts.tick(self._chosen, item, done=on))
        self._sweep.asked.connect(self._answer_sweep)
        self._columns = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._columns)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left, 278)
        self._row.addWidget(self._middle, 450)
        self._row.addWidget(self._sweep, 262)
        self._nothing = nothing_yet(self._add_access)
        self.body.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self._columns, 1)
        self._nothing.hide()
        self._columns.hide()
        self._fit()

    def _fit(self) -> None:
        stacked = self.width() < STACK_BELOW
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        self._row.setSpacing(self.body.spacing())
        self._left.set_room(stacked=stacked, short=self.width() < SHORT_BELOW)
        self._sweep.set_stacked(stacked)
        # A password of sixteen signs stands on one line of the middle.
        self._middle.setMinimumWidth(0 if stacked else 442)
        self._left.setMinimumWidth(0 if stacked else 204)
        self._left.setMaximumWidth(16777215 if stacked else 300)
        self._sweep.setMinimumWidth(0 if stacked else 204)
        self._sweep.setMaximumWidth(16777215 if stacked else 290)

    # --- showing ------------------------------------------------------------------------

    def _show(self, board: Board) -> None:
        self._board = board
        if self._half_typed is not None:
            self._middle.show_form(self._half_typed)
            self._half_typed = None
        detail = board.detail
        if detail is not None and detail.access.id != self._chosen:
            self._chosen = detail.access.id
        adding = isinstance(self._middle.form, AddForm)
        self._nothing.setVisible(not board.lines and not adding)
        self._columns.setVisible(board.anything or adding)
        self._left.setVisible(board.anything)
        self._middle.setVisible(bool(board.lines) or adding)
        self._left.show_board(board, self._chosen, self._desk.office.vault.name)
        self._sweep.show_detail(detail)
        self._show_work(detail)
        self._show_actions()
        # Last: whether the question fits depends on the actions beside it.
        self._show_header(board)
        self._acts.purge(board)
        self.arrived.emit()

    def _show_header(self, board: Board) -> None:
        question, short, caption = header_words(board)
        self.header.set_question(question, short)
        self.header.set_caption(caption)

    def _show_work(self, detail: Detail | None) -> None:
        if detail is None:
            self._missing = ""
            self._say_privacy(False)
            self._middle.show_story((), self._desk.office.clock.now())
            return
        self._middle.show_story(detail.story, self._desk.office.clock.now())
        if self._middle.form is None and self._middle.shows(detail):
            self._focus_if_asked()
            return
        if self._middle.form is None:
            focus = self._focus_soon or self._middle.has_focus()
            panel = WorkPanel(self._desk, detail)
            panel.asked.connect(self._act)
            panel.adopted.connect(lambda number: self._acts.adopt(self._chosen, number))
            panel.secret_shown.connect(self._say_privacy)
            panel.failed.connect(self._unread)
            self._middle.show_panel(panel, panel_title(detail), detail)
            self._focus_soon = focus
            self._say_privacy(False)
            self._look_in_keyring(detail.access.id)
        self._focus_if_asked()

    def _show_actions(self) -> None:
        """The primary action goes on with what is open."""
        detail = self._board.detail if self._board else None
        free = self._acts.free
        rotation = detail.rotation if detail else None
        self._add.setEnabled(free and self._board is not None)
        asking = self._middle.form is not None
        self._park.setVisible(rotation is not None and not rotation.waiting_for and not asking)
        self._park.setEnabled(free)
        self._main.setVisible(detail is not None)
        self._main.setEnabled(free and not asking)
        self._main.setText(_("Change the password"))
        if rotation is not None:
            self._main.setText(_("Resume at line {number}").format(number=LINE_OF[rotation.stage]))
        self._middle.set_free(free)

    def _say_privacy(self, shown: bool) -> None:
        """One banner: who may see, and what this PC does not hold. Its height never jumps."""
        if self._troubled and not shown:
            return
        self._troubled = False
        panel = self._middle.panel
        if shown:
            self.banner.tell(
                "blue",
                _("Nobody must see this screen while the password is shown. F12 locks."),
                action=_("Mask"),
                icon="user-round-x",
            )
        elif self._missing:
            self.banner.tell("amber", self._missing, icon="key-round")
        elif panel is not None and panel.box is not None:
            self.banner.tell(
                "grey",
                _("A counter session that several people share is no place for secrets."),
                icon="user-round-x",
            )
        else:
            self.banner.hide()

    def _look_in_keyring(self, access_id: int) -> None:
        """Compare register and keyring, in its own lane: the keyring may be slow or locked."""
        rotating = self._desk.office.rotating
        self._desk.bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: compare(rotating, access_id),
            self._compared,
            self._unread,
        )

    def _compared(self, compared: Compared) -> None:
        standing = compared.standing
        if standing.access.id != self._chosen or self._board is None:
            return
        self._missing = missing_words(standing.missing, title_of(standing.access, self._board))
        panel = self._middle.panel
        if panel is not None:
            panel.kept.show_compared(compared)
        self._say_privacy(panel is not None and panel.box is not None and panel.box.showing)

    def _focus_work(self) -> None:
        self._focus_soon = True
        self._focus_if_asked()

    def _focus_if_asked(self) -> None:
        panel = self._middle.panel
        if self._focus_soon and panel is not None and panel.first is not None:
            focus_soon(panel.first)
        self._focus_soon = False

    # --- choosing and doing -------------------------------------------------------------

    def _choose(self, access_id: int) -> None:
        self._chosen = access_id
        self._missing, self._troubled = "", False
        self._acts.forget()
        self._middle.let_go()
        self.entered()

    def _ask(self, form: Form) -> None:
        """Show a small question in the middle."""
        form.left.connect(self._back)
        self._nothing.hide()
        self._columns.show()
        self._middle.show()
        self._left.setVisible(self._board is not None and self._board.anything)
        self._middle.show_form(form)
        self._show_actions()
        focus_soon(form.first)

    def _back(self) -> None:
        self._middle.let_go()
        self._focus_soon = True
        if self._board is not None:
            self._show(self._board)

    def _add_access(self, asked: str = "") -> None:
        if self._board is not None and self._add.isEnabled():
            self._acts.add(self._board, asked)

    def _ask_park(self) -> None:
        detail = self._detail()
        if detail is not None and detail.rotation is not None:
            self._acts.park(detail)

    def _act(self, act: Act) -> None:
        detail = self._detail()
        if detail is None or self._board is None:
            return
        if act is Act.OPEN_PAGE:
            self._open(detail.page)
        else:
            self._acts.act(act, detail, self._board)

    def _answer_sweep(self, item: str) -> None:
        for each in detail.sweep if (detail := self._detail()) else ():
            if each.step.id == item:
                self._acts.answer_sweep(self._chosen, each, self._open)

    def _go_on(self) -> None:
        """The primary action: start, or take up where one stood."""
        detail = self._detail()
        if detail is not None and detail.rotation is None:
            self._acts.start(detail.access.id)
        else:
            self._act(Act.RESUME)

    def _open(self, address: str) -> None:
        """Open an address of our data in the browser; no other is ever opened."""
        if self._board is not None and address in self._board.addresses and self._open_url(address):
            return
        self.banner.tell("amber", _("The page could not be opened. Use your own favourite."))

    def _began(self, words: str) -> None:
        self._troubled = False
        self._focus_soon = self._focus_soon or self._middle.has_focus() or self._main.hasFocus()
        self._middle.strip.start(words)
        self._show_actions()

    def _done(self, access_id: int) -> None:
        self._middle.strip.finish()
        self._middle.let_go()
        self._chosen = access_id or self._chosen
        self._say_privacy(False)
        self.entered()

    def _failed(self, problem: Problem) -> None:
        self._middle.strip.finish()
        self._show_actions()
        form = self._middle.form
        if problem.code == "rotation_order":
            self._acts.ask_reason(self._chosen)
        elif form is None or not form.refuse(problem):
            self._trouble(problem)
            # A server may have said that it allows no login: the line is another one then.
            self.entered()

    def _exposed(self, exposure: Exposure) -> None:
        self._troubled = True
        tell_exposure(self.banner, exposure)

    def _cancel(self) -> None:
        self._acts.cancel()
        self._middle.strip.finish()
        self.entered()

    def _trouble(self, problem: Problem) -> None:
        self._troubled = True
        show_problem(self.banner, problem)

    def _unread(self, problem: Problem) -> None:
        self._acts.forget()
        self._trouble(problem)

    def _banner_acted(self) -> None:
        panel = self._middle.panel
        if panel is not None and panel.hide_secret():
            return
        if self._troubled:
            self._troubled = False
            self.banner.hide()
            if not self._acts.again():
                self._middle.let_go()
                self.entered()

    def _detail(self) -> Detail | None:
        return self._board.detail if self._board else None

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & {Kind.ACCESSES, Kind.INCIDENTS} and self.isVisible():
            self._soon.start()
