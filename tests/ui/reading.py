"""What a person reads on a page, for tests of pages."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from pharmassist.ui.parts.text import Text


def words(part: QWidget) -> str:
    """Return every text in view; what was just laid out is shown first, as Qt does in its next turn."""
    QCoreApplication.processEvents()
    return " | ".join(text.text() for text in part.findChildren(Text) if text.isVisibleTo(part))
