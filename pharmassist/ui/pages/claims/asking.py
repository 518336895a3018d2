"""Asking for files: the list of the LGO, and models of lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from pharmassist.services.texts import translate as _

AskPath = Callable[[QWidget, str], str]
"""Returns a path, "" when the person gives up."""


def ask_list(parent: QWidget, folder: str, first: str = "") -> str:
    """Ask for the LGO's file, from the last one’s folder, at first from ``first``, else the downloads."""
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    kinds = _("Lists (*.csv *.txt *.tsv *.xlsx *.xls *.ods);;All files (*)")
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Import the list of your software"), folder or first or downloads, kinds
    )
    return chosen


def ask_model(parent: QWidget) -> str:
    """Ask for a model received as a file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Receive a model"), folder, "TOML (*.toml)")
    return chosen


def ask_model_place(parent: QWidget, name: str) -> str:
    """Ask where to write a model."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Save"), str(Path(folder) / f"{name}.toml"), "TOML (*.toml)"
    )
    return chosen if not chosen or Path(chosen).suffix else f"{chosen}.toml"
