"""Every page, every overlay and the states worth looking at, named once.

``make shots`` takes their pictures; the walks of ``tests/ui`` go through the same list, so that a
new page is looked at, spoken and measured as soon as the rail has it: pages come from the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea

from pharmassist.app import doors_of
from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate
from pharmassist.ui.counter import CounterOverlay
from pharmassist.ui.crash import CrashWindow, report
from pharmassist.ui.find import FindOverlay
from pharmassist.ui.opening_pages import OpeningActions, StoppedPage
from pharmassist.ui.owner import PinDialog
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.incident.cropping import CropDialog
from pharmassist.ui.pages.incident.page import IncidentPage
from pharmassist.ui.pages.message.page import MessagePage
from pharmassist.ui.pages.passwords.secret_box import SHOWN_SECONDS
from pharmassist.ui.pages.welcome import Choices, Welcome
from pharmassist.ui.problems import ProblemDialog, show_problem
from pharmassist.ui.restoring import RestorePage
from tools.stage import OWNER, Stage

MAIL = (
    "De : Viamedis <info@viamedls.net>\nObjet : Vos accès\n\n"
    "Bonjour,\nConfirmez votre mot de passe sur viamedls.net/pro avant ce soir, "
    "sans quoi vos virements seront suspendus. Notre nouveau RIB est joint."
)
_CTRL = Qt.KeyboardModifier.ControlModifier
MORNING, EMPTY = "morning", "empty"


@dataclass(frozen=True, slots=True)
class Scene:
    """Something to look at, on the register of the ``morning`` or on an ``empty`` one."""

    name: str
    show: Callable[[Stage], object]
    register: str = MORNING


def scenes(stage_pages: Sequence[str]) -> tuple[Scene, ...]:
    """Return every scene: the pages of the rail by their keys, then what stands over them."""
    pages = [Scene(f"page-{key}", partial(_page, key)) for key in stage_pages]
    empty = [Scene(f"empty-{key}", partial(_page, key), EMPTY) for key in stage_pages if key != "settings"]
    return (*pages, *_states(), *_overlays(), *_dialogs(), *_alone(), *empty)


def _page(key: str, stage: Stage) -> None:
    stage.page(key)


def _on(key: str, *words: str) -> Callable[[Stage], None]:
    """Open a page and press buttons, one after the other."""

    def show(stage: Stage) -> None:
        stage.page(key)
        for each in words:
            stage.press(translate(each))

    return show


def _then(first: Callable[[Stage], None], *words: str) -> Callable[[Stage], None]:
    """Show a scene, then press buttons, one after the other."""

    def show(stage: Stage) -> None:
        first(stage)
        stage.settle()
        for each in words:
            stage.press(translate(each))

    return show


def _by_key(
    page: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> Callable[[Stage], None]:
    """Open a page and press a key of the window."""

    def show(stage: Stage) -> None:
        stage.page(page)
        stage.key(key, modifier)

    return show


def _states() -> tuple[Scene, ...]:
    return (
        Scene("today-foot", partial(_foot, "today")),
        Scene("incident-other-step", _on("incident", "Not for us…")),
        Scene("incident-done-step", _done_step),
        Scene("incident-close", _on("incident", "Close the incident…")),
        Scene("claims-drawer", _claims_drawer),
        Scene("claims-ages", _claims_side("ages")),
        Scene("claims-payers", _claims_side("directory")),
        Scene("claims-import", _claims_import),
        Scene("operators-light", _on("operators", "Set a light")),
        Scene("operators-suspend", _on("operators", "Suspend tiers payant…")),
        Scene("operators-foot", partial(_foot, "operators")),
        Scene("advances-foot", partial(_foot, "advances")),
        Scene("advances-indemnities", _on("advances", "Indemnities")),
        Scene("advances-reminders", _on("advances", "Reminders")),
        Scene("advances-cash", _on("advances", "Cash and bank")),
        Scene("transfers-by-hand", _on("transfers", "Other…")),
        Scene("transfers-fault", partial(_fault_on, "transfers")),
        Scene("passwords-shown", _password_shown),
        Scene("passwords-add", _on("passwords", "Add")),
        Scene("passwords-wait", _on("passwords", "Put in waiting…")),
        Scene("message-judged", _message),
        Scene("settings-foot", partial(_foot, "settings")),
        Scene("locked", _by_key("today", Qt.Key.Key_F12)),
    )


def _overlays() -> tuple[Scene, ...]:
    return (
        Scene("counter", partial(_counter, "")),
        Scene("counter-answer", partial(_counter, "malakof")),
        Scene("counter-unknown", partial(_counter, "zzzzz")),
        Scene("counter-teach", _then(partial(_counter, "zzzzz"), "Say who stands behind it…")),
        Scene("find", partial(_find, "5063")),
        Scene("find-nothing", partial(_find, "zzzzz")),
        Scene("note-invoice", _by_key("today", Qt.Key.Key_F2)),
        Scene("claims-filters", _on("claims", "Filters…")),
        Scene("claims-columns", _on("claims", "Columns")),
        Scene("claims-views", _on("claims", "Keep this view")),
        Scene("claims-lists", _on("claims", "Lists")),
        Scene("claims-correct", _then(_claims_drawer, "Correct…")),
        Scene("claims-situation", _then(_claims_drawer, "Change…")),
        Scene("claims-delays", _then(_claims_side("ages"), "Delays…")),
        Scene("claims-month-end", _then(_claims_side("ages"), "Encours at a date…")),
        Scene("claims-models", _then(_claims_import, "Models")),
        Scene("settings-purge", _on("settings", "See what would go…")),
        Scene("transfers-import", _on("transfers", "Import a statement")),
        Scene("transfers-rules", _on("transfers", "Rules…")),
        Scene("transfers-notice", _on("transfers", "Note a notice…")),
    )


def _dialogs() -> tuple[Scene, ...]:
    return (
        Scene("who", _by_key("today", Qt.Key.Key_I, _CTRL)),
        Scene("documents", _by_key("today", Qt.Key.Key_P, _CTRL)),
        Scene("preview", _preview),
        Scene("help", _by_key("transfers", Qt.Key.Key_F1)),
        Scene("playbooks", _playbooks),
        Scene("problem", _problem),
        Scene("pin", _pin),
        Scene("pin-refused", partial(_pin, refused="pin_wrong")),
        Scene("incident-block", _on("incident", "Add a block")),
        Scene("incident-shift", _on("incident", "Next shift…")),
        Scene("incident-breach", _breach),
        Scene("incident-crop", _crop),
        Scene("crash", _crash),
    )


def _alone() -> tuple[Scene, ...]:
    return (
        Scene("welcome-first", partial(_welcome, 0)),
        Scene("welcome-pharmacy", partial(_welcome, 1)),
        Scene("welcome-team", partial(_welcome, 2)),
        Scene("welcome-safety", partial(_welcome, 3)),
        Scene("stopped", _stopped),
        Scene("restore", _restore),
    )


def _foot(key: str, stage: Stage) -> None:
    """Show the end of a page that is taller than the window."""
    page = stage.page(key)
    bar = next(area for area in page.findChildren(QScrollArea) if area.isVisible()).verticalScrollBar()
    bar.setValue(bar.maximum())


def _claims(stage: Stage) -> ClaimsPage:
    page = stage.page("claims")
    if not isinstance(page, ClaimsPage):
        raise TypeError("the claims page is another")
    if page.importing.draft is not None:
        page.importing.abandon()
    page.show_side("list")
    stage.settle()
    return page


def _claims_drawer(stage: Stage) -> None:
    page = _claims(stage)
    stage.settle(lambda: page.list.table.paged.row(3) is not None)
    row = page.list.table.paged.row(3)
    page.show_target(str(row.key) if row is not None else "")
    stage.settle(page.list.drawer.isVisible)


def _claims_side(side: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        _claims(stage).show_side(side)

    return show


def _claims_import(stage: Stage) -> None:
    page = _claims(stage)
    page.begin_import(stage.home / "exports" / "2024-01-31.xlsx")
    stage.settle(lambda: page.importing.draft is not None)


def _password_shown(stage: Stage) -> None:
    stage.page("passwords")
    stage.press(translate("Show for {seconds} s").format(seconds=SHOWN_SECONDS))


def _message(stage: Stage) -> None:
    page = stage.page("message")
    if not isinstance(page, MessagePage):
        raise TypeError("the message page is another")
    page.begin_again()
    stage.part(QPlainTextEdit).setPlainText(MAIL)
    page.judge()


def _counter(typed: str, stage: Stage) -> None:
    stage.page("today")
    stage.key(Qt.Key.Key_F4)
    stage.part(CounterOverlay).line.setText(typed)


def _find(typed: str, stage: Stage) -> None:
    stage.page("today")
    stage.key(Qt.Key.Key_F3)
    stage.part(FindOverlay).line.setText(typed)


def _fault_on(key: str, stage: Stage) -> None:
    """Show the banner of something that may be tried again."""
    show_problem(stage.page(key).banner, Problem("register_busy", retryable=True))


def _preview(stage: Stage) -> None:
    stage.page("today")
    office = stage.office
    stage.furnishing.preview(lambda: office.papers.shift_start(OWNER))
    stage.settle(lambda: bool(stage.dialogs()))


def _playbooks(stage: Stage) -> None:
    stage.page("today")
    stage.furnishing.something_happens()


def _pin(stage: Stage, refused: str = "") -> None:
    stage.page("settings")
    dialog = PinDialog("Anne Besson", stage.window)
    dialog.open()
    if refused:
        dialog.refuse(Problem(refused, {"seconds": 2}))


def _incident(stage: Stage, step: str = "") -> IncidentPage:
    page = stage.page("incident", f"1:{step}" if step else "")
    if not isinstance(page, IncidentPage):
        raise TypeError("the incident page is another")
    return page


def _done_step(stage: Stage) -> None:
    """Show a step that was told: it can be reopened."""
    _incident(stage, "est-ce-vrai")


def _breach(stage: Stage) -> None:
    _incident(stage).around.breach()
    stage.settle(lambda: bool(stage.dialogs()))


def _crop(stage: Stage) -> None:
    """Show a picture that is about to be kept as a proof."""
    picture = QImage(900, 420, QImage.Format.Format_RGB32)
    picture.fill(QColor("#8aa"))
    CropDialog(picture, _incident(stage)).open()


def _problem(stage: Stage) -> None:
    stage.page("today")
    ProblemDialog(Problem("register_busy"), stage.window).open()


def _crash(stage: Stage) -> None:
    stage.page("today")
    CrashWindow(report(_fault()), stage.home / "reports" / "2024-01-30.txt", stage.window).open()


def _fault() -> Problem:
    """Return an error as one that nothing caught, with a place in the code."""
    try:
        raise Problem("register_busy")
    except Problem as problem:
        return problem


def _welcome(number: int, stage: Stage) -> None:
    def nothing(*_given: object) -> None:
        """A picture starts nothing."""

    choices = Choices(
        made=nothing, founded=nothing, demonstration=nothing, other_folder=nothing, restore=nothing
    )
    page = Welcome(stage.bridge, doors_of(stage.home / "new", stage.home / "temporary"), choices)
    stage.stand_alone(page)
    page.show_page(number)


def _stopped(stage: Stage) -> None:
    def nothing(*_given: object) -> None:
        """A picture starts nothing."""

    actions = OpeningActions(nothing, nothing, nothing, nothing, nothing, nothing)
    stage.stand_alone(StoppedPage(Problem("register_key_absent"), Path("/home/pharmacie"), actions))


def _restore(stage: Stage) -> None:
    page = RestorePage(Path("/home/pharmacie"), OWNER, there=True)
    stage.stand_alone(page)
    page.begin()
