"""Acomptes: figures for the union, the exact sum with its working, the request, the ledger to 0,00."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.advances import AdvanceStatus, MovementKind
from pharmassist.domain.claims import Claim, State
from pharmassist.services.office import Office
from pharmassist.ui.pages.advances import make
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.moving import MovementForm
from pharmassist.ui.pages.advances.page import AdvancesPage
from pharmassist.ui.parts.button import Button
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TODAY, TestDesk, founded_office, make_desk
from tests.ui.reading import words

DAY = date(2024, 1, 25)
BEFORE = date(2024, 1, 10)


def store(office: Office, *claims: Claim) -> None:
    with office.register.write("CR") as tx:
        for claim in claims:
            tx.claims.add(claim)
        tx.journal.record("claims.noted", "test", {})


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        store(
            founded.office,
            Claim("000000001", 241773, DAY, DAY, operator="viamedis"),
            Claim("000000002", 13920, DAY, DAY, operator="viamedis", state=State.REJECTED),
            Claim("000000003", 5790, DAY, DAY, operator="viamedis", state=State.PAID_BY_PATIENT),
            Claim("000000004", 1000, DAY, DAY, operator="almerys"),
            Claim("000000005", 8000, BEFORE, operator="viamedis", received=8000, state=State.RECEIVED),
        )
        made = make_desk(founded.office, "AB")
        yield made
        assert made.bugs == []


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> AdvancesPage:
    page = make(desk.desk)
    qtbot.addWidget(page)
    page.resize(1064, 900)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: "2\u202f417,73" in page.exact.figure.text())
    return page


def says(page: AdvancesPage, wanted: str) -> bool:
    return wanted in words(page)


def press(page: AdvancesPage, name: str) -> None:
    button = next(b for b in page.findChildren(Button) if b.text() == name and b.isVisibleTo(page))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def card(page: AdvancesPage, qtbot: QtBot) -> LedgerCard:
    qtbot.waitUntil(lambda: any(c.isVisibleTo(page) for c in page.findChildren(LedgerCard)))
    return next(c for c in page.findChildren(LedgerCard) if c.isVisibleTo(page))


def movement(page: AdvancesPage, qtbot: QtBot) -> MovementForm:
    form = card(page, qtbot).movement
    assert form is not None
    return form


def test_the_exact_sum_stands_with_its_working_beside_the_estimate(page: AdvancesPage) -> None:
    told = words(page)
    assert "2\u202f614,83" in told
    assert "\u2212139,20" in told
    assert "\u221257,90" in told
    assert page.first.day() == DAY
    assert page.estimate.figure.text() not in ("", "–")
    assert "jours ouvrés suspendus" in told
    assert nameless_controls(page) == []


def test_figures_and_letter_are_the_very_pdf(page: AdvancesPage, desk: TestDesk) -> None:
    press(page, "Voir la page")
    press(page, "Voir la lettre et l’annexe")
    page.print_page()
    assert all(paper.pdf.startswith(b"%PDF") for paper in desk.papers)
    assert len(desk.papers) == 3
    union, letter, again = desk.papers
    assert union.kind != letter.kind
    # A minute may pass between the two, and each says when it was made.
    assert timeless(desk, letter.pdf) == timeless(desk, again.pdf)
    assert "Pharmacie du Port" not in timeless(desk, union.pdf)


def timeless(desk: TestDesk, pdf: bytes) -> str:
    """Return the words of a PDF without the times of day."""
    return re.sub(r"\d{1,2}:\d\d", "", "".join(desk.desk.office.papers._preview.text(pdf)))


def test_story_5_from_request_to_zero(page: AdvancesPage, desk: TestDesk, qtbot: QtBot) -> None:
    press(page, "Noter la demande")
    asked = card(page, qtbot)
    advance = desk.desk.office.advancing.ledgers()[0].advance
    assert advance.requested == 241773
    assert advance.requested_by == "AB"
    assert "est déjà en cours" in words(page)
    asked._grant()
    assert asked.granted.error_text
    asked.granted.set_value("1692,41")
    QTest.keyClick(asked.granted.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Accordé, 70" in words(page))
    assert nameless_controls(page) == []
    # Anything named here: the bank data are not imported.
    moves = (
        (MovementKind.RECEIVED, "1692,41", "1\u202f692,41"),
        (MovementKind.WITHHELD, "600", "1\u202f092,41"),
        (MovementKind.WITHHELD, "588,40", "504,01"),
    )
    for kind, typed, left in moves:
        form = movement(page, qtbot)
        form.kind.set_value(kind.value)
        form.sum.set_value(typed)
        QTest.keyClick(form.sum.line, Qt.Key.Key_Return)
        rest = f"{left}\u00a0€ à rendre"
        qtbot.waitUntil(partial(says, page, rest))
    last = movement(page, qtbot)
    last.kind.set_value(MovementKind.WITHHELD.value)
    last.sum.set_value("504,01")
    press(page, "Ajouter cette écriture")
    qtbot.waitUntil(lambda: "0,00\u00a0€ à rendre" in words(page))
    ledger = desk.desk.office.advancing.ledgers()[0]
    assert ledger.balance == 0
    assert ledger.advance.status is AdvanceStatus.CLOSED
    assert card(page, qtbot).movement is None
    press(page, "Relevé de clôture")
    assert desk.papers[-1].kind == "advance-statement"


@pytest.mark.parametrize(
    ("name", "status"), [("Refusé", AdvanceStatus.REFUSED), ("Sans réponse", AdvanceStatus.NO_ANSWER)]
)
def test_refused_and_no_answer_are_answers(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot, name: str, status: AdvanceStatus
) -> None:
    press(page, "Noter la demande")
    card(page, qtbot)
    press(page, name)
    qtbot.waitUntil(lambda: desk.desk.office.advancing.ledgers()[0].advance.status is status)
    qtbot.waitUntil(lambda: page.undo.words == "Réponse notée.")
    page.undo_last()
    asked = AdvanceStatus.REQUESTED
    qtbot.waitUntil(lambda: desk.desk.office.advancing.ledgers()[0].advance.status is asked)


def test_another_operator_and_another_period_are_computed_again(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    page.show_target("almerys")
    qtbot.waitUntil(lambda: page.exact.figure.text().startswith("10,00"))
    page.first.set_day(date(2024, 1, 26))
    qtbot.waitUntil(lambda: page.exact.figure.text().startswith("0,00"))
    asked = next(b for b in page.findChildren(Button) if b.text() == "Noter la demande")
    assert not asked.isEnabled()
    page.first.set_day(TODAY)
    page.last.set_day(DAY)
    qtbot.waitUntil(page.banner.isVisible)
    assert desk.desk.office.advancing.ledgers() == ()


def test_what_other_requests_hold_is_taken_out_and_the_rest_named(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    assert says(page, "Transmises, non reçues")
    desk.desk.office.advancing.request("AB", "viamedis")
    store(desk.desk.office, Claim("000000006", 700, DAY, DAY, operator="viamedis"))
    page.entered()
    qtbot.waitUntil(lambda: page.exact.figure.text().startswith("7,00"))
    assert "Peut être demandé" in words(page)
    assert "Transmises, non reçues" not in words(page)


def test_the_lock_empties_and_the_page_comes_back(page: AdvancesPage, qtbot: QtBot) -> None:
    page.empty()
    assert "2\u202f417,73" not in words(page)
    page.entered()
    qtbot.waitUntil(lambda: "2\u202f417,73" in page.exact.figure.text())
