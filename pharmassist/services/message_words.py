"""What is said of a message that was judged: the same words on the page and in the terminal."""

from __future__ import annotations

from pharmassist.domain.messages import Asked, Combination, Kind, Message, Pressed, Rule, Verdict
from pharmassist.services.texts import day, hour, language, translate, translate_plural
from pharmassist.services.texts import mark as _

VERDICTS = {
    Verdict.FRAUD: _("Probable fraud"),
    Verdict.SUSPICIOUS: _("To be verified"),
    Verdict.NO_SIGN: _("No sign found"),
}
KINDS = {Kind.MAIL: _("Mail"), Kind.SMS: _("SMS"), Kind.CALL: _("Call")}
ASKED = {
    Asked.PASSWORD: _("A password, a login"),
    Asked.CODE: _("A code received"),
    Asked.CARD: _("The bank card"),
    Asked.BANK_DETAILS: _("Our RIB"),
    Asked.BANK_DETAILS_CHANGE: _("A change of RIB"),
    Asked.PAYMENT: _("A payment"),
    Asked.REMOTE_CONTROL: _("Control of the PC"),
    Asked.INSTALL: _("Something to install"),
    Asked.CALL_BACK: _("To call a number back"),
    Asked.LINK: _("To open a link"),
    Asked.IDENTITY: _("Papers, CPS card"),
    Asked.PATIENT_DATA: _("Data of patients"),
    Asked.INFORMATION: _("Ordinary information"),
}
PRESSED = {
    Pressed.URGENCY: _("In a hurry"),
    Pressed.THREAT: _("With a threat"),
    Pressed.REWARD: _("With a promise"),
    Pressed.SECRECY: _("In secret"),
    Pressed.AUTHORITY: _("With authority"),
}
NOT_CHECKED = {
    "links_not_opened": _("The sites behind the links: never opened"),
    "sender_not_proved": _("The sender: not verified by a receiving host we can trust"),
    "headers_absent": _("The way the mail took: its headers are not in what was given"),
    "files_not_opened": _("The attached files: never opened"),
    "number_can_be_imitated": _("The number or name of the sender: it can be imitated"),
    "caller_not_proved": _("Who called: a number shown can be imitated"),
    "facts_not_checked": _("Whether what it tells is true"),
    "text_too_long": _("The end of the text: only its beginning was read"),
    "rest_not_read": _("The end of the file: only its first 3 MB were read"),
    "parts_not_read": _("Parts of the mail: too many, one within the other"),
    "rtf_not_read": _("The text of this Outlook mail, kept in a form that is not read"),
}
_FALLBACK = _(
    "No combination of signs. This is no proof that the message is honest: see what was not checked."
)
_CALL_PHRASE = _("“I give nothing by phone. I will call you back at the number I know.”")
_WRITE_PHRASE = _("“We do not answer such messages. We will call you at the number we know.”")


def verdict_title(verdict: Verdict, signs: int) -> str:
    """Return the headline: never "safe"."""
    if verdict is Verdict.NO_SIGN:
        return translate(VERDICTS[verdict])
    counted = translate_plural("{number} sign", "{number} signs", signs).format(number=signs)
    return translate("{verdict}: {signs}").format(verdict=translate(VERDICTS[verdict]), signs=counted)


def told_by(combination: Combination | None) -> str:
    """Return what a combination says; where none fits, that this is no proof of honesty."""
    if combination is None:
        return translate(_FALLBACK)
    return combination.told_en if language() == "en" else combination.told


def rule_words(rule: Rule) -> tuple[str, str]:
    """Return the title of a sign and why it is one, in the language in force."""
    return (rule.title_en, rule.why_en) if language() == "en" else (rule.title, rule.why)


def phrase(kind: Kind) -> str:
    """Return the sentence to answer."""
    return translate(_CALL_PHRASE if kind is Kind.CALL else _WRITE_PHRASE)


def not_checked(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Put codes into words."""
    return tuple(translate(NOT_CHECKED[code]) for code in codes)


def called_words(code: str) -> str:
    """Return what was ticked of a call, in words."""
    if code in set(Asked):
        return translate(ASKED[Asked(code)])
    return translate(PRESSED[Pressed(code)])


def sent_words(message: Message) -> str:
    """Return when a mail says it was sent; "" where it says nothing."""
    if message.sent is None:
        return ""
    return f"{day(message.sent.date(), long=True)}, {hour(message.sent)}"
