"""Papers from a real register: what they say, where they go, what is kept of them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pharmassist.adapters.documents import CheckedPictures, PdfPreview, pictures
from pharmassist.assembly import demonstration_office
from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.money import parse_money
from pharmassist.domain.operators import DIRECT, Light, LightState
from pharmassist.domain.problems import Problem
from pharmassist.services.claims import NewClaim
from pharmassist.services.composing.claims_summary import BY_AGE, BY_INSURER, DETAILS
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper
from tests.servers.cups import QUEUE, Cups
from tests.ui.offices import TODAY, founded_office, note_invoice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def read(paper: Paper) -> str:
    """Return the text of a paper with plain spaces."""
    return unicodedata.normalize("NFKC", "\n".join(PdfPreview().text(paper.pdf))).replace("\r\n", "\n")


def photo(kind: str, size: tuple[int, int] = (900, 300)) -> bytes:
    """Return a coloured picture with a place written in it, as a telephone does."""
    image = Image.new("RGB", size, (12, 140, 60))
    hidden = Image.Exif()
    hidden[0x010E] = "quai des Salines"
    out = BytesIO()
    image.save(out, kind, exif=hidden)
    return out.getvalue()


def test_the_table_names_every_mutuelle_with_operator_conduct_and_phone(office: Office) -> None:
    office.directory.assign("AB", "Mutuelle du Menhir", ("viamedis",), "Mutuelle du Menhir")
    office.directory.assign("AB", "Caisse du Phare", (DIRECT,), "Caisse du Phare")
    office.watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", "appel au numéro connu")
    paper = office.papers.counter_table("AB")
    text = read(paper)
    assert office.papers.page_count(paper) == 2
    assert "Tableau des mutuelles" in text
    assert text.count("Périmé le mardi 6 février 2024") == 2
    assert "C2S, AME, AT/MP, maternité, ALD : rien ne change." in text
    assert re.search(r"Viamedis\s+Copiez la carte papier\. .*?0 805 62 00 10", text, re.DOTALL)
    assert re.search(r"Mutuelle du Menhir\s+Viamedis$", text, re.MULTILINE)
    assert re.search(r"Caisse du Phare\s+(P|p)aie en direct$", text, re.MULTILINE)
    assert "Malakoff Humanis" in text
    assert "* : opérateur à vérifier sur la carte." in text


def test_parts_of_the_claim_summary_are_printed_alone(office: Office) -> None:
    note_invoice(office, "000000001", 1234)
    whole = read(office.papers.claims("AB", ClaimFilter()))
    aged = read(office.papers.claims("AB", ClaimFilter(), parts=(BY_AGE,)))
    assert all(title in whole for title in ("Par opérateur", "Par AMC", "Par âge", "Détail"))
    assert "Par âge" in aged
    assert not any(title in aged for title in ("Par opérateur", "Par AMC", "Détail"))
    empty = read(office.papers.claims("AB", ClaimFilter(text="absent"), parts=(BY_INSURER, DETAILS)))
    assert "Aucune facture en attente." in empty


def test_the_accountant_gets_what_is_awaited_and_what_was_given_up_apart(office: Office) -> None:
    note_invoice(office, "000000001", 1234)
    note_invoice(office, "000000002", 2000)
    note_invoice(office, "000000003", 4151)
    lost = office.claims.list(ClaimFilter(text="000000003"))[0]
    office.claims.move("AB", lost.id, State.WRITTEN_OFF, "droits refusés, copie envoyée trop tard")
    text = read(office.papers.accountant("AB"))
    assert "Part AMC en attente\n32,34 €" in text or "Part AMC en attente 32,34 €" in text
    assert "41,51 € (1 facture)" in text
    assert "droits refusés, copie envoyée trop tard" in text.replace("\n", " ")
    totals = [parse_money(found) for found in re.findall(r"^Total 2 ([\d ]+,\d\d) €", text, re.MULTILINE)]
    assert totals == [3234] * 3


def test_only_an_invoice_set_aside_has_a_slip(office: Office) -> None:
    kept = office.claims.add("AB", NewClaim("P17", 1234, TODAY, amc="Malakoff", situation=State.SET_ASIDE))
    text = read(office.papers.set_aside_slip("AB", kept.id))
    assert "Pochette 17" in text
    assert "12,34 €" in text
    sent = office.claims.add("AB", NewClaim("000000009", 500, TODAY, operator="viamedis"))
    with pytest.raises(Problem, match="not_set_aside"):
        office.papers.set_aside_slip("AB", sent.id)
    with pytest.raises(Problem, match="claim_unknown"):
        office.papers.set_aside_slip("AB", 99_999)


def test_patients_read_what_leaked_what_did_not_and_whom_to_call(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for make in (office.papers.patient_leaflet, office.papers.poster, office.papers.incident_report):
        with pytest.raises(Problem, match="no_incident_to_tell"):
            make("AB")
    office.guiding.open("viamedis-2024", "AB")
    # On 30 January nobody had said what leaked.
    assert read(office.papers.patient_leaflet("AB")).count("Nous ne le savons pas encore.") == 2
    told = office.catalogue.leaflet("viamedis-2024")
    assert told is not None
    monkeypatch.setattr(type(office.catalogue), "leaflet", lambda _self, _id: replace(told, known_on=TODAY))
    leaflet = read(office.papers.patient_leaflet("AB"))
    leaked, rest = leaflet.split("Ce qui n’a pas été volé")
    assert "numéro de sécurité sociale" in leaked
    assert "coordonnées bancaires" in rest.split("Ce que vous pouvez faire")[0]
    assert "1. Appelez d’abord votre mutuelle" in rest.replace("\n", " ")
    assert "Sources : " in leaflet
    poster = read(office.papers.poster("AB")).replace("\n", " ")
    assert "Merci d’apporter votre carte de mutuelle papier." in poster


def test_an_incident_without_a_source_says_that_it_is_not_known(office: Office) -> None:
    office.guiding.open("impersonation", "AB")
    assert read(office.papers.patient_leaflet("AB")).count("Nous ne le savons pas encore.") == 2


def test_the_report_tells_each_step_its_proof_and_what_is_left(office: Office) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    office.guiding.done(case, "est-ce-vrai", "CR", proof="rappelé au numéro du contrat")
    office.guiding.attach(case, "est-ce-vrai", "CR", "courrier.pdf", b"%PDF-1.4 lettre")
    note_invoice(office, "000000001", 1234, operator="viamedis")
    text = read(office.papers.incident_report("AB")).replace("\n", " ")
    assert "Rapport d’incident, point d’étape" in text
    assert "rappelé au numéro du contrat" in text
    assert "courrier.pdf" in text
    assert "1 facture en attente, 12,34 € de part AMC." in text
    assert "CR, mar. 30 janv." in text


def test_a_document_bears_a_number_that_no_other_print_bears(office: Office, cups: Cups) -> None:
    first, same = office.papers.counter_table("AB"), office.papers.counter_table("AB")
    assert first.number == same.number
    assert f"n° {first.number}" in read(first)
    office.papers.send("AB", first, QUEUE)
    assert office.papers.counter_table("AB").number != first.number
    assert cups.documents(1) == [first.pdf]


def test_the_last_print_is_kept_told_and_printed_again_byte_for_byte(office: Office, cups: Cups) -> None:
    paper = office.papers.shift_start("AB")
    with pytest.raises(Problem, match="paper_not_kept"):
        office.papers.again(paper.kind)
    office.papers.send("AB", paper, QUEUE, copies=2)
    note_invoice(office, "000000001", 1234)
    (printed,) = office.papers.printed()
    assert (printed.kind, printed.who, printed.printer, printed.copies) == ("shift-start", "AB", QUEUE, 2)
    again = office.papers.again("shift-start")
    assert again == paper
    office.papers.send("CR", again, "")
    assert cups.documents(2) == [paper.pdf, paper.pdf]
    entries = [entry for entry in office.journal.last(5) if entry.what == "paper.printed"]
    assert [(e.who, e.facts["printer"], e.facts["number"]) for e in entries] == [
        ("CR", QUEUE, paper.number),
        ("AB", QUEUE, paper.number),
    ]
    assert office.papers.printed()[0].who == "CR"


def test_the_recovery_sheet_is_never_kept_nor_put_into_a_mail(
    office: Office, cups: Cups, tmp_path: Path
) -> None:
    sheet = office.papers.recovery_key("AB", office.keys.sheet())
    office.papers.send("AB", sheet, QUEUE)
    assert len(cups.documents(1)) == 1
    assert office.papers.printed() == ()
    with pytest.raises(Problem, match="paper_is_secret"):
        office.papers.draft("AB", sheet, tmp_path / "sheet.eml")
    assert not (tmp_path / "sheet.eml").exists()


def opened(path: Path) -> EmailMessage:
    """Read a draft as a mail program does."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_is_a_mail_to_complete_with_the_very_file(office: Office, tmp_path: Path) -> None:
    paper = office.papers.advance("AB", "viamedis", date(2024, 1, 1), TODAY)
    office.papers.draft("AB", paper, tmp_path / "acompte.eml")
    message = opened(tmp_path / "acompte.eml")
    assert message["X-Unsent"] == "1"
    assert message["To"] is message["From"] is None
    assert "Demande d’acompte à Viamedis" in message["Subject"]
    body = message.get_body(("plain",))
    assert body is not None
    assert "Vous trouverez ci-joint" in body.get_content()
    assert "Pharmacie du Port" in body.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"demande-d-acompte-a-viamedis-{paper.number.lower()}.pdf"
    assert attached.get_content() == paper.pdf
    assert office.journal.last(1)[0].what == "paper.drafted"


