"""Colonnes du fichier: what each column becomes, our opinion, and the doubtful ones asked in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.headers import ColumnGuess, Confidence
from pharmassist.domain.imports import Field
from pharmassist.services.texts import mark, money, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.draft import Draft
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.field import ChoiceBox, TextField
from pharmassist.ui.parts.light import Mark, Tone
from pharmassist.ui.parts.text import Elided, Text, line

FIELDS: dict[Field, str] = {
    Field.INVOICE: mark("Invoice number"),
    Field.INVOICE_DATE: mark("Invoice date"),
    Field.CARE_DATE: mark("Care date"),
    Field.TRANSMISSION_DATE: mark("Transmission date"),
    Field.AMC_AMOUNT: mark("AMC share (field)"),
    Field.AMC_DUE: mark("AMC share still due"),
    Field.PAYER: mark("Mutuelle (AMC) name"),
    Field.AMC_NUMBER: mark("AMC number"),
    Field.OPERATOR: mark("Operator (field)"),
    Field.BATCH: mark("Batch (field)"),
    Field.STATE: mark("State (field)"),
    Field.REJECT_CODE: mark("Reject code"),
    Field.REJECT_LABEL: mark("Reject reason"),
    Field.TOTAL: mark("Invoice total"),
    Field.AMO_AMOUNT: mark("AMO share"),
    Field.CONVENTION_TYPE: mark("Convention type"),
    Field.CSR: mark("CSR"),
}
"""What a column may become, most wanted first."""
_BOX, _AROUND = 164, 52
"""The least width of a list of fields, and what stands around its words."""
OPINIONS: dict[Confidence, tuple[str, str, Tone]] = {
    Confidence.SURE: ("circle-check", mark("Sure"), "green"),
    Confidence.LIKELY: ("circle-check", mark("Likely"), "green"),
    Confidence.CONFIRM: ("triangle-alert", mark("To confirm"), "amber"),
    Confidence.UNUSED: ("circle-minus", mark("Not needed"), "grey"),
    Confidence.FORBIDDEN: ("circle-minus", mark("Left out"), "grey"),
}


def question_of(column: ColumnGuess, wanted: Field | None) -> str:
    """Return the doubt in words."""
    title = column.header
    if wanted is Field.AMC_DUE:
        return _("{column}: is it the share due by the mutuelle, and not the total?").format(column=title)
    if wanted is Field.AMC_AMOUNT:
        return _("{column}: is it the AMC share, and not the total of the invoice?").format(column=title)
    if wanted is Field.INVOICE:
        return _("{column}: is it the invoice number?").format(column=title)
    return _("{column}: is it the date of the invoice?").format(column=title)


class MappingCard(Card):
    """A line for each column; ``changed`` when the mapping is another one."""

    changed = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns of the file"), "columns-3", padded=False, parent=parent)
        self._draft: Draft | None = None
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.body.addWidget(scrolled(inner, whole=True), 1)
        self._question = Banner()
        self._yes = Button(_("Yes"), icon="check", size="small", pressed=lambda: self._answer(True))
        self._no = Button(_("No, another column"), "quiet", size="small", pressed=lambda: self._answer(False))
        answers = QHBoxLayout()
        answers.setContentsMargins(12, 8, 12, 10)
        answers.addWidget(self._yes)
        answers.addWidget(self._no)
        answers.addStretch(1)
        self._answers = QWidget()
        self._answers.setLayout(answers)
        asked = QVBoxLayout()
        asked.setContentsMargins(12, 0, 12, 0)
        asked.addWidget(self._question)
        self.body.addLayout(asked)
        self.body.addWidget(self._answers)
        self._keep = QCheckBox(_("Remember these columns as"))
        self._name = TextField(_("Name of the model"))
        self._name.line.setAccessibleName(_("Name of the model"))
        self._keep.toggled.connect(self._keep_changed)
        self._name.changed.connect(self._keep_changed)
        self._foot = QFrame()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(6)
        foot.addWidget(self._keep)
        foot.addWidget(self._name)
        self.body.addWidget(line())
        self.body.addWidget(self._foot)
        self.boxes: dict[int, QComboBox] = {}
        self._under: dict[int, Text] = {}

    def show_draft(self, draft: Draft) -> None:
        """Show the columns of a draft, those that are never read last."""
        self._draft = None
        empty_layout(self._lines)
        self.boxes, self._under = {}, {}
        grid_holder = QWidget()
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(16, 8, 8, 8)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, words in enumerate((_("File"), _("Becomes"), _("Our opinion"))):
            grid.addWidget(Text(words, "label"), 0, place)
        shown = [each for each in draft.look.guesses if each.header.strip()]
        shown.sort(key=lambda each: (each.confidence is Confidence.FORBIDDEN, each.index))
        for row, column in enumerate(shown, start=1):
            self._add(grid, row, column, draft)
        self._lines.addWidget(grid_holder)
        self._lines.addStretch(1)
        read = translate_plural("{count} column read", "{count} columns read", len(draft.fields))
        self.set_caption(read.format(count=len(draft.fields)))
        self.show_sums(draft)
        self._ask_doubt(draft)
        own = draft.look.profile is None or draft.touched
        self._foot.setVisible(own)
        self._keep.setChecked(draft.keep_profile)
        self._name.set_value(draft.profile_name)
        self._name.setVisible(draft.keep_profile)
        self._draft = draft

    def show_sums(self, draft: Draft) -> None:
        """Put the sum under each column of amounts, without moving the focus."""
        for index, words in self._under.items():
            if index in draft.sums:
                words.setText(_("sum {sum}").format(sum=money(draft.sums[index])))
                words.setToolTip(_("To compare with the totals on your software’s screen"))
                words.show()

    def hide_sums(self) -> None:
        """Show no sum: the lock comes."""
        for words in self._under.values():
            words.setText("")
            words.hide()

    @property
    def question(self) -> Button:
        """Where a doubt is answered: takes the focus when there is one."""
        return self._yes

    def name_missing(self) -> bool:
        """Tell whether a model is to be kept without a name, and say it under the field."""
        draft = self._draft
        if draft is None or not draft.keep_profile or draft.profile_name:
            return False
        self._name.error(_("Give it a name, such as that of your software."))
        self._name.setFocus()
        return True

    def _add(self, grid: QGridLayout, row: int, column: ColumnGuess, draft: Draft) -> None:
        title = Elided(column.header, "table")
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(title)
        total = Text("", "caption", wrap=True)
        total.hide()
        titles.addWidget(total)
        self._under[column.index] = total
        grid.addLayout(titles, row, 0)
        box = ChoiceBox()
        box.setAccessibleName(_("{column} becomes").format(column=column.header))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        opinion = column.confidence
        if opinion is Confidence.FORBIDDEN:
            box.addItem(_("Never read"))
            box.setEnabled(False)
        else:
            box.addItem(_("Not taken"), None)
            for each, words in FIELDS.items():
                box.addItem(_(words), each)
            wanted = draft.fields.get(column.index)
            box.setCurrentIndex(0 if wanted is None else 1 + list(FIELDS).index(wanted))
            box.setToolTip(box.currentText())
            box.currentIndexChanged.connect(lambda _i, at=column.index, b=box: self._chosen(at, b))
            if opinion is Confidence.CONFIRM and column not in draft.doubtful:
                opinion = Confidence.SURE if wanted else Confidence.UNUSED
            elif wanted is None:
                opinion = Confidence.UNUSED
            elif opinion is Confidence.UNUSED or column.field is not wanted:
                opinion = Confidence.SURE
        chosen = box.fontMetrics().horizontalAdvance(box.currentText())
        box.setMinimumWidth(max(_BOX, chosen + _AROUND))
        self.boxes[column.index] = box
        grid.addWidget(box, row, 1)
        icon, word, tone = OPINIONS[opinion]
        grid.addWidget(Mark(icon, _(word), tone, pill=False), row, 2)

    def _ask_doubt(self, draft: Draft) -> None:
        doubtful = draft.doubtful
        self._answers.setVisible(bool(doubtful))
        if doubtful:
            first = doubtful[0]
            wanted = draft.fields.get(first.index)
            self._question.tell("amber", question_of(first, wanted))
            self._yes.setText(_("Yes: {field}").format(field=_(FIELDS[wanted])) if wanted else _("Yes"))
        elif draft.missing:
            names = ", ".join(_(FIELDS[each]) for each in draft.missing)
            self._question.tell("amber", _("Say which column holds: {fields}.").format(fields=names))
        else:
            self._question.hide()

    def _answer(self, yes: bool) -> None:
        draft = self._draft
        if draft is None or not draft.doubtful:
            return
        first = draft.doubtful[0]
        if yes:
            draft.answered.add(first.index)
        else:
            draft.put(first.index, None)
        self.show_draft(draft)
        self.changed.emit()
        if not yes:
            self.boxes[first.index].setFocus()

    def _chosen(self, index: int, box: QComboBox) -> None:
        if self._draft is None:
            return
        wanted = box.currentData()
        self._draft.put(index, Field(wanted) if wanted else None)
        self.show_draft(self._draft)
        self.boxes[index].setFocus()
        self.changed.emit()

    def _keep_changed(self) -> None:
        if self._draft is None:
            return
        self._draft.keep_profile = self._keep.isChecked()
        self._draft.profile_name = self._name.value()
        self._name.setVisible(self._draft.keep_profile)
        self.kept.emit()
