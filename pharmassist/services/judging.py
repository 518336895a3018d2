"""Judging a suspicious message: the verdict, its proof, and what to do next.

Nothing leaves this computer and nothing a message points to is opened. The journal gets the
verdict and the domain; the message itself is kept only as the proof of an incident, after a
warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pharmassist.domain.incidents import CaseView
from pharmassist.domain.lookalikes import Brand
from pharmassist.domain.message_judging import judge
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.message_signs import split_target
from pharmassist.domain.messages import CallForm, Finding, Judgement, Kind, Message, Rule, Span, Verdict
from pharmassist.domain.problems import Problem, plain
from pharmassist.services import message_words as words
from pharmassist.services.changes import Changes
from pharmassist.services.changes import Kind as Changed
from pharmassist.services.guiding import Guiding
from pharmassist.services.known_ways import KnownWay, from_directory, kept_in
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.messages import MessageReader
from pharmassist.services.ports.register import Register
from pharmassist.services.texts import translate as _

_PROOF, _REPORT_LINKS = 200, 20
PLAYBOOK = "impersonation"
"""The playbook whose spare blocks answer what somebody already did."""


class Done(StrEnum):
    """What somebody did before the message was judged; the value names the spare block."""

    CLICKED = "lien-ouvert"
    ANSWERED = "premieres-30-minutes"
    GAVE_PASSWORD = "mot-de-passe-donne"
    OPENED_FILE = "piece-jointe-ouverte"
    GAVE_RIB = "rib-ou-paiement"


@dataclass(frozen=True, slots=True)
class Told:
    """A sign in words; ``number`` is the one shown beside its proof."""

    number: int
    rule: str
    title: str
    why: str
    proof: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A message that was judged, in words; all of ``message`` is foreign text."""

    message: Message
    verdict: Verdict
    title: str
    told: str
    findings: tuple[Told, ...]
    noted: tuple[Told, ...]
    not_checked: tuple[str, ...]
    phrase: str
    brand: str
    host: str
    official: tuple[str, ...]
    known: tuple[KnownWay, ...]
    known_note: str
    """That the pharmacy keeps nothing for the brand; "" where it does, or no register was asked."""

    report: str
    source: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Retyped:
    """What the domain typed by hand shows: ``same`` as the message's, or the brand's own."""

    same: bool
    finished: bool
    told: str


