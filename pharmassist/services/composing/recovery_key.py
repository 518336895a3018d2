"""Clé de secours: the one sheet that reopens the register without this PC's keyring."""

from __future__ import annotations

from pharmassist.domain.secrets import Secret
from pharmassist.services.composing.french import capital, full_day
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Code,
    Document,
    Facts,
    Note,
    Paragraph,
    Qr,
    Tick,
    TickList,
    Title,
)

LINES, SIGNS, GROUP = 4, 15, 5
"""Four lines of fifteen signs, in groups of five."""


def recovery_key(imprint: Imprint, key: Secret, key_id: str) -> Document:
    """Compose the sheet; separators in the key do not matter.

    Raises ``ValueError`` when the key has not sixty letters and digits. The document
    holds the secret: render it, print it, forget it.
    """
    signs = "".join(sign for sign in key.reveal() if sign.isalnum())
    if len(signs) != LINES * SIGNS:
        raise ValueError("a recovery key has sixty signs")
    rows = tuple(
        ("ABCD"[line], tuple(signs[start : start + GROUP] for start in _starts(line)))
        for line in range(LINES)
    )
    return imprint.document(
        "recovery-key",
        "Clé de secours du registre",
        capital(full_day(imprint.today)),
        (
            Paragraph(
                "Le registre est chiffré. Si ce poste brûle, est volé ou perd son trousseau, "
                "cette feuille est le seul moyen de le rouvrir."
            ),
            Title("La clé", f"numéro de clé {key_id}"),
            Code(rows),
            Paragraph(
                "Jamais les lettres O, I, L ni U : 0 est un zéro, 1 un un. Les deux derniers signes "
                "de chaque ligne sont des contrôles : une faute de frappe se voit.",
                weight="small",
            ),
            Qr(
                " ".join(group for _, groups in rows for group in groups),
                "Le même texte, pour un lecteur de codes. Ne le photographiez pas : une photo "
                "part souvent dans un nuage.",
            ),
            Title("Où la garder"),
            TickList(
                (
                    Tick("Au coffre, ou chez vous, sous enveloppe fermée."),
                    Tick("Loin du poste et loin des sauvegardes."),
                    Tick("Ni sous le clavier, ni en photo, ni par mail."),
                ),
                initials=False,
            ),
            Title("Quand s’en servir"),
            Facts(
                (
                    ("Poste perdu ou neuf", "Installez PharmAssist, restaurez la sauvegarde, tapez la clé."),
                    ("Trousseau vide", "Ouvrez PharmAssist : il demande la clé."),
                    (
                        "Feuille vue ou perdue",
                        "Prévenez le titulaire ; mettez à l’abri chaque copie du registre.",
                    ),
                )
            ),
            Note("Quiconque a cette feuille et une copie du registre peut tout lire."),
        ),
        one_page=True,
    )


def _starts(line: int) -> range:
    """Return where the groups of a line start."""
    return range(line * SIGNS, (line + 1) * SIGNS, GROUP)
