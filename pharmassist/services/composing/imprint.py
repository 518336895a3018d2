"""Who makes a document, when, and against which journal: the same four facts on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pharmassist.domain.people import Pharmacy
from pharmassist.services.composing.french import finess, local_day, long_day, siret
from pharmassist.services.composing.vocabulary import Block, Document, Format, Letterhead


@dataclass(frozen=True, slots=True)
class Imprint:
    """The pharmacy, the aware instant, the initials of who acts, the journal's head."""

    pharmacy: Pharmacy
    made_at: datetime
    made_by: str
    journal_head: str

    @property
    def today(self) -> date:
        """Return the day in the pharmacy's zone."""
        return local_day(self.made_at)

    @property
    def issuer(self) -> tuple[str, ...]:
        """Return the lines printed at the top right: name, then FINESS."""
        number = self.pharmacy.finess
        return (self.pharmacy.name, f"FINESS {finess(number)}") if number else (self.pharmacy.name,)

    def letterhead(self, recipient: tuple[str, ...], subject: str) -> Letterhead:
        """Return sender, recipient, place and date, subject: the head of every letter."""
        pharmacy = self.pharmacy
        sender = [pharmacy.name, *pharmacy.address.splitlines(), pharmacy.town]
        sender.append(f"FINESS {finess(pharmacy.finess)}" if pharmacy.finess else "")
        sender.append(f"SIRET {siret(pharmacy.siret)}" if pharmacy.siret else "")
        sender.append(f"Tél. {pharmacy.phone}" if pharmacy.phone else "")
        place = pharmacy.town.lstrip("0123456789 ")
        dateline = f"{place}, le {long_day(self.today)}" if place else f"Le {long_day(self.today)}"
        return Letterhead(tuple(line for line in sender if line), recipient, dateline, subject)

    def document(
        self,
        kind: str,
        title: str,
        subtitle: str,
        blocks: Iterable[Block],
        *,
        paper: Format = "a4",
        one_page: bool = False,
        two_pages: bool = False,
        expires: str = "",
    ) -> Document:
        """Return a document signed by the pharmacy; the journal's head is cut to 8 signs."""
        return Document(
            kind=kind,
            title=title,
            subtitle=subtitle,
            blocks=tuple(blocks),
            made_at=self.made_at,
            made_by=self.made_by,
            author=self.pharmacy.name,
            issuer=self.issuer,
            journal_head=self.journal_head[:8],
            format=paper,
            one_page=one_page,
            two_pages=two_pages,
            expires=expires,
        )
