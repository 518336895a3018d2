"""What the page reads of the register in one go, and what the addresses of our data are."""

from __future__ import annotations

from dataclasses import dataclass

from pharmassist.domain.accesses import Access, AccessKind, Check, Rotation, Stage
from pharmassist.domain.incidents import UNKNOWN, YES, Case
from pharmassist.domain.journal import JournalEntry
from pharmassist.domain.mailbox_hosts import HostOrigin, host_origin
from pharmassist.domain.mailboxes import PasswordRules, Provider
from pharmassist.domain.operators import Operator
from pharmassist.services.accesses import LOGIN, NO_LOGIN, AccessLine, SweepLine, evidence_of
from pharmassist.services.office import Office
from pharmassist.services.told_accounts import ToldAccount

HISTORY = 400
"""Entries of one access that are looked through for its story."""
_TOLD = ("access.", "rotation.", "password.")
_UNTOLD = ("access.number_reserved",)
_PROVED = (Stage.VERIFIED, Stage.ATTESTED, Stage.PROMOTED, Stage.CLOSED)
_SECURE = "https://"


@dataclass(frozen=True, slots=True)
class Detail:
    """One access: its change, its sweep, its story, what is known of its provider."""

    line: AccessLine
    last: Rotation | None
    """The change under way, else the last one that was carried through."""
    sweep: tuple[SweepLine, ...]
    story: tuple[JournalEntry, ...]
    """Since the last change began, oldest first."""
    rules: PasswordRules
    testable: bool
    host_proved: bool
    """Whether the server is of our data, or an earlier login went through there."""
    host_foreign: bool
    place: str
    """Where the password is changed, in words: the provider's or the operator's name."""
    page: str
    """The address of that page, "" when none is known."""
    exposed_by: Case | None = None
    """The incident that exposed it."""

    @property
    def access(self) -> Access:
        """The access itself."""
        return self.line.access

    @property
    def rotation(self) -> Rotation | None:
        """The change under way."""
        return self.line.rotation

    @property
    def attestable(self) -> bool:
        """Whether a person's word is the normal proof here."""
        return not self.testable or (self.rotation is not None and self.rotation.proof == NO_LOGIN)

    @property
    def server_missing(self) -> bool:
        """Whether only the server is missing for a real login."""
        provider = self.line.provider
        by_password = provider is None or provider.check is Check.PASSWORD
        return self.access.kind is AccessKind.MAILBOX and by_password and not self.access.host

    @property
    def sweep_open(self) -> bool:
        """Whether the change is proved, so that looking around makes sense."""
        if self.rotation is None:
            return self.access.changed_at is not None
        return self.rotation.stage in _PROVED

    @property
    def login_refused(self) -> bool:
        """Whether the last try of the new password was refused."""
        tries = [e.what for e in self.story if e.what.startswith("rotation.") and e.what != "rotation.parked"]
        return "rotation.login_refused" in tries[-2:] and tries[-1] in (
            "rotation.login_refused",
            "rotation.old_tried",
            "rotation.resumed",
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """An access that an incident's answers told of: added without typing it again."""

    asked: str
    """The operator of a portal, or the kind of access."""
    login: str
    code_phone: str
    resets_through: int
    sure: bool
    """Whether it exists; of a portal nobody may know yet."""


@dataclass(frozen=True, slots=True)
class Board:
    """The list, the questions nobody could answer yet, and the access that is open."""

    lines: tuple[AccessLine, ...]
    open_questions: tuple[str, ...]
    """Operators, or kinds of access, of which nobody knows whether there is an account."""
    operators: tuple[Operator, ...]
    providers: tuple[Provider, ...]
    detail: Detail | None
    proposals: tuple[Proposal, ...] = ()
    cases: tuple[Case, ...] = ()
    over: bool = False
    """Whether the thirty days of an old password are over."""

    @property
    def anything(self) -> bool:
        """Whether the list has a row."""
        return bool(self.lines or self.open_questions or any(each.sure for each in self.proposals))

    def proposal(self, asked: str) -> Proposal | None:
        """Return what is known of an access that was asked for; the mailbox where nothing was."""
        wanted = asked or AccessKind.MAILBOX.value
        return next((each for each in self.proposals if each.asked == wanted), None)

    def operator_name(self, operator: str) -> str:
        """Return the name of an operator, its id when it is not in our data."""
        return next((found.name for found in self.operators if found.id == operator), operator)

    @property
    def addresses(self) -> frozenset[str]:
        """The only addresses that the page may open: those of our data, encrypted."""
        found = {provider.password_page for provider in self.providers}
        found |= {step.page for provider in self.providers for step in provider.sweep}
        found |= {contact.value for operator in self.operators for contact in operator.contacts}
        return frozenset(address for address in found if address.startswith(_SECURE))


def read_board(office: Office, chosen: int) -> Board:
    """Read everything (a lane's work); an access that is gone gives way to the first one."""
    lines = office.accesses.lines()
    operators = office.catalogue.operators()
    noted = {line.access.operator for line in lines} | {line.access.kind.value for line in lines}
    asked = [operator.id for operator in operators] + [kind.value for kind in AccessKind]
    questions = tuple(
        each for each in asked if each not in noted and office.accesses.account_answer(each) == UNKNOWN
    )
    ids = [line.access.id for line in lines]
    wanted = chosen if chosen in ids else _first(lines)
    detail = _detail(office, lines[ids.index(wanted)], operators) if wanted else None
    proposals = _proposals(office.accesses.told_accounts(), lines)
    with office.register.read() as tx:
        cases = tx.incidents.cases()
    today = office.clock.today()
    over = any(
        line.access.previous_until is not None and line.access.previous_until <= today and not line.rotation
        for line in lines
    )
    return Board(lines, questions, operators, office.catalogue.providers(), detail, proposals, cases, over)


def _proposals(told: tuple[ToldAccount, ...], lines: tuple[AccessLine, ...]) -> tuple[Proposal, ...]:
    """Propose the mailbox first, then the portal that resets through it, unless they are noted."""
    boxes = {line.access.login.casefold(): line.access.id for line in lines if is_mailbox(line)}
    portals = {line.access.operator for line in lines}
    mailboxes: dict[str, Proposal] = {}
    found: list[Proposal] = []
    for each in told:
        box = boxes.get(each.login.casefold(), 0)
        if each.login and not box:
            mailbox = Proposal(AccessKind.MAILBOX.value, each.login, each.code_phone, 0, True)
            mailboxes.setdefault(each.login.casefold(), mailbox)
        if each.operator and each.account in (YES, UNKNOWN) and each.operator not in portals:
            sure = each.account == YES
            found.append(Proposal(each.operator, each.login, each.code_phone, box, sure))
    return (*mailboxes.values(), *found)


def _first(lines: tuple[AccessLine, ...]) -> int:
    """Return what needs somebody first: a change under way that waits for nobody, then the others."""
    running = [line for line in lines if line.rotation and not line.rotation.waiting_for]
    waiting = [line for line in lines if line.rotation]
    todo = [line for line in lines if line.access.changed_at is None]
    found = running or todo or waiting or list(lines)
    return found[0].access.id if found else 0


def _detail(office: Office, line: AccessLine, operators: tuple[Operator, ...]) -> Detail:
    access = line.access
    with office.register.read() as tx:
        rotations = tx.accesses.rotations(access.id)
        entries = tx.journal.last(HISTORY, subject=str(access.id))
        exposed_by = tx.incidents.case(access.exposed_by) if access.exposed_by else None
    proved = (rotation for rotation in rotations if evidence_of(access, rotation))
    last = line.rotation or next(proved, None)
    told = [e for e in entries if e.what.startswith(_TOLD) and e.what not in _UNTOLD]
    story = tuple(reversed([e for e in told if last is None or e.at >= last.started_at]))
    tried = f"{LOGIN}:{access.host}:{access.port}@"
    origin = host_origin(access.host, access.login, line.provider, confirmed=access.host_confirmed)
    operator = next((found for found in operators if found.id == access.operator), None)
    place = line.provider.name if line.provider else operator.name if operator else ""
    page = line.provider.password_page if line.provider else _portal(operator)
    return Detail(
        line,
        last,
        office.accesses.sweep(access.id),
        story,
        office.rotating.rules(access),
        office.rotating.testable(access),
        origin is HostOrigin.OUR_DATA or any(r.proof.startswith(tried) for r in rotations),
        origin is HostOrigin.FOREIGN,
        place,
        page,
        exposed_by,
    )


def _portal(operator: Operator | None) -> str:
    contacts = operator.contacts if operator else ()
    return next((c.value for c in contacts if c.kind == "portal" and c.value.startswith(_SECURE)), "")


def is_mailbox(line: AccessLine) -> bool:
    """Tell whether an access is a mailbox: the others reset through one."""
    return line.access.kind is AccessKind.MAILBOX
