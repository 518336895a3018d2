"""Problems on screen: a code becomes a title, a sentence and a remedy; foreign text is details."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text


def show_problem(banner: Banner, problem: Problem) -> None:
    """Tell a problem in a page's banner; the button "Try again" is there when it may help."""
    text = describe(problem)
    sentence = f"{text.sentence} {text.remedy}".strip()
    action = _("Try again") if problem.retryable else ""
    banner.tell("amber" if problem.retryable else "red", sentence, strong=text.title, action=action)
    banner.setToolTip(text.details)


class ProblemDialog(QDialog):
    """A problem that stops what the person asked, when no page can hold a banner."""

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = describe(problem)
        self.setWindowTitle(text.title)
        self.setModal(True)
        self.setMinimumWidth(460)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("octagon-x", "red", 20))
        head.addWidget(Text(text.title, "title"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(Text(text.sentence, "text", wrap=True))
        column.addWidget(Text(text.remedy, "text", "text2", wrap=True))
        if text.details:
            details = QPlainTextEdit(text.details)
            details.setReadOnly(True)
            details.setMaximumHeight(96)
            details.setAccessibleName(_("Details"))
            column.addWidget(Text(_("Details"), "label"))
            column.addWidget(details)
        column.addSpacing(6)
        foot = QHBoxLayout()
        foot.addStretch(1)
        if problem.retryable:
            foot.addWidget(Button(_("Close"), pressed=self.reject))
            foot.addWidget(Button(_("Try again"), "primary", pressed=self.accept))
        else:
            foot.addWidget(Button(_("Close"), "primary", pressed=self.reject))
        column.addLayout(foot)


def ask_again(problem: Problem, parent: QWidget | None = None) -> bool:
    """Show the dialog; True when the person wants to try again."""
    return ProblemDialog(problem, parent).exec() == QDialog.DialogCode.Accepted
