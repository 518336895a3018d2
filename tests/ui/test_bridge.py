"""Answers come back on the window's thread, to pages that still live, and to no other."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import ImmediateRunner, Lanes, Progress, Stop
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.crash import CrashWindow, report


class Asked:
    """A bridge on real lanes, and what it told."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.bugs: list[BaseException] = []
        self.bridge = Bridge(self.lanes, self.bugs.append)
        self.done: list[object] = []
        self.problems: list[Problem] = []
        self.threads: list[int] = []

    def keep(self, value: object) -> None:
        self.threads.append(threading.get_ident())
        self.done.append(value)


@pytest.fixture
def asked(qtbot: QtBot) -> Iterator[Asked]:
    box = Asked()
    yield box
    box.lanes.close()
    delete(box.bridge)


def work_of(value: object) -> Callable[[Stop, Progress], object]:
    def work(_stop: Stop, _progress: Progress) -> object:
        return value

    return work


def settle(qtbot: QtBot, asked: Asked) -> None:
    """Wait until an answer asked after all others has come."""
    owner = QObject()
    last: list[object] = []
    for lane in ("write", "read", "outside"):
        asked.bridge.ask(owner, lane, work_of(1), last.append, asked.problems.append)
    qtbot.waitUntil(lambda: len(last) == 3)


def test_an_answer_comes_on_the_windows_thread(qtbot: QtBot, asked: Asked) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    handle = asked.bridge.ask(page, "read", work_of(42), asked.keep, asked.problems.append)
    qtbot.waitUntil(lambda: asked.done == [42])
    assert asked.threads == [threading.get_ident()]
    assert handle.over


def test_an_answer_of_a_dead_page_is_dropped(qtbot: QtBot, asked: Asked) -> None:
    page, started, go = QWidget(), threading.Event(), threading.Event()

    def work(_stop: Stop, _progress: Progress) -> int:
        started.set()
        go.wait(5)
        return 1

    asked.bridge.ask(page, "read", work, asked.keep, asked.problems.append)
    assert started.wait(5)
    delete(page)
    go.set()
    settle(qtbot, asked)
    assert asked.done == []


def test_a_cancelled_job_says_nothing(qtbot: QtBot, asked: Asked) -> None:
    page, started = QWidget(), threading.Event()
    qtbot.addWidget(page)

    def work(stop: Stop, _progress: Progress) -> int:
        started.set()
        while not stop.asked:
            threading.Event().wait(0.005)
        raise Cancelled

    handle = asked.bridge.ask(page, "write", work, asked.keep, asked.problems.append)
    assert started.wait(5)
    handle.cancel()
    settle(qtbot, asked)
    assert (asked.done, asked.problems, asked.bugs) == ([], [], [])


def test_an_answer_that_crossed_before_the_cancel_is_dropped_too(qtbot: QtBot, asked: Asked) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bridge = Bridge(ImmediateRunner(), asked.bugs.append, page)
    handle = bridge.ask(page, "read", work_of(1), asked.keep, asked.problems.append)
    handle.cancel()
    settle(qtbot, asked)
    assert asked.done == []


def test_a_problem_goes_to_the_page_and_a_bug_to_the_crash_window(qtbot: QtBot, asked: Asked) -> None:
    page = QWidget()
    qtbot.addWidget(page)

    def refused(_stop: Stop, _progress: Progress) -> None:
        raise Problem("nir_refused")

    def broken(_stop: Stop, _progress: Progress) -> None:
        raise ZeroDivisionError

    asked.bridge.ask(page, "read", refused, asked.keep, asked.problems.append)
    asked.bridge.ask(page, "read", broken, asked.keep, asked.problems.append)
    qtbot.waitUntil(lambda: len(asked.bugs) == 1)
    assert [problem.code for problem in asked.problems] == ["nir_refused"]
    assert asked.done == []


def test_progress_reaches_the_page_before_the_end(qtbot: QtBot, asked: Asked) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    told: list[tuple[int, int]] = []

    def work(_stop: Stop, progress: Progress) -> str:
        progress(1, 2)
        progress(2, 2)
        return "end"

    def done(value: str) -> None:
        asked.keep((value, list(told)))

    asked.bridge.ask(
        page, "read", work, done, asked.problems.append, lambda count, total: told.append((count, total))
    )
    qtbot.waitUntil(lambda: asked.done == [("end", [(1, 2), (2, 2)])])


def test_changes_cross_to_living_pages_only(qtbot: QtBot, asked: Asked) -> None:
    page, dead = QWidget(), QWidget()
    heard: list[frozenset[Kind]] = []
    lost: list[frozenset[Kind]] = []
    qtbot.addWidget(page)
    changes = Changes()
    asked.bridge.follow(changes)
    asked.bridge.listen(page, heard.append)
    asked.bridge.listen(dead, lost.append)
    delete(dead)
    thread = threading.Thread(target=changes.post, args=(Kind.CLAIMS,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: heard == [frozenset({Kind.CLAIMS, Kind.JOURNAL})])
    assert lost == []


def test_a_report_holds_lines_but_neither_words_nor_home_paths(qtbot: QtBot) -> None:
    def leak() -> None:
        password = "K7fn-canary"
        try:
            raise KeyError(password)
        except KeyError as error:
            raise ValueError(f"cannot use {password}") from error

    with pytest.raises(ValueError, match="canary") as caught:
        leak()
    window = CrashWindow(report(caught.value))
    qtbot.addWidget(window)
    assert "canary" not in window.report
    assert "ValueError" in window.report
    assert "KeyError" in window.report
    assert "test_bridge.py" in report(caught.value)
    assert str(__file__) not in window.report
