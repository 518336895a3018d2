"""Commands about people: who acts, who decides, for how long, and with which PIN."""

from __future__ import annotations

import argparse
from typing import Any

from pharmassist.cli.founding import read_person
from pharmassist.cli.frame import Answer, Commands, Context, day
from pharmassist.services.pins import Power
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    people = commands.group("people", _("who acts, and who decides"))
    people.add("list", _("list the people who may act"), _list)
    add = people.add("add", _("let a person act"), _add)
    add.add_argument("person", metavar="AB:Name:role")
    add.add_argument("--title", default="", help=_("title shown, such as “adjointe”"))
    remove = people.add("remove", _("let a person act no more; what they signed stays"), _remove)
    remove.add_argument("initials_of", metavar="INITIALS")
    lend = people.add("delegate", _("lend the owner's verbs for a time"), _delegate)
    lend.add_argument("initials_of", metavar="INITIALS")
    lend.add_argument("--until", type=day, metavar="DATE", help=_("last day, included"))
    lend.add_argument("--from", dest="since", type=day, metavar="DATE", help=_("first day"))
    lend.add_argument("--end", action="store_true", help=_("take the delegation back now"))
    pin = people.add("pin", _("set one's own PIN: the one in force, then the new one, on stdin"), _pin)
    ways = pin.add_mutually_exclusive_group()
    ways.add_argument(
        "--reset", action="store_true", help=_("forgotten: the new one, then the recovery sheet")
    )
    ways.add_argument("--remove", action="store_true", help=_("do without a PIN again"))


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    powers = context.office().pins.powers()
    return Answer({"people": [_document(power) for power in powers]}, [_line(power) for power in powers])


def _document(power: Power) -> dict[str, Any]:
    return {
        "initials": power.person.initials,
        "name": power.person.name,
        "role": power.person.role.value,
        "title": power.person.title,
        "decides": power.decides,
        "delegated_until": power.until,
        "pin": power.has_pin,
    }


def _line(power: Power) -> str:
    words = [power.person.initials, power.person.name, power.person.title or power.person.role.value]
    if power.until is not None:
        words.append(_("decides until {day}").format(day=short_day(power.until)))
    words.append(_("PIN set") if power.has_pin else _("no PIN"))
    return "\t".join(words)


def _add(asked: argparse.Namespace, context: Context) -> Answer:
    new, people = read_person(asked.person), context.office().people
    # Where nobody is known yet the first person signs for themselves.
    who = context.owner() if people.list() else new.initials
    added = people.add(who, new.initials, new.name, new.role, asked.title)
    return Answer({"initials": added.initials}, [_("{initials} may act.").format(initials=added.initials)])


def _remove(asked: argparse.Namespace, context: Context) -> Answer:
    context.office().people.remove(context.owner(), asked.initials_of)
    words = _("{initials} acts no more; what they signed stays.")
    return Answer({"removed": asked.initials_of}, [words.format(initials=asked.initials_of)])


def _delegate(asked: argparse.Namespace, context: Context) -> Answer:
    pins, who = context.office().pins, context.who()
    pin = context.pin(who)
    if asked.end or asked.until is None:
        pins.take_back(who, asked.initials_of, pin)
        words = _("{initials} decides no more in an owner's place.").format(initials=asked.initials_of)
        return Answer({"initials": asked.initials_of, "until": None}, [words])
    lent = pins.delegate(who, asked.initials_of, asked.until, asked.since, pin)
    words = _("{initials} decides in an owner's place from {since} to {until}, both included.")
    return Answer(
        {"initials": asked.initials_of, "since": lent.since, "until": lent.until},
        [words.format(initials=asked.initials_of, since=short_day(lent.since), until=short_day(lent.until))],
    )


def _pin(asked: argparse.Namespace, context: Context) -> Answer:
    pins, who = context.office().pins, context.who()
    if asked.remove:
        pins.remove(who, context.secret(_("PIN in force:")))
        return Answer({"pin": False}, [_("{who} has no PIN any more.").format(who=who)])
    if asked.reset:
        pins.reset(who, context.secret(_("New PIN:")), context.recovery_key())
    else:
        old = context.secret(_("PIN in force:")) if pins.power(who).has_pin else None
        pins.set(who, context.secret(_("New PIN:")), old)
    return Answer({"pin": True}, [_("The PIN of {who} is set.").format(who=who)])
