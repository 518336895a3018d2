"""Shows every part of the window once, in each table of colours, as pictures to look at.

``python -m tools.gallery FOLDER`` writes ``parts-light.png`` and its sisters, and the window
at 1280×800 and 1024×768; it is no part of the product.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from pharmassist.domain.incidents import StepStatus
from pharmassist.domain.operators import LightState
from pharmassist.domain.secrets import Secret
from pharmassist.ui.colours import CONTRAST, CONTRAST_DARK, DARK, LIGHT
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.banner import Banner, UndoBanner
from pharmassist.ui.parts.bars import Bar, Bars
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card, facts_row
from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.drawer import Drawer, beside
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.light import Light
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.question import QuestionChips
from pharmassist.ui.parts.secret import SecretField, SecretView
from pharmassist.ui.parts.steps import StepLine, StepList
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text
from pharmassist.ui.parts.ticks import Tick, TickList
from pharmassist.ui.parts.timeline import Timeline, TimeMark, TimeSpan
from pharmassist.ui.theme import Theme
from pharmassist.ui.window import Keys, Window

START = datetime(2024, 1, 29, 14, 0, tzinfo=UTC)
ROWS = (
    ("22/01/24", "000417902", "11,42\u00a0€", CellMark("ban", "Rejetée, à recycler", "red"), True),
    ("26/01/24", "000418217", "7,74\u00a0€", CellMark("octagon-x", "Annoncée, non reçue", "red"), True),
    ("27/01/24", "000418232", "11,21\u00a0€", CellMark("log-out", "Sortie de l’encours", "amber"), False),
    ("29/01/24", "000418240", "7,20\u00a0€", CellMark("send", "Transmise", "grey"), False),
)


def row_of(*widgets: QWidget | None) -> QHBoxLayout:
    """Return widgets side by side; ``None`` is a stretch."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    row.addStretch(1)
    return row


def claims_table(total: int = 4) -> Table:
    """Return a table whose rows are the four samples again and again."""

    def ask(request: PageRequest) -> None:
        positions = range(request.offset, min(total, request.offset + request.limit))
        rows = [
            TableRow(p, (a, b, "Mutuelle du Littoral", c, d), late)
            for p in positions
            for a, b, c, d, late in [ROWS[p % len(ROWS)]]
        ]
        model.deliver(request, rows)

    columns = (
        Column("care_date", "Date", 92),
        Column("number", "N° de facture", 112),
        Column("insurer", "Mutuelle (AMC)"),
        Column("amount", "Part AMC", 96, right=True),
        Column("state", "État", 176),
    )
    model = PagedModel(columns, ask, boxes=True)
    table = Table("Factures en attente", model)
    model.setParent(table)
    model.reload(total)
    return table


def sample_steps() -> tuple[StepLine, ...]:
    """Return one step of each status."""
    return (
        StepLine(
            "1", "Changer le mot de passe de la messagerie", "A. L., 2 févr. 09 h 12", StepStatus.DONE, "1"
        ),
        StepLine("2", "Prévenir la banque que le RIB a été volé", "Le titulaire", StepStatus.OPEN, "2"),
        StepLine("3", "Attendre le code", "Attend le téléphone de A. L.", StepStatus.WAITING, "3", "amber"),
        StepLine("4", "Appeler la ligne dédiée, FINESS en main", "", StepStatus.TO_DO, "4"),
        StepLine("5", "Compte sur ce portail", "Pas de compte", StepStatus.NOT_APPLICABLE, "5"),
        StepLine(
            "6", "Changer le mot de passe du portail", "S’ouvrira après l’étape 1", StepStatus.LOCKED, "6"
        ),
    )


def buttons_card() -> Card:
    """Return every kind of button, on and off, and chips."""
    card = Card("Boutons", "hand", "quatre espèces")
    for enabled in (True, False):
        buttons = (
            Button("Continuer", "primary", "arrow-right"),
            Button("Exporter", "secondary", "download"),
            Button("Preuve", "quiet", "eye"),
            Button("Effacer", "danger", "trash-2"),
        )
        card.body.addLayout(row_of(*buttons))
        for button in buttons:
            button.setEnabled(enabled)
    chosen = Chip("6 jours et plus")
    chosen.setChecked(True)
    off = Chip("Inactif")
    off.setEnabled(False)
    card.body.addLayout(row_of(chosen, Chip("Opérateur"), Chip("Rejetée"), off))
    card.body.addWidget(QuestionChips("La banque surveille-t-elle ?", "yes"))
    return card


