"""How long a domain and a message take; how the test half is judged beside SpamAssassin."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pharmassist.adapters.messages.reading import MessageFiles
from pharmassist.assembly import message_judge
from pharmassist.assembly.messages import knowledge
from pharmassist.domain.message_judging import judge
from pharmassist.domain.messages import Kind
from tools.judge_samples import SAMPLES, Count, Sample, counted, samples

DOMAINS = (
    "viamedis-paiements.com",
    "pharmacie-du-port.fr",
    "ameli.fr.espace-assure.example",
    "jardinerie-des-quatre-saisons.fr",
    "xn--vimedis-cfh.net",
    "lemonde.fr",
)
SPAMASSASSIN = shutil.which("spamassassin")


def test_one_domain(benchmark: BenchmarkFixture) -> None:
    """Five milliseconds at most; six domains in a round."""
    brands = knowledge().brands
    benchmark.group = "six domains against the brands"
    benchmark(lambda: [brands.likeness(domain) for domain in DOMAINS])


@pytest.mark.parametrize(
    "file", ["viamedis-reactivation.eml", "viamedis-info-fevrier.eml", "bnp-formulaire.eml"]
)
def test_one_message(benchmark: BenchmarkFixture, file: str) -> None:
    """Twenty milliseconds at most, reading included."""
    data = (SAMPLES / "development" / file).read_bytes()
    reader = MessageFiles(lambda: knowledge().lists.receivers)
    benchmark.group = "one message"
    benchmark(lambda: judge(reader.read_bytes(data, ".eml"), knowledge()))


def test_a_long_message(benchmark: BenchmarkFixture) -> None:
    """Twenty milliseconds at most: a newsletter of 20,000 characters, one text again and again."""
    body = (SAMPLES / "development" / "viamedis-info-fevrier.eml").read_bytes()
    head, _empty, text = body.partition(b"\n\n")
    data = head + b"\n\n" + text * (20_000 // max(1, len(text)))
    reader = MessageFiles(lambda: knowledge().lists.receivers)
    benchmark.group = "one message"
    benchmark(lambda: judge(reader.read_bytes(data, ".eml"), knowledge()))


def test_a_long_message_of_many_words(benchmark: BenchmarkFixture) -> None:
    """Twenty milliseconds at most: 20,000 characters, all mails of the development half in one."""
    reader = MessageFiles(lambda: knowledge().lists.receivers)
    mails = [sample.path for sample in samples("development") if sample.path.suffix == ".eml"]
    text = "\n\n".join(reader.read_file(path).body for path in mails)
    text = (text * (20_000 // len(text) + 1))[:20_000]
    benchmark.group = "one message"
    benchmark(lambda: judge(reader.read_text(text, Kind.MAIL), knowledge()))


def test_the_test_half_beside_spamassassin(benchmark: BenchmarkFixture) -> None:
    """Print precision and recall of both on the mails; SpamAssassin is told as absent where it is."""
    half = samples("test")
    mails = tuple(sample for sample in half if sample.path.suffix == ".eml")
    judging = message_judge()
    for name, part in (("all", half), ("mails", mails)):
        for wide in (False, True):
            _say(f"ours, {name}, {'wide' if wide else 'strict'}", counted(part, judging, wide=wide))
    if SPAMASSASSIN is None:
        print("SpamAssassin: absent")
    else:
        spam = _spam(mails)
        told = [(sample.kind, spam[number]) for number, sample in enumerate(mails)]
        _say(
            "SpamAssassin -L, mails",
            Count(
                sum(alarm for kind, alarm in told if kind == "fraud"),
                sum(kind == "fraud" for kind, _alarm in told),
                sum(alarm for kind, alarm in told if kind == "genuine"),
                sum(kind == "genuine" for kind, _alarm in told),
            ),
        )
    benchmark.group = "the test half"
    benchmark(lambda: counted(half, judging, wide=False))


def _say(who: str, count: Count) -> None:
    print(
        f"\n{who}: precision {count.precision:.3f}, recall {count.recall:.3f}"
        f" ({count.found} of {count.frauds} frauds, {count.alarms} of {count.genuine} genuine)"
    )


def _spam(mails: tuple[Sample, ...]) -> list[bool]:
    """Ask SpamAssassin's local rules, all mails in one process: each start takes seconds."""
    start = b"From sample@localhost Tue Feb  6 09:15:00 2024\n"
    box = b"".join(
        start + mail.path.read_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n\n" for mail in mails
    )
    command = [str(SPAMASSASSIN), "--local", "--mbox"]
    done = subprocess.run(command, input=box, capture_output=True, check=True, timeout=600)
    told = re.findall(rb"(?m)^X-Spam-Status: (Yes|No)", done.stdout)
    assert len(told) == len(mails)
    return [word == b"Yes" for word in told]
