"""A picture before it becomes a proof: the warning, the crop by mouse or by keyboard, the confirmation."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.dialogs import Over
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import Field

WIDTH, SHOWN_HEIGHT = 760, 300


class CropDialog(Over):
    """``kept`` gives the PNG that is kept: what lies outside the rectangle is gone for good."""

    kept = Signal(bytes)

    def __init__(self, image: QImage, parent: QWidget) -> None:
        warning = _(
            "A picture of your software may show a name, a NIR or a product. Draw the rectangle to keep, or "
            "cut the four sides: what lies outside is not kept."
        )
        super().__init__(_("Does this picture show a patient?"), warning, parent, WIDTH)
        self.picture = _Picture(image)
        self.picture.drawn.connect(self._drawn)
        self.body.addWidget(self.picture)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        self.sides: list[QSpinBox] = []
        for name in (_("Cut left, %"), _("Cut top, %"), _("Cut right, %"), _("Cut bottom, %")):
            box = QSpinBox()
            box.setRange(0, 95)
            # The style sheet's padding is not that of a number's line.
            box.lineEdit().setTextMargins(8, 0, 0, 0)
            box.valueChanged.connect(self._cut)
            sides.addWidget(Field(name, box))
            self.sides.append(box)
        self.body.addLayout(sides)
        self.body.addStretch(1)
        self.sure = QCheckBox(_("I looked: no name, no NIR, no product is on what is kept"))
        keep = Button(_("Keep this rectangle"), "primary", "paperclip", pressed=self._say)
        keep.setEnabled(False)
        self.sure.toggled.connect(keep.setEnabled)
        self.body.addWidget(self.sure)
        self.foot.addWidget(keep)
        self.foot.addStretch(1)
        self.foot.addWidget(Button(_("Cancel"), key=_("Esc"), pressed=self.reject))
        self.sides[0].setFocus()

    def _cut(self) -> None:
        """Follow the four sides."""
        left, top, right, bottom = (box.value() / 100 for box in self.sides)
        size = self.picture.image.size()
        area = QRect(
            QPoint(round(left * size.width()), round(top * size.height())),
            QPoint(round((1 - right) * size.width()) - 1, round((1 - bottom) * size.height()) - 1),
        )
        self.picture.area = area if area.width() > 0 and area.height() > 0 else QRect(0, 0, 1, 1)
        self.picture.update()

    def _drawn(self) -> None:
        """Follow the mouse: the four sides say the same."""
        area, size = self.picture.area, self.picture.image.size()
        values = (
            area.left() / size.width(),
            area.top() / size.height(),
            1 - (area.right() + 1) / size.width(),
            1 - (area.bottom() + 1) / size.height(),
        )
        for box, value in zip(self.sides, values, strict=True):
            box.blockSignals(True)
            box.setValue(round(value * 100))
            box.blockSignals(False)

    def _say(self) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # A new image: nothing of what was cut, nor of the file's own notes, goes along.
        cut = self.picture.image.copy(self.picture.area).convertToFormat(QImage.Format.Format_RGB32)
        QImageWriter(buffer, QByteArray(b"png")).write(cut)
        self.kept.emit(bytes(buffer.data().data()))
        self.accept()


class _Picture(QWidget):
    """The picture, what is cut shaded; drawing a rectangle keeps what is inside."""

    drawn = Signal()

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self.image = image
        self.area = image.rect()
        self._from: QPoint | None = None
        self.setFixedHeight(SHOWN_HEIGHT)
        self.setAccessibleName(_("The picture"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and shade what is cut."""
        del event
        painter = QPainter(self)
        frame = self._frame()
        painter.drawImage(frame, self.image)
        shade, inside = QColor(0, 0, 0, 150), self._shown(self.area)
        for part in (
            QRect(frame.left(), frame.top(), frame.width(), inside.top() - frame.top()),
            QRect(frame.left(), inside.bottom() + 1, frame.width(), frame.bottom() - inside.bottom()),
            QRect(frame.left(), inside.top(), inside.left() - frame.left(), inside.height()),
            QRect(inside.right() + 1, inside.top(), frame.right() - inside.right(), inside.height()),
        ):
            painter.fillRect(part, shade)
        painter.setPen(QPen(self.palette().highlight().color(), 2))
        painter.drawRect(inside)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rectangle."""
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rectangle."""
        if self._from is None:
            return
        drawn = QRect(self._from, event.position().toPoint()).normalized()
        area = self._real(drawn).intersected(self.image.rect())
        if area.width() > 1 and area.height() > 1:
            self.area = area
            self.update()
            self.drawn.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rectangle."""
        del event
        self._from = None

    def _frame(self) -> QRect:
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(QPoint(0, 0), size)

    def _scale(self) -> float:
        return self._frame().width() / max(1, self.image.width())

    def _shown(self, area: QRect) -> QRect:
        scale = self._scale()
        return QRect(
            round(area.left() * scale),
            round(area.top() * scale),
            max(1, round(area.width() * scale)),
            max(1, round(area.height() * scale)),
        )

    def _real(self, drawn: QRect) -> QRect:
        scale = max(self._scale(), 0.001)
        return QRect(
            round(drawn.left() / scale),
            round(drawn.top() / scale),
            round(drawn.width() / scale),
            round(drawn.height() / scale),
        )
