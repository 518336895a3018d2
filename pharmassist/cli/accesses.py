"""Commands of accesses and passwords: secrets come by keyboard or stdin and are shown on demand only."""

from __future__ import annotations

import argparse
from typing import Any

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.cli import access_looks
from pharmassist.cli.frame import Answer, Commands, Context, up_to, whole
from pharmassist.domain.accesses import Access, AccessKind, Rotation, expires_on
from pharmassist.domain.mailbox_hosts import plain_host, provider_of
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.passphrases import passphrase
from pharmassist.domain.passwords import generate
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from pharmassist.services.accesses import OTHER, AccessLine
from pharmassist.services.ports.mailbox import Login
from pharmassist.services.stage_words import role_word, stage_word
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    accesses = commands.group("accesses", _("passwords of mailbox and portals"))
    add = accesses.add("add", _("note an account, without its password"), _add)
    add.add_argument("--kind", type=AccessKind, choices=tuple(AccessKind), required=True, metavar="K")
    add.add_argument("--login", required=True, metavar="L")
    add.add_argument("--provider", default="", metavar="P")
    add.add_argument("--host", default="", metavar="H", help=_("mail server, read letter by letter"))
    add.add_argument("--port", type=up_to(65535), default=0, metavar="N")
    add.add_argument(
        "--confirm-host", default="", metavar="H", help=_("the same server, typed a second time")
    )
    add.add_argument("--operator", default="", metavar="O")
    add.add_argument("--place", default="", help=_("where it is used: site, program, counter"))
    add.add_argument("--exposed-by", type=whole, default=0, metavar="N", help=_("number of the incident"))
    add.add_argument("--holder", default="", help=_("who holds the account"))
    add.add_argument("--code-phone", default="", help=_("who holds the phone of its codes"))
    add.add_argument(
        "--resets-through", type=whole, default=0, metavar="ID", help=_("the mailbox that resets it")
    )
    server = _one(accesses, "server", _("give a mailbox its mail server, or confirm it"), _server)
    server.add_argument("--host", required=True, metavar="H", help=_("mail server, read letter by letter"))
    server.add_argument("--port", type=up_to(65535), default=0, metavar="N")
    server.add_argument(
        "--confirm-host", default="", metavar="H", help=_("the same server, typed a second time")
    )
    accesses.add("list", _("list the accounts and where their change stands"), _list)
    rotate = _one(accesses, "rotate", _("start a change: a new password is made and kept"), _rotate)
    rotate.add_argument("--reveal", action="store_true", help=_("show the new password"))
    rotate.add_argument("--reason", default="", help=_("why a portal comes before its mailbox"))
    answer = _one(accesses, "answer", _("say what the provider answered"), _answer)
    answer.add_argument("answer", choices=("accepted", "refused", "other"))
    answer.add_argument("--reveal", action="store_true", help=_("show the new password"))
    _one(accesses, "verify", _("try one real login with the new password"), _verify)
    _one(accesses, "attest", _("give your word where no login is possible"), _attest)
    park = _one(accesses, "park", _("put in waiting for a person or a thing"), _park)
    park.add_argument("waiting_for", metavar=_("FOR"))
    _one(accesses, "resume", _("say where one stands, and go on"), _resume)
    adopt = _one(accesses, "adopt", _("take up a password that was set aside"), _adopt)
    adopt.add_argument("number", type=whole, metavar=_("NUMBER"))
    _one(accesses, "retire", _("put the new password in force, keep the old one 30 days"), _retire)
    _one(accesses, "current", _("keep the password in force, read from stdin"), _current)
    access_looks.add_commands(accesses)

    password = commands.group("password", _("make passwords"))
    make = password.add("generate", _("make passwords that a provider accepts"), _generate)
    make.add_argument("--provider", default="other", metavar="P")
    make.add_argument("--count", type=up_to(1000), default=1, metavar="N")
    make.add_argument("--reveal", action="store_true", help=_("show the new password"))
    make.add_argument("--phrase", action="store_true", help=_("seven French words"))


