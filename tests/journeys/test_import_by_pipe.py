"""A list is piped in, read, and the mutuelle it names answers with whom to call."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.command import StartedProgram

LIST = (
    "N° facture\tDate facture\tMutuelle\tN° AMC\tPart AMC\n"
    "000418205\t29/01/2024\tMutuelle du Fort\t99310401\t10,96\n"
    "000418206\t29/01/2024\tMutuelle du Fort\t99310401\tsix\n"
)


def test_a_list_is_piped_in(tmp_path: Path) -> None:
    key, home = tmp_path / "recovery-key.txt", tmp_path / "home"
    StartedProgram(home)(
        "init", "--without-vault", "--recovery-key-out", str(key), "--name", "Pharmacie du Port",
        "--finess", "290099993", "--person", "AB:Anne Besson:owner",
    )  # fmt: skip
    program = StartedProgram(home, "--recovery-key-file", str(key))
    before = program.run("dump", "--tables", "claims").stdout
    done = program("claims", "import", "-", stdin=LIST)
    assert (done["kept"], done["sum_cents"], done["conflicts"]) == (1, 1096, [])
    assert [each["reason"] for each in done["refusals"]] == ["amount_unreadable"]
    program("insurers", "assign", "99310401", "viamedis", "--name", "Mutuelle du Fort")
    told = program("insurers", "show", "mutuelle du fort")
    assert told["waiting_cents"] == 1096
    assert {each["operator"] for each in told["contacts"]} == {"viamedis"}
    refused = program("claims", "undo", str(done["import"]), code=1)
    assert refused["problem"]["code"] == "import_moved_since"
    again = program("claims", "import", "-", stdin=LIST.replace("418205", "418207"))
    program("claims", "undo", str(again["import"]))
    assert program.run("dump", "--tables", "claims").stdout != before
