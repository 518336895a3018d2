"""The evidence pack, verified by the standard tool alone, and refused after one byte changed."""

from __future__ import annotations

import csv
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.journal import entry_hash
from pharmassist.domain.operators import Light, LightState
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.evidence import Pack
from pharmassist.services.guiding import ATTACHMENT_LIMIT
from pharmassist.services.jobs import Stop
from pharmassist.services.office import Office
from pharmassist.services.problem_texts import describe
from tests.ui.offices import founded_office

PROOF = b"%PDF-1.4 un avis du syndicat"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


@pytest.fixture
def pack(office: Office, tmp_path: Path) -> Pack:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    office.guiding.attach(case, "est-ce-vrai", "AB", "../avis du syndicat.pdf", PROOF)
    office.guiding.done(case, "est-ce-vrai", "AB", proof="le syndicat, 08 h 20")
    office.guiding.answer(case, "a-qui", "AB", "unknown")
    office.guiding.blocks.put_in(case, "impersonation", "lien-ouvert", "AB")
    office.guiding.hand_over(case, "AB", "LM")
    office.watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", "écran du LGO")
    office.breaches.note(case, "AB", {BreachField.DISCOVERED: office.clock.now()})
    office.breaches.note(case, "AB", {BreachField.NATURE: "=HYPERLINK() recopié"})
    return office.evidence.export("AB", tmp_path / "dossier.zip")


def unpacked(pack: Pack, folder: Path) -> Path:
    with zipfile.ZipFile(pack.path) as archive:
        archive.extractall(folder)
    return folder


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_pack_is_verified_by_sha256sum_alone(pack: Pack, office: Office, tmp_path: Path) -> None:
    folder = unpacked(pack, tmp_path / "ouvert")
    assert verified(folder).returncode == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "LISEZ-MOI.txt",
        "SHA256SUMS",
        "chronologie.pdf",
        "journal.csv",
        "preuves/001-est-ce-vrai-avis_du_syndicat.pdf",
        "rapport.pdf",
        "registre-des-violations.pdf",
    ]
    assert (folder / "preuves" / "001-est-ce-vrai-avis_du_syndicat.pdf").read_bytes() == PROOF
    assert sha256(pack.path.read_bytes()).hexdigest() == pack.sha256
    entry = office.journal.last(1)[0]
    assert (entry.what, entry.facts["sha256"]) == ("evidence.exported", pack.sha256)


def test_a_pack_and_a_journal_that_were_stopped_leave_no_file(office: Office, tmp_path: Path) -> None:
    office.guiding.open("viamedis-2024", "AB")
    stop = Stop()
    stop.ask()
    with pytest.raises(Cancelled):
        office.evidence.export("AB", tmp_path / "dossier.zip", stop=stop)
    with pytest.raises(Cancelled):
        office.journal.export("AB", tmp_path / "journal.csv", stop)
    assert list(tmp_path.glob("dossier*")) == list(tmp_path.glob("journal*")) == []
    assert "evidence.exported" not in {entry.what for entry in office.journal.last(5)}


