"""Reads and writes calendars: every request travels in a Graph $batch.

A batch holds at most twenty requests. Exchange works on four of one mailbox at a time
and refuses more, so a batch that asks more of a mailbox is chained: one request after
the other. What a broken chain left undone answers 424 and was not tried.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Final
from urllib.parse import quote

from reference_impl.errors import CallFailed
from reference_impl.rules.content import TRACKED_CATEGORY, ItemContent
from reference_impl.rules.model import BookingId, EventId
from reference_impl.shell import graph_events as events
from reference_impl.shell.http import retry_after
from reference_impl.shell.service import Service

REQUESTS_PER_BATCH: Final = 20
PARALLEL_PER_MAILBOX: Final = 4
CATEGORY_COLOR: Final = "preset7"


class Outcome(Enum):
    """What an answer means for the caller."""

    DONE = auto()
    CONFLICT = auto()  # the event is not as it was when last seen
    GONE = auto()  # there is no event of that id
    UNTRIED = auto()  # the chain broke before
    REFUSED = auto()  # anything else; the effect of a write is unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request of a batch."""

    mailbox: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one request of a batch."""

    outcome: Outcome
    status: int
    code: str
    retry_after: timedelta | None
    body: Mapping[str, Any]


class GraphClient:
    """The calendars of one Exchange tenant."""

    def __init__(self, service: Service, *, graph_url: str) -> None:
        self._service = service
        self._url = graph_url

    def create_event(
        self,
        mailbox: str,
        *,
        booking_id: BookingId,
        content: ItemContent,
        categories: tuple[str, ...],
        transaction_id: str,
    ) -> Request:
        """Create the item of a booking in the default calendar [BKG-002].

        Repeating it is harmless: the transaction id names this very item.
        """
        body = {
            **events.body_of(content),
            **events.link_to(booking_id),
            "categories": list(categories),
            "transactionId": transaction_id,
        }
        return _request(mailbox, "POST", "/events", body=body)

    def update_event(
        self,
        mailbox: str,
        event_id: EventId,
        etag: str,
        *,
        content: ItemContent,
        categories: tuple[str, ...] | None,
    ) -> Request:
        """Write an item again, if it is still as it was last seen [BKG-075]."""
        body = events.body_of(content)
        if categories is not None:
            body["categories"] = list(categories)
        return _request(mailbox, "PATCH", _event(event_id), body=body, etag=etag)

    def unlink_event(
        self,
        mailbox: str,
        event_id: EventId,
        etag: str,
        *,
        categories: tuple[str, ...],
    ) -> Request:
        """Leave an item where it is, without tag and without link [BKG-102]."""
        body = {**events.no_link(), "categories": list(categories)}
        return _request(mailbox, "PATCH", _event(event_id), body=body, etag=etag)

    def delete_event(self, mailbox: str, event_id: EventId, etag: str) -> Request:
        """Delete an item, if it is still as it was last seen."""
        return _request(mailbox, "DELETE", _event(event_id), etag=etag)

    def cancel_event(self, mailbox: str, event_id: EventId) -> Request:
        """Cancel a meeting, which tells its attendees [BKG-090]."""
        return _request(mailbox, "POST", f"{_event(event_id)}/cancel", body={})

    def read_event(self, mailbox: str, event_id: EventId) -> Request:
        """Read an item as far as the rules need it, with its link."""
        return _request(
            mailbox, "GET", f"{_event(event_id)}?{_query(events.SEEN_PROPERTIES)}"
        )

    def read_tracked(self, mailbox: str, event_id: EventId) -> Request:
        """Read an item that its owner tracked, with its link."""
        return _request(
            mailbox, "GET", f"{_event(event_id)}?{_query(events.TRACKED_PROPERTIES)}"
        )

    def find_event(self, mailbox: str, booking_id: BookingId) -> Request:
        """Look for the item of a booking by its link."""
        link = quote(events.link_filter(booking_id), safe="")
        query = f"$filter={link}&{_query(events.SEEN_PROPERTIES)}"
        return _request(mailbox, "GET", f"/events?{query}")

    def create_category(self, mailbox: str) -> Request:
        """Make the tag known in the mailbox; it may be there already."""
        body = {"displayName": TRACKED_CATEGORY, "color": CATEGORY_COLOR}
        return _request(mailbox, "POST", "/outlook/masterCategories", body=body)

    async def send(self, requests: Sequence[Request], *, now: datetime) -> list[Reply]:
        """Return the replies to at most twenty requests, in their order.

        Raises:
            CallFailed: the batch as a whole was not answered; effects are unknown.
        """
        answer = await self._service.call(
            "POST",
            f"{self._url}/$batch",
            now=now,
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            body=json.dumps({"requests": _envelope(requests)}).encode(),
        )
        if answer.status != 200:
            raise CallFailed(service="Exchange", reason=f"status {answer.status}")
        try:
            replies = {
                int(reply["id"]): _reply(reply)
                for reply in json.loads(answer.body)["responses"]
            }
            return [replies[number] for number in range(1, len(requests) + 1)]
        except (ValueError, KeyError, TypeError) as error:
            raise CallFailed(
                service="Exchange", reason="an unreadable answer"
            ) from error


def _envelope(requests: Sequence[Request]) -> list[dict[str, Any]]:
    busiest = max(Counter(request.mailbox for request in requests).values(), default=0)
    is_chained = busiest > PARALLEL_PER_MAILBOX
    envelope = []
    for number, request in enumerate(requests, start=1):
        entry: dict[str, Any] = {
            "id": str(number),
            "method": request.method,
            "url": request.path,
        }
        if request.headers:
            entry["headers"] = dict(request.headers)
        if request.body is not None:
            entry["body"] = request.body
        if is_chained and number > 1:
            entry["dependsOn"] = [str(number - 1)]
        envelope.append(entry)
    return envelope


def _reply(reply: Mapping[str, Any]) -> Reply:
    status = int(reply["status"])
    body = reply.get("body")
    document = body if isinstance(body, dict) else {}
    error = document.get("error")
    code = str(error.get("code", "")) if isinstance(error, dict) else ""
    return Reply(
        outcome=_outcome(status, code),
        status=status,
        code=code,
        retry_after=retry_after(reply.get("headers") or {}),
        body=document,
    )


def _outcome(status: int, code: str) -> Outcome:
    if 200 <= status <= 299:
        return Outcome.DONE
    if status in {409, 412}:
        return Outcome.CONFLICT
    if status == 404 and code.casefold() == "erroritemnotfound":
        return Outcome.GONE
    if status == 424:
        return Outcome.UNTRIED
    return Outcome.REFUSED


def _request(
    mailbox: str,
    method: str,
    path: str,
    *,
    body: Mapping[str, Any] | None = None,
    etag: str | None = None,
) -> Request:
    headers = {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if etag is not None:
        headers["If-Match"] = etag
    return Request(
        mailbox=mailbox,
        method=method,
        path=f"/users/{quote(mailbox, safe='')}{path}",
        headers=headers,
        body=body,
    )


def _event(event_id: EventId) -> str:
    return f"/events/{quote(event_id, safe='')}"


def _query(properties: str) -> str:
    expand = quote(events.link_expand(), safe="($=')")
    return f"$select={properties}&$expand={expand}"
