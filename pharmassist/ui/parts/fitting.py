"""The inside of a panel that grows with its answers and scrolls when the window has no more room."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
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
