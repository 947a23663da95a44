"""`$batch`: up to twenty requests in one. Section 5 of the fact sheet."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.errors import GraphError
from fakes.exchange.paths import user_of
from fakes.exchange.throttling import too_many_at_once
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.wire import Perform, Request, Response

MOST: Final = 20
_VERSION: Final = "/v1.0"
_METHODS: Final = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One request of the batch."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    depends_on: tuple[str, ...]

    @property
    def key(self) -> str:
        """What ids of different letter case have in common."""
        return self.id.lower()


def answer(outer: Request, perform: Perform, *, at_once: int | None = None) -> Reply:
    """Every item's answer; an item whose prerequisite failed has 424.

    Of those that wait for no other, a mailbox takes `at_once`; None: all.

    Raises:
        GraphError: the envelope is malformed.
    """
    items = _items(values.parsed(outer.body))
    answers: dict[str, Response | GraphError] = {}
    refused = set() if at_once is None else _too_many(items, at_once)
    for item in _in_order(items):
        if item.key in refused:
            answers[item.key] = too_many_at_once()
        elif any(_failed(answers[key]) for key in item.depends_on):
            answers[item.key] = GraphError(
                424, "FailedDependency", "A request that this one depends on failed."
            )
        elif "://" in item.url.partition("?")[0]:
            answers[item.key] = errors.bad_request("The url of an item is relative.")
        elif item.body and "content-type" not in item.headers:
            answers[item.key] = errors.bad_request("A body needs its Content-Type.")
        else:
            answers[item.key] = perform(_inner(item, outer))
    rows = ",".join(_row(item, answers[item.key]) for item in items)
    return Reply(body=f'{{"responses":[{rows}]}}')


def _items(raw: Mapping[str, Any]) -> list[Item]:
    requests = raw.get("requests")
    if not isinstance(requests, list) or not requests:
        raise errors.bad_request("A batch needs its 'requests'.")
    if len(requests) > MOST:
        raise errors.bad_request(f"A batch holds at most {MOST} requests.")
    items = [_item(one) for one in requests]
    keys = {item.key for item in items}
    if len(keys) < len(items):
        raise errors.bad_request("The ids of a batch's requests must be unique.")
    for item in items:
        if not keys.issuperset(item.depends_on):
            raise errors.bad_request(f"Request '{item.id}' depends on an unknown one.")
    return items


def _item(raw: object) -> Item:
    if not isinstance(raw, dict):
        raise errors.bad_request("A batch's request is an object.")
    fields = [raw.get(name) for name in ("id", "method", "url")]
    if not all(isinstance(field, str) and field for field in fields):
        raise errors.bad_request("A batch's request needs 'id', 'method' and 'url'.")
    key, method, url = map(str, fields)
    if method.upper() not in _METHODS or url.strip("/").lower().startswith("$batch"):
        raise errors.bad_request(f"Request '{key}' cannot be part of a batch.")
    headers = raw.get("headers") or {}
    depends_on = raw.get("dependsOn") or []
    if not isinstance(headers, dict) or not isinstance(depends_on, list):
        raise errors.bad_request(f"Request '{key}' is malformed.")
    return Item(
        id=key,
        method=method.upper(),
        url=url,
        headers={str(name).lower(): str(value) for name, value in headers.items()},
        body=_body(raw.get("body")),
        depends_on=tuple(str(one).lower() for one in depends_on),
    )


def _body(raw: object) -> bytes:
    if raw is None:
        return b""
    if isinstance(raw, str):
        try:
            return base64.b64decode(raw, validate=True)
        except ValueError as error:
            raise errors.bad_request("A body is an object or base64.") from error
    return json.dumps(raw).encode()


def _in_order(items: list[Item]) -> list[Item]:
    """The items so that each comes after those that it depends on."""
    waiting, done = list(items), set[str]()
    order: list[Item] = []
    while waiting:
        ready = (n for n, one in enumerate(waiting) if done.issuperset(one.depends_on))
        place = next(ready, None)
        if place is None:
            raise errors.bad_request("Requests of the batch depend on one another.")
        item = waiting.pop(place)
        order.append(item)
        done.add(item.key)
    return order


def _too_many(items: list[Item], at_once: int) -> set[str]:
    """The requests that a mailbox does not take, since it has others at once."""
    found: set[str] = set()
    running: dict[str, int] = {}
    for item in items:
        user = user_of(f"{_VERSION}/{item.url.partition('?')[0].lstrip('/')}")
        if user is None or item.depends_on:
            continue
        running[user.lower()] = running.get(user.lower(), 0) + 1
        if running[user.lower()] > at_once:
            found.add(item.key)
    return found


def _inner(item: Item, outer: Request) -> Request:
    """The item as a request of its own; only the authorisation is inherited."""
    path, _, query = item.url.partition("?")
    headers = {**item.headers}
    for name in ("authorization", "client-request-id"):
        if name in outer.headers:
            headers[name] = outer.headers[name]
    return Request(
        method=item.method,
        path=f"{_VERSION}/{path.lstrip('/')}",
        query=query,
        headers=headers,
        body=item.body,
        root_url=outer.root_url,
    )


def _failed(given: Response | GraphError) -> bool:
    return isinstance(given, GraphError) or given.status >= 400


def _row(item: Item, given: Response | GraphError) -> str:
    head: dict[str, Any] = {"id": item.id, "status": given.status}
    if isinstance(given, GraphError):
        error = {"code": given.code, "message": given.message}
        head |= {
            "headers": {"Content-Type": "application/json", **dict(given.headers)},
            "body": {"error": error},
        }
        return dumps(head)
    head["headers"] = dict(given.headers)
    if not given.body:
        return dumps(head)
    is_json = "json" in head["headers"].get("Content-Type", "")
    body = (
        given.body.decode() if is_json else dumps(base64.b64encode(given.body).decode())
    )
    return f'{dumps(head)[:-1]},"body":{body}}}'
