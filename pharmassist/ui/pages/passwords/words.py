"""The words of the page: accesses, the five lines, rules of a provider, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pharmassist.domain.accesses import Access, AccessKind, Rotation, Stage
from pharmassist.domain.incidents import Case, StepStatus
from pharmassist.domain.journal import JournalEntry
from pharmassist.domain.mailboxes import PasswordRules
from pharmassist.services.accesses import ATTESTED, AccessLine
from pharmassist.services.entries import Entry
from pharmassist.services.journal_words import say
from pharmassist.services.stage_words import role_word
from pharmassist.services.stolen import Exposure, Outcome
from pharmassist.services.texts import PARIS, hour, moment, part_of_day, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.board import Board, Detail
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.steps import StepLine
from pharmassist.ui.parts.text import Ink
from pharmassist.ui.problems import show_problem

LINE_OF = {
    Stage.PLANNED: 1,
    Stage.PROPOSED: 2,
    Stage.CHANGED: 4,
    Stage.VERIFIED: 5,
    Stage.ATTESTED: 5,
    Stage.PROMOTED: 5,
    Stage.CLOSED: 5,
}
"""The line at which a stage stands; the third is answered together with the second."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an access stands, for the list: words, their ink, and the sign."""

    words: str
    ink: Ink
    icon: str
    sign: str
    """The ink of the icon, by role."""


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of accesses, in the order in which passwords are changed."""
    words = {
        AccessKind.MAILBOX: _("Mailbox"),
        AccessKind.PORTAL: _("Operator’s portal"),
        AccessKind.AMELIPRO: "amelipro",
        AccessKind.SOFTWARE: _("Software (LGO, bank, wholesaler)"),
        AccessKind.OTHER: _("Other account"),
    }
    return [(kind.value, words[kind]) for kind in AccessKind]


def title_of(access: Access, board: Board) -> str:
    """Name an access as people do: the address, the portal, amelipro."""
    if access.kind is AccessKind.PORTAL and access.operator:
        return _("Portal {operator}").format(operator=board.operator_name(access.operator))
    if access.kind is AccessKind.AMELIPRO:
        return "amelipro"
    return access.login


def question_of(asked: str, board: Board) -> str:
    """Name what an open question is about: a kind of access, or an operator's portal."""
    words = dict(kinds()).get(asked)
    return words or _("Portal {operator}").format(operator=board.operator_name(asked))


def standing_of(line: AccessLine) -> Standing:
    """Say where an access stands."""
    rotation = line.rotation
    if rotation is not None and rotation.waiting_for:
        words = _("Waiting for {what}").format(what=rotation.waiting_for)
        return Standing(words, "amber", "hourglass", "amber")
    if rotation is not None:
        words = _("Line {number} of 5, {who}").format(number=LINE_OF[rotation.stage], who=rotation.started_by)
        return Standing(words, "text2", "circle-dot", "primary")
    if line.access.changed_at is not None:
        day = short_day(line.access.changed_at.astimezone(PARIS).date())
        return Standing(_("Renewed on {day}").format(day=day), "text3", "circle-check", "green")
    return Standing(_("Not renewed yet"), "text3", "circle-dashed", "grey")


def counts_of(board: Board) -> str:
    """Answer the page's question in one line."""
    renewed = sum(line.access.changed_at is not None for line in board.lines)
    running = sum(line.rotation is not None for line in board.lines)
    done = translate_plural("{count} renewed", "{count} renewed", renewed).format(count=renewed)
    going = translate_plural("{count} under way", "{count} under way", running).format(count=running)
    left = (
        len(board.lines)
        - renewed
        - sum(line.rotation is not None and line.access.changed_at is None for line in board.lines)
    )
    todo = translate_plural("{count} not renewed yet", "{count} not renewed yet", left).format(count=left)
    return f"{done} · {going} · {todo}"


def questions() -> tuple[str, str]:
    """Return the page's question, and its short form."""
    return _("Which passwords were exposed, which are renewed?"), _("Which are renewed?")


def header_words(board: Board) -> tuple[str, str, str]:
    """Return the question, its short form and the caption that answers: of the list, or of a change."""
    detail = board.detail
    if detail is None or detail.rotation is None:
        return *questions(), counts_of(board) if board.lines else _("No access is noted yet")
    question = _("Change the password of {account}").format(account=title_of(detail.access, board))
    started = _("{account} · started {moment}, {who}").format(
        account=detail.access.login,
        moment=moment(detail.rotation.started_at),
        who=detail.rotation.started_by,
    )
    return question, _("Change a password"), started


