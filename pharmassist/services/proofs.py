"""Proofs of a step: files, pictures of a screen, pasted words; kept inside the encrypted register.

The hash of each stands in the journal. A picture of the pharmacy's software may show a patient: who
shows it to this service was warned and could crop it first.
"""

from __future__ import annotations

from pathlib import Path

from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.problems import Problem
from pharmassist.services.guiding import ATTACHMENT_LIMIT, Guiding
from pharmassist.services.ports.files import WholeFiles
from pharmassist.services.ports.machine import Clock
from pharmassist.services.texts import PARIS

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")
"""Endings of files that are pictures: the window shows them before they are kept."""


class Proofs:
    """Keeps proofs of steps."""

    def __init__(self, guiding: Guiding, files: WholeFiles, clock: Clock) -> None:
        self._guiding, self._files, self._clock = guiding, files, clock

    def attach_file(self, case_id: int, step: str, who: str, path: Path) -> int:
        """Keep a file as it is; raises ``proof_too_large``, ``file_absent``."""
        try:
            content = self._files.read(path, ATTACHMENT_LIMIT)
        except Problem as problem:
            if problem.code == "file_too_big":
                raise Problem("proof_too_large", {"limit": ATTACHMENT_LIMIT // 1_000_000}) from problem
            raise
        return self._guiding.attach(case_id, step, who, path.name, content)

    def attach_words(self, case_id: int, step: str, who: str, words: str) -> int:
        """Keep pasted words as a text file; a NIR in them is refused: ``nir_refused``, ``proof_empty``."""
        refuse_nir(words)
        if not words.strip():
            raise Problem("proof_empty")
        return self._guiding.attach(case_id, step, who, self._named("texte", "txt"), words.encode())

    def attach_picture(self, case_id: int, step: str, who: str, png: bytes) -> int:
        """Keep a picture, cropped or confirmed by whoever saw it."""
        return self._guiding.attach(case_id, step, who, self._named("capture", "png"), png)

    def _named(self, kind: str, ending: str) -> str:
        """Return a name that tells when it was kept."""
        return f"{kind}-{self._clock.now().astimezone(PARIS):%Y%m%d-%H%M%S}.{ending}"
