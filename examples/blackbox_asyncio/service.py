"""The only place that speaks HTTP: tokens, JSON, pages and refusals."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

FORMATTED = "@OData.Community.Display.V1.FormattedValue"
TROUBLES = (aiohttp.ClientError, TimeoutError, ValueError)  # the last: no JSON


class ServiceError(Exception):
    """A service refused a request."""

    def __init__(self, status: int, request: str, text: str) -> None:
        """Say which request was refused and how."""
        super().__init__(f"{request}: {status} {text[:300]}")
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the environment variables FIELDSYNC_* say."""

    dataverse_url: str
    dataverse_api_version: str
    graph_url: str
    token_url: str
    client_id: str
    client_secret: str
    scope_dataverse: str
    scope_exchange: str
    ca_file: str | None
    state_dir: str | None

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Self:
        """Return the values; KeyError names the first variable that is missing."""
        optional = {"ca_file", "state_dir"}
        values: dict[str, Any] = {
            name: variables.get(f"FIELDSYNC_{name.upper()}") or None
            if name in optional
            else variables[f"FIELDSYNC_{name.upper()}"]
            for name in cls.__dataclass_fields__
        }
        return cls(**values)


class Service:
    """One web service, signed in."""

    def __init__(self, http: aiohttp.ClientSession, root: str, token: str) -> None:
        """Requests go below ``root``."""
        self._http = http
        self._root = root.rstrip("/") + "/"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def send(
        self,
        method: str,
        target: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return what the service answers, {} for no content.

        Raises:
            ServiceError: It refuses.
        """
        url = target if target.startswith("http") else self._root + target
        async with self._http.request(
            method,
            url,
            params=query,
            json=body,
            headers={**self._headers, **(headers or {})},
        ) as response:
            text = await response.text()
            if response.status >= 400:
                raise ServiceError(response.status, f"{method} {target}", text)
            if not text:
                return {}
            answer: dict[str, Any] = await response.json()
            return answer

    async def rows(
        self,
        target: str,
        *,
        query: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> list[dict[str, Any]]:
        """Return every row of a collection, page after page."""
        page = await self.send("GET", target, query=query, headers=headers)
        found = list(page["value"])
        while link := page.get("@odata.nextLink"):
            page = await self.send("GET", link, headers=headers)
            found += page["value"]
        return found


@asynccontextmanager
async def signed_in(env: Environment) -> AsyncIterator[tuple[Service, Service]]:
    """Yield Dataverse and Graph, signed in, for the length of one cycle.

    Connections and tokens are not kept for the next cycle: whatever happens to the
    clock or to the network in between, nothing of it can have become stale.
    """
    trust = ssl.create_default_context(cafile=env.ca_file) if env.ca_file else True
    connector = aiohttp.TCPConnector(ssl=trust, force_close=False)
    async with aiohttp.ClientSession(connector=connector) as http:
        api = f"{env.dataverse_url}/api/data/v{env.dataverse_api_version}"
        yield (
            Service(http, api, await _token(http, env, env.scope_dataverse)),
            Service(http, env.graph_url, await _token(http, env, env.scope_exchange)),
        )


async def _token(http: aiohttp.ClientSession, env: Environment, scope: str) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": env.client_id,
        "client_secret": env.client_secret,
        "scope": scope,
    }
    async with http.post(env.token_url, data=form) as response:
        if response.status != 200:
            text = await response.text()
            raise ServiceError(response.status, "asking for a token", text)
        answer = await response.json()
        return str(answer["access_token"])
