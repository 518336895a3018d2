"""One look at a portal, on a real site over TLS."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.web.portal import PortalWeb
from pharmassist.domain.operators import Operator, Probe
from pharmassist.services.changes import Changes
from pharmassist.services.ports.web import Connection
from pharmassist.services.watching import Watching
from tests.registers import make_register
from tests.servers.certificates import Authority
from tests.servers.https_server import HttpsServer


def look(server: HttpsServer, path: str, expect: str = "", **options: float) -> str:
    web = PortalWeb(
        references=(),
        overall_seconds=options.get("seconds", 5.0),
        limit_bytes=int(options.get("limit", 200_000)),
    )
    return web.look(Probe(server.url + path, expect)).outcome


def test_a_portal_answers(https_server: HttpsServer) -> None:
    assert look(https_server, "/ok", "Service disponible") == "answers"
    assert PortalWeb().look(Probe(https_server.url + "/ok")).detail == "200"


def test_a_page_without_the_expected_text_is_an_error(https_server: HttpsServer) -> None:
    assert look(https_server, "/ok", "Connexion professionnels") == "error"


@pytest.mark.parametrize(("path", "status"), [("/unavailable", "503"), ("/forbidden", "403")])
def test_an_error_says_its_number(https_server: HttpsServer, path: str, status: str) -> None:
    seen = PortalWeb().look(Probe(https_server.url + path))
    assert (seen.outcome, seen.detail) == ("error", status)


def test_an_expired_certificate(expired_https_server: HttpsServer) -> None:
    assert look(expired_https_server, "/ok") == "certificate"
    assert expired_https_server.requests == []


def test_a_certificate_nobody_trusts(untrusted_https_server: HttpsServer) -> None:
    assert look(untrusted_https_server, "/ok") == "certificate"


def test_the_environment_cannot_replace_the_trust_store(
    untrusted_https_server: HttpsServer, foreign_authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(foreign_authority.file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(foreign_authority.file))
    assert look(untrusted_https_server, "/ok") == "certificate"


def test_a_redirect_on_the_same_host_is_followed(https_server: HttpsServer) -> None:
    assert look(https_server, "/here", "Service disponible") == "answers"


@pytest.mark.parametrize(("path", "host"), [("/elsewhere", "ailleurs.invalid"), ("/plain", "localhost")])
def test_a_redirect_elsewhere_is_not_followed(https_server: HttpsServer, path: str, host: str) -> None:
    seen = PortalWeb().look(Probe(https_server.url + path))
    assert (seen.outcome, seen.detail) == ("elsewhere", host)
    assert len(https_server.requests) == 1


def test_a_loop_ends(https_server: HttpsServer) -> None:
    assert look(https_server, "/loop") == "error"
    assert len(https_server.requests) == 5


@pytest.mark.parametrize("path", ["/dripping", "/silent"])
def test_a_site_that_does_not_end_is_silent(https_server: HttpsServer, path: str) -> None:
    assert look(https_server, path, seconds=0.6) == "silent"


def test_headers_that_drip_end_at_the_deadline(trickle: int) -> None:
    """Neither the handshake nor the headers may outlast the deadline."""
    assert PortalWeb(overall_seconds=0.5).look(Probe(f"https://localhost:{trickle}/")).outcome == "silent"


def test_an_endless_page_is_cut(https_server: HttpsServer) -> None:
    assert look(https_server, "/endless", limit=300_000) == "too_much"


def test_nobody_there(closed_port: int) -> None:
    assert PortalWeb().look(Probe(f"https://localhost:{closed_port}/")).outcome == "unreachable"
    assert PortalWeb().look(Probe("https://nulle-part.invalid/")).outcome == "unreachable"


def test_only_https(https_server: HttpsServer) -> None:
    plain = https_server.url.replace("https", "http")
    assert PortalWeb().look(Probe(plain + "/ok")).outcome == "error"
    assert https_server.requests == []


def test_no_cookie_is_kept_and_no_password_file_read(
    https_server: HttpsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    web = PortalWeb()
    for _turn in range(2):
        web.look(Probe(https_server.url + "/cookie"))
    for _method, _path, headers in https_server.requests:
        assert "Cookie" not in headers
        assert "Authorization" not in headers


DEAD_NAME = Probe("https://nulle-part.invalid/", "Service")


def connection(*references: Probe) -> Connection:
    return PortalWeb(references=references, overall_seconds=15).connection()


def test_one_good_reference_is_enough(https_server: HttpsServer, closed_port: int) -> None:
    no_route = Probe(f"https://localhost:{closed_port}/")
    good = Probe(https_server.url + "/ok", "Service disponible")
    assert connection(no_route, DEAD_NAME, good) is Connection.WORKS
    assert connection(no_route, Probe(https_server.url + "/unavailable")) is Connection.WORKS


def test_no_route_and_no_name_is_a_cut(closed_port: int) -> None:
    assert connection(Probe(f"https://localhost:{closed_port}/"), DEAD_NAME) is Connection.CUT
    assert connection() is Connection.CUT


def test_a_captive_portal_that_answers_everything(
    https_server: HttpsServer, untrusted_https_server: HttpsServer, closed_port: int
) -> None:
    """With a certificate of its own, or with one that this computer was made to trust."""
    stranger = Probe(untrusted_https_server.url + "/ok", "Service disponible")
    trusted_stranger = Probe(https_server.url + "/ok", "ameli")
    silent = Probe(f"https://localhost:{closed_port}/")
    assert connection(stranger, silent) is Connection.INTERCEPTED
    assert connection(trusted_stranger, silent) is Connection.INTERCEPTED
    assert connection(stranger, Probe(https_server.url + "/elsewhere", "ameli")) is Connection.INTERCEPTED


def test_references_that_all_lead_elsewhere_are_no_cut(https_server: HttpsServer) -> None:
    """A site that moved to another address proved its name first."""
    assert connection(Probe(https_server.url + "/elsewhere", "ameli")) is Connection.WORKS


@pytest.mark.parametrize("cut", ["no route", "dead name", "captive", "trusted captive"])
def test_a_cut_is_our_banner_never_the_operators_fault(
    cut: str,
    https_server: HttpsServer,
    untrusted_https_server: HttpsServer,
    closed_port: int,
    tmp_path: Path,
) -> None:
    """Through the service, on real connections: nothing is kept, nothing is journalled of Viamedis."""
    reached = {
        "no route": f"https://localhost:{closed_port}/",
        "dead name": "https://nulle-part.invalid/",
        "captive": untrusted_https_server.url + "/ok",
        "trusted captive": https_server.url + "/ok",
    }[cut]
    web = PortalWeb(
        references=(Probe(reached, "ameli"), Probe(reached, "service-public")), overall_seconds=15
    )
    clock = FixedClock(datetime(2024, 1, 30, 8, tzinfo=UTC))
    with closing(make_register(tmp_path / "register", clock)) as register:
        viamedis = replace(TomlCatalogue().operators()[-1], id="viamedis", probe=Probe(reached))
        watching = Watching(register, OneOperator(viamedis), web, clock, Changes())
        (checked,) = watching.check_all("AB")
        assert not checked.connected
        assert (checked.portal, checked.looked) == (None, False)
        with register.read() as tx:
            assert tx.operators.latest_portal("viamedis") is None
            assert "operators.portal" not in [entry.what for entry in tx.journal.last(10)]


class OneOperator(TomlCatalogue):
    """A catalogue of one operator, whose portal is where the test says."""

    def __init__(self, operator: Operator) -> None:
        super().__init__()
        self._one = operator

    def operators(self) -> tuple[Operator, ...]:
        return (self._one,)


def test_the_proxy_of_the_system_is_used(
    https_server: HttpsServer, proxy: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, asked = proxy
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    assert look(https_server, "/ok", "Service disponible") == "answers"
    assert asked == [f"localhost:{https_server.port}"]


@pytest.fixture
def trickle() -> Iterator[int]:
    """A port that sends one byte at a time, in place of a handshake."""
    stop = threading.Event()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(4)

        def serve() -> None:
            accepted, _address = listener.accept()
            with accepted:
                accepted.settimeout(5)
                accepted.recv(65536)
                # A TLS record header that announces more than ever comes.
                for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 500:
                    if stop.wait(0.05):
                        return
                    try:
                        accepted.send(bytes([byte]))
                    except OSError:
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        yield int(listener.getsockname()[1])
        stop.set()
        thread.join()


class _Tunnel(http.server.BaseHTTPRequestHandler):
    """A proxy that opens tunnels on this computer."""

    asked: list[str] = []

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        host, _colon, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=5) as far:
            self.send_response(200)
            self.end_headers()
            self.connection.settimeout(0.05)
            far.settimeout(0.05)
            end = time.monotonic() + 5
            while time.monotonic() < end:
                for one, other in ((self.connection, far), (far, self.connection)):
                    try:
                        data = one.recv(65536)
                    except TimeoutError:
                        continue
                    if not data:
                        return
                    other.sendall(data)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def proxy() -> Iterator[tuple[int, list[str]]]:
    """A real proxy and what it was asked."""
    _Tunnel.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Tunnel) as server:
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield int(server.server_address[1]), _Tunnel.asked
        server.shutdown()
        thread.join()
