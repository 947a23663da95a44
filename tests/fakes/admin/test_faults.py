"""Faults over the administration API: armed, met, cleared, refused."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from fakes.admin import DOCUMENT
from fakes.admin.faults import KINDS
from tests.fakes.admin.bench import Bench, talk

EFFECTS = DOCUMENT["components"]["schemas"]["Effect"]["oneOf"]


def test_a_fault_reaches_the_client_and_is_told() -> None:
    """The second create fails; the first and the third do not."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        effect = {"kind": "answer", "status": 429, "code": "0x1", "retry_after_s": 30}
        fault = {
            "service": "dataverse",
            "operation": "contact.*",
            "occurrence": 2,
            "effect": effect,
        }

        added = await bench.admin("POST", "/faults", fault)
        answers = [
            await bench.dataverse("POST", "/contacts", token=token, body={})
            for _ in range(3)
        ]

        assert added.status == 201
        assert added.json["fired"] == []
        assert [answer.status for answer in answers] == [204, 429, 204]
        assert answers[1].headers["Retry-After"] == "30"
        told = (await bench.admin("GET", "/faults")).json
        assert told["armed"] == told["fired"] == added.json["armed"]
        assert told["fired"][0] == {
            **fault,
            "times": 1,
            "where": dict.fromkeys(
                ("method", "path", "mailbox", "client_id", "in_batch")
            ),
            "effect": {
                **effect,
                "message": "The service is asked to fail here.",
                "retry_after_as": "seconds",
                "body": "error",
                "after_effect": False,
            },
        }

    talk(conversation)


def test_the_document_describes_every_kind_and_no_other() -> None:
    """A new kind asks for its description."""
    described = {effect["properties"]["kind"]["const"] for effect in EFFECTS}

    assert described == set(KINDS)


@pytest.mark.parametrize("effect", EFFECTS, ids=[one["title"] for one in EFFECTS])
def test_what_a_fault_leaves_out_is_as_documented(effect: dict[str, Any]) -> None:
    """The answer spells the defaults of the document."""

    async def conversation(bench: Bench) -> None:
        asked = {"kind": effect["properties"]["kind"]["const"]}
        needed = {"status": 503, "after_effect": True, "by_s": 1.5}
        asked |= {name: needed[name] for name in effect["required"] if name in needed}
        fault = {"service": "exchange", "operation": "*", "effect": asked}

        told = (await bench.admin("POST", "/faults", fault)).json["armed"][0]

        defaults = {
            name: schema["default"]
            for name, schema in effect["properties"].items()
            if "default" in schema
        }
        assert told["effect"].items() >= {**defaults, **asked}.items()
        assert told["effect"].keys() == effect["properties"].keys()

    talk(conversation)


@pytest.mark.parametrize("after", [True, False])
def test_a_connection_breaks_before_or_after_the_effect(after: bool) -> None:  # noqa: FBT001 - the parameter
    """The client hears nothing either way; the row is there or not."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        effect = {"kind": "lost", "after_effect": after}
        fault = {"service": "dataverse", "operation": "contact.create"}
        await bench.admin("POST", "/faults", {**fault, "effect": effect, "times": 2.0})

        with pytest.raises(aiohttp.ClientError):
            await bench.dataverse("POST", "/contacts", token=token, body={})

        assert len(bench.tenant.dataverse.rows("contact")) == int(after)

    talk(conversation)


def test_cleared_faults_harm_nobody() -> None:
    """What has fired stays known."""

    async def conversation(bench: Bench) -> None:
        effect = {"kind": "answer", "status": 500}
        fault = {"service": "dataverse", "operation": "*", "effect": effect, "times": 9}
        token = await bench.token()
        await bench.admin("POST", "/faults", fault)
        hit = await bench.dataverse("GET", "/WhoAmI", token=token)

        cleared = await bench.admin("DELETE", "/faults")

        missed = await bench.dataverse("GET", "/WhoAmI", token=token)
        assert (hit.status, cleared.status, missed.status) == (500, 204, 200)
        told = (await bench.admin("GET", "/faults")).json
        assert (told["armed"], len(told["fired"])) == ([], 1)

    talk(conversation)


@pytest.mark.parametrize(
    "change",
    [
        {"service": "sharepoint"},
        {"operation": ""},
        {"occurrence": 0},
        {"occurrence": 1.5},
        {"times": -1},
        {"times": 10**12},
        {"effect": {"kind": "answer"}},
        {"effect": {"kind": "answer", "status": 200}},
        {"effect": {"kind": "answer", "status": 429, "retry_after_s": -1}},
        {"effect": {"kind": "lost"}},
        {"effect": {"kind": "lost", "after_effect": "yes"}},
        {"effect": {"kind": "delay", "by_s": 0}},
        {"effect": {"kind": "explode"}},
        {"effect": {"kind": "answer", "status": 503, "body": "poem"}},
        {"effect": {"kind": "cut", "kept_bytes": -1}},
        {"effect": {"kind": "mistyped", "content_type": "text/html\r\nX: y"}},
        {"effect": {"kind": "mistyped", "content_type": "text/html\n"}},
        {"effect": {"kind": "redirected", "status": 302}},
        {"effect": {"kind": "tokens_expired"}},
        {"where": {"colour": "red"}},
        {"where": {"method": "get"}},
        {"effect": None},
        {"colour": "red"},
    ],
)
def test_a_fault_that_is_none_is_refused(change: dict[str, object]) -> None:
    """Nothing is armed."""

    async def conversation(bench: Bench) -> None:
        fault = {
            "service": "entra",
            "operation": "token",
            "effect": {"kind": "answer", "status": 503},
        }

        answer = await bench.admin("POST", "/faults", {**fault, **change})

        assert (answer.status, answer.code) == (400, "BadRequest")
        assert bench.tenant.faults.armed == ()

    talk(conversation)
