"""The guide as it is read: one page of Markdown in the look of the window, its pictures beside it.

Nothing is fetched: a picture is a file of the guide, a link leads to a section of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from pharmassist.resources_location import guide_path
from pharmassist.services.guide import GuidePage, typographic
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.theme import font

MARGIN = 20
_HEADS = {1: "question", 2: "title", 3: "text"}
_ABOVE = {1: 0.0, 2: 20.0, 3: 14.0}
_BREATH = 8.0
_LINE_HEIGHT = 135.0
_FEATURES = QTextDocument.MarkdownFeature


class GuideView(QTextBrowser):
    """Shows a page of the guide from one of its sections; ``followed`` tells a link inside the guide."""

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Guide"))
        self.setProperty("part", "guide")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._page: GuidePage | None = None
        self._place = 0
        self._width = 0
        self._document: QTextDocument | None = None

    def show_section(self, page: GuidePage, place: int) -> None:
        """Show a page, the heading of that place at the top."""
        if page is not self._page:
            self._page = page
            self._fill()
        self._place = place
        self._scroll()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give a picture of the guide, as wide as the text at most; nothing that lies elsewhere."""
        name = QUrl(name)
        place = PurePosixPath(name.path())
        if (
            kind != QTextDocument.ResourceType.ImageResource.value
            or not name.isRelative()
            or ".." in place.parts
        ):
            return None
        image = QImage(str(guide_path(*place.parts)))
        if image.isNull():
            return None
        ratio = self.devicePixelRatioF()
        room = int(self._room() * ratio)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio if image.width() == room else 1.0)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to another width."""
        super().resizeEvent(event)
        if self._page is not None and self._width != self._room():
            self._fill()
            self._scroll()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._page is not None:
            self._fill()
            self._scroll()

    def _room(self) -> int:
        return max(200, self.viewport().width() - 2 * MARGIN - 4)

    def _fill(self) -> None:
        assert self._page is not None
        self._width = self._room()
        # A new document each time: a table of the page before would leave its blocks behind.
        before, document = self._document, QTextDocument(self)
        document.setDefaultFont(font("text"))
        document.setDocumentMargin(MARGIN)
        features = QTextDocument.MarkdownFeature(
            _FEATURES.MarkdownDialectGitHub.value | _FEATURES.MarkdownNoHTML.value
        )
        document.setMarkdown(typographic(self._page.markdown), features)
        self._dress_tables(document.rootFrame())
        block = document.begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        self.setDocument(document)
        self._document = document
        if before is not None:
            before.deleteLater()

    def _dress(self, block: QTextBlock) -> None:
        """Give a block the type and the room of the window."""
        shape = block.blockFormat()
        level = shape.headingLevel()
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        palette = palette_of(self)
        if level:
            letters = QTextCharFormat()
            letters.setFont(font(_HEADS.get(level, "text"), 600))
            letters.setForeground(QColor(palette.text1))
            cursor.setCharFormat(letters)
            shape.setTopMargin(_ABOVE.get(level, 10.0))
            shape.setBottomMargin(_BREATH)
        elif shape.hasProperty(QTextFormat.Property.BlockCodeFence):
            letters = QTextCharFormat()
            letters.setFont(_fixed())
            cursor.mergeCharFormat(letters)
            shape.setBackground(QColor(palette.raised))
            shape.setNonBreakableLines(False)
            shape.setLeftMargin(12)
            shape.setTopMargin(0)
            shape.setBottomMargin(0 if _goes_on(block) else _BREATH)
        else:
            self._dress_words(block)
            inside = cursor.currentTable() is not None or cursor.currentList() is not None
            shape.setTopMargin(0)
            shape.setBottomMargin(2.0 if inside else _BREATH)
            shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if any(letters.isImageFormat() for _start, _length, letters in _runs(block)):
                # Line height counts the picture's own height too.
                shape.setLineHeight(100.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                shape.setTopMargin(4)
                shape.setBottomMargin(12)
        QTextCursor(block).setBlockFormat(shape)

    def _dress_words(self, block: QTextBlock) -> None:
        """Give keys, names of files and commands inside a sentence their fixed type."""
        palette = palette_of(self)
        for start, length, letters in list(_runs(block)):
            if not letters.fontFixedPitch():
                continue
            cursor = QTextCursor(block)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            fixed = QTextCharFormat()
            fixed.setFont(_fixed())
            fixed.setBackground(QColor(palette.grey_tint))
            cursor.mergeCharFormat(fixed)

    def _dress_tables(self, frame: QTextFrame) -> None:
        palette = palette_of(self)
        for child in frame.childFrames():
            if isinstance(child, QTextTable):
                shape = child.format()
                shape.setBorder(1)
                shape.setBorderBrush(QColor(palette.line))
                shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                shape.setBorderCollapse(True)
                shape.setCellPadding(6)
                shape.setCellSpacing(0)
                shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                shape.setTopMargin(4)
                shape.setBottomMargin(12)
                child.setFormat(shape)

    def _scroll(self) -> None:
        """Bring the heading to the top."""
        top = 0.0
        if self._place:
            block, seen = self.document().begin(), -1
            while block.isValid():
                seen += block.blockFormat().headingLevel() > 0
                if seen == self._place:
                    top = self.document().documentLayout().blockBoundingRect(block).top()
                    break
                block = block.next()
        self.verticalScrollBar().setValue(max(0, int(top) - 12) if top else 0)

    def _follow(self, link: QUrl) -> None:
        """Tell a link to a section; anything else leads nowhere."""
        if not link.isRelative() or self._page is None:
            return
        page = link.path().removesuffix(".md") or self._page.name
        anchor = link.fragment()
        self.followed.emit(f"{page}#{anchor}" if anchor else page)


def _fixed() -> QFont:
    fixed = font("key")
    fixed.setPixelSize(13)
    return fixed


def _goes_on(block: QTextBlock) -> bool:
    """Tell whether the next block is of the same fenced code."""
    following = block.next()
    return following.isValid() and following.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _runs(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Give each run of one format: where it starts, how long it is, its format."""
    run = block.begin()
    while not run.atEnd():
        fragment = run.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.length(), fragment.charFormat()
        run += 1
