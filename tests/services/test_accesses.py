"""Accesses: their server, what was set aside, what an incident's answers already told, what pages hear."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.accesses import AccessKind, Stage
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.resources_location import resource_path
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.guiding import Guiding
from pharmassist.services.ports.mailbox import Login
from pharmassist.services.rotating import Rotating
from tests.services.rotation_scene import LOGIN, MORNING, OLD, Scene

OWN = "compta@pharmacie-du-port.fr"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.register.close()


def problem(code: str) -> "pytest.RaisesExc[Problem]":
    return pytest.raises(Problem, match=f"^{code}$")


def keep_later(scene: Scene, access_id: int, number: int) -> None:
    """Put a password in the vault that the register knows nothing of: an older backup was restored."""
    name = f"PharmAssist/{scene.register.register_id}/{access_id}/{number}"
    scene.vault.keep(name, Secret(f"plus tard {number}"))


# --- the server ---------------------------------------------------------------------------------


def test_a_missing_server_is_given_later_and_a_login_proves(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(login=OWN), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    with problem("mailbox_host_missing"):
        rotating.verify("AB", access.id)
    told = scene.accesses.set_server(
        "AB", access.id, " Mail.Pharmacie-du-Port.FR. ", 1993, host_confirmed=False
    )
    assert (told.host, told.port, told.host_confirmed) == ("mail.pharmacie-du-port.fr", 1993, False)
    scene.mailbox.password = scene.shown(access, 2)
    assert rotating.verify("AB", access.id) is Login.ACCEPTED
    assert scene.mailbox.tries == [(told.host, 1993, OWN)]
    assert "access.server_set" in scene.journal(access)


@pytest.mark.parametrize("host", ["imap.orange.fr.evil.example", "localhost", "x y", "é@"])
def test_a_server_nobody_vouches_for_is_refused_as_at_the_beginning(scene: Scene, host: str) -> None:
    access = scene.mailbox_access()
    with problem("mailbox_host_foreign"):
        scene.accesses.set_server("AB", access.id, host, host_confirmed=False)
    assert scene.accesses.line(access.id).access.host == "imap.orange.fr"


def test_a_server_that_was_read_is_taken(scene: Scene) -> None:
    access = scene.mailbox_access()
    told = scene.accesses.set_server("AB", access.id, "mail.hebergeur.example", host_confirmed=True)
    assert (told.host, told.port, told.host_confirmed) == ("mail.hebergeur.example", 993, True)
    back = scene.accesses.set_server("AB", access.id, "imap.orange.fr", host_confirmed=False)
    assert (back.host, back.host_confirmed) == ("imap.orange.fr", False)


def test_only_a_mailbox_has_a_server(scene: Scene) -> None:
    portal = scene.accesses.add("AB", AccessKind.PORTAL, "290099993")
    with problem("access_no_mailbox"):
        scene.accesses.set_server("AB", portal.id, "imap.orange.fr", host_confirmed=True)
    with problem("mailbox_host_missing"):
        scene.accesses.set_server("AB", scene.mailbox_access().id, " ", host_confirmed=True)
    with problem("access_unknown"):
        scene.accesses.set_server("AB", 99, "imap.orange.fr", host_confirmed=True)


def test_what_one_server_refused_to_test_another_is_asked_again(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    scene.mailbox.trouble = "mailbox_no_login"
    with problem("mailbox_no_login"):
        rotating.verify("AB", access.id)
    scene.accesses.set_server("AB", access.id, "imap.orange.fr", host_confirmed=False)
    with problem("rotation_login_possible"):
        rotating.attest("AB", access.id)


def test_a_server_set_by_mistake_is_put_back_unless_something_came_since(scene: Scene) -> None:
    seen = scene.accesses.line(scene.mailbox_access().id).access
    scene.accesses.set_server("AB", seen.id, "mail.hebergeur.example", host_confirmed=True)
    scene.accesses.put_back_server("AB", seen)
    back = scene.accesses.line(seen.id).access
    assert (back.host, back.port, back.host_confirmed) == (seen.host, seen.port, seen.host_confirmed)
    with problem("changed_meanwhile"):
        scene.accesses.put_back_server("AB", seen)


# --- set aside ----------------------------------------------------------------------------------


def test_what_was_set_aside_says_why(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.refused("AB", access.id)
    rotating.other("AB", access.id, Secret("le mien"))
    rotating.abandon("AB", access.id)
    keep_later(scene, access.id, 6)
    standing = rotating.standing(access.id)
    assert standing.found == (6,)
    aside = rotating.set_aside(standing)
    assert [(each.number, each.why, each.at) for each in aside] == [
        (2, "refused", MORNING),
        (3, "replaced", MORNING),
        (4, "abandoned", MORNING),
        (6, "found", None),
    ]


def test_a_found_password_is_taken_up_where_nothing_was_under_way(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    scene.accesses.tick("AB", access.id, scene.accesses.sweep(access.id)[0].step.id)
    keep_later(scene, access.id, 3)
    taken = rotating.adopt("MB", access.id, 3)
    assert (taken.candidate, taken.stage, taken.started_by) == (3, Stage.PROPOSED, "MB")
    assert not any(line.done_at for line in scene.accesses.sweep(access.id))
    rotating.accepted("MB", access.id)
    scene.mailbox.password = "plus tard 3"
    rotating.verify("MB", access.id)
    assert rotating.retire("MB", access.id).current == 3
    # The next one is never written over it.
    assert rotating.start("MB", access.id).candidate == 4


def test_a_found_password_is_not_taken_up_once_another_is_proved(scene: Scene) -> None:
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    scene.mailbox.password = scene.shown(access, 2)
    rotating.verify("AB", access.id)
    keep_later(scene, access.id, 3)
    with problem("rotation_not_yet"):
        rotating.adopt("AB", access.id, 3)
    with problem("password_not_here"):
        rotating.adopt("AB", scene.accesses.add("AB", AccessKind.OTHER, "autre").id, 1)


# --- a login whose answer comes late ------------------------------------------------------------


def test_a_late_answer_is_about_no_other_candidate(scene: Scene) -> None:
    """Nobody waited for the answer: meanwhile the person said "refusé"."""
    access, rotating = scene.mailbox_access(), scene.rotating
    rotating.start("AB", access.id)
    rotating.accepted("AB", access.id)
    scene.mailbox.password = scene.shown(access, 2)
    scene.mailbox.meanwhile = lambda: rotating.refused("AB", access.id)
    with problem("changed_meanwhile"):
        rotating.verify("AB", access.id)
    rotation = scene.accesses.line(access.id).rotation
    assert rotation is not None
    assert (rotation.candidate, rotation.stage, rotation.proof) == (3, Stage.PROPOSED, "")
    assert "rotation.verified" not in scene.journal(access)
    scene.mailbox.trouble = "mailbox_no_login"
    rotating.accepted("AB", access.id)
    scene.mailbox.meanwhile = lambda: rotating.abandon("AB", access.id)
    with problem("changed_meanwhile"):
        rotating.verify("AB", access.id)


# --- what the incident's questions told ---------------------------------------------------------


def test_answers_of_the_incident_are_not_asked_again(scene: Scene) -> None:
    guiding = Guiding(scene.register, TomlCatalogue(resource_path()), scene.clock, Changes())
    case = guiding.open("viamedis-2024", "AB").case.id
    (nothing,) = scene.accesses.told_accounts()
    assert (nothing.operator, nothing.account, nothing.login) == ("viamedis", "", "")
    assert scene.accesses.account_answer("viamedis") == ""
    guiding.answer(case, "compte-portail", "AB", "oui")
    guiding.answer(case, "adresse-portail", "AB", LOGIN)
    guiding.answer(case, "telephone-code", "AB", "A. L.")
    (told,) = scene.accesses.told_accounts()
    assert (told.account, told.login, told.code_phone) == ("yes", LOGIN, "A. L.")
    assert scene.accesses.account_answer("viamedis") == "yes"
    assert scene.accesses.account_answer("almerys") == ""
    guiding.answer(case, "telephone-code", "AB", "je ne sais pas")
    assert scene.accesses.told_accounts()[0].code_phone == ""
    # "Non" takes away what was typed before it.
    guiding.answer(case, "compte-portail", "AB", "non")
    (told,) = scene.accesses.told_accounts()
    assert (told.account, told.login) == ("no", "")
    assert scene.accesses.account_answer("viamedis") == "no"
    guiding.reopen(case, "compte-portail", "AB")
    assert scene.accesses.account_answer("viamedis") == ""


def test_the_operator_of_an_account_is_the_one_that_was_said(scene: Scene) -> None:
    guiding = Guiding(scene.register, TomlCatalogue(resource_path()), scene.clock, Changes())
    case = guiding.open("operator-attacked", "AB").case.id
    guiding.answer(case, "operateur", "AB", "Cetip iSanté")
    guiding.answer(case, "compte-portail", "AB", "oui")
    assert scene.accesses.told_accounts()[0].operator == "isante"
    assert scene.accesses.account_answer("isante") == "yes"


def test_the_later_of_two_answers_counts(scene: Scene) -> None:
    guiding = Guiding(scene.register, TomlCatalogue(resource_path()), scene.clock, Changes())
    case = guiding.open("viamedis-2024", "AB").case.id
    scene.accesses.answer_account("AB", "viamedis", "unknown")
    scene.clock.set(MORNING + timedelta(minutes=1))
    guiding.answer(case, "compte-portail", "AB", "non")
    assert scene.accesses.account_answer("viamedis") == "no"
    scene.clock.set(MORNING + timedelta(minutes=2))
    scene.accesses.answer_account("AB", "viamedis", "yes")
    assert scene.accesses.account_answer("viamedis") == "yes"
    guiding.close(case, "AB", "fini")
    assert scene.accesses.told_accounts() == ()


# --- what pages hear ----------------------------------------------------------------------------


def test_pages_hear_of_every_commit(scene: Scene) -> None:
    changes = Changes()
    heard: list[frozenset[Kind]] = []
    changes.listen(heard.append)
    catalogue = TomlCatalogue(resource_path())
    rotating = Rotating(scene.register, scene.vault, scene.mailbox, catalogue, scene.clock, changes)
    access = scene.mailbox_access()

    def version() -> str:
        with scene.register.read() as tx:
            return tx.journal.head()

    def told(call: object) -> None:
        before = version()
        heard.clear()
        assert callable(call)
        call()
        assert version() != before
        assert heard
        assert all(Kind.ACCESSES in kinds for kinds in heard)

    told(lambda: rotating.start("AB", access.id))
    told(lambda: rotating.reveal("AB", access.id))
    told(lambda: rotating.park("AB", access.id, "A. L."))
    told(lambda: rotating.resume("AB", access.id))
    told(lambda: rotating.accepted("AB", access.id))
    told(lambda: rotating.try_old("AB", access.id))
    scene.mailbox.trouble = "mailbox_no_login"

    def no_login() -> None:
        with problem("mailbox_no_login"):
            rotating.verify("AB", access.id)

    told(no_login)
    scene.mailbox.trouble = ""
    told(lambda: rotating.enter_current("AB", access.id, Secret(OLD)))
    told(lambda: rotating.attest("AB", access.id))
    told(lambda: rotating.retire("AB", access.id))
    scene.clock.set(MORNING + timedelta(days=31))
    told(lambda: rotating.purge("AB"))
