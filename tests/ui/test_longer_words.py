"""Where words are longer, nothing is cut: rows and titles go on in the next line."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from pharmassist.services.texts import translate, use_language
from pharmassist.ui.parts.bars import Bar, Bars
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.fitting import AtLeast
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Folding, Text
from pharmassist.ui.parts.timeline import Timeline, TimeMark
from pharmassist.ui.theme import Theme
from tools.pseudo import LONGEST, pseudo, pseudo_language
from tools.reading import cut_words
from tools.scenes import EMPTY, MORNING, scenes
from tools.stage import empty_office, morning_office, staged

SMALLEST = (1024, 768)
LONG = "Reprendre cette sauvegarde"


def row(qtbot: QtBot, width: int, *parts: QWidget | None) -> QWidget:
    """Show parts in a row of that width, in logical pixels."""
    held = QWidget()
    qtbot.addWidget(held)
    flow = Flow()
    flow.add(*parts)
    held.setLayout(flow)
    held.resize(width, flow.heightForWidth(width))
    held.show()
    return held


def place(part: QWidget) -> QPoint:
    return part.geometry().topLeft()


def test_a_row_hears_that_a_part_is_gone(qtbot: QtBot) -> None:
    """An item that Python does not hear of is taken for the next one at its address."""
    button = Button("Noter")
    held = row(qtbot, 400, button)
    flow = held.layout()
    assert flow is not None
    item = flow.itemAt(0)
    assert item is not None
    delete(button)
    assert (flow.count(), isValid(item)) == (0, False)


def test_a_row_with_room_stays_on_one_line_and_sends_its_end_to_the_right(qtbot: QtBot) -> None:
    first, second, last = Button("Retour"), Button("Choisir"), Button(LONG)
    held = row(qtbot, 700, first, second, None, last)
    assert place(first).y() == place(second).y() == place(last).y()
    assert place(second).x() == first.geometry().right() + 1 + 8
    assert last.geometry().right() == held.width() - 1
    # What was to stand at the right is hidden: the next one stands there.
    hidden, shown = Button("Exporter"), Button("Listes")
    hidden.hide()
    held = row(qtbot, 700, Button("Retour"), None, hidden, shown)
    assert shown.geometry().right() == held.width() - 1


def test_a_row_without_room_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    first, last = Button("Retour"), Button(LONG)
    held = row(qtbot, last.sizeHint().width() + 20, first, None, last)
    assert place(last).y() > first.geometry().bottom()
    assert last.geometry().right() == held.width() - 1
    assert last.size() == last.sizeHint()
    assert not cut_words(held)


def test_a_button_wider_than_its_row_breaks_its_words(qtbot: QtBot) -> None:
    button = Button(LONG, icon="undo-2")
    held = row(qtbot, button.sizeHint().width() - 40, button)
    assert button.width() == held.width()
    assert button.height() > button.sizeHint().height()
    assert not cut_words(held)
    button.resize(button.least_width() - 10, button.height())
    assert cut_words(held)


def test_a_paragraph_takes_the_rest_of_its_line_or_a_line_of_its_own(qtbot: QtBot) -> None:
    words, button = Text("Un acompte ne règle aucune facture : chacune reste due.", wrap=True), Button(LONG)
    held = QWidget()
    qtbot.addWidget(held)
    flow = Flow()
    flow.add(words, stretch=1)
    flow.add(button)
    held.setLayout(flow)
    held.resize(640, 60)
    held.show()
    assert button.geometry().right() == held.width() - 1
    assert words.geometry().right() + 1 + 8 == button.x()
    held.resize(button.sizeHint().width() + 60, 120)
    assert words.width() == held.width()
    assert button.y() > words.geometry().bottom()


def test_words_fold_only_where_room_lacks(qtbot: QtBot) -> None:
    words = Folding("Fin des colonnes (jours ouvrés)", "label")
    qtbot.addWidget(words)
    words.show()
    one = words.sizeHint()
    assert words.heightForWidth(one.width()) == one.height()
    assert words.heightForWidth(one.width() - 20) > one.height()
    assert words.minimumSizeHint().width() < one.width()
    short = Folding("1 sur 5 lignes", "caption", whole=200)
    qtbot.addWidget(short)
    assert short.minimumSizeHint().width() == short.sizeHint().width()


def test_painted_words_that_are_shortened_or_out_of_their_room_are_found(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    bars, times = Bars("Encours"), Timeline("Incident")
    for part in (bars, times):
        part.setParent(held)
        part.resize(700, 160)
    times.move(0, 160)
    held.resize(800, 360)
    long = "Rappelé au numéro du contrat de tiers payant, sans réponse avant la fermeture du soir"
    now = datetime(2024, 1, 30, 9, tzinfo=UTC)
    bars.show_bars([Bar("Mutuelle du Quai", (100, 200, 300), 3)])
    times.show_time(now.date(), now, [TimeMark(now, "Appel", long)])
    held.show()
    # A name of data may end with …, where its whole is in the tooltip.
    assert times.toolTip() == long
    assert cut_words(held) == []
    bars.resize(120, 160)
    assert {words.split(" is ")[1] for words in cut_words(held)} == {
        "painted shortened",
        "painted out of its room",
    }


def test_what_needs_more_room_than_there_is_scrolls(qtbot: QtBot) -> None:
    inside = QWidget()
    area = AtLeast(inside)
    qtbot.addWidget(area)
    area.need(300, 560)
    area.resize(400, 800)
    area.show()
    assert inside.height() == area.viewport().height() == 800
    area.resize(400, 300)
    assert inside.height() == 560
    assert area.verticalScrollBar().maximum() == 260
    assert area.horizontalScrollBar().maximum() == 0


def test_the_title_of_a_narrow_column_has_two_lines(qtbot: QtBot) -> None:
    def nothing(_request: PageRequest) -> None:
        """No row is asked."""

    table = Table(
        "Factures", PagedModel((Column("a", "N° de facture", 70), Column("b", "Date", 80)), nothing)
    )
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    assert table.titles.lines(0) == ["N° de", "facture"]
    assert table.titles.height() > 33
    assert not cut_words(table)
    table.setColumnWidth(0, 200)
    assert table.titles.lines(0) == ["N° de facture"]
    assert table.titles.height() == 33


def test_the_longer_language_keeps_what_is_filled_in_and_has_no_endless_word() -> None:
    told = pseudo("Reprendre à l’étape {number} et imprimer les consignes du jour pour chaque poste")
    assert "{number}" in told
    assert max(len(word) for word in told.split() if set(word) == {"ë"}) == LONGEST
    assert len(told) > 1.3 * len(
        "Reprendre à l’étape {number} et imprimer les consignes du jour pour chaque poste"
    )


@pytest.mark.parametrize("register", [MORNING, EMPTY])
def test_nothing_is_cut_off_in_longer_words(
    register: str, qapp: QApplication, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    use_language("fr")
    folder = tmp_path_factory.mktemp(register) / "home"
    opened = morning_office if register == MORNING else empty_office
    found = []
    with pseudo_language(), opened(folder) as office, staged(qapp, office, folder) as stage:
        assert translate("Close") != "Fermer"
        stage.resize(*SMALLEST)
        for scene in scenes(tuple(stage.furnishing.titles)):
            if scene.register == register:
                scene.show(stage)
                stage.settle()
                found += [f"{scene.name}: {words}" for words in cut_words(stage.front())]
                stage.strike()
    if found:
        pytest.fail("\n".join(found))
