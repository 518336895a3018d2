"""Factures en attente on paper: by operator, by AMC, by age, then every invoice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from pharmassist.domain.claims import AGE_BANDS, Claim, State
from pharmassist.domain.money import Money
from pharmassist.services.composing.french import (
    STATE_WORDS,
    capital,
    count,
    euros,
    figures_day,
    moment,
    number,
    short_date,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Paragraph,
    Row,
    Table,
    Title,
)

MOST_INSURERS = 25
"""Lines of the table by AMC; the others are summed in one line."""

BY_OPERATOR, BY_INSURER, BY_AGE, DETAILS = "operator", "insurer", "age", "details"
PARTS = (BY_OPERATOR, BY_INSURER, BY_AGE, DETAILS)
"""What the summary is made of; any choice of them is printed in this order."""

BAND_NAMES = ("0 à 2 jours", "3 à 5 jours", "6 jours et plus")
NOTHING = "Aucune facture en attente."
_NOT_OVERDUE = frozenset({State.PAID_BY_PATIENT})
_Group = dict[str, list[Claim]]


def claims_summary(
    imprint: Imprint,
    claims: Iterable[Claim],
    names: Mapping[str, str],
    filter_words: str = "",
    parts: Collection[str] = PARTS,
) -> Document:
    """Compose the summary of invoices; ``names`` gives operators' names by id.

    Sums are what each invoice counts for in the encours, in cents (trade.md, "what a
    state counts for"); ages are in working days. ``filter_words`` says which invoices
    are kept when it is not the whole encours; ``parts`` are some of :data:`PARTS`.
    """
    kept = [claim for claim in claims if claim.outstanding != 0]
    today, alsace = imprint.today, imprint.pharmacy.alsace_moselle
    total = _sum(kept)
    oldest = min((claim.day for claim in kept if claim.day), default=None)
    blocks: list[Block] = [
        Facts(
            (
                ("Factures", number(len(kept))),
                ("Part AMC en attente", euros(total)),
                ("La plus ancienne", figures_day(oldest)),
                ("Choix", filter_words or "tout l’encours"),
            )
        ),
        *(_by_operator(kept, names, today, alsace) if BY_OPERATOR in parts else ()),
        *(_by_insurer(kept) if BY_INSURER in parts else ()),
        *(_by_age(kept, today, alsace) if BY_AGE in parts else ()),
        *(_details(kept, names, today, alsace) if DETAILS in parts else ()),
    ]
    if not kept and BY_OPERATOR not in parts:
        blocks.append(Paragraph(NOTHING))
    subtitle = f"{capital(moment(imprint.made_at))} · encours, part AMC"
    return imprint.document("claims", "Factures en attente", subtitle, blocks)


def _sum(claims: Iterable[Claim]) -> Money:
    """Add up what the invoices count for in the encours."""
    return sum(claim.outstanding for claim in claims)


def _grouped(claims: Iterable[Claim], by_operator: bool) -> _Group:
    """Group by operator or by AMC, the largest sum first."""
    groups: _Group = {}
    for claim in claims:
        key = claim.operator if by_operator else claim.amc_number or claim.payer
        groups.setdefault(key, []).append(claim)
    return dict(sorted(groups.items(), key=lambda item: (-_sum(item[1]), item[0])))


def _name(operator: str, names: Mapping[str, str]) -> str:
    """Return the operator's name; "" is the unknown one."""
    return names.get(operator, operator) if operator else "Opérateur inconnu"


def _bands(claims: list[Claim], today: date, alsace: bool) -> tuple[list[Claim], ...]:
    """Share out invoices by age band, in working days."""
    found: tuple[list[Claim], ...] = tuple([] for _ in AGE_BANDS)
    for claim in claims:
        age = claim.age(today, alsace)
        for band, (low, high) in zip(found, AGE_BANDS, strict=True):
            if low <= age <= high:
                band.append(claim)
    return found


def _by_operator(claims: list[Claim], names: Mapping[str, str], today: date, alsace: bool) -> list[Block]:
    """Return sums by operator, one column per age band."""
    rows = []
    for operator, group in _grouped(claims, by_operator=True).items():
        bands = [euros(_sum(band)) for band in _bands(group, today, alsace)]
        rows.append(Row((_name(operator, names), number(len(group)), *bands, euros(_sum(group)))))
    if rows:
        bands = [euros(_sum(band)) for band in _bands(claims, today, alsace)]
        rows.append(Row(("Total", number(len(claims)), *bands, euros(_sum(claims))), "total"))
    columns = (
        Column("Opérateur", 28),
        Column("Factures", 12, "right"),
        *(Column(name, 16, "right") for name in BAND_NAMES),
        Column("Part AMC", 17, "right", "strong"),
    )
    return [
        Title("Par opérateur", "âge en jours ouvrés"),
        Table(columns, tuple(rows), empty=NOTHING),
    ]


def _by_insurer(claims: list[Claim]) -> list[Block]:
    """Return sums by AMC, the largest first; beyond the limit they are summed in one line."""
    groups = list(_grouped(claims, by_operator=False).items())
    if not groups:
        return []
    rows = []
    for _, group in groups[:MOST_INSURERS]:
        label = next((claim.payer for claim in group if claim.payer), "AMC inconnue")
        amc = next((claim.amc_number or claim.amc_raw for claim in group), "")
        rows.append(Row((label, amc or "–", number(len(group)), euros(_sum(group)))))
    others = [claim for _, group in groups[MOST_INSURERS:] for claim in group]
    if others:
        label = count(len(groups) - MOST_INSURERS, "autre AMC", "autres AMC")
        rows.append(Row((label, "", number(len(others)), euros(_sum(others)))))
    rows.append(Row(("Total", "", number(len(claims)), euros(_sum(claims))), "total"))
    columns = (
        Column("AMC", 46),
        Column("N° AMC", 20),
        Column("Factures", 14, "right"),
        Column("Part AMC", 20, "right", "strong"),
    )
    return [Title("Par AMC"), Table(columns, tuple(rows))]


def _by_age(claims: list[Claim], today: date, alsace: bool) -> list[Block]:
    """Return sums by age; what the patient paid is not missing money."""
    if not claims:
        return []
    rows = [
        Row((name, number(len(band)), euros(_sum(band))))
        for name, band in zip(BAND_NAMES, _bands(claims, today, alsace), strict=True)
    ]
    rows.append(Row(("Total", number(len(claims)), euros(_sum(claims))), "total"))
    columns = (
        Column("Âge, jours ouvrés", 50),
        Column("Factures", 20, "right"),
        Column("Part AMC", 30, "right", "strong"),
    )
    blocks: list[Block] = [Title("Par âge"), Table(columns, tuple(rows))]
    settled = [claim for claim in claims if claim.state in _NOT_OVERDUE]
    if settled:
        text = (
            f"dont {count(len(settled), 'facture')} pour {euros(_sum(settled))} "
            "réglées par le patient : elles restent dans l’encours du LGO, l’AMC ne les doit pas."
        )
        blocks.append(Paragraph(text, weight="small"))
    return blocks


def _details(claims: list[Claim], names: Mapping[str, str], today: date, alsace: bool) -> list[Block]:
    """List every invoice under its operator, with the running sum carried over the pages."""
    if not claims:
        return []
    rows: list[Row] = []
    running = 0
    for operator, group in _grouped(claims, by_operator=True).items():
        head = f"{_name(operator, names)} · {count(len(group), 'facture')} · {euros(_sum(group))}"
        rows.append(Row((head, "", "", "", "", "", ""), "group"))
        for claim in sorted(group, key=lambda one: (one.day or date.min, one.invoice)):
            running += claim.outstanding
            rows.append(_line(claim, euros(running), today, alsace))
    rows.append(Row(("Total", "", "", "", "", "", euros(running)), "total"))
    columns = (
        Column("N° facture", 12),
        Column("Facture", 10),
        Column("Soins", 10),
        Column("AMC", 27),
        Column("État", 20),
        Column("Âge", 6, "right"),
        Column("Part AMC", 15, "right", "strong"),
    )
    note = "âge en jours ouvrés, sommes en attente"
    return [Title("Détail", note), Table(columns, tuple(rows), carry_column=6)]


def _line(claim: Claim, carried: str, today: date, alsace: bool) -> Row:
    """Return one invoice."""
    cells = (
        claim.invoice,
        short_date(claim.invoice_date),
        short_date(claim.care_date),
        claim.payer or claim.amc_number or "–",
        STATE_WORDS[claim.state],
        str(claim.age(today, alsace)),
        euros(claim.outstanding),
    )
    return Row(cells, carried=carried)
