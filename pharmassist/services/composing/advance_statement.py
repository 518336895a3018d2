"""Relevé d’un acompte: from request to 0,00 €, so that a third person can add it up."""

from __future__ import annotations

from pharmassist.domain.money import Money
from pharmassist.services.advance_rows import LedgerRow, LedgerTotals, RowKind, ledger_rows, ledger_totals
from pharmassist.services.advancing import Ledger
from pharmassist.services.composing.french import count, euros, figures_day, long_day, period
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)

_WORDS = {
    RowKind.REQUESTED: "Demandé",
    RowKind.GRANTED: "Accordé",
    RowKind.REFUSED: "Refusé",
    RowKind.NO_ANSWER: "Sans réponse",
    RowKind.WITHDRAWN: "Demande retirée",
    RowKind.RECEIVED: "Reçu en banque",
    RowKind.NOTICE: "Avis",
    RowKind.SWALLOWED: "Avis, tout retenu",
    RowKind.WITHHELD: "Retenue, avis non saisi",
    RowKind.REPAID: "Rendu par l’officine",
}
_BASES = {
    "exact": "somme exacte, facture par facture",
    "average": "estimation : moyenne par jour ouvré",
    "shortfall": "estimation : habituel moins reçu",
}


def advance_statement(
    imprint: Imprint, ledger: Ledger, operator_name: str, signer: str, quality: str
) -> Document:
    """Compose the statement of an acompte as it stands; closed when nothing is left to give back."""
    advance, totals = ledger.advance, ledger_totals(ledger)
    closed = bool(ledger.lines) and ledger.balance == 0
    title = (
        f"Relevé de clôture d’acompte, {operator_name}" if closed else f"Relevé d’acompte, {operator_name}"
    )
    blocks: list[Block] = [
        Figure(euros(abs(ledger.balance)), _caption(ledger)),
        Facts(
            (
                ("Opérateur", operator_name),
                ("Factures", period(advance.period_from, advance.period_to)),
                ("Base de la demande", _BASES[advance.basis.value]),
                ("Factures comptées", count(advance.claims, "facture")),
                ("Demandé", euros(advance.requested)),
                ("Accordé", euros(advance.granted) if advance.granted else "–"),
                ("Reçu en banque", euros(ledger.received)),
                ("Rendu", euros(ledger.given_back)),
            )
        ),
        Title("Du premier jour au dernier", "un avis tout retenu n’a pas de virement"),
        _table(ledger, totals),
        *_sums(ledger, totals),
        Paragraph(
            "L’acompte est une dette de l’officine, tenue à part : il ne solde aucune facture et n’en "
            "change pas l’état. Chaque facture reste due jusqu’à son propre règlement.",
            weight="small",
        ),
        Signature(signer, quality),
    ]
    return imprint.document("advance-statement", title, f"au {long_day(imprint.today)}", blocks)


def _caption(ledger: Ledger) -> str:
    if not ledger.lines:
        return "rien reçu, rien à rendre"
    if ledger.balance < 0:
        return "retenu de trop par l’opérateur, à réclamer"
    return "reste à rendre" if ledger.balance else "reste à rendre : acompte soldé"


def _table(ledger: Ledger, totals: LedgerTotals) -> Table:
    rows = [_row(row, ledger.advance.requested) for row in ledger_rows(ledger)]
    if totals.notices:
        label = "Total de l’avis" if totals.notices == 1 else f"Total des {totals.notices} avis"
        cells = (
            "",
            label,
            euros(totals.announced),
            euros(-totals.withheld) if totals.withheld else "",
            euros(totals.credits),
            euros(totals.balance),
        )
        rows.append(Row(cells, "total"))
    columns = (
        Column("Date", 14),
        Column("Écriture", 34),
        Column("Montant", 17, "right"),
        Column("Retenue", 17, "right"),
        Column("Virement", 17, "right"),
        Column("Reste à rendre", 19, "right", "strong"),
    )
    return Table(columns, tuple(rows))


def _row(row: LedgerRow, requested: Money) -> Row:
    words = _WORDS.get(row.kind, f"Relance n° {row.level}")
    if row.kind is RowKind.GRANTED and requested and row.amount is not None:
        words = f"{words}, {round(row.amount * 100 / requested)}\u00a0%"
    if row.reference:
        words = f"{words} {row.reference}"
    if row.missing > 0:
        words = f"{words} (manque {euros(row.missing)})"
    elif row.missing < 0:
        words = f"{words} (trop perçu {euros(-row.missing)})"
    if row.elsewhere:
        words = f"{words} (autre retenue {euros(row.elsewhere)})"
    credit = euros(row.credit) if row.credit is not None else ""
    if row.kind is RowKind.SWALLOWED:
        credit = "aucun"
    return Row(
        (
            figures_day(row.day),
            words,
            euros(row.amount) if row.amount is not None else "",
            euros(-row.withheld) if row.withheld else "",
            credit,
            euros(row.balance) if row.balance is not None else "",
        )
    )


def _sums(ledger: Ledger, totals: LedgerTotals) -> list[Block]:
    """Say both sums that must add up; what is missing is never left out."""
    told = [
        f"Reçu {euros(ledger.received)} = rendu {euros(ledger.given_back)} + reste {euros(ledger.balance)}."
    ]
    if totals.notices:
        parts = [f"virements {euros(totals.credits)}", f"retenues {euros(totals.withheld)}"]
        if totals.elsewhere:
            parts.append(f"autres retenues {euros(totals.elsewhere)}")
        if totals.missing:
            parts.append(f"manque {euros(totals.missing)}")
        told.append(f"Avis {euros(totals.announced)} = {' + '.join(parts)}.")
    return [Paragraph(" ".join(told), lead="Contrôle :")]
