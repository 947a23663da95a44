"""The only place that sends bytes: one connection pool for the whole process."""

import ssl as tls
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import aiohttp
from yarl import URL

from reference_impl.errors import CallFailed

TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer, read to its end; header names match in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http:
    """A keep-alive connection pool that ignores the environment's proxies."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self,
        method: str,
        url: str,
        *,
        service: str,
        headers: Mapping[str, str],
        body: bytes | None,
        ssl: tls.SSLContext | bool,
    ) -> Answer:
        """Return the answer, whatever its status.

        Raises:
            CallFailed: no complete answer arrived; the request may have had its effect.
        """
        try:
            async with self._pool().request(
                method,
                _parsed(url),
                headers=headers,
                data=body,
                ssl=ssl,
                allow_redirects=False,
            ) as response:
                return Answer(
                    status=response.status,
                    headers=response.headers,
                    body=await response.read(),
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"no answer ({type(error).__name__})"
            raise CallFailed(service=service, reason=reason) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
                auto_decompress=True,
            )
        return self._session


@lru_cache(maxsize=256)
def _parsed(url: str) -> URL:
    return URL(url, encoded=True)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long a service asked to wait; both services speak in seconds."""
    lowered = {name.lower(): value for name, value in headers.items()}
    text = lowered.get("retry-after", "").strip()
    return timedelta(seconds=int(text)) if text.isdecimal() else None
