"""What passwords ask for today: a change under way, an expiry by the service's own rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pharmassist.domain.accesses import EXPIRY_MONTHS, EXPIRY_NOTICE, AccessKind, expires_on
from pharmassist.services.password_tasks import SERVICES, Line, password_tasks
from pharmassist.services.texts import short_day, translate, use_language
from tests.services.rotation_scene import Scene

NUMBER = "290099993"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = EXPIRY_NOTICE.days


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    use_language("fr")
    made = Scene(tmp_path_factory.mktemp("register"))
    for kind in AccessKind:
        made.accesses.add("AB", kind, NUMBER)
    yield made
    made.register.close()


def changed(scene: Scene, at: datetime | None, *, retired: bool = False) -> tuple[int, date | None]:
    """Say that every password was changed then; returns the amelipro access and its last day."""
    with scene.register.write("AB") as tx:
        for access in tx.accesses.all():
            tx.accesses.update(replace(access, changed_at=at, retired=retired))
        tx.journal.record("access.described", "1")
        amelipro = next(each for each in tx.accesses.all() if each.kind is AccessKind.AMELIPRO)
    return amelipro.id, expires_on(amelipro)


def lines(scene: Scene, today: date) -> tuple[Line, ...]:
    with scene.register.read() as tx:
        return password_tasks(tx, tx.accesses.all(), today, translate)


@settings(max_examples=40, deadline=None)
@given(
    at=st.integers(0, 16 * 366 * 24).map(lambda hours: FIRST + timedelta(hours=hours)),
    left=st.integers(-400, 400),
)
@example(at=datetime(2023, 8, 31, 12, tzinfo=UTC), left=DAYS + 1)
@example(at=datetime(2023, 8, 31, 12, tzinfo=UTC), left=DAYS)
@example(at=datetime(2023, 8, 31, 12, tzinfo=UTC), left=1)
@example(at=datetime(2023, 8, 31, 12, tzinfo=UTC), left=0)
def test_an_expiry_is_told_from_its_notice_on_with_its_day(scene: Scene, at: datetime, left: int) -> None:
    number, ends = changed(scene, at)
    assert ends is not None
    told = lines(scene, ends - timedelta(days=left))
    if left > DAYS:
        assert told == ()
        return
    word = "Expire" if left > 0 else "Expiré"
    note = f"{word} le {short_day(ends)}, par la règle du service"
    # one line only: no other service makes a password expire
    assert told == (
        (
            f"expiry:{number}",
            f"Renouveler le mot de passe amelipro de {NUMBER}",
            note,
            "passwords",
            str(number),
        ),
    )


def test_every_service_that_makes_a_password_expire_is_named() -> None:
    assert set(SERVICES) == set(EXPIRY_MONTHS)


def test_nothing_expires_that_was_never_changed_or_is_no_longer_used(scene: Scene) -> None:
    far = date(2040, 1, 1)
    changed(scene, None)
    assert lines(scene, far) == ()
    changed(scene, datetime(2024, 1, 30, tzinfo=UTC), retired=True)
    assert lines(scene, far) == ()


def test_a_change_under_way_is_one_line_that_keeps_the_expiry(scene: Scene) -> None:
    number, ends = changed(scene, datetime(2024, 1, 30, tzinfo=UTC))
    assert ends == date(2024, 7, 30)
    scene.rotating.start("AB", number, reason="le code expire")
    before, soon = ends - timedelta(days=DAYS + 1), ends - timedelta(days=DAYS)
    title = f"Changer le mot de passe de {NUMBER}"
    assert [line[1:3] for line in lines(scene, before)] == [(title, "Ligne 2 sur 5")]
    expiry = "Expire le 30/07/24, par la règle du service"
    assert [line[1:3] for line in lines(scene, soon)] == [(title, f"Ligne 2 sur 5 · {expiry}")]
    scene.rotating.park("AB", number, "le téléphone de A. L.")
    assert [line[2] for line in lines(scene, soon)] == [f"Attend le téléphone de A. L. · {expiry}"]
    scene.rotating.abandon("AB", number)
    assert [line[0] for line in lines(scene, soon)] == [f"expiry:{number}"]
