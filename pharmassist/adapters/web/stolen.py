"""Asks the range service of Have I Been Pwned: five signs of a hash leave, a padded list comes back."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from pharmassist.adapters.web.deadline import Deadline
from pharmassist.adapters.web.portal import CONNECT_SECONDS, READ_SECONDS, session_under
from pharmassist.domain.problems import Problem

ADDRESS = "https://api.pwnedpasswords.com/range/"
OVERALL_SECONDS = 12.0
LIMIT_BYTES = 1_000_000
PREFIX = re.compile("[0-9A-F]{5}")
_LINE = re.compile("([0-9A-F]{35}):([0-9]{1,12})")


class RangeLists:
    """Implements ``StolenLists``: HTTPS only, no redirect at all, a deadline, a size limit."""

    def __init__(self, *, address: str = ADDRESS, overall_seconds: float = OVERALL_SECONDS) -> None:
        self._address, self._overall = address, overall_seconds

    def range(self, prefix: str) -> dict[str, int]:
        """Return how often each rest was seen; the lines of the padding (never seen) are dropped."""
        if not PREFIX.fullmatch(prefix) or urlsplit(self._address).scheme != "https":
            raise ValueError("five hexadecimal signs are sent, over HTTPS")
        with Deadline(self._overall) as deadline, session_under(deadline) as session:
            try:
                text = self._read(session, self._address + prefix)
            except (requests.RequestException, HTTPError, OSError) as error:
                if deadline.passed or isinstance(error, requests.exceptions.Timeout):
                    raise Problem("breach_silent", retryable=True) from None
                if isinstance(error, requests.exceptions.SSLError):
                    raise Problem("breach_certificate") from None
                raise Problem("breach_unreachable", retryable=True) from None
            if deadline.passed:
                raise Problem("breach_silent", retryable=True)
        return _counts(text)

    def _read(self, session: requests.Session, url: str) -> str:
        with session.get(
            url,
            headers={"Add-Padding": "true"},
            stream=True,
            allow_redirects=False,
            timeout=(min(CONNECT_SECONDS, self._overall), min(READ_SECONDS, self._overall)),
            verify=True,
            proxies=get_environ_proxies(url),
        ) as response:
            if response.status_code != requests.codes.ok:
                raise Problem("breach_unreadable", details=str(response.status_code))
            page = bytearray()
            for chunk in response.iter_content(16_384):
                page += chunk
                if len(page) > LIMIT_BYTES:
                    raise Problem("breach_unreadable")
        return page.decode("ascii", "replace")


def _counts(text: str) -> dict[str, int]:
    """Read the lines; a page that is none is refused whole: not found would be told otherwise."""
    found: dict[str, int] = {}
    for line in text.split():
        match = _LINE.fullmatch(line.upper())
        if match is None:
            raise Problem("breach_unreadable")
        found[match[1]] = int(match[2])
    if not found:
        raise Problem("breach_unreadable")
    return {rest: times for rest, times in found.items() if times}
