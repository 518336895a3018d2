"""Texts of the problems of guided steps: blocks, breaches, proofs, evidence, suspension."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "block_unknown": Texts(
        _("Block unknown"),
        _("No block of “{playbook}” is named “{block}”."),
        _("Look at the blocks that can be added, then choose one."),
    ),
    "block_there": Texts(
        _("Block already there"),
        _("The block “{block}” is already part of this incident."),
        _("Open it among the moments of the incident."),
    ),
    "breach_instant": Texts(
        _("This instant does not hold"),
        _("The instant given for {field} is unreadable, to come, or before the discovery."),
        _("Give a day and an hour that have passed; what was qualified was discovered before."),
    ),
    "breach_choice": Texts(
        _("Answer not offered"),
        _("“{value}” is not an answer here: {choices}."),
        _("Choose one of these words."),
    ),
    "already_suspended": Texts(
        _("Already suspended"),
        _("Tiers payant of {operator} is already suspended by a recorded decision."),
        _("End that decision first, if it changed."),
    ),
    "not_suspended": Texts(
        _("Not suspended"),
        _("No decision to suspend the tiers payant of {operator} stands."),
        _("Look at the operators, then choose the one that was meant."),
    ),
    "proof_empty": Texts(
        _("Nothing to keep"),
        _("The clipboard holds neither words nor a picture."),
        _("Copy the words or the screen first, then paste again."),
    ),
}
