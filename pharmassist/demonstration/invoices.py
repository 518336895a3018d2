"""The invoices of the demonstration: 5,000 over 60 days, and what the software lists on three mornings.

Reproducible: the same seed gives the same invoices, lists and truth. The counts and sums of
30 and 31 January are those of stories 1 and 2 of the trade (1,148 invoices, 24 906,35 €;
then 96 new, 73 gone, two resent by mistake).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pharmassist.demonstration.cast import AMCS, FINESS, PHARMACY_NAME, Amc, Patient, invent_patient

SEED = 20240130
INVOICES = 5_000
FIRST_DAY = date(2023, 12, 2)
MORNINGS = (date(2024, 1, 29), date(2024, 1, 30), date(2024, 1, 31))
_CLOSED_DAYS = frozenset({date(2023, 12, 25), date(2024, 1, 1)})
_NEW = {MORNINGS[1]: 95, MORNINGS[2]: 94}
"""Invoices of the eve that each morning's list adds, besides the two resent ones."""
_GONE = {
    MORNINGS[1]: {"viamedis": 11, "almerys": 22, "isante": 16, "sp-sante": 12},
    MORNINGS[2]: {"viamedis": 0, "almerys": 31, "isante": 22, "sp-sante": 18},
}
_LISTED = {"viamedis": 214, "almerys": 402, "isante": 275, "sp-sante": 220, "": 37}
"""Lines of each operator on 30 January: 1,148."""
_CENTS = {"viamedis": 218_746, "": 31_280}
_TOTAL_CENTS = 2_490_635
_RESENT_CENTS = (1_840, 915)
_REJECTED = 14
_PART_PAID = 3
_FIRST_NUMBER = 412_001


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as the software holds it; cents. ``rest`` is what it lists as still due."""

    number: int
    day: date
    care: date
    amc: Amc
    operator: str
    patient: Patient
    amc_cents: int
    amo_cents: int
    rest: int
    rejected: bool = False
    replaces: int = 0

    @property
    def text(self) -> str:
        """The number on nine digits."""
        return f"{self.number:09d}"

    @property
    def batch(self) -> str:
        """The lot of its day."""
        return f"{(self.day - FIRST_DAY).days + 340:03d}"


@dataclass(frozen=True, slots=True)
class Morning:
    """What the software lists on one morning, and what that does to the list of the eve."""

    day: date
    lines: tuple[Invoice, ...]
    new: tuple[Invoice, ...]
    gone: tuple[Invoice, ...]
    part_paid: tuple[Invoice, ...]
    cancelled: tuple[Invoice, ...]

    def truth(self, file: str) -> dict[str, Any]:
        """Tell what an import of this list must find."""
        by_operator: dict[str, list[int]] = {}
        for line in self.lines:
            by_operator.setdefault(line.operator, []).append(line.rest)
        return {
            "file": file,
            "count": len(self.lines),
            "cents": sum(line.rest for line in self.lines),
            "counts_by_operator": {name: len(cents) for name, cents in sorted(by_operator.items())},
            "cents_by_operator": {name: sum(cents) for name, cents in sorted(by_operator.items())},
            "new": len(self.new),
            "new_cents": sum(line.rest for line in self.new),
            "gone": len(self.gone),
            "gone_cents": sum(line.rest for line in self.gone),
            "part_paid": len(self.part_paid),
            "negative": len(self.cancelled),
            "replacements": [
                {"invoice": line.text, "replaces": f"{line.replaces:09d}", "cents": line.rest}
                for line in self.new
                if line.replaces
            ],
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """All that was generated."""

    mornings: tuple[Morning, ...]
    settled: tuple[Invoice, ...]
    """Invoices that had left the list before the first morning: paid in the past."""
    files: dict[date, str] = field(default_factory=dict)

    @property
    def invoices(self) -> int:
        """How many invoices there are."""
        return len(self.settled) + len(self.mornings[0].lines) + sum(len(m.new) for m in self.mornings[1:])

    @property
    def patients(self) -> frozenset[str]:
        """NIR and names that must never enter a register."""
        invoices = [*self.settled, *(line for morning in self.mornings for line in morning.lines)]
        people = [invoice.patient for invoice in invoices]
        return frozenset(word for p in people for word in (p.nir, p.first_name, p.last_name))

    def document(self) -> dict[str, Any]:
        """Return what ``truth.json`` holds."""
        return {
            "pharmacy": {"name": PHARMACY_NAME, "finess": FINESS},
            "seed": SEED,
            "invoices": self.invoices,
            "insurers": len(AMCS),
            "days": {m.day.isoformat(): m.truth(self.files.get(m.day, "")) for m in self.mornings},
        }

    def write(self, path: Path) -> None:
        """Write ``truth.json``."""
        text = json.dumps(self.document(), ensure_ascii=False, indent=2, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


class _Maker:
    """Makes invoices one after the other, numbers rising."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._number = _FIRST_NUMBER
        self._amcs = {name: [amc for amc in AMCS if name in amc.operators] for name in _LISTED}
        self._patients = [invent_patient(self.chance) for _ in range(900)]

    def invoice(self, day: date, *, late: bool = False) -> Invoice:
        """Make the next invoice of a day; ``late`` ones are made some days after the care."""
        chance = self.chance
        operator = chance.choices(list(_LISTED), weights=[22, 33, 24, 18, 3])[0]
        cents = chance.randrange(280, 1_760) if operator == "viamedis" else chance.randrange(450, 4_500)
        number, self._number = self._number, self._number + 1
        care = day - timedelta(days=chance.randrange(1, 6)) if late else day
        amc, patient = chance.choice(self._amcs[operator]), chance.choice(self._patients)
        amo = cents * chance.randrange(150, 250) // 100
        return Invoice(number, day, care, amc, operator, patient, cents, amo, cents)

    def again(self, old: Invoice, day: date) -> Invoice:
        """Make the same care a second time, under a new number: resent by mistake."""
        number, self._number = self._number, self._number + 1
        return replace(old, number=number, day=day, replaces=old.number)


