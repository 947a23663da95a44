"""What a connection to a server of the contract must endure."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from datetime import timedelta

from harness.adapters.contract_client import ContractClient
from harness.world.moments import START, rfc3339


class OneAtATime(threading.Thread):
    """Answers one request a connection, and closes it without having said so."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.heard = threading.Semaphore(0)
        self.closed = threading.Semaphore(0)

    def run(self) -> None:
        """Two connections are served."""
        progress: dict[str, object] = {
            "now": rfc3339(START),
            "next_wake": None,
            "problems": [],
        }
        body = json.dumps(progress).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        for _ in range(2):
            connection, _ = self._socket.accept()
            request = b""
            while not request.endswith(b"}"):
                request += connection.recv(65536)
            connection.sendall(head + body)
            self.heard.acquire(timeout=10)
            connection.close()
            self.closed.release()
        self._socket.close()


def test_a_connection_that_was_closed_between_two_calls_is_nobodys_fault() -> None:
    """The loop of a bench stands still between calls, and hears of it only then."""
    server = OneAtATime()
    server.start()
    loop = asyncio.new_event_loop()
    client = ContractClient(server.url, call_timeout=timedelta(seconds=10))

    loop.run_until_complete(client.advance("s", START))
    server.heard.release(2)
    assert server.closed.acquire(timeout=10)
    again = loop.run_until_complete(client.advance("s", START))

    assert again.now == START
    loop.run_until_complete(client.stop())
    loop.close()
    server.join(timeout=10)
