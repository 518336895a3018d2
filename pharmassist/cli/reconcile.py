"""Commands ``reconcile`` and ``alarms``: what credits pay, and what is missing."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, amount, whole
from pharmassist.domain.alarms import Alarm
from pharmassist.domain.claims import Claim
from pharmassist.domain.findings import Finding
from pharmassist.domain.matches import Allocation, Match, PayerRule, Target
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.match_words import (
    alarm_word,
    part_detail,
    part_name,
    reason_text,
    rung_word,
    target_word,
)
from pharmassist.services.office import Office
from pharmassist.services.reconciling import Reconciliation
from pharmassist.services.texts import day, money, number, short_day
from pharmassist.services.texts import translate as _

_REFERENCES = "references"
_PAYS = {"claim": Target.CLAIM, "notice": Target.NOTICE, "acompte": Target.ADVANCE}


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    summary = _("what credits pay; without --accept nothing is written")
    reconcile, parser = commands.group_that_runs("reconcile", summary, _reconcile)
    parser.add_argument(
        "--accept",
        nargs="+",
        default=[],
        metavar="references|ID",
        help=_("write what references decide, or proposals: 12, or 12:2 for the second solution"),
    )
    explain = reconcile.add("explain", _("why a credit pays what it pays"), _explain)
    explain.add_argument("credit", type=whole, metavar="CREDIT")
    undo = reconcile.add("undo", _("take a match back"), _undo)
    undo.add_argument("match", type=whole, metavar="ID")
    allocate = reconcile.add("allocate", _("say by hand what a credit pays"), _allocate)
    allocate.add_argument("credit", type=whole, metavar="CREDIT")
    for name in _PAYS:
        allocate.add_argument(f"--{name}", type=_part, action="append", default=[], metavar="ID[=EUROS]")
    allocate.add_argument("--withheld", type=_part, action="append", default=[], metavar="NOTICE=EUROS")
    allocate.add_argument("--overpaid", type=amount, metavar="EUROS")
    outside = reconcile.add("outside", _("a credit that is no tiers payant: its words are erased"), _outside)
    outside.add_argument("credit", type=whole, metavar="CREDIT")
    outside.add_argument("--always", action="store_true", help=_("leave such credits aside from now on"))
    withheld = reconcile.add("withheld", _("a notice kept back, without any bank line"), _withheld)
    withheld.add_argument("notice", type=whole, metavar="NOTICE")
    withheld.add_argument("--amount", type=amount, default=0, metavar="EUROS", help=_("all of it without"))
    rules = reconcile.add("rules", _("how payers are known; --operator with --words adds one"), _rules)
    rules.add_argument("--operator")
    rules.add_argument("--words", default="")
    rules.add_argument("--iban", default="")
    rules.add_argument("--remove", type=whole, metavar="ID")
    alarms = commands.add("alarms", _("what should have come and did not"), _alarms)
    absent = _("from now on, usual credits are absent after so many working days")
    alarms.add_argument("--absent-after", type=whole, metavar="N", help=absent)


def _part(text: str) -> tuple[int, Money]:
    """Read ``12`` or ``12=34,50``."""
    name, _equals, sum_ = text.partition("=")
    return whole(name), amount(sum_) if sum_ else 0


def _reconcile(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    progress = context.progress()
    accept: Sequence[str] = asked.accept
    if not accept:
        return _told(office, office.reconciling.look(progress=progress))
    who = context.who()
    chosen = [_choice(text) for text in accept if text != _REFERENCES]
    made: list[Match] = []
    if _REFERENCES in accept:
        made += office.reconciling.point(who).written
    for credit_id, solution in chosen:
        finding = office.reconciling.explain(credit_id)
        made.append(office.reconciling.accept(who, finding, solution))
    return _told(office, office.reconciling.look(progress=progress), made)


def _choice(text: str) -> tuple[int, int]:
    credit, _colon, solution = text.partition(":")
    if not credit.isdigit() or (solution and not solution.isdigit()):
        raise Problem("accept_unclear", {"text": text[:40]})
    return int(credit), int(solution or 1)


def _told(office: Office, done: Reconciliation, made: Sequence[Match] = ()) -> Answer:
    automatic = len(done.automatic) + sum(match.automatic for match in made)
    findings = [*done.automatic, *done.proposals, *done.unexplained]
    claims = _claims(office, [*made, *findings])
    document = {
        "automatic": automatic,
        "proposals": len(done.proposals),
        "unexplained": len(done.unexplained),
        "unreconciled_cents": done.unreconciled,
        "matches": [_match(office, each, claims) for each in made]
        + [_finding(each, claims) for each in findings],
    }
    lines = [_match_line(office, each) for each in made]
    lines += [_finding_line(each) for each in findings]
    lines.append(_("not pointed\t{sum}").format(sum=money(done.unreconciled)))
    return Answer(document, lines)


def _claims(office: Office, found: Sequence[Match | Finding]) -> Mapping[int, Claim]:
    wanted = {part.target_id for each in found for part in _allocations(each) if part.target is Target.CLAIM}
    with office.register.read() as tx:
        return tx.matching.claims(wanted)


def _allocations(found: Match | Finding) -> tuple[Allocation, ...]:
    if isinstance(found, Match):
        return found.allocations
    return found.solutions[0].allocations if found.solutions else ()


def _paid(allocations: Sequence[Allocation], claims: Mapping[int, Claim]) -> dict[str, Any]:
    paid = [part for part in allocations if part.target is Target.CLAIM]
    return {
        "claims": [
            {
                "id": part.target_id,
                "invoice": claims[part.target_id].invoice,
                "invoice_date": claims[part.target_id].invoice_date,
                "amount_cents": part.cents,
            }
            for part in paid
        ],
        "notices": sorted({part.notice_id for part in allocations if part.notice_id}),
        "advance_cents": sum(part.cents for part in allocations if part.target is Target.ADVANCE),
        "withheld_cents": -sum(part.cents for part in allocations if part.target is Target.WITHHOLDING),
        "overpaid_cents": sum(part.cents for part in allocations if part.target is Target.OVERPAID),
    }


def _finding(finding: Finding, claims: Mapping[int, Claim]) -> dict[str, Any]:
    credit = finding.credit
    return {
        "match": None,
        "credit": {"id": credit.id, "date": credit.day, "amount_cents": credit.rest},
        **_paid(_allocations(finding), claims),
        "operator": finding.payer.operator if finding.payer else None,
        "rung": finding.rung.value if finding.rung else None,
        "automatic": finding.automatic,
        "solutions": finding.found,
        "given_up": finding.given_up,
    }


def _match(office: Office, match: Match, claims: Mapping[int, Claim]) -> dict[str, Any]:
    with office.register.read() as tx:
        credit = tx.credits.get(match.credit_id)
    told = {"id": credit.id, "date": credit.day, "amount_cents": credit.cents} if credit else None
    return {
        "match": match.id,
        "credit": told,
        **_paid(match.allocations, claims),
        "rung": match.rung.value,
        "automatic": match.automatic,
        "solutions": match.solutions,
        "given_up": False,
    }


def _finding_line(finding: Finding) -> str:
    credit = finding.credit
    how = _("unexplained")
    if finding.rung is not None:
        how = rung_word(finding.rung)
        if not finding.certain:
            how = _("{count} solutions").format(count=number(finding.found))
        if finding.given_up:
            how = _("too many combinations")
    return f"{credit.id}\t{short_day(credit.day)}\t{money(credit.rest)}\t{how}\t{credit.label}"


def _match_line(office: Office, match: Match) -> str:
    with office.register.read() as tx:
        credit = tx.credits.get(match.credit_id)
    told = f"{short_day(credit.day)}\t{money(credit.cents)}" if credit else ""
    return _("match {match}\t{credit}\t{how}").format(match=match.id, credit=told, how=rung_word(match.rung))


def _explain(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    finding = office.reconciling.explain(asked.credit)
    matches = office.reconciling.matches_of(asked.credit)
    claims = _claims(office, [*matches, finding])
    document = {
        **_finding(finding, claims),
        "reasons": [
            {"why": each.why.value, "good": each.good, "text": reason_text(finding, each)}
            for each in finding.reasons
        ],
        "explained": [
            [
                {
                    "what": p.kind.value,
                    "name": p.name,
                    "day": p.day,
                    "cents": p.cents,
                    "id": p.id,
                }
                for p in solution.parts
            ]
            for solution in finding.solutions
        ],
        "standing": [_match(office, match, claims) for match in matches],
    }
    lines = [_finding_line(finding)] if not matches else [_match_line(office, match) for match in matches]
    lines += [
        f"{target_word(part.target)} {part.target_id}\t{money(part.cents)}"
        for match in matches
        for part in match.allocations
    ]
    for place, solution in enumerate(finding.solutions, start=1):
        if len(finding.solutions) > 1:
            lines.append(_("solution {number}").format(number=place))
        lines += [f"  {part_name(p)}\t{part_detail(p)}\t{money(p.cents)}" for p in solution.parts]
    marks = {True: "+", False: "!", None: "·"}
    lines += [f"{marks[each.good]} {reason_text(finding, each)}" for each in finding.reasons]
    return Answer(document, lines)


def _undo(asked: argparse.Namespace, context: Context) -> Answer:
    undone = context.office().reconciling.undo(context.who(), asked.match)
    lines = [_("match {match} undone").format(match=match.id) for match in undone]
    return Answer({"undone": [match.id for match in undone]}, lines)


def _allocate(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    parts: list[Allocation] = []
    with office.register.read() as tx:
        for number_, cents in asked.claim:
            claim = tx.claims.get(number_)
            if claim is None:
                raise Problem("claim_unknown", {"id": number_})
            parts.append(Allocation(Target.CLAIM, number_, cents or claim.rest))
        for number_, cents in asked.notice:
            notice = tx.notices.get(number_)
            if notice is None:
                raise Problem("notice_unknown", {"notice": number_})
            parts.append(Allocation(Target.NOTICE, number_, cents or notice.rest, number_))
    parts += [Allocation(Target.ADVANCE, number_, cents) for number_, cents in asked.acompte]
    parts += [Allocation(Target.WITHHOLDING, 0, -cents, number_) for number_, cents in asked.withheld]
    if asked.overpaid:
        parts.append(Allocation(Target.OVERPAID, 0, asked.overpaid))
    match = office.reconciling.allocate(context.who(), asked.credit, parts)
    return Answer(_match(office, match, _claims(office, [match])), [_match_line(office, match)])


def _outside(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    match = office.reconciling.set_outside(context.who(), asked.credit, learn=asked.always)
    lines = [_("Credit {credit} left aside; its words are erased.").format(credit=asked.credit)]
    return Answer({"match": match.id, "credit": asked.credit}, lines)


def _withheld(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    match = office.reconciling.withhold(context.who(), asked.notice, asked.amount)
    return Answer(_match(office, match, {}), [_match_line(office, match)])


def _rules(asked: argparse.Namespace, context: Context) -> Answer:
    rules = context.office().reconciling.rules
    if asked.remove:
        rules.remove(context.who(), asked.remove)
    if asked.operator:
        rules.save(context.who(), PayerRule(asked.operator, asked.words, asked.iban))
    found = rules.all()
    lines = [f"{each.id}\t{each.operator}\t{each.words or each.iban}" for each in found]
    document = [
        {"id": r.id, "operator": r.operator, "words": r.words, "iban": r.iban, "learnt_from": r.learnt_from}
        for r in found
    ]
    return Answer({"rules": document}, lines)


def _alarms(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    if asked.absent_after is not None:
        office.alarms.set_absent_after(context.who(), asked.absent_after)
    found = office.alarms.all()
    end = office.alarms.day_end()
    lines = [_alarm_line(each) for each in found]
    lines.append(_("not pointed\t{sum}").format(sum=money(end.cents)))
    document = {
        "alarms": [
            {
                "kind": each.kind.value,
                "operator": each.operator,
                "flow_day": each.flow_day,
                "amount_cents": each.cents,
                "working_days": each.working_days,
                "count": each.count,
            }
            for each in found
        ],
        "absent_after_working_days": office.alarms.absent_after(),
        "unreconciled_cents": end.cents,
        "made_of": [{"payer": n.payer, "count": n.count, "cents": n.cents} for n in end.made_of],
    }
    return Answer(document, lines)


def _alarm_line(alarm: Alarm) -> str:
    told = f"{alarm_word(alarm.kind)}\t{alarm.operator}\t{money(alarm.cents)}"
    return f"{told}\t{day(alarm.flow_day)}" if alarm.flow_day else told
