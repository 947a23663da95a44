"""Every kind of fault reaches a client of either service, and does what it says."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from fakes.wire import ServiceName
from tests.fakes.faults.sites import KINDS, Met, Site, visit

PROJECT: Final = Path(__file__).resolve().parents[3]
_MADE: Final = (200, 201)


@dataclass(frozen=True, slots=True)
class Struck:
    """What a client notices when its create meets a fault, and what has been made."""

    noticed: Callable[[Met], bool]
    made: int
    told: str


def _is_error(met: Met, status: int) -> bool:
    error = met.json["error"]
    code = error if isinstance(error, str) else error["code"]  # of the token service
    return met.status == status and bool(code)


def _is_no_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return True
    return False


def _shows_type(met: Met) -> str:
    return met.headers["Content-Type"].partition(";")[0]


# The create that meets the fault, by the fault's name.
CREATES: Final = {
    "refused": Struck(
        lambda met: _is_error(met, 429) and met.headers["Retry-After"] == "30",
        0,
        "answered 429 on purpose, to be repeated after 30 s",
    ),
    "refused_until": Struck(
        lambda met: (
            met.headers["Retry-After"] == "Mon, 02 Mar 2026 08:00:30 GMT"
            and _is_error(met, 503)
        ),
        0,
        "answered 503 on purpose, to be repeated after 30 s, told as a date",
    ),
    "refused_without_body": Struck(
        lambda met: (met.status, met.text) == (500, ""),
        0,
        "answered 500 on purpose without a body",
    ),
    "refused_by_gateway": Struck(
        lambda met: (
            (met.status, _shows_type(met)) == (502, "text/html")
            and "<h1>502 Bad Gateway</h1>" in met.text
        ),
        0,
        "answered 502 on purpose with a gateway's page",
    ),
    "refused_after_effect": Struck(
        lambda met: _is_error(met, 504),
        1,
        "answered 504 on purpose although it took effect",
    ),
    "reset_before_effect": Struck(
        lambda met: met.error is aiohttp.ClientOSError,
        0,
        "connection broken before the effect",
    ),
    "reset_after_effect": Struck(
        lambda met: met.error is aiohttp.ClientOSError,
        1,
        "connection broken after the effect",
    ),
    "closed_before_effect": Struck(
        lambda met: met.error is aiohttp.ServerDisconnectedError,
        0,
        "connection closed without an answer before the effect",
    ),
    "closed_after_effect": Struck(
        lambda met: met.error is aiohttp.ServerDisconnectedError,
        1,
        "connection closed without an answer after the effect",
    ),
    "cut": Struck(
        lambda met: met.error is aiohttp.ClientPayloadError,
        1,
        "answer cut off after 100 bytes",
    ),
    "malformed": Struck(
        lambda met: met.status in _MADE and _is_no_json(met.text),
        1,
        "answered with malformed JSON after the effect",
    ),
    "mistyped": Struck(
        lambda met: _shows_type(met) == "text/html" and bool(met.json),
        1,
        "answered as text/html on purpose",
    ),
    "tokens_expired": Struck(
        lambda met: met.status == 401 and "claims=" not in str(met.headers),
        0,
        "access tokens expired just before",
    ),
    "tokens_revoked": Struck(
        lambda met: met.status == 401 and 'claims="' in met.headers["WWW-Authenticate"],
        0,
        "access tokens revoked just before",
    ),
    "duplicated": Struck(
        lambda met: met.status in _MADE,
        2,
        "performed twice, answered as the second time",
    ),
    "redirected": Struck(
        lambda met: met.status in _MADE and met.hops == 1,
        1,
        "redirected to the same address with 307",
    ),
}
# Nobody shows a token to the token service.
_MEETINGS: Final = [
    (name, service)
    for name in CREATES
    for service in ("dataverse", "exchange", "entra")
    if service != "entra" or not name.startswith("tokens")
]
ELSEWHERE: Final = {
    "refused_in_batch",
    "delayed",
    "trickled",
    "delta_tokens_expired",
    "stale",
}


def test_every_kind_is_proven() -> None:
    """A kind that the document adds asks for its proof."""
    assert CREATES.keys() | ELSEWHERE == KINDS.keys()


def test_the_readme_lists_every_kind() -> None:
    """In the order of the document."""
    text = (PROJECT / "README.md").read_text("utf-8")
    table = text.partition("### Faults")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize(("name", "service"), _MEETINGS)
def test_the_second_create_meets_it(name: str, service: ServiceName) -> None:
    """The client notices, the effect is there or not, and the journal says so."""
    struck = CREATES[name]

    async def scenario(site: Site) -> None:
        await site.arm(name, occurrence=2)
        first = await site.create()
        before = site.made

        met = await site.create()

        assert first.status in _MADE
        assert struck.noticed(met), met
        assert site.made - before == struck.made
        faulty = [one for one in site.tenant.journal.entries if one.fault]
        assert [one.fault for one in faulty] == [struck.told]
        assert {one.fault for one in faulty[0].operations} == {struck.told}
        assert len(site.tenant.faults.fired) == 1
        if met.status == 401:
            await site.sign_in()
        assert (await site.create()).status in _MADE

    visit(service, scenario)


@pytest.mark.parametrize(
    "name", ["reset_after_effect", "closed_after_effect", "cut", "trickled"]
)
def test_connections_end_as_badly_under_tls(name: str) -> None:
    """Official clients insist on it."""

    async def scenario(site: Site) -> None:
        await site.arm(name)
        asked = asyncio.ensure_future(site.create())
        if name == "trickled":
            await site.until_held()
            await site.bench.admin("POST", "/clock/advance", {"seconds": 90})

        met = await asked

        noticed = CREATES[name].noticed(met) if name in CREATES else met.is_made
        assert noticed, met
        assert site.made == 1

    visit("exchange", scenario, tls=True)
