"""Speaks the contract over HTTP to whoever listens; believes nothing that it hears.

Every message is checked against the published schemas in both directions. Which fault
means what: no connection, a lost one, a 5xx other than 501, a body that is no JSON or
breaks its schema is `IutCrashed`; no answer in time is `TimedOut`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp

from harness.adapters.documents import implementation_of, progress_of
from harness.adapters.iut import Implementation, Progress, RawAnswer
from harness.contract import VERSION, faults
from harness.errors import (
    HarnessError,
    IutCrashed,
    IutUnusable,
    NotOffered,
    TimedOut,
)
from harness.visible import visible

_LARGEST: Final = 2**20  # bytes of an answer: a thousand problems fit in
_IDLE_S: Final = 1.0  # that a connection may be used again after
_SHOWN: Final = 200  # characters of an answer that a sentence quotes


class ContractClient:
    """One connection to a server of the contract."""

    def __init__(self, base_url: str, *, call_timeout: timedelta) -> None:
        self._base_url = base_url
        self._timeout_s = call_timeout.total_seconds()
        self._http: aiohttp.ClientSession | None = None
        self._known: Implementation | None = None

    async def describe(self) -> Implementation:
        """Who is under test and what it claims."""
        what = ("GET", "/v1/implementation")
        _, document = await self._call(*what, success=200)
        _check_version(document)
        self._known = implementation_of(_sound("implementation", document, *what))
        return self._known

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """The session is connected."""
        _check_ours("session", session)
        path = f"/v1/sessions/{session_id}"
        _, document = await self._call("PUT", path, session, success=201)
        return progress_of(_sound("progress", document, "PUT", path))

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """Everything due at or before `to` is done."""
        path = f"/v1/sessions/{session_id}/advance"
        _, document = await self._call("POST", path, {"to": _instant(to)}, success=200)
        return progress_of(_sound("progress", document, "POST", path))

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """The implementation has been told.

        Raises:
            NotOffered: it does not know that kind of signal, or none at all.
        """
        if not await self._offers("signals"):
            raise NotOffered("The implementation does not offer signals.")
        _check_ours("signal", signal)
        path = f"/v1/sessions/{session_id}/signals"
        status, document = await self._call(
            "POST", path, signal, success=204, declined=501
        )
        if status == 501:
            raise NotOffered(
                f"The implementation does not offer the signal {signal['kind']!r}"
                f"{_told(document)}."
            )

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """What the implementation tells about itself; {} where it does not offer it."""
        if not await self._offers("diagnostics"):
            return {}
        path = f"/v1/sessions/{session_id}"
        status, document = await self._call("GET", path, success=200, declined=501)
        if status == 501:
            return {}
        if not isinstance(document, dict):
            raise IutCrashed(
                f"GET {path} answered with {_quoted(json.dumps(document))}, "
                "which is no JSON object."
            )
        return document

    async def close(self, session_id: str) -> None:
        """The session is forgotten, as far as the implementation offers that."""
        if not await self._offers("delete"):
            return
        await self._call("DELETE", f"/v1/sessions/{session_id}", success=204)

    async def ask(self, method: str, path: str, body: bytes | None = None) -> RawAnswer:
        """The answer to any request, also to one that breaks the contract.

        Raises:
            IutCrashed: there is none.
            TimedOut: there is none in time.
        """
        what = f"{method} {path}"
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._exchange(method, path, body)
        except TimeoutError as error:
            raise TimedOut(
                f"{what} was not answered to its end within {self._timeout_s:g} "
                "seconds. Is it stuck? If it needs longer, raise timeouts.call_s in "
                "the descriptor."
            ) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise IutCrashed(f"{what} was not answered: {_reason(error)}.") from error

    async def stop(self) -> None:
        """The connection is closed."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def _offers(self, what: str) -> bool:
        known = self._known or await self.describe()
        return what in known.optional

    async def _call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        success: int,
        declined: int | None = None,
    ) -> tuple[int, Any]:
        """Status and document: of the success, or a problem where it may decline."""
        sent = None if body is None else json.dumps(body).encode()
        answer = await self.ask(method, path, sent)
        status, raw = answer.status, answer.body
        what = f"{method} {path}"
        if status == success:
            return status, None if status == 204 else _document(what, status, raw)
        if status == declined:
            return status, _problem(raw)
        redirected = " Redirects are not followed." if 300 <= status < 400 else ""
        raise IutCrashed(
            f"{what} answered {status} instead of {success}{_excuse(raw)}.{redirected}"
        )

    async def _exchange(self, method: str, path: str, body: bytes | None) -> RawAnswer:
        await asyncio.sleep(0)  # the loop stood still: it hears of closed connections
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # Servers close what idles, Node after 5 seconds: nobody is to blame.
                connector=aiohttp.TCPConnector(keepalive_timeout=_IDLE_S),
                timeout=aiohttp.ClientTimeout(total=None),
                headers={"Accept": "application/json, application/problem+json"},
            )
        url = f"{self._base_url}{path}"
        headers = {} if body is None else {"Content-Type": "application/json"}
        async with self._http.request(
            method, url, allow_redirects=False, data=body, headers=headers
        ) as answer:
            raw = bytearray()
            async for chunk in answer.content.iter_any():
                raw += chunk
                if len(raw) > _LARGEST:
                    answer.close()
                    raise aiohttp.ClientPayloadError(
                        f"the answer is longer than {_LARGEST} bytes"
                    )
            told = answer.headers.get("Content-Type", "")
            media_type = told.partition(";")[0].strip().lower()
            return RawAnswer(
                status=answer.status, media_type=media_type, body=bytes(raw)
            )


