"""Commands about the register's key: in the keyring of this PC, or another one in its stead."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from pharmassist.assembly.keys import written
from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    keys = commands.group("key", _("the key of the register"))
    keys.add("keep", _("keep the key in the keyring of this PC"), _keep)
    renew = keys.add("renew", _("give the register another key: the sheets printed before are void"), _renew)
    renew.add_argument("--recovery-key-out", type=Path, metavar="FILE", help=_("write the new sheet here"))


def _keep(_asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    office.keys.keep_here(context.who())
    told = _("The key is in {vault}: the register opens on this PC without its sheet.")
    return Answer({"kept_in": office.vault.name}, [told.format(vault=office.vault.name)])


def _renew(asked: argparse.Namespace, context: Context) -> Answer:
    who, out = context.owner(), asked.recovery_key_out
    renewed = context.office().keys.renew(who, partial(written, out) if out is not None else None)
    lines = [
        _("The register is opened by the key {after}; {before} opens it no more.").format(
            after=renewed.after, before=renewed.before
        ),
        _("Backups written before are still opened by {before}, also by whoever holds its sheet.").format(
            before=renewed.before
        ),
        _("Print the new recovery sheet now, then destroy the old one and the old backups you do not need."),
    ]
    document = {"before": renewed.before, "after": renewed.after, "kept_in": renewed.kept_in}
    return Answer(document, lines)
