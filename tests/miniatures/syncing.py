"""Miniatures that synchronise, and misbehave in one way: the reference, wrapped.

Each is a function that stands between a call and the reference. In the smoke check they
behave, so that a run comes to its scenarios: what ends there is the business of the
bare ones.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from reference_impl.implementation import ReferenceImplementation
from reference_impl.server import ContractServer
from tests.miniatures.call import CANARY, Call, Handler
from tests.miniatures.idle import LONG, NASTY

_KEPT: list[bytes] = []


def _nth(what: str) -> int:
    """How many times this has been asked, also by earlier processes of this run."""
    file = Path(os.environ["FIELDSYNC_STATE_DIR"], what)
    count = int(file.read_text()) + 1 if file.exists() else 1
    file.write_text(str(count))
    return count


async def hangs(call: Call) -> web.StreamResponse:
    """Never answers an advance."""
    if call.is_late and call.verb == "advance":
        await asyncio.sleep(3600)
    return await call.well()


async def hangs_once(call: Call) -> web.StreamResponse:
    """Does not answer one advance."""
    if call.is_late and call.verb == "advance" and _nth("advances") == 1:
        await asyncio.sleep(3600)
    return await call.well()


async def wakes_in_the_past(call: Call) -> web.StreamResponse:
    """Asks for an instant that is over."""
    if call.is_late and call.verb == "advance":
        to = datetime.fromisoformat((await call.request.json())["to"])
        return await call.altered(next_wake=_spelled(to - timedelta(hours=1)))
    return await call.well()


async def wakes_now(call: Call) -> web.StreamResponse:
    """Asks for the same instant again."""
    if call.is_late and call.verb == "advance":
        return await call.altered(next_wake=(await call.request.json())["to"])
    return await call.well()


async def never_wakes(call: Call) -> web.StreamResponse:
    """Says that nothing is due, and does what is due all the same."""
    if call.verb in {"PUT", "advance"}:
        return await call.altered(next_wake=None)
    return await call.well()


async def keeps_another_clock(call: Call) -> web.StreamResponse:
    """Tells another time than it was given."""
    if call.is_late and call.verb == "advance":
        return await call.altered(now="2031-05-04T03:02:01Z")
    return await call.well()


async def goes_on_after_delete(call: Call) -> web.StreamResponse:
    """A task of a session is forgotten, and lives on."""
    if call.verb == "PUT":
        url = (await call.request.json())["dataverse"]["base_url"]
        call.request.app[_TASKS].append(asyncio.create_task(_look_for_ever(url)))
    return await call.well()


async def _look_for_ever(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            await asyncio.sleep(0.005)
            async with http.get(f"{url}/api/data/v9.2/WhoAmI") as answer:
                await answer.read()


async def floods(call: Call) -> web.StreamResponse:
    """Repeats a request as fast as it can."""
    if not call.is_late:
        return await call.well()
    if call.verb == "PUT":
        dataverse = (await call.request.json())["dataverse"]
        call.request.app[_URLS].append(dataverse["base_url"])
        return await call.well()
    url = f"{call.request.app[_URLS][-1]}/api/data/v9.2/WhoAmI"
    async with aiohttp.ClientSession() as http:
        while True:
            await asyncio.gather(*(_ask(http, url) for _ in range(50)))


async def _ask(http: aiohttp.ClientSession, url: str) -> None:
    async with http.get(url) as answer:
        await answer.read()


async def eats_memory(call: Call) -> web.StreamResponse:
    """Keeps 150 MB of every session that is over."""
    if call.is_late and call.verb == "DELETE":
        _KEPT.append(b"x" * 150 * 2**20)
    return await call.well()


async def dies_once(call: Call) -> web.StreamResponse:
    """Dies in the middle of the first scenario."""
    if call.is_late and call.verb == "advance" and _nth("advances") == 2:
        _die()
    return await call.well()


async def dies_in_the_canary(call: Call) -> web.StreamResponse:
    """Dies in the first session after the smoke check, before any scenario."""
    if call.session == CANARY and call.verb == "advance":
        _die()
    return await call.well()


async def hangs_in_the_canary(call: Call) -> web.StreamResponse:
    """As above, but hangs."""
    if call.session == CANARY and call.verb == "advance":
        await asyncio.sleep(3600)
    return await call.well()


async def dies_at_advance(call: Call) -> web.StreamResponse:
    """Dies whenever time passes."""
    if call.is_late and call.verb == "advance":
        _die()
    return await call.well()


async def starts_once(call: Call) -> web.StreamResponse:
    """Dies, and cannot be started any more."""
    if call.is_late and call.verb == "advance":
        _lock().touch()
        _die()
    return await call.well()


def _lock() -> Path:
    return Path(os.environ["FIELDSYNC_STATE_DIR"], "lock")


def _die() -> None:
    sys.stderr.write(f"Fatal: {NASTY}\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)


async def has_script(call: Call) -> web.StreamResponse:
    """Mark-up and control characters wherever it may speak."""
    if call.verb == "GET" and not call.session:
        words = dict.fromkeys(("name", "version", "vendor"), NASTY)
        excuse = {"BKG-003": {"supported": False, "reason": NASTY}}
        return await call.altered(**words, rules=excuse)
    if call.verb == "GET":
        return await call.altered(**{NASTY: [NASTY, LONG]})
    if call.verb == "PUT":
        print(NASTY, LONG, flush=True)  # noqa: T201 - its output is the point
    if call.is_late and call.verb == "advance" and _nth("advances") > 3:
        problem = {"title": NASTY, "detail": LONG}
        return web.json_response(problem, status=500)
    if call.verb == "advance":
        problem = {"code": NASTY, "message": LONG[: -len(NASTY)] + NASTY}
        return await call.altered(problems=[problem, {**problem, "message": NASTY}])
    return await call.well()


async def answers_500(call: Call) -> web.StreamResponse:
    """Fails at every advance, and says why."""
    if call.is_late and call.verb == "advance":
        problem = {"title": "Out of licences", "detail": "Ask sales."}
        return web.json_response(problem, status=500)
    return await call.well()


async def cannot_delete(call: Call) -> web.StreamResponse:
    """Fails at every DELETE."""
    if call.verb == "DELETE":
        return web.json_response({"title": "Not now"}, status=500)
    return await call.well()


async def hangs_on_delete(call: Call) -> web.StreamResponse:
    """Never answers a DELETE."""
    if call.verb == "DELETE" and call.is_late:
        await asyncio.sleep(3600)
    return await call.well()


async def shouts(call: Call) -> web.StreamResponse:
    """Prints 100 MB."""
    if call.verb == "PUT":
        for _ in range(100):
            sys.stdout.write("x" * 2**20)
        sys.stdout.flush()
    return await call.well()


async def mumbles(call: Call) -> web.StreamResponse:
    """Prints what is no UTF-8, and fails, so that the report shows it."""
    if call.verb == "PUT":
        os.write(1, b"\xff\xfe \xc3( \xed\xa0\x80 \x1b[2J\x00 done\n")
    return await answers_500(call)


async def says_more(call: Call) -> web.StreamResponse:
    """Has members that this version of the contract does not know."""
    if call.verb in {"GET", "PUT", "advance"}:
        return await call.altered(later={"version": 2})
    return await call.well()


async def knows_no_signal(call: Call) -> web.StreamResponse:
    """Takes no kind of signal."""
    if call.verb == "signals":
        return web.json_response({"title": "Not implemented"}, status=501)
    return await call.well()


async def declines_in_silence(call: Call) -> web.StreamResponse:
    """Takes no kind of signal, and does not say why."""
    if call.verb == "signals":
        return web.Response(status=501)
    return await call.well()


async def offers_nothing_more(call: Call) -> web.StreamResponse:
    """Offers no optional call, and has none."""
    if call.verb == "GET" and not call.session:
        return await call.altered(optional=[])
    if call.verb in {"GET", "DELETE", "signals"}:
        return web.Response(status=404)
    return await call.well()


async def behaves(call: Call) -> web.StreamResponse:
    """As the reference does."""
    return await call.well()


Wrapper = Callable[[Call], Awaitable[web.StreamResponse]]
SYNCING: Final[Mapping[str, Wrapper]] = {
    "behaves": behaves,
    "hangs-on-advance": hangs,
    "hangs-once": hangs_once,
    "wakes-in-the-past": wakes_in_the_past,
    "wakes-now": wakes_now,
    "never-wakes": never_wakes,
    "keeps-another-clock": keeps_another_clock,
    "goes-on-after-delete": goes_on_after_delete,
    "floods": floods,
    "eats-memory": eats_memory,
    "dies-once": dies_once,
    "dies-in-the-canary": dies_in_the_canary,
    "hangs-in-the-canary": hangs_in_the_canary,
    "dies-at-every-advance": dies_at_advance,
    "starts-only-once": starts_once,
    "script-and-control-characters": has_script,
    "500-on-advance": answers_500,
    "500-on-delete": cannot_delete,
    "hangs-on-delete": hangs_on_delete,
    "prints-100-mb": shouts,
    "prints-no-utf-8": mumbles,
    "unknown-members": says_more,
    "501-for-signals": knows_no_signal,
    "501-without-a-word": declines_in_silence,
    "nothing-optional": offers_nothing_more,
    "ignores-sigterm": behaves,
    "leaves-children": behaves,
}
_TASKS: Final = web.AppKey("tasks", list[asyncio.Task[None]])
_URLS: Final = web.AppKey("urls", list[str])


def serve(name: str) -> None:
    """It runs until it is ended."""
    _before(name)
    wrapper = SYNCING[name]
    app = ContractServer(ReferenceImplementation()).app()
    app[_TASKS] = []
    app[_URLS] = []
    app.middlewares.insert(0, _wrapped(wrapper))
    port = int(os.environ["FIELDSYNC_PORT"])
    ends = name != "ignores-sigterm"
    web.run_app(app, host="127.0.0.1", port=port, print=None, handle_signals=ends)


def _before(name: str) -> None:
    """What a few do before they listen."""
    if name == "ignores-sigterm":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if name == "leaves-children":
        for detached in (False, True):
            subprocess.Popen(
                [sys.executable, "-c", "import time; time.sleep(600)"],
                start_new_session=detached,
            )
    if _lock().exists():
        sys.exit("Error: the state folder is locked by another process.")


def _wrapped(wrapper: Wrapper) -> Any:
    @web.middleware
    async def misbehaving(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await wrapper(Call(request=request, handler=handler))

    return misbehaving


def _spelled(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
