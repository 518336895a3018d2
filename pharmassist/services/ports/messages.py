"""How a suspicious message is read: from a file, from what was pasted, from a call noted."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pharmassist.domain.messages import CallForm, Kind, Message


class MessageReader(Protocol):
    """Reads messages and opens nothing that they point to.

    Raises ``message_not_found``, ``message_too_big``, ``message_empty``, ``message_unreadable``.
    """

    def read_file(self, path: Path) -> Message: ...
    def read_bytes(self, data: bytes, ending: str = "") -> Message: ...
    def read_text(self, text: str, kind: Kind) -> Message: ...
    def read_call(self, form: CallForm) -> Message: ...