def _instant(at: datetime) -> str:
    """RFC 3339 with Z, to the microsecond: the clock may stand between seconds."""
    return at.isoformat().replace("+00:00", "Z")


def _reason(error: Exception) -> str:
    """Why there is no answer, in a vendor's words and not in those of a library."""
    match error:
        case aiohttp.ClientConnectorError():
            return f"nothing listens at {error.host}:{error.port} (is it running?)"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError():
            return "the connection was closed before the answer"
        case aiohttp.ClientResponseError():
            return f"what came is no HTTP/1.1 ({_quoted(error.message)})"
        case _:
            return visible(" ".join(str(error).split())) or type(error).__name__


def _document(what: str, status: int, raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        found = _quoted_body(raw) if raw.strip() else "it is empty"
        raise IutCrashed(
            f"{what} answered {status} with a body that is no JSON: {found}."
        ) from error


def _excuse(raw: bytes) -> str:
    """What an answer of a wrong status says for itself, as the end of a sentence."""
    problem = _problem(raw)
    if problem is None and raw.strip():
        return f" ({_quoted_body(raw)})"
    return _told(problem)


def _problem(raw: bytes) -> Any:
    """The problem document; None where the answer holds none."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _check_version(document: Any) -> None:
    """Another version of the contract may have another schema: it is told first."""
    spoken = document.get("contract") if isinstance(document, dict) else None
    if type(spoken) is int and spoken != VERSION:
        raise IutUnusable(
            f"The implementation speaks version {spoken} of the contract, and this "
            f"harness version {VERSION}. `fieldsync contract` prints what is meant."
        )


def _sound(kind: str, document: Any, method: str, path: str) -> Mapping[str, Any]:
    found = faults(kind, document)
    if found:
        raise IutCrashed(
            f"What {method} {path} answered breaks the contract: "
            f"{' '.join(map(visible, found))}"
        )
    return document  # type: ignore[no-any-return]  # its schema says it is a mapping


def _check_ours(kind: str, document: object) -> None:
    found = faults(kind, document)
    if found:
        raise HarnessError(f"the harness itself breaks the contract: {found}")


def _told(document: Any) -> str:
    """What a problem document (RFC 9457) says, as the end of a sentence."""
    if not isinstance(document, dict):
        return ""
    words = [document.get("title"), document.get("detail")]
    told = ": ".join(
        visible(str(one), at_most=_SHOWN).rstrip(".") for one in words if one
    )
    return f" ({told})" if told else ""


def _quoted_body(raw: bytes) -> str:
    return _quoted(raw[: 4 * _SHOWN].decode("utf-8", "replace"))


def _quoted(text: str) -> str:
    return repr(visible(" ".join(text.split()), at_most=_SHOWN))
