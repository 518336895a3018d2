"""The demonstration's first statement and notices: brought by one button, they agree with its lists."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.assembly import demonstration_office
from pharmassist.domain.claims import ClaimFilter
from pharmassist.services.office import Office
from pharmassist.ui.pages.transfers import make
from pharmassist.ui.parts.button import Button
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import make_desk
from tests.ui.test_page_transfers import words

BRING = "Apporter le relevé et les avis de la démonstration"


def outstanding(office: Office) -> tuple[int, int]:
    tally = office.claims.tally(ClaimFilter())
    return tally.count, tally.cents


def test_one_button_brings_credits_to_point_and_what_did_not_come(tmp_path: Path, qtbot: QtBot) -> None:
    office = demonstration_office(tmp_path / "demonstration")
    made = make_desk(office, "CR")
    page = make(made.desk)
    qtbot.addWidget(page)
    page.resize(1064, 740)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: "Aucun relevé pour l’instant" in words(page))
    assert "dossier « bank »" in words(page).replace("\u00a0", " ").replace("\u202f", " ")
    assert nameless_controls(page) == []
    before = outstanding(office)
    bring = next(b for b in page.findChildren(Button) if b.text() == BRING)
    QTest.keyClick(bring, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.credits.current != 0)
    # Nothing is money yet: the encours stays, five credits wait, one of them by its reference.
    assert outstanding(office) == before
    seen = office.reconciling.look()
    assert len(seen.automatic) == 1
    assert sorted((f.payer.operator, f.found) for f in seen.proposals if f.payer) == [
        ("almerys", 1),
        ("isante", 1),
    ]
    assert len(seen.unexplained) == 2
    page.refresh()
    qtbot.waitUntil(lambda: "1 virement pointé par sa référence" in page.undo.words)
    for proposal in office.reconciling.look().proposals:
        office.reconciling.accept("CR", proposal)
    assert office.reconciling.look().proposals == ()
    assert [(day.operator, day.cents, day.late) for day in office.alarms.missing().announced] == [
        ("viamedis", 11_537, True)
    ]
    # What the LGO drops next morning as paid is what came, or what Viamedis announced.
    gone = outstanding(office)
    assert before[0] - gone[0] == 12 + 16 + 22
    assert made.bugs == []
    office.close()
