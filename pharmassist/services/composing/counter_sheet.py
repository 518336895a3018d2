"""Conduite au comptoir on an 80 mm ticket: one mutuelle, four lights, what to do, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.operators import CounterAnswer, Light
from pharmassist.services.composing.french import (
    LIGHT_NAMES,
    LIGHT_WORDS,
    capital,
    full_day,
    local_day,
    moment,
)
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Document,
    Format,
    LightMark,
    Lights,
    LightsRow,
    Note,
    Paragraph,
)
from pharmassist.services.texts import PARIS

_CERTAINTY = {"taught": "sûr", "learnt": "vu dans vos listes", "to_verify": "à vérifier"}


@dataclass(frozen=True, slots=True)
class CounterSheet:
    """The counter's answer and what paper adds to it.

    ``operator_names`` in the order of the answer; ``read_at`` tells when each light
    was read; ``phone`` is the number on file; the sheet is stale after ``expires``.
    """

    answer: CounterAnswer
    operator_names: tuple[str, ...]
    expires: date
    read_at: Mapping[Light, datetime]
    phone: str = ""
    patient_sentence: str = ""


def counter_sheet(imprint: Imprint, sheet: CounterSheet, paper: Format = "ticket80") -> Document:
    """Compose the ticket; "mutuelle" is the counter's word."""
    answer = sheet.answer
    operators = " ou ".join(sheet.operator_names) or "inconnu"
    certainty = _CERTAINTY.get(answer.certainty, answer.certainty)
    marks = tuple(
        LightMark(state, LIGHT_WORDS[state], _read(sheet.read_at.get(light), imprint.today))
        for light, state in answer.lights
    )
    names = tuple(LIGHT_NAMES[light] for light, _ in answer.lights)
    # One sentence a line; the closing is not cut inside its last words.
    conduct = answer.conduct.removesuffix(CLOSING).strip().replace(". ", ".\n")
    closing = CLOSING.replace(" rien ne change", "\u00a0rien\u00a0ne\u00a0change")
    blocks: list[Block] = [
        Paragraph(answer.payer, weight="loud"),
        Paragraph(f"{operators} ({certainty})" if sheet.operator_names else operators, lead="Opérateur :"),
    ]
    if marks:
        blocks.append(Lights(names, (LightsRow(operators if paper == "a4" else "", "", marks, ()),)))
    blocks.append(Note(conduct, (closing,), loud=True))
    if sheet.patient_sentence:
        blocks.append(Paragraph(f"« {sheet.patient_sentence} »", lead="Au patient :"))
    if sheet.phone and sheet.operator_names:
        blocks.append(Paragraph(sheet.phone, lead=f"Appeler {sheet.operator_names[0]} :"))
    return imprint.document(
        "counter-sheet",
        "Conduite au comptoir",
        capital(moment(imprint.made_at)),
        blocks,
        paper=paper,
        expires=f"Périmé le {full_day(sheet.expires)}",
    )


def _read(instant: datetime | None, today: date) -> str:
    """Write the hour of a reading of today, the day of an older one."""
    if instant is None:
        return ""
    local = instant.astimezone(PARIS)
    return f"{local:%H:%M}" if local_day(instant) == today else f"{local:%d/%m}"
