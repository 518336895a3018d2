"""Consignes du jour: lights and conduct, what is due, delays, money, reminders, on one page.

On a calm day operators whose four lights all say the same share one line, and the page
is half full. What does not fit is counted in words, never left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.claims import OperatorOutstanding, Tally
from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.operators import WORST_FIRST, Light, LightState, OperatorStatus
from pharmassist.services.coming import Deadline
from pharmassist.services.composing.french import (
    LIGHT_NAMES,
    LIGHT_WORDS,
    capital,
    count,
    euros,
    hour,
    local_day,
    moment,
    short_day,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Format,
    LightMark,
    Lights,
    LightsRow,
    Note,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tick,
    TickList,
    Title,
)
from pharmassist.services.day import DayView, Task

MOST_OPERATORS, MOST_TASKS, MOST_DELAYS, MOST_REMINDERS = 5, 7, 3, 3
"""What one page holds, at the smallest size that is still read at arm's length."""

_PORTAL = {
    "": "portail non vérifié",
    "answers": "portail répond",
    "error": "portail en erreur",
    "certificate": "portail : certificat refusé",
    "elsewhere": "portail renvoie ailleurs",
    "silent": "portail muet",
    "too_much": "portail : réponse anormale",
    "unreachable": "portail injoignable",
}
"""Words of ``services.ports.web.Look``; a detail line, never a light."""


NOTHING = Tally()
READING = "consignes"
"""Key of the task that is this very page: not printed on it."""


@dataclass(frozen=True, slots=True)
class BankWords:
    """What the bank and the notices say: announced but absent, and up to when the bank is known.

    ``remarks`` go beside an operator's sum, by its id ("dernier virement le 5 févr.").
    """

    known_until: datetime | None = None
    announced: Tally = NOTHING
    announced_detail: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)


def shift_start(day: DayView, made_by: str, bank: BankWords | None = None, paper: Format = "a4") -> Document:
    """Compose the page of a day as the screen shows it; cents, working days.

    ``made_by`` are the initials of who acts; ask ``Day.view(words=…)`` for French lines.
    """
    imprint = Imprint(day.pharmacy, day.at, made_by, day.journal_head)
    subtitle = capital(moment(day.at))
    if day.cases:
        subtitle = f"{subtitle} · {day.cases[0].title}, jour\u00a0{_incident_day(day)}"
    blocks: list[Block] = [
        *_lights(day),
        *_tasks(tuple(task for task in day.tasks if task.key != READING)),
        *_delays(day),
        *_money(day, bank or BankWords()),
        *_reminders(day.reminders),
    ]
    return imprint.document("shift-start", "Consignes du jour", subtitle, blocks, paper=paper, one_page=True)


def _incident_day(day: DayView) -> int:
    """Count the days since the incident began: as its playbook says, else since it was opened."""
    case = day.cases[0]
    return (day.today - case.began_on(local_day(case.case.opened_at))).days + 1


def _lights(day: DayView) -> list[Block]:
    """Return rows, worst first; operators whose lights all say the same may share a line."""
    ordered = sorted(day.statuses, key=lambda status: WORST_FIRST.index(status.worst))
    alike: dict[LightState, list[str]] = {}
    rows: list[LightsRow] = []
    for status in ordered:
        states = {status.state(light) for light in Light}
        quiet = states in ({LightState.WORKING}, {LightState.UNVERIFIED})
        if quiet and (not day.cases or len(rows) >= MOST_OPERATORS):
            alike.setdefault(status.worst, []).append(status.operator.name)
        else:
            rows.append(_row(status, day.conduct.get(status.operator.id, "")))
    blocks: list[Block] = [Title("Les voyants et la conduite", _read_note(day))]
    shown = rows if len(rows) <= MOST_OPERATORS + 1 else rows[:MOST_OPERATORS]
    if shown:
        blocks.append(Lights(tuple(LIGHT_NAMES[light] for light in Light), tuple(shown)))
    if len(shown) < len(rows):
        hidden = ", ".join(row.name for row in rows[len(shown) :])
        blocks.append(Paragraph(f"{hidden}. Voyez la page Opérateurs.", lead="Aussi touchés :"))
    conduct = {status.worst: day.conduct.get(status.operator.id, "") for status in ordered}
    for state, names in alike.items():
        word = "Tout fonctionne" if state is LightState.WORKING else "Voyants non vérifiés"
        said = conduct[state].removesuffix(CLOSING).strip()
        blocks.append(Paragraph(f"{', '.join(names)}. {said}", lead=f"{word} :"))
    unfollowed = [case.named for case in day.cases if case.foreign]
    for name in unfollowed:
        said = day.conduct.get("", "").removesuffix(CLOSING).strip()
        blocks.append(Paragraph(said, lead=f"{name}, voyants non suivis ici :"))
    if alike or unfollowed:
        blocks.append(Paragraph(CLOSING))
    if not ordered:
        blocks.append(Paragraph("Aucun opérateur suivi. Ajoutez-les à la page Opérateurs."))
    return blocks


