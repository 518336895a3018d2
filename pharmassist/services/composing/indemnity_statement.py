"""État des indemnités: the letter to an operator and, behind it, the working that it can check."""

from __future__ import annotations

from pharmassist.domain.indemnities import IndemnityRule, LateReading, LateTransfer, RejectSum, Start
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
from pharmassist.services.indemnifying import IndemnityAccount

_READINGS = {
    Start.FLOW: "le retard court du jour de flux",
    Start.DUE: "le retard court du jour où le paiement était dû",
}


def indemnity_statement(
    imprint: Imprint, account: IndemnityAccount, recipient: tuple[str, ...], name: str, quality: str
) -> Document:
    """Compose letter and statement. Both readings stand side by side, "à confirmer"."""
    span = period(account.first, account.last)
    blocks: list[Block] = [
        imprint.letterhead(recipient, f"indemnités dues, flux {span}"),
        Paragraph("Madame, Monsieur,"),
        *_asked(account),
        Paragraph("Le détail du calcul est joint. Merci de nous indiquer la date de règlement."),
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(name, quality),
        PageBreak(),
        *_late(account),
        *_rejects(account),
    ]
    title = f"État des indemnités, {recipient[0]}"
    return imprint.document("indemnities", title, f"flux {span}", blocks)


def _asked(account: IndemnityAccount) -> list[Block]:
    """Say what is asked, in two sentences at most."""
    told: list[Block] = []
    if account.rule is not None and any(reading.indemnity for reading in account.late):
        by_flow, by_due = account.late
        share = plain_money(account.rule.rate)
        told.append(
            Paragraph(
                f"Des règlements annoncés ont été reçus plus de {account.rule.days} jours ouvrés après "
                f"l’échéance. L’indemnité de {share.removesuffix(',00')}\u00a0% des sommes en retard est de "
                f"{euros(by_flow.indemnity)} si {_READINGS[Start.FLOW]}, à {euros(by_due.indemnity)} "
                f"si {_READINGS[Start.DUE]}. Merci de nous confirmer votre lecture de la convention."
            )
        )
    told.extend(
        Paragraph(f"{_sentence(one)} : {euros(one.without_vat)} HT, soit {euros(one.with_vat)} TTC.")
        for one in account.sums
    )
    if not told:
        told.append(Paragraph("Aucune indemnité n’est due sur cette période."))
    return told


def _sentence(one: RejectSum) -> str:
    number = len(one.rejects)
    if number == 1:
        return "Une facture accréditée a été rejetée"
    return f"{number}\u00a0factures accréditées ont été rejetées, à {euros(one.rule.unit)} HT l’une"


def _late(account: IndemnityAccount) -> list[Block]:
    if account.rule is None:
        return [
            Title("Retards de paiement"),
            Paragraph("Aucune règle ne lie cet opérateur sur cette période."),
        ]
    blocks: list[Block] = [Title("Retards de paiement", account.rule.name), *_certainty(account.rule)]
    for reading in account.late:
        blocks += _reading(account, reading)
    blocks.append(
        Paragraph(
            "Seuls les règlements annoncés par un avis sont comptés ; une retenue n’est pas un retard. "
            "Jours ouvrés : du lundi au vendredi, hors jours fériés.",
            weight="small",
        )
    )
    return blocks


def _certainty(rule: IndemnityRule) -> list[Block]:
    """Say the source, its date, and what is to be confirmed."""
    facts = [("En vigueur depuis", long_day(rule.since)), ("Source", rule.source)]
    if rule.verified_on:
        facts.append(("Lue", rule.verified_on))
    if rule.own:
        facts.append(("Écrite par", "l’officine"))
    doubt = (
        "Le premier jour de retard n’est précisé par aucune source lue : les deux lectures sont à confirmer."
    )
    lines = (doubt, rule.note) if rule.note else (doubt,)
    lead = "À confirmer" if rule.verified else "Règle non vérifiée pour cet opérateur : à confirmer"
    return [Facts(tuple(facts)), Note(lead, lines)]


def _reading(account: IndemnityAccount, reading: LateReading) -> list[Block]:
    rows = [row for transfer in reading.transfers for row in _transfer(transfer)]
    rows.append(
        Row(
            ("", "", "Reçu en retard", "", euros(reading.late_cents), euros(reading.indemnity)),
            "total",
        )
    )
    if reading.running:
        rows.append(Row(("", "", f"Non reçu au {figures_day(account.last)}", "", "", euros(reading.running))))
    columns = (
        Column("Virement", 16),
        Column("Flux", 16),
        Column("Référence", 26),
        Column("Jours ouvrés", 13, "right"),
        Column("Montant", 17, "right"),
        Column("Indemnité", 16, "right", "strong"),
    )
    words = _READINGS[reading.start]
    beyond = f"plus de {count(reading.beyond, 'jour ouvré', 'jours ouvrés')} après le flux"
    return [Title(f"Si {words}", beyond), Table(columns, tuple(rows), empty="Aucun avis sur cette période.")]


def _transfer(transfer: LateTransfer) -> list[Row]:
    """Return the flows of a credit, and its indemnity, rounded once, on the last."""
    rows = []
    last = len(transfer.flows) - 1
    for index, one in enumerate(transfer.flows):
        indemnity = euros(transfer.indemnity) if index == last and transfer.late_cents else ""
        rows.append(
            Row(
                (
                    figures_day(transfer.paid_on) if transfer.paid_on else "pas reçu",
                    figures_day(one.flow.day),
                    one.flow.reference or "–",
                    f"{one.days}{'' if one.late else ' (à temps)'}",
                    euros(one.flow.cents),
                    indemnity,
                )
            )
        )
    return rows


def _rejects(account: IndemnityAccount) -> list[Block]:
    blocks: list[Block] = []
    columns = (
        Column("N° facture", 26),
        Column("Rejet du", 22),
        Column("Part AMC", 22, "right"),
        Column("Indemnité HT", 22, "right", "strong"),
    )
    for one in account.sums:
        rows = [
            Row((each.invoice, figures_day(each.day), euros(each.cents), euros(one.rule.unit)))
            for each in one.rejects
        ]
        number = count(len(one.rejects), "facture")
        rows.append(Row((f"{number} × {euros(one.rule.unit)} HT", "", "", euros(one.without_vat)), "total"))
        rows.append(Row(("TTC", "", "", euros(one.with_vat))))
        note = "" if one.rule.verified else "règle à confirmer pour cet opérateur"
        blocks += [
            Title("Factures accréditées et rejetées", note),
            Facts((("Règle", one.rule.name), ("Source", one.rule.source))),
            Table(columns, tuple(rows)),
        ]
    if account.uncovered:
        missing = count(len(account.uncovered), "rejet")
        blocks.append(Paragraph(f"{missing} d’un jour qu’aucune règle ne couvre.", lead="Non comptés :"))
    return blocks
