"""Faults over the administration API: armed, met, cleared, refused."""

from __future__ import annotations

import aiohttp
import pytest

from tests.fakes.admin.bench import Bench, talk


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
            "effect": {**effect, "message": "The service is asked to fail here."},
        }

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
