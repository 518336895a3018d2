"""Parts do what their name says."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import StepStatus
from pharmassist.domain.operators import LightState
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.ui.parts.banner import Banner, UndoBanner
from pharmassist.ui.parts.bars import Bar, Bars
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.drawer import Drawer
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField, read_day
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.light import Light
from pharmassist.ui.parts.question import QuestionChips
from pharmassist.ui.parts.secret import SecretField, SecretView
from pharmassist.ui.parts.steps import StepLine, StepList
from pharmassist.ui.parts.table import PAGE, Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text
from pharmassist.ui.parts.ticks import Tick, TickList
from pharmassist.ui.problems import show_problem
from tests.ui.conftest import type_text

NIR = "1 84 12 76 451 089 46"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1 234,56", 123456),
        ("1486.22", 148622),
        ("1\u202f234,5 €", 123450),
        ("12", 1200),
        ("", None),
        ("abc", None),
    ],
)
def test_an_amount_is_read_as_a_person_types_it(qtbot: QtBot, typed: str, cents: int | None) -> None:
    field = AmountField("Montant")
    qtbot.addWidget(field)
    type_text(field.line, typed)
    assert field.cents() == cents
    assert field.line.text() == typed


def test_an_amount_is_written_out_on_enter_and_refused_with_a_sentence(qtbot: QtBot) -> None:
    field = AmountField("Montant")
    qtbot.addWidget(field)
    type_text(field.line, "1234,5")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.line.text() == "1\u202f234,50\u00a0€"
    field.clear()
    type_text(field.line, "douze")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert "douze" in field.error_text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30/01/2024", date(2024, 1, 30)),
        ("30/1/24", date(2024, 1, 30)),
        ("30012024", date(2024, 1, 30)),
        ("29/02/2023", None),
        ("2024-01-30", None),
        ("²9/01/2024", None),
    ],
)
def test_a_day_is_read(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


def test_an_impossible_day_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    field = DateField("Jour")
    qtbot.addWidget(field)
    type_text(field.line, "29/02/2023")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.day() is None
    assert "30/01/2024" in field.error_text


def test_a_nir_is_refused_while_typed_and_never_handed_out(qtbot: QtBot) -> None:
    field = TextField("N° de facture")
    qtbot.addWidget(field)
    type_text(field.line, NIR)
    assert field.error_text
    assert field.value() == ""
    field.clear()
    type_text(field.line, "000418217")
    assert field.error_text == ""
    assert field.value() == "000418217"


def test_a_choice_keeps_its_value_when_the_list_changes(qtbot: QtBot) -> None:
    field = ChoiceField("Situation", (("a", "A"), ("b", "B")))
    qtbot.addWidget(field)
    field.set_value("b")
    field.set_choices((("c", "C"), ("b", "B")))
    assert field.value() == "b"


def test_a_secret_is_forgotten_when_its_view_is_hidden_and_never_named(qtbot: QtBot) -> None:
    view = SecretView("Nouveau mot de passe")
    qtbot.addWidget(view)
    view.show()
    assert view.accessibleName() == "Nouveau mot de passe\u00a0: masqué"
    view.show_secret(Secret("K7fnQr3dWm9x"))
    assert bool(view.shown)
    assert view.accessibleName() == "Nouveau mot de passe\u00a0: à l’écran, pour les yeux seulement"
    shown = view.grab().toImage()
    view.hide()
    assert view.accessibleName() == "Nouveau mot de passe\u00a0: masqué"
    assert not view.shown
    view.show()
    assert view.grab().toImage() != shown


def test_a_typed_secret_is_handed_out_once(qtbot: QtBot) -> None:
    field = SecretField("Mot de passe")
    qtbot.addWidget(field)
    type_text(field.line, "été-42")
    assert field.take().reveal() == "été-42"
    assert field.is_empty()
    assert field.take().reveal() == ""


def test_a_mask_has_the_same_width_whatever_the_secret(qtbot: QtBot) -> None:
    view = SecretView("Mot de passe")
    qtbot.addWidget(view)
    masked = view.sizeHint()
    view.show_secret(Secret("x" * 24))
    view.clear()
    assert view.sizeHint() == masked


def test_enter_and_space_press_a_button(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = Button("Continuer", "primary", "arrow-right", "F9", pressed=lambda: pressed.append(1))
    qtbot.addWidget(button)
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1, 1]
    assert "F9" in button.toolTip()


def test_a_button_leaves_room_for_its_words(qtbot: QtBot) -> None:
    button, longer = Button("Oui"), Button("Oui, remplacées", icon="check", key="F9")
    qtbot.addWidget(button)
    qtbot.addWidget(longer)
    assert longer.sizeHint().width() > button.sizeHint().width() + 100
    assert button.sizeHint().height() == 32


def test_a_chip_grows_by_its_cross(qtbot: QtBot) -> None:
    chip = Chip("Opérateur")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.setChecked(True)
    assert chip.sizeHint().width() > before


@pytest.mark.parametrize(
    ("state", "word"), [("working", "Fonctionne"), ("stopped", "Arrêté"), ("unverified", "Non vérifié")]
)
def test_a_light_is_also_a_word(qtbot: QtBot, state: str, word: str) -> None:
    light = Light(LightState(state))
    qtbot.addWidget(light)
    assert light.accessibleName() == word
    light.set_state(LightState.DISRUPTED, "Viamedis, droits : perturbé")
    assert light.accessibleName() == "Viamedis, droits : perturbé"


def test_a_problem_is_told_in_a_banner_with_its_remedy(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.words == ""
    show_problem(banner, Problem("nir_refused"))
    assert "Sécurité sociale" in banner.words or "NIR" in banner.words


def test_undoing_is_offered_once(qtbot: QtBot) -> None:
    undone: list[int] = []
    banner = UndoBanner()
    qtbot.addWidget(banner)
    banner.offer("67 factures importées.", lambda: undone.append(1))
    banner.acted.emit()
    banner.acted.emit()
    assert undone == [1]
    assert banner.isHidden()


def test_foreign_words_are_never_markup(qtbot: QtBot) -> None:
    text = Text("<b>gras</b> <a href='https://exemple.fr'>lien</a>")
    qtbot.addWidget(text)
    assert text.textFormat() == Qt.TextFormat.PlainText


def test_the_header_takes_its_short_form_when_narrow(qtbot: QtBot) -> None:
    header = Header("Quelles factures attendent, combien, depuis quand ?", "Quelles factures ?")
    qtbot.addWidget(header)
    header.show()
    header.resize(1100, 72)
    assert any("combien" in label.text() for label in header.findChildren(Text))
    header.resize(300, 72)
    assert not any("combien" in label.text() for label in header.findChildren(Text))


def test_the_header_looks_again_when_an_action_comes_or_grows(qtbot: QtBot) -> None:
    header = Header("Quelles factures attendent, combien, depuis quand ?", "Quelles factures ?")
    action = header.add_action(Button("Noter", "primary"))
    later = header.add_action(Button("Importer la liste du LGO"))
    later.hide()
    qtbot.addWidget(header)
    header.resize(760, 72)
    header.show()

    def asks() -> str:
        return header.findChildren(Text)[0].text()

    qtbot.waitUntil(lambda: "combien" in asks())
    later.show()
    qtbot.waitUntil(lambda: asks() == "Quelles factures ?")
    later.hide()
    qtbot.waitUntil(lambda: "combien" in asks())
    action.setText("Noter une facture et la suivante")
    qtbot.waitUntil(lambda: asks() == "Quelles factures ?")


def test_a_question_has_three_answers_and_tells_the_one_chosen(qtbot: QtBot) -> None:
    question = QuestionChips("La banque surveille-t-elle ?")
    qtbot.addWidget(question)
    assert question.answer() == ""
    chips = question.findChildren(Chip)
    with qtbot.waitSignal(question.answered) as told:
        chips[2].click()
    assert told.args == ["unknown"]
    chips[0].click()
    assert question.answer() == "yes"
    assert len(chips) == 3


def test_only_the_open_step_holds_the_body_and_steps_are_chosen_by_key(qtbot: QtBot) -> None:
    steps = StepList()
    qtbot.addWidget(steps)
    body = Text("Le RIB a été volé")
    steps.show_steps(
        (
            StepLine("one", "Un", "A. L.", StepStatus.DONE),
            StepLine("two", "Deux", "", StepStatus.OPEN),
            StepLine("three", "Trois", "après 2", StepStatus.LOCKED),
        ),
        body,
    )
    rows = list(steps._rows.values())
    assert rows[1].isAncestorOf(body)
    assert "verrouillée" in rows[2].accessibleName()
    with qtbot.waitSignal(steps.chosen) as told:
        QTest.keyClick(rows[2], Qt.Key.Key_Return)
    assert told.args == ["three"]


def test_a_line_is_ticked_by_space_and_started_by_its_button(qtbot: QtBot) -> None:
    ticks = TickList()
    qtbot.addWidget(ticks)
    ticks.show_ticks((Tick("bank", "Prévenir la banque", action="Reprendre"), Tick("x", "Fait", done=True)))
    box = ticks.findChildren(QCheckBox)[0]
    with qtbot.waitSignal(ticks.ticked) as told:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert told.args == ["bank", True]
    with qtbot.waitSignal(ticks.started) as started:
        ticks.findChildren(Button)[0].click()
    assert started.args == ["bank"]


def test_bars_tell_every_figure_as_text(qtbot: QtBot) -> None:
    bars = Bars("Encours")
    qtbot.addWidget(bars)
    bars.show_bars((Bar("Viamedis", (68588, 74913, 117982), 251),))
    told = bars.accessibleDescription()
    assert "251" in told
    assert "2\u202f614,83\u00a0€" in told
    assert "685,88" in told


def test_the_drawer_closes_on_escape_and_forgets_its_body(qtbot: QtBot) -> None:
    drawer = Drawer("Facture")
    qtbot.addWidget(drawer)
    drawer.open_with("000418217").addWidget(Text("7,74 €"))
    QTest.keyClick(drawer, Qt.Key.Key_Escape)
    assert drawer.isHidden()
    assert drawer.body.count() == 0


class Rows:
    """Answers requests at once, and keeps them."""

    def __init__(self, total: int) -> None:
        self.asked: list[PageRequest] = []
        self.total = total
        columns = (Column("number", "N°", 100), Column("amount", "Part AMC", 90, right=True))
        self.model = PagedModel(columns, self.answer, boxes=True)
        self.model.reload(total)

    def answer(self, request: PageRequest) -> None:
        self.asked.append(request)
        ends = min(self.total, request.offset + request.limit)
        rows = [TableRow(p, (f"{p:09d}", "7,74 €"), late=p == 0) for p in range(request.offset, ends)]
        self.model.deliver(request, rows)


def test_rows_are_asked_two_hundred_at_a_time_where_the_person_looks(qtbot: QtBot) -> None:
    rows = Rows(100_000)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    qtbot.waitUntil(lambda: rows.model.row(0) is not None)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: rows.model.row(99_999) is not None)
    assert {request.offset for request in rows.asked} == {0, 99_800}
    assert all(request.limit == PAGE for request in rows.asked)
    assert rows.model.index(99_999, 1).data() == "000099999"


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    rows = Rows(10)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    old = PageRequest(1, 0, PAGE, "", False)
    rows.model.reload(10)
    rows.model.deliver(old, [TableRow(1, ("vieux", ""))])
    assert rows.model.row(0) is None
    qtbot.waitUntil(lambda: rows.model.row(0) is not None)


def test_rows_that_failed_are_asked_again(qtbot: QtBot) -> None:
    rows = Rows(10)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    failed = PageRequest(1, 0, PAGE, "", False)
    rows.model._asked.add(0)
    assert rows.model.row(0) is None
    rows.model.missed(failed)
    assert rows.model.row(0) is None
    qtbot.waitUntil(lambda: rows.model.row(0) is not None)


def test_sorting_asks_again_in_the_new_order(qtbot: QtBot) -> None:
    rows = Rows(10)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    rows.model.sort(2, Qt.SortOrder.DescendingOrder)
    rows.model.row(0)
    qtbot.waitUntil(lambda: rows.asked != [])
    assert (rows.asked[-1].sort, rows.asked[-1].descending) == ("amount", True)


def test_space_ticks_enter_opens_and_copy_copies_the_row(qtbot: QtBot) -> None:
    rows = Rows(10)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    table.show()
    qtbot.waitUntil(lambda: rows.model.row(0) is not None)
    table.setCurrentIndex(rows.model.index(3, 1))
    with qtbot.waitSignal(rows.model.chosen_changed):
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert rows.model.chosen() == {3}
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [3]
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "N°\tPart AMC\n000000003\t7,74 €"


def test_a_click_on_the_box_ticks_and_elsewhere_opens(qtbot: QtBot) -> None:
    rows = Rows(10)
    table = Table("Factures", rows.model)
    qtbot.addWidget(table)
    table.show()
    qtbot.waitUntil(lambda: rows.model.row(0) is not None)
    middle = table.visualRect(rows.model.index(2, 1)).center()
    with qtbot.waitSignal(table.opened) as opened:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert opened.args == [2]
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, middle.y())
    )
    assert rows.model.chosen() == {2}