def generate(seed: int = SEED) -> Truth:
    """Generate invoices, lists and truth."""
    maker = _Maker(seed)
    chance = maker.chance
    monday, tuesday = MORNINGS[0], MORNINGS[1]
    past = _past(maker)
    added = [maker.invoice(monday) for _ in range(_NEW[tuesday])]
    kept, gone_first, settled = _share_out(chance, past, added)
    originals = _originals(chance, kept)
    second = _fit(chance, [*kept, *added], originals)
    by_number = {line.number: line for line in second}
    originals = [by_number[line.number] for line in originals]
    gone_second = [*originals, *_leaving(chance, second, originals)]
    leaving = {line.number for line in gone_second}
    plain = [line for line in second if line.day < monday and line.operator and line.number not in leaving]
    marked = chance.sample(plain, _REJECTED + 2 * _PART_PAID)
    rejected = {line.number for line in marked[:_REJECTED]}
    first_part = {line.number for line in marked[_REJECTED : _REJECTED + _PART_PAID]}
    second_part = {line.number for line in marked[_REJECTED + _PART_PAID :]}
    second = [
        replace(
            line,
            rejected=line.number in rejected,
            amc_cents=line.rest + (520 if line.number in first_part else 0),
        )
        for line in second
    ]
    first = [replace(line, rest=line.amc_cents) for line in second if line.day < monday]
    first = sorted((*first, *gone_first), key=lambda line: line.number)
    fresh = [maker.invoice(tuesday) for _ in range(_NEW[MORNINGS[2]])]
    fresh += [maker.again(line, tuesday) for line in originals]
    third = [
        replace(line, rest=line.rest - 150 if line.number in second_part else line.rest)
        for line in second
        if line.number not in leaving
    ]
    added_now = tuple(line for line in second if line.day == monday)
    mornings = (
        Morning(MORNINGS[0], tuple(first), tuple(first), (), (), (settled[-1],)),
        Morning(tuesday, tuple(second), added_now, tuple(gone_first), _of(second, first_part), ()),
        Morning(MORNINGS[2], (*third, *fresh), tuple(fresh), tuple(gone_second), _of(third, second_part), ()),
    )
    return Truth(mornings, tuple(settled))


