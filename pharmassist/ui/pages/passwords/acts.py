"""What the page does: one call to the services at a time, and the small questions before some."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pharmassist.domain.accesses import AccessKind, SweepState
from pharmassist.domain.incidents import YES
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import SweepLine
from pharmassist.services.stolen import Exposure
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.passwords.act import Act
from pharmassist.ui.pages.passwords.adding import AddForm, NewAccess
from pharmassist.ui.pages.passwords.answering import SweepForm
from pharmassist.ui.pages.passwords.board import Board, Detail, is_mailbox
from pharmassist.ui.pages.passwords.forms import (
    ConfirmForm,
    Described,
    DescribeForm,
    Form,
    SecretForm,
    SentenceForm,
)
from pharmassist.ui.pages.passwords.server import ServerForm
from pharmassist.ui.undoing import offer_undo

if TYPE_CHECKING:
    from pharmassist.services.papers import Paper

Answer = TypeVar("Answer")


class Acts(QObject):
    """``question`` gives a form to show, ``began`` the words of what is being done, then one of:

    ``done`` with the access to show (0 for the same), or ``failed``. ``exposed`` tells of stolen
    lists. Keyring and network are met in their own lane.
    """

    question = Signal(Form)
    began = Signal(str)
    done = Signal(int)
    failed = Signal(Problem)
    exposed = Signal(Exposure)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._handle: Handle | None = None
        self._again: Callable[[], None] | None = None
        self._purged = False

    @property
    def free(self) -> bool:
        """Tell whether nothing is being done."""
        return self._handle is None or self._handle.over

    def cancel(self) -> None:
        """Wait no longer for what is being done."""
        if self._handle is not None:
            self._handle.cancel()

    def again(self) -> bool:
        """Try once more what failed; False when it has to be typed again, or nothing failed."""
        if self._again is None:
            return False
        self._again()
        return True

    def forget(self) -> None:
        """Give up trying again."""
        self._again = None

    # --- what is done at once -----------------------------------------------------------

    def start(self, access_id: int, reason: str = "") -> None:
        """Begin a change."""
        rotating = self._desk.office.rotating
        self._do(lambda who: rotating.start(who, access_id, reason=reason), _("Preparing a new password…"))

    def adopt(self, access_id: int, number: int) -> None:
        """Take up a password that was set aside."""
        rotating = self._desk.office.rotating
        self._do(lambda who: rotating.adopt(who, access_id, number))

    def purge(self, board: Board) -> None:
        """Destroy, once per page, the old passwords whose thirty days are over; the journal tells it."""
        rotating, who = self._desk.office.rotating, self._desk.acting()
        if board.over and who and not self._purged:
            self._purged = True
            self._desk.bridge.ask(
                self,
                "outside",
                lambda _stop, _progress: rotating.purge(who),
                lambda _count: None,
                self.failed.emit,
            )

    def tick(self, access_id: int, item: str, *, done: bool) -> None:
        """Tick a line of the sweep, or take the tick away."""
        accesses, who = self._desk.office.accesses, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: accesses.tick(who, access_id, item, done=done),
            lambda _none: None,
            self.failed.emit,
        )

    def answer_sweep(self, access_id: int, line: SweepLine, opened: Callable[[str], None]) -> None:
        """Ask what is to be said of a line of the sweep; ``opened`` shows its page."""
        accesses, form = self._desk.office.accesses, SweepForm(line)

        def save(item: str, state: SweepState, reason: str, until: date | None) -> None:
            self._do(lambda who: accesses.answer_sweep(who, access_id, item, state, reason, until))

        form.given.connect(save)
        form.page_asked.connect(opened)
        self.question.emit(form)

    def act(self, act: Act, detail: Detail, board: Board) -> None:
        """Do what the panel asks, after a small question where one is due."""
        rotating, number = self._desk.office.rotating, detail.access.id
        login = _("Login to {host}…").format(host=detail.access.host)
        simple: dict[Act, tuple[Callable[[str], object], str]] = {
            Act.ACCEPTED: (lambda who: rotating.accepted(who, number), ""),
            Act.REFUSED: (lambda who: rotating.refused(who, number), ""),
            Act.VERIFY: (lambda who: rotating.verify(who, number), login),
            Act.TRY_OLD: (lambda who: rotating.try_old(who, number), login),
            Act.ATTEST: (lambda who: rotating.attest(who, number), ""),
            Act.RETIRE: (lambda who: rotating.retire(who, number), ""),
            Act.RESUME: (lambda who: rotating.resume(who, number), ""),
            Act.PHRASE: (lambda who: rotating.propose_phrase(who, number), ""),
        }
        questions: dict[Act, Callable[[], None]] = {
            Act.OTHER: lambda: self._ask_other(detail),
            Act.CURRENT: lambda: self._ask_current(detail),
            Act.ABANDON: lambda: self._ask_abandon(detail),
            Act.LEAVE: lambda: self._ask_leave(detail),
            Act.DESCRIBE: lambda: self._ask_people(detail, board),
            Act.SERVER: lambda: self._ask_server(detail),
            Act.RENEW: lambda: self.start(number),
            Act.PAPER: lambda: self._paper(detail),
            Act.STOLEN: lambda: self._stolen(number),
        }
        if act in simple:
            self._do(*simple[act])
        elif act in questions:
            questions[act]()

    # --- small questions ----------------------------------------------------------------

    def add(self, board: Board, asked: str = "") -> None:
        """Ask about an access; ``asked`` is the operator or kind of an open question."""
        form = AddForm(board, asked)
        form.given.connect(self._keep_access)
        form.answered.connect(self._keep_answer)
        self.question.emit(form)

    def park(self, detail: Detail) -> None:
        """Ask for whom or what a change waits."""
        holder = detail.access.code_phone_holder
        chips = [_("the phone of {who}").format(who=holder)] if holder else []
        chips += [_("the reopening of the portal")] if detail.access.kind is AccessKind.PORTAL else []
        form = SentenceForm(
            _("Put in waiting"),
            _("The line stays where it is, both passwords are kept, and nothing else is held up."),
            _("Whom or what is it waiting for?"),
            _("Put in waiting"),
            example=_("the phone of A. L."),
            chips=chips,
        )
        rotating, number = self._desk.office.rotating, detail.access.id
        form.given.connect(lambda words: self._do(lambda who: rotating.park(who, number, words)))
        self.question.emit(form)

    def ask_reason(self, access_id: int) -> None:
        """The mailbox comes first; doing otherwise asks why."""
        form = SentenceForm(
            _("The mailbox first"),
            _(
                "Whoever reads the mailbox can ask for this password again: change the mailbox first. "
                "If you do otherwise, say why; the journal keeps it."
            ),
            _("Reason"),
            _("Change it all the same"),
            example=_("the mailbox is held by our group"),
        )
        form.given.connect(lambda words: self.start(access_id, words))
        self.question.emit(form)

    def _ask_other(self, detail: Detail) -> None:
        rotating, number = self._desk.office.rotating, detail.access.id
        form = SecretForm(
            _("I set another one"),
            _("Type the password that the provider accepted: it is kept in the keyring and read back."),
            _("Password that you set"),
        )
        form.given.connect(lambda secret: self._keep(lambda who: rotating.other(who, number, secret)))
        self.question.emit(form)

    def _ask_current(self, detail: Detail) -> None:
        rotating, number = self._desk.office.rotating, detail.access.id
        form = SecretForm(
            _("Current password"),
            _("Optional: kept in the keyring so that nobody has to look for it. It is not tried here."),
            _("Password in force today"),
        )

        def keep(secret: Secret) -> None:
            self._keep(lambda who: rotating.enter_current(who, number, secret))

        form.given.connect(keep)
        self.question.emit(form)

    def _ask_abandon(self, detail: Detail) -> None:
        rotating, number = self._desk.office.rotating, detail.access.id
        form = ConfirmForm(
            _("Give up this change?"),
            _(
                "The old password stays the one in force. If you already changed it at the "
                "provider, do not give up: answer “I set another one”."
            ),
            _("Give up this change"),
        )
        form.given.connect(lambda: self._do(lambda who: rotating.abandon(who, number)))
        self.question.emit(form)

    def _ask_leave(self, detail: Detail) -> None:
        accesses, number = self._desk.office.accesses, detail.access.id
        form = ConfirmForm(
            _("No longer used?"),
            _("The access leaves the list. Its passwords stay in the keyring."),
            _("Take it off the list"),
        )
        told = _("{login} is taken off the list.").format(login=detail.access.login)
        form.given.connect(
            lambda: self._do(
                lambda who: accesses.leave(who, number),
                back=(told, lambda who: accesses.come_back(who, number)),
            )
        )
        self.question.emit(form)

    def _ask_people(self, detail: Detail, board: Board) -> None:
        accesses, number = self._desk.office.accesses, detail.access.id
        form = DescribeForm(
            detail.access, [line.access for line in board.lines if is_mailbox(line)], board.cases
        )

        before = detail.access

        def describe(who: str, said: Described) -> None:
            accesses.describe(
                who,
                number,
                holder=said.holder,
                code_phone_holder=said.code_phone,
                resets_through=said.resets_through,
                place=said.place,
                exposed_by=said.exposed_by,
            )

        former = Described(
            before.holder, before.code_phone_holder, before.resets_through, before.place, before.exposed_by
        )

        def save(said: Described) -> None:
            back = (_("Access described."), lambda who: describe(who, former))
            self._do(lambda who: describe(who, said), back=back)

        form.given.connect(save)
        self.question.emit(form)

    def _stolen(self, access_id: int) -> None:
        """Ask the lists of stolen passwords."""
        stolen = self._desk.office.stolen

        def told(exposure: Exposure) -> int:
            self.exposed.emit(exposure)
            return 0

        self._do(lambda who: stolen.check(who, access_id), _("Lists of stolen passwords…"), told)

    def _paper(self, detail: Detail) -> None:
        """Preview the page for a sealed envelope: the password under way, or the one in force."""
        office, who, access = self._desk.office, self._desk.acting(), detail.access
        number = detail.rotation.candidate if detail.rotation else access.current

        def make() -> Paper:
            secret = office.rotating.reveal_number(who, access.id, number)
            return office.papers.sealed_copy(who, access.id, number, secret)

        self._desk.preview(make)

    def _ask_server(self, detail: Detail) -> None:
        accesses, number = self._desk.office.accesses, detail.access.id
        form = ServerForm(detail.access)

        seen = detail.access

        def save(host: str, port: int, read: bool) -> None:
            told = _("Mail server kept for {login}.").format(login=seen.login)
            self._do(
                lambda who: accesses.set_server(who, number, host, port, host_confirmed=read),
                back=(told, lambda who: accesses.put_back_server(who, seen)),
            )

        form.given.connect(save)
        self.question.emit(form)

    # --- doing --------------------------------------------------------------------------

    def _keep_access(self, new: NewAccess) -> None:
        accesses = self._desk.office.accesses

        def work(who: str) -> int:
            access = accesses.add(
                who,
                new.kind,
                new.login,
                provider=new.provider,
                host=new.host,
                port=new.port,
                host_confirmed=new.host_confirmed,
                operator=new.operator,
                holder=new.holder,
                code_phone_holder=new.code_phone_holder,
                resets_through=new.resets_through,
            )
            if new.operator:
                accesses.answer_account(who, new.operator, YES)
            return access.id

        self._do(work, shown=lambda number: number)

    def _keep_answer(self, asked: str, answer: str) -> None:
        accesses = self._desk.office.accesses
        self._do(lambda who: accesses.answer_account(who, asked, answer))

    def _keep(self, work: Callable[[str], object]) -> None:
        """Keep a secret; trying again means typing again: nothing here holds on to it."""
        self._do(work)
        self._again = None

    def _do(
        self,
        work: Callable[[str], Answer],
        words: str = "",
        shown: Callable[[Answer], int] | None = None,
        back: tuple[str, Callable[[str], object]] | None = None,
    ) -> None:
        """Do it in the name of whoever acts now, which may be another than who opened a form.

        ``back`` says what was done and how it is taken back.
        """
        if not self.free:
            return
        who = self._desk.acting()

        def ended(answer: Answer) -> None:
            self._handle = self._again = None
            if back is not None:
                told, take_back = back
                offer_undo(self._page, self._desk, told, lambda: take_back(who), self.failed.emit)
            self.done.emit(shown(answer) if shown else 0)

        def stopped(problem: Problem) -> None:
            self._handle = None
            self.failed.emit(problem)

        self._again = lambda: self._do(work, words, shown, back)
        self._handle = self._desk.bridge.ask(
            self, "outside", lambda _stop, _progress: work(who), ended, stopped
        )
        self.began.emit(words or _("Keyring…"))
