"""What can be found in the window: pages and actions with their keys, documents, help.

A source is a function that returns things; what is opened when one is chosen is a way, by the
thing's place. To make something else findable, add its source to :data:`SOURCES` and its way to
:func:`ways_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from pharmassist.services.finding import Group, Thing
from pharmassist.services.guide import read_guide
from pharmassist.services.paper_names import NAMES, paper_name
from pharmassist.services.shortcuts import key_words
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _
from pharmassist.ui.counter import open_counter
from pharmassist.ui.desk import GUIDE
from pharmassist.ui.help import page_help
from pharmassist.ui.page import Page
from pharmassist.ui.parts.button import Button

# Only the name of a type: the furnishing opens what is found here.
if TYPE_CHECKING:
    from pharmassist.ui.furnishing import Furnishing

Way = Callable[[str], object]
Source = Callable[["Furnishing"], Iterable[Thing]]
LOOKED_EVERY_MS, LOOKS = 50, 40
"""How long a page may take to show the button that was asked for."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a page, found from anywhere: the page opens on ``button``, or shows ``target``."""

    page: str
    words: str
    """What it is called; the same words as its button's, where there is one."""
    others: str = ""
    """Other words it is found by, separated by commas."""
    target: str = ""
    key: str = ""


ACTIONS = (
    Action("claims", mark("Import the LGO list"), mark("encours, snapshot, file, invoices"), "import"),
    Action("claims", mark("Rejects to rebill"), mark("rejected, refused"), "rejected"),
    Action("claims", mark("Outstanding by age"), mark("late, overdue, ages"), "ages"),
    Action("claims", mark("Who pays? Directory of mutuelles"), mark("AMC, insurers, teach"), "directory"),
    Action("transfers", mark("Import a statement"), mark("bank, OFX, CFONB, camt"), "import"),
    Action("transfers", mark("Point the credits"), mark("bank, match, money received")),
    Action("advances", mark("Ask for an acompte"), mark("advance, letter, operator")),
    Action("operators", mark("Set a light"), mark("state, working, stopped, disrupted")),
    Action("operators", mark("Refresh the lights"), mark("portal, look"), key="F5"),
    Action("passwords", mark("Change the password"), mark("rotation, mailbox, renew")),
    Action("passwords", mark("Add an access"), mark("mailbox, login, account"), key="Ctrl+N"),
    Action("message", mark("Judge this message"), mark("mail, SMS, call, fraud"), key="Ctrl+Return"),
    Action("journal", mark("Verify the journal"), mark("chain, head")),
    Action("journal", mark("Export the journal"), mark("who did what")),
    Action("journal", mark("Export the pack of proofs"), mark("evidence, insurance"), key="Ctrl+E"),
    Action("settings", mark("Copy now"), mark("backup, save, stick"), "backups"),
    Action("settings", mark("Take a backup up again"), mark("restore, new PC, stick"), "backups"),
    Action("settings", mark("See what would go…"), mark("purge, erase, retention, years"), "retention"),
    Action("settings", mark("Export everything…"), mark("CSV, JSON, open formats"), "retention"),
    Action("settings", mark("Print the sheet"), mark("recovery key, paper"), "recovery"),
    Action("settings", mark("Set my PIN"), mark("lock, code")),
    Action("settings", mark("Look at everything"), mark("health, doctor, damage"), "health"),
)
WHERE = {
    "advance": "advances",
    "union-figures": "advances",
    "advance-statement": "advances",
    "indemnities": "advances",
    "reminder": "advances",
    "bank-force-majeure": "advances",
    "bank-direct-debits": "advances",
    "set-aside-slip": "claims",
    "claims": "claims",
    "rotation-slip": "passwords",
    "violations": "incident",
    "breach-notification": "incident",
    "timeline": "incident",
    "recovery-key": "settings",
}
"""Documents that need a choice, and the page where they are made."""
OPENED = {"recovery-key": "recovery"}


def pages_and_actions(furnishing: Furnishing) -> Iterable[Thing]:
    """Give the window's own actions, the pages, then what each page can do."""
    for words, key, others in _own():
        yield Thing(
            Group.COMMANDS, words, "command", key, key=key_words(key) if key else "", names=_split(others)
        )
    for page, title in furnishing.titles.items():
        yield Thing(Group.COMMANDS, title, page, note=_("page"))
    for one in ACTIONS:
        yield Thing(
            Group.COMMANDS,
            _(one.words),
            "action",
            one.words,
            furnishing.titles.get(one.page, ""),
            key_words(one.key) if one.key else "",
            _split(_(one.others)),
        )


def buttons_of_the_page(furnishing: Furnishing) -> Iterable[Thing]:
    """Give what can be pressed on the page shown, by the words of its buttons."""
    known = {_(one.words) for one in ACTIONS} | {words for words, _key, _others in _own()}
    for button in _buttons(furnishing.window.current_page()):
        words = button.accessibleName()
        if words and words not in known:
            known.add(words)
            yield Thing(Group.COMMANDS, words, "button", words, _("on this page"))


