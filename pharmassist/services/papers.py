"""What a pharmacy prints: renders a document, shows it, keeps, prints and tells it.

The preview is the very file that prints. The journal says who printed or saved what; the last
print of each document is kept, so that the same file comes out again. What each document says
is gathered by ``paper_contents``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.headers import fold
from pharmassist.domain.papers import Printed
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import known_access
from pharmassist.services.bank_guard import Guarded
from pharmassist.services.composing.claims_summary import PARTS
from pharmassist.services.composing.vocabulary import Document, Format
from pharmassist.services.mail_drafts import mail_draft
from pharmassist.services.paper_contents import Contents
from pharmassist.services.paper_names import INITIALS
from pharmassist.services.ports.documents import PageImage, Pictures, Preview, Renderer
from pharmassist.services.ports.files import WholeFiles
from pharmassist.services.ports.printing import PrinterInfo, Printing
from pharmassist.services.ports.register import Register
from pharmassist.services.texts import PARIS

MOST_LOGO_BYTES = 2_000_000
"""Size of a picture file beyond which it is not read."""
AT_OPENING = "print_at_opening"
"""Setting: "yes" prints the consignes at the first opening of the day."""
SECRET = ("recovery-key", "sealed-copy")
"""The documents that hold a secret: they are never kept here, nor put into a file or a mail."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A rendered document: the very file that is shown, saved and printed."""

    kind: str
    title: str
    media: str
    pdf: bytes = field(repr=False)
    number: str = ""
    anonymous: bool = False
    """Nothing that goes with it may tell the pharmacy."""

    @property
    def secret(self) -> bool:
        """Tell whether it may only be looked at and printed."""
        return self.kind in SECRET

    @property
    def file_name(self) -> str:
        """The name its file is offered under, without ending: what it is and its number, in plain letters."""
        return "-".join(fold(f"{self.title} {self.number}").split())