def _one(commands: Commands, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    parser = commands.add(name, summary, run)
    parser.add_argument("id", type=whole, metavar="ID")
    return parser


def _add(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    access = office.accesses.add(
        context.who(),
        asked.kind,
        asked.login,
        provider=asked.provider,
        host=asked.host,
        port=asked.port,
        host_confirmed=_read(asked, office.catalogue.providers(), asked.login, asked.provider),
        operator=asked.operator,
        holder=asked.holder,
        code_phone_holder=asked.code_phone,
        resets_through=asked.resets_through,
        place=asked.place,
        exposed_by=asked.exposed_by,
    )
    return Answer(
        _access_document(access, None),
        [_("Access {id} noted: {login}.").format(id=access.id, login=access.login)],
    )


def _read(asked: argparse.Namespace, providers: tuple[Provider, ...], login: str, provider: str) -> bool:
    """Tell whether the person wants that server: typed twice, or typed where no server is known."""
    if asked.host and plain_host(asked.confirm_host) == plain_host(asked.host):
        return True
    known = provider_of(login, providers) is not None or provider not in ("", OTHER)
    return bool(asked.host) and not known


def _server(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    access = office.accesses.line(asked.id).access
    confirmed = _read(asked, office.catalogue.providers(), access.login, access.provider)
    access = office.accesses.set_server(
        context.who(), asked.id, asked.host, asked.port, host_confirmed=confirmed
    )
    line = office.accesses.line(asked.id)
    told = _("Mail server of {login}: {host}:{port}.")
    return Answer(
        _access_document(access, line.rotation),
        [told.format(login=access.login, host=access.host, port=access.port)],
    )


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    lines = context.office().accesses.lines()
    document = {"accesses": [_access_document(line.access, line.rotation) for line in lines]}
    return Answer(document, [_list_line(line) for line in lines] or [_("No account is noted yet.")])


def _list_line(line: AccessLine) -> str:
    return f"{line.access.id}\t{line.access.login}\t{_stage_line(line.access, line.rotation)}"


def _stage_line(access: Access, rotation: Rotation | None) -> str:
    if rotation is None:
        if access.changed_at is None:
            return _("never changed here")
        return _("changed on {day}").format(day=short_day(access.changed_at.date()))
    if rotation.waiting_for:
        return _("waits for {what}").format(what=rotation.waiting_for)
    return stage_word(rotation.stage)


def _rotate(asked: argparse.Namespace, context: Context) -> Answer:
    rotating, who = context.office().rotating, context.who()
    running = rotating.accesses.line(asked.id).rotation
    if running is None or not asked.reveal:
        running = rotating.start(who, asked.id, reason=asked.reason)
    return _proposed(context, who, asked.id, running, reveal=asked.reveal)


def _proposed(context: Context, who: str, access_id: int, rotation: Rotation, *, reveal: bool) -> Answer:
    rotating = context.office().rotating
    line = rotating.accesses.line(access_id)
    page = line.provider.password_page if line.provider else ""
    document = {**_access_document(line.access, rotation), "password_page": page}
    lines = [
        _("Password number {number} is kept in the keyring and was read back.").format(
            number=rotation.candidate
        )
    ]
    if page:
        lines.append(_("Change it on {page}, then answer accepted, refused or other.").format(page=page))
    if reveal:
        document["password"] = rotating.reveal(who, access_id).reveal()
        lines.append(document["password"])
    return Answer(document, lines)


def _answer(asked: argparse.Namespace, context: Context) -> Answer:
    rotating, who = context.office().rotating, context.who()
    if asked.answer == "accepted":
        return _told(context, asked.id, rotating.accepted(who, asked.id))
    if asked.answer == "refused":
        rotation = rotating.refused(who, asked.id)
        return _proposed(context, who, asked.id, rotation, reveal=asked.reveal)
    rotation = rotating.other(who, asked.id, context.secret(_("The password you set:")))
    return _told(context, asked.id, rotation)


def _verify(asked: argparse.Namespace, context: Context) -> Answer:
    rotating = context.office().rotating
    login = rotating.verify(context.who(), asked.id)
    line = rotating.accesses.line(asked.id)
    document = {**_access_document(line.access, line.rotation), "answer": login.value}
    if login is Login.ACCEPTED:
        return Answer(document, [_("The mailbox opened with the new password.")])
    return Answer(
        document, [_("The mailbox refused this password. The old and the new one are both kept.")], 1
    )


def _attest(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context, asked.id, context.office().rotating.attest(context.who(), asked.id))


def _park(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(
        context, asked.id, context.office().rotating.park(context.who(), asked.id, asked.waiting_for)
    )


def _told(context: Context, access_id: int, rotation: Rotation) -> Answer:
    access = context.office().accesses.line(access_id).access
    return Answer(_access_document(access, rotation), [f"{access.login} – {_stage_line(access, rotation)}"])


def _resume(asked: argparse.Namespace, context: Context) -> Answer:
    standing = context.office().rotating.resume(context.who(), asked.id)
    document = {
        **_access_document(standing.access, standing.rotation),
        "entries": [{"number": e.number, "role": e.role, "here": e.here} for e in standing.entries],
        "missing": [entry.number for entry in standing.missing],
        "found": list(standing.found),
    }
    lines = [f"{standing.access.login} – {_stage_line(standing.access, standing.rotation)}"]
    for entry in standing.entries:
        words = (
            _("password {number} ({role}): in the keyring")
            if entry.here
            else _("password {number} ({role}): not on this PC. Enter it, or have a new one made.")
        )
        lines.append(words.format(number=entry.number, role=role_word(entry.role)))
    return Answer(document, lines)


def _adopt(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context, asked.id, context.office().rotating.adopt(context.who(), asked.id, asked.number))


def _retire(asked: argparse.Namespace, context: Context) -> Answer:
    access = context.office().rotating.retire(context.who(), asked.id)
    line = _("The new password is in force. The old one is kept until {day}.").format(
        day=short_day(access.previous_until)
    )
    return Answer(_access_document(access, None), [line])


def _current(asked: argparse.Namespace, context: Context) -> Answer:
    rotating = context.office().rotating
    rotating.enter_current(context.who(), asked.id, context.secret(_("The password in force:")))
    line = rotating.accesses.line(asked.id)
    return Answer(_access_document(line.access, line.rotation), [_("Kept in the keyring.")])


def _generate(asked: argparse.Namespace, _context: Context) -> Answer:
    catalogue = TomlCatalogue(resource_path())
    providers = {provider.id: provider for provider in catalogue.providers()}
    if asked.provider not in providers:
        raise Problem("provider_unknown", {"provider": asked.provider[:40], "known": ", ".join(providers)})
    rules, words = providers[asked.provider].rules, catalogue.words() if asked.phrase else ()
    made = [
        passphrase(words, rules) if asked.phrase else generate(rules)
        for _number in range(max(1, asked.count))
    ]
    document: dict[str, Any] = {
        "provider": asked.provider,
        "count": len(made),
        "length": len(made[0].secret),
        "bits": made[0].bits,
        "limited": made[0].limited,
    }
    lines = [
        _("{length} signs, {bits} bits by chance.").format(length=len(made[0].secret), bits=made[0].bits)
    ]
    if made[0].limited:
        lines.append(_("This provider allows no more; the CNIL asks for 80 bits."))
    if asked.reveal:
        document["passwords"] = [item.secret.reveal() for item in made]
        lines += document["passwords"]
    return Answer(document, lines)


def _access_document(access: Access, rotation: Rotation | None) -> dict[str, Any]:
    return {
        "id": access.id,
        "kind": access.kind.value,
        "login": access.login,
        "provider": access.provider,
        "host": access.host,
        "port": access.port,
        "operator": access.operator,
        "current": access.current,
        "previous": access.previous,
        "previous_until": access.previous_until,
        "changed_at": access.changed_at,
        "stage": rotation.stage.value if rotation else "",
        "candidate": rotation.candidate if rotation else 0,
        "refusals": rotation.refusals if rotation else 0,
        "waiting_for": rotation.waiting_for if rotation else "",
        "place": access.place,
        "holder": access.holder,
        "code_phone": access.code_phone_holder,
        "exposed_by": access.exposed_by,
        "expires_on": expires_on(access),
    }
