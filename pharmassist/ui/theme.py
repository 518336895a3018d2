"""Type, style sheet and style: how the table of colours reaches the screen.

The values come from the visual language (its table of roles). One table fills the
style sheet, the ``QPalette`` and everything painted by hand, so that they agree.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleFactory,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from shiboken6 import isValid

from pharmassist.resources_location import resource_path
from pharmassist.ui.colours import Palette, palette_for, palette_of

TYPE = {
    "key": (29, 400),
    "figure": (24, 600),
    "question": (21, 600),
    "title": (15, 600),
    "text": (14, 400),
    "table": (13, 400),
    "caption": (12, 400),
}
"""Size in logical pixels and weight of each use of type; nothing under 12."""

_MIDDLE = 128
FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]
FIXED_FAMILIES = ["JetBrains Mono", "DejaVu Sans Mono", "Cascadia Mono", "Consolas", "monospace"]


def font(use: str, weight: int | None = None) -> QFont:
    """Return the font of a use of type (see :data:`TYPE`), digits of equal width."""
    size, usual = TYPE[use]
    result = QFont()
    result.setFamilies(FIXED_FAMILIES if use == "key" else FAMILIES)
    result.setPixelSize(size)
    result.setWeight(QFont.Weight(weight or usual))
    return result


def load_fonts() -> None:
    """Load the shipped fonts: a bare Linux may have none at all."""
    for path in sorted(resource_path("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def style_sheet(palette: Palette) -> str:
    """Return the window's style sheet filled from one table."""
    template = Template(resource_path("styles", "window.qss").read_text(encoding="utf-8"))
    suffix = "dark" if QColor(palette.bg).lightness() < _MIDDLE else "light"
    arrows = {way: resource_path("styles", f"{way}-{suffix}.svg").as_posix() for way in ("down", "up")}
    return template.substitute(asdict(palette), **arrows)


def qt_palette(palette: Palette) -> QPalette:
    """Return the ``QPalette`` filled from the same table as the style sheet."""
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: palette.bg,
        roles.WindowText: palette.text1,
        roles.Base: palette.surface,
        roles.AlternateBase: palette.raised,
        roles.Text: palette.text1,
        roles.Button: palette.surface,
        roles.ButtonText: palette.text1,
        roles.BrightText: palette.red,
        roles.Highlight: palette.selection,
        roles.HighlightedText: palette.text1,
        roles.ToolTipBase: palette.raised,
        roles.ToolTipText: palette.text1,
        roles.PlaceholderText: palette.text3,
        roles.Link: palette.primary,
        roles.LinkVisited: palette.primary,
        roles.Light: palette.surface,
        roles.Midlight: palette.line,
        roles.Mid: palette.border,
        roles.Dark: palette.field_border,
        roles.Shadow: palette.border,
    }
    result = QPalette()
    for role, value in pairs.items():
        result.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.text3))
    return result


def draw_ring(painter: QPainter, rect: QRect, colour: QColor, radius: float) -> None:
    """Draw the 2 px rounded focus line just inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def draw_box(
    painter: QPainter, rect: QRect, palette: Palette, *, checked: bool, enabled: bool = True
) -> None:
    """Draw a tick box of 17 px; the same in lists and alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = palette.primary if checked else palette.field_border
    ground = palette.primary if checked else palette.surface
    painter.setPen(QPen(QColor(edge if enabled else palette.border), 1))
    painter.setBrush(QColor(ground if enabled else palette.grey_tint))
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        painter.setPen(QPen(QColor(palette.on_primary if enabled else palette.text3), 2))
        middle = box.center()
        painter.drawPolyline(
            [
                QPointF(middle.x() - 3.5, middle.y() + 0.2),
                QPointF(middle.x() - 1, middle.y() + 2.8),
                QPointF(middle.x() + 3.8, middle.y() - 2.6),
            ]
        )
    painter.restore()


