"""What signed data would change, in plain words: one line for each thing, one for each field of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pharmassist.domain.data_changes import Change, FieldChange, How
from pharmassist.domain.signed_data import DataRecord
from pharmassist.services.texts import mark, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.updating import DataState, KeptChoice, Proposal

KIND_WORDS = {
    "playbooks": mark("Incident"),
    "operators": mark("Operator"),
    "mailboxes": mark("Mailbox provider"),
    "insurers": mark("Mutuelle"),
    "indemnities": mark("Indemnity rule"),
}
HOW_WORDS = {
    How.ADDED: mark("entry added"),
    How.CHANGED: mark("entry changed"),
    How.REMOVED: mark("entry removed"),
}
PART_WORDS = {
    "blocks": mark("moment"),
    "spare": mark("spare moment"),
    "steps": mark("step"),
    "facts": mark("fact"),
    "choices": mark("answer"),
    "contacts": mark("contact"),
    "sweep": mark("to look at after a change"),
}
FIELD_WORDS = {
    "added": mark("added"),
    "removed": mark("removed"),
    "order": mark("order"),
    "title": mark("title"),
    "name": mark("name"),
    "label": mark("words"),
    "value": mark("value"),
    "kind": mark("kind"),
    "source": mark("source"),
    "verified_on": mark("verified on"),
    "valid_only": mark("valid only in"),
    "verified": mark("verified"),
    "note": mark("note"),
    "notes": mark("notes"),
    # playbooks
    "operator": mark("operator"),
    "summary": mark("summary"),
    "started_on": mark("started on"),
    "exposed_professionals": mark("what was exposed of professionals"),
    "exposed_insured": mark("what was exposed of insured people"),
    "reminders": mark("reminders"),
    "lights": mark("lights proposed"),
    "day": mark("day"),
    "why": mark("why"),
    "who": mark("who"),
    "proof": mark("proof"),
    "undo": mark("how to undo"),
    "minutes": mark("minutes"),
    "when": mark("only after the answer"),
    "after": mark("after the steps"),
    "needs": mark("opens when"),
    "returns_on": mark("comes back when"),
    "target": mark("what it opens"),
    "free": mark("free answer"),
    "fills": mark("what the answer fills"),
    "proved_by": mark("proved by"),
    "due": mark("delay"),
    # operators
    "domains": mark("domains"),
    "delay_days": mark("days in which it pays"),
    "delay_source": mark("source of the delay"),
    "probe": mark("portal that is looked at"),
    "url": mark("portal that is looked at"),
    "expect": mark("words expected of the portal"),
    "never_asks": mark("what it never asks"),
    # mailboxes
    "host": mark("server"),
    "port": mark("port"),
    "login_form": mark("form of the login"),
    "check": mark("way of checking"),
    "check_note": mark("words on checking"),
    "password_page": mark("page where the password is changed"),
    "min_length": mark("shortest password"),
    "max_length": mark("longest password"),
    "need_lower": mark("small letter needed"),
    "need_upper": mark("capital needed"),
    "need_digit": mark("digit needed"),
    "need_special": mark("special sign needed"),
    "specials": mark("special signs allowed"),
    "forbidden": mark("words forbidden in the password"),
    "hint": mark("what to look for"),
    "page": mark("page"),
    # mutuelles
    "operators": mark("operators"),
    "amc_number": mark("AMC number"),
    "aliases": mark("other names"),
    "convention_type": mark("convention type"),
    "csr": mark("CSR"),
    "code": mark("transmission code"),
    # rules
    "since": mark("since"),
    "days": mark("working days"),
    "due_days": mark("usual delay, in working days"),
    "rate": mark("rate"),
    "unit": mark("sum per invoice"),
    "unit_with_vat": mark("sum per invoice with VAT"),
    "share_from_day": mark("share from the working day"),
}
"""Every field that may differ; a test asks for each of them."""


def change_title(change: Change) -> str:
    """Say what is new, changed or gone."""
    words = _("{kind} “{name}”: {how}")
    return words.format(kind=_(KIND_WORDS[change.kind]), name=change.name, how=_(HOW_WORDS[change.how]))


def change_lines(change: Change, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say each difference: what it was, what it becomes. Operators are called by their names."""
    return tuple(_line(one, names) for one in change.fields)