def five_lines(detail: Detail, vault: str, *, short: bool = False) -> list[StepLine]:
    """Return the five lines: done, current, to come; the third closes with the second.

    ``short`` leaves out the captions of those to come.
    """
    rotation, access = detail.rotation, detail.access
    at = LINE_OF[rotation.stage] if rotation else 6 if access.changed_at else 0
    when = {entry.what: entry.at for entry in detail.story}
    attest = detail.attestable
    kept = _("Kept in: {vault}, read back").format(vault=vault)
    ready = when.get("rotation.refused") or when.get("rotation.proposed")
    confirmed = when.get("rotation.other") or when.get("rotation.accepted")
    rows = (
        (_("New password ready"), _told(kept, ready), kept),
        (
            _("Changed at the provider"),
            _told(_("You changed it there"), confirmed),
            _("On its page, by you"),
        ),
        (
            _("Confirmed by you"),
            _("Another one, yours") if "rotation.other" in when else _("Accepted"),
            _("Accepted, refused, or another one"),
        ),
        (
            _("Attested by you") if attest else _("Proved by a login"),
            proof_words(detail.last),
            _("No login test here: your word counts") if attest else _("A real one, once, encrypted"),
        ),
        (_("Old password retired"), old_words(access), _("Kept 30 days, then erased")),
    )
    steps = []
    for number, (title, done, ahead) in enumerate(rows, start=1):
        if number < at:
            status, caption = StepStatus.DONE, done
        elif number == at:
            waiting = rotation is not None and rotation.waiting_for
            status, caption = (StepStatus.WAITING if waiting else StepStatus.OPEN), ahead
        else:
            status, caption = StepStatus.TO_DO, "" if short else ahead
        steps.append(StepLine(str(number), title, caption, status))
    return steps


def old_words(access: Access) -> str:
    """Say what became of the old password."""
    if access.previous and access.previous_until:
        return _("Kept until {day}").format(day=short_day(access.previous_until))
    return _("None is kept on this PC")


def proof_words(rotation: Rotation | None) -> str:
    """Say what proved a change: a login and its hour, or who attested."""
    how, _colon, rest = (rotation.proof if rotation else "").partition(":")
    whom, _at, when = rest.rpartition("@")
    if not when:
        return ""
    at = moment(datetime.fromisoformat(when))
    if how == ATTESTED:
        return _("Attested by {who}, {moment}").format(who=whom, moment=at)
    return _("Login to {host}, {moment}").format(host=whom.rpartition(":")[0], moment=at)


def rules_words(rules: PasswordRules) -> str:
    """Say the rules of a provider, or that they are not known."""
    parts = []
    if rules.min_length is not None:
        parts.append(_("{count} characters at least").format(count=rules.min_length))
    if rules.max_length is not None:
        parts.append(_("{count} at most").format(count=rules.max_length))
    wanted = (
        (rules.need_lower, _("a small letter")),
        (rules.need_upper, _("a capital")),
        (rules.need_digit, _("a digit")),
        (rules.need_special, _("a sign among {signs}").format(signs=rules.specials)),
    )
    parts += [words for needed, words in wanted if needed]
    if not parts:
        return _("Rules unknown: letters and digits, none that looks like another.")
    return _("Rules: {rules}.").format(rules=", ".join(parts))


def source_words(rules: PasswordRules) -> str:
    """Say where the rules come from, "" when nothing is known."""
    if not rules.source:
        return ""
    return _("Source: {source}, read on {day}").format(
        source=rules.source, day=part_of_day(rules.verified_on)
    )


def missing_words(entries: tuple[Entry, ...], login: str) -> str:
    """Name the passwords that this PC does not hold, and what to do."""
    if not entries:
        return ""
    named = ", ".join(
        _("no. {number} ({role})").format(number=entry.number, role=role_word(entry.role))
        for entry in entries
    )
    sentence = translate_plural(
        "Not on this PC: the password {named} of {login}. Enter it if you know it, or renew it.",
        "Not on this PC: the passwords {named} of {login}. Enter them if you know them, or renew.",
        len(entries),
    )
    return sentence.format(named=named, login=login)


def story_line(entry: JournalEntry, now: datetime) -> tuple[str, str]:
    """Return the hour (the day too when it was not today) and the sentence of an entry."""
    same = entry.at.astimezone(PARIS).date() == now.astimezone(PARIS).date()
    return (hour(entry.at) if same else moment(entry.at)), f"{say(entry)}, {entry.who}"


def _told(words: str, at: datetime | None) -> str:
    return f"{words}, {hour(at)}" if at else words


def exposed_words(access: Access, case: Case) -> str:
    """Name the incident that exposed an access, and whether it was renewed since."""
    renewed = access.changed_at is not None and access.changed_at >= case.opened_at
    words = _("{title}: renewed since") if renewed else _("{title}: to be renewed")
    return words.format(title=case.title)


def tell_exposure(banner: Banner, exposure: Exposure) -> None:
    """Tell what the lists of stolen passwords answered; what was not checked is never green."""
    if exposure.why is not None:
        show_problem(banner, exposure.why)
    elif exposure.outcome is Outcome.FOUND:
        words = _("Found {times} times in stolen lists: change it, here and wherever it serves.")
        banner.tell("red", words.format(times=exposure.times), icon="shield-x")
    else:
        words = _("Not found in the stolen lists of Have I Been Pwned. That alone does not make it strong.")
        banner.tell("blue", words, icon="shield-check")
