"""What a pharmacy prints: gathers the data of a document, renders it, keeps, prints and tells it.

The preview is the very file that prints. The journal says who printed or saved what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.operators import Light, LightState, Operator
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.advancing import what_counts
from pharmassist.services.composing.advance_request import AdvanceRequest, advance_request
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.counter_sheet import CounterSheet, counter_sheet
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.recovery_key import recovery_key
from pharmassist.services.composing.shift_start import shift_start
from pharmassist.services.composing.union_figures import union_figures
from pharmassist.services.composing.vocabulary import Document
from pharmassist.services.counter import Counter
from pharmassist.services.day import Day
from pharmassist.services.directory import operator_names
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.documents import PageImage, Preview, Renderer
from pharmassist.services.ports.files import Files
from pharmassist.services.ports.printing import PrinterInfo, Printing
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import PARIS, french

COUNTER_SHEET_WORKING_DAYS = 1
"""A counter sheet is stale after this many working days: lights change daily in an incident."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A rendered document: the very file that is shown, saved and printed."""

    kind: str
    title: str
    media: str
    pdf: bytes = field(repr=False)


class Papers:
    """Makes documents from the register and puts them on screen, in a file or on paper."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        day: Day,
        counter: Counter,
        renderer: Renderer,
        preview: Preview,
        printing: Printing,
        files: Files,
    ) -> None:
        self._register, self._catalogue, self._day, self._counter = register, catalogue, day, counter
        self._renderer, self._preview, self._printing, self._files = renderer, preview, printing, files

    def shift_start(self, who: str) -> Paper:
        """Make the consignes du jour."""
        return self._paper(shift_start(self._day.view(french), who))

    def claims(self, who: str, wanted: ClaimFilter, words: str = "") -> Paper:
        """Make the claim summary: by operator, by AMC, by age, then each invoice."""
        with self._register.read() as tx:
            imprint = _imprint(tx, who)
            claims = tx.claims.find(wanted, today=imprint.today)
        return self._paper(claims_summary(imprint, claims, self._names(), words))

    def advance(self, who: str, operator_id: str, period_from: date, period_to: date) -> Paper:
        """Make the acompte request with its annex, signed by a titulaire where there is one."""
        operator = self._operator(operator_id)
        with self._register.read() as tx:
            imprint = _imprint(tx, who)
            claims = tx.claims.find(what_counts(operator_id, period_from, period_to), today=imprint.today)
            settings = tx.people.settings()
            signer = _signer(tx.people.people(), who)
            transfers = tx.operators.latest(operator_id, Light.TRANSFERS)
        request = AdvanceRequest(
            operator_name=operator.name,
            operator_address=tuple(
                line.strip() for c in operator.contacts if c.kind == "post" for line in c.value.split(",")
            ),
            period_from=period_from,
            period_to=period_to,
            declarant=signer.name or signer.initials,
            quality=signer.title or ("titulaire" if signer.role is Role.OWNER else "équipe officinale"),
            rib_last4=settings.get("rib_last4", ""),
            # Only a light said to be stopped lets the letter say so.
            no_transfer_since=transfers.at.astimezone(PARIS).date()
            if transfers and transfers.state is LightState.STOPPED
            else None,
            oct_name=settings.get("oct_name", ""),
            software_name=settings.get("software_name", ""),
        )
        return self._paper(advance_request(imprint, request, claims))

    def union_figures(self, operator_id: str, period_from: date, period_to: date) -> Paper:
        """Make the page of anonymous figures for the union, on the acompte's own basis."""
        with self._register.read() as tx:
            pharmacy, today = tx.people.pharmacy(), tx.now.astimezone(PARIS).date()
            claims = tx.claims.find(what_counts(operator_id, period_from, period_to), today=today)
        name = self._operator(operator_id).name
        return self._paper(
            union_figures(name, period_from, period_to, claims, today, pharmacy.alsace_moselle)
        )

    def counter_sheet(self, who: str, text: str) -> Paper:
        """Make the counter's answer as a ticket; raises ``payer_unknown`` when nothing is found."""
        refuse_nir(text)
        answers = self._counter.search(text)
        if not answers:
            raise Problem("payer_unknown", {"text": text[:40]})
        answer = answers[0]
        with self._register.read() as tx:
            imprint = _imprint(tx, who)
            latest = [
                tx.operators.latest(operator, light) for operator in answer.operators for light in Light
            ]
        names = self._names()
        sheet = CounterSheet(
            answer=answer,
            operator_names=tuple(names.get(o, o) for o in answer.operators),
            expires=add_working_days(imprint.today, COUNTER_SHEET_WORKING_DAYS),
            read_at={reading.light: reading.at for reading in latest if reading},
        )
        return self._paper(counter_sheet(imprint, sheet))

    def recovery_key(self, who: str, key: Secret) -> Paper:
        """Make the recovery sheet."""
        with self._register.read() as tx:
            imprint = _imprint(tx, who)
        return self._paper(recovery_key(imprint, key, self._register.key_id[:8]))

    def pages(self, paper: Paper, dpi: int) -> tuple[PageImage, ...]:
        """Draw every page of the very file that prints."""
        count = self._preview.count(paper.pdf)
        return tuple(self._preview.page(paper.pdf, index, dpi) for index in range(count))

    def page_count(self, paper: Paper) -> int:
        """Return the number of pages."""
        return self._preview.count(paper.pdf)

    def page(self, paper: Paper, index: int, dpi: int) -> PageImage:
        """Draw one page (from 0) of the very file that prints; dots per inch."""
        return self._preview.page(paper.pdf, index, dpi)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """List the printers of this session."""
        return self._printing.printers()

    def save(self, who: str, paper: Paper, path: Path) -> None:
        """Write the file and tell the journal."""
        self._files.write(path, paper.pdf)
        with self._register.write(who) as tx:
            tx.journal.record("paper.saved", paper.kind, {"bytes": len(paper.pdf)})

    def send(self, who: str, paper: Paper, printer: str, copies: int = 1) -> str:
        """Print on a printer ("" = the default one), remember it for this document, tell the journal."""
        with self._register.read() as tx:
            chosen = printer or tx.people.settings().get(f"printer.{paper.kind}", "")
        job = self._printing.send(paper.pdf, chosen, f"PharmAssist {paper.kind}", copies, paper.media)
        with self._register.write(who) as tx:
            if chosen:
                tx.people.set_setting(f"printer.{paper.kind}", chosen)
            tx.journal.record("paper.printed", paper.kind, {"printer": chosen, "copies": copies})
        return job

    def _paper(self, document: Document) -> Paper:
        pdf = self._renderer.render(document)
        media = "A4"
        if document.format == "ticket80":
            # A roll is cut where the text ends.
            media = "Custom.{}x{}mm".format(*self._preview.size(pdf))
        return Paper(document.kind, document.title, media, pdf)

    def _operator(self, operator_id: str) -> Operator:
        for operator in self._catalogue.operators():
            if operator.id == operator_id:
                return operator
        raise Problem("operator_unknown", {"operator": operator_id[:40]})

    def _names(self) -> dict[str, str]:
        return operator_names(self._catalogue, printed=True)


def _imprint(tx: Transaction, who: str) -> Imprint:
    return Imprint(tx.people.pharmacy(), tx.now, who, tx.journal.head()[:8])


def _signer(people: Iterable[Person], who: str) -> Person:
    """A letter is signed by a titulaire; whoever acts when there is none."""
    known = [person for person in people if person.active]
    acting = next((p for p in known if p.initials == who), None)
    owner = next((p for p in known if p.role is Role.OWNER), None)
    return (
        acting if acting and acting.role is Role.OWNER else owner or acting or Person(0, who, "", Role.TEAM)
    )
