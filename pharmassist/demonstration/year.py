"""A consistent year of the fictional pharmacy that knows its truth: which credit pays what.

Invoices, payment notices and one bank account: operators that pay each flow day, group several or
split one, rejects, an outage with its catch-up, an acompte and its repayment by withholdings, a
notice wholly swallowed, an indu, a returned transfer, money never announced and money never
received. Everything is invented, labels included: no real one is public (formats.md §5.5).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from pharmassist.demonstration.cast import AMCS, Amc
from pharmassist.domain.bank_accounts import account_of
from pharmassist.domain.calendar import add_working_days, is_working_day
from pharmassist.domain.money import Money

YEAR_SEED = 20241231
FIRST_DAY, LAST_DAY = date(2024, 1, 2), date(2024, 12, 31)
OUTAGE = (date(2024, 1, 29), date(2024, 3, 4))
"""Viamedis announces and pays nothing from the first day to the one before the second."""
ACCOUNT = account_of("99998", "00042", "00000000142")
OPENING = 1_250_000
_ACOMPTE_DAY = date(2024, 2, 13)
_GRANTED = 70
"""Hundredths of the request."""
_FIRST_NUMBER = 500_001
_REJECTS = (("R01", "Droits non ouverts"), ("R14", "Prescripteur inconnu"), ("R33", "Facture en double"))


@dataclass(frozen=True, slots=True)
class YearInvoice:
    """An invoice as the LGO sent it; ``cents`` is its AMC share."""

    number: str
    day: date
    batch: str
    amc: Amc
    operator: str
    cents: Money
    reject: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class YearNotice:
    """An announced transfer; ``withheld`` is kept back, for the acompte or an indu."""

    operator: str
    day: date
    reference: str
    invoices: tuple[YearInvoice, ...]
    withheld: Money = 0
    withheld_for: str = ""
    """``advance`` or ``clawback``."""

    @property
    def total(self) -> Money:
        """What it announces: its invoices that are not rejected."""
        return sum(each.cents for each in self.invoices if each.reject is None)

    @property
    def due(self) -> Money:
        """What the bank must bring."""
        return self.total - self.withheld


@dataclass(frozen=True, slots=True)
class YearLine:
    """A movement of the account; ``pays`` are places of notices with the cents of each."""

    day: date
    cents: Money
    kind: str
    """``transfer``, ``advance``, ``unannounced``, ``returned``, ``return``, ``other`` or ``debit``."""
    label: str
    payer: str = ""
    iban: str = ""
    reference: str = ""
    """EndToEndId: what CFONB120 and camt.053 carry and OFX and CSV do not."""
    remittance: str = ""
    pays: tuple[tuple[int, Money], ...] = ()
    number: int = 0


@dataclass(slots=True)
class Year:
    """All that was generated."""

    invoices: list[YearInvoice] = field(default_factory=list)
    notices: list[YearNotice] = field(default_factory=list)
    lines: list[YearLine] = field(default_factory=list)
    twice: int = -1
    """Place of the notice that is sent twice."""
    never_received: int = -1
    unannounced: tuple[YearInvoice, ...] = ()
    """Invoices that a credit pays and no notice announces."""
    requested: Money = 0
    advance: Money = 0


@dataclass(frozen=True, slots=True)
class Payer:
    """How one operator pays: working days of delay, flow days per credit, what its label says."""

    operator: str
    name: str
    delay: int
    group: int
    says_reference: bool
    """True where the bank's label itself bears the reference, so that every format carries it."""


PAYERS = (
    Payer("viamedis", "VIAMEDIS PAIEMENTS", 2, 1, says_reference=False),
    Payer("almerys", "ALMERYS TIERS PAYANT", 3, 2, says_reference=False),
    Payer("isante", "ISANTE REGLEMENTS", 2, 5, says_reference=False),
    Payer("sp-sante", "SP SANTE", 2, 1, says_reference=True),
)


def payer_iban(operator: str) -> str:
    """Return the invented account that an operator pays from."""
    place = [payer.operator for payer in PAYERS].index(operator) + 1
    return account_of("99997", "00001", f"{place:011d}")


def generate_year(seed: int = YEAR_SEED, per_day: int = 24) -> Year:
    """Generate the year; the same seed gives the same one. ``per_day`` is the mean of invoices."""
    return _Generator(random.Random(seed), per_day).run()


