"""A bank file compared with the register: which lines are new, known, completed, or a return."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pharmassist.domain.bank import BankFormat, Credit, CreditFilter
from pharmassist.domain.bank_lines import KnownLine, Marker, Marks, pair
from pharmassist.domain.headers import fold
from pharmassist.domain.masking import masked
from pharmassist.domain.money import Money
from pharmassist.domain.statement_lines import StatementLine
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.ports.register import Transaction
from pharmassist.services.statement_reading import AccountRead

_RETURN_WITHIN = timedelta(days=90)
_LONGEST = 300
_OWN_DIGITS = 6
_RETURN_WORDS = re.compile(
    r"\b(?:retour|rejet|annul\w*|restitution)\b.*\bvir|\bvir\w*\b.*\b(?:retour|rejet|annul)"
)


@dataclass(slots=True)
class Return:
    """A debit that takes a credit back: a stored one, or one of this file (its place in the sightings)."""

    line: StatementLine
    marks: Marks
    credit: Credit | None = None
    place: int = -1

    @property
    def cents(self) -> Money:
        """The sum of the credit."""
        return self.credit.cents if self.credit is not None else 0

    @property
    def numbers(self) -> frozenset[str]:
        """What the credit bears that may be nobody else's."""
        return _numbers(fold(self.credit.words)) if self.credit is not None else frozenset()


@dataclass(slots=True)
class Compared:
    """What one account of a file brings."""

    account_id: int
    sightings: list[Sighting] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    kept: int = 0
    known: int = 0
    completed: int = 0
    credits: int = 0
    credit_cents: int = 0


class BankComparing:
    """Compares the accounts of one file, one after the other, in one transaction."""

    def __init__(self, tx: Transaction, key: bytes, dialect: str) -> None:
        self._tx, self._key, self._dialect = tx, key, dialect
        self._next = -1
        self._fresh: dict[str, list[KnownLine]] = {}
        self._seen: set[int] = set()

    def compare(self, account_id: int, read: AccountRead) -> Compared:
        """Compare one account; lines that an earlier part of the file brought are known."""
        marker = Marker(self._key, account_id, self._dialect)
        lines = read.lines
        marks = [marker.marks(line) for line in lines]
        stored = self._tx.bank.known_lines({each.group for each in marks})
        found = self._pairs(marks, stored)
        known_credits = self._tx.credits.many(line.credit_id for line in found.values() if line.credit_id > 0)
        done = Compared(account_id)
        fresh: dict[str, list[KnownLine]] = {}
        debits: list[tuple[StatementLine, Marks]] = []
        for place, (line, mark) in enumerate(zip(lines, marks, strict=True)):
            same = found.get(place)
            if same is None:
                done.kept += 1
                if line.cents > 0:
                    self._credit(done, line, mark)
                else:
                    debits.append((line, mark))
                fresh.setdefault(mark.group, []).append(KnownLine(self._next, 0, (mark,)))
                self._next -= 1
            else:
                self._known(done, line, mark, same, known_credits.get(same.credit_id))
        # A bank's table may stand newest first: returns are looked for once all that came is known.
        self._debits(done, debits)
        for group, each in fresh.items():
            self._fresh.setdefault(group, []).extend(each)
        return done

    def _pairs(
        self, marks: Sequence[Marks], stored: Mapping[str, Sequence[KnownLine]]
    ) -> dict[int, KnownLine]:
        by_group: dict[str, list[int]] = {}
        for place, mark in enumerate(marks):
            by_group.setdefault(mark.group, []).append(place)
        found: dict[int, KnownLine] = {}
        for group, places in by_group.items():
            candidates = [*stored.get(group, ()), *self._fresh.get(group, ())]
            if candidates:
                pairs = pair([marks[place] for place in places], candidates)
                found.update((places[index], line) for index, line in pairs.items())
        return found

    @staticmethod
    def _credit(done: Compared, line: StatementLine, mark: Marks) -> None:
        done.sightings.append(Sighting(done.account_id, mark, credit=credit_of(line, done.account_id)))
        done.credits += 1
        done.credit_cents += line.cents

    def _debits(self, done: Compared, debits: Sequence[tuple[StatementLine, Marks]]) -> None:
        if not debits:
            return
        came = self._came(done, [line for line, _mark in debits])
        sums: dict[Money, list[Return]] = {}
        for each in came:
            sums.setdefault(each.cents, []).append(each)
        for line, mark in debits:
            candidates = sums.get(-line.cents)
            taken_back = _taken_back(done, line, candidates, came) if candidates else None
            if taken_back is None:
                done.sightings.append(Sighting(done.account_id, mark))
            else:
                done.returns.append(replace(taken_back, marks=mark))

    def _came(self, done: Compared, debits: Sequence[StatementLine]) -> list[Return]:
        """Return the credits that debits of these days may take back, of the register and of this file."""
        found: list[Return] = []
        if done.account_id > 0:
            first = min(line.day for line in debits) - _RETURN_WITHIN
            last = max(line.day for line in debits)
            stored = CreditFilter(account_id=done.account_id, date_from=first, date_to=last)
            found += [
                Return(debits[0], _NO_MARKS, credit)
                for credit in self._tx.credits.stream(stored)
                if credit.cents > 0 and not credit.returned_by and not credit.other
            ]
        found += [
            Return(debits[0], _NO_MARKS, sighting.credit, place)
            for place, sighting in enumerate(done.sightings)
            if sighting.credit is not None and not sighting.line_id
        ]
        return found

    def _known(
        self, done: Compared, line: StatementLine, mark: Marks, same: KnownLine, credit: Credit | None
    ) -> None:
        told: Credit | None = None
        heard = any(seen == mark for seen in same.seen)
        if credit is not None and not heard and not credit.other and not credit.returns:
            more = completed(credit, credit_of(line, done.account_id))
            told = more if more != credit else None
        if told is None:
            done.known += 1
        else:
            done.completed += 1
        if same.line_id > 0 and same.line_id not in self._seen:
            self._seen.add(same.line_id)
            done.sightings.append(Sighting(done.account_id, mark, same.line_id, told))


