"""The directory AMC → operators: what the pharmacy taught, what its lists showed, what we ship.

An AMC may stand behind several operators (Aésio, AG2R…): then no invoice is given one. Only
what the pharmacy taught or its own lists showed decides; the shipped directory says "to verify".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pharmassist.domain.claims import Claim, ClaimChange, ClaimFilter, Tally
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import canonical_amc, masked_nir, refuse_nir
from pharmassist.domain.operators import DIRECT, Insurer, Operator
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import TableReader
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import french, mark, translate

TAUGHT, LEARNT = "taught", "learnt"
PAYS_DIRECTLY = mark("Pays directly")
"""What is shown in the place of an operator's name for an AMC that pays by itself."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What assigning did: the entry, and how many invoices got their operator by it."""

    insurer: Insurer
    claims: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a person read on the card beside the AMC number; "" leaves what is known."""

    convention_type: str = ""
    csr: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unassigned:
    """An AMC of the encours whose operator is not known; cents.

    ``possible`` are the operators the directory sees behind it: several, and the card's logo
    decides (*indéterminé*); one "to verify", and a person confirms it; none, and it is to find.
    """

    amc: str
    name: str
    waiting: Tally
    possible: tuple[str, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class WhoPays:
    """Who pays a mutuelle and whom to call: the entry and its operators with their contacts."""

    insurer: Insurer
    operators: tuple[Operator, ...]
    pays_directly: bool
    waiting: Tally


class Directory:
    """Reads and teaches the directory."""

    def __init__(
        self, register: Register, reader: TableReader, catalogue: Catalogue, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._reader, self._catalogue = register, reader, catalogue
        self._clock, self._changes = clock, changes

    def list(self, text: str = "") -> tuple[Insurer, ...]:
        """List the AMC by name; ``text`` is a part of a name or of a number.

        The pharmacy's own entries go before the shipped ones of the same number or name.
        """
        with self._register.read() as tx:
            own = tx.operators.insurers()
        numbers = {entry.amc_number for entry in own if entry.amc_number}
        names = {fold(entry.name) for entry in own}
        shipped = (
            entry
            for entry in self._catalogue.insurers()
            if entry.amc_number not in numbers and fold(entry.name) not in names
        )
        words, number = fold(text), text.replace(" ", "").lstrip("0")
        found = [
            entry
            for entry in (*own, *shipped)
            if not words
            or any(words in fold(name) for name in (entry.name, *entry.aliases))
            or (number.isdigit() and (number in entry.amc_number or number in entry.code))
        ]
        return tuple(sorted(found, key=lambda entry: fold(entry.name)))

    def show(self, amc: str) -> Insurer:
        """Return one AMC by number or exact name; raises ``Problem("insurer_unknown")``."""
        number, name = canonical_amc(amc), fold(amc)
        for entry in self.list():
            known = {fold(entry.name), *map(fold, entry.aliases)}
            if (number and number in (entry.amc_number, entry.code)) or (name and name in known):
                return entry
        raise Problem("insurer_unknown", {"text": amc[:40]})

    def who_pays(self, amc: str) -> WhoPays:
        """Tell who pays a mutuelle and whom to call; raises ``Problem("insurer_unknown")``."""
        return self.pays(self.show(amc))

    def pays(self, entry: Insurer) -> WhoPays:
        """Tell who pays an entry of the directory, whom to call and what waits at it."""
        known = {operator.id: operator for operator in self._catalogue.operators()}
        waiting, today = Tally(), self._clock.today()
        with self._register.read() as tx:
            for number in dict.fromkeys(filter(None, (entry.amc_number, entry.code))):
                more = tx.claims.tally(ClaimFilter(amc_number=number), today=today)
                waiting = Tally(waiting.count + more.count, waiting.cents + more.cents)
        behind = tuple(known[operator] for operator in entry.operators if operator in known)
        return WhoPays(entry, behind, DIRECT in entry.operators, waiting)

    def undetermined(self) -> dict[str, tuple[str, ...]]:
        """Return the AMC that several operators may pay: canonical number or folded name → operators."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.list():
            if len(entry.operators) > 1:
                found |= {fold(name): entry.operators for name in (entry.name, *entry.aliases)}
                found |= {number: entry.operators for number in (entry.code, entry.amc_number) if number}
        return found

    def without_operator(self) -> tuple[Unassigned, ...]:
        """List the AMC whose open invoices have no operator, largest first: the worklist.

        ``amc`` of each line may be given back to ``assign_many``.
        """
        with self._register.read() as tx:
            claims = tx.claims.find(ClaimFilter(operator=""), today=self._clock.today())
        sums: dict[tuple[str, str], tuple[str, Tally]] = {}
        for claim in claims:
            key = (claim.amc_number, "" if claim.amc_number else fold(claim.payer))
            name, tally = sums.get(key, ("", Tally()))
            more = Tally(tally.count + 1, tally.cents + claim.outstanding)
            sums[key] = (name or claim.payer, more)
        entries = self.list()
        found = []
        for (number, words), (name, waiting) in sums.items():
            entry = _find(entries, number, name) if number or words else None
            possible = entry.operators if entry else ()
            label = name or (entry.name if entry else "")
            certainty = entry.certainty if entry else ""
            found.append(Unassigned(number or name, label, waiting, possible, certainty))
        return tuple(sorted(found, key=lambda each: (-each.waiting.cents, each.name, each.amc)))

    def assign_many(
        self, who: str, amcs: Sequence[str], operators: tuple[str, ...]
    ) -> tuple[Assignment, ...]:
        """Teach the same operators for several lines of the worklist, in one transaction.

        Raises as ``assign``, and ``nothing_to_assign``; then nothing is stored.
        """
        if not amcs:
            raise Problem("nothing_to_assign")
        refuse_nir(*amcs)
        known_operators(self._catalogue, operators)
        names = {each.amc: each.name for each in self.without_operator()}
        with self._register.write(who) as tx:
            done = tuple(self._assign(tx, who, amc, operators, names.get(amc, "")) for amc in amcs)
            facts: dict[str, str | int] = {
                "insurers": len(done),
                "operators": ", ".join(operators),
                "claims": sum(each.claims for each in done),
            }
            tx.journal.record("insurers.assigned_many", "", facts)
        self._changes.post(Kind.OPERATORS, Kind.CLAIMS)
        return done

    def assign(
        self, who: str, amc: str, operators: tuple[str, ...], name: str = "", card: Card | None = None
    ) -> Assignment:
        """Teach the operators of an AMC; invoices that had none get it when there is only one.

        ``card`` is what its card prints beside the number. Raises ``operator_unknown``,
        ``amc_unreadable`` (neither number nor known name) and ``nir_refused``.
        """
        card = card or Card()
        refuse_nir(amc, name, card.convention_type, card.csr, card.code)
        known_operators(self._catalogue, operators)
        with self._register.write(who) as tx:
            done = self._assign(tx, who, amc, operators, name, card)
            facts: dict[str, str | int] = {
                "amc": done.insurer.amc_number,
                "operators": ", ".join(operators),
                "claims": done.claims,
            }
            tx.journal.record("insurers.assigned", done.insurer.amc_number or done.insurer.name, facts)
        self._changes.post(Kind.OPERATORS, Kind.CLAIMS)
        return done

    def import_file(self, who: str, path: Path) -> int:
        """Teach from a table with the columns ``amc``, ``name``, ``operator``; returns how many.

        Several operators on one line are separated by commas. Raises the problems of
        ``assign`` and ``Problem("column_unknown")``; then nothing is stored.
        """
        table = self._reader.open(path)
        titles = [fold(title) for title in table.shape.header]
        for title in ("amc", "operator"):
            if title not in titles:
                raise Problem("column_unknown", {"column": title})
        amc, operator = titles.index("amc"), titles.index("operator")
        name = titles.index("name") if "name" in titles else -1
        count = 0
        with self._register.write(who) as tx:
            for _line, row in table.rows():
                cells = [*row, *[""] * (len(titles) - len(row))]
                refuse_nir(cells[amc], cells[name] if name >= 0 else "")
                operators = tuple(part.strip() for part in cells[operator].split(",") if part.strip())
                known_operators(self._catalogue, operators)
                self._assign(tx, who, cells[amc], operators, cells[name].strip() if name >= 0 else "")
                count += 1
            tx.journal.record("insurers.imported", masked_nir(path.name), {"insurers": count})
        self._changes.post(Kind.OPERATORS, Kind.CLAIMS)
        return count

    def _assign(
        self,
        tx: Transaction,
        who: str,
        amc: str,
        operators: tuple[str, ...],
        name: str,
        card: Card | None = None,
    ) -> Assignment:
        card = card or Card()
        number = canonical_amc(amc)
        entry = _find(tx.operators.insurers(), number, name or amc)
        if entry is None:
            shipped = _find(self._catalogue.insurers(), number, name or amc)
            if shipped is None and not number and not name:
                raise Problem("amc_unreadable", {"text": amc[:40]})
            entry = replace(shipped, id=0) if shipped else Insurer(name or number, number, (), TAUGHT, "")
        entry = replace(
            entry,
            name=name or entry.name,
            # the number typed may be the code beside it
            amc_number=entry.amc_number if number and number == entry.code else number or entry.amc_number,
            operators=operators,
            certainty=TAUGHT,
            source=who,
            convention_type=card.convention_type.strip().upper() or entry.convention_type,
            csr=card.csr.strip().upper() or entry.csr,
            code=canonical_amc(card.code) or entry.code,
        )
        entry = replace(entry, id=tx.operators.save_insurer(entry))
        changed = 0
        if len(operators) == 1:
            changed = self._give_operator(tx, who, entry, operators[0])
        return Assignment(entry, changed)

    def _give_operator(self, tx: Transaction, who: str, entry: Insurer, operator: str) -> int:
        today = self._clock.today()
        claims: tuple[Claim, ...] = ()
        for number in dict.fromkeys(filter(None, (entry.amc_number, entry.code))):
            wanted = ClaimFilter(operator="", amc_number=number, all_states=True)
            claims += tx.claims.find(wanted, today=today)
        if not entry.amc_number:
            names = {fold(entry.name), *map(fold, entry.aliases)}
            nameless = tx.claims.find(ClaimFilter(operator="", all_states=True), today=today)
            claims += tuple(c for c in nameless if not c.amc_number and fold(c.payer) in names)
        tx.claims.update_many(replace(claim, operator=operator) for claim in claims)
        tx.claims.note(
            ClaimChange(claim.id, tx.now, who, claim.state.value, claim.state.value, "operator", operator)
            for claim in claims
        )
        return len(claims)


