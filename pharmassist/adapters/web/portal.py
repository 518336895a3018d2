"""Looks at portals over HTTPS with the system's trust store.

HTTPS only, no redirect to another host, one overall deadline, a size limit, no cookie
kept, no password file read (``netrc``), the system's proxy honoured. The trust store is
ours for each request: ``REQUESTS_CA_BUNDLE`` cannot replace it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
import truststore
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from pharmassist import __version__
from pharmassist.adapters.web.deadline import Deadline
from pharmassist.domain.operators import Probe
from pharmassist.domain.problems import plain
from pharmassist.services.ports.web import Connection, Look

if TYPE_CHECKING:
    from requests.adapters import _HostParams, _PoolKwargs

CONNECT_SECONDS = 5.0
READ_SECONDS = 5.0
OVERALL_SECONDS = 12.0
LIMIT_BYTES = 2_000_000
_CHUNK = 16_384
_REDIRECTS = 5
REFERENCES = (
    Probe("https://www.ameli.fr/", "ameli"),
    Probe("https://www.service-public.fr/", "service-public"),
    Probe("https://www.legifrance.gouv.fr/", "gifrance"),
)
"""Public sites, of no operator, and a word of each: together they tell how our own connection is."""
NO_TEXT = "expected text absent"


class PortalWeb:
    """The web as this program uses it: one look, then everything is dropped."""

    def __init__(
        self,
        *,
        references: Sequence[Probe] = REFERENCES,
        overall_seconds: float = OVERALL_SECONDS,
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        self._references = tuple(references)
        self._overall = overall_seconds
        self._limit = limit_bytes

    def look(self, probe: Probe) -> Look:
        """Look at a portal once; whatever happens is an outcome, never an exception."""
        if urlsplit(probe.url).scheme != "https":
            return Look("error", "https")
        with Deadline(self._overall) as deadline, session_under(deadline) as session:
            try:
                return self._visit(session, probe, deadline)
            except (requests.RequestException, HTTPError, OSError) as error:
                return Look("silent") if deadline.passed else _outcome_of(error)

    def connection(self) -> Connection:
        """Ask the references one after the other; the first good answer ends it.

        A site that proves its name by its certificate and shows its own word, or an error of its
        own, was reached. A certificate of somebody else, or a page of somebody else under a
        certificate that this computer was made to trust, is a captive portal or a proxy that
        answers for everybody. A redirect elsewhere decides nothing unless all do so.
        """
        seen = list[Look]()
        for reference in self._references:
            look = self.look(reference)
            if look.outcome in ("answers", "too_much") or (
                look.outcome == "error" and look.detail.isdecimal()
            ):
                return Connection.WORKS
            seen.append(look)
        if any(look.outcome == "certificate" or look.detail == NO_TEXT for look in seen):
            return Connection.INTERCEPTED
        return Connection.WORKS if any(look.outcome == "elsewhere" for look in seen) else Connection.CUT

    def _visit(self, session: requests.Session, probe: Probe, deadline: Deadline) -> Look:
        """Follow redirects on the same host, then read the page."""
        url = probe.url
        for _turn in range(_REDIRECTS):
            with session.get(
                url,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_SECONDS, self._overall), min(READ_SECONDS, self._overall)),
                verify=True,
                proxies=get_environ_proxies(url),
            ) as response:
                if not response.is_redirect:
                    return self._read(response, probe, deadline)
                target = urljoin(url, response.headers["location"])
            if urlsplit(target).scheme != "https" or urlsplit(target).netloc != urlsplit(url).netloc:
                return Look("elsewhere", plain(urlsplit(target).netloc, 80))
            url = target
        return Look("error", str(requests.codes.get("loop_detected", 508)))

    def _read(self, response: requests.Response, probe: Probe, deadline: Deadline) -> Look:
        """Read the page within the limit and judge it."""
        page = bytearray()
        for chunk in response.iter_content(_CHUNK):
            page += chunk
            if len(page) > self._limit:
                return Look("too_much")
        if deadline.passed:
            return Look("silent")
        if not response.ok:
            return Look("error", str(response.status_code))
        if probe.expect and probe.expect.encode() not in page:
            return Look("error", NO_TEXT)
        return Look("answers", str(response.status_code))


class _Adapter(HTTPAdapter):
    """Connects with the system's trust store, under a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._pool = _pool_under(deadline)
        super().__init__(max_retries=0)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Make the pool of direct connections, watched."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": self._pool}

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Make the pool of connections through a proxy, watched too."""
        made = super().proxy_manager_for(proxy, **proxy_kwargs)
        made.pool_classes_by_scheme = {"https": self._pool}
        return made

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> tuple[_HostParams, _PoolKwargs]:
        """Connect with our context, whatever ``verify`` became on its way."""
        host, _tls = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: object) -> None:
        """Keep the certificate check on; the bundle of the library is not loaded beside ours."""
        del url, verify, cert
        conn.cert_reqs = "CERT_REQUIRED"


def _pool_under(deadline: Deadline) -> type[HTTPSConnectionPool]:
    """Return a pool whose connections the deadline watches from their first byte."""

    class WatchedConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            deadline.watch(connection)
            return connection

    class WatchedPool(HTTPSConnectionPool):
        ConnectionCls = WatchedConnection

    return WatchedPool


def session_under(deadline: Deadline) -> requests.Session:
    """Return a session that keeps nothing and reads nothing of the environment but the proxy."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"PharmAssist/{__version__}"
    session.mount("https://", _Adapter(deadline))
    return session


def _outcome_of(error: Exception) -> Look:
    """Put a failure into one of the outcomes."""
    if isinstance(error, requests.exceptions.SSLError):
        proved = "CERTIFICATE_VERIFY_FAILED" in str(error)
        return Look("certificate" if proved else "error", "" if proved else "TLS")
    if isinstance(error, requests.exceptions.Timeout):
        return Look("silent")
    if isinstance(error, requests.exceptions.ConnectionError | OSError):
        return Look("unreachable")
    return Look("error", type(error).__name__)
