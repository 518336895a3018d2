"""The words for stages and roles of passwords, for screen and terminal alike."""

from __future__ import annotations

from pharmassist.domain.accesses import Stage
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

_STAGES = {
    Stage.PLANNED: mark("started, no password kept yet"),
    Stage.PROPOSED: mark("new password ready, to be changed at the provider"),
    Stage.CHANGED: mark("changed at the provider, to be proved"),
    Stage.VERIFIED: mark("verified by a login"),
    Stage.ATTESTED: mark("attested"),
    Stage.PROMOTED: mark("in force, to be closed"),
    Stage.CLOSED: mark("done"),
}
_ROLES = {
    "current": mark("in force"),
    "previous": mark("former"),
    "candidate": mark("new"),
    "spare": mark("set aside"),
}


def stage_word(stage: Stage) -> str:
    """Say a stage."""
    return _(_STAGES[stage])


def role_word(role: str) -> str:
    """Say what an entry is for."""
    return _(_ROLES[role])
