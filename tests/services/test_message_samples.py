"""Every message of the development half is judged as written beside it; the test half as it was measured."""

import pytest

from pharmassist.assembly import message_judge
from pharmassist.domain.messages import Verdict
from tools.judge_samples import SAMPLES, Sample, counted, faults, samples

JUDGE = message_judge()
DEVELOPMENT, TEST = samples("development"), samples("test")


@pytest.mark.parametrize("sample", DEVELOPMENT, ids=lambda sample: sample.path.name)
def test_one_by_one(sample: Sample) -> None:
    assert faults(sample, JUDGE.file(sample.path)) == []


def test_enough_messages() -> None:
    for listed in (DEVELOPMENT, TEST):
        assert sum(sample.kind == "fraud" for sample in listed) >= 60
        assert sum(sample.kind == "genuine" for sample in listed) >= 75
    assert len(DEVELOPMENT) + len(TEST) >= 270
    for half in ("development", "test"):
        named = {sample.path.name for sample in samples(half)}
        assert named == {file.name for file in (SAMPLES / half).iterdir()} - {"expected.toml"}


def test_the_other_half_is_judged_no_worse_than_written_in_the_benchmarks() -> None:
    strict, wide = counted(TEST, JUDGE, wide=False), counted(TEST, JUDGE, wide=True)
    assert strict.alarms == 0
    assert strict.found >= 54
    assert wide.found >= 57
    assert wide.alarms <= 2


def test_a_verdict_of_no_sign_has_no_findings_and_says_what_was_not_checked() -> None:
    for sample in DEVELOPMENT:
        opinion = JUDGE.file(sample.path)
        assert opinion.not_checked
        assert bool(opinion.findings) is (opinion.verdict is not Verdict.NO_SIGN)
        # two sentences, or three short ones: what it is, what to do
        assert len([part for part in opinion.told.split(". ") if part]) <= 3


def test_each_proof_stands_where_it_is_said_to_stand() -> None:
    for sample in DEVELOPMENT:
        opinion = JUDGE.file(sample.path)
        for told in opinion.findings:
            for span in told.spans:
                text = {"body": opinion.message.body, "subject": opinion.message.subject}.get(span.part, "")
                if text:
                    assert 0 <= span.start < span.end <= len(text), (sample.path.name, told.rule)
