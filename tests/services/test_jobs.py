"""Lanes: every job ends once, in order; a silent call is left behind; closing drops what waits."""

from __future__ import annotations

import threading
from typing import Any

from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.jobs import ImmediateRunner, Job, Lanes, Outcome, Progress, Stop


class Ends:
    """Collects how jobs ended."""

    def __init__(self) -> None:
        self.seen: list[tuple[Outcome, Any]] = []
        self.more = threading.Event()

    def __call__(self, outcome: Outcome, result: Any) -> None:
        self.seen.append((outcome, result))
        self.more.set()

    def wait(self, count: int) -> None:
        while len(self.seen) < count:
            assert self.more.wait(5)
            self.more.clear()


def returns(value: object) -> Any:
    return lambda _stop, _progress: value


def test_done_failed_cancelled_and_dropped() -> None:
    ends = Ends()
    problem = Problem("who_acts")

    def fails(_stop: Stop, _progress: Progress) -> None:
        raise problem

    def cancels(_stop: Stop, _progress: Progress) -> None:
        raise Cancelled

    runner = ImmediateRunner()
    runner.submit("read", Job(returns(3), ends))
    runner.submit("read", Job(fails, ends))
    runner.submit("read", Job(cancels, ends))
    dropped = Job(returns(1), ends)
    dropped.stop.ask()
    runner.submit("read", dropped)
    assert ends.seen == [("done", 3), ("failed", problem), ("cancelled", None), ("dropped", None)]


def test_a_lane_keeps_order_and_survives_an_error() -> None:
    lanes, ends = Lanes(), Ends()

    def breaks(_stop: Stop, _progress: Progress) -> None:
        raise ZeroDivisionError

    lanes.submit("write", Job(breaks, ends))
    for number in range(20):
        lanes.submit("write", Job(returns(number), ends))
    ends.wait(21)
    lanes.close()
    assert ends.seen[0][0] == "failed"
    assert [result for _outcome, result in ends.seen[1:]] == list(range(20))


def test_a_silent_call_is_abandoned_and_the_rest_goes_on() -> None:
    lanes, ends, started, release = Lanes(), Ends(), threading.Event(), threading.Event()

    def silent(_stop: Stop, _progress: Progress) -> None:
        started.set()
        release.wait(10)

    lanes.submit("outside", Job(silent, Ends()))
    assert started.wait(5)
    lanes.submit("outside", Job(returns("next"), ends))
    lanes.replace_outside()
    ends.wait(1)
    assert ends.seen == [("done", "next")]
    release.set()
    lanes.close()


def test_closing_drops_what_waits() -> None:
    lanes, ends, started, release = Lanes(), Ends(), threading.Event(), threading.Event()

    def slow(_stop: Stop, _progress: Progress) -> str:
        started.set()
        release.wait(10)
        return "slow"

    lanes.submit("read", Job(slow, ends))
    assert started.wait(5)
    lanes.submit("read", Job(returns("late"), ends))
    closing = threading.Thread(target=lanes.close)
    closing.start()
    ends.wait(1)
    release.set()
    closing.join(10)
    assert ("dropped", None) in ends.seen
    assert ("done", "slow") in ends.seen
    lanes.submit("read", Job(returns("after"), ends))
    assert ends.seen[-1] == ("dropped", None)
