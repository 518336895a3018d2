"""The journal in words: one sentence for each thing that is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.incidents import StepStatus
from pharmassist.domain.journal import JournalEntry
from pharmassist.domain.messages import Verdict
from pharmassist.domain.operators import Light, LightState, Sign
from pharmassist.services.breach_words import field_word
from pharmassist.services.exporting import LISTS
from pharmassist.services.message_words import VERDICTS
from pharmassist.services.paper_names import paper_name
from pharmassist.services.step_words import status_word
from pharmassist.services.stolen import exposure_word
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import money, short_day, translate
from pharmassist.services.watching import light_word, outcome_word, sign_word, state_word

SENTENCES: dict[str, str] = {
    "register.created": _("Register made"),
    "register.backed_up": _("Verified copy written: {subject}"),
    "register.not_backed_up": _("Copy of the day not made: {subject}"),
    "register.purged": _("{subject} lines of what is old and closed purged, copy {copy}"),
    "register.exported": _("Everything exported: {subject}"),
    "register.restored": _("Backup put in place: {subject}"),
    "register.rekeyed": _("Key of the register renewed: {from} no longer opens it, {to} does"),
    "register.key_kept": _("Key of the register kept in the keyring of this PC"),
    "register.migrated": _("Register brought to a newer form"),
    "pharmacy.saved": _("Identifiers of the pharmacy saved"),
    "people.added": _("{subject} may act"),
    "people.removed": _("{subject} acts no more"),
    "people.delegated": _("Owner's verbs lent to {subject} until {until}"),
    "people.delegation_ended": _("Owner's verbs taken back from {subject}"),
    "bank_details.asked": _("Change of bank details asked: {subject}"),
    "bank_details.called": _("Change of bank details {subject}: called back a number known before"),
    "bank_details.seconded": _("Change of bank details {subject}: confirmed by a second person"),
    "bank_details.applied": _("Change of bank details {subject}: applied"),
    "bank_details.taken_up": _("Change of bank details {subject}: taken up again"),
    "bank_details.refused": _("Change of bank details {subject}: refused, {reason}"),
    "pin.set": _("PIN set: {subject}"),
    "pin.reset": _("Forgotten PIN replaced with the recovery key: {subject}"),
    "pin.removed": _("PIN given up: {subject}"),
    "pin.accepted": _("PIN accepted after {failures} wrong ones: {subject}"),
    "pin.refused": _("Wrong PIN: {subject}"),
    "data.accepted": _("Signed data {subject} accepted: {changes} differences"),
    "data.withdrawn": _("Signed data {subject} given up: back to number {to}"),
    "setting.changed": _("Setting changed: {subject}"),
    "day.done": _("Line of the day done: {subject}"),
    "day.undone": _("Tick of the day taken back: {subject}"),
    "claims.noted": _("Invoice noted: {cents}"),
    "claims.moved": _("Invoice {subject} moved"),
    "claims.moved_many": _("{claims} invoices moved together"),
    "claims.moves_undone": _("{claims} invoices moved back"),
    "claims.edited": _("Invoice {subject} corrected"),
    "claims.taken_out": _("Invoice {subject} noted by mistake, removed: {cents}"),
    "claims.put_back": _("Invoice {subject} put back as it was"),
    "claims.age_columns": _("Columns of the ageing table set: {days}"),
    "claims.columns": _("Columns of the list of invoices chosen"),
    "claims.delay": _("Delay of {name} set: {days} working days"),
    "claims.view_saved": _("View saved: {subject}"),
    "claims.view_removed": _("View removed: {subject}"),
    "claims.exported_at_day": _("Encours at {subject} written: {cents}"),
    "claims.renumbered": _("Real number given to invoice {subject}"),
    "claims.imported": _("LGO list imported: {kept} new, {gone} left the list"),
    "claims.import_undone": _("Import {subject} undone"),
    "claims.replacement_confirmed": _("Replacement confirmed: {cents} no longer counted twice"),
    "claims.replacement_declined": _("Proposed replacement declined"),
    "claims.source_removed": _("LGO file removed after its import"),
    "claims.exported": _("Invoices exported"),
    "bank.imported": _("Bank statement imported: {kept} lines, {credits} credits, {cents}"),
    "bank.import_undone": _("Import {subject} of a bank statement undone"),
    "bank.source_removed": _("Bank file removed after its import"),
    "notices.imported": _("Payment notices imported: {kept} new"),
    "notices.import_undone": _("Import {subject} of payment notices undone"),
    "notice.added": _("Payment notice noted: {cents}"),
    "notice.removed": _("Payment notice {subject} removed"),
    "journal.exported": _("Journal exported"),
    "list.exported": _("List exported: {subject}, {rows} rows"),
    "insurers.assigned": _("Operator taught for AMC {amc}"),
    "insurers.assigned_many": _("Operator taught for {insurers} AMC"),
    "insurers.imported": _("Directory of insurers imported"),
    "insurers.learnt": _("Operators learnt from a list"),
    "profiles.removed": _("Import profile forgotten: {subject}"),
    "profiles.saved": _("Import profile saved: {subject}"),
    "advance.requested": _("Acompte requested from {name}: {cents}"),
    "advance.recorded": _("Answer to the acompte noted"),
    "reminder.taken_back": _("Reminder taken back, level {level}"),
    "advance.taken_back": _("Answer to the acompte taken back"),
    "reminder.sent": _("{name} reminded, level {level}: {cents}"),
    "cash.line": _("Line of cash written: {subject}"),
    "cash.threshold": _("Threshold of suspension written: {cents}, {days} working days"),
    "cash.threshold_put_back": _("Threshold of suspension put back: {cents}, {days} working days"),
    "cash.threshold_removed": _("Threshold of suspension removed"),
    "bank.creditor_added": _("Creditor authorised to debit: {subject}"),
    "bank.creditor_removed": _("Creditor no longer authorised to debit: {subject}"),
    "indemnity.accredited": _("Rejected invoice {subject} said to have been accredited"),
    "indemnity.not_accredited": _("Rejected invoice {subject} no longer said to have been accredited"),
    "indemnity.rule_removed": _("Own rule of indemnities removed: {subject}, from {since}"),
    "compulsory.paid": _("Invoices of the compulsory scheme paid on {day}: {count}"),
    "compulsory.taken_back": _("Lines of the compulsory scheme taken back: {count}"),
    "compulsory.removed": _("Line of the compulsory scheme taken away"),
    "indemnity.rule": _("Own rule of indemnities written: {subject}, from {since}"),
    "advance.moved": _("Movement of acompte: {cents}"),
    "advance.movement_undone": _("Movement of acompte undone: {cents}"),
    "advance.withdrawn": _("Request of an acompte withdrawn"),
    "advance.reminded": _("Operator reminded of the acompte, reminder {level}"),
    "match.automatic": _("References pointed: {matches} credits, {cents}"),
    "match.confirmed": _("Credit {subject} pointed: {cents}"),
    "match.outside": _("Credit {subject} left aside, its words erased"),
    "match.withheld": _("Notice {subject} kept back: {cents}"),
    "match.undone": _("Match {subject} undone: {cents}"),
    "alarms.absent_after": _("Usual credits are said absent after {days} working days"),
    "payer_rule.saved": _("Rule of a payer saved"),
    "payer_rule.removed": _("Rule of a payer removed"),
    "operators.light": _("{name}, {light}: {state}"),
    "operators.lights_set": _("Lights of {name} set"),
    "operators.portal": _("Portal of {name} looked at: {outcome}"),
    "incident.opened": _("Incident opened: {title}"),
    "incident.step": _("Step “{title}”: {status}"),
    "incident.draft": _("Draft kept on a step"),
    "incident.proof": _("Proof kept on a step"),
    "incident.closed": _("Incident closed"),
    "incident.block": _("Block added: {title}"),
    "incident.block_taken_out": _("Block removed: {title}"),
    "incident.handed_over": _("Incident handed to the next shift"),
    "evidence.exported": _("Pack of proofs written: {files} files"),
    "incident.breach": _("Breach of data: {field} noted"),
    "operators.suspended": _("Tiers payant suspended for {subject}: the titulaire’s decision"),
    "operators.suspension_ended": _("Tiers payant taken up again for {subject}"),
    "operators.sign": _("{name} seen again: {sign}"),
    "access.added": _("Access added"),
    "access.described": _("Access described"),
    "access.server_set": _("Mail server set: {host}"),
    "access.server_put_back": _("Mail server put back: {host}"),
    "access.left": _("Access left aside"),
    "access.back": _("Access in use again"),
    "access.account_answered": _("Question answered: is there an account?"),
    "access.number_reserved": _("Place kept in the keyring for a password"),
    "access.current_entered": _("Known password entered"),
    "access.previous_purged": _("Old password destroyed"),
    "rotation.started": _("Change of password started"),
    "rotation.proposed": _("New password kept and read back"),
    "rotation.accepted": _("New password accepted by the provider"),
    "rotation.refused": _("New password refused; another one is proposed"),
    "rotation.other": _("Another password was chosen at the provider"),
    "rotation.adopted": _("Password found in the keyring taken up"),
    "rotation.verified": _("New password proved by a real login to {host}"),
    "rotation.login_refused": _("Login refused by {host}; both passwords kept"),
    "rotation.no_login_test": _("The provider allows no login test"),
    "rotation.old_tried": _("Old password tried once: {answer}"),
    "rotation.attested": _("New password attested by a named person"),
    "rotation.parked": _("Change of password put in waiting"),
    "rotation.resumed": _("Change of password resumed"),
    "rotation.promoted": _("New password in force, the old one kept 30 days"),
    "rotation.closed": _("Change of password closed"),
    "rotation.abandoned": _("Change of password given up"),
    "password.on_paper": _("A password was put on paper, for a sealed envelope"),
    "password.shown": _("Password shown or copied"),
    "password.breach_asked": _("Lists of stolen passwords asked about no. {number}: {exposure}"),
    "rotation.phrase": _("A phrase of words is proposed instead"),
    "sweep.unticked": _("Tick of the sweep taken away"),
    "sweep.not_applicable": _("Line of the sweep not applicable: {reason}"),
    "sweep.later": _("Line of the sweep for later"),
    "sweep.ticked": _("Line of the sweep ticked"),
    "message.judged": _("Message judged: {verdict} ({domain})"),
    "paper.saved": _("Document saved: {document} {number}"),
    "paper.drafted": _("Mail draft written: {document} {number}"),
    "paper.printed": _("Document printed: {document} {number}, {copies} × {printer}"),
    "paper.logo_set": _("Logo of the letterhead set"),
}


_ANSWERS = {"accepted": _("it still opened"), "refused": _("it opened no more")}
"""What a server answered to a login, as the facts name it."""


_ADDED = _("LGO list imported: {kept} new")
_FIRST_KNOWN = _("New password in force; the old one was not known here")
"""What a promotion says where there was no old password to keep."""
_WORDS: dict[str, Callable[[str], str]] = {
    "status": lambda code: status_word(StepStatus(code)),
    "light": lambda code: light_word(Light(code)),
    "state": lambda code: state_word(LightState(code)) if code in set(LightState) else code,
    "outcome": outcome_word,
    "verdict": lambda code: translate(VERDICTS[Verdict(code)]) if code in set(Verdict) else code,
    "sign": lambda code: sign_word(Sign(code)),
    "field": lambda code: field_word(BreachField(code)),
    "exposure": exposure_word,
    "until": lambda day: short_day(datetime.fromisoformat(day).date()),
}
"""Facts that are codes, and how a code is said."""


class _Values(dict[str, str]):
    """Facts by name; one that an old entry lacks is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def say(entry: JournalEntry) -> str:
    """Put an entry into words, in the language in force; an unknown code stands as it is."""
    sentence = SENTENCES.get(entry.what)
    if sentence is None:
        return entry.what
    values = _Values({name: str(value) for name, value in entry.facts.items()}, subject=entry.subject)
    if entry.what.startswith("paper."):
        values["document"] = paper_name(entry.subject)
        values["printer"] = values.get("printer") or translate(_("default printer"))
    if entry.what == "list.exported":
        values["subject"] = translate(LISTS.get(entry.subject, entry.subject))
    for name, words in _WORDS.items():
        if name in values:
            values[name] = words(values[name])
    if entry.what == "rotation.promoted" and not entry.facts.get("previous"):
        sentence = _FIRST_KNOWN
    if entry.what == "claims.imported" and entry.facts.get("gone") is None:
        sentence = _ADDED
    if (answer := values.get("answer", "")) in _ANSWERS:
        values["answer"] = translate(_ANSWERS[answer])
    if isinstance(cents := entry.facts.get("cents"), int):
        values["cents"] = money(cents)
    return translate(sentence).format_map(values)