def test_one_changed_byte_of_a_file_is_refused(pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(pack, tmp_path / "copie")
    for name in pack.files:
        whole = (folder / name).read_bytes()
        place = len(whole) // 2
        (folder / name).write_bytes(changed(whole, place))
        assert verified(folder).returncode != 0, name
        (folder / name).write_bytes(whole)
    assert verified(folder).returncode == 0


def test_one_changed_byte_anywhere_in_the_list_is_refused(pack: Pack, tmp_path: Path) -> None:
    """A digit that became no digit is a warning only without ``--strict``: one list in eight passed."""
    sums = unpacked(pack, tmp_path / "copie") / "SHA256SUMS"
    whole = sums.read_bytes()
    for place in range(len(whole)):
        sums.write_bytes(changed(whole, place))
        assert verified(sums.parent).returncode != 0, (place, whole[place : place + 1])


def changed(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :]


def test_one_changed_byte_of_the_zip_itself_is_refused(pack: Pack, tmp_path: Path) -> None:
    """The hash that stands in the journal and was told refuses it, by ``sha256sum`` alone."""
    whole = pack.path.read_bytes()
    (tmp_path / "dossier.sha256").write_text(f"{pack.sha256}  {pack.path.name}\n", encoding="ascii")

    def accepted() -> bool:
        command = ["sha256sum", "--status", "-c", "dossier.sha256"]
        return subprocess.run(command, cwd=tmp_path, check=False).returncode == 0

    assert accepted()
    for place in (0, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        pack.path.write_bytes(changed(whole, place))
        assert not accepted(), place
    pack.path.write_bytes(whole[:-1])
    assert not accepted(), "one byte less"
    pack.path.write_bytes(whole)
    assert accepted()


def test_a_proof_too_large_is_told_with_the_limit_and_nothing_is_kept(office: Office, tmp_path: Path) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    head = office.journal.head()
    large = tmp_path / "capture.png"
    with large.open("wb") as file:
        file.truncate(ATTACHMENT_LIMIT + 1)
    told = {"limit": ATTACHMENT_LIMIT // 1_000_000}
    proofs = office.proofs
    picture, words = large.read_bytes(), "x" * (ATTACHMENT_LIMIT + 1)
    ways: tuple[Callable[[], int], ...] = (
        lambda: proofs.attach_file(case, "est-ce-vrai", "AB", large),
        lambda: proofs.attach_picture(case, "est-ce-vrai", "AB", picture),
        lambda: proofs.attach_words(case, "est-ce-vrai", "AB", words),
    )
    for attach in ways:
        with pytest.raises(Problem, match="proof_too_large") as refused:
            attach()
        assert refused.value.values == told
        text = describe(refused.value)
        assert f"{told['limit']}" in text.sentence
        assert text.remedy
    assert office.journal.head() == head
    with office.register.read() as tx:
        assert tx.incidents.attachments(case) == ()
    with large.open("wb") as file:
        file.truncate(ATTACHMENT_LIMIT)
    assert office.proofs.attach_file(case, "est-ce-vrai", "AB", large), "exactly the limit is kept"


def test_the_chronology_tells_everything_in_its_order(pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(pack, tmp_path / "ouvert")
    words = text_of(folder / "chronologie.pdf")
    wanted = ("consultation des droits", "Incident ouvert", "le syndicat, 08 h 20")
    places = [words.find(part) for part in wanted]
    assert -1 not in places
    assert places == sorted(places)
    for part in (
        "J’ai cliqué sur le lien",
        "relève",
        "LM",
        "écran du LGO",
        "Découvert le : mardi 30 janvier",
    ):
        assert part in words, part


def test_the_register_of_violations_says_what_is_missing(pack: Pack, tmp_path: Path) -> None:
    words = text_of(unpacked(pack, tmp_path / "ouvert") / "registre-des-violations.pdf")
    for part in (
        "art. 33.5",
        "pas encore établi",
        "non renseigné",
        "heure de Paris",
        "CNIL, 72 heures",
        "reste",
    ):
        assert part in words, part


def test_the_journal_extract_holds_its_chain_and_runs_no_formula(pack: Pack, tmp_path: Path) -> None:
    with (unpacked(pack, tmp_path / "ouvert") / "journal.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for before, row in pairwise(rows):
        assert row["previous"] == before["hash"]
    last = rows[-1]
    sealed = entry_hash(
        int(last["number"]),
        last["at"],
        last["who"],
        last["what"],
        last["subject"],
        last["facts"],
        last["previous"],
    )
    assert sealed == last["hash"]


def test_without_an_incident_there_is_nothing_to_pack(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="incident_none"):
        office.evidence.export("AB", tmp_path / "rien.zip")
    with pytest.raises(Problem, match="incident_unknown"):
        office.evidence.export("AB", tmp_path / "rien.zip", 9)


def text_of(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split()).replace("\u202f", " ").replace("\u00a0", " ")
