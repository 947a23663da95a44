"""The well-mannered server that does nothing, of which the bare miniatures are made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Final

IMPLEMENTATION: Final[Mapping[str, Any]] = {
    "name": "Miniature",
    "version": "1.0",
    "vendor": "Miniatures Ltd",
    "contract": 1,
    "profiles": ["bookings", "cadence"],
    "clock": "virtual",
    "exchange": ["graph"],
    "optional": ["signals", "diagnostics", "delete"],
    "parallel_sessions": 1,
    "durable": False,
}
# What may not reach a page or a terminal as it is: mark-up, an escape sequence, a bell,
# a mark that turns the direction of text, half a character, and far too much of it.
NASTY: Final = "<script>alert(1)</script> \x1b[31mred\x07 \u202eevil\u2066 \x9b2J"
LONG: Final = "x" * 10_000


class Idle(BaseHTTPRequestHandler):
    """Keeps the form of the contract, and does nothing at all."""

    protocol_version = "HTTP/1.1"
    implementation: ClassVar[Mapping[str, Any]] = IMPLEMENTATION
    now: ClassVar[str] = ""

    def handle_one_request(self) -> None:
        """A caller who hangs up is no error of this server."""
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do_GET(self) -> None:
        """Who it is."""
        self.answer(200, self.implementation)

    def do_PUT(self) -> None:
        """A session begins."""
        session = self.asked()
        type(self).now = session["now"]
        self.begin(session)
        self.answer(201, self.progress())

    def do_POST(self) -> None:
        """Time passes, or a signal arrives."""
        asked = self.asked()
        if self.path.endswith("/signals"):
            self.answer(204)
            return
        type(self).now = asked["to"]
        self.work()
        self.answer(200, self.progress())

    def do_DELETE(self) -> None:
        """A session ends."""
        self.answer(204)

    def begin(self, session: Mapping[str, Any]) -> None:
        """What it does with a new session: nothing."""

    def work(self) -> None:
        """What it does when time passes: nothing."""

    def progress(self) -> Mapping[str, Any]:
        """Where it says that it stands."""
        return {"now": self.now, "next_wake": None, "problems": []}

    def asked(self) -> Any:
        """The body of the request."""
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, status: int, document: object = None, /) -> None:
        """The answer is sent."""
        body = b"" if document is None else json.dumps(document).encode()
        self.send(status, "application/json", body)

    def send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        """Exactly this is sent."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Requests are not printed."""
