"""A service behind a token: Dataverse or Graph, called with a bearer that is fresh."""

import json
import ssl as tls
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from reference_impl.errors import CallFailed
from reference_impl.shell.http import Answer, Http, retry_after

# A token is renewed this long before it expires, in virtual time.
RENEWAL_MARGIN = timedelta(minutes=5)
RETRYABLE = frozenset({408, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the engine is, and where it gets its tokens."""

    token_url: str
    client_id: str
    client_secret: str
    scope: str


class Service:
    """One API of one tenant."""

    def __init__(
        self, http: Http, *, name: str, identity: Identity, ssl: tls.SSLContext | bool
    ) -> None:
        self.name = name
        self._http = http
        self._identity = identity
        self._ssl = ssl
        self._token: str | None = None
        self._renew_at: datetime | None = None

    async def call(
        self,
        method: str,
        url: str,
        *,
        now: datetime,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Answer:
        """Return the answer of the service; a refused token is renewed once.

        Raises:
            CallFailed: no answer, or one that asks to come back later.
        """
        answer = await self._attempt(method, url, now=now, headers=headers, body=body)
        if answer.status == 401:
            self._token = None
            answer = await self._attempt(
                method, url, now=now, headers=headers, body=body
            )
        if (
            answer.status == 401
            or answer.status in RETRYABLE
            or 500 <= answer.status <= 599
        ):
            raise CallFailed(
                service=self.name,
                reason=f"status {answer.status}",
                retry_after=retry_after(answer.headers),
            )
        return answer

    async def _attempt(
        self,
        method: str,
        url: str,
        *,
        now: datetime,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Answer:
        bearer = await self._bearer(now)
        return await self._http.send(
            method,
            url,
            service=self.name,
            headers={**headers, "Authorization": f"Bearer {bearer}"},
            body=body,
            ssl=self._ssl,
        )

    async def _bearer(self, now: datetime) -> str:
        if self._token is None or self._renew_at is None or now >= self._renew_at:
            await self._renew(now)
        if self._token is None:
            raise CallFailed(service="identity", reason="no token")
        return self._token

    async def _renew(self, now: datetime) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._identity.client_id,
            "client_secret": self._identity.client_secret,
            "scope": self._identity.scope,
        }
        answer = await self._http.send(
            "POST",
            self._identity.token_url,
            service="identity",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
            ssl=self._ssl,
        )
        if answer.status != 200:
            raise CallFailed(
                service="identity",
                reason=f"status {answer.status}",
                retry_after=retry_after(answer.headers),
            )
        try:
            document = json.loads(answer.body)
            self._token = str(document["access_token"])
            lifetime = timedelta(seconds=float(document["expires_in"]))
        except (ValueError, KeyError, TypeError) as error:
            self._token = None
            raise CallFailed(
                service="identity", reason="an unreadable answer"
            ) from error
        self._renew_at = now + max(lifetime - RENEWAL_MARGIN, lifetime / 2)
