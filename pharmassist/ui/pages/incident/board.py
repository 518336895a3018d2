"""What the incident page reads at once, and whether it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.incidents import Case, CaseView, Step, StepKind, StepStatus, StepView
from pharmassist.domain.operators import Operator
from pharmassist.services.accesses import AccessLine
from pharmassist.services.breaches import BreachView
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper
from pharmassist.services.stage_words import stage_word
from pharmassist.services.texts import translate as _


@dataclass(frozen=True, slots=True)
class Board:
    """A case, the others, and what stands beside its steps; ``view`` is None without any open case."""

    view: CaseView | None
    cases: tuple[Case, ...]
    operator: Operator | None
    finess: str
    today: date
    rotations: tuple[str, ...]
    """Where the mailboxes of the pharmacy stand, one line each."""
    proofs: tuple[tuple[int, str, str, str], ...] = ()
    """Number, step, name and hash of each proof of the case."""
    breach: BreachView | None = None
    names: tuple[str, ...] = ()
    """The operators of our data, which answer by one key which it is."""


def read_board(office: Office, case_id: int) -> Board:
    """Read the case asked for, else the newest open one (a lane's work)."""
    cases = office.guiding.cases()
    wanted = next((case for case in cases if case.id == case_id), None)
    if wanted is None:
        wanted = next((case for case in cases if case.closed_at is None), None)
    view = office.guiding.view(wanted.id) if wanted is not None else None
    operators, operator = office.catalogue.operators(), None
    if view is not None:
        operator = next((o for o in operators if o.id == view.playbook.operator), None)
    mailboxes = [line for line in office.accesses.lines() if line.access.kind is AccessKind.MAILBOX]
    return Board(
        view,
        cases,
        operator,
        office.people.pharmacy().finess,
        office.clock.today(),
        tuple(_mailbox_words(line) for line in mailboxes) or (_("No mailbox is noted yet."),),
        office.guiding.attachments(view.case.id) if view is not None else (),
        office.breaches.view(view.case.id) if view is not None and has_clocks(view) else None,
        tuple(sorted((each.name for each in operators), key=str.casefold)),
    )


def notes_of(board: Board, case: CaseView, step: Step) -> tuple[str, ...]:
    """Return what stands above a step: where the mailboxes are, or that its operator is none of ours."""
    if step.kind is StepKind.ROTATE:
        return board.rotations
    if not of_the_operator(step) or case.playbook.operator:
        return ()
    if case.foreign:
        told = _(
            "{operator} is not in the program’s data: note here what you see, its sums are not followed."
        )
        return (told.format(operator=case.named),)
    return (_("The operator is not said yet: answer the question about it as soon as it is known."),)


def of_the_operator(step: Step) -> bool:
    """Tell whether a step is done in a page, or by a document, of one operator."""
    return step.kind in (StepKind.LIGHTS, StepKind.ADVANCE) or step.target == "union-figures"


def has_clocks(view: CaseView) -> bool:
    """Tell whether whose breach it is, is asked in this case."""
    return any(step.step.kind is StepKind.BREACH for step in view.steps)


def same(old: Board, new: Board) -> bool:
    """Tell whether nothing but drafts moved."""
    return _without_drafts(old) == _without_drafts(new)


def paper_of(office: Office, target: str, case: CaseView, who: str) -> Paper:
    """Compose what a step prints (a lane's work)."""
    playbook = case.playbook
    if target == "union-figures":
        # What waits was billed before the incident: the acompte's own period, from the oldest invoice on.
        today = office.clock.today()
        start = office.advancing.compute(playbook.operator).period_from if playbook.operator else today
        return office.papers.union_figures(playbook.operator, start, today)
    if target == "violations":
        return office.incident_papers.violations(who)
    if target == "incident-report":
        return office.papers.incident_report(who, case.case.id)
    if target == "claims":
        return office.papers.claims(who, ClaimFilter(operator=playbook.operator))
    return office.papers.named(target, who) or office.papers.shift_start(who)


def _mailbox_words(line: AccessLine) -> str:
    """Say where the change of a mailbox's password stands."""
    rotation = line.rotation
    if rotation is None:
        told = _("password not changed yet") if line.access.changed_at is None else _("password changed")
    else:
        told = stage_word(rotation.stage)
        if rotation.waiting_for:
            told += ", " + _("waits for {what}").format(what=rotation.waiting_for)
    return _("{name}: {value}").format(name=line.access.login, value=told)


def _without_drafts(board: Board) -> Board:
    if board.view is None:
        return board
    steps = tuple(_without_draft(view) for view in board.view.steps)
    following = board.view.next
    return replace(
        board,
        view=replace(
            board.view, steps=steps, next=_without_draft(following) if following is not None else None
        ),
    )


def _without_draft(view: StepView) -> StepView:
    """A record that holds a draft only says nothing of its step."""
    record = view.record
    if record is None or (record.status is StepStatus.OPEN and not record.reason):
        return replace(view, record=None)
    return replace(view, record=replace(record, draft="", version=0))
