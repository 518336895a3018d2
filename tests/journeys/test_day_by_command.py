"""The incident day by command line, on real parts: keyring, mailbox, print queue.

Check 4 of the first milestone: incident opened, mailbox rotated, portal step opened, lights
set, lists imported, acompte requested, page printed, journal verified.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pharmassist.demonstration.invoices import generate
from pharmassist.services.texts import money
from tests.journeys.command import Program, text_of
from tests.servers.cups import Cups
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService

LOGIN = "compta@pharmacie-du-port.example"


def step(shown: dict[str, object], name: str) -> dict[str, str]:
    """Return one step of an incident as it is shown."""
    steps = shown["steps"]
    assert isinstance(steps, list)
    found: dict[str, str] = next(s for s in steps if s["id"] == name)
    return found


@pytest.fixture
def pharmacy(tmp_path: Path, secret_service: SecretService) -> Program:
    """A register of its own whose key is in a real keyring, on the morning of 30 January 2024."""
    assert secret_service.bus_address
    program = Program(tmp_path / "home", "--as", "AB", "--at", "2024-01-30T08:10")
    founded = program(
        "init",
        "--rehearsal",
        "--name",
        "Pharmacie du Port",
        "--finess",
        "290099993",
        "--person",
        "AB:Anne Besson:owner",
        "--person",
        "CR:Claire Roux:claims_lead",
    )
    assert founded["key_kept_in"]
    return program


def test_the_day_after_the_attack(pharmacy: Program, dovecot: Dovecot, cups: Cups, tmp_path: Path) -> None:
    demonstration = tmp_path / "demonstration"
    Program(tmp_path / "unused")("demo", "--build-only", str(demonstration))
    truth = json.loads((demonstration / "truth.json").read_text(encoding="utf-8"))
    dovecot.set_password(LOGIN, "Vieux-Secret-417")

    # First half hour.
    opened = pharmacy("incident", "open", "viamedis-2024")
    assert opened["next"] == "est-ce-vrai"
    pharmacy("incident", "step", "est-ce-vrai", "done", "--proof", "rappelé au numéro du contrat")
    pharmacy("incident", "step", "arreter-recyclages", "done", "--proof", "dit à l’équipe")
    for day, name in (("2024-01-29", "2024-01-29.csv"), ("2024-01-30", "2024-01-30.tsv")):
        report = pharmacy("claims", "import", str(demonstration / "exports" / name), "--snapshot", day)
        wanted = truth["days"][day]
        assert report["file_sum_cents"] == wanted["cents"], day
        assert report["gone"] == (wanted["gone"] if day != "2024-01-29" else 0), day
    pharmacy("incident", "step", "premiere-photo", "done")
    pharmacy("incident", "step", "consignes", "done")
    pharmacy("incident", "answer", "compte-portail", "yes")
    pharmacy("incident", "answer", "adresse-portail", LOGIN)
    shown = pharmacy("incident", "answer", "telephone-code", "unknown")
    assert shown["next"] == "mot-de-passe-messagerie"
    assert step(shown, "mot-de-passe-portail")["status"] == "locked"

    # The mailbox: refused once, then accepted and proved by a real login.
    added = pharmacy(
        "accesses", "add", "--kind", "mailbox", "--login", LOGIN, "--host", "localhost",
        "--port", str(dovecot.port), "--operator", "viamedis",
    )  # fmt: skip
    access = str(added["id"])
    pharmacy("accesses", "current", access, stdin="Vieux-Secret-417\n")
    first = pharmacy("accesses", "rotate", access, "--reveal")["password"]
    second = pharmacy("accesses", "answer", access, "refused", "--reveal")["password"]
    assert first != second
    pharmacy("accesses", "answer", access, "accepted")
    assert pharmacy("accesses", "verify", access, code=1)["answer"] == "refused"
    assert pharmacy("accesses", "resume", access)["missing"] == []
    dovecot.set_password(LOGIN, second)
    assert pharmacy("accesses", "verify", access)["answer"] == "accepted"
    pharmacy("accesses", "retire", access)

    # The portal's step opens, and is deferred to the reopening.
    shown = pharmacy("incident", "show")
    assert step(shown, "mot-de-passe-messagerie")["status"] == "done"
    assert step(shown, "mot-de-passe-messagerie")["evidence"]
    assert step(shown, "mot-de-passe-portail")["status"] != "locked"
    shown = pharmacy(
        "incident", "step", "mot-de-passe-portail", "defer", "--reason", "réouverture du portail"
    )
    assert step(shown, "mot-de-passe-portail")["status"] == "deferred"

    # Lights, with their proof.
    for light in ("rights", "notices", "transfers"):
        pharmacy("operators", "set", "viamedis", light, "stopped", "--proof", "communiqué du syndicat")
    lights = {o["id"]: o for o in pharmacy("operators", "list")["operators"]}
    assert lights["viamedis"]["worst"] == "stopped"
    assert lights["almerys"]["worst"] == "unverified"

    # The acompte and the union's figures.
    period = ("--operator", "viamedis", "--from", "2023-11-01", "--to", "2024-01-30")
    computed = pharmacy("advance", "compute", *period)
    letter, figures = tmp_path / "acompte.pdf", tmp_path / "chiffres.pdf"
    requested = pharmacy("advance", "request", *period, "--pdf", str(letter))
    assert requested["requested_cents"] == computed["exact_cents"] > 0
    pharmacy("advance", "figures", *period, "--pdf", str(figures))
    words = money(computed["exact_cents"])
    for paper in (letter, figures):
        assert words in text_of(paper), paper

    # The shift-start page: in a file, and byte for byte in the print queue.
    page = tmp_path / "consignes.pdf"
    outcome = pharmacy("print", "shift-start", "--out", str(page), "--printer", "Comptoir")
    assert outcome["job"]
    assert cups.documents(1) == [page.read_bytes()]
    text = text_of(page)
    total = pharmacy("claims", "list", "--limit", "1")
    assert money(total["sum_cents"]) in text
    assert "Ne renvoyez rien" in text

    # Nothing was lost, nothing entered that must not.
    verified = pharmacy("journal", "verify")
    assert verified["ok"]
    assert pharmacy("journal", "verify", "--head", verified["head"][:8])["ok"]
    dump = pharmacy.run("dump").stdout
    for secret in (first, second, "Vieux-Secret-417"):
        assert secret not in dump
    for forbidden in generate().patients:
        assert forbidden not in dump
