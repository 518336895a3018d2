"""What the middle of the page may ask for."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What the panel asks of the page."""

    OPEN_PAGE = "open_page"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OTHER = "other"
    VERIFY = "verify"
    TRY_OLD = "try_old"
    ATTEST = "attest"
    RETIRE = "retire"
    RESUME = "resume"
    ABANDON = "abandon"
    CURRENT = "current"
    DESCRIBE = "describe"
    LEAVE = "leave"
    SERVER = "server"
    RENEW = "renew"
    PHRASE = "phrase"
    PAPER = "paper"
    STOLEN = "stolen"
