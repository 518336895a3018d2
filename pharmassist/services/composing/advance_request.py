"""Demande d’acompte: the letter to the operator and its annex.

What it carries follows the French request of June 2013 and its lessons (who declares,
FINESS, period, exact sum, annex, authorisation to recover); it relies on the AMC
contract only: the payment within 24 hours of the compulsory insurance's convention
does not bind an operator and is not cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.claims import Claim
from pharmassist.domain.money import Money
from pharmassist.services.composing.french import (
    count,
    euros,
    figures_day,
    finess,
    long_day,
    number,
    period,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)

MOST_AMC_NUMBERS = 8
"""AMC numbers named in the letter; beyond, the annex says them."""


@dataclass(frozen=True, slots=True)
class EstimateWorking:
    """An estimate with its working in words, French and already written ("" when it is not known)."""

    cents: Money
    working: str = ""


@dataclass(frozen=True, slots=True)
class AdvanceRequest:
    """What the letter says besides the invoices.

    ``rib_last4`` are the last four digits of the account, never the RIB, "" when
    unknown; ``no_transfer_since`` is the first day without any transfer, if known;
    ``oct_name`` and ``software_name`` are left out when "".
    """

    operator_name: str
    operator_address: tuple[str, ...]
    period_from: date
    period_to: date
    declarant: str
    quality: str
    rib_last4: str = ""
    no_transfer_since: date | None = None
    oct_name: str = ""
    software_name: str = ""
    asked: Mapping[int, Money] = field(default_factory=dict)
    """What each invoice (by its number in the register) counted for when it was asked, if it was."""

    estimate: EstimateWorking | None = None
    """The sum when it is an estimate: the invoices are then no basis, and no annex is joined."""

    def counts(self, claim: Claim) -> Money:
        """Return what an invoice counts for: as it was asked, else today."""
        return self.asked.get(claim.id, claim.advanceable)


def advance_request(imprint: Imprint, request: AdvanceRequest, claims: Iterable[Claim]) -> Document:
    """Compose letter and annex for the claims that count in an acompte, summed in cents.

    Claims that do not count (rejected, paid by the patient, set aside…) are left out.
    Raises ``ValueError`` when ``rib_last4`` is neither empty nor four digits.
    """
    if request.rib_last4 and not (len(request.rib_last4) == 4 and request.rib_last4.isdigit()):
        raise ValueError("only the last four digits of the account are ever printed")
    kept = sorted(
        (claim for claim in claims if request.counts(claim) > 0),
        key=lambda claim: (claim.invoice_date or claim.care_date or date.min, claim.invoice),
    )
    span = period(request.period_from, request.period_to)
    blocks: tuple[Block, ...] = (
        imprint.letterhead(
            (request.operator_name, *request.operator_address),
            f"demande d’acompte, factures de tiers payant {span}",
        ),
        *_letter(imprint, request, kept, span),
        *(() if request.estimate else (PageBreak(), *_annex(request, kept, span))),
    )
    title = f"Demande d’acompte à {request.operator_name}"
    return imprint.document("advance", title, f"factures {span}", blocks)


def _letter(imprint: Imprint, request: AdvanceRequest, claims: list[Claim], span: str) -> list[Block]:
    """Return the body of the letter, down to the signature."""
    pharmacy = imprint.pharmacy
    since = ""
    if request.no_transfer_since:
        since = (
            f"Depuis le {long_day(request.no_transfer_since)}, "
            "aucun virement de votre part ne nous est parvenu."
        )
    # The name is not cut between two lines.
    name = request.declarant.replace(" ", "\u00a0")
    declares = (
        f"Je soussigné(e) {name}, {request.quality} de l’officine {pharmacy.name} "
        f"(FINESS {finess(pharmacy.finess)}), déclare que la part complémentaire (AMC) des "
        "factures de tiers payant détaillées en annexe a été télétransmise et ne nous a pas été "
        "réglée dans le délai habituel. Ces factures ne sont ni rejetées, ni réglées par le "
        "patient. Leur montant exact est de :"
    )
    caption = f"{count(len(claims), 'facture')}, part AMC"
    asked = sum(request.counts(claim) for claim in claims)
    facts = _facts(request, claims, span)
    if request.estimate is not None:
        declares = (
            f"Je soussigné(e) {name}, {request.quality} de l’officine {pharmacy.name} "
            f"(FINESS {finess(pharmacy.finess)}), déclare que vos règlements de la part complémentaire "
            f"(AMC) ne nous parviennent plus comme d’habitude {span}. La liste de nos factures ne peut pas "
            "être exportée aujourd’hui ; la somme est donc estimée à :"
        )
        asked, caption = request.estimate.cents, "estimation, à régulariser facture par facture"
        facts = (("Opérateur", request.operator_name), ("Période", span))
        if request.estimate.working:
            facts = (*facts, ("Calcul", request.estimate.working))
    asks = (
        "Nous vous demandons le versement d’un acompte de ce montant, au titre du contrat de "
        "tiers payant complémentaire conclu avec vous ou avec les organismes que vous gérez."
    )
    allows = (
        "Nous vous autorisons à reprendre cet acompte sur vos règlements ultérieurs, une fois "
        "l’incident terminé. Merci d’indiquer chaque reprise sur le bordereau correspondant."
    )
    return [
        Paragraph("Madame, Monsieur,"),
        *((Paragraph(since),) if since else ()),
        Paragraph(declares),
        Figure(euros(asked), caption),
        Facts(facts),
        Paragraph(asks),
        Paragraph(allows),
        Paragraph(_unchanged_rib(request, pharmacy.phone), weight="strong"),
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(request.declarant, request.quality),
    ]


def _facts(request: AdvanceRequest, claims: list[Claim], span: str) -> tuple[tuple[str, str], ...]:
    """Return the facts an operator needs to check the request."""
    days = [claim.day for claim in claims if claim.day]
    numbers = sorted({claim.amc_number for claim in claims if claim.amc_number})
    named = ", ".join(numbers)
    if len(numbers) > MOST_AMC_NUMBERS:
        named = f"{number(len(numbers))} AMC, numéros en annexe"
    rows = [
        ("Opérateur", request.operator_name),
        ("Période", span),
        ("Nombre de factures", number(len(claims))),
        ("La plus ancienne", long_day(min(days)) if days else "–"),
        ("Numéros d’AMC", named or "en annexe"),
        ("Concentrateur (OCT)", request.oct_name),
        ("Logiciel (LGO)", request.software_name),
    ]
    return tuple((label, value) for label, value in rows if value)


def _unchanged_rib(request: AdvanceRequest, phone: str) -> str:
    """Say that the account has not changed, so that a forged change is noticed."""
    ends = f"\u00a0: il se termine par {request.rib_last4}" if request.rib_last4 else ""
    call = f" : appelez le {phone} avant d’y donner suite." if phone else "."
    return f"Notre RIB est inchangé{ends}. Toute demande de changement à notre nom serait une fraude{call}"


def _annex(request: AdvanceRequest, claims: list[Claim], span: str) -> list[Block]:
    """List the invoices: number, dates, AMC number, share."""
    rows = []
    running = 0
    for claim in claims:
        running += request.counts(claim)
        cells = (
            claim.invoice,
            figures_day(claim.invoice_date),
            figures_day(claim.care_date),
            claim.amc_number or claim.amc_raw or "–",
            euros(request.counts(claim)),
        )
        rows.append(Row(cells, carried=euros(running)))
    total = (f"Total, {count(len(claims), 'facture')}", "", "", "", euros(running))
    rows.append(Row(total, "total"))
    columns = (
        Column("N° facture", 24),
        Column("Date de facture", 19),
        Column("Date de soins", 19),
        Column("N° AMC", 19),
        Column("Part AMC", 19, "right", "strong"),
    )
    return [
        Title("Annexe : factures transmises, non reçues", span),
        Table(columns, tuple(rows), carry_column=4),
    ]
