"""What each document says, read back from its PDF, to the cent."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import segno

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.money import parse_money
from pharmassist.domain.secrets import Secret
from pharmassist.services.composing.advance_request import advance_request
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.recovery_key import recovery_key
from pharmassist.services.composing.union_figures import union_figures
from tests.adapters.documents.paper import IMPRINT, KEY, NAMES, REQUEST, TODAY, claims

AMOUNT = re.compile(r"\d{1,3}(?: \d{3})*,\d{2} €")
DETAIL = re.compile(r"^0000\d{5}\b.*?(\d{1,3}(?: \d{3})*,\d{2}) €", re.MULTILINE)


def read(pdf: bytes) -> str:
    """Return the text of a PDF with plain spaces and line ends."""
    text = "\n".join(PdfPreview().text(pdf))
    return unicodedata.normalize("NFKC", text).replace("\r\n", "\n")


def lowest_text(pdf: bytes) -> float:
    """Return how far down the text of the first page goes, foot left out, as a part of the page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        bottoms = [text.get_rect(index)[1] for index in range(text.count_rects())]
        return 1 - min(bottom for bottom in bottoms if bottom > 30) / page.get_size()[1]


def test_the_shift_start_page_of_an_incident_fills_one_page(papers: dict[str, bytes]) -> None:
    text = read(papers["shift-start"])
    assert "Mardi 6 février 2024, 08 h 42 · incident Viamedis, jour 9" in text
    assert text.count("ARRÊTÉ") == 3
    assert "non vérifié" in text
    assert "perturbé" in text
    assert text.count("C2S, AME, AT/MP, maternité, ALD : rien ne change.") == 4
    assert text.index("Viamedis\n") < text.index("SP santé") < text.index("Almerys")
    assert "Ven. 9 févr. : réponse d’acompte attendue, sinon relance" in text
    assert "3 jours ouvrés" in text
    assert "590 factures 6 048,18 €" in text
    assert "251 factures 2 614,83 € dont 2 417,73 € pour l’acompte" in text
    assert "Lire les consignes" not in text
    assert "Annoncé, non reçu : 784,72 €" in text
    assert "fait par C. R." in text.replace("\n", " ")
    assert "Page 1 sur 1" in text


def test_a_calm_day_takes_half_a_page(papers: dict[str, bytes]) -> None:
    text = read(papers["shift-start-calm"])
    assert "Tout fonctionne : Viamedis, Almerys." in text
    assert "Délais" not in text
    assert "banque non relevée" in text
    assert lowest_text(papers["shift-start-calm"]) < 0.5


def test_a_bare_day_says_what_is_missing(papers: dict[str, bytes]) -> None:
    text = read(papers["shift-start-empty"])
    assert "Aucun opérateur suivi." in text
    assert "Rien de prévu aujourd’hui." in text
    assert lowest_text(papers["shift-start-empty"]) < 0.5


def test_a_crowded_day_stays_on_one_page_and_counts_what_it_leaves_out(papers: dict[str, bytes]) -> None:
    text = read(papers["shift-start-crowded"])
    assert "Page 1 sur 1" in text
    assert "Et 24 autres tâches" in text
    assert "Et 10 autres délais" in text
    assert "Aussi touchés : operateur-5, operateur-6, operateur-7." in text
    assert "Tout fonctionne : calme-0, calme-1" in text
    total = sum(12_345 * (number + 1) for number in range(14))
    sums = [parse_money(found) for found in AMOUNT.findall(text.split("Argent attendu")[1])]
    assert sum(sums[:6]) == total == sums[6]


def test_a_ticket_says_the_same_as_the_page(papers: dict[str, bytes]) -> None:
    text = read(papers["shift-start-ticket"])
    assert "X ARRÊTÉ" in text
    assert "! perturbé" in text
    assert "? non vérifié" in text
    assert "6 048,18 €" in text
    assert "fait par C. R." in text