def documents(furnishing: Furnishing) -> Iterable[Thing]:
    """Give the documents: the preview opens, or the page where they are made."""
    for kind in NAMES:
        place = "counter" if kind == "counter-sheet" else WHERE.get(kind, "")
        note = furnishing.titles.get(place, "") or _("to look at and print")
        if place == "counter":
            note = _("What to do at the counter")
        yield Thing(Group.DOCUMENTS, paper_name(kind), "document", kind, note)


def help_topics(furnishing: Furnishing) -> Iterable[Thing]:
    """Give the help of each page."""
    for page, title in furnishing.titles.items():
        yield Thing(
            Group.HELP,
            _("Help: {page}").format(page=title),
            "help",
            page,
            names=(title,),
            body=page_help(page),
        )


def guide_sections() -> Iterable[Thing]:
    """Give the sections of the guide: its files are read, so it is asked in a lane."""
    for section in read_guide().sections:
        page = section.page_title if section.place else ""
        yield Thing(Group.HELP, section.title, GUIDE, section.key, page, body=section.text)


SOURCES: tuple[Source, ...] = (pages_and_actions, buttons_of_the_page, documents, help_topics)


def ways_of(furnishing: Furnishing) -> Mapping[str, Way]:
    """Return how each kind of place is opened; a page's key is opened by the window itself."""
    return {
        "action": lambda words: _act(furnishing, words),
        "button": lambda words: _press(furnishing, words),
        "command": lambda key: _command(furnishing, key),
        "counter": lambda words: _counter(furnishing, words),
        "document": lambda kind: _document(furnishing, kind),
        "help": furnishing.help,
        GUIDE: lambda key: furnishing.desk.go(GUIDE, key),
    }


def _own() -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Something is happening"), "", _("incident, attack, alert, open")),
        (_("Note an invoice"), "F2", _("add, enter, pochette")),
        (_("What to do at the counter"), "F4", _("mutuelle, card, conduct")),
        (_("Read again"), "F5", _("refresh")),
        (_("Print the instructions or the page’s document"), "F9", _("paper")),
        (_("Lock"), "F12", _("leave, PIN")),
        (_("Documents: look at, print, print again"), "Ctrl+P", _("paper, printer")),
        (_("Choose who is acting"), "Ctrl+I", _("initials, sign, person")),
        (_("Help on this page"), "F1", _("guide, keys")),
        (_("Give the keyboard back to the LGO"), "Esc", _("minimise, leave")),
    )


def _command(furnishing: Furnishing, key: str) -> None:
    window = furnishing.window
    calls: dict[str, Callable[[], object]] = {
        "": furnishing.something_happens,
        "F1": lambda: furnishing.help(window.current_key),
        "F2": furnishing.desk.note_claim,
        "F4": furnishing.desk.counter,
        "F5": lambda: window.current_page().refresh(),
        "F9": lambda: window.current_page().print_page(),
        "F12": window.lock,
        "Ctrl+P": furnishing.documents,
        "Ctrl+I": furnishing.ask_who,
        "Esc": lambda: window.window().showMinimized(),
    }
    calls[key]()


def _act(furnishing: Furnishing, words: str) -> None:
    one = next(one for one in ACTIONS if one.words == words)
    furnishing.desk.go(one.page, one.target)
    if not one.target:
        _Reach(furnishing.window.current_page(), _(one.words))


def _press(furnishing: Furnishing, words: str) -> None:
    button = next(
        (b for b in _buttons(furnishing.window.current_page()) if b.accessibleName() == words), None
    )
    if button is not None:
        button.setFocus()
        button.click()


def _counter(furnishing: Furnishing, words: str) -> None:
    overlay = open_counter(furnishing.desk, furnishing.window)
    overlay.line.setText(words)


def _document(furnishing: Furnishing, kind: str) -> None:
    papers, who = furnishing.desk.office.papers, furnishing.desk.acting()
    if kind == "counter-sheet":
        furnishing.desk.counter()
    elif kind in WHERE:
        furnishing.desk.go(WHERE[kind], OPENED.get(kind, ""))
    else:
        furnishing.desk.preview(lambda: papers.named(kind, who) or papers.shift_start(who))


def _buttons(page: Page) -> list[Button]:
    return [button for button in page.findChildren(Button) if button.isVisible() and button.isEnabled()]


def _split(others: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in others.split(","))


class _Reach(QObject):
    """Gives the focus to a button of a page once the page shows it; never presses it."""

    def __init__(self, page: Page, words: str) -> None:
        super().__init__(page)
        self._page, self._words, self._left = page, words, LOOKS
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKED_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        self._left -= 1
        button = next((b for b in _buttons(self._page) if b.text() == self._words), None)
        if button is not None:
            button.setFocus()
        if button is not None or not self._left:
            self._timer.stop()
            self.deleteLater()
