"""Letters to the bank: why money is late (force majeure), and who may debit the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pharmassist.domain.cash import CashKind, Creditor
from pharmassist.services.cash import CashView
from pharmassist.services.composing.french import count, euros, long_day
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Figure,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)

CASH_WORDS = {
    CashKind.WHOLESALER: "Grossiste",
    CashKind.WAGES: "Salaires",
    CashKind.URSSAF: "URSSAF",
    CashKind.VAT: "TVA",
}


@dataclass(frozen=True, slots=True)
class BankLetter:
    """Who signs, to which bank, by which last four digits the account is known."""

    name: str
    quality: str
    rib_last4: str = ""

    @property
    def account(self) -> str:
        """Return how the account is named: never by its number."""
        return f"notre compte finissant par {self.rib_last4}" if self.rib_last4 else "notre compte"


def force_majeure(imprint: Imprint, cash: CashView, letter: BankLetter, cause: str) -> Document:
    """Compose the letter that warns the bank; cents. ``cause`` names the incident, "" = in general."""
    what = f"L’incident « {cause} » suspend" if cause else "Un incident chez des opérateurs suspend"
    blocks: list[Block] = [
        imprint.letterhead(_bank(cash), "retard de règlements de tiers payant, cas de force majeure"),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            f"{what} des règlements de tiers payant dus à notre officine. Ce retard ne dépend pas de nous "
            "et nous le tenons pour un cas de force majeure. À ce jour, la part complémentaire transmise "
            "et non reçue s’élève à :"
        ),
        Figure(
            euros(cash.missing_cents),
            count(sum(one.tally.count for one in cash.missing), "facture"),
        ),
        Paragraph(
            f"Nous vous demandons de maintenir les paiements de {letter.account}, de nous prévenir avant "
            "tout rejet, et de nous proposer une facilité de caisse jusqu’au rétablissement des règlements."
        ),
    ]
    if cash.lines:
        rows = [Row((long_day(one.day), CASH_WORDS[one.kind], euros(one.cents))) for one in cash.lines]
        rows.append(Row(("", "Total", euros(sum(one.cents for one in cash.lines))), "total"))
        columns = (Column("Échéance", 34), Column("Objet", 36), Column("Montant", 30, "right", "strong"))
        blocks += [Title("Nos prochaines échéances"), Table(columns, tuple(rows))]
    blocks += [
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(letter.name, letter.quality),
    ]
    return imprint.document("bank-force-majeure", "Lettre à la banque", "force majeure", blocks)


def direct_debits(
    imprint: Imprint, cash: CashView, letter: BankLetter, creditors: Iterable[Creditor]
) -> Document:
    """Compose the list of creditors that the pharmacy authorises; every other debit is to be refused."""
    known = tuple(creditors)
    rows = [Row((one.name, one.ics or "à compléter")) for one in known]
    blocks: list[Block] = [
        imprint.letterhead(_bank(cash), "créanciers autorisés à prélever"),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            f"Sur {letter.account}, nous n’autorisons que les prélèvements des créanciers ci-dessous. "
            "Merci de refuser tout autre prélèvement et de nous en prévenir."
        ),
        Table(
            (Column("Créancier", 60, style="strong"), Column("Identifiant créancier SEPA (ICS)", 40)),
            tuple(rows),
            empty="Aucun créancier autorisé.",
        ),
        Paragraph(
            "Toute demande de changement de cette liste ou de nos coordonnées, même à notre nom, est à "
            "vérifier en nous rappelant au numéro que vous connaissez.",
            weight="strong",
        ),
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(letter.name, letter.quality),
    ]
    subtitle = count(len(known), "créancier")
    return imprint.document("bank-direct-debits", "Créanciers autorisés à prélever", subtitle, blocks)


def _bank(cash: CashView) -> tuple[str, ...]:
    """Return the bank's name and address."""
    return tuple(line.strip() for line in cash.bank.splitlines() if line.strip()) or ("À notre banque",)