def operator_names(catalogue: Catalogue, *, printed: bool = False) -> dict[str, str]:
    """Return operators by id and name, AMC that pay directly last; ``printed`` in French, for paper."""
    names = {operator.id: operator.name for operator in catalogue.operators()}
    return {**names, DIRECT: french(PAYS_DIRECTLY) if printed else translate(PAYS_DIRECTLY)}


def known_operators(catalogue: Catalogue, operators: Iterable[str]) -> None:
    """Raise ``Problem("operator_unknown")`` for an operator that no file describes."""
    known = {DIRECT, *(operator.id for operator in catalogue.operators())}
    for operator in operators:
        if operator not in known:
            raise Problem("operator_unknown", {"operator": operator[:40]})


def operator_words(catalogue: Catalogue) -> dict[str, str]:
    """Return folded names and ids of operators → id: what an operator column may say."""
    words = {DIRECT: DIRECT, "paie en direct": DIRECT, "en direct": DIRECT}
    for operator in catalogue.operators():
        words[fold(operator.id)] = words[fold(operator.name)] = operator.id
    return words


def single_operators(insurers: Iterable[Insurer]) -> dict[str, str]:
    """Return canonical AMC number → operator, where the pharmacy's own entry has only one.

    An entry without number stands under its folded name: it serves lists that give no number.
    The transmission code of a card leads to the same entry, unless another has it for its number.
    """
    single = [entry for entry in insurers if len(entry.operators) == 1]
    found = {entry.code: entry.operators[0] for entry in single if entry.code}
    return found | {entry.amc_number or fold(entry.name): entry.operators[0] for entry in single}


