"""Qt's own words (menus of fields, file dialogs) in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

_ICONS = "QAbstractFileIconProvider"
MISSING: dict[tuple[str, str], str] = {
    ("QFileDialog", "&Look in:"): mark("&Look in:"),
    ("QFileDialog", "Files of &type:"): mark("Files of &type:"),
    ("QFileDialog", "&Directory:"): mark("&Directory:"),
    ("QFileDialog", "Computer"): mark("Computer"),
    (_ICONS, "Folder"): mark("Folder"),
    (_ICONS, "File Folder"): mark("Folder"),
    (_ICONS, "File"): mark("File"),
    (_ICONS, "%1 File"): mark("%1 file"),
    (_ICONS, "Drive"): mark("Drive"),
    (_ICONS, "Alias"): mark("Shortcut (file)"),
    (_ICONS, "Shortcut"): mark("Shortcut (file)"),
    (_ICONS, "Unknown"): mark("Unknown (file)"),
    ("QFileSystemModel", "%1 bytes"): mark("%1 bytes"),
}
"""Context and words that Qt's French catalogue does not have (6.8 to 6.11), and ours for them."""


class QtWords(QTranslator):
    """Qt's catalogue, completed."""

    def translate(
        self, context: str, words: str, /, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return words of Qt in the language, None where nobody has them."""
        own = MISSING.get((context, words))
        if own is not None:
            return _(own)
        return super().translate(context, words, disambiguation, n) or None


def load_qt_words(app: QApplication, language: str) -> None:
    """Give Qt's own parts the language of the program."""
    QLocale.setDefault(QLocale(language))
    translator = QtWords(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)
