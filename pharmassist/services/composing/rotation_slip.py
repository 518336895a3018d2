"""Bordereau de changement de mot de passe: where it stands, without any secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmassist.services.composing.french import capital, long_day, moment
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Document,
    Facts,
    Format,
    Note,
    Tick,
    TickList,
    Title,
)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of the rotation or of the sweep; ``done_by`` holds initials, "" when still to do."""

    text: str
    done_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RotationSlip:
    """A rotation as paper may know it: which access, how far, who is waited for; never a secret."""

    access: str
    login: str
    provider: str
    vault: str
    """Name of the vault that keeps the passwords, such as ``trousseau Windows``."""
    lines: tuple[SlipLine, ...]
    sweep: tuple[SlipLine, ...] = ()
    waiting_for: str = ""
    previous_until: date | None = None


def rotation_slip(imprint: Imprint, slip: RotationSlip, paper: Format = "a4") -> Document:
    """Compose the slip."""
    facts = [
        ("Accès", slip.access),
        ("Identifiant", slip.login),
        ("Fournisseur", slip.provider),
        ("Mots de passe gardés", slip.vault),
        ("Ancien gardé jusqu’au", long_day(slip.previous_until) if slip.previous_until else ""),
    ]
    blocks: list[Block] = [Facts(tuple((label, value) for label, value in facts if value))]
    if slip.waiting_for:
        blocks.append(Note("En attente :", (slip.waiting_for,)))
    blocks += [Title("Le changement", "cochez, puis vos initiales"), _ticks(slip.lines)]
    if slip.sweep:
        blocks += [Title("À vérifier ensuite dans la messagerie"), _ticks(slip.sweep)]
    blocks.append(
        Note(
            "Aucun mot de passe sur cette feuille.",
            ("N’en écrivez pas ici. S’il faut en noter un, sur une autre feuille, sous enveloppe.",),
        )
    )
    subtitle = capital(moment(imprint.made_at))
    return imprint.document(
        "rotation-slip", "Changement de mot de passe", subtitle, blocks, paper=paper, one_page=True
    )


def _ticks(lines: tuple[SlipLine, ...]) -> TickList:
    """Return the lines as boxes to tick."""
    return TickList(tuple(Tick(line.text, line.note, line.done_by) for line in lines))
