"""Fiche de changement de RIB: the steps that stand before it, to be ticked and signed."""

from __future__ import annotations

from pharmassist.domain.bank_details import BankChange, Outcome, Side
from pharmassist.services.composing.french import capital, full_day, moment
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Document,
    Facts,
    Note,
    Signature,
    Tick,
    TickList,
    Title,
)


def bank_slip(
    imprint: Imprint, change: BankChange, party: str, numbers: tuple[str, ...], *, alone: bool
) -> Document:
    """Compose the slip; ``alone`` leaves out the second person."""
    whose = "Notre RIB" if change.side is Side.OURS else "Leur RIB"
    facts = (
        ("Concerne", f"{whose} · {party}"),
        ("Se termine par", change.last4),
        ("Demandé", f"{moment(change.asked_at)}, {change.asked_by}"),
        ("Numéro appelé", change.number),
        ("Connu par", change.number_source or ("nos données" if change.number else "")),
        ("Possible à partir de", moment(change.ready_at) if change.ready_at else ""),
        ("Issue", {Outcome.APPLIED: "appliqué", Outcome.REFUSED: "refusé"}.get(change.outcome, "")),
    )
    known = ", ".join(numbers) or "celui d’un contrat ou d’une facture d’avant"
    steps = [
        Tick(f"Rappelé au numéro déjà connu ({known}), jamais celui du message.", done_by=change.called_by),
        Tick("La personne confirme, et lit elle-même les quatre derniers signes.", done_by=change.called_by),
    ]
    if not alone:
        steps.append(Tick("Une seconde personne a vérifié.", done_by=change.second_by))
    steps.append(Tick("Un jour entier a passé depuis le rappel."))
    steps.append(Tick("Le titulaire applique le changement.", done_by=change.ended_by))
    return imprint.document(
        "bank-slip",
        "Changement de RIB : fiche de contrôle",
        capital(full_day(imprint.today)),
        (
            Facts(tuple((label, value) for label, value in facts if value)),
            Title("Avant de changer quoi que ce soit", "cochez, puis vos initiales"),
            TickList(tuple(steps)),
            Note("Pressé de payer ou de changer ? C’est le premier signe d’une fraude."),
            Signature("", "titulaire"),
        ),
        one_page=True,
    )
