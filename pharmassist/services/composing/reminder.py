"""Relance: a letter to one debtor, its level in its words, its invoices behind it."""

from __future__ import annotations

from pharmassist.services.composing.french import count, euros, figures_day, long_day
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Figure,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from pharmassist.services.reminding import ReadyReminder

LEVELS = {1: "Rappel", 2: "Relance", 3: "Mise en demeure"}
_ASKS = {
    1: "Sauf erreur de notre part, elles ne sont pas réglées. Merci de nous dire quand elles le seront.",
    2: "Malgré notre rappel, elles ne sont pas réglées. Merci de les régler, ou de nous dire pourquoi.",
    3: "Nous vous mettons en demeure de les régler sans délai, ou de nous notifier le motif de chaque refus.",
}


def reminder_letter(
    imprint: Imprint, ready: ReadyReminder, recipient: tuple[str, ...], name: str, quality: str
) -> Document:
    """Compose the letter of one level, with the invoices overdue and the transfers announced."""
    level = LEVELS[ready.level]
    owed = ready.debtor.overdue
    delay = count(ready.debtor.delay, "jour ouvré", "jours ouvrés")
    source = ready.debtor.operator.delay_source or "contrat inter-AMC"
    sent = [one for one in ready.debtor.reminders if one.level < ready.level]
    blocks: list[Block] = [
        imprint.letterhead(recipient, f"{level.lower()}, factures de tiers payant non réglées"),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            f"Les factures dont la liste est jointe vous ont été télétransmises il y a plus de {delay} "
            f"({source}). {_ASKS[ready.level]}"
        ),
        Figure(euros(owed.cents), f"{count(owed.count, 'facture')}, part AMC"),
    ]
    if ready.notices:
        late = sum(one.rest for one in ready.notices)
        blocks.append(
            Paragraph(
                f"Annoncé par vos avis et non reçu : {euros(late)}, {count(len(ready.notices), 'règlement')}."
            )
        )
    if sent:
        last = max(sent, key=lambda one: one.at)
        blocks.append(Paragraph(f"Notre dernier courrier à ce sujet est du {long_day(last.at.date())}."))
    if ready.bank.day is not None:
        known = long_day(ready.bank.day)
        blocks.append(Paragraph(f"Nos relevés de compte sont connus jusqu’au {known}.", weight="small"))
    blocks += [
        Paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.", keep=True),
        Signature(name, quality),
        PageBreak(),
        *_annex(ready),
    ]
    title = f"{level} à {ready.debtor.operator.name}"
    return imprint.document("reminder", title, f"au {long_day(imprint.today)}", blocks)


def _annex(ready: ReadyReminder) -> list[Block]:
    rows, running = [], 0
    for claim in ready.claims:
        running += claim.advanceable
        cells = (
            claim.invoice,
            figures_day(claim.invoice_date or claim.care_date),
            figures_day(claim.transmission_date),
            claim.amc_number or claim.amc_raw or "–",
            euros(claim.advanceable),
        )
        rows.append(Row(cells, carried=euros(running)))
    total = f"Total, {count(len(ready.claims), 'facture')}"
    rows.append(Row((total, "", "", "", euros(running)), "total"))
    columns = (
        Column("N° facture", 24),
        Column("Date", 18),
        Column("Envoyée le", 18),
        Column("N° AMC", 20),
        Column("Part AMC", 20, "right", "strong"),
    )
    blocks: list[Block] = [Title("Factures non réglées"), Table(columns, tuple(rows), carry_column=4)]
    if ready.notices:
        told = [
            Row((figures_day(one.day), one.reference or "–", euros(one.total), euros(one.rest)))
            for one in ready.notices
        ]
        flows = (
            Column("Flux", 20),
            Column("Référence", 40),
            Column("Annoncé", 20, "right"),
            Column("Non reçu", 20, "right", "strong"),
        )
        blocks += [Title("Règlements annoncés, non reçus"), Table(flows, tuple(told))]
    return blocks
