"""Words that pharmacies' software writes above columns, and what each may become.

Recognition is exact first and longest first: "montant" inside "montant payé" must never
become an amount. A bare "montant", "total" or "reste dû" may be something else than the
AMC share, so it is only proposed and a person confirms it. Columns that name a patient,
a NIR, a birth date, a prescriber or a product are never read.
Source of the words: formats.md §1.8 of the project's sources.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.imports import Field


class Confidence(StrEnum):
    """How sure a guess is; ``forbidden`` columns are never read, whatever a person says."""

    SURE = "sure"
    LIKELY = "likely"
    CONFIRM = "confirm"
    UNUSED = "unused"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column may be; ``index`` counts from 0, ``field`` is None when it is not read."""

    index: int
    header: str
    field: Field | None
    confidence: Confidence


_NUMBER = ("n", "no", "num", "numero", "numero de", "n de", "numero d")


def _numbered(*words: str) -> tuple[str, ...]:
    return tuple(f"{number} {word}" for word in words for number in _NUMBER)


_SURE: dict[Field, tuple[str, ...]] = {
    Field.INVOICE: (
        *_numbered("facture", "fact"),
        "facture",
        "facture n",
        "ref facture",
        "reference facture",
    ),
    Field.BATCH: (*_numbered("lot"), "lot", "lot teletransmission", "lot fse", "lot dre"),
    Field.INVOICE_DATE: (
        "date facture",
        "date de facture",
        "date de la facture",
        "date facturation",
        "date de facturation",
        "date fact",
        "date emission",
        "facture du",
    ),
    Field.CARE_DATE: (
        "date soin",
        "date soins",
        "date de soins",
        "date des soins",
        "date delivrance",
        "date de delivrance",
        "date execution",
        "date d execution",
        "date prestation",
        "date acte",
        "date des actes",
        "soins du",
    ),
    Field.TRANSMISSION_DATE: (
        "date envoi",
        "date d envoi",
        "date teletransmission",
        "date de teletransmission",
        "date transmission",
        "date de transmission",
        "teletransmise le",
    ),
    Field.PAYER: (
        "mutuelle",
        "amc",
        "complementaire",
        "nom amc",
        "nom de l amc",
        "nom orga",
        "nom organisme",
        "nom mutuelle",
        "nom de la mutuelle",
        "libelle amc",
        "organisme complementaire",
        "organisme amc",
    ),
    Field.AMC_NUMBER: (
        *_numbered("amc", "rc", "prefectoral", "mutuelle"),
        "code mutuelle",
        "code amc",
        "code teletransmission",
        "identifiant amc",
        "n organisme complementaire",
    ),
    Field.OPERATOR: (
        "operateur",
        "operateur tp",
        "operateur de tiers payant",
        "gestionnaire",
        "gestionnaire tp",
        "otp",
    ),
    Field.CONVENTION_TYPE: ("type conv", "type convention", "type de convention"),
    Field.CSR: ("csr", "critere secondaire", "critere secondaire de routage"),
    Field.TOTAL: ("total facture", "montant total", "mt total", "total ttc", "montant facture"),
    Field.AMO_AMOUNT: (
        "part amo",
        "montant amo",
        "mt amo",
        "part ro",
        "montant ro",
        "mt ro",
        "part obligatoire",
    ),
    Field.AMC_AMOUNT: (
        "part amc",
        "montant amc",
        "mt amc",
        "part rc",
        "montant rc",
        "mt rc",
        "part complementaire",
        "montant complementaire",
        "part mutuelle",
        "montant mutuelle",
        "montant du amc",
        "montant part amc",
        "du amc",
    ),
    Field.AMC_DUE: ("reste du amc", "reste du rc", "solde amc", "solde rc", "reste du mutuelle"),
    Field.STATE: ("etat", "statut", "etat amc", "statut amc", "etat rc", "situation"),
    Field.REJECT_CODE: ("code rejet", "code motif", "code erreur", "code anomalie", "code de rejet"),
    Field.REJECT_LABEL: ("motif rejet", "motif de rejet", "libelle rejet", "libelle du rejet"),
}
_LIKELY: dict[str, Field] = {
    "organisme": Field.PAYER,
    "organisme payeur": Field.PAYER,
    "destinataire": Field.PAYER,
    "motif": Field.REJECT_LABEL,
    "total": Field.TOTAL,
}
_CONFIRM: dict[str, Field] = {
    "reference": Field.INVOICE,
    "numero": Field.INVOICE,
    "date": Field.INVOICE_DATE,
    "montant": Field.AMC_AMOUNT,
    "montant du": Field.AMC_AMOUNT,
    "mt": Field.AMC_AMOUNT,
    "somme": Field.AMC_AMOUNT,
    "solde": Field.AMC_DUE,
    "reste": Field.AMC_DUE,
    "reste du": Field.AMC_DUE,
    "restant du": Field.AMC_DUE,
    "reste a payer": Field.AMC_DUE,
    "impaye": Field.AMC_DUE,
}
_EXACT: dict[str, tuple[Field, Confidence]] = {
    **{word: (field, Confidence.CONFIRM) for word, field in _CONFIRM.items()},
    **{word: (field, Confidence.LIKELY) for word, field in _LIKELY.items()},
    **{word: (field, Confidence.SURE) for field, words in _SURE.items() for word in words},
    **{field.value.replace("_", " "): (field, Confidence.SURE) for field in Field},
}
_EXACT["total"] = (Field.TOTAL, Confidence.LIKELY)
_LONGEST = sorted((w for w in _EXACT if " " in w and _EXACT[w][1] is Confidence.SURE), key=len, reverse=True)

