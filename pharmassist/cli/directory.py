"""Commands of import profiles and of the directory AMC → operators."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.domain.imports import Field, ImportKind
from pharmassist.domain.mapping import Profile, profile_toml
from pharmassist.domain.operators import Insurer
from pharmassist.domain.problems import Problem
from pharmassist.services.directory import Card
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> Commands:
    """Add the commands of this file; returns the group ``insurers``."""
    profiles = commands.group("profiles", _("import profiles"))
    profiles.add("list", _("list them"), _profiles)
    profiles.add("show", _("show one"), _profile).add_argument("id")
    learn = profiles.add("learn", _("save the mapping of a file"), _learn)
    learn.add_argument("file", type=Path)
    learn.add_argument("--name", default="")
    learn.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    learn.add_argument("--sheet", default="")
    learn.add_argument("--kind", choices=[kind.value for kind in ImportKind], default=None)
    profiles.add("export", _("write one on the standard output"), _export_profile).add_argument("id")
    bring = profiles.add("import", _("keep one received as a file"), _import_profile)
    bring.add_argument("file", type=Path)

    insurers = commands.group("insurers", _("directory of the AMC and their operators"))
    listing = insurers.add("list", _("list them"), _insurers)
    listing.add_argument("--text", default="")
    insurers.add("show", _("tell who pays it and whom to call"), _insurer).add_argument("amc", metavar="AMC")
    assign = insurers.add("assign", _("teach the operator of an AMC"), _assign)
    assign.add_argument("amc", metavar="AMC")
    assign.add_argument("operators", nargs="+", metavar="OPERATOR")
    assign.add_argument("--name", default="")
    assign.add_argument("--convention", default="", help=_("convention type printed on the card"))
    assign.add_argument("--csr", default="", help=_("CSR printed on the card"))
    assign.add_argument("--code", default="", help=_("transmission code printed on the card"))
    teach = insurers.add("import", _("teach from a table: amc, name, operator"), _import_insurers)
    teach.add_argument("file", type=Path)
    return insurers


def _profile_document(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "name": profile.name,
        "kind": profile.kind.value if profile.kind else None,
        "columns": {field.value: title for field, title in profile.columns},
        "header": list(profile.header),
    }


def _profiles(_asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().profiles.list()
    document = {"profiles": [_profile_document(profile) for profile in found]}
    return Answer(document, [f"{profile.id}\t{profile.name}" for profile in found])


def _profile(asked: argparse.Namespace, context: Context) -> Answer:
    profile = context.office().profiles.get(asked.id)
    return Answer(_profile_document(profile), profile_toml(profile).splitlines())


def _learn(asked: argparse.Namespace, context: Context) -> Answer:
    profiles = context.office().profiles
    columns: dict[Field, str] = {}
    for text in asked.map:
        name, _equals, column = text.partition("=")
        if name not in set(Field):
            raise Problem("mapping_incomplete", {"fields": " ".join(field.value for field in Field)})
        columns[Field(name)] = column
    shape, guesses = profiles.look(asked.file, asked.sheet)
    document: dict[str, Any] = {
        "header": list(shape.header),
        "guess": [
            {
                "column": g.header,
                "field": g.field.value if g.field else None,
                "confidence": g.confidence.value,
            }
            for g in guesses
        ],
    }
    lines = [f"{g.header}\t{g.field.value if g.field else '–'}\t{g.confidence.value}" for g in guesses]
    if not columns:
        # without a mapping the guess is told and nothing is saved
        return Answer(document, lines)
    kind = ImportKind(asked.kind) if asked.kind else None
    name = asked.name or asked.file.stem
    saved = profiles.save(context.who(), shape.header, columns, name, kind)
    return Answer({**document, "profile": _profile_document(saved)}, profile_toml(saved).splitlines())


def _export_profile(asked: argparse.Namespace, context: Context) -> Answer:
    text = context.office().profiles.export(asked.id)
    return Answer({"id": asked.id, "text": text}, text.splitlines())


def _import_profile(asked: argparse.Namespace, context: Context) -> Answer:
    profile = context.office().importing.bring_profile(context.who(), asked.file)
    return Answer(_profile_document(profile), [f"{profile.id}\t{profile.name}"])


def _insurer_document(insurer: Insurer) -> dict[str, Any]:
    return {
        "name": insurer.name,
        "amc_number": insurer.amc_number,
        "operators": list(insurer.operators),
        "certainty": insurer.certainty,
        "source": insurer.source,
        "convention_type": insurer.convention_type,
        "csr": insurer.csr,
        "code": insurer.code,
    }


def _insurer_line(insurer: Insurer) -> str:
    return "\t".join(
        (insurer.amc_number or "–", insurer.name, ", ".join(insurer.operators) or "–", insurer.certainty)
    )


def _insurers(asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().directory.list(asked.text)
    document = {"insurers": [_insurer_document(insurer) for insurer in found]}
    return Answer(document, [_insurer_line(insurer) for insurer in found])


def _insurer(asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().directory.who_pays(asked.amc)
    document = {
        **_insurer_document(found.insurer),
        "pays_directly": found.pays_directly,
        "waiting_count": found.waiting.count,
        "waiting_cents": found.waiting.cents,
        "contacts": [
            {"operator": operator.id, **asdict(contact)}
            for operator in found.operators
            for contact in operator.contacts
        ],
    }
    lines = [_insurer_line(found.insurer)]
    lines += [
        "\t".join((operator.name, contact.label or contact.kind, contact.value, contact.verified_on))
        for operator in found.operators
        for contact in operator.contacts
    ]
    return Answer(document, lines)


def _assign(asked: argparse.Namespace, context: Context) -> Answer:
    card = Card(asked.convention, asked.csr, asked.code)
    done = context.office().directory.assign(
        context.who(), asked.amc, tuple(dict.fromkeys(asked.operators)), asked.name, card
    )
    document = {**_insurer_document(done.insurer), "claims": done.claims}
    told = _("{count} invoices have their operator by it.").format(count=done.claims)
    return Answer(document, [_insurer_line(done.insurer), told])


def _import_insurers(asked: argparse.Namespace, context: Context) -> Answer:
    count = context.office().directory.import_file(context.who(), asked.file)
    return Answer({"insurers": count}, [_("{count} AMC taught.").format(count=count)])
