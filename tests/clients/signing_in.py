"""Credentials for clients of Dataverse, made of msal: the only place that signs in."""

from __future__ import annotations

import time
from functools import cached_property
from typing import Any

import msal
from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential

from tests.clients.served import Served


def an_application(
    served: Served,
    *,
    secret: str | None = None,
    authority: str | None = None,
    token_cache: Any = None,
) -> Any:
    """The application of the seed, as msal's confidential client."""
    return msal.ConfidentialClientApplication(
        served.ready["client_id"],
        client_credential=secret or served.ready["client_secret"],
        authority=authority or served.ready["authority"],
        instance_discovery=False,
        token_cache=token_cache,
        verify=served.ready["ca_file"],
    )


class MsalCredential:
    """What the Dataverse client asks for tokens; msal's cache keeps them."""

    def __init__(self, served: Served) -> None:
        self._served = served

    @cached_property
    def _application(self) -> Any:
        """Made with the first token: it is then that trust has been set up."""
        return an_application(self._served)

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        """A token for the scopes."""
        found = self._application.acquire_token_for_client(list(scopes))
        assert "access_token" in found, found
        return AccessToken(found["access_token"], int(time.time()) + 3000)


class AsyncMsalCredential(AsyncTokenCredential):
    """The same for the client with asyncio."""

    def __init__(self, served: Served) -> None:
        self._credential = MsalCredential(served)

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        """A token for the scopes."""
        return self._credential.get_token(*scopes)

    async def close(self) -> None:
        """Nothing is open."""

    async def __aexit__(self, *_: object) -> None:
        """Nothing is open."""