def _line(one: FieldChange, names: Mapping[str, str]) -> str:
    kind, title = one.part
    part = f"{_(PART_WORDS[kind])}, " if kind else ""
    if title:
        part = _("{kind} “{title}”, ").format(kind=_(PART_WORDS[kind]), title=title)
    field = _(FIELD_WORDS[one.field])
    if kind and one.field in ("added", "removed"):
        return _("{part}{field}").format(part=part, field=field)
    before, after = (_value(one.field, text, names) for text in (one.before, one.after))
    if not before:
        return _("{part}{field}: {after}").format(part=part, field=field, after=after)
    if not after:
        return _("{part}{field}: no longer “{before}”").format(part=part, field=field, before=before)
    words = _("{part}{field}: “{before}” becomes “{after}”")
    return words.format(part=part, field=field, before=before, after=after)


def _value(field: str, text: str, names: Mapping[str, str]) -> str:
    """Write a value as a person reads it: names of operators, percents, euros, yes."""
    if field in ("operator", "operators"):
        return ", ".join(names.get(word, word) for word in text.split(", "))
    if field == "rate" and text:
        return f"{int(text) / 100:g}".replace(".", ",") + "\u00a0%"
    if field in ("unit", "unit_with_vat") and text:
        return f"{int(text) / 100:.2f}".replace(".", ",") + "\u00a0€"
    return _("yes") if text == "✓" else text


def counted(changes: Iterable[Change]) -> str:
    """Say how many things differ."""
    count = len(tuple(changes))
    return translate_plural("{count} difference", "{count} differences", count).format(count=count)


def kept_line(kept: KeptChoice, names: Mapping[str, str]) -> str:
    """Say that what the pharmacy taught stays."""
    own, theirs = (
        ", ".join(names.get(one, one) for one in operators) or _("no operator")
        for operators in (kept.own, kept.theirs)
    )
    words = _("{name}: you taught {own}, these data say {theirs}. Your choice stays.")
    return words.format(name=kept.name, own=own, theirs=theirs)


def call_back_line(operator: str, contact: str) -> str:
    """Say that a new contact is not to be trusted yet."""
    words = _("{operator}, {contact}: not verified. Call the number you already had before you use it.")
    return words.format(operator=operator, contact=contact)


def proposal_lines(proposal: Proposal) -> tuple[str, ...]:
    """Say a whole proposal, for the command line."""
    names = dict(proposal.names)
    words = _("Data number {number} of {day}, signed by the key {key}: {count}.")
    lines = [
        words.format(
            number=proposal.number,
            day=f"{proposal.issued_on:%d/%m/%Y}",
            key=grouped(proposal.key_id),
            count=counted(proposal.changes),
        )
    ]
    if proposal.note:
        lines.append(_("Word of the signer: {note}").format(note=proposal.note))
    lines += ["! " + call_back_line(*one) for one in proposal.to_call_back]
    lines += ["= " + kept_line(one, names) for one in proposal.kept]
    for change in proposal.changes:
        lines.append("• " + change_title(change))
        lines += ["    " + line for line in change_lines(change, names)]
    return tuple(lines)


def grouped(key_id: str) -> str:
    """Write the id of a key by four signs, as it is read aloud."""
    return " ".join(key_id[at : at + 4].upper() for at in range(0, len(key_id), 4))


def state_lines(state: DataState) -> tuple[str, ...]:
    """Say which data are in force and whether signed ones are accepted."""
    lines = [in_force_words(state)]
    if state.ignored is not None:
        lines.append(ignored_words(state, state.ignored))
    lines.append(keys_words(state))
    return tuple(lines)


def in_force_words(state: DataState) -> str:
    """Say which data are in force."""
    if state.in_force is None:
        words = _("Data number {number} of {day}, shipped with the program.")
        return words.format(number=state.number, day=f"{state.issued_on:%d/%m/%Y}")
    words = _("Signed data number {number} of {day}, accepted by {who} on {when}.")
    return words.format(
        number=state.number,
        day=f"{state.issued_on:%d/%m/%Y}",
        who=state.in_force.accepted_by,
        when=f"{state.in_force.accepted_at:%d/%m/%Y}",
    )


def ignored_words(state: DataState, record: DataRecord) -> str:
    """Say why accepted data are not used."""
    if record.number <= state.shipped.number:
        words = _("Signed data number {number} are no longer used: the program brings newer ones.")
    else:
        words = _("Signed data number {number} are no longer valid with this program and are not used.")
    return words.format(number=record.number)


def keys_words(state: DataState) -> str:
    """Say whose signature is accepted."""
    if not state.keys:
        return _("No key published: signed data are not accepted yet.")
    return _("Accepted signature: {keys}.").format(keys=", ".join(map(grouped, state.keys)))
