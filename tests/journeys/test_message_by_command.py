"""`message check` as a script calls it: story 8, standard input, with and without a register."""

from pathlib import Path

import pytest

from pharmassist.assembly import found_office
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.opening import Founding
from tests.journeys.command import Program
from tools.judge_samples import SAMPLES

RIB = SAMPLES / "development" / "rib-viamedis-paiements.eml"
SMS = SAMPLES / "development" / "viamedis-sms-fevrier.sms"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    home = tmp_path_factory.mktemp("message")
    founded = found_office(
        Founding(
            home=home / "home",
            pharmacy=Pharmacy("", "Pharmacie du Port", "290099993"),
            people=(Person(0, "AB", "Anne", Role.OWNER),),
            recovery_key_out=home / "key.txt",
            without_vault=True,
        )
    )
    founded.office.close()
    return Program(home / "home", "--recovery-key-file", str(home / "key.txt"))


def test_story_8(program: Program) -> None:
    told = program("message", "check", str(RIB))
    assert told["verdict"] == "fraud"
    assert {"sender-lookalike", "asks-bank-details-change"} <= {one["rule"] for one in told["findings"]}
    assert all(one["proof"] and one["why"] for one in told["findings"])
    assert told["recorded"] is True
    true = program("message", "check", str(SMS))
    assert (true["verdict"], true["findings"]) == ("no_sign", [])
    assert true["not_checked"]
    entries = program.run("journal", "show").stdout
    assert "viamedis-paiements.com" in entries
    assert "coordonnées bancaires" not in entries
    assert program("journal", "verify")["ok"] is True


def test_standard_input_and_no_register(tmp_path: Path) -> None:
    bare = Program(tmp_path / "nothing")
    told = bare.run("message", "check", "-", stdin="Confirmez votre mot de passe ici : http://192.0.2.7/x")
    assert told.code == 0
    assert told.stdout.startswith("Fraude probable")
    assert "Pas noté au journal" in told.stdout
    assert not (tmp_path / "nothing" / "register.db").exists()


def test_problems(program: Program, tmp_path: Path) -> None:
    assert (
        program("message", "check", str(tmp_path / "absent"), code=1)["problem"]["code"]
        == "message_not_found"
    )
    (tmp_path / "x.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert (
        program("message", "check", str(tmp_path / "x.msg"), code=1)["problem"]["code"]
        == "message_unreadable"
    )
    assert program("message", "check", "-", stdin=" ", code=1)["problem"]["code"] == "message_empty"


def test_control_characters_do_not_reach_the_terminal(program: Program, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Confirmez votre mot de passe \x1b]0;x\x07 ce soir", encoding="utf-8")
    told = program.run("message", "check", str(tmp_path / "x.txt"))
    assert "\x1b" not in told.stdout
