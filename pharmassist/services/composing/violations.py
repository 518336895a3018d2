"""Registre des violations (RGPD, art. 33.5) and the contents of a notification (art. 33.3).

Both hold what the pharmacy said; a field nobody filled says so. The screens of the CNIL's own
form were not seen: the page gives the contents, not the order of its questions.
"""

from __future__ import annotations

from collections.abc import Iterable

from pharmassist.domain.breaches import (
    CONTENTS,
    WARNED,
    Breach,
    BreachClock,
    BreachField,
    ClockKind,
    ClockState,
)
from pharmassist.services.breach_words import choice_word, clock_state, clock_word, clock_working, field_word
from pharmassist.services.breaches import BreachView
from pharmassist.services.composing.french import capital, count, full_day, moment
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import (
    Block,
    Document,
    Facts,
    Paragraph,
    Signature,
    Title,
)

WHOSE = {
    "operator": "celle d’un autre (opérateur, éditeur, fournisseur)",
    "ours": "la nôtre",
    "unknown": "pas encore établi",
    "": "question pas encore posée",
}
_NOTHING = "non renseigné"
_NOT_SEEN = (
    "Les écrans du téléservice de la CNIL n’ont pas été vus : cette page donne les contenus de l’article "
    "33.3 du RGPD, pas l’ordre de ses questions. Elle se joint ou se recopie ; rien n’est envoyé d’ici."
)
_ADVICE = "Orientation, pas un avis juridique : à confirmer avec votre assureur, votre syndicat ou votre DPO."


def violations(imprint: Imprint, views: Iterable[BreachView]) -> Document:
    """Compose the register: each breach with its facts, effects and measures, notified or not."""
    listed = tuple(views)
    blocks: list[Block] = [
        Paragraph(
            "Toute violation de données est documentée, même quand elle n’est pas notifiée : faits, effets, "
            "mesures (RGPD, art. 33.5)."
        )
    ]
    for number, view in enumerate(listed, 1):
        opened = full_day(view.local(view.case.opened_at).date())
        blocks += [Title(f"{number}. {view.case.title}", f"incident ouvert le {opened}"), *_entry(view)]
    if not listed:
        blocks.append(Paragraph("Aucune violation n’a été notée dans ce registre.", weight="strong"))
    blocks += [Paragraph(_ADVICE, weight="small"), Signature("", "titulaire ou adjoint le remplaçant")]
    subtitle = f"{count(len(listed), 'violation')} · {capital(moment(imprint.made_at))}"
    return imprint.document("violations", "Registre des violations de données", subtitle, blocks)


def breach_notification(imprint: Imprint, view: BreachView, complement: bool) -> Document:
    """Compose the contents of a notification: the first one, or what completes it."""
    breach = view.breach
    missing = breach.missing(CONTENTS)
    said = [(field_word(field), _value(breach, field)) for field in CONTENTS]
    identity = [
        ("Responsable de traitement", imprint.pharmacy.name),
        ("Incident", view.case.title),
        ("Violation", WHOSE[breach.whose]),
        (field_word(BreachField.DISCOVERED), _instant(view, BreachField.DISCOVERED)),
        (field_word(BreachField.QUALIFIED), _instant(view, BreachField.QUALIFIED)),
    ]
    if complement:
        identity.append((field_word(BreachField.NOTIFIED), _instant(view, BreachField.NOTIFIED)))
    blocks: list[Block] = [
        Paragraph(_NOT_SEEN),
        Facts(tuple(identity)),
        Title("Le délai"),
        *_clock(view, view.clocks[0]),
        Title("Contenus de l’article 33.3"),
        Facts(tuple(said)),
    ]
    if late := breach.value(BreachField.LATE_REASON):
        blocks.append(Paragraph(late, lead=field_word(BreachField.LATE_REASON) + " :"))
    if missing and not complement:
        names = ", ".join(field_word(field).lower() for field in missing)
        blocks.append(
            Paragraph(
                f"{names}. Une première déclaration se complète sans retard indu (art. 33.4).",
                lead="Pour le complément :",
            )
        )
    blocks += [Title("Les personnes"), *_people(breach), Paragraph(_ADVICE, weight="small")]
    title = "Complément de notification" if complement else "Notification initiale"
    subtitle = f"Préparation, violation de données · {capital(moment(imprint.made_at))}"
    return imprint.document("breach-notification", title, subtitle, blocks)


def _entry(view: BreachView) -> list[Block]:
    """Return one breach of the register."""
    breach = view.breach
    rows = [
        ("Violation", WHOSE[breach.whose]),
        (field_word(BreachField.DISCOVERED), _instant(view, BreachField.DISCOVERED)),
        (field_word(BreachField.QUALIFIED), _instant(view, BreachField.QUALIFIED)),
        *((field_word(field), _value(breach, field)) for field in CONTENTS),
        (field_word(BreachField.CNIL), _decision(view, BreachField.CNIL, BreachField.CNIL_REASON)),
        (field_word(BreachField.NOTIFIED), _instant(view, BreachField.NOTIFIED)),
        (field_word(BreachField.COMPLETED), _instant(view, BreachField.COMPLETED)),
        (field_word(BreachField.COMPLAINED), _instant(view, BreachField.COMPLAINED)),
    ]
    warned = [f"{field_word(field)} : {value}" for field in WARNED if (value := breach.value(field))]
    rows.append(("Prévenus", " · ".join(warned) or _NOTHING))
    blocks: list[Block] = [Facts(tuple(rows))]
    for clock in view.clocks:
        blocks += _clock(view, clock)
    return [*blocks, *_people(breach)]


def _clock(view: BreachView, clock: BreachClock) -> list[Block]:
    """Return where a clock stands, with its working."""
    told = clock_state(view, clock)
    if clock.state is not ClockState.NOT_OURS and (working := clock_working(view, clock)):
        told += f" · {working}"
    source = "RGPD, art. 33" if clock.kind is ClockKind.CNIL else "Code des assurances, L.12-10-1"
    return [Paragraph(f"{told} ({source}).", lead=f"{clock_word(clock.kind)} :", keep=True)]


def _people(breach: Breach) -> list[Block]:
    """Return what was decided about the people concerned."""
    decided = breach.value(BreachField.PEOPLE)
    reason = breach.value(BreachField.PEOPLE_REASON)
    told = choice_word(decided) if decided else "décision pas encore prise"
    if reason:
        told += f" : {reason}"
    return [
        Paragraph(
            f"{told}. Risque élevé : les personnes s’informent dès que possible (art. 34).",
            lead=f"{field_word(BreachField.PEOPLE)}",
        )
    ]


def _decision(view: BreachView, field: BreachField, reason: BreachField) -> str:
    fact = view.breach.fact(field)
    if fact is None:
        return "décision pas encore prise"
    said = f"{choice_word(fact.value)}, {fact.who}, {moment(fact.at)}"
    why = view.breach.value(reason)
    return f"{said} : {why}" if why else said


def _instant(view: BreachView, field: BreachField) -> str:
    instant = view.breach.instant(field)
    if instant is None:
        return _NOTHING
    local = view.local(instant)
    return f"{full_day(local.date())}, {local:%H\u00a0h\u00a0%M} ({view.zone.words})"


def _value(breach: Breach, field: BreachField) -> str:
    return breach.value(field) or _NOTHING
