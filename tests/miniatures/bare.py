"""Miniatures that need not synchronise: the standard library's server, broken."""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
import time
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from http.server import ThreadingHTTPServer
from typing import Any, ClassVar, Final

from tests.miniatures.idle import IMPLEMENTATION, LONG, NASTY, Idle

_HUGE: Final = 100 * 2**20


class Html(Idle):
    """Answers everything with a page."""

    def answer(self, *_: object) -> None:
        """A page."""
        self.send(200, "text/html", b"<html><h1>It works!</h1><script>x()</script>")


class NoJson(Idle):
    """Answers with what is almost JSON."""

    def answer(self, status: int, *_: object) -> None:
        """A quotation mark of the wrong kind."""
        self.send(status, "application/json", b"{'name': 'Miniature',}")


class WrongTypes(Idle):
    """Every member has another type."""

    implementation: ClassVar = {
        **IMPLEMENTATION,
        "version": 1.0,
        "profiles": "bookings",
        "parallel_sessions": "4",
        "durable": "no",
    }


class Failing(Idle):
    """Answers every session with an error of its own."""

    def do_PUT(self) -> None:  # noqa: N802 - the standard library's name
        """A problem document says why."""
        self.asked()
        problem = {"title": "Database down", "detail": f"No connection. {NASTY}"}
        self.answer(500, problem)


class Huge(Idle):
    """Answers with 100 MB."""

    def answer(self, status: int, *_rest: object) -> None:
        """One name that never ends."""
        self.send_response(status)
        self.send_header("Content-Length", str(_HUGE))
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" " * 2**20)


class Swelling(Idle):
    """Answers with a quarter of a megabyte that unpacks to a thousand times as much."""

    def answer(self, status: int, *_: object) -> None:
        """A thousand times the same block, packed."""
        block = b" " * 2**20
        packer = zlib.compressobj(9, wbits=31)
        packed = b"".join(packer.compress(block) for _block in range(256))
        self.send(
            status,
            "application/json",
            packed + packer.flush(),
            **{"Content-Encoding": "gzip"},
        )


class Dripping(Idle):
    """Answers byte by byte, for ever."""

    def answer(self, status: int, *_: object) -> None:
        """A blank now and then keeps the connection alive."""
        self.send_response(status)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while True:
            self.wfile.write(b"1\r\n \r\n")
            time.sleep(0.05)


class HangingUp(Idle):
    """Closes the connection without a word."""

    def answer(self, *_: object) -> None:
        """Nothing is sent."""
        self.close_connection = True


class Resetting(Idle):
    """Tears the connection down."""

    def answer(self, *_: object) -> None:
        """Closing with a linger of nothing sends a reset."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True


class Redirecting(Idle):
    """Sends callers somewhere else."""

    def answer(self, *_: object) -> None:
        """To where nobody should follow."""
        self.send(302, "text/plain", b"", Location="http://127.0.0.1:9/v1")


class Chattering(Idle):
    """Speaks another protocol than HTTP."""

    def handle(self) -> None:
        """A greeting as of a mail server."""
        self.wfile.write(b"220 miniature ESMTP \x1b[2J\r\n")


class Surrogates(Idle):
    """Has half a character in its name."""

    implementation: ClassVar = {**IMPLEMENTATION, "name": "Half a \ud83d"}


class LongName(Idle):
    """Has a name of 10,000 characters."""

    implementation: ClassVar = {**IMPLEMENTATION, "name": LONG}


class VersionTwo(Idle):
    """Speaks a later contract."""

    implementation: ClassVar = {**IMPLEMENTATION, "contract": 2}


class SystemClock(Idle):
    """Lives by the clock of its system."""

    implementation: ClassVar = {**IMPLEMENTATION, "clock": "system"}


class SomebodyElse(Idle):
    """Is another than its descriptor says."""

    implementation: ClassVar = {**IMPLEMENTATION, "name": "Maxiature", "version": "2.0"}


class OkForPut(Idle):
    """Answers 200 where a session came into being."""

    def answer(self, status: int, document: object = None, /) -> None:
        """Not 201."""
        super().answer(200 if status == 201 else status, document)


class CreatedForAdvance(Idle):
    """Answers 201 where time has passed."""

    def do_POST(self) -> None:  # noqa: N802 - as above
        """Not 200."""
        type(self).now = self.asked()["to"]
        self.answer(201, self.progress())


class Unzoned(Idle):
    """Tells times without their zone."""

    def progress(self) -> Mapping[str, Any]:
        """The `Z` is missing."""
        return {**super().progress(), "now": self.now.rstrip("Z")}


class Looking(Idle):
    """Signs in and reads the bookings in each cycle, and never writes."""

    session: ClassVar[Mapping[str, Any]] = {}

    def begin(self, session: Mapping[str, Any]) -> None:
        """Remembers where to look."""
        type(self).session = session

    def work(self) -> None:
        """A look."""
        dataverse = self.session["dataverse"]
        url = (
            f"{dataverse['base_url']}/api/data/v{dataverse['api_version']}"
            "/bookableresourcebookings"
        )
        headers = {"Authorization": f"Bearer {self._token()}"}
        with urllib.request.urlopen(  # noqa: S310 - the harness's own address
            urllib.request.Request(url, headers=headers)  # noqa: S310 - as above
        ) as answer:
            answer.read()

    def _token(self) -> str:
        identity = self.session["identity"]
        form = {
            "grant_type": "client_credentials",
            "client_id": identity["client_id"],
            "client_secret": identity["client_secret"],
            "scope": identity["scope_dataverse"],
        }
        body = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(identity["token_url"], body) as answer:  # noqa: S310 - as above
            return str(json.load(answer)["access_token"])


def exits_at_once() -> None:
    """It says why, on both ways out."""
    sys.stderr.write("Error: no licence found.\x1b[31m\n")
    sys.exit(3)


def goes_into_the_background() -> None:
    """It leaves a child behind that would serve, a second later."""
    if os.fork():
        os._exit(0)
    os.setsid()
    time.sleep(1)
    serve(Idle)


def opens_no_port() -> None:
    """It is busy with something else."""
    sys.stdout.write("Starting …\n")
    while True:
        time.sleep(1)


Bare = type[Idle] | Callable[[], None]
BARE: Final[Mapping[str, Bare]] = {
    "exits-at-once": exits_at_once,
    "goes-into-the-background": goes_into_the_background,
    "opens-no-port": opens_no_port,
    "answers-html": Html,
    "answers-no-json": NoJson,
    "answers-wrong-types": WrongTypes,
    "answers-500": Failing,
    "answers-100-mb": Huge,
    "answers-a-bomb": Swelling,
    "answers-byte-by-byte": Dripping,
    "hangs-up": HangingUp,
    "resets-connections": Resetting,
    "redirects": Redirecting,
    "speaks-another-protocol": Chattering,
    "half-a-character-in-its-name": Surrogates,
    "a-name-of-10000-characters": LongName,
    "speaks-version-2": VersionTwo,
    "lives-by-the-system-clock": SystemClock,
    "is-somebody-else": SomebodyElse,
    "200-for-put": OkForPut,
    "201-for-advance": CreatedForAdvance,
    "times-without-zone": Unzoned,
    "does-nothing": Idle,
    "looks-but-never-writes": Looking,
}


def serve(bare: Bare) -> None:
    """It runs until it is ended."""
    if not isinstance(bare, type):
        bare()
        return
    address = ("127.0.0.1", int(os.environ["FIELDSYNC_PORT"]))
    ThreadingHTTPServer(address, bare).serve_forever()