def learn(tx: Transaction, claims: Iterable[Claim]) -> int:
    """Remember which operators the lists name behind each AMC number; returns entries changed.

    What a person taught is never changed by a list.
    """
    seen: dict[str, tuple[str, dict[str, None]]] = {}
    cards: dict[str, set[tuple[str, str]]] = {}
    for claim in claims:
        if not claim.amc_number:
            continue
        if claim.convention_type or claim.csr:
            cards.setdefault(claim.amc_number, set()).add((claim.convention_type, claim.csr))
        if claim.operator:
            name, operators = seen.setdefault(claim.amc_number, (claim.payer or claim.amc_number, {}))
            operators[claim.operator] = None
    own: Mapping[str, Insurer] = {e.amc_number: e for e in tx.operators.insurers() if e.amc_number}
    changed = 0
    for number, (name, operators) in seen.items():
        entry = own.get(number)
        if entry is None:
            entry = Insurer(name, number, (), LEARNT, "LGO")
        if entry.certainty != LEARNT or set(operators) <= set(entry.operators):
            continue
        joined = tuple(dict.fromkeys((*entry.operators, *operators)))
        tx.operators.save_insurer(replace(entry, operators=joined))
        changed += 1
    return changed + _learn_cards(tx, cards)


def _learn_cards(tx: Transaction, cards: Mapping[str, set[tuple[str, str]]]) -> int:
    """Put convention and CSR beside the AMC that have none, where the list told only one of each."""
    changed = 0
    for entry in tx.operators.insurers():
        told = cards.get(entry.amc_number, set()) if entry.amc_number else set()
        if len(told) == 1 and not (entry.convention_type or entry.csr):
            convention, csr = next(iter(told))
            tx.operators.save_insurer(replace(entry, convention_type=convention, csr=csr))
            changed += 1
    return changed


def _find(insurers: Iterable[Insurer], number: str, name: str) -> Insurer | None:
    words = fold(name)
    by_name = None
    for entry in insurers:
        if number and number in (entry.amc_number, entry.code):
            return entry
        same = words and words in {fold(entry.name), *map(fold, entry.aliases)}
        if same and not (number and entry.amc_number):
            by_name = by_name or entry
    return by_name
