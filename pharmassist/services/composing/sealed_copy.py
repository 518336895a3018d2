"""Copie sous enveloppe: one password on paper, for the safe, on a person's request only."""

from __future__ import annotations

from pharmassist.domain.accesses import Access
from pharmassist.domain.secrets import Secret
from pharmassist.services.composing.french import capital, full_day
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Code,
    Document,
    Facts,
    Note,
    Paragraph,
    Tick,
    TickList,
    Title,
)

GROUP, IN_A_LINE = 4, 4
"""Signs of a group, groups of a line."""


def sealed_copy(imprint: Imprint, access: Access, number: int, secret: Secret) -> Document:
    """Compose the page. The document holds the secret: render it, print it, forget it."""
    signs = secret.reveal()
    groups = [signs[start : start + GROUP] for start in range(0, len(signs), GROUP)]
    rows = tuple(
        (str(line + 1), tuple(groups[line * IN_A_LINE : (line + 1) * IN_A_LINE]))
        for line in range((len(groups) + IN_A_LINE - 1) // IN_A_LINE)
    )
    return imprint.document(
        "sealed-copy",
        "Mot de passe sous enveloppe",
        capital(full_day(imprint.today)),
        (
            Facts((("Compte", access.login), ("Mot de passe n°", str(number)))),
            Title("Le mot de passe", "les espaces entre les groupes n’en font pas partie"),
            Code(rows),
            Paragraph("Signe par signe, majuscules comprises.", weight="small"),
            Title("Avant de quitter l’imprimante"),
            TickList(
                (
                    Tick("La page est pliée, l’enveloppe fermée, signée et datée sur le rabat."),
                    Tick("L’enveloppe est au coffre ; l’ancienne est détruite."),
                    Tick("Rien n’est resté sur l’imprimante."),
                ),
                initials=True,
            ),
            Note("Enveloppe ouverte : changez ce mot de passe."),
        ),
        one_page=True,
    )