class Papers:
    """Makes documents from the register and puts them on screen, in a file or on paper."""

    def __init__(
        self,
        register: Register,
        contents: Contents,
        renderer: Renderer,
        preview: Preview,
        pictures: Pictures,
        printing: Printing,
        files: WholeFiles,
    ) -> None:
        self._register, self._contents, self._files = register, contents, files
        self._renderer, self._preview, self._printing = renderer, preview, printing
        self._pictures = pictures

    def paper(self, document: Document) -> Paper:
        """Render any composed document; the pharmacy's own get its logo and their number."""
        anonymous = not document.issuer and not document.made_by
        if not anonymous:
            with self._register.read() as tx:
                logo, last = tx.papers.logo(), tx.journal.last(1)
            number = f"{INITIALS.get(document.kind, 'DOC')}-{last[0].number if last else 0}"
            document = replace(document, logo=logo, number=document.number or number)
        pdf = self._renderer.render(document)
        media = "A4"
        if document.format == "ticket80":
            # A roll is cut where the text ends.
            media = "Custom.{}x{}mm".format(*self._preview.size(pdf))
        return Paper(document.kind, document.title, media, pdf, document.number, anonymous)

    def shift_start(self, who: str, paper: Format = "a4") -> Paper:
        """Make the consignes du jour."""
        return self.paper(self._contents.shift_start(who, paper))

    def claims(self, who: str, wanted: ClaimFilter, words: str = "", parts: Collection[str] = PARTS) -> Paper:
        """Make the claim summary: by operator, by AMC, by age, then each invoice; or some of these."""
        return self.paper(self._contents.claims(who, wanted, words, parts))

    def accountant(self, who: str) -> Paper:
        """Make the statement for the accountant: the encours of today, and what was passed to loss."""
        return self.paper(self._contents.accountant(who))

    def advance(self, who: str, operator_id: str, period_from: date, period_to: date) -> Paper:
        """Make the acompte request with its annex, signed by a titulaire where there is one."""
        return self.paper(self._contents.advance(who, operator_id, period_from, period_to))

    def union_figures(self, operator_id: str, period_from: date, period_to: date) -> Paper:
        """Make the page of anonymous figures for the union, on the acompte's own basis."""
        return self.paper(self._contents.union_figures(operator_id, period_from, period_to))

    def shortcuts(self, who: str) -> Paper:
        """Make the page of the keyboard."""
        return self.paper(self._contents.shortcuts(who))

    def counter_sheet(self, who: str, text: str, paper: Format = "ticket80") -> Paper:
        """Make the counter's answer; raises ``payer_unknown`` when nothing is found."""
        return self.paper(self._contents.counter_sheet(who, text, paper))

    def counter_table(self, who: str) -> Paper:
        """Make the Tableau des mutuelles."""
        return self.paper(self._contents.counter_table(who))

    def set_aside_slip(self, who: str, claim_id: int, paper: Format = "ticket80") -> Paper:
        """Make the slip of an invoice set aside; raises ``claim_unknown``."""
        return self.paper(self._contents.set_aside_slip(who, claim_id, paper))

    def patient_leaflet(self, who: str) -> Paper:
        """Make the leaflet of the incident under way; raises ``no_incident_to_tell``."""
        return self.paper(self._contents.patient_leaflet(who))

    def poster(self, who: str) -> Paper:
        """Make the poster of the incident under way; raises ``no_incident_to_tell``."""
        return self.paper(self._contents.poster(who))

    def incident_report(self, who: str, case_id: int = 0) -> Paper:
        """Make the report of a case, 0 for the one under way or the last."""
        return self.paper(self._contents.incident_report(who, case_id))

    def rotation_slip(self, who: str, access_id: int, paper: Format = "a4") -> Paper:
        """Make the slip of a change of password, without any secret; raises ``access_unknown``."""
        return self.paper(self._contents.rotation_slip(who, access_id, paper))

    def recovery_key(self, who: str, key: Secret) -> Paper:
        """Make the recovery sheet."""
        return self.paper(self._contents.recovery_key(who, key))

    def named(self, kind: str, who: str) -> Paper | None:
        """Make a document that needs no choice, None for a kind that needs one or is not ours."""
        makes: dict[str, Callable[[str], Paper]] = {
            "shift-start": self.shift_start,
            "counter-table": self.counter_table,
            "claims-accountant": self.accountant,
            "patient-leaflet": self.patient_leaflet,
            "poster": self.poster,
            "incident-report": self.incident_report,
            "shortcuts": self.shortcuts,
        }
        make = makes.get(kind)
        return make(who) if make else None

    def sealed_copy(self, who: str, access_id: int, number: int, secret: Secret) -> Paper:
        """Make the page of one password, for a sealed envelope; the journal says that it was asked."""
        with self._register.write(who) as tx:
            access = known_access(tx, access_id)
            tx.journal.record("password.on_paper", str(access_id), {"number": number})
        return self.paper(self._contents.sealed_copy(who, access, number, secret))

    def bank_slip(self, who: str, guarded: Guarded) -> Paper:
        """Make the slip of a change of bank details."""
        return self.paper(self._contents.bank_slip(who, guarded))

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
            tx.journal.record("paper.saved", paper.kind, {"bytes": len(paper.pdf), "number": paper.number})

    def draft(self, who: str, paper: Paper, path: Path) -> None:
        """Write a mail draft (.eml) with the PDF attached and tell the journal; nothing is sent.

        Raises ``paper_is_secret`` for the recovery sheet.
        """
        if paper.secret:
            raise Problem("paper_is_secret")
        with self._register.read() as tx:
            pharmacy, now = tx.people.pharmacy(), tx.now
            signed = next((p.name or p.initials for p in tx.people.people() if p.initials == who), who)
        told = None if paper.anonymous else pharmacy
        content = mail_draft(told, paper.title, f"{paper.file_name}.pdf", paper.pdf, now, signed)
        self._files.write(path, content)
        with self._register.write(who) as tx:
            tx.journal.record("paper.drafted", paper.kind, {"number": paper.number})

    def send(self, who: str, paper: Paper, printer: str, copies: int = 1) -> str:
        """Print on a printer, remember it for this document, keep the file, tell the journal.

        "" is the printer this document went to last, else the default one.
        """
        with self._register.read() as tx:
            chosen = printer or tx.people.settings().get(f"printer.{paper.kind}", "")
        job = self._printing.send(paper.pdf, chosen, f"PharmAssist {paper.kind}", copies, paper.media)
        with self._register.write(who) as tx:
            if chosen:
                tx.people.set_setting(f"printer.{paper.kind}", chosen)
            if not paper.secret:
                kept = (paper.kind, paper.title, paper.media, paper.number, tx.now, who, chosen, copies)
                tx.papers.keep(Printed(*kept), paper.pdf)
            facts: dict[str, str | int] = {"printer": chosen, "copies": copies, "number": paper.number}
            tx.journal.record("paper.printed", paper.kind, facts)
        return job

    def print_at_opening(self, who: str) -> str:
        """Print the consignes du jour if a setting asks for it and nobody printed them today.

        Returns the printer they went to, "" when nothing was to be done.
        """
        with self._register.read() as tx:
            settings, today = tx.people.settings(), tx.now.astimezone(PARIS).date()
            last = next((one for one in tx.papers.printed() if one.kind == "shift-start"), None)
        if settings.get(AT_OPENING) != "yes" or (last and last.at.astimezone(PARIS).date() == today):
            return ""
        self.send(who, self.shift_start(who), "")
        return settings.get("printer.shift-start", "") or self._printing.default()

    def printed(self) -> tuple[Printed, ...]:
        """Return the last print of each document, the latest first."""
        with self._register.read() as tx:
            return tx.papers.printed()

    def again(self, kind: str) -> Paper:
        """Return the very file that was printed last of a kind; raises ``paper_not_kept``."""
        with self._register.read() as tx:
            pdf = tx.papers.printed_pdf(kind)
            printed = next((one for one in tx.papers.printed() if one.kind == kind), None)
        if pdf is None or printed is None:
            raise Problem("paper_not_kept", {"document": kind[:40]})
        return Paper(kind, printed.title, printed.media, pdf, printed.number)

    def logo(self) -> bytes:
        """Return the logo of the letterhead as a grey PNG, nothing when there is none."""
        with self._register.read() as tx:
            return tx.papers.logo()

    def set_logo(self, who: str, path: Path | None) -> None:
        """Take a PNG or JPEG as the letterhead's logo, made small and grey, or none.

        Raises ``file_absent``, ``picture_too_big`` and ``picture_unreadable``.
        """
        content = b""
        if path is not None:
            content = self._pictures.clean(self._files.read(path, MOST_LOGO_BYTES))
        with self._register.write(who) as tx:
            tx.papers.set_logo(content)
            tx.journal.record("paper.logo_set", facts={"bytes": len(content)})

    def put_back_logo(self, who: str, content: bytes) -> None:
        """Take again the logo that :meth:`logo` gave before it was changed, b"" for none."""
        with self._register.write(who) as tx:
            tx.papers.set_logo(content)
            tx.journal.record("paper.logo_set", facts={"bytes": len(content)})
