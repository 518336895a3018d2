"""Rapport d'incident: what happened, what was done by whom and when, what is left; from the register.

It holds what the pharmacy noted, in its own words, and the sums of the day; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.claims import OperatorOutstanding
from pharmassist.domain.incidents import CaseView, StepStatus, StepView
from pharmassist.domain.operators import Reading
from pharmassist.services.composing.french import (
    LIGHT_NAMES,
    LIGHT_WORDS,
    capital,
    count,
    euros,
    figures_day,
    full_day,
    hour,
    local_day,
    moment,
    number,
    short_day,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Column,
    Document,
    Facts,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)

STATUS_WORDS = {
    StepStatus.OPEN: "à faire",
    StepStatus.TO_DO: "à faire",
    StepStatus.LOCKED: "attend une étape",
    StepStatus.WAITING: "en attente",
    StepStatus.DEFERRED: "remise",
    StepStatus.DONE: "faite",
    StepStatus.SKIPPED: "passée",
    StepStatus.NOT_APPLICABLE: "sans objet",
}
_ANSWERS = {"yes": "oui", "no": "non", "unknown": "je ne sais pas"}
_ADVANCE = {
    AdvanceStatus.REQUESTED: "demandé",
    AdvanceStatus.GRANTED: "accordé",
    AdvanceStatus.PARTLY_GRANTED: "accordé en partie",
    AdvanceStatus.REFUSED: "refusé",
    AdvanceStatus.NO_ANSWER: "sans réponse",
    AdvanceStatus.WITHDRAWN: "demande retirée",
    AdvanceStatus.CLOSED: "soldé",
}


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the report tells besides the case: lights of its operator, money, acomptes, proofs."""

    operator: str
    readings: tuple[Reading, ...]
    outstanding: OperatorOutstanding | None
    advances: tuple[Advance, ...]
    proofs: tuple[tuple[str, str, str], ...]
    """Step, name and SHA-256 of each proof that was kept."""


def incident_report(imprint: Imprint, view: CaseView, facts: IncidentFacts) -> Document:
    """Compose the report of a case; an open one is an interim report and says so."""
    case = view.case
    closed = case.closed_at is not None
    titles = {step.step.id: step.step.title for step in view.steps}
    blocks: list[Block] = [
        Facts(_identity(view, facts)),
        *_known(view),
        *_lights(facts.readings),
        *_steps(view),
        *_left(view),
        *_money(facts),
        *_proofs(facts.proofs, titles),
        Signature("", "titulaire ou adjoint le remplaçant"),
    ]
    title = "Rapport d’incident" if closed else "Rapport d’incident, point d’étape"
    subtitle = f"{view.title} · {capital(moment(imprint.made_at))}"
    return imprint.document("incident-report", title, subtitle, blocks)


def _identity(view: CaseView, facts: IncidentFacts) -> tuple[tuple[str, str], ...]:
    """Return what opens the report."""
    case, book = view.case, view.playbook
    ended = f"{moment(case.closed_at)}, par {case.closed_by}" if case.closed_at else "incident en cours"
    rows = [
        ("Incident", case.title),
        ("Opérateur", facts.operator),
        ("Commencé le", _day(book.started_on)),
        ("Ouvert", f"{capital(moment(case.opened_at))}, par {case.opened_by}"),
        ("Clos", capital(ended)),
        ("Étapes", f"{view.told} faites ou passées sur {number(view.applicable)}"),
    ]
    return tuple((label, value) for label, value in rows if value)


def _day(text: str) -> str:
    """Write a day kept as ISO text in full; a month or a year stands as it is."""
    return full_day(date.fromisoformat(text)) if len(text) == len("2024-01-29") else text


def _short(text: str) -> str:
    """Write a day kept as ISO text in figures; a month or a year stands as it is."""
    if len(text) == len("2024-02"):
        return f"{text[5:]}/{text[:4]}"
    return figures_day(date.fromisoformat(text)) if len(text) == len("2024-01-29") else text


def _site(source: str) -> str:
    """Return the site of an address: paper cannot be clicked; the guide holds the whole of it."""
    return (urlsplit(source).hostname or source).removeprefix("www.")


def _known(view: CaseView) -> list[Block]:
    """Return the dated facts of the playbook, each with its source; unverified ones say so."""
    rows = [
        Row((_short(fact.day), fact.text + (" (non vérifié)" if fact.unverified else ""), _site(fact.source)))
        for fact in view.playbook.facts
    ]
    columns = (Column("Date", 12), Column("Fait", 63), Column("Source", 25, "left", "muted"))
    return [Title("Ce qui est connu"), Table(columns, tuple(rows), empty="Aucun fait daté dans ce guide.")]


