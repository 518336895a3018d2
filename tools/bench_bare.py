"""The floor of ``bench_start``: a PySide6 window with ten tables and nothing of ours.

With ``stay`` it stays open, for its memory to be looked at.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QTableWidget, QTableWidgetItem, QWidget

TABLES, ROWS, COLUMNS = 10, 20, 6


def main(*, stay: bool) -> int:
    """Show the window, write a line once it is painted, and leave unless it stays."""
    app = QApplication(sys.argv[:1])
    window, held = QMainWindow(), QWidget()
    grid = QGridLayout(held)
    for number in range(TABLES):
        table = QTableWidget(ROWS, COLUMNS)
        for row in range(ROWS):
            for column in range(COLUMNS):
                table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
        grid.addWidget(table, number // 5, number % 5)
    window.setCentralWidget(held)
    window.resize(1280, 800)
    window.show()

    def painted() -> None:
        sys.stdout.write("shown\n")
        sys.stdout.flush()
        if not stay:
            app.quit()

    QTimer.singleShot(0, app, painted)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(stay="stay" in sys.argv))