class Judge:
    """Reads and judges; needs no register."""

    def __init__(
        self, reader: MessageReader, knowledge: Callable[[], Knowledge], catalogue: Catalogue
    ) -> None:
        self._reader, self._knowledge, self._catalogue = reader, knowledge, catalogue

    def file(self, path: Path) -> Opinion:
        """Judge a file; raises the problems of ``MessageReader``."""
        return self.opinion(self._reader.read_file(path))

    def content(self, data: bytes, ending: str = "") -> Opinion:
        """Judge what came on the standard input."""
        return self.opinion(self._reader.read_bytes(data, ending))

    def text(self, text: str, kind: Kind) -> Opinion:
        """Judge what was pasted."""
        return self.opinion(self._reader.read_text(text, kind))

    def call(self, form: CallForm) -> Opinion:
        """Judge a call."""
        return self.opinion(self._reader.read_call(form))

    def opinion(self, message: Message) -> Opinion:
        """Put a judgement into words."""
        knowledge = self._knowledge()
        found = judge(message, knowledge)
        findings = tuple(
            _told(number + 1, sign, knowledge.rules[sign.rule]) for number, sign in enumerate(found.findings)
        )
        brand = found.claimed.name if found.claimed is not None else ""
        kept, known_note = self._kept(found.claimed)
        told = words.told_by(found.combination)
        return Opinion(
            message=message,
            verdict=found.verdict,
            title=words.verdict_title(found.verdict, len(findings)),
            told=told.replace("{brand}", brand or _("the announced sender")),
            findings=findings,
            noted=tuple(_told(0, sign, knowledge.rules[sign.rule]) for sign in found.noted),
            not_checked=words.not_checked(found.not_checked),
            phrase=words.phrase(message.kind),
            brand=brand,
            host=plain(found.host, 100),
            official=found.claimed.domains if found.claimed is not None else (),
            known=(*kept, *self._known(found)),
            known_note=known_note,
            report=_report(message, found, findings),
        )

    def retyped(self, opinion: Opinion, typed: str) -> Retyped:
        """Compare what was typed by hand with the domain of the message."""
        text = typed.strip().lower().removeprefix("www.").rstrip(".")
        target = opinion.host.removeprefix("www.")
        if not text or not target:
            return Retyped(False, False, "")
        brands = self._knowledge().brands
        if text == target:
            owner = brands.owner(target)
            if owner is not None:
                return Retyped(
                    True, True, _("{domain} is a domain of {brand}.").format(domain=target, brand=owner.name)
                )
            if opinion.brand:
                told = _("{domain} is not a domain of {brand}: {known}.")
                return Retyped(
                    True,
                    True,
                    told.format(domain=target, brand=opinion.brand, known=", ".join(opinion.official[:3])),
                )
            return Retyped(
                True, True, _("{domain} is the domain of no one known here.").format(domain=target)
            )
        if brands.owner(text) is not None and len(text) >= min(len(target), 6):
            told = _("You typed {typed}; the message says {domain}. Read it again, letter by letter.")
            return Retyped(False, True, told.format(typed=text, domain=target))
        if not target.startswith(text):
            at = next((n for n, (a, b) in enumerate(zip(text, target, strict=False)) if a != b), len(target))
            return Retyped(False, False, _("Letter {number} differs from the message.").format(number=at + 1))
        return Retyped(False, False, "")

    def _kept(self, brand: Brand | None) -> tuple[tuple[KnownWay, ...], str]:
        """Return what the pharmacy keeps for a brand, and what to say where it keeps nothing."""
        del brand
        return (), ""

    def _known(self, found: Judgement) -> tuple[KnownWay, ...]:
        brand = found.claimed
        if brand is None:
            return ()
        key = brand.id.replace("-", "")
        operator = next((one for one in self._catalogue.operators() if one.id.replace("-", "") == key), None)
        ways = (
            [from_directory(contact) for contact in operator.contacts if contact.kind == "phone"]
            if operator
            else []
        )
        if operator is None:
            ways += [
                KnownWay(phone, _("{brand}, not verified").format(brand=brand.name), False)
                for phone in brand.phones[:2]
            ]
        if brand.domains:
            label = _("known address, not verified") if brand.unverified else _("known address")
            ways.append(KnownWay(brand.domains[0], label, not brand.unverified))
        return tuple(ways)


class Judging(Judge):
    """Judging with a register: the journal, proofs, and the way into an incident."""

    def __init__(
        self,
        reader: MessageReader,
        knowledge: Callable[[], Knowledge],
        catalogue: Catalogue,
        register: Register,
        guiding: Guiding,
        changes: Changes,
    ) -> None:
        super().__init__(reader, knowledge, catalogue)
        self._register, self._guiding, self._changes = register, guiding, changes

    def _kept(self, brand: Brand | None) -> tuple[tuple[KnownWay, ...], str]:
        if brand is None:
            return (), ""
        ways = kept_in(self._register, brand, self._knowledge())
        note = _("Your register keeps no number and no address of {brand}.").format(brand=brand.name)
        return ways, "" if ways else note

    def record(self, who: str, opinion: Opinion) -> None:
        """Write a line in the journal: the verdict and the domain, never the text."""
        facts = {"verdict": opinion.verdict.value, "kind": opinion.message.kind.value, "domain": opinion.host}
        with self._register.write(who) as tx:
            tx.journal.record("message.judged", opinion.message.kind.value, facts)
        self._changes.post(Changed.JOURNAL)

    def keep_proof(self, who: str, opinion: Opinion) -> CaseView:
        """Keep the message as a proof of the open incident; the page warned before.

        Raises ``proof_needs_incident`` and the problems of ``Guiding.attach``.
        """
        case = self._guiding.current()
        if case is None:
            raise Problem("proof_needs_incident")
        step = case.next.step.id if case.next is not None else ""
        if not step:
            raise Problem("proof_needs_incident")
        self._guiding.attach(case.case.id, step, who, proof_name(opinion), proof_of(opinion))
        return self._guiding.view(case.case.id)

    def already_done(self, who: str, what: Done) -> int:
        """Open the block that answers what was done, in the running incident or a new one.

        Returns the number of the case; a block that is there already is not put in twice.
        """
        case = self._guiding.current() or self._guiding.open(PLAYBOOK, who)
        if (
            case.playbook.block(what.value) is not None
            and case.playbook.id == PLAYBOOK
            and what is Done.ANSWERED
        ):
            return case.case.id
        try:
            self._guiding.blocks.put_in(case.case.id, PLAYBOOK, what.value, who)
        except Problem as problem:
            if problem.code != "block_there":
                raise
        return case.case.id