def test_the_draft_of_the_anonymous_page_tells_nobody(office: Office, tmp_path: Path) -> None:
    paper = office.papers.union_figures("viamedis", date(2024, 1, 1), TODAY)
    assert paper.number == ""
    office.papers.draft("AB", paper, tmp_path / "figures.eml")
    message = opened(tmp_path / "figures.eml")
    body = message.get_body(("plain",))
    assert body is not None
    for told in (message["Subject"], body.get_content()):
        assert "Pharmacie" not in told
        assert "29 009" not in told
        assert "Besson" not in told


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_kept_small_grey_and_without_what_it_hid(office: Office, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "logo"
    file.write_bytes(photo(kind))
    plain = office.papers.shift_start("AB").pdf
    office.papers.set_logo("AB", file)
    kept = office.papers.logo()
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "L", (600, 200))
        assert dict(image.getexif()) == {}
    assert b"Salines" not in kept
    assert b"/Subtype /Image" in office.papers.shift_start("AB").pdf
    assert b"/Subtype /Image" not in plain
    figures = office.papers.union_figures("viamedis", date(2024, 1, 1), TODAY)
    assert b"/Subtype /Image" not in figures.pdf
    office.papers.set_logo("AB", None)
    assert office.papers.logo() == b""
    assert office.papers.shift_start("AB").pdf.count(b"/Subtype /Image") == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_unreadable"),
        (b"<svg onload=alert(1)></svg>", "picture_unreadable"),
        (b"GIF89a" + bytes(40), "picture_unreadable"),
        (photo("PNG")[:200], "picture_unreadable"),
        (photo("JPEG")[:-400], "picture_unreadable"),
        (bytes(2_000_001), "file_too_big"),
        (photo("PNG", (4000, 3001)), "picture_too_big"),
    ],
    ids=["empty", "svg", "gif", "cut png", "cut jpeg", "too many bytes", "too many dots"],
)
def test_what_is_no_sound_small_picture_is_refused_and_the_logo_stays(
    office: Office, tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "logo"
    file.write_bytes(photo("PNG"))
    office.papers.set_logo("AB", file)
    before = office.papers.logo()
    file.write_bytes(content)
    with pytest.raises(Problem, match=code):
        office.papers.set_logo("AB", file)
    assert office.papers.logo() == before


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_as_grey", lambda _image: pytest.fail("decoded"))
    with pytest.raises(Problem, match="picture_too_big"):
        CheckedPictures().clean(photo("PNG", (4000, 3001)))


def test_the_slip_of_a_password_tells_who_did_what_and_no_secret(tmp_path: Path) -> None:
    office = demonstration_office(tmp_path / "demonstration")
    try:
        mailbox = office.accesses.lines()[0].access
        office.rotating.start("AB", mailbox.id)
        secret = office.rotating.reveal("AB", mailbox.id).reveal()
        office.rotating.accepted("CR", mailbox.id)
        text = read(office.papers.rotation_slip("MB", mailbox.id))
        with pytest.raises(Problem, match="access_unknown"):
            office.papers.rotation_slip("MB", 99_999)
    finally:
        office.close()
    assert mailbox.login in text
    assert re.search(r"gardé au trousseau\s+fait par\s+AB", text)
    assert re.search(r"Changé chez le fournisseur\s+fait par\s+CR", text)
    assert not re.search(r"Ancien retiré\s+fait par", text)
    assert secret not in text
