"""The documents by their kinds, and how each is called on screen, in the terminal and in the journal."""

from __future__ import annotations

from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

NAMES = {
    "shift-start": mark("Day’s instructions"),
    "counter-table": mark("Table of mutuelles"),
    "counter-sheet": mark("What to do at the counter"),
    "claims": mark("Invoices waiting"),
    "claims-accountant": mark("Statement for the accountant"),
    "set-aside-slip": mark("Slip of an invoice set aside"),
    "advance": mark("Acompte request"),
    "union-figures": mark("Figures for the union"),
    "patient-leaflet": mark("Leaflet for patients"),
    "poster": mark("Poster of the counter"),
    "incident-report": mark("Incident report"),
    "violations": mark("Register of violations"),
    "breach-notification": mark("Contents of a notification"),
    "timeline": mark("Chronology of the incident"),
    "rotation-slip": mark("Slip of a change of password"),
    "recovery-key": mark("Recovery sheet"),
    "advance-statement": mark("Statement of an acompte"),
    "indemnities": mark("Statement of indemnities"),
    "compulsory-indemnities": mark("Indemnities of the compulsory scheme"),
    "reminder": mark("Reminder to a debtor"),
    "bank-force-majeure": mark("Letter to the bank"),
    "bank-direct-debits": mark("Creditors authorised to debit"),
    "shortcuts": mark("Keys of the keyboard"),
}
"""Kind → name; a document of a later area stands under its own title until it is named here."""

INITIALS = {
    "shift-start": "CJ",
    "counter-table": "TM",
    "counter-sheet": "FC",
    "claims": "FA",
    "claims-accountant": "EC",
    "set-aside-slip": "PO",
    "advance": "DA",
    "patient-leaflet": "FP",
    "poster": "AF",
    "incident-report": "RI",
    "violations": "RV",
    "breach-notification": "NV",
    "timeline": "CI",
    "rotation-slip": "MP",
    "recovery-key": "CS",
    "advance-statement": "RA",
    "indemnities": "IN",
    "compulsory-indemnities": "IO",
    "reminder": "RL",
    "bank-force-majeure": "FM",
    "bank-direct-debits": "PR",
    "shortcuts": "TC",
}
"""Kind → first letters of its number; the rest is how far the journal was when it was made, so that
two prints never bear the same number."""


def paper_name(kind: str) -> str:
    """Return the name of a kind of document; one that is not listed stands as it is."""
    return _(NAMES[kind]) if kind in NAMES else kind