def proof_name(opinion: Opinion) -> str:
    """Return the name of the file kept as a proof."""
    return f"message-{opinion.message.kind.value}-{opinion.verdict.value}.txt"


def proof_of(opinion: Opinion) -> bytes:
    """Return a message and its judgement as text."""
    message = opinion.message
    heads = [
        ("De", f"{message.sender_name} <{message.sender}>".strip()),
        ("Répondre à", message.reply_to),
        ("Objet", message.subject),
        ("Pièces jointes", ", ".join(file.name for file in message.attachments)),
    ]
    lines = [f"{name} : {plain(value, 400)}" for name, value in heads if value.strip(" <>")]
    links = [f"- {defanged(link.target)}" for link in message.links[:_REPORT_LINKS]]
    signs = [f"{told.number}. {told.title} – {told.why}" for told in opinion.findings]
    parts = [opinion.title, opinion.told, *signs, "", *lines, "", message.body, "", *links]
    return "\n".join(parts).encode("utf-8", "replace")


def defanged(target: str) -> str:
    """Return an address that no program turns into a link."""
    return plain(target, 200).replace("http", "hxxp", 1).replace(".", "[.]")


def _told(number: int, sign: Finding, rule: Rule) -> Told:
    values = {"brand": "–", "known": "–", "here": "–", "shown": "–", "target": "–", "what": "–"}
    values |= {name: plain(value, 120) for name, value in sign.values.items()}
    proof = plain(sign.proof, _PROOF)
    if "call" in sign.values and not proof:
        proof = words.called_words(sign.values["call"])
        values["what"] = values["what"] if values["what"] != "–" else proof
    title, why = words.rule_words(rule)
    return Told(number, sign.rule, title.format_map(values), why.format_map(values), proof, sign.spans)


def _report(message: Message, found: Judgement, findings: tuple[Told, ...]) -> str:
    """Write what is sent to Signal Spam (a mail) or 33700 (an SMS, a call), without the text."""
    if message.kind is Kind.MAIL:
        head = _("Report to Signal Spam (signal-spam.fr): forward the mail itself from your mail program.")
    elif message.kind is Kind.SMS:
        head = _("Report to 33700: forward the SMS to 33700, then answer with the number of its sender.")
    else:
        head = _("Report to 33700: the number that called, on 33700.fr.")
    lines = [head, ""]
    if message.sender or message.sender_name:
        lines.append(
            _("Sender: {sender}").format(sender=plain(f"{message.sender_name} {message.sender}".strip(), 200))
        )
    if message.subject:
        lines.append(_("Subject: {subject}").format(subject=plain(message.subject, 200)))
    when = words.sent_words(message)
    if when:
        lines.append(_("Sent: {when}").format(when=when))
    targets = [link.target for link in message.links if split_target(link.target)[2]]
    lines += [
        _("Link: {link}").format(link=defanged(target)) for target in dict.fromkeys(targets[:_REPORT_LINKS])
    ]
    if found.verdict is not Verdict.NO_SIGN:
        lines += ["", *(f"– {told.title}" for told in findings)]
    return "\n".join(lines)
