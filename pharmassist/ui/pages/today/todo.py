"""The card "À faire": what is open first, the last line done under it, the others folded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.day import Task
from pharmassist.services.texts import hour, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import StillRow
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.parts.ticks import Tick, TickList

MOST_OPEN = 5
"""Open lines that are shown before the others are folded: the picture under the card stays in sight."""


class TodoCard(Card):
    """``started`` and ``ticked`` name a line by its key; folding hides lines, it never loses one."""

    started = Signal(str)
    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(_("To do now"), "list-checks", padded=False)
        self._tasks: tuple[Task, ...] = ()
        self._words = ""
        self._whole = False
        self._signed = Text("", "caption")
        self.add_action(self._signed)
        self.ticks = TickList()
        self.ticks.started.connect(self.started)
        self.ticks.ticked.connect(self.ticked)
        self.body.addWidget(self.ticks, 1)
        self._told = Text("", "caption", "text2", wrap=True)
        self.more = Button("", "quiet", size="small", pressed=self._turn)
        self._foot: QWidget | None = None

    def _made_foot(self) -> QWidget:
        """Return the line of what is folded, made when something is: the first page seldom needs it."""
        if self._foot is not None:
            return self._foot
        self._foot = QWidget()
        foot, row = QVBoxLayout(self._foot), QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(Icon("check", "green", 16))
        row.addWidget(self._told, 1)
        row.addWidget(self.more)
        foot.addWidget(line())
        foot.addLayout(row)
        self.body.addWidget(self._foot)
        return self._foot

    def sign(self, who: str) -> None:
        """Tell by which keys whoever acts says that lines are done."""
        words = _("F8: done by {initials}, Shift+F8: the page").format(initials=who) if who else ""
        self._signed.setText(words)

    def show_tasks(self, tasks: Sequence[Task], title: str) -> None:
        """Show these lines: open ones in their order, then done ones, the last one done first."""
        open_ = [task for task in tasks if not task.done_by]
        # Of what was done in one moment the later line is the last.
        done = [task for task in reversed(tasks) if task.done_by]
        done.sort(key=lambda task: task.done_at.timestamp() if task.done_at else 0.0, reverse=True)
        self._tasks, self._words = (*open_, *done), title
        count = translate_plural("{count} line", "{count} lines", len(open_))
        self.set_title(title, count.format(count=number(len(open_))))
        shown = [*open_[:MOST_OPEN], *done[:1]]
        folded = [task for task in self._tasks if task not in shown]
        # One line folded would take as much room as the line itself.
        fold = len(folded) > 1
        focused = self._focused()
        self.ticks.show_ticks(
            [_line(task) for task in (shown if fold and not self._whole else self._tasks)], next_first=True
        )
        if self._foot is not None:
            self._foot.setVisible(fold)
        if fold:
            self._made_foot().show()
            self._told.setText(_folded_words(folded))
            self.more.setText(_("Fold") if self._whole else _("See all"))
        # Qt shows what is laid out in its next turn.
        QTimer.singleShot(0, self, lambda: self._focus(focused))

    def again(self) -> None:
        """Show the lines as they are known: a tick that says nothing is taken away."""
        self.show_tasks(self._tasks, self._words)

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self._tasks, self._whole = (), False
        self.ticks.show_ticks(())
        if self._foot is not None:
            self._foot.hide()

    def task_in(self, widget: QWidget | None) -> Task | None:
        """Return the line that a widget stands in, None elsewhere."""
        while widget is not None and not isinstance(widget, StillRow):
            widget = widget.parentWidget()
        if widget is None or not self.ticks.isAncestorOf(widget):
            return None
        return next((task for task in self._tasks if task.title == widget.accessibleName()), None)

    def focus_first(self) -> None:
        """Put the focus on the first line."""
        first = next(iter(self._boxes()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn(self) -> None:
        self._whole = not self._whole
        self.again()

    def _boxes(self) -> list[QCheckBox]:
        return [box for box in self.ticks.findChildren(QCheckBox) if box.isVisibleTo(self.ticks)]

    def _focused(self) -> str:
        return next((box.accessibleName() for box in self._boxes() if box.hasFocus()), "")

    def _focus(self, name: str) -> None:
        """Keep the focus on the line it was on; the page starts on its first line when nothing has it."""
        boxes = self._boxes()
        kept = next((box for box in boxes if box.accessibleName() == name), None)
        if kept is not None:
            kept.setFocus()
        elif boxes and self.isVisible() and self.window().focusWidget() is None:
            boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)


def action_words(task: Task) -> str:
    """Return the word of the button that starts a line."""
    if task.key == "consignes":
        return _("Read")
    if task.key.startswith("expiry:"):
        return _("Open")
    words = {
        "incident": _("Resume"),
        "passwords": _("Resume"),
        "advances": _("Prepare"),
        "settings": _("Open"),
        "claims": _("Import") if task.key == "list" else _("Open"),
    }
    return words.get(task.page, _("Open"))


def _line(task: Task) -> Tick:
    done_by = ""
    if task.done_by:
        done_by = _("done by {initials}").format(initials=task.done_by)
        if task.done_at is not None:
            done_by += f", {hour(task.done_at)}"
    return Tick(task.key, task.title, task.note, bool(task.done_by), done_by, action_words(task))


def _folded_words(folded: Sequence[Task]) -> str:
    """Say what is folded: how many lines wait, how many were done and by whom."""
    done = [task for task in folded if task.done_by]
    waiting, told = len(folded) - len(done), []
    if waiting:
        words = translate_plural("{count} other line to do", "{count} other lines to do", waiting)
        told.append(words.format(count=number(waiting)))
    if done:
        words = translate_plural(
            "{count} other line done today by {who}", "{count} other lines done today by {who}", len(done)
        )
        who = ", ".join(dict.fromkeys(task.done_by for task in done))
        told.append(words.format(count=number(len(done)), who=who))
    return " · ".join(told)