class _Generator:
    def __init__(self, chance: random.Random, per_day: int) -> None:
        self._chance, self._per_day = chance, per_day
        self._year = Year()
        self._number = _FIRST_NUMBER

    def run(self) -> Year:
        year = self._year
        flows: dict[str, list[tuple[date, list[YearInvoice]]]] = {payer.operator: [] for payer in PAYERS}
        day = FIRST_DAY
        while day <= LAST_DAY - timedelta(days=21):
            if day.weekday() < 6 and (is_working_day(day) or day.weekday() == 5):
                self._invoices(day, flows)
            day += timedelta(days=1)
        for payer in PAYERS:
            self._pay(payer, flows[payer.operator])
        self._everyday()
        year.lines.sort(key=lambda line: (line.day, line.cents < 0, line.kind, line.label, line.cents))
        year.lines = [
            YearLine(
                line.day,
                line.cents,
                line.kind,
                line.label,
                line.payer,
                line.iban,
                line.reference,
                line.remittance,
                line.pays,
                number,
            )
            for number, line in enumerate(year.lines, start=1)
        ]
        return year

    def _invoices(self, day: date, flows: dict[str, list[tuple[date, list[YearInvoice]]]]) -> None:
        chance, today = self._chance, dict[str, list[YearInvoice]]()
        known = {payer.operator for payer in PAYERS}
        amcs = [amc for amc in AMCS if amc.operators[0] in known]
        for _each in range(max(4, round(chance.gauss(self._per_day, self._per_day / 6)))):
            amc = chance.choice(amcs)
            reject = chance.choice(_REJECTS) if chance.random() < 0.02 else None
            invoice = YearInvoice(
                f"{self._number:09d}",
                day,
                f"{day.timetuple().tm_yday:03d}",
                amc,
                amc.operators[0],
                chance.randrange(180, 4_800),
                reject,
            )
            self._number += 1
            self._year.invoices.append(invoice)
            today.setdefault(invoice.operator, []).append(invoice)
        flow_day = add_working_days(day, 2)
        for operator, invoices in today.items():
            flows[operator].append((flow_day, invoices))

    def _pay(self, payer: Payer, flows: list[tuple[date, list[YearInvoice]]]) -> None:
        """Announce the flows of an operator and pay them, grouped and split as it does."""
        merged: dict[date, list[YearInvoice]] = {}
        for flow_day, invoices in flows:
            late = payer.operator == "viamedis" and OUTAGE[0] <= flow_day < OUTAGE[1]
            # what waited is announced after the outage, four flow days of invoices in each notice
            held = add_working_days(OUTAGE[1], (flow_day - OUTAGE[0]).days // 4) if late else flow_day
            merged.setdefault(held, []).extend(invoices)
        if payer.operator == "viamedis":
            self._acompte(payer, merged)
        places = [self._announce(payer, day, merged[day]) for day in sorted(merged)]
        if payer.operator == "almerys":
            self._year.never_received = places.pop(len(places) * 3 // 4)
        if payer.operator == "isante":
            self._unannounced(payer, places)
        while places:
            group, places = places[: payer.group], places[payer.group :]
            self._credit(payer, group)

    def _announce(self, payer: Payer, day: date, invoices: list[YearInvoice]) -> int:
        year, place = self._year, len(self._year.notices)
        reference = f"{payer.operator[:2].upper()}{day:%y%m%d}{place:05d}"
        total = sum(each.cents for each in invoices if each.reject is None)
        withheld, reason = 0, ""
        if payer.operator == "viamedis" and day >= OUTAGE[1] and self._owed:
            before = sum(n.withheld > 0 for n in year.notices if n.operator == payer.operator)
            # the second withholding swallows its notice whole
            withheld = min(self._owed, total if before == 1 else total * 3 // 10)
            self._owed -= withheld
            reason = "advance"
        elif payer.operator == "sp-sante" and (day.month, day.day) >= (6, 3) and not self._clawed:
            withheld, reason, self._clawed = min(1_234, total // 2), "clawback", True
        year.notices.append(YearNotice(payer.operator, day, reference, tuple(invoices), withheld, reason))
        if payer.operator == "viamedis" and day >= OUTAGE[1] and year.twice < 0:
            year.twice = place
        return place

    _owed: Money = 0
    _clawed = False

    def _acompte(self, payer: Payer, merged: dict[date, list[YearInvoice]]) -> None:
        waiting = [
            each
            for day, invoices in merged.items()
            if day >= OUTAGE[1]
            for each in invoices
            if each.day < _ACOMPTE_DAY - timedelta(days=4)
        ]
        year = self._year
        year.requested = sum(each.cents for each in waiting)
        year.advance = self._owed = year.requested * _GRANTED // 100
        year.lines.append(
            YearLine(
                _ACOMPTE_DAY,
                year.advance,
                "advance",
                f"VIR SEPA {payer.name} ACOMPTE",
                payer.name,
                payer_iban(payer.operator),
                "ACOMPTE-2024-02",
                "ACOMPTE EXCEPTIONNEL TIERS PAYANT",
            )
        )

    def _unannounced(self, payer: Payer, places: list[int]) -> None:
        """Let one notice be lost: its money comes all the same."""
        year, place = self._year, places.pop(len(places) // 2)
        notice = year.notices[place]
        year.unannounced = notice.invoices
        day = add_working_days(notice.day, payer.delay)
        year.lines.append(
            YearLine(
                day,
                notice.total,
                "unannounced",
                f"VIR SEPA {payer.name}",
                payer.name,
                payer_iban(payer.operator),
                notice.reference,
            )
        )
        year.notices[place] = YearNotice(notice.operator, notice.day, "", ())

    def _credit(self, payer: Payer, group: list[int]) -> None:
        year, chance = self._year, self._chance
        notices = [year.notices[place] for place in group]
        due = sum(notice.due for notice in notices)
        day = add_working_days(max(notice.day for notice in notices), payer.delay)
        if due <= 0 or day > LAST_DAY:
            return
        reference = notices[0].reference
        pays = tuple((place, year.notices[place].due) for place in group if year.notices[place].due)
        label = f"VIR SEPA {payer.name}" + (f" {reference}" if payer.says_reference else "")
        words = " ".join(f"{notice.day:%d%m}" for notice in notices) if len(notices) > 1 else ""

        def line(when: date, cents: Money, kind: str, paid: tuple[tuple[int, Money], ...]) -> YearLine:
            iban = payer_iban(payer.operator)
            text = f"FLUX {words}".strip() if words else f"LOT {notices[0].reference[-5:]}"
            return YearLine(when, cents, kind, label, payer.name, iban, reference, text, paid)

        split = len(group) == 1 and due > 10_000 and chance.random() < 0.03
        if split:
            first = due * 6 // 10
            year.lines.append(line(day, first, "transfer", ((group[0], first),)))
            later = add_working_days(day, 1)
            year.lines.append(line(later, due - first, "transfer", ((group[0], due - first),)))
            return
        if payer.operator == "sp-sante" and not self._returned and day >= date(2024, 9, 2):
            self._returned = True
            year.lines.append(line(day, due, "returned", ()))
            back = line(add_working_days(day, 2), -due, "return", ())
            year.lines.append(back)
            day = add_working_days(day, 5)
        year.lines.append(line(day, due, "transfer", pays))

    _returned = False

    def _everyday(self) -> None:
        """Add what a pharmacy's account holds besides: cards, cash, wholesaler, wages, contributions."""
        chance, lines, day = self._chance, self._year.lines, FIRST_DAY
        while day <= LAST_DAY:
            if is_working_day(day):
                lines.append(YearLine(day, chance.randrange(40_000, 160_000), "other", "REMISE CB 0042"))
                if day.weekday() == 0:
                    lines.append(
                        YearLine(day, chance.randrange(20_000, 60_000), "other", "VERSEMENT ESPECES")
                    )
                if day.weekday() == 2:
                    cents = -chance.randrange(250_000, 600_000)
                    lines.append(YearLine(day, cents, "debit", "PRLV SEPA GROSSISTE DU PONANT"))
                if day.day in (5, 6, 7) and day.weekday() < 5 and chance.random() < 0.5:
                    lines.append(
                        YearLine(day, -chance.randrange(30_000, 90_000), "debit", "PRLV SEPA URSSAF")
                    )
                if chance.random() < 0.1:
                    # two equal movements of one day are two
                    twin = YearLine(day, -1_250, "debit", "FRAIS TENUE DE COMPTE")
                    lines += [twin, twin]
            day += timedelta(days=1)
