"""A list imported, then many invoices moved and put back, without ever touching the mouse.

Check 5 of "Factures en attente". Tab and the arrows lead everywhere; services are asked at the
end only, to prove what the screen said.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.services.texts import money
from tests.journeys.window import House, Screen, name_of, plain

KEY = Qt.Key
DAY = "2024-01-30"
MOST_TABS = 120


def walk_to(screen: Screen, name: str) -> QWidget:
    """Press Tab until the part of that name has the focus."""
    seen = []
    for _time in range(MOST_TABS):
        part = QApplication.focusWidget()
        if part is not None and plain(name_of(part)) == name and part.isEnabled():
            return part
        seen.append(plain(name_of(part)) if part is not None else "–")
        screen.key(KEY.Key_Tab)
    raise AssertionError(f"{name} is not reached by Tab; on the way: {seen}")


def press(screen: Screen, name: str) -> None:
    """Go to a button by Tab and press it with Enter."""
    walk_to(screen, name)
    screen.key(KEY.Key_Return)


def open_page(screen: Screen, name: str) -> None:
    """Go to the rail by Tab and down it by the arrows."""
    rail = walk_to(screen, "Pages")
    assert isinstance(rail, QListView)
    screen.key(KEY.Key_Home)
    for _time in range(rail.model().rowCount()):
        if plain(str(rail.currentIndex().data())) == name:
            break
        screen.key(KEY.Key_Down)
    assert plain(str(rail.currentIndex().data())) == name
    screen.key(KEY.Key_Return)


def take(screen: Screen, label: str, words: str) -> None:
    """Go to a closed list by Tab and down it by the arrows."""
    box = walk_to(screen, label)
    assert isinstance(box, QComboBox)
    screen.key(KEY.Key_Home)
    for _time in range(box.count()):
        if plain(box.currentText()) == words:
            return
        screen.key(KEY.Key_Down)
    raise AssertionError([box.itemText(place) for place in range(box.count())])


def test_a_list_is_imported_and_many_invoices_moved_by_keyboard_alone(house: House) -> None:
    truth = house.truth[DAY]
    with house.window() as screen:
        screen.act_as(KEY.Key_2)
        open_page(screen, "Factures en attente")
        screen.wait_for("Quelles factures attendent")
        file = house.export(DAY)
        screen.file(file, lambda: press(screen, "Importer la liste du LGO"))
        screen.wait_for("Encours au mardi 30 janvier 2024", f"Nouvelles : {truth['new']} |")
        # The sum of the software's screen is asked first; Enter leads to the button.
        walk_to(screen, "Total affiché par le LGO")
        screen.write(money(truth["cents"]))
        screen.wait_for("Écart 0,00 €")
        screen.key(KEY.Key_Return)
        press(screen, "Importer 1 148 factures")
        screen.wait_for("Liste importée", "Le fichier est supprimé.")
        assert not file.exists()

        # The invoices of one operator become "en litige", all at once, then not.
        take(screen, "Opérateur", "SP santé")
        walk_to(screen, "Factures en attente")
        screen.key(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
        screen.wait_for("choisies ·")
        press(screen, "Changer la situation…")
        screen.wait_for("Nouvelle situation")
        take(screen, "Nouvelle situation", "En litige")
        walk_to(screen, "Motif")
        screen.write("demande de l’opérateur")
        screen.key(KEY.Key_Return)
        screen.wait_for(": en litige.")
        walk_to(screen, "Factures en attente")
        screen.key(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        screen.wait_for("remises comme avant")
    with house.office() as office:
        disputed = office.claims.tally(ClaimFilter(states=frozenset({State.DISPUTED}), operator="sp-sante"))
        assert disputed.count == 0
        told = [entry.what for entry in office.journal.last(6)]
        assert "claims.moved_many" in told
        assert "claims.moves_undone" in told
    house.sealed()
