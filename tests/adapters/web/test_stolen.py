"""The range check on a real HTTPS site: five signs leave, three answers are never taken for one another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.adapters.web.stolen import RangeLists
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes
from pharmassist.services.stolen import Outcome, StolenCheck
from tests.servers.https_server import HttpsServer
from tests.services.rotation_scene import OLD, Scene

STOLEN = Secret("azerty123")
DIGEST = hashlib.sha1(STOLEN.reveal().encode(), usedforsecurity=False).hexdigest().upper()


def asked(server: HttpsServer, path: str) -> RangeLists:
    return RangeLists(address=server.url + path, overall_seconds=15 if "drip" not in path else 1)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.register.close()


def stolen(scene: Scene, lists: RangeLists) -> StolenCheck:
    return StolenCheck(scene.register, scene.vault, lists, Changes())


def test_found_so_many_times_and_only_five_signs_left(https_server: HttpsServer, scene: Scene) -> None:
    https_server.set_ranges({DIGEST: 41_072})
    exposure = stolen(scene, asked(https_server, "/range/")).ask(STOLEN)
    assert (exposure.outcome, exposure.times) == (Outcome.FOUND, 41_072)
    ((verb, path, headers),) = https_server.requests
    assert (verb, path) == ("GET", "/range/" + DIGEST[:5])
    assert headers["Add-Padding"] == "true"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)
    assert DIGEST[5:] not in str(https_server.requests)


def test_a_line_of_the_padding_is_no_find(https_server: HttpsServer, scene: Scene) -> None:
    https_server.set_ranges({DIGEST: 0})
    assert stolen(scene, asked(https_server, "/range/")).ask(STOLEN).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ok?", "breach_unreadable"),
        ("/unavailable?", "breach_unreadable"),
        ("/elsewhere?", "breach_unreadable"),
        ("/dripping?", "breach_silent"),
        ("/endless?", "breach_unreadable"),
    ],
)
def test_whatever_goes_wrong_is_not_checked(
    https_server: HttpsServer, scene: Scene, path: str, code: str
) -> None:
    exposure = stolen(scene, asked(https_server, path)).ask(STOLEN)
    assert exposure.outcome is Outcome.NOT_CHECKED
    assert exposure.why is not None
    assert exposure.why.code == code


def test_a_certificate_nobody_trusts(untrusted_https_server: HttpsServer, scene: Scene) -> None:
    exposure = stolen(scene, asked(untrusted_https_server, "/range/")).ask(STOLEN)
    assert exposure.why is not None
    assert (exposure.outcome, exposure.why.code) == (Outcome.NOT_CHECKED, "breach_certificate")
    assert untrusted_https_server.requests == []


def test_nothing_listens(closed_port: int, scene: Scene) -> None:
    lists = RangeLists(address=f"https://localhost:{closed_port}/range/")
    exposure = stolen(scene, lists).ask(STOLEN)
    assert exposure.why is not None
    assert (exposure.outcome, exposure.why.code) == (Outcome.NOT_CHECKED, "breach_unreachable")


def test_nothing_is_asked_until_the_pharmacy_wants_it(https_server: HttpsServer, scene: Scene) -> None:
    https_server.set_ranges({})
    access = scene.mailbox_access()
    check = stolen(scene, asked(https_server, "/range/"))
    told = check.check("AB", access.id)
    assert (told.outcome, told.why and told.why.code) == (Outcome.NOT_CHECKED, "breach_not_wanted")
    assert https_server.requests == []
    check.want("AB", True)
    assert check.check("AB", access.id).outcome is Outcome.NOT_FOUND
    assert "password.breach_asked" in scene.journal(access)
    assert OLD not in "\n".join(scene.register.dump())


def test_more_than_five_signs_are_never_sent() -> None:
    with pytest.raises(ValueError, match="five"):
        RangeLists().range(DIGEST)
    with pytest.raises(ValueError, match="HTTPS"):
        RangeLists(address="http://localhost/range/").range(DIGEST[:5])


def test_a_vault_that_lacks_it_is_told_as_such(https_server: HttpsServer, scene: Scene) -> None:
    access = scene.mailbox_access()
    check = StolenCheck(
        scene.register, MemoryVault(made_for="tests"), asked(https_server, "/range/"), Changes()
    )
    check.want("AB", True)
    with pytest.raises(Problem) as told:
        check.check("AB", access.id)
    assert told.value.code == "password_not_here"
