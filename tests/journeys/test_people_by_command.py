"""People by command: the PIN before an owner's verbs, a delegation, a forgotten PIN."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.command import Program

RIGHT, NEW = "7294", "3917"


def test_the_titulaire_sets_a_pin_lends_her_verbs_and_forgets_it(tmp_path: Path) -> None:
    key = tmp_path / "secours.txt"
    people = ("--person", "AB:Anne Besson:owner", "--person", "CD:Chloé Dumas:team")
    Program(tmp_path)(
        "init", "--name", "Pharmacie du Port", "--finess", "290099993", *people,
        "--without-vault", "--recovery-key-out", str(key), "--rehearsal", "--at", "2024-01-30T08:10",
    )  # fmt: skip
    program = Program(tmp_path, "--recovery-key-file", str(key))

    assert program("people", "add", "LM:Luc Martin:claims_lead", "--as", "AB")["initials"] == "LM"
    told = program("people", "add", "ZZ:Zoé Zed:owner", "--as", "CD", code=1)
    assert told["problem"]["code"] == "owner_needed"

    assert program("people", "pin", "--as", "AB", stdin=f"{RIGHT}\n") == {"pin": True}
    told = program("people", "remove", "LM", "--as", "AB", code=1)
    assert told["problem"]["code"] == "pin_needed"
    told = program("people", "remove", "LM", "--as", "AB", stdin="7295\n", code=1)
    assert told["problem"]["code"] == "pin_wrong"

    lent = program("people", "delegate", "CD", "--until", "2024-02-03", "--as", "AB", stdin=f"{RIGHT}\n")
    assert lent == {"initials": "CD", "since": "2024-01-30", "until": "2024-02-03"}
    assert program("people", "remove", "LM", "--as", "CD") == {"removed": "LM"}
    later = ("--at", "2024-02-04T08:00")
    told = program("people", "add", "ZZ:Zoé Zed:team", "--as", "CD", *later, code=1)
    assert told["problem"]["code"] == "owner_needed"

    assert program("people", "pin", "--reset", "--as", "AB", stdin=f"{NEW}\n") == {"pin": True}
    listed = program("people", "list")["people"]
    assert [(one["initials"], one["decides"], one["pin"]) for one in listed] == [
        ("AB", True, True),
        ("CD", True, False),
    ]
    shown = program.run("journal", "show").stdout
    assert "Décisions du titulaire déléguées à CD jusqu’au 03/02" in shown
    assert "Code oublié remplacé avec la feuille de secours\u202f: AB" in shown
    assert RIGHT not in program.run("dump").stdout
