"""A change of password as paper may know it: which access, how far, who did what; never a secret."""

from __future__ import annotations

from pharmassist.domain.accesses import AccessKind, Rotation, Stage
from pharmassist.services.accesses import Accesses
from pharmassist.services.composing.rotation_slip import RotationSlip, SlipLine
from pharmassist.services.ports.register import Register, Transaction

KINDS = {
    AccessKind.MAILBOX: "Messagerie",
    AccessKind.PORTAL: "Portail d’opérateur",
    AccessKind.AMELIPRO: "amelipro",
    AccessKind.SOFTWARE: "Logiciel (LGO)",
    AccessKind.OTHER: "Autre accès",
}
_LINES = (
    ("Nouveau mot de passe prêt, gardé au trousseau", ("rotation.proposed", "rotation.other")),
    ("Changé chez le fournisseur", ("rotation.accepted", "rotation.other", "rotation.adopted")),
    ("Confirmé", ("rotation.accepted", "rotation.other", "rotation.adopted")),
    ("Vérifié par une connexion, ou attesté", ("rotation.verified", "rotation.attested")),
    ("Ancien retiré", ("rotation.closed",)),
)
"""The five lines of a change, and what in the journal says who did each."""
_DONE = {
    Stage.PLANNED: 0,
    Stage.PROPOSED: 1,
    Stage.CHANGED: 3,
    Stage.VERIFIED: 4,
    Stage.ATTESTED: 4,
    Stage.PROMOTED: 4,
    Stage.CLOSED: 5,
}
_SEARCHED = 200


def slip_of(register: Register, accesses: Accesses, access_id: int, vault: str) -> RotationSlip:
    """Gather the slip of an access: its change under way, else the last; ``access_unknown``."""
    line = accesses.line(access_id)
    access = line.access
    with register.read() as tx:
        rotation = line.rotation or next(iter(tx.accesses.rotations(access_id)), None)
        lines = _lines(tx, rotation)
    sweep = tuple(SlipLine(each.step.title, each.done_by) for each in accesses.sweep(access_id))
    return RotationSlip(
        access=KINDS.get(access.kind, access.kind.value),
        login=access.login,
        provider=line.provider.name if line.provider else access.provider,
        vault=vault,
        lines=lines,
        sweep=sweep,
        waiting_for=rotation.waiting_for if rotation else "",
        previous_until=access.previous_until,
    )


def _lines(tx: Transaction, rotation: Rotation | None) -> tuple[SlipLine, ...]:
    """Return the five lines; those that are done name who did them, by the journal."""
    if rotation is None:
        return tuple(SlipLine(text) for text, _ in _LINES)
    signed: dict[str, str] = {}
    for entry in tx.journal.last(limit=_SEARCHED, subject=str(rotation.access_id)):
        if entry.at >= rotation.started_at:
            signed.setdefault(entry.what, entry.who)
    done = _DONE[rotation.stage]
    return tuple(
        SlipLine(text, _who(signed, told, rotation) if number < done else "")
        for number, (text, told) in enumerate(_LINES)
    )


def _who(signed: dict[str, str], told: tuple[str, ...], rotation: Rotation) -> str:
    """Return who did a line, whoever started the change where the journal does not say."""
    return next((signed[what] for what in told if what in signed), rotation.started_by)
