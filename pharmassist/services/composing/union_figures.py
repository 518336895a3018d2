"""Chiffres pour le syndicat: one anonymous page on the same basis as the acompte.

Nothing on it, nor in the file's information, tells the pharmacy: no name, FINESS,
town, initials, journal head, nor the hour it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from pharmassist.domain.claims import AGE_BANDS, Claim, State
from pharmassist.domain.money import Money
from pharmassist.services.composing.french import STATE_WORDS, euros, long_day, number, period
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Paragraph,
    Row,
    Table,
    Title,
)

_BANDS = ("0 à 2 jours ouvrés", "3 à 5 jours ouvrés", "6 jours ouvrés et plus")
_STATES = (
    State.TRANSMITTED,
    State.ACKNOWLEDGED,
    State.LEFT_OUTSTANDING,
    State.ANNOUNCED,
    State.ANNOUNCED_NOT_RECEIVED,
    State.PARTLY_RECEIVED,
)


def union_figures(
    operator_name: str,
    period_from: date,
    period_to: date,
    claims: Iterable[Claim],
    today: date,
    alsace_moselle: bool = False,
) -> Document:
    """Compose the page from the claims that count in an acompte; cents, working days."""
    kept = [claim for claim in claims if claim.advanceable > 0]
    total = _sum(kept)
    days = [claim.day for claim in kept if claim.day]
    blocks: tuple[Block, ...] = (
        Paragraph(
            "Une officine déclare ces chiffres à son syndicat. Ils sont calculés facture par "
            "facture, sur la même base qu’une demande d’acompte."
        ),
        Figure(euros(total), "part AMC transmise et non reçue"),
        Facts(
            (
                ("Opérateur", operator_name),
                ("Période", period(period_from, period_to)),
                ("Nombre de factures", number(len(kept))),
                ("La plus ancienne", long_day(min(days)) if days else "–"),
                ("Jours de facturation", number(len(set(days)))),
                ("AMC concernées", number(len({c.amc_number for c in kept if c.amc_number}))),
            )
        ),
        Title("Par âge", "à la date de cette page"),
        _table("Âge", _by_age(kept, today, alsace_moselle), kept),
        Title("Par état"),
        _table("État", _by_state(kept), kept),
        Title("Ce qui est compté"),
        Paragraph(
            "transmises, accusées (ARL +), sorties de l’encours, annoncées, annoncées non reçues, "
            "et le reste des reçues en partie.",
            lead="Comptées :",
        ),
        Paragraph(
            "rejetées, recyclées, réglées par le patient, mises de côté, en litige, passées en "
            "perte, annulées.",
            lead="Non comptées :",
        ),
    )
    return Document(
        kind="union-figures",
        title="Chiffres pour le syndicat",
        subtitle=f"{operator_name} · {long_day(today)} · page anonyme",
        # Noon: the hour could tell who made the page.
        made_at=datetime.combine(today, time(12), UTC),
        one_page=True,
        blocks=blocks,
    )


def _sum(claims: Iterable[Claim]) -> Money:
    """Add up what the invoices count for in an acompte."""
    return sum(claim.advanceable for claim in claims)


def _by_age(claims: list[Claim], today: date, alsace: bool) -> list[tuple[str, list[Claim]]]:
    """Share out by age band."""
    return [
        (name, [claim for claim in claims if low <= claim.age(today, alsace) <= high])
        for name, (low, high) in zip(_BANDS, AGE_BANDS, strict=True)
    ]


def _by_state(claims: list[Claim]) -> list[tuple[str, list[Claim]]]:
    """Share out by state, those that occur."""
    found = [(STATE_WORDS[state], [claim for claim in claims if claim.state is state]) for state in _STATES]
    return [(name, group) for name, group in found if group]


def _table(label: str, groups: list[tuple[str, list[Claim]]], claims: list[Claim]) -> Table:
    """Return number and sum of each group with the total."""
    rows = [Row((name, number(len(group)), euros(_sum(group)))) for name, group in groups]
    rows.append(Row(("Total", number(len(claims)), euros(_sum(claims))), "total"))
    columns = (
        Column(label, 50),
        Column("Factures", 20, "right"),
        Column("Part AMC", 30, "right", "strong"),
    )
    return Table(columns, tuple(rows))
