"""Names of accounts: one account has one name, whatever the format of its statement.

A French account is bank (5), branch (5), number (11) and a key; from these its IBAN follows, so
that an OFX or CFONB120 file meets the camt.053 of the same account.
"""

from __future__ import annotations

import re

from stdnum import iban as stdnum_iban

from pharmassist.domain.problems import Problem

_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_LONGEST = 60
_SHORTEST = 6
"""Signs of a number that may name an account alone."""


def account_of(bank: str, branch: str, number: str) -> str:
    """Return the IBAN of bank, branch and number; ``bank:branch:number`` where none can be made."""
    bank, branch, number = (_compact(part) for part in (bank, branch, number))
    if found := _iban_of(number):
        return found
    # some banks write the whole account, key included, where its number is due
    if len(number) == 23 and number[:5] == bank.zfill(5) and number[21:] == rib_key(number[:21]):
        return _french(number[:21])
    if re.fullmatch(r"\d{1,5}", bank) and re.fullmatch(r"\d{1,5}", branch):
        if len(number) == 13 and number[11:] == rib_key(bank.zfill(5) + branch.zfill(5) + number[:11]):
            number = number[:11]
        if re.fullmatch(r"[0-9A-Z]{1,11}", number):
            return _french(bank.zfill(5) + branch.zfill(5) + number.zfill(11))
    return f"{bank}:{branch}:{number}"[:_LONGEST] if bank or branch or number else ""


def clean_account(text: str) -> str:
    """Return an IBAN typed or written by a file; raises ``Problem("iban_invalid")``."""
    compact = _compact(text)
    if found := _iban_of(compact):
        return found
    if len(compact) == 23 and compact[21:] == rib_key(compact[:21]):
        return _french(compact[:21])
    raise Problem("iban_invalid", {"text": text[:40]})


def same_account(one: str, other: str) -> bool:
    """Tell whether two names are of one account: equal, or the number of one stands in the other.

    Some OFX files give no branch, so that no IBAN can be made of them.
    """
    if one == other:
        return True
    loose, whole = (one, other) if ":" in one else (other, one)
    if ":" not in loose or ":" in whole:
        return False
    bank, _branch, number = loose.split(":", 2)
    return len(number) >= _SHORTEST and number in whole[4:] and (not bank or bank in whole[4:])


def rib_key(body: str) -> str:
    """Return the two-digit key of the 21 signs of a French account."""
    digits = body.upper().translate(_LETTERS)
    return f"{97 - int(digits + '00') % 97:02d}" if digits.isascii() and digits.isdigit() else ""


def _french(body: str) -> str:
    bban = body + rib_key(body)
    check = 98 - int("".join(str(int(sign, 36)) for sign in bban + "FR00")) % 97
    return f"FR{check:02d}{bban}"


def _iban_of(compact: str) -> str:
    shaped = re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", compact)
    # the country's own check of the library is stricter than what banks print: the key suffices
    return compact if shaped and stdnum_iban.is_valid(compact, check_country=False) else ""


def _compact(text: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", text).upper()
