"""Indemnités du régime obligatoire: the letter to the caisse and, behind it, each late invoice."""

from __future__ import annotations

from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.money import plain_money
from pharmassist.services.composing.french import count, euros, figures_day, long_day, period
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from pharmassist.services.compulsory_scheme import CompulsoryAccount

_COLUMNS = (
    Column("N° facture", 20),
    Column("Envoyée", 16),
    Column("Réglée", 16),
    Column("Jours ouvrés", 14, "right"),
    Column("Part obligatoire", 18, "right"),
    Column("Indemnité", 16, "right", "strong"),
)


def compulsory_statement(imprint: Imprint, account: CompulsoryAccount, name: str, quality: str) -> Document:
    """Compose letter and statement; only the invoices for which something is owed."""
    late = account.late
    span = period(account.first, account.last)
    number = count(len(late), "facture a été réglée", "factures ont été réglées")
    blocks: list[Block] = [
        imprint.letterhead(
            ("Régime obligatoire", "à compléter : caisse et adresse"), f"indemnités de retard, réglées {span}"
        ),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            f"{number} hors du délai de paiement du tiers payant. "
            f"L’indemnité est de {euros(account.owed)}. Le détail est joint."
        ),
        Paragraph("Merci de nous indiquer la date de règlement."),
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(name, quality),
        PageBreak(),
        Title("Factures réglées hors délai", span),
        *_rules(account),
        Table(_COLUMNS, tuple(_rows(account))),
        Paragraph(
            "Jours ouvrés : du lundi au vendredi, hors jours fériés, après le jour d’envoi. "
            "Chaque facture est arrondie une fois.",
            weight="small",
        ),
    ]
    return imprint.document("compulsory-indemnities", "Indemnités du régime obligatoire", span, blocks)


def _rules(account: CompulsoryAccount) -> list[Block]:
    """Say each rule that was applied, with its source and its certainty."""
    known = {(line.rule.id, line.rule.since): line.rule for line in account.late if line.rule}
    return [block for rule in known.values() for block in _rule(rule)]


def _rule(rule: IndemnityRule) -> list[Block]:
    terms = (
        f"plus de {count(rule.days, 'jour ouvré', 'jours ouvrés')} : {euros(rule.unit)} par facture ; "
        f"dès le {rule.share_from_day}e jour : {plain_money(rule.rate).removesuffix(',00')}\u00a0% de la part"
    )
    facts = [("Règle", terms), ("En vigueur depuis", long_day(rule.since)), ("Source", rule.source)]
    if rule.own:
        facts.append(("Écrite par", "l’officine"))
    told: list[Block] = [Facts(tuple(facts))]
    if not rule.verified:
        told.append(Note("À confirmer", (rule.note or "Cette règle n’a pas été vue dans un texte.",)))
    return told


def _rows(account: CompulsoryAccount) -> list[Row]:
    rows = [
        Row(
            (
                line.delay.invoice,
                figures_day(line.delay.sent),
                figures_day(line.delay.paid),
                str(line.days),
                euros(line.delay.cents),
                euros(line.owed),
            )
        )
        for line in account.late
    ]
    share = sum(line.delay.cents for line in account.late)
    rows.append(Row(("Total", "", "", "", euros(share), euros(account.owed)), "total"))
    return rows
