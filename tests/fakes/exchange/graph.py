"""A client of the fake Graph without HTTP: requests in, decoded answers out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from fakes.clock import VirtualClock
from fakes.entra import Application, Directory
from fakes.exchange import ExchangeService, ExchangeTenant, Mailbox
from fakes.wire import Request, Response

ROOT = "http://127.0.0.1:8080/one/graph"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
RECORD = "String {00020329-0000-0000-C000-000000000046} Name fieldsyncRecord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decoded answer."""

    status: int
    headers: dict[str, str]
    json: Any
    text: str
    octets: bytes

    @property
    def code(self) -> str:
        """The error's code."""
        return str(self.json["error"]["code"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The members of a collection."""
        rows: list[dict[str, Any]] = self.json["value"]
        return rows

    @property
    def subjects(self) -> list[str]:
        """The subjects of a collection's events."""
        return [row["subject"] for row in self.rows]


@dataclass(slots=True)
class Graph:
    """One tenant with its service and a token."""

    exchange: ExchangeTenant
    directory: Directory
    application: Application
    service: ExchangeService
    clock: VirtualClock
    token: str = ""
    performed: list[str] = field(default_factory=list)
    refuse: dict[str, Response] = field(default_factory=dict)  # by operation

    def call(
        self,
        method: str,
        path: str,
        query: str = "",
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The answer to one request below the version."""
        sent = {"authorization": f"Bearer {self.token}", **(headers or {})}
        octets = b""
        if isinstance(body, bytes):
            octets = body
        elif body is not None:
            octets = json.dumps(body).encode()
        if octets:
            sent.setdefault("content-type", "application/json")
        request = Request(
            method=method,
            path=f"/v1.0{path}",
            query=query,
            headers=sent,
            body=octets,
            root_url=ROOT,
        )
        response = self._perform(request)
        text = response.body.decode(errors="replace")
        is_json = "json" in dict(response.headers).get("Content-Type", "")
        return Answer(
            status=response.status,
            headers=dict(response.headers),
            json=json.loads(text) if is_json else None,
            text=text,
            octets=response.body,
        )

    def _perform(self, request: Request) -> Response:
        operation = self.service.operation(request)
        self.performed.append(operation)
        refusal = self.refuse.get(operation)
        return refusal or self.service.handle(request, self._perform)

    def get(self, path: str, query: str = "", **headers: str) -> Answer:
        """GET; header names with `_` for `-`."""
        return self.call("GET", path, query, headers=_headers(headers))

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """POST."""
        return self.call("POST", path, body=body, headers=_headers(headers))

    def patch(self, path: str, body: object, **headers: str) -> Answer:
        """PATCH."""
        return self.call("PATCH", path, body=body, headers=_headers(headers))

    def delete(self, path: str, **headers: str) -> Answer:
        """DELETE."""
        return self.call("DELETE", path, headers=_headers(headers))

    def follow(self, link: str, **headers: str) -> Answer:
        """GET of a link out of an answer."""
        assert link.startswith(f"{ROOT}/v1.0/"), link
        path, _, query = link.removeprefix(f"{ROOT}/v1.0").partition("?")
        return self.get(path, query, **headers)

    def pass_time(self, **span: float) -> None:
        """The clock has moved on."""
        self.clock.move_to(self.clock.now() + timedelta(**span))


def _headers(given: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in given.items()}


def a_graph(*, seed: int = 1) -> Graph:
    """A fresh tenant without mailboxes."""
    clock = VirtualClock(START)
    directory = Directory(
        tenant_id="0f0e0d0c-0000-4000-8000-000000000001", seed=seed, clock=clock
    )
    application = directory.register_application("tests")
    exchange = ExchangeTenant(seed=seed, clock=clock)
    return Graph(
        exchange=exchange,
        directory=directory,
        application=application,
        service=ExchangeService(exchange, directory),
        clock=clock,
        token=directory.issue(application),
    )


def events_of(mailbox: Mailbox) -> str:
    """The path of the mailbox's events."""
    return f"/users/{quote(mailbox.address)}/events"


def path_of(mailbox: Mailbox, event_id: str) -> str:
    """The path of one event."""
    return f"{events_of(mailbox)}/{quote(event_id)}"


def a_body(
    subject: str = "Site visit",
    *,
    start: str = "2026-03-03T09:00:00",
    end: str = "2026-03-03T10:00:00",
    zone: str = "UTC",
    attendees: tuple[str, ...] = (),
    **others: object,
) -> dict[str, object]:
    """The body of an event's POST."""
    body: dict[str, object] = {
        "subject": subject,
        "start": {"dateTime": start, "timeZone": zone},
        "end": {"dateTime": end, "timeZone": zone},
        **others,
    }
    if attendees:
        body["attendees"] = [
            {"emailAddress": {"address": address}, "type": "required"}
            for address in attendees
        ]
    return body


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of March 2026 in UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)