@pytest.mark.parametrize("number", [7, 400])
def test_the_summary_adds_up_by_operator_by_amc_by_age_and_line_by_line(
    number: int, papers: dict[str, bytes]
) -> None:
    kept = [claim for claim in claims(number) if claim.outstanding]
    total = sum(claim.outstanding for claim in kept)
    text = read(papers[f"claims-{number}"])
    totals = re.findall(r"^Total .*?([\d  ]+,\d{2} €)$", text, re.MULTILINE)
    assert len(totals) >= 3
    lines = [parse_money(found) for found in DETAIL.findall(text)]
    assert len(lines) == len(kept)
    assert sum(lines) == total
    for found in re.findall(r"^Total.*$", text, re.MULTILINE):
        assert parse_money(AMOUNT.findall(found)[-1]) == total


def test_carried_sums_go_on_from_page_to_page(papers: dict[str, bytes], preview: PdfPreview) -> None:
    pages = [unicodedata.normalize("NFKC", page) for page in preview.text(papers["claims-400"])]
    running = 0
    carried = 0
    for page in pages:
        opening = re.search(r"^Report ([\d ]+,\d{2} €)", page, re.MULTILINE)
        if opening:
            assert parse_money(opening.group(1)) == running
            carried += 1
        running += sum(parse_money(found) for found in DETAIL.findall(page))
        closing = re.search(r"^À reporter ([\d ]+,\d{2} €)", page, re.MULTILINE)
        if closing:
            assert parse_money(closing.group(1)) == running
    assert carried > 5


def test_an_empty_summary_says_so(papers: dict[str, bytes]) -> None:
    assert "Aucune facture en attente." in read(papers["claims-0"])


def test_a_claim_partly_received_counts_its_rest(renderer: PdfRenderer) -> None:
    partly = Claim(
        "000000001", 5_000, date(2024, 2, 1), operator="viamedis", received=1_277, state=State.PARTLY_RECEIVED
    )
    gone = Claim("000000002", 9_999, date(2024, 2, 1), operator="viamedis", state=State.RECEIVED)
    for document in (
        claims_summary(IMPRINT, (partly, gone), NAMES),
        advance_request(IMPRINT, REQUEST, (partly, gone)),
        union_figures("Viamedis", REQUEST.period_from, REQUEST.period_to, (partly, gone), TODAY),
    ):
        text = read(renderer.render(document))
        assert "37,23 €" in text
        assert "50,00" not in text
        assert "99,99" not in text


def test_the_acompte_letter_carries_what_an_operator_needs(papers: dict[str, bytes]) -> None:
    kept = [claim for claim in claims(231) if claim.advanceable]
    total = sum(claim.advanceable for claim in kept)
    text = read(papers["advance-231"])
    letter, annex = text.split("Annexe :", 1)
    flat = " ".join(letter.split())
    assert "FINESS 29 009 999 3" in flat
    assert "SIRET 999 990 120 00019" in flat
    assert "demande d’acompte, factures de tiers payant du 25 janvier au 5 février 2024" in flat
    assert "Depuis le 29 janvier 2024, aucun virement" in flat
    assert f"Nombre de factures {len(kept)}" in flat
    assert "La plus ancienne 25 janvier 2024" in flat
    assert "Nous vous autorisons à reprendre cet acompte" in flat
    assert "Notre RIB est inchangé : il se termine par 4521." in flat
    assert "Port-Ellé, le 6 février 2024" in flat
    assert "Je soussigné(e) A. L., pharmacien titulaire de l’officine Pharmacie du Port" in flat
    assert "24 heures" not in flat
    assert "avance" not in flat
    assert parse_money(AMOUNT.findall(letter)[0]) == total
    lines = [parse_money(found) for found in DETAIL.findall(annex)]
    assert len(lines) == len(kept)
    assert sum(lines) == total
    shown = set(re.findall(r"^0000\d{5}", annex, re.MULTILINE))
    assert shown == {claim.invoice for claim in kept}


def test_more_than_four_digits_of_an_account_are_refused() -> None:
    for digits in ("30004", "FR76", "45 1"):
        with pytest.raises(ValueError, match="last four digits"):
            advance_request(IMPRINT, replace(REQUEST, rib_last4=digits), ())


