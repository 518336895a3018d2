"""Every key of the window, place by place: what the help shows, what is printed, what is found.

The window binds them; a test compares what is bound with this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from pharmassist.services.texts import french, mark, translate

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys as the window binds them ("Ctrl+K", "F3"), and what they do (source words)."""

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class Place:
    """The keys of one place: ``page`` is a page's key, "" for what is no page; source words."""

    page: str
    title: str
    shortcuts: tuple[Shortcut, ...]


PLACES = (
    Place(
        EVERYWHERE,
        mark("Everywhere"),
        (
            Shortcut(("F1",), mark("Help on this page")),
            Shortcut(("F2",), mark("Note an invoice")),
            Shortcut(("F3", "Ctrl+K"), mark("Find anything")),
            Shortcut(("F4",), mark("What to do at the counter")),
            Shortcut(("F5",), mark("Read again")),
            Shortcut(("F9",), mark("Print the instructions or the page’s document")),
            Shortcut(("F12",), mark("Lock")),
            Shortcut(("Ctrl+P",), mark("Documents: look at, print, print again")),
            Shortcut(("Ctrl+I",), mark("Choose who is acting")),
            Shortcut(("Ctrl+Z",), mark("Undo")),
            Shortcut(("Ctrl+PgDown", "Ctrl+PgUp"), mark("Next page, page before")),
            Shortcut(("Tab", "Shift+Tab"), mark("Go forward, go back")),
            Shortcut(("Enter", "Space"), mark("Press the button, tick the box")),
            Shortcut(("Esc",), mark("Back, or give the keyboard back to the LGO")),
        ),
    ),
    Place(
        EVERYWHERE,
        mark("In every table"),
        (
            Shortcut(("Up", "Down"), mark("Go to the row above or below")),
            Shortcut(("Enter",), mark("Open the row")),
            Shortcut(("Space",), mark("Choose the row, where rows have a box")),
            Shortcut(("Ctrl+C",), mark("Copy the rows with their titles, for a spreadsheet")),
            Shortcut(("Alt+Left", "Alt+Right"), mark("Sort by the column before or after")),
            Shortcut(("Alt+Up", "Alt+Down"), mark("Sort this column up or down")),
            Shortcut(("Alt+Shift+Left", "Alt+Shift+Right"), mark("Narrow or widen this column")),
            Shortcut(("Shift+Up", "Shift+Down"), mark("Choose several rows, to copy them")),
        ),
    ),
    Place(
        EVERYWHERE,
        mark("In every list with the sign of copying"),
        (
            Shortcut(("Ctrl+C",), mark("Copy the list with its titles, for a spreadsheet")),
            Shortcut(("Ctrl+E",), mark("Export the list")),
        ),
    ),
    Place(
        EVERYWHERE,
        mark("In the demonstration"),
        (
            Shortcut(("F7", "Shift+F7"), mark("Tour: next stop, stop before")),
            Shortcut(("Ctrl+F7",), mark("Leave the tour; F7 comes back to it")),
        ),
    ),
    Place(
        "today",
        mark("Today"),
        (
            Shortcut(("F8",), mark("This line was ticked on the printed page")),
            Shortcut(("Shift+F8",), mark("Every line of the printed page was ticked")),
        ),
    ),
    Place(
        "claims",
        mark("Invoices waiting"),
        (
            Shortcut(("Ctrl+F",), mark("Search in the list")),
            Shortcut(("Ctrl+A",), mark("Choose all that the filters keep")),
            Shortcut(("Ctrl+V",), mark("Paste a list copied from the LGO")),
            Shortcut(("Ctrl+E",), mark("Export the list")),
        ),
    ),
    Place(
        "transfers",
        mark("Transfers"),
        (
            Shortcut(("Enter",), mark("Yes to the explanation shown")),
            Shortcut(("1", "9"), mark("Choose an explanation by its number")),
            Shortcut(("A",), mark("Choose something else")),
            Shortcut(("N",), mark("I don’t know: the next one")),
            Shortcut(("V",), mark("Note a notice")),
        ),
    ),
    Place("passwords", mark("Passwords"), (Shortcut(("Ctrl+N",), mark("Add an access")),)),
    Place(
        "message",
        mark("Suspicious message"),
        (
            Shortcut(("Ctrl+O",), mark("Open a file…")),
            Shortcut(("Ctrl+Return",), mark("Judge this message")),
        ),
    ),
    Place("journal", mark("Journal and proofs"), (Shortcut(("Ctrl+E",), mark("Export the pack of proofs")),)),
    Place("settings", mark("Settings"), (Shortcut(("Ctrl+S",), mark("Save")),)),
    Place(
        EVERYWHERE,
        mark("A document on screen"),
        (
            Shortcut(("F9", "Ctrl+P"), mark("Print")),
            Shortcut(("Ctrl+S",), mark("Save as PDF")),
            Shortcut(("Ctrl+M",), mark("Mail draft")),
            Shortcut(("PgDown", "PgUp"), mark("Next page, page before")),
            Shortcut(("Home", "End"), mark("First page, last page")),
            Shortcut(("Ctrl++", "Ctrl+-", "Ctrl+0"), mark("Larger, smaller, the width")),
        ),
    ),
)
_EVERY_PROGRAM = frozenset({"Ctrl+PgDown", "Tab", "Enter"})
_KEYS = {
    "Esc": mark("Esc"),
    "Enter": mark("Enter"),
    "Return": mark("Enter"),
    "Space": mark("Space"),
    "Shift": mark("Shift"),
    "PgUp": mark("Page up"),
    "PgDown": mark("Page down"),
    "Home": mark("Home"),
    "End": mark("End"),
    "Up": mark("Up"),
    "Down": mark("Down"),
    "Left": mark("Left"),
    "Right": mark("Right"),
}


def key_words(keys: str, *, paper: bool = False) -> str:
    """Return a key as it is written on the keyboard: "Maj + F8"; in French for paper."""
    say = french if paper else translate
    if keys in ("Ctrl++", "Ctrl+-"):
        return f"Ctrl {keys[-1]}"
    return "+".join(say(_KEYS[key]) if key in _KEYS else key for key in keys.split("+"))


def places_words(*, paper: bool = False) -> tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """Return the titles with their keys and what they do, in words; in French for paper."""
    say = french if paper else translate
    return tuple(
        (
            say(place.title),
            tuple(
                (tuple(key_words(key, paper=paper) for key in one.keys), say(one.does))
                for one in place.shortcuts
            ),
        )
        for place in PLACES
    )


def keys_everywhere() -> tuple[tuple[str, str], ...]:
    """Return the keys of the window that work on every page, in words, the first of each line.

    What every program has (Tab, Enter) is left to the printed page.
    """
    return tuple(
        (key_words(one.keys[0]), translate(one.does))
        for one in PLACES[0].shortcuts
        if one.keys[0] not in _EVERY_PROGRAM
    )
