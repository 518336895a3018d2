"""Cards, the columns inside a page, and what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Folding, Text, line, repolish

_SHORT = 96
"""A caption up to this wide, in logical pixels, stays on one line beside a title that breaks."""


class Card(QFrame):
    """A framed box: a head row (icon, title, caption, one action) above ``body``.

    ``padded=False`` lets rows and tables touch the edges. ``foot`` is made on first use.
    """

    def __init__(
        self,
        title: str,
        icon: str = "",
        caption: str = "",
        *,
        padded: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._column = column
        self._title: Text = Folding(title, "title")
        self._caption = Folding(caption, "caption", whole=_SHORT)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 6, 12, 6)
        self.head.setSpacing(8)
        self._icon = Icon(icon or "circle", "primary")
        self.head.addWidget(self._icon)
        self.head.addWidget(self._title)
        self.head.addWidget(self._caption)
        self.head.addStretch(1)
        head = QWidget()
        head.setMinimumHeight(44)
        # A title that breaks makes it higher; what is left over goes to the body.
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        head.setLayout(self.head)
        column.addWidget(head)
        hairline = line()
        column.addWidget(hairline)
        # Only hidden, never shown here: what has no parent yet would flash as a window of its own.
        for part, wanted in ((self._icon, icon), (head, title), (hairline, title)):
            if not wanted:
                part.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(12 if padded else 0)
        self.body.setContentsMargins(*((16, 12, 16, 12) if padded else (0, 0, 0, 0)))
        held = QWidget()
        held.setLayout(self.body)
        column.addWidget(held, 1)

    def set_title(self, title: str, caption: str = "") -> None:
        """Change the words of the head."""
        self._title.setText(title)
        self._caption.setText(caption)
        self.setAccessibleName(title)

    def set_caption(self, caption: str) -> None:
        """Change the caption beside the title."""
        self._caption.setText(caption)

    def set_chosen(self, chosen: bool) -> None:
        """Give the card the 2 px border of the one that is chosen."""
        self.setProperty("chosen", "true" if chosen else "false")
        repolish(self)

    def add_action(self, widget: QWidget) -> None:
        """Put a quiet button, a light or a caption at the right of the head."""
        self.head.addWidget(widget)

    def add_foot(self, *widgets: QWidget | None) -> Flow:
        """Add a foot row under a hairline; what follows ``None`` stands at the right. Returns its layout."""
        self._column.addWidget(line())
        foot = Flow(spacing=12)
        foot.setContentsMargins(16, 10, 16, 10)
        foot.add(*widgets)
        self._column.addLayout(foot)
        return foot


def facts_row(name: str, value: str, *, strong: bool = False) -> QWidget:
    """Return a line of a drawer: the name in text 2 at the left, the value beside it."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    label = Text(name, "table", "text3")
    label.setMinimumWidth(88)
    layout.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(Text(value, "strong" if strong else "table", wrap=True), 1)
    return row


class _Scroll(QScrollArea):
    """Scrolls only when room lacks at the width there is.

    Qt takes the height of wrapped words at their narrowest for a minimum, and would show a
    bar beside what fits; a minimum of one pixel leaves the height to the width.
    ``whole`` asks for the width under which the content would scroll sideways.
    """

    whole = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again whenever the content's layout changed."""
        content = self.widget()
        if event.type() == QEvent.Type.LayoutRequest and content is not None and watched is content:
            layout = content.layout()
            content.setMinimumHeight(1 if layout is not None and layout.hasHeightForWidth() else 0)
            if self.whole:
                bar = self.verticalScrollBar().sizeHint().width()
                self.setMinimumWidth(content.minimumSizeHint().width() + bar)
        return super().eventFilter(watched, event)


def scrolled(content: QWidget, *, whole: bool = False) -> QScrollArea:
    """Return a scroll area without a frame: columns stack and scroll when room lacks.

    With ``whole`` it is never narrower than its content.
    """
    area = _Scroll()
    area.whole = whole
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    # The ground is the one of what holds the area: a page, a card or a drawer.
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def centred(content: QWidget, width: int) -> QScrollArea:
    """Return a page in the middle of the window, at most ``width`` wide, scrolling when room lacks."""
    content.setMaximumWidth(width)
    wide = QWidget()
    row = QHBoxLayout(wide)
    row.setContentsMargins(24, 0, 24, 0)
    row.addStretch(1)
    # Wants all the room, up to its width: the stretches share what is left.
    row.addWidget(content, 100)
    row.addStretch(1)
    return scrolled(wide)


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and let Qt delete them."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            break
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            empty_layout(inner)


def tab_stops(*parts: QWidget) -> list[QWidget]:
    """Return what Tab comes to inside these parts, in the order in which it was made.

    What hands its focus on (a field to its line) counts: left behind, it would lead Tab back.
    """
    return [
        inside
        for part in parts
        for inside in (part, *part.findChildren(QWidget))
        if inside.focusPolicy() & Qt.FocusPolicy.TabFocus or inside.focusProxy() is not None
    ]


def tab_before(part: QWidget, others: Sequence[QWidget]) -> None:
    """Let Tab come to these parts just before ``part``: made later, they would come last of the page."""
    before: QWidget | None = part.previousInFocusChain()
    while before is not None and before is not part and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    for other in others:
        if before is not None:
            QWidget.setTabOrder(before, other)
        before = other
