"""The handshake: whether whoever is to be notified wants to be (section 2.5).

The only place that asks a listener before a subscription is made. It needs the network,
so it happens before the request is served; the answer to the request reads its outcome.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from fakes.exchange import errors

if TYPE_CHECKING:
    from fakes.exchange.subscriptions.courier import Courier
    from fakes.identity import Identifiers
    from fakes.wire import Request

_PATH: Final = "/v1.0/subscriptions"
_MARK: Final = b"notificationUrl"


class Handshakes:
    """The latest outcome of each listener that was asked."""

    def __init__(self, courier: Courier, identifiers: Identifiers) -> None:
        self._courier = courier
        self._identifiers = identifiers
        self._outcomes: dict[str, str] = {}  # address to what was wrong, if anything

    async def shake(self, request: Request) -> None:
        """Every listener that a request names has been asked."""
        if request.method != "POST" or _MARK not in request.body:
            return
        for url in dict.fromkeys(_addresses(request)):
            self._outcomes[url] = await self._outcome(url)

    async def _outcome(self, url: str) -> str:
        token = f"Validation: {self._identifiers.guid()}"
        mark = "&" if "?" in url else "?"
        answer = await self._courier.ask(
            f"{url}{mark}validationToken={quote(token, safe='')}"
        )
        if answer is None:
            return "it cannot be reached, or takes longer than 10 seconds"
        if answer.status != 200:
            return f"it answers {answer.status}"
        if answer.content_type != "text/plain":
            return f"it answers {answer.content_type or 'without a type'}"
        return "" if answer.text == token else "it does not return the token"

    def check(self, url: str) -> None:
        """The listener has shown that it wants to be notified.

        Raises:
            GraphError: it has not.
        """
        outcome = self._outcomes.get(url, "it was not asked")
        if outcome:
            raise errors.validation(
                f"Subscription validation request failed for '{url}': {outcome}."
            )


def _addresses(request: Request) -> Iterator[str]:
    """The listeners that the body of a create, or of one within a batch, names."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return
    if not isinstance(body, dict):
        return
    if request.path.lower() == _PATH:
        yield from _named(body)
        return
    parts = body.get("requests")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and _creates(part.get("url")):
            yield from _named(part.get("body"))


def _creates(url: object) -> bool:
    return isinstance(url, str) and url.strip("/").lower() == "subscriptions"


def _named(body: object) -> Iterator[str]:
    from fakes.exchange.subscriptions.wire import addresses  # noqa: PLC0415 - a circle

    if not isinstance(body, dict) or "notificationUrl" not in body:
        return
    try:
        found = addresses(body)
    except errors.GraphError:
        return  # the request will be refused before anybody is asked for
    yield from filter(None, found)
