"""Tableau des mutuelles: the paper twin of F4, from A to Z, dated, with its day of expiry.

A short directory gives each mutuelle its whole line (operator, conduct, phone). A long one
stands on two pages too: conduct and phone once per operator, then the names in columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.headers import fold
from pharmassist.domain.operators import LightState
from pharmassist.services.composing.french import count, full_day, moment
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Index,
    IndexEntry,
    Note,
    Paragraph,
    Row,
    Table,
    Title,
)

MOST_WHOLE = 50
"""Mutuelles that have their whole line on two pages."""
MOST = 210
"""Mutuelles that two pages hold in columns; beyond, the pharmacy's own come first."""

_ABSENT = "Mutuelle absente : lisez le logo de la carte, facturez comme d’habitude, dites-le au référent."
_CHOICE = "selon le logo"
LOGO_FIRST = "Lisez le logo de la carte, puis la ligne de l’opérateur."


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A mutuelle: names of the operators behind it, what to do, whom to call.

    ``worst`` is the worst of its lights, None when no operator is known; ``sure`` tells that the
    pharmacy taught it or its lists showed it.
    """

    name: str
    operators: tuple[str, ...]
    conduct: str
    phone: str
    worst: LightState | None
    sure: bool


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """An operator: what to do for its mutuelles, whom to call."""

    name: str
    conduct: str
    phone: str
    worst: LightState

    @property
    def sign(self) -> LightState | None:
        """Return the sign to draw: none where all works."""
        return None if self.worst is LightState.WORKING else self.worst


def counter_table(
    imprint: Imprint, lines: Sequence[CounterLine], operators: Sequence[OperatorLine], expires: date
) -> Document:
    """Compose the table; what does not fit on two pages is counted in words."""
    kept = sorted(lines, key=lambda line: (not line.sure, fold(line.name)))[:MOST]
    kept.sort(key=lambda line: fold(line.name))
    left = len(lines) - len(kept)
    unsure = any(not line.sure for line in kept)
    told = [_ABSENT]
    if unsure:
        told.append("* : opérateur à vérifier sur la carte.")
    if left:
        told.append(
            f"Hors de cette feuille : {count(left, 'autre mutuelle', 'autres mutuelles')}, touche F4."
        )
    blocks: list[Block] = [Note(f"Chaque conduite finit ainsi : {CLOSING}", (" ".join(told),))]
    if len(kept) > MOST_WHOLE:
        blocks += [*_by_operator(operators), Title("De A à Z"), Index(_entries(kept), columns=2)]
    else:
        blocks.append(_whole(kept))
        if any(len(line.operators) > 1 for line in kept):
            blocks += _by_operator(operators)
    return imprint.document(
        "counter-table",
        "Tableau des mutuelles",
        f"imprimé le {moment(imprint.made_at)}",
        blocks,
        two_pages=True,
        expires=f"Périmé le {full_day(expires)}",
    )


def _sign(line: CounterLine) -> LightState | None:
    """Return the sign to draw: a question where the logo decides, none where all works."""
    if len(line.operators) != 1:
        return LightState.UNVERIFIED
    return None if line.worst is LightState.WORKING else line.worst


def _conduct(line: CounterLine) -> str:
    """Return what to do; where two operators are possible the logo comes first."""
    return LOGO_FIRST if len(line.operators) > 1 else line.conduct


def _operators(line: CounterLine) -> str:
    """Return the names of the operators, with a star where nobody of ours saw them."""
    names = " ou ".join(line.operators) or "inconnu"
    return names if line.sure or not line.operators else f"{names}\u00a0*"


def _whole(lines: Sequence[CounterLine]) -> Table:
    """Return one line per mutuelle; its letter opens the first of each."""
    rows, letter = [], ""
    for line in lines:
        first = fold(line.name)[:1].upper()
        cells = (first if first != letter else "", line.name, _operators(line), _conduct(line), line.phone)
        rows.append(Row(cells, sign=_sign(line)))
        letter = first
    columns = (
        Column("", 3, "left", "strong"),
        Column("Mutuelle", 23, "left", "strong"),
        Column("Opérateur(s)", 20),
        Column("Conduite", 39, "left", "signed"),
        Column("Appeler", 15, "right"),
    )
    return Table(columns, tuple(rows), empty="Aucune mutuelle connue. Apprenez-les à la page Opérateurs.")


def _by_operator(operators: Sequence[OperatorLine]) -> list[Block]:
    """Return conduct and phone, once per operator, then what two names mean."""
    rows = [Row((one.name, one.conduct, one.phone), sign=one.sign) for one in operators]
    columns = (
        Column("Opérateur", 18, "left", "strong"),
        Column("Conduite", 66, "left", "signed"),
        Column("Appeler", 16, "right"),
    )
    return [
        Title("La conduite, par opérateur"),
        Table(columns, tuple(rows)),
        Paragraph(
            "Deux opérateurs : lisez le logo de la carte, puis la ligne de l’opérateur.", weight="small"
        ),
    ]


def _entries(lines: Sequence[CounterLine]) -> tuple[IndexEntry, ...]:
    """Return the names with their operators and the sign of the worst light."""
    return tuple(IndexEntry(line.name, _operators(line), _sign(line)) for line in lines)


def short_conduct(conduct: str) -> str:
    """Return a sentence of the counter without its closing, which the page says once."""
    return conduct.removesuffix(CLOSING).strip()


def call(phones: Sequence[str]) -> str:
    """Return whom to call: the only number, or that the logo decides."""
    different = list(dict.fromkeys(phone for phone in phones if phone))
    if len(phones) > 1:
        return _CHOICE
    return different[0] if different else "–"
