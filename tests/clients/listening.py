"""Somebody who listens on loopback: the only place that receives notifications."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Listener:
    """Repeats the token of a handshake; keeps what it is told."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_willing = True
        self._told: Queue[dict[str, Any]] = Queue()

    def hear(self, body: bytes) -> None:
        """It has been told this."""
        self._told.put(json.loads(body))

    def told(self) -> dict[str, Any]:
        """The body of the next call, which comes before long.

        Raises:
            queue.Empty: it does not.
        """
        return self._told.get(timeout=10)


@contextmanager
def a_listener() -> Iterator[Listener]:
    """It listens; afterwards nobody does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """A handshake, or a notification."""
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            token = parse_qs(urlsplit(self.path).query).get("validationToken")
            if not token:
                listener.hear(body)
            said = token[0] if token and listener.is_willing else ""
            self.send_response(200 if listener.is_willing else 403)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            """Nothing is written to the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listener = Listener(f"http://127.0.0.1:{server.server_port}/told")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()