def _lights(readings: Iterable[Reading]) -> list[Block]:
    """Return what was read of the operator's lights, the latest first."""
    rows = [Row((_when(r.at), LIGHT_NAMES[r.light], LIGHT_WORDS[r.state], r.who, r.proof)) for r in readings]
    columns = (
        Column("Quand", 17),
        Column("Voyant", 18),
        Column("État", 14, "left", "strong"),
        Column("Par", 9),
        Column("Preuve", 42),
    )
    return [Title("Les voyants"), Table(columns, tuple(rows), empty="Aucun voyant relevé.")]


def _when(instant: datetime) -> str:
    """Write a day and an hour, short."""
    return f"{short_day(local_day(instant))}, {hour(instant)}"


def _steps(view: CaseView) -> list[Block]:
    """Return what was done, in the order of the steps, under their moments."""
    rows: list[Row] = []
    moment_of = ""
    titles = {block.id: block.title for block in view.playbook.blocks}
    for step in view.steps:
        told = step.record is not None or step.status is StepStatus.DONE
        if not told or step.status is StepStatus.NOT_APPLICABLE:
            continue
        if step.block != moment_of:
            moment_of = step.block
            rows.append(Row((titles.get(step.block, step.block), "", "", "", ""), "group"))
        rows.append(_step(step))
    columns = (
        Column("N°", 5, "right"),
        Column("Étape", 36),
        Column("Où elle en est", 12),
        Column("Qui, quand", 17),
        Column("Preuve, réponse ou motif", 30),
    )
    table = Table(columns, tuple(rows), empty="Aucune étape n’a encore été notée.")
    return [Title("Ce qui a été fait", f"{view.told} sur {view.applicable}"), table]


def _step(view: StepView) -> Row:
    """Return one step with what was said of it."""
    record = view.record
    if record is None:
        # Done by itself: what was seen stands in the place of what is said.
        seen = view.evidence or "–"
        return Row(
            (str(view.number), view.step.title, STATUS_WORDS[view.status], "vu par le programme", seen)
        )
    choices = {choice.value: choice.label for choice in view.step.choices}
    words = choices.get(record.answer) or _ANSWERS.get(record.answer, record.answer)
    answer = f"réponse : {words}" if words else ""
    said = " · ".join(part for part in (answer, record.proof, record.reason) if part)
    signed = f"{record.who}, {_when(record.at)}"
    return Row((str(view.number), view.step.title, STATUS_WORDS[view.status], signed, said or "–"))


def _left(view: CaseView) -> list[Block]:
    """Return what is left, and until when it waits."""
    if not view.left:
        return [Title("Ce qui reste"), Paragraph("Rien : chaque étape est dite.")]
    rows = []
    for step in view.left:
        record = step.record
        until = figures_day(record.until) if record and record.until else ""
        rows.append(Row((str(step.number), step.step.title, STATUS_WORDS[step.status], until)))
    columns = (
        Column("N°", 5, "right"),
        Column("Étape", 62),
        Column("Où elle en est", 18),
        Column("Jusqu’au", 15),
    )
    return [Title("Ce qui reste", count(len(rows), "étape")), Table(columns, tuple(rows))]


def _money(facts: IncidentFacts) -> list[Block]:
    """Return the encours of the operator today and its acomptes."""
    total = facts.outstanding.total if facts.outstanding else None
    told = "Aucune facture en attente chez cet opérateur."
    if total is not None:
        told = f"{count(total.count, 'facture')} en attente, {euros(total.cents)} de part AMC."
    blocks: list[Block] = [Title("L’argent, à ce jour"), Paragraph(told)]
    if facts.advances:
        rows = [
            Row(
                (
                    f"du {figures_day(one.period_from)} au {figures_day(one.period_to)}",
                    number(one.claims),
                    euros(one.requested),
                    euros(one.granted),
                    _ADVANCE[one.status],
                )
            )
            for one in facts.advances
        ]
        columns = (
            Column("Acompte, période", 36),
            Column("Factures", 14, "right"),
            Column("Demandé", 18, "right"),
            Column("Accordé", 18, "right", "strong"),
            Column("État", 14),
        )
        blocks.append(Table(columns, tuple(rows)))
    return blocks


def _proofs(proofs: Iterable[tuple[str, str, str]], titles: Mapping[str, str]) -> list[Block]:
    """Return the proofs by name, with the first signs of their SHA-256."""
    rows = [Row((titles.get(step, step), name, sha256[:16])) for step, name, sha256 in proofs]
    columns = (Column("Étape", 42), Column("Preuve gardée", 36), Column("SHA-256 (début)", 22))
    return [
        Title("Les preuves"),
        Table(columns, tuple(rows), empty="Aucun fichier n’a été joint aux étapes."),
    ]
