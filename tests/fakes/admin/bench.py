"""The fakes as `fieldsync serve` starts them, in process, with two clients.

Every request that succeeds and every answer is held against the OpenAPI document.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from jsonschema import Draft202012Validator

from fakes import Tenant
from fakes.admin import DOCUMENT, Announcement
from fakes.serving import Serving, started

PATHS: Final[Mapping[str, Any]] = DOCUMENT["paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status and decoded body; None when there is none."""

    status: int
    json: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """The error's code."""
        return str(self.json["error"]["code"])

    @property
    def message(self) -> str:
        """The error's sentence."""
        return str(self.json["error"]["message"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A running server, and who talks to it."""

    announcement: Announcement
    http: aiohttp.ClientSession

    @property
    def tenant(self) -> Tenant:
        """What is served."""
        return self.announcement.tenant

    async def admin(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer of the administration API, which is as documented."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        octets = json.dumps(body).encode() if body is not None else raw
        url = f"{self.announcement.admin_url}{path}"
        async with self.http.request(
            method, url, data=octets, headers=sent if octets is not None else headers
        ) as answer:
            text = await answer.text()
            found = Answer(
                status=answer.status,
                json=json.loads(text) if text else None,
                headers=answer.headers,
            )
        hold_against_document(method, path.partition("?")[0], body, found)
        return found

    async def token(self) -> str:
        """A token for Dataverse."""
        connection = self.tenant.connection
        form = {
            "grant_type": "client_credentials",
            "client_id": connection.client_id,
            "client_secret": connection.client_secret,
            "scope": connection.scope_dataverse,
        }
        async with self.http.post(connection.token_url, data=form) as answer:
            return str((await answer.json())["access_token"])

    async def dataverse(
        self, method: str, target: str, *, token: str, body: object = None
    ) -> Answer:
        """The answer of the Web API."""
        url = f"{self.tenant.connection.dataverse_url}/api/data/v9.2{target}"
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.request(method, url, json=body, headers=headers) as answer:
            text = await answer.text()
            return Answer(
                status=answer.status,
                json=json.loads(text) if text else None,
                headers=answer.headers,
            )


def hold_against_document(method: str, path: str, body: object, answer: Answer) -> None:
    """The exchange is one that the document describes."""
    operation = PATHS.get(path, {}).get(method.lower())
    if operation is None:
        assert answer.status in {404, 405}
        check({"$ref": "#/components/schemas/Error"}, answer.json)
        return
    responses = operation["responses"]
    response = responses.get(str(answer.status)) or responses["default"]
    assert (answer.status < 300) == (str(answer.status) in responses)
    if "$ref" in response:
        name = response["$ref"].rpartition("/")[2]
        response = DOCUMENT["components"]["responses"][name]
    if "content" not in response:
        assert answer.json is None
        return
    check(response["content"]["application/json"]["schema"], answer.json)
    if answer.status < 300 and body is not None:
        check(operation["requestBody"]["content"]["application/json"]["schema"], body)


def check(schema: Mapping[str, Any], value: object) -> None:
    """The value obeys a schema of the document."""
    whole = {**schema, "components": DOCUMENT["components"]}
    Draft202012Validator(whole).validate(value)


Talk = Callable[[Bench], Awaitable[None]]


def talk(conversation: Talk, serving: Serving | None = None) -> None:
    """The conversation has been held with freshly started fakes."""

    async def held() -> None:
        async with (
            started(serving or Serving()) as announcement,
            aiohttp.ClientSession() as http,
        ):
            await conversation(Bench(announcement=announcement, http=http))

    asyncio.run(held())
