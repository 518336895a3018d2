"""What signed data needs: whose signatures are trusted, where accepted files are kept, what they replace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pharmassist.domain.data_content import Content
from pharmassist.domain.signed_data import DataRecord, ShippedData


class Seals(Protocol):
    """The public keys that were published with this program; none before the key ceremony was held."""

    def known(self) -> tuple[str, ...]:
        """Return the ids of the keys that are trusted."""
        ...

    def holds(self, key_id: str, signature: bytes, signed: bytes) -> bool:
        """Tell whether that key made the signature; false for a key that is not known."""
        ...


class DataShelf(Protocol):
    """The files of signed data that were accepted: in the register, so that backups carry them."""

    def add(self, record: DataRecord, content: bytes) -> int: ...
    def update(self, record: DataRecord) -> None:
        """Store a record seen at its version; raises ``Problem("changed_meanwhile")``."""
        ...

    def all(self) -> tuple[DataRecord, ...]:
        """Return every record, the one accepted last first."""
        ...

    def content(self, record_id: int) -> bytes:
        """Return the file as it was accepted, signature included."""
        ...

    def forget(self, record_id: int) -> None:
        """Remove a record and its file."""
        ...


class DataCatalogue(Protocol):
    """The catalogue, whose five kinds may come from signed data."""

    def shipped_data(self) -> ShippedData: ...
    def content(self) -> Content:
        """Return the five kinds in force."""
        ...

    def shipped_content(self) -> Content:
        """Return the five kinds that come with the program."""
        ...

    def signed_content(self, texts: Mapping[str, str]) -> Content:
        """Read signed data without using them; raises ``Problem("catalogue_broken")``."""
        ...

    def use_signed(self, texts: Mapping[str, str]) -> None:
        """Let signed data stand for the five kinds from now on."""
        ...

    def use_shipped(self) -> None:
        """Go back to what comes with the program."""
        ...
