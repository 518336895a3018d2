"""Indemnities: what an operator owes for paying late or for rejecting what it had accredited.

Rates and delays are data, dated and sourced (``resources/indemnities``), and the pharmacy may
write its own. From which day lateness counts is verified nowhere: both readings stand side
by side. Working days are those of the bank; each transfer is rounded once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.money import Money

WHOLE = 10_000
"""Rates are written in hundredths of a percent: 100 is 1 %."""


class RuleKind(StrEnum):
    """What is indemnified, and how."""

    LATE_SHARE = "late_share"
    """A share of what was paid late."""
    WRONG_REJECT = "wrong_reject"
    """A sum for each invoice rejected although accredited."""
    COMPULSORY_LATE = "compulsory_late"
    """The compulsory scheme: a sum for each invoice, then a share of it."""


class Start(StrEnum):
    """From which day lateness counts: two readings of one sentence."""

    FLOW = "flow"
    """From the flow day itself."""
    DUE = "due"
    """From the day the payment was due: the flow day plus the usual delay."""


@dataclass(frozen=True, slots=True)
class IndemnityRule:
    """One rule from a day on; ``operators`` () = none in particular. Cents, hundredths of a percent."""

    id: str
    name: str
    kind: RuleKind
    since: date
    operators: tuple[str, ...] = ()
    days: int = 0
    """Working days beyond which it is late."""
    due_days: int = 0
    """Usual delay, in working days, of the reading ``due``."""
    rate: int = 0
    unit: Money = 0
    """Per invoice: without VAT for a reject, the first sum for the compulsory scheme."""
    unit_with_vat: Money = 0
    share_from_day: int = 0
    """Compulsory scheme: the working day from which the share replaces the sum."""
    source: str = ""
    verified_on: str = ""
    verified: bool = False
    """False where it is applied without having been seen in a text: "à confirmer"."""
    note: str = ""
    own: bool = False
    """Written by the pharmacy."""


def write_rule(rule: IndemnityRule) -> str:
    """Write a rule as text."""
    return json.dumps({**asdict(rule), "since": rule.since.isoformat()}, ensure_ascii=False, sort_keys=True)


def read_rule(text: str) -> IndemnityRule:
    """Read what :func:`write_rule` wrote."""
    values = json.loads(text)
    values["since"] = date.fromisoformat(values["since"])
    values["kind"], values["operators"] = RuleKind(values["kind"]), tuple(values["operators"])
    return IndemnityRule(**values)


def in_force(
    rules: Iterable[IndemnityRule], kind: RuleKind, operator: str, day: date
) -> IndemnityRule | None:
    """Return the newest rule of a kind that binds an operator on a day; its own before a general one."""
    fitting = [
        rule
        for rule in rules
        if rule.kind is kind and rule.since <= day and (not rule.operators or operator in rule.operators)
    ]
    return max(fitting, key=lambda rule: (bool(rule.operators), rule.since, rule.own), default=None)


def share(cents: Money, rate: int) -> Money:
    """Return that share of a sum, rounded once, half a cent upwards."""
    return (cents * rate * 2 + WHOLE) // (2 * WHOLE)


@dataclass(frozen=True, slots=True)
class Flow:
    """What one flow day brought by one credit (``credit_id`` 0, ``paid_on`` None: nothing yet)."""

    day: date
    cents: Money
    reference: str = ""
    credit_id: int = 0
    paid_on: date | None = None
    notice_id: int = 0


@dataclass(frozen=True, slots=True)
class LateFlow:
    """A flow with its age when it was paid, or today."""

    flow: Flow
    days: int
    late: bool


@dataclass(frozen=True, slots=True)
class LateTransfer:
    """One credit with its flows; the indemnity is rounded once for it."""

    credit_id: int
    paid_on: date | None
    flows: tuple[LateFlow, ...]
    late_cents: Money
    indemnity: Money


@dataclass(frozen=True, slots=True)
class LateReading:
    """What is owed for lateness if it counts from ``start``; more than ``beyond`` working days."""

    start: Start
    beyond: int
    transfers: tuple[LateTransfer, ...]

    @property
    def indemnity(self) -> Money:
        """What is owed for the transfers that came."""
        return sum(one.indemnity for one in self.transfers if one.paid_on)

    @property
    def running(self) -> Money:
        """What is owed so far for those that did not come."""
        return sum(one.indemnity for one in self.transfers if not one.paid_on)

    @property
    def late_cents(self) -> Money:
        """What came late."""
        return sum(one.late_cents for one in self.transfers if one.paid_on)

    @property
    def late_flows(self) -> int:
        """How many flows came late."""
        return sum(flow.late for one in self.transfers if one.paid_on for flow in one.flows)


def late_readings(
    flows: Iterable[Flow], rule: IndemnityRule, today: date, alsace_moselle: bool = False
) -> tuple[LateReading, LateReading]:
    """Return both readings. What is not paid yet is one transfer per flow, counted until today."""

    def transfer_of(flow: Flow) -> tuple[date, int, str]:
        lone = f"{flow.day}:{flow.notice_id}" if not flow.credit_id else ""
        return flow.paid_on or date.max, flow.credit_id, lone

    ordered = sorted(flows, key=lambda flow: (*transfer_of(flow), flow.day, flow.notice_id))
    grouped = [tuple(group) for _key, group in groupby(ordered, transfer_of)]

    def reading(start: Start) -> LateReading:
        beyond = rule.days + (rule.due_days if start is Start.DUE else 0)
        transfers = []
        for group in grouped:
            told = []
            for flow in group:
                days = working_days_between(flow.day, flow.paid_on or today, alsace_moselle)
                told.append(LateFlow(flow, days, days > beyond))
            late = sum(one.flow.cents for one in told if one.late)
            transfers.append(
                LateTransfer(group[0].credit_id, group[0].paid_on, tuple(told), late, share(late, rule.rate))
            )
        return LateReading(start, beyond, tuple(transfers))

    return reading(Start.FLOW), reading(Start.DUE)


@dataclass(frozen=True, slots=True)
class Reject:
    """An invoice that a notice or the LGO's list says rejected."""

    operator: str
    invoice: str
    day: date
    cents: Money
    code: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class AccreditedReject:
    """A reject of which a person said that the invoice had been accredited."""

    operator: str
    invoice: str
    day: date
    cents: Money
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RejectSum:
    """Accredited rejects under one rule: number × unit, without and with VAT."""

    rule: IndemnityRule
    rejects: tuple[AccreditedReject, ...]

    @property
    def without_vat(self) -> Money:
        """What is claimed, without VAT."""
        return len(self.rejects) * self.rule.unit

    @property
    def with_vat(self) -> Money:
        """The same with VAT."""
        return len(self.rejects) * self.rule.unit_with_vat