def test_the_union_page_is_anonymous_and_agrees_with_the_acompte(papers: dict[str, bytes]) -> None:
    text = read(papers["union-231"])
    letter = read(papers["advance-231"])
    assert AMOUNT.findall(text)[0] == AMOUNT.findall(letter)[0]
    totals = re.findall(r"^Total (\d+) (.*)$", text, re.MULTILINE)
    assert len(totals) == 2
    assert {found[1] for found in totals} == {AMOUNT.findall(text)[0]}
    raw = papers["union-231"].decode("latin-1")
    for trace in ("Port", "290099993", "29 009", "99999012000019", "A. L.", "7c19e0a4", "061"):
        assert trace not in text
        assert trace not in re.findall(r"/Info.*|/Title.*|/Author.*|/CreationDate.*", raw)
    assert "Page 1 sur 1" in text


def test_the_recovery_sheet_can_be_typed_back_and_scanned(
    papers: dict[str, bytes], preview: PdfPreview
) -> None:
    signs = KEY.replace(" ", "")
    text = re.sub(r"\s", "", read(papers["recovery-key"]))
    for start in range(0, 60, 15):
        assert signs[start : start + 15] in text
    assert "numérodeclé4f2a91c0" in text
    image = preview.page(papers["recovery-key"], 0, 288)
    dark = [image.rgba[at] < 128 for at in range(0, len(image.rgba), 4)]
    rows = segno.make(KEY, error="m", micro=False).matrix
    module = 108 * 4 / (len(rows) + 8)
    left = round((36 + 4 * module / 4) * 4)
    top = _first_dark_row(dark, image.width, left, 150 * 4)
    for down, row in enumerate(rows):
        for across, expected in enumerate(row):
            x = round(left + (across + 0.5) * module)
            y = round(top + (down + 0.5) * module)
            assert dark[y * image.width + x] == bool(expected), (down, across)


def _first_dark_row(dark: list[bool], width: int, left: int, start: int) -> int:
    """Return the top of the code: the first row below the key whose corner square is dark."""
    y = start
    while not all(dark[y * width + left + step] for step in range(4, 40)) or any(
        dark[y * width + x] for x in range(width // 2, width - 160)
    ):
        y += 1
    return y


def test_a_key_of_another_length_is_refused_without_being_shown() -> None:
    with pytest.raises(ValueError, match="sixty signs") as refused:
        recovery_key(IMPRINT, Secret("K7FNQ"), "4f2a91c0")
    assert "K7FNQ" not in str(refused.value)


def test_the_rotation_slip_says_where_it_stands(papers: dict[str, bytes]) -> None:
    text = read(papers["rotation-slip"])
    assert "compta@pharmacie-du-port.example" in text
    assert "En attente : le téléphone de A. L." in text
    assert "Aucun mot de passe sur cette feuille." in text
    assert "7 mars 2024" in text


def test_the_counter_ticket_gives_the_answer_and_its_end(papers: dict[str, bytes]) -> None:
    text = read(papers["counter-sheet"])
    wide, high = PdfPreview().size(papers["counter-sheet"])
    assert wide == 80
    assert 100 < high < 140
    assert "CONDUITE AU COMPTOIR" in text
    assert "Malakoff Humanis" in text
    assert "Opérateur : Viamedis (sûr)" in text
    assert "X ARRÊTÉ" in text
    assert "02/02" in text
    assert "08:12" in text
    assert text.count("rien ne change.") == 1
    assert "Ne renvoyez rien." in text
    assert "Appeler Viamedis : 0 805 62 00 10" in text
    assert "Périmé le mercredi 7 février 2024" in text


def test_an_unknown_mutuelle_gets_the_safe_sentence(papers: dict[str, bytes]) -> None:
    text = read(papers["counter-sheet-unknown"])
    assert "Opérateur : inconnu" in text
    assert "Lisez le logo de la carte." in text