def _row(status: OperatorStatus, conduct: str) -> LightsRow:
    """Return one operator's row; the portal is a detail, never a light."""
    portal = status.portal.outcome if status.portal else ""
    said = conduct.removesuffix(CLOSING).strip()
    return LightsRow(
        name=status.operator.name,
        detail=_PORTAL.get(portal, "portail non vérifié"),
        lights=tuple(LightMark(status.state(light), LIGHT_WORDS[status.state(light)]) for light in Light),
        conduct=(said, CLOSING) if said else (CLOSING,),
    )


def _read_note(day: DayView) -> str:
    """Say when a light was read last."""
    instants = [reading.at for status in day.statuses for _, reading in status.readings if reading]
    if not instants:
        return "aucun voyant relevé"
    last = max(instants)
    if local_day(last) == day.today:
        return f"dernier relevé à {hour(last)}"
    return f"dernier relevé {short_day(local_day(last))}"


def _tasks(tasks: tuple[Task, ...]) -> list[Block]:
    """Return what is due today; done lines keep their place."""
    shown = tasks if len(tasks) <= MOST_TASKS else tasks[: MOST_TASKS - 1]
    ticks = [Tick(task.title, task.note, task.done_by) for task in shown]
    rest = len(tasks) - len(shown)
    if rest:
        ticks.append(Tick(f"Et {count(rest, 'autre tâche', 'autres tâches')}", "page Aujourd’hui"))
    return [
        Title("À faire aujourd’hui", "cochez, puis vos initiales" if ticks else ""),
        TickList(tuple(ticks), empty="Rien de prévu aujourd’hui."),
    ]


def _delays(day: DayView) -> list[Block]:
    """Return the clocks that run, the nearest first; nothing at all when there is none."""
    if not day.deadlines:
        return []
    ordered = sorted(day.deadlines, key=lambda deadline: deadline.day)
    shown = ordered if len(ordered) <= MOST_DELAYS else ordered[: MOST_DELAYS - 1]
    ticks = [
        Tick(f"{capital(short_day(deadline.day))} : {deadline.text}", _left(day, deadline))
        for deadline in shown
    ]
    rest = len(ordered) - len(shown)
    if rest:
        ticks.append(Tick(f"Et {count(rest, 'autre délai', 'autres délais')}", "page Aujourd’hui"))
    return [Title("Délais qui courent", "initiales quand c’est réglé"), TickList(tuple(ticks))]


def _left(day: DayView, deadline: Deadline) -> str:
    """Say how many working days are left."""
    if deadline.day <= day.today:
        return "échu" if deadline.day < day.today else "aujourd’hui"
    left = working_days_between(day.today, deadline.day, day.pharmacy.alsace_moselle)
    return count(left, "jour ouvré", "jours ouvrés")


def _money(day: DayView, bank: BankWords) -> list[Block]:
    """Return the encours by operator with its total, and what is announced but absent."""
    if not day.outstanding:
        return []
    note = "banque non relevée"
    if bank.known_until is not None:
        note = f"banque connue jusqu’au {short_day(local_day(bank.known_until))}, {hour(bank.known_until)}"
    names = {status.operator.id: status.operator.name for status in day.statuses}
    rows = [_money_row(line, names, day, bank) for line in day.outstanding[:MOST_OPERATORS]]
    others = day.outstanding[MOST_OPERATORS:]
    if others:
        tally = Tally(sum(o.total.count for o in others), sum(o.total.cents for o in others))
        label = count(len(others), "autre opérateur", "autres opérateurs")
        rows.append(_cells(label, tally, "page Factures en attente"))
    rows.append(_cells("Total", day.total, "", "total"))
    columns = (
        Column("Opérateur", 27),
        Column("Factures", 14, "right"),
        Column("Part AMC", 17, "right", "strong"),
        Column("", 3),
        Column("", 39, "left", "muted"),
    )
    blocks: list[Block] = [Title("Argent attendu", note), Table(columns, tuple(rows), head=False)]
    if bank.announced.count:
        detail = bank.announced_detail or count(bank.announced.count, "facture")
        blocks.append(Note(f"Annoncé, non reçu : {euros(bank.announced.cents)}", (f"· {detail}",)))
    return blocks


def _money_row(line: OperatorOutstanding, names: Mapping[str, str], day: DayView, bank: BankWords) -> Row:
    """Return one operator's line; "" is the unknown operator."""
    if not line.operator:
        return _cells("Opérateur inconnu", line.total, "lisez le logo de la carte")
    remark = bank.remarks.get(line.operator, "")
    askable = day.advanceable.get(line.operator, 0)
    if not remark and askable and line.operator in {case.playbook.operator for case in day.cases}:
        remark = f"dont {euros(askable)} pour l’acompte"
    return _cells(names.get(line.operator, line.operator), line.total, remark)


def _cells(label: str, tally: Tally, remark: str, kind: RowKind = "plain") -> Row:
    """Return a row of the money table."""
    return Row((label, count(tally.count, "facture"), euros(tally.cents), "", remark), kind)


def _reminders(reminders: tuple[str, ...]) -> list[Block]:
    """Return up to three sentences the team reads and initials."""
    if not reminders:
        return []
    shown = reminders[:MOST_REMINDERS]
    head = ("Un rappel", "Deux rappels", "Trois rappels")[len(shown) - 1]
    return [
        Title(head, "lus par l’équipe : initiales"),
        TickList(tuple(Tick(text) for text in shown)),
    ]
