"""The preview: the very file that prints, page by page, then to a printer or into a file.

It works without any printer. Everything slow is asked of the lanes; the page drawn last
stays on screen until the next one has come, so that nothing jumps.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pharmassist.domain.problems import Problem
from pharmassist.services.office import Office
from pharmassist.services.papers import Paper
from pharmassist.services.ports.documents import PageImage
from pharmassist.services.ports.printing import PrinterInfo
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge, Handle
from pharmassist.ui.page_view import MARGIN, PageView, ask_where, fitting
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.problems import show_problem

POINTS = 72
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PreviewDialog(QDialog):
    """Look at a paper, print it, save it. ``printed`` and ``saved`` tell what was done."""

    printed = Signal(str)
    saved = Signal(str)

    def __init__(
        self,
        office: Office,
        bridge: Bridge,
        acting: Callable[[], str],
        make: Callable[[], Paper],
        parent: QWidget | None = None,
        *,
        ask_path: Callable[[QWidget, str], str] | None = None,
        open_file: Callable[[Path], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._office, self._bridge, self._acting, self._make = office, bridge, acting, make
        self._ask_path, self._open_file = ask_path or ask_where, open_file or open_outside
        self._paper: Paper | None = None
        self._count, self._index, self._zoom = 0, 0, 0.0
        self._usual = ""
        self._size = QSize(595, 842)
        self._drawing: Handle | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preview"))
        self._build()
        self._bind()
        self.resize(fitting(parent))

    def begin(self) -> None:
        """Open, compose the paper in the background, look for printers."""
        self.open()
        self._strip.start(_("Preparing the document"))
        self._bridge.ask(
            self, "read", lambda _stop, _progress: self._compose(), self._composed, self._problem
        )
        self._bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: self._office.papers.printers(),
            self._show_printers,
            self._no_printer,
        )

    @property
    def page_words(self) -> str:
        """Where we are: "2 / 3"."""
        return self._where.text()

    def _build(self) -> None:
        self._title = Text("", "title")
        self._where = Text("", "table", "text2")
        self._previous = Button("", "quiet", "chevron-left", pressed=lambda: self._turn(-1))
        self._next = Button("", "quiet", "chevron-right", pressed=lambda: self._turn(1))
        self._smaller = Button("", "quiet", "minus", pressed=lambda: self._step_zoom(-1))
        self._larger = Button("", "quiet", "plus", pressed=lambda: self._step_zoom(1))
        self._fit = Button(_("Fit the width"), "quiet", pressed=self._fit_width)
        for button, words, key in (
            (self._previous, _("Previous page"), "Page ↑"),
            (self._next, _("Next page"), "Page ↓"),
            (self._smaller, _("Smaller"), "Ctrl+-"),
            (self._larger, _("Larger"), "Ctrl++"),
            (self._fit, _("Fit the width"), "Ctrl+0"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({key})")
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 12, 10)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addStretch(1)
        for part in (self._previous, self._where, self._next, line("upright"), self._smaller, self._larger):
            head.addWidget(part)
        head.addWidget(self._fit)
        frame = QFrame()
        frame.setProperty("part", "surface")
        frame.setLayout(head)
        self._view = PageView()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._view)
        self._area.setAccessibleName(_("Page"))
        self._banner = Banner()
        self._banner.acted.connect(self._again)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self.reject)
        told = QVBoxLayout()
        told.setContentsMargins(24, 8, 24, 8)
        told.addWidget(self._banner)
        told.addWidget(self._strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(frame)
        column.addWidget(line("edge"))
        column.addLayout(told)
        column.addWidget(self._area, 1)
        column.addWidget(line("edge"))
        column.addWidget(self._build_foot())

    def _build_foot(self) -> QFrame:
        self._printers = ChoiceField(_("Printer"), (("", _("Looking for printers…")),))
        # Less on a small screen: the tooltip tells the whole name.
        self._printers.setMinimumWidth(150)
        self._printers.setMaximumWidth(240)
        box = self._printers.box
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setToolTip(box.currentText())
        box.currentTextChanged.connect(box.setToolTip)
        self._printers.box.setEnabled(False)
        self._copies = ChoiceField(_("Copies"), [(str(copies), str(copies)) for copies in range(1, 11)])
        self._copies.setFixedWidth(84)
        # Their keys stand in the tooltips: the printer's name needs the room.
        self._save = Button(_("Save as PDF"), "secondary", "file-down", pressed=self._save_file)
        self._save.setToolTip(_("Save as PDF") + " (Ctrl+S)")
        self._draft = Button(_("Mail draft"), "secondary", "mail", pressed=self._draft_file)
        told = _("A mail to complete, with this PDF attached. Nothing is sent.")
        self._draft.setToolTip(f"{told} (Ctrl+M)")
        self._print = Button(_("Print"), "primary", "printer", "Ctrl+P", pressed=self._send)
        for button in (self._save, self._draft, self._print):
            button.setEnabled(False)
        self._close = Button(_("Close"), pressed=self.reject)
        self._close.setToolTip(_("Close") + f" ({_('Esc')})")
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._printers, 1)
        foot.addWidget(self._copies)
        foot.addStretch()
        for button in (self._close, self._draft, self._save, self._print):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        frame = QFrame()
        frame.setProperty("part", "raised")
        frame.setLayout(foot)
        return frame

    def _bind(self) -> None:
        for keys, call in (
            (("PgDown",), lambda: self._turn(1)),
            (("PgUp",), lambda: self._turn(-1)),
            (("Home",), lambda: self._turn(-self._count)),
            (("End",), lambda: self._turn(self._count)),
            (("Ctrl++", "Ctrl+="), lambda: self._step_zoom(1)),
            (("Ctrl+-",), lambda: self._step_zoom(-1)),
            (("Ctrl+0",), self._fit_width),
            (("Ctrl+S",), self._save.click),
            (("Ctrl+M",), self._draft.click),
            (("Ctrl+P", "F9"), self._print.click),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(call)

    def _compose(self) -> tuple[Paper, int, PageImage, str]:
        paper, papers = self._make(), self._office.papers
        usual = self._office.people.settings().get(f"printer.{paper.kind}", "")
        return paper, papers.page_count(paper), papers.page(paper, 0, POINTS), usual

    def _composed(self, made: tuple[Paper, int, PageImage, str]) -> None:
        self._paper, self._count, first, self._usual = made
        self._printers.set_value(self._usual)
        self._size = QSize(first.width, first.height)
        self._strip.finish()
        self._title.setText(self._paper.title)
        self.setWindowTitle(self._paper.title)
        self._save.setEnabled(True)
        self._draft.setVisible(not self._paper.secret)
        self._draft.setEnabled(not self._paper.secret)
        self._print.setEnabled(self._printers.box.isEnabled())
        (self._print if self._print.isEnabled() else self._save).setFocus()
        self._fit_width()

    def _problem(self, problem: Problem) -> None:
        self._strip.finish()
        show_problem(self._banner, problem)

    def _again(self) -> None:
        self._banner.hide()
        if self._paper is None:
            self.begin()

    def _show_printers(self, printers: tuple[PrinterInfo, ...]) -> None:
        if not printers:
            self._say_no_printer(_("No printer found"))
            return
        paused = _("{printer} (paused)")
        self._printers.set_choices(
            [(p.name, p.label if p.ready else paused.format(printer=p.label)) for p in printers]
        )
        self._printers.set_value(self._usual)
        self._printers.box.setToolTip(self._printers.box.currentText())
        self._printers.box.setEnabled(True)
        self._print.setEnabled(self._paper is not None)

    def _no_printer(self, problem: Problem) -> None:
        del problem
        self._say_no_printer(_("Printing does not answer"))

    def _say_no_printer(self, words: str) -> None:
        self._printers.set_choices((("", words),))
        self._printers.box.setToolTip(words)
        self._printers.box.setEnabled(False)

    def _turn(self, step: int) -> None:
        index = max(0, min(self._count - 1, self._index + step))
        if index != self._index and self._paper is not None:
            self._index = index
            self._area.verticalScrollBar().setValue(0)
            self._draw()

    def _step_zoom(self, step: int) -> None:
        now = self._scale()
        if step > 0:
            self._zoom = next((zoom for zoom in ZOOMS if zoom > now + 0.01), ZOOMS[-1])
        else:
            self._zoom = next((zoom for zoom in reversed(ZOOMS) if zoom < now - 0.01), ZOOMS[0])
        self._draw()

    def _fit_width(self) -> None:
        self._zoom = 0.0
        self._draw()

    def _scale(self) -> float:
        """Return the scale on screen; 1 shows a page at its size on a screen of 96 dots per inch."""
        if self._zoom:
            return self._zoom
        # The width of the area itself: it does not change when a scroll bar comes.
        room = self._area.width() - 2 * MARGIN - 16
        return max(0.3, min(1.6, room * POINTS / 96 / max(1, self._size.width())))

    def _draw(self) -> None:
        paper = self._paper
        if paper is None:
            return
        self._where.setText(_("{number} of {count}").format(number=self._index + 1, count=self._count))
        self._previous.setEnabled(self._index > 0)
        self._next.setEnabled(self._index < self._count - 1)
        ratio, index = self.devicePixelRatioF(), self._index
        dpi = round(96 * self._scale() * ratio)
        if self._drawing is not None:
            self._drawing.cancel()
        self._drawing = self._bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: self._office.papers.page(paper, index, dpi),
            lambda page: self._show_page(page, ratio),
            self._problem,
        )

    def _show_page(self, page: PageImage, ratio: float) -> None:
        form = QImage.Format.Format_RGBA8888
        image = QImage(page.rgba, page.width, page.height, page.width * 4, form).copy()
        shown = QSize(round(page.width / ratio), round(page.height / ratio))
        name = _("Page {number} of {count}: {title}").format(
            number=self._index + 1, count=self._count, title=self._title.text()
        )
        self._view.show_page(image, shown, name)

    def _save_file(self) -> None:
        self._write("pdf", self._office.papers.save, self._was_saved)

    def _draft_file(self) -> None:
        self._write("eml", self._office.papers.draft, self._was_drafted)

    def _write(
        self, ending: str, work: Callable[[str, Paper, Path], object], done: Callable[[Path], None]
    ) -> None:
        """Ask where, and write the file in its lane."""
        paper = self._paper
        chosen = self._ask_path(self, f"{paper.file_name}.{ending}") if paper is not None else ""
        if paper is None or not chosen:
            return
        path, who = Path(chosen), self._acting()
        self._bridge.ask(
            self,
            "write",
            lambda _stop, _progress: work(who, paper, path),
            lambda _none: done(path),
            self._problem,
        )

    def _was_saved(self, path: Path) -> None:
        self._banner.tell("green", _("Saved: {file}").format(file=path.name))
        self.saved.emit(str(path))

    def _was_drafted(self, path: Path) -> None:
        if self._open_file(path):
            self._banner.tell("green", _("Draft opened in your mail program. Nothing was sent."), icon="mail")
        else:
            words = _("Draft written: {file}. Open it with your mail program. Nothing was sent.")
            self._banner.tell("amber", words.format(file=path.name), icon="mail")
        self.saved.emit(str(path))

    def _send(self) -> None:
        paper, printer = self._paper, self._printers.value()
        if paper is None or not printer:
            return
        who, copies = self._acting(), int(self._copies.value())
        self._print.setEnabled(False)
        self._strip.start(_("Sending to the printer"))
        self._bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: self._office.papers.send(who, paper, printer, copies),
            lambda _job: self._was_sent(),
            self._not_sent,
        )

    def _was_sent(self) -> None:
        self._strip.finish()
        self._print.setEnabled(True)
        printer = self._printers.box.currentText()
        self._banner.tell("green", _("Sent to {printer}.").format(printer=printer), icon="printer")
        self.printed.emit(printer)

    def _not_sent(self, problem: Problem) -> None:
        self._print.setEnabled(True)
        self._problem(problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the room, unless a zoom was chosen."""
        super().resizeEvent(event)
        if self._paper is not None and not self._zoom:
            self._draw()


def open_outside(path: Path) -> bool:
    """Let the computer open a file with the program it has for it; tell whether it has one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
