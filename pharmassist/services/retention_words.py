"""A purge in words: one line for each kind that goes, and what stays because nobody closed it."""

from __future__ import annotations

from pharmassist.domain.retention import Purge, Purged
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import money, number, translate

KINDS = {
    Purged.CLAIMS: _("Closed invoices"),
    Purged.CREDITS: _("Transfers"),
    Purged.NOTICES: _("Payment notices"),
    Purged.MATCHES: _("Pointings"),
    Purged.ADVANCES: _("Acomptes given back"),
    Purged.IMPORTS: _("Lists and statements, as records"),
    Purged.REMINDERS: _("Reminders sent"),
    Purged.READINGS: _("Readings of lights and portals"),
    Purged.INCIDENTS: _("Closed incidents"),
    Purged.PROOFS: _("Proofs of these incidents"),
    Purged.PRINTS: _("Last prints"),
}


def purge_lines(purge: Purge) -> tuple[str, ...]:
    """Return a line for each kind: how many, what, and the sum."""
    lines = []
    for line in purge.lines:
        words = translate(_("{what}: {count}"))
        words = words.format(what=translate(KINDS[line.kind]), count=number(line.count))
        lines.append(words if line.cents is None else f"{words} · {money(line.cents)}")
    return tuple(lines)


def purge_sentence(purge: Purge) -> str:
    """Return from which day on things stay."""
    words = translate(_("Closed before {claims} (incidents: before {incidents}):"))
    return words.format(
        claims=f"{purge.limits.claims:%d/%m/%Y}", incidents=f"{purge.limits.incidents:%d/%m/%Y}"
    )


def waiting_sentence(purge: Purge) -> str:
    """Return what stays although it is old, "" for nothing."""
    if not purge.waiting:
        return ""
    words = translate(
        _("{count} older invoices, {sum}, stay: they are still in the encours. Close them first.")
    )
    return words.format(count=number(purge.waiting), sum=money(purge.waiting_cents))
