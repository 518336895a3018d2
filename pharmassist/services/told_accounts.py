"""What the open incidents' questions told of an operator's account: nobody types it twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pharmassist.domain.guiding import filled
from pharmassist.domain.incidents import (
    FILLS_ACCOUNT,
    FILLS_CODE_PHONE,
    FILLS_LOGIN,
    FILLS_OPERATOR,
    NO,
    UNKNOWN,
    Playbook,
    StepStatus,
)
from pharmassist.domain.operators import Operator, operator_named
from pharmassist.services.ports.register import Transaction


@dataclass(frozen=True, slots=True)
class ToldAccount:
    """The answers of one incident; "" = not asked yet, or nobody knows."""

    operator: str
    """Its id, "" while the incident has none of ours."""
    account: str = ""
    """``yes``, ``no`` or ``unknown``."""
    answered_at: datetime | None = None
    login: str = ""
    code_phone: str = ""


def told_accounts(
    tx: Transaction, playbook_of: Callable[[str], Playbook], operators: Sequence[Operator]
) -> tuple[ToldAccount, ...]:
    """Read the answers of the open incidents, by what their playbook says that they fill.

    ``playbook_of`` reads the text that a case keeps; the operator is that of the playbook, else the one of
    ``operators`` that an answer names.
    """
    told = []
    for case in tx.incidents.cases(open_only=True):
        playbook, records = playbook_of(case.playbook_text), tx.incidents.records(case.id)
        said, answered_at = dict[str, str](), None
        for step in playbook.steps():
            record = records.get(step.id)
            if not step.fills or record is None or record.status is not StepStatus.DONE:
                continue
            said[step.fills] = record.answer
            if step.fills == FILLS_ACCOUNT:
                answered_at = record.at
        account = said.get(FILLS_ACCOUNT, "")
        # What was typed before the answer became "non" is no account.
        known = {} if account == NO else {name: words for name, words in said.items() if words != UNKNOWN}
        login, phone = known.get(FILLS_LOGIN, ""), known.get(FILLS_CODE_PHONE, "")
        ours = operator_named(filled(playbook, records, FILLS_OPERATOR), operators)
        operator = playbook.operator or (ours.id if ours is not None else "")
        told.append(ToldAccount(operator, account, answered_at, login, phone))
    return tuple(told)
