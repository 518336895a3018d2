"""Commands that found a register: ``init``, ``demo --build-only``, ``people``."""

from __future__ import annotations

import argparse
from pathlib import Path

from pharmassist.assembly import build_demonstration, found_office
from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.opening import Founding
from pharmassist.services.people import new_person
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    init = commands.add("init", _("make the register of a pharmacy"), _init)
    init.add_argument("--name", required=True, help=_("name of the pharmacy"))
    init.add_argument("--finess", required=True)
    init.add_argument("--siret", default="")
    init.add_argument("--person", action="append", default=[], metavar="AB:Name:role")
    init.add_argument("--recovery-key-out", type=Path, metavar="FILE")
    init.add_argument("--without-vault", action="store_true", help=_("keep the key on paper only"))
    init.add_argument(
        "--rehearsal", action="store_true", help=_("a register to practise, with its own clock")
    )

    demo = commands.add("demo", _("build the demonstration pharmacy"), _demo)
    demo.add_argument("--build-only", type=Path, required=True, metavar="DIR")


def read_person(text: str) -> Person:
    """Read ``AB:Name:role``; raises ``Problem("role_unknown")`` or ``initials_invalid``."""
    initials, _colon, rest = text.partition(":")
    name, _colon, role = rest.rpartition(":")
    if role not in set(Role):
        raise Problem("role_unknown", {"text": text[:40]})
    return new_person(initials, name, Role(role))


def _init(asked: argparse.Namespace, context: Context) -> Answer:
    founding = Founding(
        home=context.home,
        pharmacy=Pharmacy(register_id="", name=asked.name, finess=asked.finess, siret=asked.siret),
        people=tuple(read_person(text) for text in asked.person),
        recovery_key_out=asked.recovery_key_out,
        without_vault=asked.without_vault,
        rehearsal_start=context.at if asked.rehearsal else None,
        rehearsal=asked.rehearsal,
    )
    founded = found_office(founding)
    founded.office.close()
    lines = [_("Register made in {folder}.").format(folder=context.home)]
    if founded.key_kept_in:
        lines.append(_("Key kept in: {vault}").format(vault=founded.key_kept_in))
    else:
        lines.append(_("Warning: no keyring keeps the key. If the paper is lost, so is the register."))
    if asked.recovery_key_out:
        lines.append(
            _("Recovery key written to {file}: print it, then remove this file from the computer.").format(
                file=asked.recovery_key_out
            )
        )
    document = {
        "home": str(context.home),
        "register": founded.office.register.register_id,
        "key_id": founded.office.register.key_id,
        "key_kept_in": founded.key_kept_in,
    }
    return Answer(document, lines)


def _demo(asked: argparse.Namespace, context: Context) -> Answer:
    del context
    built = build_demonstration(asked.build_only)
    return Answer(
        {"home": str(built), "recovery_key_file": str(built / "recovery-key.txt")},
        [
            _("The demonstration pharmacy is in {folder}.").format(folder=built),
            f"pharmassist --home {built} --recovery-key-file {built / 'recovery-key.txt'} …",
        ],
    )
