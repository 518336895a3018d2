"""Commands ``operators``: the lights, the portals, the conduct at the counter."""

from __future__ import annotations

import argparse
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, day
from pharmassist.domain.operators import (
    CounterAnswer,
    Light,
    LightState,
    OperatorStatus,
    PortalReading,
    Reading,
    Sign,
    Suspension,
)
from pharmassist.services.counter import certainty_word, suspended_lines, suspension_words
from pharmassist.services.ports.web import Connection
from pharmassist.services.texts import moment, short_day
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import (
    Checked,
    connection_words,
    light_word,
    outcome_word,
    state_word,
    still_amber,
)


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    operators = commands.group("operators", _("operators: lights, portals, what to do at the counter"))
    operators.add("list", _("list the operators and their four lights"), _list)

    check = operators.add("check", _("look at the portals (once in five minutes at most)"), _check)
    check.add_argument("operator", nargs="?", metavar="ID")

    light = operators.add("set", _("set a light, with a proof"), _set)
    light.add_argument("operator", metavar="ID")
    light.add_argument("light", choices=[light.value for light in Light], metavar="LIGHT")
    light.add_argument("state", choices=[state.value for state in LightState], metavar="STATE")
    light.add_argument("--proof", required=True, metavar="TEXT", help=_("what shows it"))
    light.add_argument("--until", type=day, metavar="DATE", help=_("how long it holds"))

    seen = operators.add("seen", _("note a sign of a restart: accepted invoice, notice, credit"), _seen)
    seen.add_argument("operator", metavar="ID")
    seen.add_argument("sign", choices=[sign.value for sign in Sign], metavar="SIGN")
    seen.add_argument("--proof", required=True, metavar="TEXT", help=_("what shows it"))

    history = operators.add("history", _("what was said of the lights, newest first"), _history)
    history.add_argument("operator", nargs="?", default="", metavar="ID")

    suspend = operators.add(
        "suspend", _("record the titulaire’s decision to suspend tiers payant (AMC share only)"), _suspend
    )
    suspend.add_argument("operator", metavar="ID")
    suspend.add_argument("--from", dest="from_day", type=day, metavar="DATE")
    suspend.add_argument("--until", type=day, metavar="DATE", help=_("how long it holds"))
    suspend.add_argument("--reason", required=True, metavar="R")
    resume = operators.add("resume", _("record that tiers payant is taken up again"), _resume)
    resume.add_argument("operator", metavar="ID")

    counter = operators.add("counter", _("what to do at the counter for a mutuelle"), _counter)
    counter.add_argument("text", nargs="+", metavar="TEXT", help=_("mutuelle, AMC number or operator"))


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().watching.statuses()
    lines = [line for status in found for line in _status_lines(status)]
    return Answer({"operators": [_status(status) for status in found]}, lines)


def _check(asked: argparse.Namespace, context: Context) -> Answer:
    watching, who = context.office().watching, context.who()
    done = (watching.check(asked.operator, who),) if asked.operator else watching.check_all(who)
    connection = next((c.connection for c in done if not c.connected), Connection.WORKS)
    lines = [_checked_line(checked) for checked in done if checked.connected]
    if connection is not Connection.WORKS:
        lines.append(connection_words(connection))
    document = {"connected": connection is Connection.WORKS, "connection": connection.value}
    return Answer({**document, "checks": [_checked(checked) for checked in done]}, lines)


def _set(asked: argparse.Namespace, context: Context) -> Answer:
    watching = context.office().watching
    light, state = Light(asked.light), LightState(asked.state)
    reading = watching.set_light(asked.operator, light, state, context.who(), asked.proof, asked.until)
    line = _("{operator}, {light}: {state}, until {day}").format(
        operator=watching.status(asked.operator).operator.name,
        light=light_word(light),
        state=state_word(state),
        day=short_day(reading.valid_until),
    )
    return Answer({"operator": asked.operator, "light": asked.light, **_reading(reading)}, [line])


def _seen(asked: argparse.Namespace, context: Context) -> Answer:
    status = context.office().watching.see_sign(asked.operator, Sign(asked.sign), context.who(), asked.proof)
    return Answer(_status(status), _status_lines(status))


def _suspend(asked: argparse.Namespace, context: Context) -> Answer:
    suspending, who = context.office().suspending, context.who()
    days = (asked.from_day, asked.until)
    decision = suspending.decide(asked.operator, who, asked.reason, *days, pin=context.pin(who))
    return Answer(_suspension(decision), [suspension_words(decision)])