def _of(lines: Iterable[Invoice], numbers: set[int]) -> tuple[Invoice, ...]:
    return tuple(line for line in lines if line.number in numbers)


def _past(maker: _Maker) -> list[Invoice]:
    """Make the invoices up to the Saturday before, spread over the open days."""
    span = (MORNINGS[0] - FIRST_DAY).days
    days = [FIRST_DAY + timedelta(days=i) for i in range(span)]
    open_days = [day for day in days if day.weekday() < 6 and day not in _CLOSED_DAYS]
    count = INVOICES - sum(_NEW.values()) - len(_RESENT_CENTS)
    made: list[Invoice] = []
    for index, day in enumerate(open_days):
        share = count * (index + 1) // len(open_days) - count * index // len(open_days)
        made += [maker.invoice(day, late=maker.chance.random() < 0.1) for _ in range(share)]
    return made


def _share_out(
    chance: random.Random, past: list[Invoice], added: list[Invoice]
) -> tuple[list[Invoice], list[Invoice], list[Invoice]]:
    """Say which past invoices still stand on 30 January, which left the night before, which earlier."""
    kept: list[Invoice] = []
    gone: list[Invoice] = []
    settled: list[Invoice] = []
    for operator, listed in _LISTED.items():
        mine = [line for line in past if line.operator == operator]
        # recent ones still wait, and a few old ones too
        mine.sort(key=lambda line: (line.day - FIRST_DAY).days + chance.random() * 14, reverse=True)
        stays = listed - sum(line.operator == operator for line in added)
        leaves = _GONE[MORNINGS[1]].get(operator, 0)
        kept += mine[:stays]
        gone += mine[stays : stays + leaves]
        settled += mine[stays + leaves :]
    return _sorted(kept), _sorted(gone), _sorted(settled)


def _sorted(lines: list[Invoice]) -> list[Invoice]:
    return sorted(lines, key=lambda line: line.number)


def _originals(chance: random.Random, kept: list[Invoice]) -> list[Invoice]:
    """Choose the Viamedis invoices that will be resent by mistake, each alone of its AMC and care date."""
    mine = [line for line in kept if line.operator == "viamedis"]
    cares = [(line.amc, line.care) for line in kept]
    alone = [line for line in mine if cares.count((line.amc, line.care)) == 1]
    return chance.sample(alone, len(_RESENT_CENTS))


def _fit(chance: random.Random, lines: list[Invoice], originals: list[Invoice]) -> list[Invoice]:
    """Give the list of 30 January its sums to the cent, moving amounts a little here and there."""
    fixed = dict(zip((line.number for line in originals), _RESENT_CENTS, strict=True))
    cents = {line.number: fixed.get(line.number, line.rest) for line in lines}
    groups = {name: [x.number for x in lines if x.operator == name] for name in _CENTS}
    targets = dict(_CENTS)
    groups["others"] = [x.number for x in lines if x.operator not in _CENTS]
    targets["others"] = _TOTAL_CENTS - sum(_CENTS.values())
    for name, numbers in groups.items():
        free = [number for number in numbers if number not in fixed]
        while missing := targets[name] - sum(cents[number] for number in numbers):
            number = chance.choice(free)
            step = max(-90, min(90, missing))
            cents[number] += step if cents[number] + step >= 200 else 0
    return [replace(line, amc_cents=cents[line.number], rest=cents[line.number]) for line in lines]


def _leaving(chance: random.Random, lines: list[Invoice], originals: list[Invoice]) -> list[Invoice]:
    """Choose what the software believes settled on the eve of 31 January: nothing of Viamedis."""
    left: list[Invoice] = []
    for operator, count in _GONE[MORNINGS[2]].items():
        mine = [x for x in lines if x.operator == operator and x.day < MORNINGS[0] and x not in originals]
        left += chance.sample(mine, count)
    return left
