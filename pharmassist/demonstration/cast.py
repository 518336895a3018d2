"""Who appears in the demonstration: all invented, but for Malakoff Humanis and Aésio.

The NIR carry month 99 and département 99, which no person was ever given, with a valid
key, so that the import can prove that it drops them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

PHARMACY_NAME = "Pharmacie du Port"
FINESS = "290099993"
SIRET = "99999012000019"
ADDRESS = "4 quai des Salines"
TOWN = "29999 Port-Ellé"
PHONE = "02 61 91 00 14"

OPERATORS = {"viamedis": "VIAMEDIS", "almerys": "ALMERYS", "isante": "ISANTE", "sp-sante": "SP SANTE", "": ""}
"""Operators by id, as the software writes them; "" is the AMC nobody knows."""


@dataclass(frozen=True, slots=True)
class Amc:
    """A mutuelle: eight digits, and the operators its invoices go to."""

    name: str
    number: str
    operators: tuple[str, ...]


def _amcs(first: int, operator: str, *names: str) -> tuple[Amc, ...]:
    return tuple(Amc(name, f"9931{first + 7 * i:04d}", (operator,)) for i, name in enumerate(names))


AMCS = (
    Amc("Malakoff Humanis", "99310512", ("viamedis",)),
    *_amcs(
        519,
        "viamedis",
        "Mutuelle du Littoral",
        "Mutuelle Bleu Granit",
        "Mutuelle des Deux Rives",
        "Prévoyance du Phare",
        "Mutuelle de l’Estran",
    ),
    Amc("Aésio", "99311108", ("almerys", "viamedis")),
    *_amcs(
        1115,
        "almerys",
        "Mutuelle des Abers",
        "Santé Cornouaille",
        "Mutuelle du Menhir",
        "La Goélette Santé",
        "Mutuelle des Ajoncs",
    ),
    *_amcs(
        2104,
        "isante",
        "Mutuelle des Embruns",
        "Prévoyance Armor",
        "Mutuelle de la Rade",
        "Santé Ponant",
        "Mutuelle du Goéland",
        "Les Bruyères Prévoyance",
    ),
    *_amcs(
        3102,
        "sp-sante",
        "Mutuelle des Sept Îles",
        "Assurance du Fanal",
        "Mutuelle du Sillon",
        "Santé Kermor",
        "Mutuelle des Tisserands",
        "Mutuelle du Grand Large",
    ),
    Amc("Mutuelle de Petite Mer", "99314117", ("",)),
)

FIRST_NAMES = (
    "Ombeline",
    "Théophraste",
    "Guenièvre",
    "Hippolyte",
    "Sidonie",
    "Philémon",
    "Éléonore",
    "Barnabé",
    "Apolline",
    "Ignace",
)
LAST_NAMES = (
    "Lanvoëzec",
    "Quimerc’hou",
    "Trévidic",
    "Kerbastard",
    "Plouzennec",
    "Roscanvel",
    "Guirriec",
    "Penfoulic",
    "Dargoat",
    "Mézangroaz",
)


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody who does not exist; only the exports hold them."""

    first_name: str
    last_name: str
    nir: str
    born: str


def invent_patient(chance: random.Random) -> Patient:
    """Invent a patient; the birth date is French text."""
    year = chance.randrange(30, 99)
    sex = chance.choice("12")
    body = f"{sex}{year:02d}9999{chance.randrange(1, 999):03d}{chance.randrange(1, 999):03d}"
    return Patient(
        chance.choice(FIRST_NAMES),
        chance.choice(LAST_NAMES),
        f"{body}{97 - int(body) % 97:02d}",
        f"{chance.randrange(1, 28):02d}/{chance.randrange(1, 12):02d}/19{year}",
    )
