"""One call of the harness at a miniature that synchronises; how to answer it well."""

from __future__ import annotations

import json
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.miniatures.idle import IMPLEMENTATION

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
# Nothing that an implementation may rely on: how the harness names its first sessions.
SMOKE: Final = f"t{zlib.crc32(b'smoke'):08x}"
CANARY: Final = f"t{zlib.crc32(b'canary'):08x}"
_EARLY: Final = frozenset({SMOKE, CANARY})
NAMES: Final = {name: IMPLEMENTATION[name] for name in ("name", "version", "vendor")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the harness, and the way to answer it well."""

    request: web.Request
    handler: Handler

    @property
    def verb(self) -> str:
        """What is asked for."""
        tail = self.request.path.rpartition("/")[2]
        return tail if tail in {"advance", "signals"} else self.request.method

    @property
    def session(self) -> str:
        """Which session is meant."""
        return str(self.request.match_info.get("id", ""))

    @property
    def is_late(self) -> bool:
        """Whether smoke check and canary are over."""
        return bool(self.session) and self.session not in _EARLY

    async def well(self) -> web.StreamResponse:
        """The answer that the reference gives, under a name of our own."""
        if self.verb == "GET" and not self.session:
            return await self.altered()
        return await self.handler(self.request)

    async def altered(self, **members: object) -> web.Response:
        """That answer, with other members."""
        answer = await self.handler(self.request)
        assert isinstance(answer, web.Response)
        assert isinstance(answer.body, bytes)
        document = json.loads(answer.body) | members
        if self.verb == "GET" and not self.session:
            document = {**document, **NAMES, **members}
        return web.json_response(document, status=answer.status)