def _resume(asked: argparse.Namespace, context: Context) -> Answer:
    who = context.who()
    decision = context.office().suspending.end(asked.operator, who, pin=context.pin(who))
    return Answer(_suspension(decision), [suspension_words(decision)])


def _suspension(decision: Suspension) -> dict[str, Any]:
    return {
        "operator": decision.operator,
        "from": decision.from_day,
        "until": decision.until,
        "reason": decision.reason,
        "by": decision.decided_by,
        "ended_at": decision.ended_at,
    }


def _history(asked: argparse.Namespace, context: Context) -> Answer:
    readings = context.office().watching.history(asked.operator)
    document = {
        "readings": [{"operator": r.operator, "light": r.light.value, **_reading(r)} for r in readings]
    }
    lines = [
        f"{moment(r.at)}\t{r.operator}\t{light_word(r.light)} – {state_word(r.state)}\t{r.proof} ({r.who})"
        for r in readings
    ]
    return Answer(document, lines)


def _counter(asked: argparse.Namespace, context: Context) -> Answer:
    counter = context.office().counter
    found = counter.search(" ".join(asked.text))
    document: dict[str, Any] = {"matches": [_match(answer) for answer in found]}
    if found:
        return Answer(document, [line for answer in found for line in _match_lines(answer)])
    unknown = counter.unknown()
    return Answer({**document, "conduct": unknown}, [_("This mutuelle is not known here."), unknown])


def _status(status: OperatorStatus) -> dict[str, Any]:
    return {
        "id": status.operator.id,
        "name": status.operator.name,
        "worst": status.worst.value,
        "shown": {light.value: status.state(light).value for light in Light},
        "waits_for": [sign.value for sign in status.missing],
        "lights": {
            light.value: {"state": LightState.UNVERIFIED.value} if reading is None else _reading(reading)
            for light, reading in status.readings
        },
        "portal": _portal(status.portal),
        "contacts": [
            {
                "kind": contact.kind,
                "value": contact.value,
                "label": contact.label,
                "source": contact.source,
                "verified_on": contact.verified_on,
                "valid_only": contact.valid_only,
                "unverified": contact.unverified,
            }
            for contact in status.operator.contacts
        ],
    }


def _status_lines(status: OperatorStatus) -> list[str]:
    lines = [f"{status.operator.name} – {state_word(status.worst)}"]
    for light, reading in status.readings:
        told = f"  {light_word(light)} – {state_word(status.state(light))}"
        if reading is not None:
            told += f" ({reading.proof}, {reading.who}, {moment(reading.at)})"
        lines.append(told)
    if status.missing:
        lines.append("  " + still_amber(status))
    if status.portal is not None:
        lines.append(f"  {_portal_words(status.portal)}")
    return lines


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "state": reading.state.value,
        "at": reading.at,
        "who": reading.who,
        "source": reading.source,
        "proof": reading.proof,
        "valid_until": reading.valid_until,
    }


def _portal(portal: PortalReading | None) -> dict[str, Any] | None:
    if portal is None:
        return None
    return {"outcome": portal.outcome, "at": portal.at, "detail": portal.detail}


def _portal_words(portal: PortalReading) -> str:
    return _("Portal: {outcome}, {moment}").format(
        outcome=outcome_word(portal.outcome), moment=moment(portal.at)
    )


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "operator": checked.operator.id,
        "looked": checked.looked,
        "connected": checked.connected,
        "portal": _portal(checked.portal),
    }


def _checked_line(checked: Checked) -> str:
    told = _portal_words(checked.portal) if checked.portal else _("Portal: never looked at")
    return f"{checked.operator.name}. {told}"


def _match(answer: CounterAnswer) -> dict[str, Any]:
    return {
        "payer": answer.payer,
        "amc_number": answer.amc_number,
        "operators": list(answer.operators),
        "certainty": answer.certainty,
        "lights": {light.value: state.value for light, state in answer.lights},
        "conduct": answer.conduct,
        "each": [{"operator": operator, "conduct": conduct} for operator, conduct in answer.each],
        "source": answer.source,
        "question": answer.question,
        "suspended": [
            {"operator": s.operator, "from": s.from_day, "by": s.decided_by, "reason": s.reason}
            for s in answer.suspended
        ],
    }


def _match_lines(answer: CounterAnswer) -> list[str]:
    lights = ", ".join(f"{light_word(light)} {state_word(state)}" for light, state in answer.lights)
    told = [f"{answer.payer} ({certainty_word(answer.certainty)})"]
    if lights:
        told.append(f"  {lights}")
    told += [f"  {words}" for words in suspended_lines(answer, {})]
    told.append(f"  {answer.conduct}")
    return [*told, f"  {answer.question}"] if answer.question else told
