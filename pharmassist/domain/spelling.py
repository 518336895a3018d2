"""A password spelled as French people spell on the telephone: Anatole, Berthe, Célestin…"""

from __future__ import annotations

LETTERS = {
    name[0].lower(): name
    for name in (
        *("Anatole", "Berthe", "Célestin", "Désiré", "Eugène", "François", "Gaston", "Henri", "Irma"),
        *("Joseph", "Kléber", "Louis", "Marcel", "Nicolas", "Oscar", "Pierre", "Quintal", "Raoul"),
        *("Suzanne", "Thérèse", "Ursule", "Victor", "William", "Xavier", "Yvonne", "Zoé"),
    )
}
_FIGURES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
DIGITS = {str(digit): word for digit, word in enumerate(_FIGURES)}
SIGNS = {
    "-": "tiret",
    "_": "tiret bas",
    "+": "plus",
    "*": "astérisque",
    "/": "barre oblique",
    "\\": "barre oblique inverse",
    ".": "point",
    ",": "virgule",
    ":": "deux-points",
    ";": "point-virgule",
    "!": "point d’exclamation",
    "?": "point d’interrogation",
    "=": "égale",
    "@": "arobase",
    "#": "dièse",
    "%": "pour cent",
    "&": "et commercial",
    "$": "dollar",
    "€": "euro",
    "(": "parenthèse ouvrante",
    ")": "parenthèse fermante",
    "'": "apostrophe",
    '"': "guillemet",
    "<": "inférieur",
    ">": "supérieur",
    "[": "crochet ouvrant",
    "]": "crochet fermant",
    "{": "accolade ouvrante",
    "}": "accolade fermante",
    "|": "barre verticale",
    "~": "tilde",
    "^": "accent circonflexe seul",
    "`": "accent grave seul",
    " ": "espace",
}


def spelled(text: str) -> tuple[str, ...]:
    """Return one word or two for each sign: ``K majuscule, Kléber``, ``7, sept``, ``-, tiret``."""
    return tuple(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    name = LETTERS.get(sign.lower())
    if name is not None and sign.isascii():
        return f"{sign} majuscule, {name}" if sign.isupper() else f"{sign}, {name}"
    told = DIGITS.get(sign) or SIGNS.get(sign)
    if told is not None:
        return f"{sign}, {told}"
    if sign.isalpha():
        return f"{sign} majuscule accentuée" if sign.isupper() else f"{sign} accentuée"
    return f"{sign}, signe spécial"
