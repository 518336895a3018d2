"""Pictures of every paper, to be looked at: the demonstration's, then none, one, few and very many lines.

Long documents show their first page, one from the middle and the last; names are as long as they
come and hold every sign of French.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtGui import QImage

from pharmassist.domain.claims import Claim, ClaimFilter, State
from pharmassist.domain.operators import LightState
from pharmassist.domain.people import Pharmacy
from pharmassist.services.claims import NewClaim
from pharmassist.services.composing.accountant import Loss, accountant
from pharmassist.services.composing.advance_request import AdvanceRequest, advance_request
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.counter_table import CounterLine, OperatorLine, counter_table
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.set_aside_slip import set_aside_slip
from pharmassist.services.composing.union_figures import union_figures
from pharmassist.services.composing.vocabulary import Document
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper

DPI = 80
LINES = (0, 1, 7, 10_000)
SIGNS = "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ àâäæçéèêëîïôöœùûüÿ « œuf » – l’été … 1 234,56 € ½ n° §"
LONG = "Mutuelle générale des Œuvres interprofessionnelles d’Aÿ-Champagne et de l’Haÿ-les-Roses"
USUAL = "Facturez comme d’habitude."
PHARMACY = Pharmacy(
    "",
    "Grande Pharmacie du Cœur de Ville, de la Gare et de l’Hôtel-Dieu de Saint-Maur-des-Fossés",
    "290099993",
    "99999012000019",
    "1234 bis, boulevard du Maréchal-de-Lattre-de-Tassigny, bâtiment Œillets, escalier C",
    "29999 Saint-Germain-en-Laye-lès-Fossés",
    "02 61 91 00 14",
)
IMPRINT = Imprint(PHARMACY, datetime(2024, 2, 6, 7, 42, tzinfo=UTC), "ABCD", "7c19e0a4" + "0" * 56)
NAMES = {"viamedis": "Viamedis", "almerys": "Almerys"}
PERIOD = (date(2024, 1, 12), date(2024, 1, 30))


def shoot_papers(office: Office, folder: Path, who: str, owner: str) -> None:
    """Draw the demonstration's papers, then those of every length."""
    for paper in _of_the_demonstration(office, who, owner):
        _draw(office, paper, folder / f"paper-{paper.kind}-{'80' if paper.media != 'A4' else 'a4'}")
    office.papers.set_logo(owner, _logo(folder / "logo.png"))
    for name, document in _of_every_length():
        _draw(office, office.papers.paper(document), folder / f"paper-{name}")


def _of_the_demonstration(office: Office, who: str, owner: str) -> Iterator[Paper]:
    papers = office.papers
    pouch = NewClaim("", 1234, office.clock.today(), amc="Malakoff Humanis", situation=State.SET_ASIDE)
    aside = office.claims.add(who, pouch).id
    access = office.accesses.lines()[0].access.id
    yield papers.shift_start(who)
    yield papers.shift_start(who, "ticket80")
    yield papers.counter_table(who)
    yield papers.counter_sheet(who, "malakoff")
    yield papers.counter_sheet(who, "malakoff", "a4")
    yield papers.claims(who, ClaimFilter())
    yield papers.accountant(who)
    # What was asked of Viamedis already is not asked again.
    yield papers.advance(owner, "almerys", *PERIOD)
    yield papers.union_figures("almerys", *PERIOD)
    yield papers.patient_leaflet(who)
    yield papers.poster(who)
    yield papers.set_aside_slip(who, aside)
    yield papers.set_aside_slip(who, aside, "a4")
    yield papers.incident_report(who)
    yield papers.rotation_slip(owner, access)
    yield papers.rotation_slip(owner, access, "ticket80")
    yield papers.recovery_key(owner, office.keys.sheet())


def _of_every_length() -> Iterator[tuple[str, Document]]:
    for count in LINES:
        claims = tuple(_claims(count))
        losses = [Loss(claim, f"droits refusés, {SIGNS}") for claim in claims[:count]][:3000]
        whole = {
            "claims": claims_summary(IMPRINT, claims, NAMES),
            "accountant": accountant(IMPRINT, claims, losses, NAMES),
            "advance": advance_request(IMPRINT, _request(), claims),
            "union-figures": union_figures("Viamedis", *PERIOD, claims, date(2024, 2, 6)),
            "counter-table": counter_table(IMPRINT, _mutuelles(count), _operators(), date(2024, 2, 13)),
        }
        for name, document in whole.items():
            yield f"{name}-lines-{count}", document
    pouch = Claim("P17", 123_456, date(2024, 2, 6), payer=f"{LONG} {SIGNS}", state=State.SET_ASIDE)
    yield "set-aside-slip-long", set_aside_slip(IMPRINT, pouch, "")


def _claims(count: int) -> Iterator[Claim]:
    for index in range(count):
        day = date(2024, 1, 12) + timedelta(days=index % 18)
        yield Claim(
            f"{412_000 + index:09d}",
            1043 + (index * 37) % 90_000,
            invoice_date=day,
            care_date=day,
            payer=(LONG, f"Mutuelle des Phares {index % 31}", SIGNS)[index % 3],
            amc_number=f"{9_931_000_000 + index % 31:010d}",
            operator=("viamedis", "almerys", "")[index % 3],
        )


def _mutuelles(count: int) -> tuple[CounterLine, ...]:
    found = []
    for index in range(count):
        behind = (("Viamedis",), ("Almerys",), ("Viamedis", "Almerys"), ("SP santé",), ())[index % 5]
        name = (LONG, SIGNS)[index] if index < 2 else f"{chr(65 + index % 26)}rmor Solidaire {index}"
        stopped = "Viamedis" in behind
        found.append(
            CounterLine(
                name,
                behind,
                "Copiez la carte papier. Facturez comme d’habitude."
                if stopped
                else "Facturez comme d’habitude.",
                "0 825 000 000" if len(behind) == 1 else "–",
                LightState.STOPPED if stopped else LightState.WORKING,
                index % 3 > 0,
            )
        )
    return tuple(found)


def _operators() -> tuple[OperatorLine, ...]:
    careful = f"Copiez la carte papier. {USUAL} Ne renvoyez rien."
    return (
        OperatorLine("Almerys", USUAL, "0 825 000 000", LightState.WORKING),
        OperatorLine("SP santé", f"{USUAL} Ne renvoyez rien.", "–", LightState.UNVERIFIED),
        OperatorLine("Viamedis", careful, "–", LightState.STOPPED),
    )


def _request() -> AdvanceRequest:
    return AdvanceRequest(
        operator_name="Viamedis",
        operator_address=("Service des professionnels", "1-11 rue Brillat-Savarin", "75013 Paris"),
        period_from=PERIOD[0],
        period_to=PERIOD[1],
        declarant="A. B.",
        quality="pharmacien titulaire",
    )


def _logo(path: Path) -> Path:
    """Write a logo as a pharmacy would choose one."""
    image = Image.new("L", (600, 240), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 6, 593, 233), outline=60, width=10)
    draw.rectangle((280, 50, 320, 190), fill=60)
    draw.rectangle((210, 100, 390, 140), fill=60)
    image.save(path)
    return path


def _draw(office: Office, paper: Paper, path: Path) -> None:
    """Write the first page of a paper, one from the middle and the last."""
    count = office.papers.page_count(paper)
    for index in sorted({0, 1, count // 2, count - 1} & set(range(count))):
        page = office.papers.page(paper, index, DPI)
        form = QImage.Format.Format_RGBA8888
        image = QImage(page.rgba, page.width, page.height, page.width * 4, form)
        image.save(str(path.with_name(f"{path.name}-{index + 1}.png")))
