"""« Pochette 17 » : the slip stapled to the prescription of an invoice that was set aside."""

from __future__ import annotations

from pharmassist.domain.claims import Claim
from pharmassist.services.composing.french import STATE_WORDS, capital, euros, figures_day, moment
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Document,
    Facts,
    Format,
    Note,
    Paragraph,
    Tick,
    TickList,
)

POCKET = "P"
"""First letter of the number of an invoice that has no real one yet (trade.md)."""


def set_aside_slip(imprint: Imprint, claim: Claim, operator: str, paper: Format = "ticket80") -> Document:
    """Compose the slip; ``operator`` is its name, "" when unknown."""
    pocket = claim.invoice.removeprefix(POCKET) if claim.invoice.startswith(POCKET) else ""
    facts = (
        ("Facture", claim.invoice if not pocket else "pas encore de numéro"),
        ("Date", figures_day(claim.invoice_date or claim.care_date)),
        ("Mutuelle", claim.payer or claim.amc_number or "–"),
        ("Opérateur", operator or "inconnu : lisez le logo"),
        ("Part AMC", euros(claim.amc_amount)),
        ("Situation", STATE_WORDS[claim.state]),
    )
    todo = ["Facture envoyée", "Copie de la carte papier jointe"]
    if pocket:
        todo.insert(0, "N° de facture reçu : ______________")
    blocks: list[Block] = [
        Paragraph(f"Pochette {pocket}" if pocket else f"N° {claim.invoice}", weight="poster"),
        Facts(facts),
        Note("Ne renvoyez rien tant que cette pochette est ouverte."),
        TickList(tuple(Tick(text) for text in todo)),
        Paragraph("À agrafer à l’ordonnance. Rien du patient n’est écrit ici.", weight="small"),
    ]
    title = "Facture mise de côté"
    return imprint.document("set-aside-slip", title, capital(moment(imprint.made_at)), blocks, paper=paper)
