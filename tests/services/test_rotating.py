"""A change of password: every stage, every answer, and nothing lost."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pharmassist.domain.accesses import AccessKind, Stage
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from tests.services.rotation_scene import LOGIN, MORNING, OLD, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.register.close()


def problem(code: str) -> "pytest.RaisesExc[Problem]":
    return pytest.raises(Problem, match=f"^{code}$")


def test_from_the_first_line_to_the_last(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    assert (access.host, access.port, access.provider) == ("imap.orange.fr", 993, "orange")
    rotation = rotating.start("AB", access.id)
    assert (rotation.stage, rotation.candidate) == (Stage.PROPOSED, 2)
    new = rotating.reveal("AB", access.id).reveal()
    assert len(new) == 16
    assert rotating.accepted("AB", access.id).stage is Stage.CHANGED
    scene.mailbox.password = new
    assert rotating.verify("AB", access.id) is Login.ACCEPTED
    assert scene.mailbox.tries == [("imap.orange.fr", 993, LOGIN)]
    proof = scene.accesses.mailbox_rotated()
    assert proof is not None
    assert proof.at == MORNING
    assert scene.accesses.mailbox_rotated(since=MORNING + timedelta(seconds=1)) is None
    kept = rotating.retire("AB", access.id)
    assert (kept.current, kept.previous) == (2, 1)
    assert kept.changed_at == MORNING
    assert scene.accesses.line(access.id).rotation is None
    assert rotating.reveal("AB", access.id, "previous").reveal() == OLD
    assert rotating.reveal("AB", access.id, "current").reveal() == new
    assert scene.accesses.mailbox_rotated() is not None
    assert scene.journal(access)[-8:] == [
        "rotation.proposed",
        "password.shown",
        "rotation.accepted",
        "rotation.verified",
        "rotation.promoted",
        "rotation.closed",
        "password.shown",
        "password.shown",
    ]


def test_the_old_password_goes_after_thirty_days_and_not_before(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.refused("AB", access.id)
    rotating.accepted("AB", access.id)
    scene.mailbox.password = scene.shown(access, 3)
    rotating.verify("AB", access.id)
    rotating.retire("AB", access.id)
    scene.clock.set(MORNING + timedelta(days=29))
    assert rotating.purge("AB") == 0
    assert scene.shown(access, 1) == OLD
    scene.clock.set(MORNING + timedelta(days=30))
    assert rotating.purge("AB") == 2
    assert [scene.shown(access, number) != "" for number in (1, 2, 3)] == [False, False, True]
    assert rotating.purge("AB") == 0
    assert "access.previous_purged" in scene.journal(access)
    assert rotating.retire("AB", access.id).previous == 0


def test_a_refused_password_keeps_both_and_proposes_another(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    first = scene.shown(access, 2)
    rotation = rotating.refused("AB", access.id)
    assert (rotation.candidate, rotation.refusals, rotation.stage) == (3, 1, Stage.PROPOSED)
    assert scene.shown(access, 1) == OLD
    assert scene.shown(access, 2) == first
    assert scene.shown(access, 3) not in ("", first)
    assert rotating.reveal_number("AB", access.id, 2).reveal() == first


def test_the_person_set_another_one(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    with problem("password_empty"):
        rotating.other("AB", access.id, Secret(""))
    rotation = rotating.other("AB", access.id, Secret("Mon choix à moi €"))
    assert (rotation.candidate, rotation.stage) == (3, Stage.CHANGED)
    scene.mailbox.password = "Mon choix à moi €"
    assert rotating.verify("AB", access.id) is Login.ACCEPTED


def test_a_wrong_password_keeps_both_and_stays(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    assert rotating.verify("AB", access.id) is Login.REFUSED
    assert len(scene.mailbox.tries) == 1
    assert scene.accesses.mailbox_rotated() is None
    standing = rotating.standing(access.id)
    assert standing.rotation is not None
    assert standing.rotation.stage is Stage.CHANGED
    assert [(e.role, e.here) for e in standing.entries] == [("current", True), ("candidate", True)]
    assert rotating.try_old("AB", access.id) is Login.ACCEPTED
    with problem("rotation_login_possible"):
        rotating.attest("AB", access.id)
    assert rotating.refused("AB", access.id).stage is Stage.PROPOSED


@pytest.mark.parametrize("code", ["mailbox_unreachable", "mailbox_certificate", "mailbox_silent"])
def test_a_mailbox_in_trouble_moves_nothing(scene: Scene, code: str) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    before = rotating.accepted("AB", access.id)
    scene.mailbox.trouble = code
    with problem(code):
        rotating.verify("AB", access.id)
    standing = rotating.standing(access.id)
    assert standing.rotation is not None
    assert replace(standing.rotation, version=0) == replace(before, version=0)
    assert not standing.missing


def test_a_word_stands_for_a_login_only_where_none_is_possible(scene: Scene) -> None:
    access = scene.mailbox_access(known=False, login="pharmacie@hotmail.fr")
    rotating = scene.rotating
    rotating.start("AB", access.id)
    with problem("rotation_not_yet"):
        rotating.attest("AB", access.id)
    rotating.accepted("AB", access.id)
    with problem("rotation_no_login_test"):
        rotating.verify("AB", access.id)
    assert rotating.attest("LM", access.id).stage is Stage.ATTESTED
    proof = scene.accesses.mailbox_rotated()
    assert proof is not None
    assert "LM" in proof.text
    kept = rotating.retire("AB", access.id)
    assert (kept.current, kept.previous) == (1, 0)


def test_a_server_that_turns_out_to_take_no_password_lets_a_word_stand(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    scene.mailbox.trouble = "mailbox_no_login"
    with problem("mailbox_no_login"):
        rotating.verify("AB", access.id)
    assert rotating.attest("AB", access.id).stage is Stage.ATTESTED


def test_without_server_no_login_is_tried(scene: Scene) -> None:
    access = scene.mailbox_access(login="titulaire@pharmacie-du-port.fr")
    scene.rotating.start("AB", access.id)
    scene.rotating.accepted("AB", access.id)
    with problem("mailbox_host_missing"):
        scene.rotating.verify("AB", access.id)
    assert scene.rotating.attest("AB", access.id).stage is Stage.ATTESTED


def test_no_password_goes_to_a_foreign_server(scene: Scene) -> None:
    for host in ("imap.orange.fr.mail-securite.com", "imap.orange-mail.fr"):
        with problem("mailbox_host_foreign"):
            scene.accesses.add("AB", AccessKind.MAILBOX, LOGIN, host=host)
    confirmed = scene.accesses.add(
        "AB", AccessKind.MAILBOX, LOGIN, host="imap.orange-mail.fr", host_confirmed=True
    )
    assert confirmed.host == "imap.orange-mail.fr"
    with scene.register.write("AB") as tx:
        stored = tx.accesses.get(confirmed.id)
        assert stored is not None
        tx.accesses.update(replace(stored, host_confirmed=False))
        tx.journal.record("test.altered")
    scene.rotating.start("AB", confirmed.id)
    scene.rotating.accepted("AB", confirmed.id)
    with problem("mailbox_host_foreign"):
        scene.rotating.verify("AB", confirmed.id)
    assert scene.mailbox.tries == []


def test_free_and_la_poste_want_the_local_part(scene: Scene) -> None:
    access = scene.mailbox_access(login="pharmacie.port@free.fr")
    scene.rotating.start("AB", access.id)
    scene.rotating.accepted("AB", access.id)
    scene.rotating.verify("AB", access.id)
    assert scene.mailbox.tries == [("imap.free.fr", 993, "pharmacie.port")]


def test_waiting_for_a_person_blocks_nothing(scene: Scene) -> None:
    access, other = scene.mailbox_access(), scene.mailbox_access(login="garde@orange.fr")
    scene.rotating.start("AB", access.id)
    parked = scene.rotating.park("AB", access.id, "le téléphone de A. L.")
    assert (parked.stage, parked.waiting_for) == (Stage.PROPOSED, "le téléphone de A. L.")
    with problem("nir_refused"):
        scene.rotating.park("AB", access.id, "1 85 05 78 006 084 91")
    assert scene.rotating.start("AB", other.id).stage is Stage.PROPOSED
    standing = scene.rotating.resume("AB", access.id)
    assert standing.rotation is not None
    assert (standing.rotation.stage, standing.rotation.waiting_for) == (Stage.PROPOSED, "")


def test_the_mailbox_comes_before_its_portal(scene: Scene) -> None:
    mailbox = scene.mailbox_access()
    portal = scene.accesses.add(
        "AB", AccessKind.PORTAL, "290099993", operator="viamedis", resets_through=mailbox.id
    )
    assert [line.access.id for line in scene.accesses.lines()] == [mailbox.id, portal.id]
    with problem("rotation_order"):
        scene.rotating.start("AB", portal.id)
    assert scene.rotating.start("AB", portal.id, reason="le portail ferme ce soir").stage is Stage.PROPOSED
    scene.rotating.abandon("AB", portal.id)
    scene.rotating.start("AB", mailbox.id)
    scene.rotating.accepted("AB", mailbox.id)
    scene.mailbox.password = scene.shown(mailbox, 2)
    scene.rotating.verify("AB", mailbox.id)
    assert scene.accesses.mailbox_rotated("viamedis") is not None
    assert scene.rotating.start("AB", portal.id).stage is Stage.PROPOSED
    scene.rotating.accepted("AB", portal.id)
    with problem("rotation_no_login_test"):
        scene.rotating.verify("AB", portal.id)
    assert scene.rotating.attest("AB", portal.id).stage is Stage.ATTESTED


def test_another_mailbox_proves_nothing_for_this_portal(scene: Scene) -> None:
    mailbox, other = scene.mailbox_access(), scene.mailbox_access(login="garde@hotmail.fr")
    scene.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis", resets_through=mailbox.id)
    scene.rotating.start("AB", other.id)
    scene.rotating.accepted("AB", other.id)
    scene.rotating.attest("AB", other.id)
    assert scene.accesses.mailbox_rotated("viamedis") is None
    assert scene.accesses.mailbox_rotated("almerys") is not None


def test_an_older_register_finds_the_newer_passwords(scene: Scene) -> None:
    access = scene.mailbox_access()
    register_id = scene.register.register_id
    for number in (2, 4):
        scene.vault.keep(f"PharmAssist/{register_id}/{access.id}/{number}", Secret(f"plus tard {number}"))
    standing = scene.rotating.resume("AB", access.id)
    assert standing.found == (2, 4)
    assert [(e.number, e.role) for e in standing.entries] == [(1, "current"), (2, "spare"), (4, "spare")]
    assert scene.rotating.start("AB", access.id).candidate == 5
    adopted = scene.rotating.adopt("AB", access.id, 4)
    assert (adopted.candidate, adopted.stage) == (4, Stage.PROPOSED)
    assert scene.rotating.reveal("AB", access.id).reveal() == "plus tard 4"
    with problem("password_not_here"):
        scene.rotating.adopt("AB", access.id, 3)


def test_an_unknown_later_entry_is_never_overwritten(scene: Scene) -> None:
    access = scene.mailbox_access()
    scene.vault.keep(f"PharmAssist/{scene.register.register_id}/{access.id}/2", Secret("plus tard"))
    assert scene.rotating.start("AB", access.id).candidate == 3
    assert scene.shown(access, 2) == "plus tard"


def test_an_emptied_keyring_names_what_is_not_here(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    scene.vault.destroy(f"PharmAssist/{scene.register.register_id}/{access.id}/1")
    scene.vault.destroy(f"PharmAssist/{scene.register.register_id}/{access.id}/2")
    standing = rotating.resume("AB", access.id)
    assert [(e.number, e.role) for e in standing.missing] == [(1, "current"), (2, "candidate")]
    with problem("password_not_here"):
        rotating.reveal("AB", access.id)
    rotating.enter_current("AB", access.id, Secret(OLD))
    rotating.refused("AB", access.id)
    assert not rotating.standing(access.id).missing


def test_answers_at_another_moment_are_told(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    with problem("rotation_none"):
        rotating.accepted("AB", access.id)
    rotating.start("AB", access.id)
    with problem("rotation_running"):
        rotating.start("AB", access.id)
    for call in (rotating.verify, rotating.retire):
        with problem("rotation_not_yet"):
            call("AB", access.id)
    with problem("access_unknown"):
        rotating.start("AB", 99)
    with problem("password_not_here"):
        rotating.reveal("AB", access.id, "previous")


def test_a_change_given_up_keeps_the_old_one_in_force(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.abandon("AB", access.id)
    assert scene.accesses.line(access.id).rotation is None
    assert scene.accesses.mailbox_rotated() is None
    assert rotating.reveal("AB", access.id, "current").reveal() == OLD
    assert rotating.start("AB", access.id).candidate == 3


def test_the_sweep_is_a_list_of_ticks(scene: Scene) -> None:
    access = scene.mailbox_access()
    lines = scene.accesses.sweep(access.id)
    assert [line.step.id for line in lines][:4] == ["forwarding", "filters", "autoreply", "recovery"]
    scene.accesses.tick("LM", access.id, "forwarding")
    scene.accesses.tick("LM", access.id, "devices")
    scene.accesses.tick("LM", access.id, "devices", done=False)
    ticked = {line.step.id: line.done_by for line in scene.accesses.sweep(access.id) if line.done_at}
    assert ticked == {"forwarding": "LM"}
    with problem("sweep_unknown"):
        scene.accesses.tick("LM", access.id, "nonsense")
    scene.rotating.start("AB", access.id)
    assert not any(line.done_at for line in scene.accesses.sweep(access.id))


def test_no_and_i_do_not_know_are_answers(scene: Scene) -> None:
    assert scene.accesses.account_answer("viamedis") == ""
    for answer in ("unknown", "no", "yes"):
        scene.accesses.answer_account("AB", "viamedis", answer)
        assert scene.accesses.account_answer("viamedis") == answer
    with pytest.raises(ValueError, match="perhaps"):
        scene.accesses.answer_account("AB", "viamedis", "perhaps")


def test_accesses_are_checked(scene: Scene) -> None:
    with problem("access_login_missing"):
        scene.accesses.add("AB", AccessKind.MAILBOX, " ")
    with problem("provider_unknown"):
        scene.accesses.add("AB", AccessKind.MAILBOX, LOGIN, provider="gmial")
    with problem("nir_refused"):
        scene.accesses.add("AB", AccessKind.PORTAL, "185057800608491")
    with problem("operator_unknown"):
        scene.accesses.add("AB", AccessKind.PORTAL, LOGIN, operator="185057800608491")
    with problem("access_unknown"):
        scene.accesses.add("AB", AccessKind.PORTAL, LOGIN, resets_through=99)
    for host in ("x y/z:80@evil.example", "http://imap.orange.fr", "-", "é@"):
        with problem("mailbox_host_foreign"):
            scene.accesses.add("AB", AccessKind.MAILBOX, LOGIN, host=host, host_confirmed=True)
    access = scene.mailbox_access()
    scene.accesses.describe("AB", access.id, holder="A. L.", code_phone_holder="A. L.")
    assert scene.accesses.line(access.id).access.code_phone_holder == "A. L."
    scene.accesses.leave("AB", access.id)
    assert scene.accesses.lines() == ()


def test_a_secret_shows_itself_nowhere(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    access, rotating = scene.mailbox_access(), scene.rotating
    seen: list[str] = [repr(rotating.start("AB", access.id))]
    rotating.refused("AB", access.id)
    canary = "Canari-Très-Secret-€"
    seen.append(repr(rotating.other("AB", access.id, Secret(canary))))
    with pytest.raises(Problem) as caught:
        rotating.start("AB", access.id)
    seen.append(repr(caught.value) + str(caught.value.values))
    rotating.verify("AB", access.id)
    scene.mailbox.password = canary
    rotating.verify("AB", access.id)
    seen += [repr(rotating.retire("AB", access.id)), repr(rotating.standing(access.id))]
    seen.append(repr(rotating.reveal("AB", access.id, "current")))
    secrets = [canary, OLD, scene.shown(access, 2), scene.shown(access, 3)]
    seen += [*scene.register.dump(), caplog.text, repr(vars(rotating))]
    for secret in secrets:
        assert secret
        assert not any(secret in text for text in seen)
