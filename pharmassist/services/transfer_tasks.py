"""What the money asks for today: credits to point, and what was announced and did not come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pharmassist.domain.alarms import AnnouncedDay
from pharmassist.services.alarms import not_pointed
from pharmassist.services.match_book import payers_of
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import money, number

Words = Callable[[str], str]
Line = tuple[str, str, str]
"""Key, title and note of a line of "À faire"; it is done on the page Virements."""


def transfer_tasks(
    tx: Transaction, catalogue: Catalogue, announced: Sequence[AnnouncedDay], words: Words
) -> tuple[Line, ...]:
    """Return the lines of today; none before a statement or a notice is known."""
    lines: list[Line] = []
    waiting = not_pointed(tx, payers_of(tx, catalogue))
    if waiting.count:
        many, one = _("{count} credits, {sum} not pointed"), _("{count} credit, {sum} not pointed")
        note = words(many if waiting.count > 1 else one).format(
            count=number(waiting.count), sum=money(waiting.cents)
        )
        lines.append(("transfers", words(_("Point the credits")), note))
    late = [each for each in announced if each.late]
    if late:
        days = len({each.day for each in late})
        many, one = _("{sum} over {count} flow days"), _("{sum} over {count} flow day")
        note = words(many if days > 1 else one).format(
            sum=money(sum(each.cents for each in late)), count=number(days)
        )
        note = f"{note} · {_by_operator(late, catalogue)}"
        lines.append(("announced", words(_("Ask for what was announced and did not come")), note))
    return tuple(lines)


def _by_operator(late: Iterable[AnnouncedDay], catalogue: Catalogue) -> str:
    """Return who owes it: names alone where one does, with their sums where several do; most first."""
    sums: Counter[str] = Counter()
    for each in late:
        sums[each.operator] += each.cents
    names = {operator.id: operator.name for operator in catalogue.operators()}
    if len(sums) == 1:
        return names.get(*sums, *sums)
    return ", ".join(f"{names.get(who, who)} {money(cents)}" for who, cents in sums.most_common())
