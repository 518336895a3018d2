"""The shelf of paper: the logo and the last prints."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from pharmassist.adapters.store import paper_tables
from pharmassist.adapters.store.rows import Stored, iso_instant, put_row, read_instant
from pharmassist.domain.papers import Printed

_LOGO = "logo"
_pictures, _printed = paper_tables.pictures, paper_tables.printed


class Papers:
    """Implements ``PaperShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def logo(self) -> bytes:
        """Return the logo as a grey PNG, nothing when there is none."""
        found = self._connection.execute(select(_pictures.c.content).where(_pictures.c.name == _LOGO))
        content = found.scalar_one_or_none()
        return bytes(content) if content else b""

    def set_logo(self, content: bytes) -> None:
        """Keep a logo that was cleaned, or none."""
        if content:
            put_row(self._connection, _pictures, {"name": _LOGO}, {"content": content})
        else:
            self._connection.execute(delete(_pictures).where(_pictures.c.name == _LOGO))

    def keep(self, printed: Printed, pdf: bytes) -> None:
        """Keep a print and its file in the place of the one before of its kind."""
        values: dict[str, Stored] = {
            "title": printed.title,
            "media": printed.media,
            "number": printed.number,
            "at": iso_instant(printed.at),
            "who": printed.who,
            "printer": printed.printer,
            "copies": printed.copies,
            "pdf": pdf,
        }
        put_row(self._connection, _printed, {"kind": printed.kind}, values)

    def printed(self) -> tuple[Printed, ...]:
        """Return the last print of each kind, the latest first."""
        columns = [column for column in _printed.c if column.name != "pdf"]
        rows = self._connection.execute(select(*columns).order_by(_printed.c.at.desc(), _printed.c.kind))
        return tuple(
            Printed(r.kind, r.title, r.media, r.number, read_instant(r.at), r.who, r.printer, r.copies)
            for r in rows
        )

    def printed_pdf(self, kind: str) -> bytes | None:
        """Return the file that was printed last of a kind, None when there is none."""
        found = self._connection.execute(select(_printed.c.pdf).where(_printed.c.kind == kind))
        content = found.scalar_one_or_none()
        return bytes(content) if content is not None else None
