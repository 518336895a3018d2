"""Judges the message samples and counts: `python -m tools.judge_samples development|test [--each]`."""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pharmassist.assembly import message_judge
from pharmassist.domain.messages import Verdict
from pharmassist.services.judging import Judge, Opinion

SAMPLES = Path(__file__).parents[1] / "tests" / "samples" / "messages"


@dataclass(frozen=True, slots=True)
class Sample:
    """A message and what is expected of it."""

    path: Path
    verdict: str
    kind: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    trick: str


@dataclass(frozen=True, slots=True)
class Count:
    """How a half was judged: right frauds, all frauds, false alarms, all genuine, for one threshold."""

    found: int
    frauds: int
    alarms: int
    genuine: int

    @property
    def precision(self) -> float:
        """Return the share of alarms that were right."""
        return self.found / max(1, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """Return the share of frauds that were told."""
        return self.found / max(1, self.frauds)


def samples(half: str) -> tuple[Sample, ...]:
    """Read one half."""
    folder = SAMPLES / half
    listed = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["message"]
    return tuple(
        Sample(
            folder / one["file"],
            one["verdict"],
            one["kind"],
            tuple(one.get("must", [])),
            tuple(one.get("must_not", [])),
            one.get("trick", ""),
        )
        for one in listed
    )


def faults(sample: Sample, opinion: Opinion) -> list[str]:
    """Return in what a judgement differs from what is expected."""
    found = {told.rule for told in opinion.findings}
    wrong = (
        [f"verdict {opinion.verdict.value}, expected {sample.verdict}"]
        if opinion.verdict != sample.verdict
        else []
    )
    wrong += [f"lacks {rule}" for rule in sample.must if rule not in found]
    wrong += [f"has {rule}" for rule in sample.must_not if rule in found]
    return wrong


def counted(half: tuple[Sample, ...], judge: Judge, *, wide: bool) -> Count:
    """Count strictly (only ``fraud`` is an alarm) or widely (``suspicious`` too)."""
    alarms = {Verdict.FRAUD, Verdict.SUSPICIOUS} if wide else {Verdict.FRAUD}
    told = [(sample.kind, judge.file(sample.path).verdict in alarms) for sample in half]
    return Count(
        sum(alarm for kind, alarm in told if kind == "fraud"),
        sum(kind == "fraud" for kind, _alarm in told),
        sum(alarm for kind, alarm in told if kind == "genuine"),
        sum(kind == "genuine" for kind, _alarm in told),
    )


def main() -> None:
    """Print the counts, and with ``--each`` every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=("development", "test"))
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    half, judge = samples(asked.half), message_judge()
    for wide in (False, True):
        count = counted(half, judge, wide=wide)
        print(
            f"{'wide' if wide else 'strict'}: precision {count.precision:.3f}, recall {count.recall:.3f}"
            f" ({count.found} of {count.frauds} frauds, {count.alarms} of {count.genuine} genuine)"
        )
    different = 0
    for sample in half:
        opinion = judge.file(sample.path)
        wrong = faults(sample, opinion)
        different += bool(wrong)
        if wrong and asked.each:
            noted = ", ".join(told.rule for told in (*opinion.findings, *opinion.noted))
            print(f"{sample.path.name}: {'; '.join(wrong)} [{noted}]")
    print(f"{different} of {len(half)} differ from what is expected")


if __name__ == "__main__":
    main()
