"""What to do at the counter, computed from the four lights by rules kept as data.

Two sentences are no opinion of a data file: "Ne renvoyez rien." as soon as one light does
not work (resending an unpaid invoice doubles the debt: USPO 2018, trade.md §3), and the
closing on mandatory third-party payment (trade.md §5), which ends every answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pharmassist.domain.operators import WORST_FIRST, Light, LightState

RESEND_NOTHING = "Ne renvoyez rien."
CLOSING = "C2S, AME, AT/MP, maternité, ALD\u00a0: rien ne change."
UNKNOWN_PAYER = "Lisez le logo de la carte. Facturez comme d’habitude."
PAYS_DIRECTLY = "Paie sans opérateur. Facturez comme d’habitude."
READ_THE_LOGO = "Lisez le logo de la carte"
PATIENT_PAYS = "Tiers payant suspendu\u00a0: le patient règle la part mutuelle."
"""Said in place of how to bill, under the titulaire's decision to suspend (the AMC share only)."""
QUESTION = "question"
"""The part of rules that ask something of the LGO: they stand apart from the sentence."""

Lights = Mapping[Light, LightState]


@dataclass(frozen=True, slots=True)
class ConductRule:
    """One sentence and when it is said.

    Of the rules of one ``part`` the first that fits is said; parts follow the file's order.
    A rule with ``names`` is a situation that is looked up (C2S, accident du travail…)
    and has no lights.
    """

    part: str
    text: str
    when: tuple[tuple[Light, tuple[LightState, ...]], ...] = ()
    names: tuple[str, ...] = ()
    source: str = ""
    verified_on: str = ""

    def fits(self, lights: Lights) -> bool:
        """Tell whether every light stands as the rule asks."""
        return not self.names and all(lights[light] in states for light, states in self.when)


def sentence(rules: Iterable[ConductRule], lights: Lights, *, suspended: bool = False) -> str:
    """Return the sentence for the counter: what fits, then the two that are never left out."""
    said: dict[str, str] = {}
    for rule in () if suspended else rules:
        if rule.part != QUESTION and rule.part not in said and rule.fits(lights):
            said[rule.part] = rule.text
    parts = [PATIENT_PAYS] if suspended else [text for text in said.values() if text]
    if any(state is not LightState.WORKING for state in lights.values()):
        parts.append(RESEND_NOTHING)
    return " ".join((*parts, CLOSING))


def question(rules: Iterable[ConductRule], lights: Lights) -> str:
    """Return what to ask of the LGO under these lights, "" when nothing is to be asked."""
    return next((rule.text for rule in rules if rule.part == QUESTION and rule.fits(lights)), "")


def with_logo(
    rules: Iterable[ConductRule], names: Sequence[str], lights: Lights, suspended: Sequence[str] = ()
) -> str:
    """Return the sentence where two operators are possible: the card's logo decides.

    ``suspended`` are those of them whose tiers payant the titulaire suspended.
    """
    everyone = len(suspended) == len(names)
    first = f"{READ_THE_LOGO}\u00a0: {' ou '.join(names)}. "
    if suspended and not everyone:
        first += f"{' et '.join(suspended)}\u00a0: le patient règle la part mutuelle. Sinon\u00a0: "
    return first + sentence(rules, lights, suspended=everyone)


def for_unknown() -> str:
    """Return the sentence for a mutuelle nobody knows: the safe one."""
    return f"{UNKNOWN_PAYER} {RESEND_NOTHING} {CLOSING}"


def for_direct() -> str:
    """Return the sentence for a mutuelle that pays without operator: no light concerns it."""
    return f"{PAYS_DIRECTLY} {CLOSING}"


def for_situation(rule: ConductRule) -> str:
    """Return the sentence of a situation in which the third-party payment stays."""
    return f"{rule.text} {CLOSING}"


def worst(several: Iterable[Lights]) -> dict[Light, LightState]:
    """Return the worst of each light; all unverified when there is none."""
    everyone = tuple(several)
    if not everyone:
        return dict.fromkeys(Light, LightState.UNVERIFIED)
    return {light: min((lights[light] for lights in everyone), key=WORST_FIRST.index) for light in Light}