def draw_dot(painter: QPainter, rect: QRect, palette: Palette, *, checked: bool) -> None:
    """Draw a radio button of 17 px."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(palette.primary if checked else palette.field_border), 1))
    painter.setBrush(QColor(palette.primary if checked else palette.surface))
    painter.drawEllipse(circle)
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.on_primary))
        painter.drawEllipse(circle.center(), 3, 3)
    painter.restore()


class RingStyle(QProxyStyle):
    """Fusion, with our focus line: around buttons (a focus frame) and inside rows."""

    def __init__(self) -> None:
        super().__init__(QStyleFactory.create("Fusion"))

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the line around the part that has the focus."""
        if element == QStyle.ControlElement.CE_FocusFrame and widget is not None:
            draw_ring(painter, option.rect, QColor(palette_of(widget).primary), 8)
            return
        super().drawControl(element, option, painter, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the line inside rows, tick boxes and whatever else asks Qt for one."""
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect and widget is not None:
            if not isinstance(widget, QPushButton):
                draw_ring(painter, option.rect, QColor(palette_of(widget).primary), 5)
            return
        checked = bool(option.state & QStyle.StateFlag.State_On)
        if element == QStyle.PrimitiveElement.PE_IndicatorCheckBox and widget is not None:
            enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
            draw_box(painter, option.rect, palette_of(widget), checked=checked, enabled=enabled)
            return
        if element == QStyle.PrimitiveElement.PE_IndicatorRadioButton and widget is not None:
            draw_dot(painter, option.rect, palette_of(widget), checked=checked)
            return
        super().drawPrimitive(element, option, painter, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Lay the line over the whole view: inside a tight row it would be cut. Nothing fades."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, returned)

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Leave 4 px between a part's edge and the outside of its line."""
        margins = (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        )
        boxes = (
            QStyle.PixelMetric.PM_IndicatorWidth,
            QStyle.PixelMetric.PM_IndicatorHeight,
            QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
            QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
        )
        if metric in margins:
            return 4
        return 17 if metric in boxes else super().pixelMetric(metric, option, widget)


def bring_into_view(part: QWidget) -> None:
    """Scroll every area around a part as little as shows it."""
    holder = part.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(part)
        holder = holder.parentWidget()


def reveal(part: QWidget, margin: int) -> None:
    """Scroll the page to the whole of a part that was just shown; pixels left above or under it."""

    def laid_out() -> None:
        # What just came into sight knows its height only then; each pass lays out one more level.
        for _level in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        holder = part.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if holder is not None:
            holder.ensureWidgetVisible(part, 0, margin)

    QTimer.singleShot(0, part, laid_out)


class Theme(QObject):
    """Applies a table to the application and follows the system: light or dark, more contrast or not."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._style = RingStyle()
        self._frame: QFocusFrame | None = None
        load_fonts()
        app.setStyle(self._style)
        app.setFont(font("text"))
        # Nothing slides or fades, whatever the system's wish: only the bar of long work moves.
        effects = Qt.UIEffect
        for effect in (effects.UI_AnimateCombo, effects.UI_AnimateMenu, effects.UI_AnimateTooltip):
            app.setEffectEnabled(effect, False)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow)
        app.focusChanged.connect(self._move_frame)
        self.follow()

    def use(self, palette: Palette) -> None:
        """Show the window in one table."""
        self._app.setPalette(qt_palette(palette))
        self._app.setStyleSheet(style_sheet(palette))
        self.changed.emit()

    def follow(self) -> None:
        """Take the table that the system asks for now."""
        hints = self._app.styleHints()
        contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        self.use(palette_for(dark=hints.colorScheme() == Qt.ColorScheme.Dark, contrast=contrast))

    def _move_frame(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring what has the focus into view; put the line around it if it is a button, and nowhere else."""
        if new is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            # Qt does it only where Tab began in the same area; under a pressed mouse nothing may move.
            bring_into_view(new)
        if self._frame is not None and isValid(self._frame):
            self._frame.hide()
            self._frame.deleteLater()
        self._frame = None
        if isinstance(new, QPushButton) and new.parentWidget() is not None:
            self._frame = QFocusFrame(new.parentWidget())
            self._frame.setWidget(new)
