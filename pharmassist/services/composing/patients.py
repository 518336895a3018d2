"""For patients: the leaflet (what leaked, what did not, what to do) and the poster of the counter.

Written in the counter's words ("mutuelle"), without any advice that depends on a person.
"""

from __future__ import annotations

from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.leaflets import Leaflet
from pharmassist.services.composing.french import capital, long_day
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Document,
    Paragraph,
    Title,
)

_FIRST = "Appelez d’abord votre mutuelle, au numéro écrit sur votre carte."
_SHE_KNOWS = "Elle seule sait si vos données sont concernées, et doit vous le dire."
_TO_DO = (
    f"{_FIRST} {_SHE_KNOWS}",
    (
        "Un mail, un SMS ou un appel se dit de votre mutuelle, d’Ameli ou de votre banque ? "
        "N’ouvrez aucun lien. Raccrochez, puis rappelez un numéro que vous connaissez déjà."
    ),
    (
        "Ne donnez ni mot de passe, ni numéro de carte, ni code reçu par SMS. "
        "Personne ne vous les demandera ici."
    ),
    "Regardez vos remboursements sur votre compte Ameli et celui de votre mutuelle.",
    "Une fraude ? Gardez le message et demandez de l’aide sur cybermalveillance.gouv.fr.",
)
UNKNOWN = "Nous ne le savons pas encore."


def patient_leaflet(imprint: Imprint, incident: str, operator: str, leaflet: Leaflet | None) -> Document:
    """Compose the leaflet; without sourced facts it says that they are not known."""
    what = leaflet.what if leaflet else _unsourced(operator)
    blocks: list[Block] = [
        Paragraph(what, weight="large"),
        Title("Ce qui a pu être volé"),
        *_list(leaflet.leaked if leaflet else ()),
        Title("Ce qui n’a pas été volé"),
        *_list(leaflet.not_leaked if leaflet else ()),
        Title("Ce que vous pouvez faire"),
        *(Paragraph(text, lead=f"{number}.", weight="large") for number, text in enumerate(_TO_DO, start=1)),
        Title("À la pharmacie"),
        Paragraph("Apportez votre carte de mutuelle papier : nous en gardons une copie.", weight="large"),
        Paragraph(CLOSING, weight="loud"),
    ]
    if leaflet:
        told = f"Sources : {' ; '.join(leaflet.sources)}."
        blocks.append(Paragraph(told, weight="small"))
    subtitle = _subtitle(incident, f"feuille du {long_day(imprint.today)}")
    return imprint.document(
        "patient-leaflet", "Votre mutuelle et vos données", subtitle, blocks, one_page=True
    )


def poster(imprint: Imprint, incident: str, operator: str, leaflet: Leaflet | None) -> Document:
    """Compose the poster of the counter, read from two metres."""
    what = leaflet.what if leaflet else _unsourced(operator)
    blocks: list[Block] = [
        Paragraph("Merci d’apporter votre carte de mutuelle papier.", weight="poster"),
        Paragraph(what, weight="sign"),
        Paragraph("Vos données sont-elles concernées ?", weight="poster"),
        Paragraph(f"{_FIRST} {_SHE_KNOWS}", weight="sign"),
        Paragraph("Un mail, un SMS, un appel ? N’ouvrez aucun lien.", weight="poster"),
        Paragraph("Ne donnez ni mot de passe, ni numéro de carte, ni code reçu par SMS.", weight="sign"),
        Paragraph(CLOSING, weight="sign"),
        Paragraph("Une feuille à emporter vous attend au comptoir.", weight="large"),
    ]
    if leaflet:
        blocks.append(Paragraph(f"Sources : {' ; '.join(leaflet.sources)}.", weight="small"))
    subtitle = _subtitle(incident, f"affiche du {long_day(imprint.today)}")
    return imprint.document("poster", "À nos patients", subtitle, blocks, one_page=True)


def _unsourced(operator: str) -> str:
    """Say what is known of an incident without any sourced fact."""
    if not operator:
        return "Un incident informatique est en cours."
    return f"{operator}, qui gère le tiers payant de mutuelles, rencontre un incident informatique."


def _subtitle(incident: str, what: str) -> str:
    """Name the incident before the day; "" keeps our own name of it from the patients."""
    return f"{incident} · {what}" if incident else capital(what)


def _list(lines: tuple[str, ...]) -> list[Block]:
    """Return lines with a dash, or that they are not known."""
    if not lines:
        return [Paragraph(UNKNOWN, weight="large")]
    return [Paragraph(capital(line), lead="•", weight="large") for line in lines]
