"""The evidence pack: one ZIP for the union, the bank, the insurer or the police.

Chronology and report as PDF, register of violations where something was said of a breach, the
journal's entries of that time, the proofs as they were kept, and ``SHA256SUMS``: unpacked, it is
verified by ``sha256sum --strict -c SHA256SUMS`` alone. The hash of the whole stands in the journal.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from pharmassist.domain.incidents import Case
from pharmassist.domain.journal import JournalEntry, canonical_facts
from pharmassist.domain.problems import Problem
from pharmassist.domain.spreadsheets import neutral
from pharmassist.services.incident_papers import IncidentPapers
from pharmassist.services.jobs import Stop
from pharmassist.services.journal_words import say
from pharmassist.services.papers import Paper, Papers
from pharmassist.services.ports.files import Files
from pharmassist.services.ports.packing import Packing
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import in_french

SUMS = "SHA256SUMS"
_PAGE = 500
_BEFORE_OPENING = timedelta(days=1)
_README = """Dossier de preuves de l'incident : {title}
Pharmacie : {pharmacy}
Fait le {made_at} (temps universel), par {who}.
Tete du journal a cet instant : {head}

Verifier : decompressez le dossier, puis, dans ce dossier :

    sha256sum --strict -c {sums}

Chaque ligne doit finir par OK (ou "Reussi"). Un seul octet change suffit pour que la ligne echoue.
Sous Windows, sans autre outil : certutil -hashfile FICHIER SHA256, puis comparez avec {sums}.

journal.csv : les ecritures du journal de cette periode ; chacune porte l'empreinte (hash) de la
precedente (previous). Le dossier ne contient aucun nom, aucun NIR, aucun produit saisi par le
programme ; les pieces jointes sont celles que la pharmacie a choisies.
"""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written: where, how many files, and the hash of the whole."""

    path: Path
    files: tuple[str, ...]
    sha256: str


class Evidence:
    """Writes evidence packs."""

    def __init__(
        self,
        register: Register,
        incident_papers: IncidentPapers,
        papers: Papers,
        files: Files,
        packing: Packing,
    ) -> None:
        self._register, self._incident_papers, self._papers = register, incident_papers, papers
        self._files, self._packing = files, packing

    def export(self, who: str, path: Path, case_id: int = 0, stop: Stop | None = None) -> Pack:
        """Write the pack of a case, 0 for the one under way or the last; raises ``incident_none``.

        Raises ``Cancelled`` where it was asked to stop: then no file is there.
        """
        stop = stop or Stop()
        with self._register.read() as tx:
            case = _wanted(tx, case_id)
        made = [("chronologie.pdf", self._incident_papers.timeline(who, case.id))]
        stop.check()
        made.append(("rapport.pdf", self._papers.incident_report(who, case.id)))
        stop.check()
        with self._register.read() as tx:
            if tx.incidents.breach_facts(case.id):
                made.append(("registre-des-violations.pdf", self._incident_papers.violations(who)))
            files = []
            for each in self._contents(tx, case, who, made):
                files.append(each)
                stop.check()
        sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files)
        whole = self._packing.pack([*files, (SUMS, sums.encode())])
        digest = sha256(whole).hexdigest()
        stop.check()
        self._files.write(path, whole)
        with self._register.write(who) as tx:
            facts: dict[str, str | int] = {"sha256": digest, "files": len(files)}
            tx.journal.record("evidence.exported", f"incident:{case.id}", facts)
        return Pack(path, tuple(name for name, _content in files), digest)

    def _contents(
        self, tx: Transaction, case: Case, who: str, made: list[tuple[str, Paper]]
    ) -> Iterator[tuple[str, bytes]]:
        """Give the files of the pack by name."""
        readme = _README.format(
            title=case.title,
            pharmacy=tx.people.pharmacy().name,
            made_at=tx.now.isoformat(timespec="minutes"),
            who=who,
            head=tx.journal.head(),
            sums=SUMS,
        )
        yield "LISEZ-MOI.txt", readme.encode()
        yield from ((name, paper.pdf) for name, paper in made)
        yield "journal.csv", _journal(tx, case)
        for number, step, name, _digest in tx.incidents.attachments(case.id):
            content = tx.incidents.attachment(number)
            if content is not None:
                yield f"preuves/{number:03d}-{_safe(step)}-{_safe(name)}", content


def _wanted(tx: Transaction, case_id: int) -> Case:
    """Return the case asked for, else the one under way, else the last."""
    if case_id:
        case = tx.incidents.case(case_id)
        if case is None:
            raise Problem("incident_unknown", {"incident": case_id})
        return case
    cases = tx.incidents.cases(open_only=True) or tx.incidents.cases()
    if not cases:
        raise Problem("incident_none")
    return cases[0]


def _journal(tx: Transaction, case: Case) -> bytes:
    """Write the entries from the day before the opening to the closing, oldest first, as CSV."""
    first = case.opened_at - _BEFORE_OPENING
    kept: list[JournalEntry] = []
    for entry in _entries(tx.journal.last):
        if entry.at < first:
            break
        if case.closed_at is None or entry.at <= case.closed_at + _BEFORE_OPENING:
            kept.append(entry)
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\n")
    writer.writerow(("number", "at", "who", "what", "subject", "facts", "words", "previous", "hash"))
    with in_french():
        for e in reversed(kept):
            cells = (e.who, e.what, e.subject, canonical_facts(e.facts), say(e), e.previous, e.hash)
            writer.writerow((e.number, e.at.isoformat(), *map(neutral, cells)))
    return table.getvalue().encode("utf-8-sig")


def _entries(last: Callable[[int, int], tuple[JournalEntry, ...]]) -> Iterator[JournalEntry]:
    """Give every entry of the journal, newest first, page by page."""
    read = 0
    while page := last(_PAGE, read):
        yield from page
        read += len(page)


def _safe(name: str) -> str:
    """Return a name that is a plain file on every computer: no folder, no sign that a shell reads."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:80] or "sans-nom"