def reject_sums(
    rejects: Iterable[AccreditedReject], rules: Iterable[IndemnityRule]
) -> tuple[tuple[RejectSum, ...], tuple[AccreditedReject, ...]]:
    """Sort rejects under the rule of their day; second, those that no rule covers."""
    known, without = tuple(rules), []
    found: dict[tuple[str, date], tuple[IndemnityRule, list[AccreditedReject]]] = {}
    for one in rejects:
        rule = in_force(known, RuleKind.WRONG_REJECT, one.operator, one.day)
        if rule is None:
            without.append(one)
        else:
            found.setdefault((rule.id, rule.since), (rule, []))[1].append(one)
    return tuple(RejectSum(rule, tuple(held)) for rule, held in found.values()), tuple(without)


def compulsory_late(
    sent: date, paid: date, cents: Money, rule: IndemnityRule, alsace_moselle: bool = False
) -> Money:
    """Return what the compulsory scheme owes for one invoice of that share: nothing, a sum, or a share."""
    days = working_days_between(sent, paid, alsace_moselle)
    if days <= rule.days:
        return 0
    return rule.unit if days < rule.share_from_day else share(cents, rule.rate)


@dataclass(frozen=True, slots=True)
class CompulsoryDelay:
    """An invoice whose compulsory share (AMO, cents) was paid on a day, as a person read it."""

    invoice: str
    sent: date
    paid: date
    cents: Money
    who: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class CompulsoryLine:
    """A delay with its working days and what is owed; ``rule`` None = none was in force."""

    delay: CompulsoryDelay
    days: int
    owed: Money
    rule: IndemnityRule | None


def compulsory_lines(
    delays: Iterable[CompulsoryDelay], rules: Iterable[IndemnityRule], alsace_moselle: bool = False
) -> tuple[CompulsoryLine, ...]:
    """Count each delay under the rule of the day it was paid; each invoice is rounded once."""
    known, lines = tuple(rules), []
    for one in delays:
        rule = in_force(known, RuleKind.COMPULSORY_LATE, "", one.paid)
        days = working_days_between(one.sent, one.paid, alsace_moselle)
        owed = compulsory_late(one.sent, one.paid, one.cents, rule, alsace_moselle) if rule else 0
        lines.append(CompulsoryLine(one, days, owed, rule))
    return tuple(lines)