def _taken_back(
    done: Compared, line: StatementLine, same: Sequence[Return], came: Sequence[Return]
) -> Return | None:
    """Find the one credit of that very sum that a debit takes back: ``same`` are those of its sum.

    The file says that it takes one back, or both bear a number that no credit of another sum
    bears: a bank's table may say nothing else.
    """
    words = fold(f"{line.label} {line.remittance}")
    told = line.is_return or _RETURN_WORDS.search(words) is not None
    taken = {(each.place, each.credit.id) for each in done.returns if each.credit is not None}
    candidates = [
        replace(each, line=line)
        for each in same
        if each.credit is not None
        and (each.place, each.credit.id) not in taken
        and timedelta() <= line.day - each.credit.day <= _RETURN_WITHIN
    ]
    if not told:
        mine = _numbers(words)
        if not any(mine & each.numbers for each in candidates):
            return None
        own = mine.difference(*(each.numbers for each in came if each.cents != -line.cents))
        bearing = [each for each in candidates if own & each.numbers]
        return bearing[0] if len(bearing) == 1 else None
    for sure in (_shares_reference, _shares_payer):
        found = [each for each in candidates if each.credit and sure(line, words, each.credit)]
        if len(found) == 1:
            return found[0]
    return candidates[0] if line.is_return and len(candidates) == 1 else None


_NO_MARKS = Marks("", "")


def _shares_reference(line: StatementLine, _words: str, credit: Credit) -> bool:
    mine = {fold(each) for each in (*line.references, line.end_to_end) if each}
    return bool(mine & {fold(each) for each in credit.references})


def _shares_payer(_line: StatementLine, words: str, credit: Credit) -> bool:
    return len(credit.payer_name) > 3 and fold(credit.payer_name) in words


def _numbers(words: str) -> frozenset[str]:
    """Return the words with digits enough to be nobody else's."""
    return frozenset(word for word in words.split() if sum(map(str.isdigit, word)) >= _OWN_DIGITS)


def credit_of(line: StatementLine, account_id: int) -> Credit:
    """Return the credit of a line, its words freed of what must not enter."""
    return Credit(
        account_id,
        line.day,
        line.cents,
        masked(line.label),
        masked(line.remittance),
        tuple(masked(each) for each in line.references[:8]),
        masked(line.payer_name),
        line.payer_iban,
        line.value_day,
        line.bank_code,
    )


def completed(known: Credit, told: Credit) -> Credit:
    """Return a known credit with what another file tells more of it; nothing known is lost."""
    remittance = known.remittance
    if told.remittance and fold(told.remittance) not in fold(f"{known.label} {remittance}"):
        remittance = f"{remittance} / {told.remittance}".strip(" /")[:_LONGEST]
    label = known.label
    if told.label and fold(told.label).startswith(fold(label)):
        label = told.label
    mine = {fold(each) for each in known.references}
    more = tuple(each for each in told.references if fold(each) not in mine)
    return replace(
        known,
        label=label,
        remittance=remittance,
        references=(*known.references, *more)[:8],
        payer_name=known.payer_name or told.payer_name,
        payer_iban=known.payer_iban or told.payer_iban,
        value_day=known.value_day or told.value_day,
        bank_code=known.bank_code or told.bank_code,
    )


def dialect(format_: BankFormat, titles: str) -> str:
    """Name who wrote the words of a file."""
    return f"{format_.value}:{titles}" if titles else format_.value
