"""Beside the import: refused lines saved or corrected, models of lists exported, received or forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pharmassist.domain.imports import ImportReport
from pharmassist.domain.mapping import Profile
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.claims.asking import AskPath, ask_model, ask_model_place
from pharmassist.ui.pages.claims.draft import Draft
from pharmassist.ui.pages.claims.import_board import ImportBoard
from pharmassist.ui.pages.claims.models_overlay import Models, ModelsOverlay, read_models
from pharmassist.ui.pages.claims.refused_overlay import RefusedOverlay
from pharmassist.ui.undoing import offer_undo


class ImportAsides(QObject):
    """Asks and does it; ``told(sentence)`` says what was done."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, board: ImportBoard, ask_path: AskPath) -> None:
        super().__init__(board)
        self._desk, self._board, self._ask_path = desk, board, ask_path
        self.ask_model, self.ask_model_place = ask_model, ask_model_place
        self._models: Models | None = None
        board.file.models_asked.connect(self.ask_models)

    def save_rejects(self, report: ImportReport) -> None:
        """Write the refused lines where the person says."""
        chosen = self._ask_path(self._board, _("refused-lines"))
        if not chosen:
            return
        office, path = self._desk.office, Path(chosen)
        self._desk.bridge.ask(
            self._board,
            "outside",
            lambda _stop, _progress: office.importing.write_rejects(path, report),
            lambda _none: self._board.counts.rejects.setText(_("Saved: {file}").format(file=path.name)),
            self.failed.emit,
        )

    def correct(self, report: ImportReport, draft: Draft) -> None:
        """Let the refused lines be typed right; they are kept with the draft."""
        overlay = RefusedOverlay(self._board, report.refusals, report.columns, draft.corrected)

        def keep(corrected: dict[int, tuple[str, ...]]) -> None:
            draft.corrected = corrected
            self._board.counts.show_corrected(len(corrected))

        overlay.chosen.connect(keep)
        overlay.start()

    def ask_models(self) -> None:
        """Show the models of lists."""
        office = self._desk.office
        self._desk.bridge.ask(
            self._board,
            "read",
            lambda _stop, _progress: read_models(office),
            self._show_models,
            self.failed.emit,
        )

    def _show_models(self, models: Models) -> None:
        self._models = models
        overlay = ModelsOverlay(self._board, models)
        overlay.exported.connect(self._export)
        overlay.forgotten.connect(self._forget)
        overlay.brought.connect(self._bring)
        overlay.start()

    def _export(self, profile_id: str) -> None:
        chosen = self.ask_model_place(self._board, profile_id)
        if not chosen:
            return
        office, path = self._desk.office, Path(chosen)
        self._desk.bridge.ask(
            self._board,
            "read",
            lambda _stop, _progress: office.importing.export_profile(path, profile_id),
            lambda _none: self.told.emit(_("Saved: {file}").format(file=path.name)),
            self.failed.emit,
        )

    def _forget(self, profile_id: str) -> None:
        office, who, before = self._desk.office, self._desk.acting(), self._own(profile_id)

        def forgotten() -> None:
            told = _("The model is forgotten; the lists it read stay.")
            if before is not None:
                keep = office.profiles.keep
                offer_undo(self._board, self._desk, told, lambda: keep(who, before), self.failed.emit)

        self._desk.bridge.ask(
            self._board,
            "write",
            lambda _stop, _progress: office.profiles.remove(who, profile_id),
            lambda _none: forgotten(),
            self.failed.emit,
        )

    def _bring(self) -> None:
        chosen = self.ask_model(self._board)
        if not chosen:
            return
        office, who, path = self._desk.office, self._desk.acting(), Path(chosen)

        def brought(profile: Profile) -> None:
            before = self._own(profile.id)

            def back() -> None:
                if before is None:
                    office.profiles.remove(who, profile.id)
                else:
                    office.profiles.keep(who, before)

            told = _("Model kept: {name}").format(name=profile.name)
            offer_undo(self._board, self._desk, told, back, self.failed.emit)

        self._desk.bridge.ask(
            self._board,
            "write",
            lambda _stop, _progress: office.importing.bring_profile(who, path),
            brought,
            self.failed.emit,
        )

    def _own(self, profile_id: str) -> Profile | None:
        """Return the pharmacy's own model of that name, as it was before."""
        known = self._models
        if known is None or profile_id not in known.own:
            return None
        return next((each for each in known.profiles if each.id == profile_id), None)
