"""A pharmacy's year as it truly was: what its software lists each evening, and what is really waiting.

Every day invoices are made, some late; the oldest are settled, some in part, some after coming
back; some are resent under a new number, some cancelled by a negative line; numbers start again
each January. The same seed gives the same year.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pharmassist.domain.calendar import is_working_day

PAYERS = (
    ("99310512", "viamedis"),
    ("99310533", "viamedis"),
    ("99311108", "almerys"),
    ("99311115", "almerys"),
    ("99310400", "isante"),
    ("99310777", ""),
)
DIALECTS = (
    (";", "cp1252", "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC", ","),
    (
        "\t",
        "utf-8-sig",
        "Facture;Date de facturation;Date des soins;Code mutuelle;Gestionnaire;Montant RC",
        ".",
    ),
    (";", "utf-16", "Num facture;Date fact;Soins du;N° RC;Operateur TP;Part complémentaire", ","),
)


@dataclass
class Invoice:
    """One invoice as the software knows it; cents."""

    number: int
    made: date
    care: date
    amc: str
    operator: str
    cents: int
    leaves: date
    listed: int = 0
    resent: bool = False
    """True once it has another number: it counts no more."""


@dataclass
class Evening:
    """What the software lists one evening, and what of it is a proposal to agree to."""

    day: date
    lines: list[tuple[int, date, date, str, str, int]]
    cancelled: frozenset[str]
    imported_late: bool = False


@dataclass
class Year:
    """Makes the evenings one after the other; ``waiting`` and ``listed`` tell the truth."""

    seed: int
    per_day: int
    first: date = date(2023, 7, 3)
    days: int = 365
    open: list[Invoice] = field(default_factory=list)
    known: dict[tuple[int, date], tuple[Invoice, date, int]] = field(default_factory=dict)
    cancelled: set[tuple[int, date]] = field(default_factory=set)

    def evenings(self) -> Iterator[Evening]:
        """Yield the evenings in the order in which they are imported."""
        draw, number = random.Random(self.seed), 417_000
        used: set[tuple[str, date, int]] = set()
        gone: list[Invoice] = []
        late: Evening | None = None
        for offset in range(self.days):
            day = self.first + timedelta(days=offset)
            if (day.month, day.day) == (1, 1):
                number = 0
            if not is_working_day(day):
                continue
            missed = late is None and draw.random() < 0.03
            self._settle(draw, day, gone)
            number = self._resend(draw, day, number)
            for _each in range(draw.randint(self.per_day // 2, self.per_day * 3 // 2)):
                number += 1
                made = day - timedelta(days=draw.choice((0,) * 20 + (3,)))
                made = made if made.year == day.year else day
                care = made - timedelta(days=draw.randint(0, 2))
                amc, operator = draw.choice(PAYERS)
                cents = draw.randint(50, 9_000)
                while (amc, care, cents) in used:
                    cents += 1
                used.add((amc, care, cents))
                leaves = day + timedelta(days=draw.randint(6, 18))
                self.open.append(Invoice(number, made, care, amc, operator, cents, leaves, cents))
            struck = [] if missed or late else draw.sample(self.open, draw.random() < 0.1)
            evening = Evening(
                day,
                [*map(_line, self.open), *(_line(each, -1) for each in struck)],
                frozenset(f"{each.number:09d}" for each in struck),
            )
            self.open = [each for each in self.open if each not in struck]
            if missed:
                late = evening
                self._late_truth = {(e.number, e.made): (e, e.listed) for e in self.open}
                continue
            self._learn(day, struck)
            yield evening
            if late is not None:
                late.imported_late = True
                for key, (invoice, cents) in self._late_truth.items():
                    self.known.setdefault(key, (invoice, late.day, cents))
                yield late
                late = None

    def _settle(self, draw: random.Random, day: date, gone: list[Invoice]) -> None:
        """Let invoices leave the list, whole or in part; now and then one comes back."""
        for invoice in [each for each in self.open if each.leaves <= day]:
            if draw.random() < 0.08 and invoice.listed > 100:
                invoice.listed -= draw.randint(1, invoice.listed - 1)
                invoice.leaves = day + timedelta(days=draw.randint(4, 9))
            else:
                self.open.remove(invoice)
                gone.append(invoice)
        if gone and draw.random() < 0.05:
            back = gone.pop(draw.randrange(len(gone)))
            back.leaves = day + timedelta(days=6)
            self.open.append(back)

    def _resend(self, draw: random.Random, day: date, number: int) -> int:
        """Send one again under a new number: the old one leaves the list as it comes."""
        old = [e for e in self.open if e.listed == e.cents and e.made < day - timedelta(days=3)]
        if not old or draw.random() > 0.2:
            return number
        chosen = draw.choice(old)
        self.open.remove(chosen)
        chosen.resent = True
        leaves = day + timedelta(days=12)
        self.open.append(
            Invoice(
                number + 1, day, chosen.care, chosen.amc, chosen.operator, chosen.cents, leaves, chosen.cents
            )
        )
        return number + 1

    def _learn(self, day: date, struck: list[Invoice]) -> None:
        for invoice in self.open:
            self.known[invoice.number, invoice.made] = (invoice, day, invoice.listed)
        for invoice in struck:
            self.known.pop((invoice.number, invoice.made), None)

    def listed(self) -> dict[str, int]:
        """Return operator → cents of what the software lists now."""
        sums: dict[str, int] = {}
        for invoice in self.open:
            sums[invoice.operator] = sums.get(invoice.operator, 0) + invoice.listed
        return sums

    def waiting(self) -> dict[str, int]:
        """Return operator → cents of all that was seen and is neither cancelled nor resent."""
        sums: dict[str, int] = {}
        for invoice, _day, cents in self.known.values():
            if not invoice.resent:
                sums[invoice.operator] = sums.get(invoice.operator, 0) + cents
        return sums


def _line(invoice: Invoice, sign: int = 1) -> tuple[int, date, date, str, str, int]:
    cents = sign * invoice.listed
    return invoice.number, invoice.made, invoice.care, invoice.amc, invoice.operator, cents


def write(evening: Evening, folder: Path) -> Path:
    """Write the list of an evening in one of the dialects."""
    mark, encoding, titles, point = DIALECTS[evening.day.toordinal() % len(DIALECTS)]
    rows = [titles.replace(";", mark)]
    for number, made, care, amc, operator, cents in evening.lines:
        euros = f"{'-' if cents < 0 else ''}{abs(cents) // 100}{point}{abs(cents) % 100:02d}"
        rows.append(mark.join((f"{number}", f"{made:%d/%m/%Y}", care.isoformat(), amc, operator, euros)))
    path = folder / f"{evening.day}.csv"
    path.write_text("\r\n".join(rows), encoding=encoding)
    return path
