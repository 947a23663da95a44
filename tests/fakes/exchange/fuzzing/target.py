"""The tenant that is fuzzed, and what must be true of each of its answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from fakes.exchange import Mailbox
from fakes.exchange.throttling import Throttle
from fakes.snapshots import restore, state_of
from fakes.tenant import Tenant
from fakes.wire import Request, Response
from tests.fakes.fuzzing.tokens import Door

MONDAY: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST: Final = "http://127.0.0.1:8080"
RESOURCE: Final = "https://graph.microsoft.com"
# Sections 2 and 8.
SUCCESSES: Final = frozenset({200, 201, 202, 204})
REFUSALS: Final = frozenset(
    {400, 401, 403, 404, 405, 409, 410, 411, 412, 413, 415, 416, 429, 501}
)
LONGEST_S: Final = 4.0  # of processor time: more is a hang


@dataclass(slots=True)
class Target:
    """A tenant with something of each kind, and the paths that lead there."""

    tenant: Tenant
    token: str
    paths: Mapping[str, str]
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    @property
    def door(self) -> Door:
        """What an application needs to be let in."""
        tenant = self.tenant
        return Door(
            directory=tenant.directory,
            application=tenant.application,
            audience=RESOURCE,
            token=self.token,
            clock=tenant.clock,
        )

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """What is done inside has not happened afterwards."""
        before = state_of(self.tenant)
        try:
            yield
        finally:
            restore(self.tenant, before)

    def send(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
    ) -> Response:
        """The documented answer to a request; refused, it has changed nothing."""
        own = {"authorization": f"Bearer {self.token}"} if signed else {}
        if body:
            own["content-type"] = "application/json"
        request = Request(
            method=method,
            path=path,
            query=query,
            headers={**own, **(headers or {})},
            body=body,
            root_url=f"{HOST}/t1/graph",
        )
        self.tenant.journal.forget()
        before = self._written()
        started = time.process_time()
        response = self._served(request)
        assert time.process_time() - started < LONGEST_S, "it took too long"
        check(response)
        self._check_journal(request, response)
        if response.status in REFUSALS:
            assert self._written() == before, (request, response)
        return response

    def sends(self, method: str, name: str, query: str = "") -> Response:
        """The answer to a request to a known path."""
        return self.send(method, self.paths[name], query)

    def close(self) -> None:
        """Nobody is called any more."""
        self.runner.run(self.tenant.close())
        self.runner.close()

    def check_alive(self) -> None:
        """An ordinary request is still served."""
        response = self.send("GET", self.paths["event"])
        assert response.status == 200, response

    def _served(self, request: Request) -> Response:
        service = self.tenant.services["graph"]
        departure = self.runner.run(self.tenant.serve(service, request))
        assert departure.sent is not None
        return departure.sent

    def _written(self) -> tuple[object, ...]:
        exchange = self.tenant.exchange
        return (
            exchange.version,
            exchange.messages,
            tuple(one.snapshot() for one in exchange.mailboxes),
            exchange.subscriptions.snapshot(),
        )

    def _check_journal(self, request: Request, response: Response) -> None:
        journal = self.tenant.journal
        (entry,) = journal.entries
        assert (entry.method, entry.status) == (request.method, response.status)
        assert entry.target.startswith(request.path)
        assert entry.operations
        assert (response.status == 501) <= bool(journal.gaps), response
        assert journal.crashes == []


def check(response: Response) -> None:
    """The answer is one that the fact sheet documents, in its shape (section 8)."""
    assert response.status in SUCCESSES | REFUSALS, response
    for name, value in response.headers:
        f"{name}: {value}".encode()
        assert not {"\r", "\n", "\0"} & set(value), (name, value)
    headers = {name.lower(): value for name, value in response.headers}
    assert headers["request-id"]
    assert headers["client-request-id"]
    kind = headers.get("content-type", "")
    if not kind.startswith("application/json"):
        assert response.status in SUCCESSES, response
        return
    found = json.loads(response.body, parse_constant=_no_constant)
    if response.status in SUCCESSES:
        assert "error" not in found, response
        for part in found.get("responses", ()):
            _check_part(part)
        return
    assert is_error(found), response
    if response.status == 401:
        assert headers["www-authenticate"].startswith("Bearer ")
    if response.status == 501:
        assert found["error"]["message"] != "This fake does not support ."


def _check_part(part: Mapping[str, object]) -> None:
    status = part["status"]
    assert status in SUCCESSES | REFUSALS | {424}, part
    assert status in SUCCESSES or is_error(part["body"]), part


def is_error(found: object) -> bool:
    """Whether that is an error object: code and message, both text."""
    match found:
        case {"error": {"code": str(code), "message": str(message)}}:
            return bool(code and message)
    return False


def _no_constant(name: str) -> object:
    raise AssertionError(f"{name} is no JSON")


def a_target() -> Target:
    """A fresh tenant with an item of each kind that matters."""
    tenant = Tenant("t1", seed=1, now=MONDAY, root_url=HOST)
    tenant.exchange.switches.throttle = Throttle(requests=None, upload_octets=None)
    ann = tenant.exchange.add_mailbox(
        "ann@contoso.example", name="Ann Ames", time_zone="W. Europe Standard Time"
    )
    bob = tenant.exchange.add_mailbox("bob@contoso.example", name="Bob Bell")
    token = tenant.directory.issue(
        tenant.application, audience=RESOURCE, lifetime=timedelta(days=1)
    )
    target = Target(tenant=tenant, token=token, paths={})
    target.paths = _furnished(target, ann, bob)
    return target


def _made(target: Target, path: str, **body: object) -> str:
    """The path of something new."""
    answer = target.send("POST", path, body=json.dumps(body).encode())
    assert answer.status == 201, answer
    return f"{path}/{quote(json.loads(answer.body)['id'])}"


def _furnished(target: Target, ann: Mailbox, bob: Mailbox) -> dict[str, str]:
    """Something of each kind; a list of them is what lies above the last segment."""
    user = f"/v1.0/users/{ann.id}"
    span = {
        "start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-03T10:00:00", "timeZone": "UTC"},
    }
    guests = [{"emailAddress": {"address": bob.address}}]
    recurrence = {
        "pattern": {"type": "daily", "interval": 1},
        "range": {
            "type": "numbered",
            "startDate": "2026-03-03",
            "numberOfOccurrences": 5,
        },
    }
    events = f"{user}/events"
    event = _made(target, events, subject="Visit", **span, attendees=guests)
    series = _made(target, events, subject="Round", **span, recurrence=recurrence)
    extension = {"extensionName": "example.one", "count": 1}
    attachment = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": "a.txt",
        "contentBytes": "YQ==",
    }
    task_list = _made(target, f"{user}/todo/lists", displayName="Errands")
    task = _made(target, f"{task_list}/tasks", title="Call")
    paths = {
        "user": user,
        "event": event,
        "series": series,
        "copy": f"/v1.0/users/{bob.id}/events/{quote(bob.events[0].id)}",
        "calendar": f"{user}/calendars/{quote(ann.calendar.id)}",
        "calendarGroup": _made(target, f"{user}/calendarGroups", name="More"),
        "category": _made(
            target, f"{user}/outlook/masterCategories", displayName="Red"
        ),
        "contact": _made(
            target,
            f"{user}/contacts",
            givenName="Nina",
            emailAddresses=[{"address": "n@contoso.example"}],
        ),
        "contactFolder": _made(target, f"{user}/contactFolders", displayName="Friends"),
        "message": _made(
            target, f"{user}/messages", subject="Hello", toRecipients=guests
        ),
        "mailFolder": _made(target, f"{user}/mailFolders", displayName="Old"),
        "taskList": task_list,
        "task": task,
        "step": _made(target, f"{task}/checklistItems", displayName="Dial"),
        "link": _made(target, f"{task}/linkedResources", displayName="Row"),
        "extension": _made(target, f"{event}/extensions", **extension),
        "attachment": _made(target, f"{event}/attachments", **attachment),
    }
    (received,) = bob.messages
    return paths | {
        "invitation": f"/v1.0/users/{bob.id}/messages/{quote(received.id)}",
        "settings": f"{user}/mailboxSettings",
        "calendarView": f"{user}/calendarView",
        "events": events,
        "contacts": f"{user}/contacts",
        "messages": f"{user}/messages",
        "tasks": f"{task_list}/tasks",
        "subscriptions": "/v1.0/subscriptions",
    }
