"""What the register keeps for paper: the logo, and the last print of each document."""

from __future__ import annotations

from typing import Protocol

from pharmassist.domain.papers import Printed


class PaperShelf(Protocol):
    """The pharmacy's logo and its last prints."""

    def logo(self) -> bytes:
        """Return the logo as a grey PNG, nothing when there is none."""
        ...

    def set_logo(self, content: bytes) -> None:
        """Keep a logo that was cleaned (``Pictures.clean``), or none."""
        ...

    def keep(self, printed: Printed, pdf: bytes) -> None:
        """Keep a print and its file in the place of the one before of its kind."""
        ...

    def printed(self) -> tuple[Printed, ...]:
        """Return the last print of each kind, the latest first."""
        ...

    def printed_pdf(self, kind: str) -> bytes | None:
        """Return the file that was printed last of a kind, None when there is none."""
        ...
