"""For the accountant: the encours at a day, by operator, month and state, and what was passed to loss.

Two sums that must not be mixed stand apart: what is still awaited, and what was given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pharmassist.domain.claims import Claim, State
from pharmassist.domain.money import Money
from pharmassist.services.composing.french import (
    STATE_WORDS,
    capital,
    count,
    euros,
    figures_day,
    finess,
    long_day,
    number,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from pharmassist.services.day_names import month

NO_DAY = "sans date"


@dataclass(frozen=True, slots=True)
class Loss:
    """An invoice passed to loss, with the reason that was given."""

    claim: Claim
    reason: str


def accountant(
    imprint: Imprint, claims: Iterable[Claim], losses: Sequence[Loss], names: Mapping[str, str]
) -> Document:
    """Compose the statement of the day; ``names`` gives operators' names by id, sums in cents."""
    kept = [claim for claim in claims if claim.outstanding != 0]
    total = sum(claim.outstanding for claim in kept)
    lost = sum(loss.claim.rest for loss in losses)
    pharmacy = imprint.pharmacy
    facts = (
        ("Officine", pharmacy.name),
        ("FINESS", finess(pharmacy.finess)),
        ("À la date du", long_day(imprint.today)),
        ("Factures en attente", number(len(kept))),
        ("Part AMC en attente", euros(total)),
        ("Passée en perte", f"{euros(lost)} ({count(len(losses), 'facture')})"),
    )
    blocks: list[Block] = [
        Facts(tuple((label, value) for label, value in facts if value)),
        *_summed("Par opérateur", "Opérateur", kept, lambda claim: _name(claim, names)),
        *_summed("Par mois de facture", "Mois", sorted(kept, key=_day), _month),
        *_summed("Par état", "État", kept, lambda claim: capital(STATE_WORDS[claim.state])),
    ]
    settled = [claim for claim in kept if claim.state is State.PAID_BY_PATIENT]
    if settled:
        paid = euros(sum(claim.outstanding for claim in settled))
        told = f"dont {paid} réglés par le patient : encore dans l’encours du LGO, l’AMC ne les doit pas."
        blocks.append(Paragraph(told, weight="small"))
    blocks += [*_losses(losses, names), Signature("", "titulaire ou adjoint le remplaçant")]
    subtitle = f"au {long_day(imprint.today)} · part AMC, factures non reçues"
    return imprint.document("claims-accountant", "Encours tiers payant", subtitle, blocks)


def _name(claim: Claim, names: Mapping[str, str]) -> str:
    """Return the operator's name; "" is the unknown one."""
    return names.get(claim.operator, claim.operator) if claim.operator else "Opérateur inconnu"


def _day(claim: Claim) -> date:
    """Return the day that tells the month of an invoice; one without any comes first."""
    return claim.invoice_date or claim.care_date or date.min


def _month(claim: Claim) -> str:
    """Write the month of an invoice: ``janvier 2024``."""
    day = claim.invoice_date or claim.care_date
    return capital(f"{month(day, 'fr')} {day.year}") if day else NO_DAY


def _summed(title: str, label: str, claims: Iterable[Claim], key: Callable[[Claim], str]) -> list[Block]:
    """Return count and sum of each group, in the order they are met, with the total."""
    groups: dict[str, tuple[int, Money]] = {}
    for claim in claims:
        number_of, cents = groups.get(key(claim), (0, 0))
        groups[key(claim)] = (number_of + 1, cents + claim.outstanding)
    rows = [Row((name, number(n), euros(cents))) for name, (n, cents) in groups.items()]
    if rows:
        total = (sum(n for n, _ in groups.values()), sum(cents for _, cents in groups.values()))
        rows.append(Row(("Total", number(total[0]), euros(total[1])), "total"))
    columns = (
        Column(label, 50),
        Column("Factures", 20, "right"),
        Column("Part AMC", 30, "right", "strong"),
    )
    return [Title(title), Table(columns, tuple(rows), empty="Aucune facture en attente.")]


def _losses(losses: Sequence[Loss], names: Mapping[str, str]) -> list[Block]:
    """List what was passed to loss, each with its reason, the running sum carried over the pages."""
    rows, running = [], 0
    for loss in losses:
        claim = loss.claim
        running += claim.rest
        cells = (
            claim.invoice,
            figures_day(claim.invoice_date or claim.care_date),
            _name(claim, names),
            loss.reason or "–",
            euros(claim.rest),
        )
        rows.append(Row(cells, carried=euros(running)))
    if rows:
        rows.append(Row(("Total", "", "", "", euros(running)), "total"))
    columns = (
        Column("N° facture", 14),
        Column("Date", 13),
        Column("Opérateur", 18),
        Column("Motif", 39),
        Column("Part AMC", 16, "right", "strong"),
    )
    table = Table(columns, tuple(rows), carry_column=4, empty="Aucune facture passée en perte.")
    return [Title("Passées en perte", "avec le motif donné"), table]