def fields_card() -> Card:
    """Return every field, one of them refused."""
    card = Card("Champs", "pencil")
    number = TextField("N° de facture", example="9 chiffres")
    refused = TextField("Erreur")
    refused.set_value("1 84 05 29 019 001 42")
    refused.error("Ceci ressemble à un numéro de Sécurité sociale : refusé.")
    amount = AmountField("Montant")
    amount.set_cents(45881)
    card.body.addLayout(row_of(number, amount, DateField("Jour", day=date(2024, 1, 30))))
    choice = ChoiceField("Situation", (("transmitted", "Transmise"), ("rejected", "Rejetée, à recycler")))
    off = TextField("Inactif", text="Jamais lu")
    off.line.setEnabled(False)
    card.body.addLayout(row_of(choice, off, SecretField("Mot de passe actuel")))
    card.body.addWidget(refused)
    return card


def lights_card() -> Card:
    """Return the four lights as pills and bare, and the banners."""
    card = Card("Voyants et bandeaux", "radio-tower")
    card.body.addLayout(row_of(*(Light(state) for state in LightState)))
    card.body.addLayout(row_of(*(Light(state, pill=False) for state in LightState)))
    stale, cut = Banner(), Banner()
    stale.tell("amber", "La banque n’est connue que jusqu’au 1er février.", action="Pointer")
    cut.tell("blue", "Les voyants ne sont plus lus.", strong="Notre connexion est coupée.")
    card.body.addWidget(stale)
    card.body.addWidget(cut)
    undo = UndoBanner()
    undo.offer("67 factures importées.", lambda: None)
    card.body.addWidget(undo)
    strip = ProgressStrip()
    strip.start("Lecture du fichier")
    strip.advance(2, 3)
    strip.show()
    card.body.addWidget(strip)
    return card


def secret_card() -> Card:
    """Return a password shown large."""
    card = Card("Mot de passe", "key-round")
    card.add_action(Button("Masquer", "quiet", "eye-off"))
    view = SecretView("Nouveau mot de passe")
    view.show_secret(Secret("K7fnQr3dWm9xTz4p"))
    view.ensurePolished()
    card.body.addWidget(view)
    return card


def bars_card() -> Card:
    """Return the ageing bars."""
    card = Card("Encours par opérateur", "files", "590 factures")
    bars = Bars("Encours par opérateur")
    bars.show_bars(
        (
            Bar("Viamedis", (68588, 74913, 117982), 251),
            Bar("Almerys", (58000, 90736, 0), 143),
            Bar("iSanté", (70000, 20214, 0), 88),
            Bar("Inconnu", (14000, 9280, 8000), 37),
        )
    )
    card.body.addWidget(bars)
    return card


def time_card() -> Card:
    """Return the timeline of the incident."""
    card = Card("Viamedis, du 29 janvier à ce matin", "history")
    line = Timeline("Frise de l’incident")
    line.show_time(
        date(2024, 1, 29),
        datetime(2024, 2, 6, 7, 42, tzinfo=UTC),
        (
            TimeMark(START, "15:00 · trois voyants s’arrêtent", "droits, retours, virements", "red"),
            TimeMark(START + timedelta(days=3), "Viamedis communique", "plainte, CNIL", "red"),
            TimeMark(START + timedelta(days=7), "Almerys", "portail fermé", "grey"),
        ),
        (TimeSpan(START, datetime(2024, 2, 6, 7, 42, tzinfo=UTC), "red"),),
    )
    card.body.addWidget(line)
    return card


