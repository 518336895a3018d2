"""The papers of an incident day, with nothing, little, much, and names as long as they come."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.documents import CheckedPictures
from pharmassist.domain.advances import Advance
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.incidents import Case, CaseView, StepRecord, StepStatus, StepView
from pharmassist.domain.operators import LightState, Reading
from pharmassist.services.composing.accountant import Loss, accountant
from pharmassist.services.composing.claims_summary import BY_AGE, claims_summary
from pharmassist.services.composing.counter_table import CounterLine, OperatorLine, counter_table
from pharmassist.services.composing.incident_report import IncidentFacts, incident_report
from pharmassist.services.composing.patients import patient_leaflet, poster
from pharmassist.services.composing.set_aside_slip import set_aside_slip
from pharmassist.services.composing.vocabulary import Document
from tests.adapters.documents.paper import CAREFUL, IMPRINT, NAMES, NOW, TODAY, USUAL, claims, owed, status

LONG = "Mutuelle générale des Œuvres interprofessionnelles d’Aÿ-Champagne et de l’Haÿ-les-Roses"
CATALOGUE = TomlCatalogue()
BOOK = CATALOGUE.playbook("viamedis-2024")
POCKET = Claim("P17", 1234, TODAY, payer="Malakoff Humanis", operator="viamedis", state=State.SET_ASIDE)
OPERATORS = (
    OperatorLine("Almerys", USUAL, "0 825 826 214", LightState.WORKING),
    OperatorLine("SP santé", CAREFUL, "–", LightState.DISRUPTED),
    OperatorLine("Viamedis", CAREFUL, "0 805 62 00 10", LightState.STOPPED),
)


def logo(wide: int = 300, high: int = 120) -> bytes:
    """Return a logo as the register keeps it: a cross in a frame."""
    image = Image.new("RGB", (wide, high), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((4, 4, wide - 5, high - 5), outline="darkgreen", width=6)
    draw.line((wide / 2, 20, wide / 2, high - 20), fill="darkgreen", width=24)
    draw.line((wide / 2 - 40, high / 2, wide / 2 + 40, high / 2), fill="darkgreen", width=24)
    out = BytesIO()
    image.save(out, "PNG")
    return CheckedPictures().clean(out.getvalue())


def mutuelles(number: int) -> tuple[CounterLine, ...]:
    """Return mutuelles from A to Z; some stand behind two operators, some are known by none."""
    found = []
    for index in range(number):
        operators = (("Viamedis",), ("Almerys",), ("Viamedis", "Almerys"), ("SP santé",), ())[index % 5]
        found.append(
            CounterLine(
                name=f"{chr(ord('A') + index * 26 // number)}rmor Mutuelle {index}" if index else LONG,
                operators=operators,
                conduct=CAREFUL if operators == ("Viamedis",) else USUAL,
                phone="0 805 62 00 10" if operators == ("Viamedis",) else "–",
                worst=LightState.STOPPED if "Viamedis" in operators else LightState.WORKING,
                sure=index % 3 > 0,
            )
        )
    return tuple(found)


def table(number: int) -> Document:
    """Return the table of so many mutuelles."""
    return counter_table(IMPRINT, mutuelles(number), OPERATORS, date(2024, 2, 13))


def case_view(said: int, closed: bool = False) -> CaseView:
    """Return a case of the shipped playbook, its first steps told."""
    steps = []
    for number, step in enumerate(BOOK.steps(), start=1):
        block = next(block.id for block in BOOK.blocks if step in block.steps)
        record = None
        if number <= said:
            proof = "rappelé au numéro du contrat, répondu par le service des professionnels"
            record = StepRecord(step.id, StepStatus.DONE, NOW, "C. R.", proof)
        state = StepStatus.DONE if record else StepStatus.TO_DO
        steps.append(StepView(step, block, number, state, record))
    case = Case(BOOK.id, BOOK.title, NOW, "A. L.", "", NOW if closed else None, "A. L." if closed else "")
    return CaseView(case, BOOK, tuple(steps), None)


READINGS = tuple(
    reading for _, reading in status("viamedis", "x=xx").readings if isinstance(reading, Reading)
)
FACTS = IncidentFacts(
    "Viamedis",
    READINGS,
    owed("viamedis", 251, 261_483),
    (Advance("viamedis", date(2024, 1, 25), date(2024, 2, 5), 231, 241_773),),
    (("est-ce-vrai", "courrier-de-l-operateur-reçu-le-1er-février.pdf", "a1" * 32),),
)
NO_FACTS = IncidentFacts("", (), None, (), ())
LEAFLET = CATALOGUE.leaflet("viamedis-2024")
LOSSES = tuple(
    Loss(replace(claim, state=State.WRITTEN_OFF), "droits refusés, copie de la carte envoyée trop tard")
    for claim in claims(2)
)

DOCUMENTS: dict[str, Document] = {
    "counter-table-0": table(0),
    "counter-table-1": table(1),
    "counter-table-40": table(40),
    "counter-table-183": table(183),
    "counter-table-900": table(900),
    "counter-table-logo": replace(table(7), logo=logo()),
    "patient-leaflet": patient_leaflet(IMPRINT, BOOK.title, "Viamedis", LEAFLET),
    "patient-leaflet-unsourced": patient_leaflet(IMPRINT, "Panne", "", None),
    "poster": poster(IMPRINT, BOOK.title, "Viamedis", LEAFLET),
    "set-aside-slip": set_aside_slip(IMPRINT, POCKET, "Viamedis"),
    "set-aside-slip-a4": set_aside_slip(IMPRINT, replace(POCKET, payer=LONG), "", "a4"),
    "incident-report": incident_report(IMPRINT, case_view(12), FACTS),
    "incident-report-closed": incident_report(IMPRINT, case_view(99, closed=True), FACTS),
    "incident-report-bare": incident_report(IMPRINT, case_view(0), NO_FACTS),
    "accountant-0": accountant(IMPRINT, (), (), NAMES),
    "accountant-90": replace(accountant(IMPRINT, claims(90), LOSSES, NAMES), logo=logo(), number="EC-12"),
    "claims-by-age": claims_summary(IMPRINT, claims(30), NAMES, parts=(BY_AGE,)),
}
