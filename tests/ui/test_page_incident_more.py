"""Around the steps, by keyboard: a block added, the next shift, the clocks, proofs warned and cropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.incidents import StepStatus
from pharmassist.ui.pages.incident.breach import BreachDialog, read_instant
from pharmassist.ui.pages.incident.cropping import CropDialog
from pharmassist.ui.pages.incident.dialogs import BlockDialog, ShiftDialog
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.text import Text
from tests.ui.accessibility import nameless_controls
from tests.ui.incident_seat import Seat, seated

Shown = TypeVar("Shown", bound=QDialog)


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with seated(tmp_path, qtbot) as made:
        yield made


def dialog(seat: Seat, kind: type[Shown]) -> Shown:
    """Wait for a dialog over the page."""
    found: list[Shown] = []

    def shown() -> bool:
        found[:] = [d for d in seat.page.findChildren(kind) if d.isVisible()]
        return bool(found)

    seat.qtbot.waitUntil(shown)
    assert nameless_controls(found[0]) == []
    return found[0]


def words(shown: QDialog) -> str:
    return " | ".join(text.text() for text in shown.findChildren(Text))


def test_a_block_is_added_and_its_first_step_opens(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Ajouter un bloc")
    blocks = dialog(seat, BlockDialog)
    assert blocks.rows[0].accessibleName().startswith("J’ai cliqué sur le lien")
    QTest.keyClick(blocks.rows[0], Qt.Key.Key_Return)
    seat.wait_next("impersonation.lien-ouvert.lien-fermer")
    assert "1. J’ai cliqué sur le lien" in seat.words()
    # Put in by mistake: one key takes it out again.
    seat.qtbot.waitUntil(seat.page.undo.isVisible)
    seat.page.undo_last()
    seat.wait_next("est-ce-vrai")
    assert "1. J’ai cliqué sur le lien" not in seat.words()


def test_the_next_shift_reads_and_takes_over(seat: Seat) -> None:
    case = seat.open().case.id
    seat.office.guiding.wait(case, "est-ce-vrai", "AB", "le syndicat")
    seat.load()
    seat.press("Relève…")
    shift = dialog(seat, ShiftDialog)
    assert "Attend\u00a0: le syndicat" in words(shift)
    QTest.keyClicks(shift.taker.line, "LM")
    QTest.keyClick(shift.taker.line, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.office.guiding.shift(case).last is not None)
    handed = seat.office.guiding.shift(case).last
    assert handed is not None
    assert (handed.who, handed.taken_by) == ("CR", "LM") or handed.taken_by == "LM"


def test_the_clocks_are_said_and_shown_beside_the_steps(seat: Seat) -> None:
    case = seat.open("account-misused").case.id
    seat.office.guiding.answer(case, "a-qui", "AB", "ours")
    seat.load()
    assert "dites quand elle a été découverte" in seat.words()
    seat.press("Ouvrir les horloges")
    clocks = dialog(seat, BreachDialog)
    found = clocks.fields[BreachField.DISCOVERED]
    assert isinstance(found, TextField)
    QTest.keyClicks(found.line, "hier soir")
    clocks._note()
    assert "30/01/2024 15:00" in found.error_text
    found.set_value("29/01/2024 18:30")
    clocks._note()
    seat.qtbot.waitUntil(lambda: "CNIL, 72 heures" in seat.words() and "reste" in seat.words())
    view = seat.office.breaches.view(case)
    assert view.local(view.clocks[1].start or view.now).strftime("%d/%m %H:%M") == "29/01 18:30"


def test_an_instant_is_read_at_the_pharmacys_wall() -> None:

    zone = ZoneInfo("Indian/Reunion")
    for text in ("30/01/2024 15:00", "30/1/2024 15h00", "30/01/2024 à 15 h 00"):
        read = read_instant(text, zone)
        assert read is not None
        assert read.isoformat() == "2024-01-30T15:00:00+04:00"
    for text in ("", "30/01/2024", "31/02/2024 10:00", "30/01/2024 25:00"):
        assert read_instant(text, zone) is None


def test_pasted_words_and_files_are_kept(seat: Seat, tmp_path: Path) -> None:
    case = seat.open().case.id
    seat.load()
    QGuiApplication.clipboard().setText("Avis du syndicat du 30/01")
    seat.press("Coller")
    seat.qtbot.waitUntil(lambda: len(seat.office.guiding.attachments(case)) == 1)
    seat.qtbot.waitUntil(lambda: "texte-" in seat.words())
    notice = tmp_path / "avis.eml"
    notice.write_bytes(b"From: union")
    seat.page.around.ask_file = lambda parent: str(notice)
    seat.press("Joindre un fichier…")
    seat.qtbot.waitUntil(lambda: len(seat.office.guiding.attachments(case)) == 2)
    seat.qtbot.waitUntil(lambda: "avis.eml" in seat.words())
    QGuiApplication.clipboard().setText("assuré 1 84 12 76 451 089 46")
    seat.press("Coller")
    seat.qtbot.waitUntil(lambda: "NIR" in seat.page.banner.words)
    assert len(seat.office.guiding.attachments(case)) == 2


def test_a_picture_is_warned_of_and_cropped_by_keyboard(seat: Seat, tmp_path: Path) -> None:
    """The left half, where a name stands, is gone from what is kept."""
    case = seat.open().case.id
    seat.load()
    screen = QImage(QSize(200, 100), QImage.Format.Format_RGB32)
    screen.fill(QColor("white"))
    painter = QPainter(screen)
    painter.fillRect(0, 0, 100, 100, QColor("red"))
    painter.end()
    file = tmp_path / "ecran.png"
    screen.save(str(file))
    seat.page.around.ask_file = lambda parent: str(file)
    seat.press("Joindre un fichier…")
    crop = dialog(seat, CropDialog)
    assert "patient" in words(crop)
    crop.sides[0].setValue(50)
    assert crop.picture.area.left() == 100
    crop.sure.setChecked(True)
    crop._say()
    seat.qtbot.waitUntil(lambda: len(seat.office.guiding.attachments(case)) == 1)
    with seat.office.register.read() as tx:
        png = tx.incidents.attachment(1)
    kept = QImage.fromData(png or b"")
    assert kept.size() == QSize(100, 100)
    colours = {kept.pixelColor(x, y).name() for x in range(0, 100, 7) for y in range(0, 100, 7)}
    assert colours == {"#ffffff"}


def test_the_mouse_draws_the_rectangle_and_the_sides_say_the_same(seat: Seat) -> None:
    seat.open()
    seat.load()
    screen = QImage(QSize(760, 300), QImage.Format.Format_RGB32)
    screen.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(screen)
    seat.press("Coller")
    crop = dialog(seat, CropDialog)
    QApplication.processEvents()
    picture = crop.picture
    frame = picture._frame()
    start, end = frame.topLeft() + frame.center() / 2, frame.bottomRight() - frame.center() / 2
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, end)
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=end)
    assert all(15 <= side.value() <= 35 for side in crop.sides), [side.value() for side in crop.sides]
    crop.reject()
    QGuiApplication.clipboard().clear()


def test_a_step_says_its_delay_and_shows_raw_evidence(seat: Seat) -> None:
    case = seat.open().case.id
    for view in seat.view().steps:
        if view.step.id == "banque":
            break
        if seat.status(view.step.id) is StepStatus.NOT_APPLICABLE:
            continue
        if view.step.kind.value == "question":
            seat.office.guiding.answer(case, view.step.id, "AB", "non")
        else:
            seat.office.guiding.done(case, view.step.id, "AB", reason="fait")
    seat.load()
    seat.wait_next("banque")
    assert "Avant le 01/02 00" in seat.words()
