"""Numbers and addresses known for whoever a message speaks for, and who says so; only read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmassist.domain.lookalikes import Brand
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.operators import Contact
from pharmassist.domain.problems import plain
from pharmassist.services.ports.register import Register
from pharmassist.services.texts import PARIS, day, part_of_day
from pharmassist.services.texts import translate as _

_ADDRESS = re.compile(r"(?i)(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?")
_MOST = 4


@dataclass(frozen=True, slots=True)
class KnownWay:
    """A number or an address known for whom the message speaks for, and who says so."""

    value: str
    label: str
    verified: bool


def from_directory(contact: Contact) -> KnownWay:
    """Return a contact of an operator's own file."""
    label = ", ".join(
        part for part in (contact.label, contact.source, part_of_day(contact.verified_on)) if part
    )
    return KnownWay(contact.value, label, not contact.unverified and not contact.valid_only)


def kept_in(register: Register, brand: Brand, knowledge: Knowledge) -> tuple[KnownWay, ...]:
    """Return what the pharmacy itself keeps for a brand.

    A number somebody called back before a change of bank details, known before it was asked; the site
    written beside an access. An address that is not the brand's as shipped is shown as not verified.
    """
    with register.read() as tx:
        changes, accesses = tx.bank_changes.all(), tx.accesses.all()
    ways: dict[str, KnownWay] = {}
    for change in changes:
        if change.called_at is None or not change.number or not _is(change.party, brand, knowledge):
            continue
        told = _("kept here, called back on {day} ({source})").format(
            day=day(change.called_at.astimezone(PARIS).date()), source=plain(change.number_source, 60) or "–"
        )
        number = plain(change.number, 40)
        ways[number] = KnownWay(number, told, True)
    for access in accesses:
        found = _ADDRESS.search(access.place)
        if access.retired or found is None:
            continue
        host = found.group(1).lower()
        own = knowledge.brands.owner(host) is brand
        if own or _is(access.operator, brand, knowledge):
            told = (
                _("kept here, beside the access {login}")
                if own
                else _("kept here, not verified, access {login}")
            )
            ways.setdefault(host, KnownWay(host, told.format(login=plain(access.login, 60)), own))
    return tuple(ways.values())[:_MOST]


def _is(party: str, brand: Brand, knowledge: Knowledge) -> bool:
    """Tell whether the register's name of somebody, an operator's id or words, means this brand."""
    if not party:
        return False
    if party.replace("-", "") == brand.id.replace("-", ""):
        return True
    named = knowledge.named(knowledge.words(party[:200]).joined)
    return named is not None and named[0] is brand