class Gallery(Page):
    """A page with every part, also walked by the accessibility test."""

    def __init__(self) -> None:
        header = Header(
            "Le langage visuel de PharmAssist", "Le langage visuel", "Une couleur d’action, quatre voyants"
        )
        header.add_action(Button("Noter une facture", icon="plus", key="F2"))
        header.add_action(Button("Imprimer les consignes du jour", "primary", "printer", "F9"))
        super().__init__(header)
        steps = StepList()
        body = Text(
            "Le RIB des professionnels fait partie des données exposées.", "table", "text2", wrap=True
        )
        steps.show_steps(sample_steps(), body, {"1": Button("Preuve", "quiet", "eye", size="small")})
        steps_card = Card("Étapes", "shield-alert", "1 sur 6", padded=False)
        steps_card.body.addWidget(steps)
        ticks = TickList()
        ticks.show_ticks(
            (
                Tick("bank", "Prévenir la banque", "Incident, étape 3 · avant midi", action="Reprendre"),
                Tick("match", "Pointer 2 virements", "458,81 € et 437,29 €", action="Pointer"),
                Tick(
                    "list",
                    "Liste du LGO importée",
                    "58 sorties",
                    done=True,
                    done_by="fait par C. R., 08 h 21",
                ),
            ),
            next_first=True,
        )
        ticks_card = Card("À faire maintenant", "list-checks", "2 lignes", padded=False)
        ticks_card.body.addWidget(ticks)
        empty = Card("")
        action = Button("Importer la liste du LGO", icon="file-input")
        empty.body.addWidget(
            EmptyState("files", "Aucune facture en attente", "Ici viendront les factures.", action)
        )
        grid = QGridLayout()
        grid.setSpacing(16)
        cards = (buttons_card(), fields_card(), lights_card(), secret_card(), steps_card, ticks_card)
        for position, card in enumerate((*cards, bars_card(), empty, time_card())):
            grid.addWidget(card, position // 2, position % 2)
        self.body.addLayout(grid)
        self.body.addStretch(1)


class Claims(Page):
    """A page with the table and its drawer."""

    def __init__(self) -> None:
        header = Header(
            "Quelles factures attendent, combien, depuis quand ?",
            "Quelles factures attendent ?",
            "590 factures",
        )
        header.add_action(Button("Noter une facture", icon="plus", key="F2"))
        header.add_action(Button("Importer la liste du LGO", "primary", "file-input"))
        super().__init__(header, padded=False, scrolls=False)
        self.table = claims_table(590)
        self.table.paged.set_chosen({1, 5})
        self.drawer = Drawer("Facture")
        body = self.drawer.open_with("000418217")
        body.addWidget(Light(LightState.STOPPED))
        for name, value in (("Part AMC", "7,74 €"), ("Mutuelle", "Mutuelle des Deux Rives"), ("Lot", "405")):
            body.addWidget(facts_row(name, value))
        body.addStretch(1)
        self.drawer.foot.addWidget(Button("Historique", icon="history"))
        self.drawer.foot.addStretch(1)
        self.body.addWidget(beside(self.table, self.drawer))


def sample_window() -> Window:
    """Return the window with the rail of the product and sample pages."""
    pages = (
        ("today", "Aujourd’hui", "sun", 0),
        ("incident", "Incident en cours", "shield-alert", 0),
        ("operators", "Opérateurs", "radio-tower", 1),
        ("claims", "Factures en attente", "files", 1),
        ("advances", "Acomptes", "hand-coins", 1),
        ("passwords", "Mots de passe", "key-round", 2),
        ("journal", "Journal et preuves", "scroll-text", 3),
        ("settings", "Réglages", "settings", 3),
    )
    specs = [
        PageSpec(key, title, icon, Claims if key == "claims" else Gallery, group)
        for key, title, icon, group in pages
    ]
    window = Window("Pharmacie du Port", specs, Keys(print, lambda: None, lambda: None))
    window.rail.set_badge("incident", "2/4", "2 étapes sur 4")
    window.rail.set_badge("passwords", "2")
    window.status.set_who("A. L., titulaire")
    window.status.set_fact("fresh", "Liste du LGO du 29/01/24", stale=True)
    window.status.set_fact("safe", "Registre chiffré sur ce poste · secrets dans le trousseau")
    return window


def settle(app: QApplication) -> None:
    """Let layouts and deletions happen."""
    for _round in range(6):
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(folder: Path) -> None:
    """Write the pictures into ``folder``."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a window needs a QApplication")
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(app)
    tables = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST, "contrast-dark": CONTRAST_DARK}
    for name, palette in tables.items():
        theme.use(palette)
        parts = Gallery()
        parts.resize(1280, 800)
        parts.show()
        settle(app)
        # As tall as all of it, so that nothing has to be scrolled to.
        hidden = parts.findChildren(QScrollArea)[0].verticalScrollBar().maximum()
        parts.resize(1280, 800 + hidden)
        button = parts.findChildren(Button)[3]
        parts.activateWindow()
        button.setFocus()
        settle(app)
        parts.grab().save(str(folder / f"parts-{name}.png"))
        parts.close()
        window = sample_window()
        window.set_notice("Démonstration : pharmacie fictive, rien n’est envoyé.")
        window.open_page("claims")
        for width, height in ((1280, 800), (1024, 768)):
            window.resize(width, height)
            window.show()
            settle(app)
            window.grab().save(str(folder / f"window-{name}-{width}.png"))
        window.lock()
        settle(app)
        window.grab().save(str(folder / f"lock-{name}.png"))
        window.close()
    QGuiApplication.clipboard().clear()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery"))
