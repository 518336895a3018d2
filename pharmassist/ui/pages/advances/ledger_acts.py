"""What is done on the ledger of an acompte: answered, reminded, withdrawn with a way back, moved, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from pharmassist.domain.advances import AdvanceStatus
from pharmassist.domain.money import Money
from pharmassist.services.advancing import Ledger
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.advances.ledger import LedgerCard


class Write(Protocol):
    """Writes in its lane."""

    def __call__(
        self, work: Callable[[], Any], told: str = "", take_back: Callable[[Any], object] | None = None
    ) -> None:
        """Do the work; where it can be taken back, ``told`` says what was done and the other how."""


def listen(card: LedgerCard, ledger: Ledger, desk: Desk, write: Write) -> None:
    """Do what a card asks; a movement is undone on its own line."""
    advancing, reminding, papers = desk.office.advancing, desk.office.reminding, desk.office.owed_papers
    acting, before = desk.acting, ledger.advance

    def answer(number: int, said: AdvanceStatus, cents: Money) -> None:
        who = acting()
        write(
            lambda: advancing.answer(who, number, said, cents),
            _("Answer noted."),
            lambda _advance: advancing.take_back(who, before),
        )

    def withdraw(number: int) -> None:
        who = acting()
        write(
            lambda: advancing.withdraw(who, number),
            _("Request withdrawn."),
            lambda _advance: advancing.take_back(who, before),
        )

    def remind(number: int) -> None:
        who = acting()
        write(
            lambda: advancing.remind(who, number),
            _("Reminder noted."),
            lambda reminder: reminding.take_back(who, reminder),
        )

    card.answered.connect(answer)
    card.withdrawn.connect(withdraw)
    card.reminded.connect(remind)
    card.undone.connect(lambda n: write(lambda: advancing.undo_movement(acting(), n)))
    card.letter.connect(lambda n: desk.preview(lambda: papers.advance_asked(acting(), n)))
    card.statement.connect(lambda n: desk.preview(lambda: papers.advance_statement(acting(), n)))
    form = card.movement
    if form is not None:
        form.received.connect(lambda n, credit, c: write(lambda: advancing.receive(acting(), n, credit, c)))
        form.withheld.connect(lambda n, notice, c: write(lambda: advancing.withhold(acting(), n, notice, c)))
        form.moved.connect(
            lambda n, kind, c, day, words: write(
                lambda: advancing.add_movement(acting(), n, kind, c, day, words)
            )
        )
