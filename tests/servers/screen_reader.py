"""What an assistive tool does, for tests: run by the system's Python, one JSON line a wish.

It sees the program through AT-SPI only: names, roles, descriptions, states, texts and what is
announced. ``python3 screen_reader.py SECONDS`` waits at most that long for what is asked.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from gi import require_version
from gi.repository import GLib

require_version("Atspi", "2.0")
Atspi: Any = import_module("gi.repository.Atspi")
CLOSED = frozenset({Atspi.Role.TABLE, Atspi.Role.TREE_TABLE, Atspi.Role.TREE})
"""A list of thousands is not walked through."""
PRESSES = frozenset({"Press", "Toggle"})
BETWEEN_LOOKS = 0.05


class Ear:
    """Keeps what was announced."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:announcement")

    def _hear(self, event: Any) -> None:
        self.heard.append(str(event.any_data))


def named(number: int, part: Any) -> str:
    """Return the name of an action: its own call is marked as old, the list of them is not there yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return str(Atspi.Action.get_action_name(part, number))


def program() -> Any:
    """Return the program's tree, None before it is there."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and "harmassist" in (child.get_name() or "").casefold():
            # What is asked is answered by the program itself, never from memory.
            child.set_cache_mask(Atspi.Cache.NONE)
            return child
    return None


def parts(top: Any) -> Iterator[Any]:
    """Yield what is on screen, the newest window first."""
    windows = [top.get_child_at_index(number) for number in range(top.get_child_count())]
    waiting = list(windows)
    while waiting:
        part = waiting.pop()
        if part is None or not part.get_state_set().contains(Atspi.StateType.SHOWING):
            continue
        yield part
        if part.get_role() not in CLOSED:
            waiting += [part.get_child_at_index(n) for n in reversed(range(part.get_child_count()))]


def plain(words: str) -> str:
    """Return words without the spaces that only the layout needs."""
    return (words or "").replace("\u00a0", " ").replace("\u202f", " ")


def told(part: Any) -> dict[str, Any]:
    """Return what is told of a part."""
    speaks = "Text" in part.get_interfaces()
    states = part.get_state_set()
    return {
        "role": part.get_role_name(),
        "name": plain(part.get_name()),
        "description": plain(part.get_description()),
        "text": plain(Atspi.Text.get_text(part, 0, -1)) if speaks else "",
        "states": [kind.value_nick for kind in states.get_states()],
    }


def matching(wish: dict[str, Any]) -> Any:
    """Return the part that has the role and the name, or one that begins so."""
    top = program()
    if top is None:
        return None
    for part in parts(top):
        name = plain(part.get_name())
        fits = name.startswith(wish["name"]) if wish.get("begins") else name == wish["name"]
        if fits and ("role" not in wish or part.get_role_name() == wish["role"]):
            return part
    return None


def wait(ready: Callable[[], Any], seconds: float) -> Any:
    """Look again until something is there."""
    end = time.monotonic() + seconds
    while True:
        turn()
        try:
            found = ready()
        except GLib.Error:
            # A part went away while it was looked at: look again.
            found = None
        if found:
            return found
        if time.monotonic() > end:
            return None
        time.sleep(BETWEEN_LOOKS)


def turn() -> None:
    """Let announcements come in."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def everything() -> list[dict[str, Any]]:
    """Return all that is told of what is on screen."""
    top = program()
    return [told(part) for part in parts(top)] if top is not None else []


def answer(wish: dict[str, Any], ear: Ear, seconds: float) -> Any:
    """Do what is wished; None when it cannot be done."""
    verb = wish["verb"]
    if verb == "everything":
        return wait(everything, seconds)
    if verb == "heard":
        return wait(lambda: [words for words in ear.heard if wish["words"] in plain(words)], seconds)
    if verb == "focused":
        return wait(focused, seconds)
    if verb == "gone":
        return wait(lambda: matching(wish) is None, seconds)
    part = wait(lambda: matching(wish), seconds)
    if part is None or verb == "find":
        return told(part) if part is not None else None
    if verb == "press":
        # A page that reads again makes its rows anew: the part may be gone by now.
        return wait(lambda: press(matching(wish)), seconds)
    if verb == "focus":
        return wait(lambda: focus(matching(wish)), seconds)
    if verb == "type":
        return bool(Atspi.EditableText.set_text_contents(part, wish["text"]))
    raise ValueError(verb)


def focus(part: Any) -> bool:
    """Give the keyboard to a part, and tell whether it has it by now."""
    if part is None or part.get_state_set().contains(Atspi.StateType.FOCUSED):
        return part is not None
    Atspi.Component.grab_focus(part)
    return False


def press(part: Any) -> bool:
    """Do what Enter or a click would; nothing while the part is not there."""
    if part is None:
        return False
    names = [named(n, part) for n in range(Atspi.Action.get_n_actions(part))]
    for number, name in enumerate(names):
        if name in PRESSES:
            return bool(Atspi.Action.do_action(part, number))
    raise ValueError(f"{part.get_name()} answers to {names} only")


def focused() -> dict[str, Any] | None:
    """Return what is told of the part that has the keyboard."""
    top = program()
    found = None
    for part in parts(top) if top is not None else ():
        # An entry of a list keeps the mark while the keyboard is elsewhere.
        if part.get_state_set().contains(Atspi.StateType.FOCUSED):
            found = part if found is None or found.get_role() == Atspi.Role.LIST_ITEM else found
    return told(found) if found is not None else None


def main(seconds: float) -> None:
    """Answer wishes until there are none."""
    Atspi.init()
    ear = Ear()
    for line in sys.stdin:
        found = answer(json.loads(line), ear, seconds)
        if found:
            print(json.dumps({"found": found}), flush=True)
        else:
            words = " | ".join(part["name"] or part["text"] for part in everything())
            print(json.dumps({"problem": f"not there; on screen: {words}"}), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]))
