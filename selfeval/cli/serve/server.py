"""The web server: it answers this machine only, gives nothing but the pages, and takes nothing in."""

from __future__ import annotations

import hmac
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import unquote

from selfeval.cli.serve.pages import ASSETS, Pages, asset
from selfeval.submission.folder import DepartmentYear

HOST = "127.0.0.1"
LOOK = 0.1
"""How many seconds lie between two looks at the files."""
ALIVE = 15.0
"""After how many seconds without news a line is sent, so that a page that was closed is noticed."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Serve the pages to this machine only, at a port that the system chooses, below a path that nobody can guess."""

    daemon_threads = True

    def __init__(self, pages: Pages) -> None:
        super().__init__((HOST, 0), _Answer)
        self.pages = pages

    @property
    def address(self) -> str:
        """Return the address of the index."""
        return f"http://{HOST}:{self.server_port}/{self.pages.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


class _Answer(BaseHTTPRequestHandler):
    """Answer one request: a page is looked up among those there are, a path is never made from what was asked."""

    protocol_version = "HTTP/1.1"
    server_version = "selfeval"
    sys_version = ""

    @property
    def _server(self) -> Server:
        return cast(Server, self.server)

    def do_GET(self) -> None:  # the name is that of the protocol
        """Answer with a page, or refuse."""
        port = self._server.server_port
        if self.headers.get_all("Host") not in ([f"{HOST}:{port}"], [f"localhost:{port}"]):
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        head, _, rest = unquote(self.path.partition("?")[0]).partition("/")
        token, *parts = rest.split("/")
        if head or not hmac.compare_digest(token.encode(), self._server.pages.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        self._find(parts)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request that can be answered, as any other, and hear no more of it."""
        self.close_connection, self.request_version = True, self.protocol_version
        self._refuse(HTTPStatus(code))

    do_HEAD = do_GET  # noqa: N815  # the name is that of the protocol

    def _find(self, parts: list[str]) -> None:
        pages = self._server.pages
        match parts:
            case [name] if name in ASSETS:
                self._send(asset(name), ASSETS[name])
            case ["rules", code]:
                self._page(pages.rule(code))
            case ["news", *of] if place := self._place(of):
                self._news(place)
            case [] | [""]:
                self._page(pages.index(""))
            case [year] | [year, ""] if any(place.year == year for place in pages.places()):
                self._page(pages.index(year))
            case _:
                place = self._place(parts)
                self._page(pages.department(place) if place else None)

    def _place(self, parts: list[str]) -> DepartmentYear | None:
        """Return the department of a path, None where there is no such department."""
        wanted = [part for part in parts if part]
        return next((place for place in self._server.pages.places() if list(place) == wanted), None)

    def _page(self, page: str | None) -> None:
        if page is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(page.encode(), "text/html")

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {
            **HEADERS,
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, status: HTTPStatus) -> None:
        self._send("没有这一页".encode(), "text/plain", status)

    def _news(self, place: DepartmentYear) -> None:
        """Send a line whenever a file that the page is made of was saved, until the page is closed."""
        self.send_response(HTTPStatus.OK)
        for name, value in {**HEADERS, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        pages = self._server.pages
        seen, told = pages.snapshot(place, {}), 0.0
        while True:
            now = pages.snapshot(place, seen)
            if now != seen:
                seen = now
                self.wfile.write(b"data: saved\n\n")
                self.wfile.flush()
                told = time.monotonic()
            elif time.monotonic() - told > ALIVE:
                self.wfile.write(b": still here\n\n")
                self.wfile.flush()
                told = time.monotonic()
            time.sleep(LOOK)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Print nothing: the address with its token is not to be told."""