_SETTLED = frozenset(
    word + ending
    for word in ("paye", "regle", "rembourse", "verse", "encaisse", "recu")
    for ending in ("", "e", "s", "es")
)
_PERSON = frozenset(
    [
        "nir",
        "nss",
        "ss",
        "secu",
        "securite",
        "matricule",
        "immatriculation",
        "cle",
        "patient",
        "patients",
        "nom",
        "noms",
        "prenom",
        "prenoms",
        "beneficiaire",
        "assure",
        "assures",
        "assuree",
        "adherent",
        "naissance",
        "ddn",
        "nele",
        "ne",
        "nee",
        "identite",
        "civilite",
        "sexe",
        "rang",
        "adresse",
        "telephone",
        "tel",
        "portable",
        "mail",
        "email",
        "courriel",
        "medecin",
        "prescripteur",
        "rpps",
        "produit",
        "produits",
        "medicament",
        "medicaments",
        "designation",
        "cip",
        "cip13",
        "ean",
        "gtin",
        "commentaire",
        "observation",
        "observations",
        "remarque",
        "note",
        "notes",
    ]
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a header as lower-case words without accents: ``N° Facture`` → ``n facture``."""
    bare = unicodedata.normalize("NFKD", text.replace("°", " ").replace("º", " "))
    letters = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


@lru_cache(maxsize=4096)
def recognise(header: str) -> tuple[Field | None, Confidence]:
    """Tell what a header word may be: exact words first, then the longest contained one."""
    words = fold(header)
    if not words:
        return None, Confidence.UNUSED
    if words in _EXACT:
        return _EXACT[words]
    tokens = set(words.split())
    if tokens & _PERSON:
        return None, Confidence.FORBIDDEN
    if tokens & _SETTLED:
        return None, Confidence.UNUSED
    padded = f" {words} "
    for synonym in _LONGEST:
        if f" {synonym} " in padded:
            return _EXACT[synonym][0], Confidence.LIKELY
    return None, Confidence.UNUSED


def is_forbidden(header: str) -> bool:
    """Tell whether a column may hold a person or a product and is never read."""
    return recognise(header)[1] is Confidence.FORBIDDEN


def is_settled(header: str) -> bool:
    """Tell whether a column is of money that was paid already: never what is waited for."""
    return bool(set(fold(header).split()) & _SETTLED)


def header_score(cells: Sequence[str], also: frozenset[str] = frozenset()) -> int:
    """Count the cells of a row that are header words, forbidden ones included.

    ``also`` are titles of other tables, folded.
    """
    return sum(recognise(cell)[1] is not Confidence.UNUSED or fold(cell) in also for cell in cells if cell)


def guess(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[ColumnGuess, ...]:
    """Guess every column of a header; each field is given to one column only.

    ``sample`` holds the first data rows: a column that is mostly NIR is forbidden whatever
    its header (a single one in another column refuses its line only). Where two columns
    claim a field, the surer one has it and the others are not read.
    """
    order = {Confidence.SURE: 0, Confidence.LIKELY: 1, Confidence.CONFIRM: 2}
    found: dict[int, ColumnGuess] = {}
    for index, title in enumerate(header):
        field, confidence = recognise(title)
        cells = [row[index] for row in sample if index < len(row) and row[index].strip()]
        if cells and sum(map(looks_like_nir, cells)) * 2 >= len(cells):
            field, confidence = None, Confidence.FORBIDDEN
        found[index] = ColumnGuess(index, title, field, confidence)
    taken: set[Field] = set()
    claims = [g for g in found.values() if g.field is not None]
    for column in sorted(claims, key=lambda g: (order[g.confidence], g.index)):
        assert column.field is not None
        if column.field in taken:
            found[column.index] = ColumnGuess(column.index, column.header, None, Confidence.UNUSED)
        taken.add(column.field)
    return tuple(found[index] for index in range(len(header)))


_TOTALS = re.compile(r"(?:sous )?(?:total|totaux|somme)(?: general| generaux| du| de| des)?\b")


def is_totals_row(cells: Sequence[str]) -> bool:
    """Tell whether a row sums the others: its first filled cell says so and most are empty."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or len(filled) * 2 > len(cells) + 2:
        return False
    return _TOTALS.match(fold(filled[0])) is not None
