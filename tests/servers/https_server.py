"""A real web site over TLS that answers well, badly, slowly or for ever."""

import http.server
import itertools
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.servers.certificates import Authority

DRIP_SECONDS = 0.05
CHUNK = b"x" * 65536
# Endless for any client with a limit; the test's memory and time stay bounded all the same.
ENDLESS_CHUNKS = 4096


class _Site(http.server.ThreadingHTTPServer):
    """Serves each request on its own thread and waits for all of them at the end."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.context = context
        self.stopping = threading.Event()
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.faults: list[BaseException] = []
        self.ranges: dict[str, int] = {}

    def get_request(self) -> tuple[Any, Any]:
        sock, address = super().get_request()
        sock.settimeout(5)
        # The handshake comes with the first read, on the request's own thread.
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        del request, client_address  # a client that leaves in the middle is what we test


class _Page(http.server.BaseHTTPRequestHandler):
    """One request; the path chooses the manner."""

    server: _Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests.append((self.command, self.path, dict(self.headers.items())))
        self.close_connection = True
        match self.path.split("?")[0]:
            case "/ok":
                self._answer(200, b"Service disponible")
            case "/unavailable":
                self._answer(503, b"Service indisponible")
            case "/forbidden":
                self._answer(403, b"")
            case "/here":
                self._answer(302, b"", {"Location": "/ok"})
            case "/elsewhere":
                self._answer(302, b"", {"Location": "https://ailleurs.invalid/ok"})
            case "/plain":
                self._answer(302, b"", {"Location": "http://localhost/ok"})
            case "/loop":
                self._answer(302, b"", {"Location": "/loop"})
            case "/cookie":
                self._answer(200, b"ok", {"Set-Cookie": "trace=1"})
            case path if path.startswith("/range/"):
                # as the real service: every answer is padded with lines that were never seen
                prefix = path.removeprefix("/range/")
                lines = [f"{'0' * 34}{n:X}:0" for n in range(8)]
                found = (f"{h[5:]}:{n}" for h, n in self.server.ranges.items() if h.startswith(prefix))
                self._answer(200, "\r\n".join([*lines, *found]).encode())
            case "/silent":
                self.server.stopping.wait()
            case "/dripping":
                self._pour(self._drops())
            case "/endless":
                self._pour(itertools.repeat(CHUNK, ENDLESS_CHUNKS))
            case _:
                self._answer(404, b"")

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drops(self) -> Iterator[bytes]:
        while not self.server.stopping.wait(DRIP_SECONDS):
            yield b"."

    def _pour(self, parts: Iterator[bytes]) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for part in parts:
            if self.server.stopping.is_set():
                return
            self.wfile.write(part)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing on the terminal."""


class HttpsServer:
    """The site at `url`; paths: /ok /unavailable /forbidden /here /elsewhere /plain /loop /cookie
    /silent /dripping /endless /range/ABCDE."""

    def __init__(self, authority: Authority, folder: Path, *, expired: bool = False) -> None:
        """Serve at once, with a certificate signed by the authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*authority.sign(folder, expired=expired))
        self._site = _Site(context)
        self.port = int(self._site.server_address[1])
        self.url = f"https://localhost:{self.port}"
        self._thread = threading.Thread(target=self._site.serve_forever, args=(0.02,), name="https server")
        self._thread.start()

    @property
    def requests(self) -> list[tuple[str, str, dict[str, str]]]:
        """What was asked: method, path with its query, headers."""
        return self._site.requests

    def set_ranges(self, hashes: dict[str, int]) -> None:
        """Let /range/ABCDE know these SHA-1 and how often each was stolen."""
        self._site.ranges = dict(hashes)

    def stop(self) -> None:
        """End every answer under way and close."""
        self._site.stopping.set()
        self._site.shutdown()
        self._thread.join()
        self._site.server_close()
