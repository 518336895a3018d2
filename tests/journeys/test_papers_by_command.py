"""Every document by command, as a scheduled print makes it: file, draft, queue, again, and when it fails."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pharmassist.cli.main import run as command
from tests.journeys.command import Program, text_of
from tests.servers.cups import OFFICE_QUEUE, QUEUE, Cups

NEEDS = {
    "advance": ("--operator", "viamedis", "--from", "2024-01-12", "--to", "2024-01-30"),
    "union-figures": ("--operator", "viamedis", "--from", "2024-01-12", "--to", "2024-01-30"),
    "counter-sheet": ("--text", "malakoff"),
    "rotation-slip": ("--access", "1"),
}
TITLES = {
    "shift-start": "Consignes du jour",
    "claims": "Factures en attente",
    "claims-accountant": "Encours tiers payant",
    "advance": "demande d’acompte",
    "union-figures": "Chiffres pour le syndicat",
    "counter-table": "Tableau des mutuelles",
    "counter-sheet": "CONDUITE AU COMPTOIR",
    "patient-leaflet": "Votre mutuelle et vos données",
    "poster": "À nos patients",
    "incident-report": "Rapport d’incident",
    "rotation-slip": "Changement de mot de passe",
    "recovery-key": "Clé de secours du registre",
}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional pharmacy in its incident; every test prints from it."""
    folder = tmp_path_factory.mktemp("papers") / "pharmacy"
    Program(folder.parent / "unused")("demo", "--build-only", str(folder))
    program(folder)("incident", "open", "viamedis-2024")
    return folder


def program(folder: Path) -> Program:
    key = ("--recovery-key-file", str(folder / "recovery-key.txt"))
    return Program(folder, *key, "--as", "CR", "--at", "2024-01-30T08:10")


def test_every_document_is_made_by_command(demonstration: Path, tmp_path: Path) -> None:
    # In this process: twelve programs would take as long as all other tests of paper.
    options = ("--home", str(demonstration), *program(demonstration).options)
    for document, title in TITLES.items():
        out = tmp_path / f"{document}.pdf"
        words = ("print", document, *NEEDS.get(document, ()), "--out", str(out))
        assert command([*options, *words]) == 0
        assert title in text_of(out).replace("\u00a0", " "), document


def test_a_slip_a_format_and_a_missing_choice(demonstration: Path, tmp_path: Path) -> None:
    run, out = program(demonstration), str(tmp_path / "out.pdf")
    noted = run(
        *("claims", "add", "--invoice", "", "--invoice-date", "2024-01-30", "--amount", "12,34"),
        *("--amc", "Malakoff Humanis", "--situation", "set_aside"),
    )
    run("print", "set-aside-slip", "--claim", str(noted["id"]), "--format", "a4", "--out", out)
    assert "Pochette" in text_of(Path(out))
    run("print", "claims", "--part", "age", "--out", out)
    assert "Par AMC" not in text_of(Path(out))
    for words, code in (
        (("set-aside-slip",), "claim_number_needed"),
        (("rotation-slip",), "access_number_needed"),
        (("poster", "--format", "ticket80"), "format_not_made"),
        (("claims-accountant", "--again"), "paper_not_kept"),
    ):
        assert run("print", *words, "--out", out, code=1)["problem"]["code"] == code
    assert run("print", "poster", code=1)["problem"]["code"] == "paper_to_where"


def test_a_draft_by_command_is_not_sent(demonstration: Path, tmp_path: Path) -> None:
    run, draft = program(demonstration), tmp_path / "rapport.eml"
    told = run.run("print", "incident-report", "--draft", str(draft))
    assert "rien n’a été envoyé" in told.stdout
    message = message_from_bytes(draft.read_bytes(), policy=default)
    assert [part.get_content_type() for part in message.walk()][-1] == "application/pdf"
    secret = run("print", "recovery-key", "--draft", str(tmp_path / "x.eml"), code=1)
    assert secret["problem"]["code"] == "paper_is_secret"


def test_a_queue_gets_a4_and_80_mm_byte_for_byte_then_the_same_again(
    demonstration: Path, tmp_path: Path, cups: Cups
) -> None:
    run = program(demonstration)
    page, roll = tmp_path / "page.pdf", tmp_path / "roll.pdf"
    run("print", "counter-table", "--out", str(page), "--printer", QUEUE)
    run("print", "counter-sheet", "--text", "malakoff", "--out", str(roll), "--printer", QUEUE)
    assert cups.documents(2) == [page.read_bytes(), roll.read_bytes()]
    # Another day, without naming the printer: the very same page on the same printer.
    later = Program(demonstration, *run.options[:-1], "2024-01-31T08:10")
    later("print", "counter-table", "--again", "--printer", "")
    assert cups.documents(3)[2] == page.read_bytes()


@pytest.mark.parametrize(
    ("printer", "code"),
    [("Ancienne", "printer_gone"), (OFFICE_QUEUE, "paper_size_refused")],
)
def test_what_no_printer_took_is_kept_and_its_place_told(
    demonstration: Path, monkeypatch: pytest.MonkeyPatch, printer: str, code: str
) -> None:
    server = Cups(office=True)
    try:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        kept_and_told(demonstration, printer, code)
    finally:
        server.stop()


def test_without_any_print_system_the_file_is_kept_too(
    demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    kept_and_told(demonstration, QUEUE, "printing_unavailable")


def kept_and_told(demonstration: Path, printer: str, code: str) -> None:
    """Print on a printer that does not take it; the sentence is clear and the file is there."""
    kept = demonstration / "papers" / "counter-sheet.pdf"
    kept.unlink(missing_ok=True)
    told = program(demonstration).run(
        "print", "counter-sheet", "--text", "malakoff", "--printer", printer, "--json"
    )
    assert told.code == 1
    assert told.document["problem"]["code"] == code
    assert "Rien n’a été imprimé" in told.document["problem"]["message"]
    assert f"Le document est gardé\u00a0: {kept}" in told.stderr
    assert "Malakoff Humanis" in text_of(kept)
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0
