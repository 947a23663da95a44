"""Bytes to a server and back: the only place that speaks to it without a client."""

from __future__ import annotations

import asyncio
from typing import Final

PATIENCE_S: Final = 20.0  # more is a hang


async def said(port: int, request: bytes, *, gone: bool = False) -> bytes:
    """The whole answer to some bytes; empty when the client has `gone` meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    try:
        writer.write(request)
        if gone:
            await writer.drain()
            return b""
        return await asyncio.wait_for(reader.read(), PATIENCE_S)
    except ConnectionError:  # the server has said enough before it read everything
        return b""
    finally:
        writer.close()


def status(answer: bytes) -> int:
    """The status of an answer."""
    return int(answer.split(b" ", 2)[1])
