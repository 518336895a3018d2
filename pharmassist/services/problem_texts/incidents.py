"""Texts of the problems of incidents, operators and the catalogue."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "catalogue_broken": Texts(
        _("Data file not readable"),
        _("The file {file} breaks its form at “{place}”: {reason}."),
        _("Put the file back as it was shipped, or correct that place."),
    ),
    "playbook_unknown": Texts(
        _("Incident unknown"),
        _("No guided steps are named “{playbook}”."),
        _("Look at the list of guided steps, then choose one."),
    ),
    "playbook_unreadable": Texts(
        _("Guided steps not readable"),
        _("The file {file} cannot be read."),
        _("Name a folder that holds a playbook.toml in UTF-8."),
    ),
    "incident_unknown": Texts(
        _("No such incident"),
        _("No incident has the number {incident}."),
        _("Look at the list of incidents."),
    ),
    "incident_none": Texts(
        _("No incident under way"),
        _("No incident is open at the moment."),
        _("Open one: “Something is happening”."),
        _("Open one: pharmassist incident open."),
    ),
    "incident_closed": Texts(
        _("Incident closed"),
        _("The incident “{incident}” is closed: it can be read, not changed."),
        _("Open a new incident if something happens again."),
    ),
    "incident_steps_left": Texts(
        _("Steps are left"),
        _("Steps not told yet: {number}."),
        _("Finish them, or give the reason for closing now."),
    ),
    "step_unknown": Texts(
        _("No such step"),
        _("This incident has no step “{step}”."),
        _("Look at the steps of the incident."),
    ),
    "step_locked": Texts(
        _("Step not open yet"),
        _("“{step}” opens after: {unlocks}."),
        _("Do that first, put this step off, or give the reason for doing it now."),
    ),
    "step_unproved": Texts(
        _("Nothing proves it yet"),
        _("“{step}” is proved by this: {what}."),
        _("See to it in its own page, or give the reason for noting it without a proof."),
    ),
    "step_not_applicable": Texts(
        _("Step without object"),
        _("After your answers, “{step}” does not concern you."),
        _("Change the answer if it was wrong."),
    ),
    "step_wants_answer": Texts(
        _("An answer is expected"),
        _("“{step}” is a question."),
        _("Answer yes, no or I do not know."),
    ),
    "step_no_question": Texts(
        _("Not a question"),
        _("“{step}” takes no answer."),
        _("Note it as done, skip it, or let it wait."),
    ),
    "answer_not_offered": Texts(
        _("Answer not offered"),
        _("“{answer}” is not one of the answers."),
        _("Answer yes, no or unknown."),
    ),
    "reason_missing": Texts(
        _("Reason missing"),
        _("A step is left out with a reason only."),
        _("Write in a few words why it does not concern you."),
    ),
    "until_past": Texts(
        _("Day already past"),
        _("{day} is not a coming day."),
        _("Choose a later day."),
    ),
    "operator_unknown": Texts(
        _("Operator unknown"),
        _("No operator is named “{operator}”."),
        _("Choose one of the list of operators."),
    ),
    "operator_unsaid": Texts(
        _("No operator is said"),
        _("This document is about one operator; the incident tells none, or one that is not in our data."),
        _("Answer the question about the operator; for another one, print from the page of invoices."),
    ),
    "proof_too_large": Texts(
        _("File too large"),
        _("A file kept as a proof holds {limit} MB at most."),
        _("Keep a smaller one: a page as PDF, a cropped screenshot."),
    ),
    "proof_missing": Texts(
        _("Proof missing"),
        _("A light is set with a proof: a screen of your software, a notice of the union, a call."),
        _("Write in a few words what shows it."),
    ),
}
