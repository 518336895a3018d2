"""The two lines of Aujourd'hui about money: credits to point, and what was announced and did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.services.alarms import announced_of
from pharmassist.services.texts import translate, use_language
from pharmassist.services.transfer_tasks import transfer_tasks
from tests.registers import NOW
from tests.services.reconciling_scene import Scene, make_scene

TODAY = date(2024, 1, 30)
POINT, ASK = "Pointer les virements", "Réclamer ce qui est annoncé et n’est pas venu"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    use_language("fr")
    made = make_scene(tmp_path, FixedClock(NOW))
    yield made
    made.register.close()


def told(scene: Scene) -> list[tuple[str, str, str]]:
    with scene.register.read() as tx:
        lines = transfer_tasks(tx, scene.catalogue, announced_of(tx, TODAY), translate)
    return [(key, title, note.replace("\u00a0", " ").replace("\u202f", " ")) for key, title, note in lines]


def test_nothing_is_asked_before_a_statement_or_a_notice(scene: Scene) -> None:
    assert told(scene) == []


def test_credits_to_point_are_counted_without_the_compulsory_share(scene: Scene) -> None:
    scene.claim(1, 12_345)
    scene.credit(821_477, "VIR CPAM FINISTERE")
    assert told(scene) == []
    scene.credit(12_345, "VIR ALMERYS TIERS PAYANT")
    assert told(scene) == [("transfers", POINT, "1 virement, 123,45 € non pointé")]
    scene.credit(100_000, "VIR MUTUELLE DU QUAI")
    assert told(scene) == [("transfers", POINT, "2 virements, 1 123,45 € non pointés")]
    for proposal in scene.reconciling.look().proposals:
        scene.reconciling.accept("AB", proposal)
    assert told(scene) == [("transfers", POINT, "1 virement, 1 000,00 € non pointé")]


def test_what_was_announced_is_asked_for_once_it_is_late(scene: Scene) -> None:
    """Two working days after its flow day money may still come; a notice wholly kept back is silent."""
    scene.notice(50_000, day=date(2024, 1, 26))
    scene.notice(58_840, day=date(2024, 1, 22), withheld=58_840)
    assert told(scene) == []
    scene.notice(28_462, operator="viamedis", day=date(2024, 1, 25))
    assert told(scene) == [("announced", ASK, "284,62 €, 1 journée de flux · Viamedis")]
    scene.notice(1_538, operator="almerys", day=date(2024, 1, 25))
    assert told(scene) == [
        ("announced", ASK, "300,00 €, 1 journée de flux · Viamedis 284,62 €, Almerys 15,38 €")
    ]
    scene.notice(70_000, operator="viamedis", day=date(2024, 1, 24))
    scene.credit(70_000, "VIR VIAMEDIS")
    assert told(scene) == [
        ("transfers", POINT, "1 virement, 700,00 € non pointé"),
        ("announced", ASK, "1 000,00 €, 2 journées de flux · Viamedis 984,62 €, Almerys 15,38 €"),
    ]
    (proposal,) = scene.reconciling.look().proposals
    scene.reconciling.accept("AB", proposal)
    assert told(scene) == [
        ("announced", ASK, "300,00 €, 1 journée de flux · Viamedis 284,62 €, Almerys 15,38 €")
    ]
