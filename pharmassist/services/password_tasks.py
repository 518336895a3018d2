"""What passwords ask for today: changes under way, and those that expire by their service's own rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pharmassist.domain.accesses import EXPIRY_NOTICE, Access, AccessKind, Rotation, Stage, expires_on
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import short_day

Words = Callable[[str], str]
Line = tuple[str, str, str, str, str]
"""Key, title and note of a line of "À faire", the page where it is done, the access it is about."""

SERVICES = {AccessKind.AMELIPRO: "amelipro"}
"""Names of the services whose own rule makes a password expire."""
STAGE_LINE = {
    Stage.PLANNED: 1,
    Stage.PROPOSED: 2,
    Stage.CHANGED: 4,
    Stage.VERIFIED: 5,
    Stage.ATTESTED: 5,
    Stage.PROMOTED: 5,
    Stage.CLOSED: 5,
}
"""Which of the five lines of a rotation is next."""


def password_tasks(
    tx: Transaction, accesses: Sequence[Access], today: date, words: Words
) -> tuple[Line, ...]:
    """Return one line for each access that asks for something; what is no longer used never expires."""
    lines: list[Line] = []
    for access in accesses:
        rotation, expiry = tx.accesses.rotation(access.id), _expiry_words(access, today, words)
        if rotation is not None and rotation.stage not in (Stage.PROMOTED, Stage.CLOSED):
            notes = (_rotation_words(rotation, words), expiry)
            title = words(_("Change the password of {login}")).format(login=access.login)
            lines.append(_line("rotation", title, " · ".join(filter(None, notes)), access))
        elif expiry:
            title = words(_("Renew the {service} password of {login}"))
            title = title.format(service=SERVICES[access.kind], login=access.login)
            lines.append(_line("expiry", title, expiry, access))
    return tuple(lines)


def _line(what: str, title: str, note: str, access: Access) -> Line:
    return f"{what}:{access.id}", title, note, "passwords", str(access.id)


def _rotation_words(rotation: Rotation, words: Words) -> str:
    if rotation.waiting_for:
        return words(_("Waiting for {what}")).format(what=rotation.waiting_for)
    return words(_("Line {line} of 5")).format(line=STAGE_LINE[rotation.stage])


def _expiry_words(access: Access, today: date, words: Words) -> str:
    """Say when it expires, from its notice on; "" before, and where nothing makes it expire."""
    ends = expires_on(access)
    if ends is None or access.retired or ends - today > EXPIRY_NOTICE:
        return ""
    told = _("Expires on {day} by the service’s own rule")
    if ends <= today:
        told = _("Expired on {day} by the service’s own rule")
    return words(told).format(day=short_day(ends))
