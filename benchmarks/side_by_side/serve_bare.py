"""A bare aiohttp server that gives prepared answers; one JSON line tells where.

python serve_bare.py ANSWERS.json, an object: for each method or first word of a path
`[status, headers, body]`
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import web


async def serve(answers: dict[str, tuple[int, dict[str, str], str]]) -> None:
    """It answers until the process is ended."""
    ready = {
        name: (status, headers, body.encode())
        for name, (status, headers, body) in answers.items()
    }

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.can_read_body:
            await request.read()
        status, headers, body = ready[request.path]
        return web.Response(status=status, headers=headers, body=body or None)

    runner = web.ServerRunner(web.Server(answer), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    told = {"url": f"http://127.0.0.1:{runner.addresses[0][1]}"}
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    prepared = json.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else {}
    asyncio.run(serve(prepared))
