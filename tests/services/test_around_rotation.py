"""What stands around a change of password: the sweep's answers, the same one elsewhere, phrases, expiry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.domain.accesses import Access, AccessKind, SweepState, expires_on
from pharmassist.domain.passphrases import FEWEST_IN_LIST, WORDS
from pharmassist.domain.passwords import faults
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from tests.services.rotation_scene import OLD, Scene, rotating

CHOSEN = "Le-meme-partout-9"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.register.close()


@contextmanager
def problem(code: str) -> Iterator[None]:
    with pytest.raises(Problem) as told:
        yield
    assert told.value.code == code


def test_each_line_of_the_sweep_is_done_not_applicable_or_later(scene: Scene) -> None:
    access = scene.mailbox_access()
    say = scene.accesses.answer_sweep
    say("LM", access.id, "forwarding", SweepState.DONE)
    with problem("sweep_reason"):
        say("LM", access.id, "scanner", SweepState.NOT_APPLICABLE, "  ")
    with problem("nir_refused"):
        say("LM", access.id, "scanner", SweepState.NOT_APPLICABLE, "185057800608491")
    say("LM", access.id, "scanner", SweepState.NOT_APPLICABLE, "pas de copieur")
    with problem("sweep_reason"):
        say("LM", access.id, "phone", SweepState.LATER)
    say("LM", access.id, "phone", SweepState.LATER, "le téléphone de A. L.", date(2024, 2, 1))
    lines = {line.step.id: line for line in scene.accesses.sweep(access.id)}
    assert lines["forwarding"].state is SweepState.DONE
    assert (lines["scanner"].state, lines["scanner"].reason) == (SweepState.NOT_APPLICABLE, "pas de copieur")
    assert (lines["phone"].until, lines["phone"].done_by) == (date(2024, 2, 1), "LM")
    assert lines["sent"].state is SweepState.OPEN
    assert scene.journal(access)[-3:] == ["sweep.ticked", "sweep.not_applicable", "sweep.later"]


def test_a_portal_is_swept_for_rib_contact_address_and_users(scene: Scene) -> None:
    portal = scene.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
    assert [line.step.id for line in scene.accesses.sweep(portal.id)][:3] == ["rib", "contact", "users"]
    for kind in (AccessKind.AMELIPRO, AccessKind.SOFTWARE, AccessKind.OTHER):
        other = scene.accesses.add("AB", kind, "290099993")
        assert scene.accesses.sweep(other.id)


def test_the_same_password_elsewhere_is_named_and_never_told(scene: Scene) -> None:
    mailbox, work = scene.mailbox_access(known=False), scene.rotating
    portal = scene.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
    work.enter_current("AB", mailbox.id, Secret(CHOSEN))
    assert not work.same_elsewhere(mailbox.id).anywhere
    work.enter_current("AB", portal.id, Secret(CHOSEN))
    assert [access.id for access in work.same_elsewhere(mailbox.id).now] == [portal.id]
    work.start("AB", mailbox.id)
    assert not work.same_elsewhere(mailbox.id).anywhere
    work.other("AB", mailbox.id, Secret(CHOSEN))
    same = work.same_elsewhere(mailbox.id)
    assert ([a.id for a in same.now], [a.id for a in same.before]) == ([portal.id], [mailbox.id])
    assert CHOSEN not in "\n".join(scene.register.dump())


def test_marks_of_another_pc_are_not_compared(scene: Scene) -> None:
    mailbox, work = scene.mailbox_access(known=False), scene.rotating
    portal = scene.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
    work.enter_current("AB", mailbox.id, Secret(CHOSEN))
    new_pc = rotating(scene.register, MemoryVault(made_for="tests"), scene.mailbox, scene.clock)
    new_pc.enter_current("AB", portal.id, Secret(CHOSEN))
    same = new_pc.same_elsewhere(portal.id)
    assert (same.anywhere, same.uncompared) == (False, 1)


def test_the_old_password_is_tried_once_at_most(scene: Scene) -> None:
    access, work = scene.mailbox_access(), scene.rotating
    work.start("AB", access.id)
    work.accepted("AB", access.id)
    assert work.try_old("AB", access.id) is Login.ACCEPTED
    with problem("old_tried_already"):
        work.try_old("AB", access.id)
    assert len(scene.mailbox.tries) == 1
    work.abandon("AB", access.id)
    work.start("AB", access.id)
    assert work.try_old("AB", access.id) is Login.ACCEPTED


def test_seven_french_words_are_proposed_where_the_rules_leave_room(scene: Scene) -> None:
    portal, work = scene.accesses.add("AB", AccessKind.OTHER, "groupement"), scene.rotating
    work.start("AB", portal.id)
    assert work.propose_phrase("AB", portal.id).candidate == 2
    words = TomlCatalogue().words()
    assert len(words) >= FEWEST_IN_LIST
    text = work.reveal("AB", portal.id).reveal()
    assert sum(sign.isupper() for sign in text) == WORDS
    assert faults(text, work.rules(portal)) == ()
    sfr = scene.accesses.add("AB", AccessKind.MAILBOX, "compta@sfr.fr")
    work.start("AB", sfr.id)
    with problem("passphrase_refused"):
        work.propose_phrase("AB", sfr.id)
    assert OLD not in text


@pytest.mark.parametrize(
    ("changed", "ends"),
    [
        (datetime(2024, 1, 30, 7, tzinfo=UTC), date(2024, 7, 30)),
        (datetime(2023, 8, 31, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_amelipro_expires_after_six_months_and_a_mailbox_never(changed: datetime, ends: date) -> None:
    access = Access(AccessKind.AMELIPRO, "290099993", changed_at=changed)
    assert expires_on(access) == ends
    assert expires_on(replace(access, kind=AccessKind.MAILBOX)) is None
    assert expires_on(replace(access, changed_at=None)) is None
