"""The inside of a panel that grows with its answers and scrolls when the window has no more room."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Fitting(QScrollArea):
    """Takes the height of its content while the window has room, and scrolls when it has not.

    ``width`` is what the content gets, in logical pixels.
    """

    def __init__(self, content: QWidget, width: int) -> None:
        super().__init__()
        self._width = width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def fit(self) -> None:
        """Take the height that the content wants at the panel's width, in one go."""
        for part in self._content.findChildren(QWidget):
            # A new part is shown a moment later and counts for nothing until then.
            if not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                part.show()
        # What waits to be laid out is laid out now, so that nothing jumps a moment later.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        # Without this the area takes the height of paragraphs wrapped as narrow as they can be.
        self._content.setMinimumHeight(self._wanted())
        self.updateGeometry()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def sizeHint(self) -> QSize:
        """Return the height that the content wants."""
        return QSize(self._width, self._wanted())

    def _wanted(self) -> int:
        layout = self._content.layout()
        if layout is None:
            return 0
        # Without any paragraph the height does not depend on the width.
        wraps = layout.hasHeightForWidth()
        return layout.totalHeightForWidth(self._width) if wraps else layout.totalSizeHint().height()


class AtLeast(QScrollArea):
    """Gives its content all the room there is, and scrolls where that is less than :meth:`need`.

    For parts that scroll by themselves: what wraps in them asks for no height of the whole.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._held = _Held(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._held)
        self._held.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def need(self, width: int, height: int) -> None:
        """Say the least size at which the content is whole, in logical pixels."""
        self._held.setMinimumSize(width, height)


class _Held(QWidget):
    """Has no layout: Qt would ask it for the height of every line that wraps."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        content.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the content all the room."""
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())
