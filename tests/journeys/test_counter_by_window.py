"""Story 4 of the trade by the window: a queue at the counter, answered from the keyboard.

The lights are set by hand with their proof first: the sentence of the counter depends on them.
"""

from PySide6.QtCore import Qt

from pharmassist.domain.operators import Light, LightState
from tests.journeys.window import House, plain

KEY = Qt.Key
NIR = "184057505600165"
REST = "C2S, AME, AT/MP, maternité, ALD : rien ne change."


def test_lights_are_set_with_a_proof_then_the_counter_answers(house: House) -> None:
    with house.window() as screen:
        screen.act_as(KEY.Key_2)
        screen.page("Opérateurs")
        screen.row("SP santé, Retours (RSP) : Non vérifié")
        screen.click("Arrêté")
        screen.click("Poser le voyant")
        screen.wait_for("Un voyant se pose avec une preuve")
        screen.fill("Ce qui le montre", "Aucun retour depuis lundi, écran du LGO", enter=True)
        screen.wait_for("SP santé, Retours (RSP) : Arrêté", "Aucun retour depuis lundi, écran du LGO")

        # The counter, from another page and without the mouse.
        screen.page("Factures en attente")
        screen.key(KEY.Key_F4)
        screen.write("malakof")
        screen.wait_for("Malakoff Humanis", "Viamedis", "Copiez la carte papier. Facturez comme d’habitude.")
        screen.wait_for("Ne renvoyez rien.", REST)
        screen.write("Aésio")
        screen.wait_for("Almerys", "Viamedis", REST)
        for typed in (NIR, "1 84 05 75 056 001 65"):
            screen.write(typed)
            screen.wait_for("NIR")
            assert REST not in screen.words()
        screen.key(KEY.Key_Escape)
        screen.wait_for("Quelles factures attendent, combien, depuis quand ?")
    with house.office() as office:
        status = next(s for s in office.watching.statuses() if s.operator.id == "sp-sante")
        assert status.state(Light.NOTICES) is LightState.STOPPED
        reading = dict(status.readings)[Light.NOTICES]
        assert reading is not None
        assert (reading.who, plain(reading.proof)) == ("CR", "Aucun retour depuis lundi, écran du LGO")
    house.sealed(NIR)
