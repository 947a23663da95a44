"""A tiny tenant for the shell: just what the engine asks for, and nothing else.

It is no fake: it knows the handful of requests that the engine sends and fails on any
other, so a test notices when the engine starts to ask for something new.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.reference_impl.related_stub import (
    STATUS_SCHEDULED,
    RelatedTable,
    resources,
    statuses,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ADDRESS = "w1@example.test"
TAG = "Tracked to Dynamics 365"

Json = dict[str, Any]
Reply = tuple[int, Json | None, dict[str, str]]

BROKEN_CHAIN: Reply = (424, None, {})


def text_of(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Stub:
    """State of both services, request counts, and faults to inject."""

    bookings: dict[str, Json] = field(default_factory=dict)
    deleted: list[tuple[int, str]] = field(default_factory=list)
    resources: RelatedTable = field(default_factory=resources)
    statuses: RelatedTable = field(default_factory=statuses)
    questions: list[str] = field(default_factory=list)
    events: dict[str, Json] = field(default_factory=dict)
    appointments: list[Json] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    categories: list[str] = field(default_factory=list)
    mailbox_ready: bool = True
    settings_xml: str = ""
    version: int = 100
    requests: list[str] = field(default_factory=list)
    graph_calls: list[tuple[str, str]] = field(default_factory=list)
    tokens: int = 0
    valid_token: str | None = None
    dataverse_fault: Callable[[], web.Response | None] = lambda: None
    graph_fault: Callable[[str, str], Reply | None] = lambda _method, _url: None
    graph_outage: Callable[[], web.Response | None] = lambda: None
    after_graph: Callable[[], None] = lambda: None
    root: str = ""

    # --- what a test does ------------------------------------------------------

    def book(self, name: str, start_at: datetime, **columns: Any) -> Json:
        """Book the worker for an hour."""
        row = {
            "bookableresourcebookingid": name,
            "starttime": text_of(start_at),
            "endtime": text_of(start_at + timedelta(hours=1)),
            "msdyn_worklocation": None,
            "msdyn_latitude": None,
            "msdyn_longitude": None,
            "_bookingstatus_value": STATUS_SCHEDULED,
            "_resource_value": "resource-1",
            "_msdyn_workorder_value": "order-1",
            **columns,
        }
        self.bookings[name] = row
        self.touch(name)
        return row

    def touch(self, name: str, /, **columns: Any) -> None:
        """Write columns of a booking."""
        self.version += 1
        self.bookings[name].update(columns)
        self.bookings[name]["@odata.etag"] = f'W/"{self.version}"'

    def move(self, name: str, start_at: datetime) -> None:
        """Move a booking."""
        self.touch(
            name,
            starttime=text_of(start_at),
            endtime=text_of(start_at + timedelta(hours=1)),
        )

    def delete(self, name: str) -> None:
        """Delete a booking."""
        self.version += 1
        del self.bookings[name]
        self.deleted.append((self.version, name))

    def change_event(self, event_id: str, **members: Any) -> None:
        """Change an event in Outlook."""
        self.version += 1
        self.events[event_id].update(members)
        self.events[event_id]["@odata.etag"] = f'W/"e{self.version}"'

    def only_event(self) -> Json:
        """Return the only event of the calendar."""
        [event] = self.events.values()
        return event

    # --- HTTP ------------------------------------------------------------------

    def app(self) -> web.Application:
        """Return both services as one application."""
        app = web.Application(client_max_size=10**8)
        app.router.add_post("/token", self._token)
        app.router.add_post("/org/api/data/v9.2/$batch", self._dataverse)
        app.router.add_post("/org/api/data/v9.2/appointments", self._appointment)
        app.router.add_post("/v1.0/$batch", self._graph)
        return app

    def session(self, *, now: datetime = NOW, resume: bool = False) -> Json:
        """Return the session document that leads here."""
        return {
            "now": text_of(now),
            "resume": resume,
            "dataverse": {"base_url": f"{self.root}/org", "api_version": "9.2"},
            "exchange": {"graph_url": f"{self.root}/v1.0"},
            "identity": {
                "authority": self.root,
                "token_url": f"{self.root}/token",
                "tenant_id": "t",
                "client_id": "c",
                "client_secret": "s",
                "scope_dataverse": "d/.default",
                "scope_exchange": "g/.default",
            },
            "seed": 1,
        }

    async def _token(self, _request: web.Request) -> web.Response:
        self.tokens += 1
        self.valid_token = f"token-{self.tokens}"
        document = {"access_token": self.valid_token, "expires_in": 3600}
        return web.json_response(document)

    async def _appointment(self, request: web.Request) -> web.Response:
        self.requests.append("dataverse")
        document = await request.json()
        known = {row["activityid"] for row in self.appointments}
        if document["activityid"] in known:
            error = {"error": {"code": "0x80040237", "message": "exists"}}
            return web.json_response(error, status=412)
        self.appointments.append(document)
        return web.Response(status=204)

    async def _dataverse(self, request: web.Request) -> web.Response:
        self.requests.append("dataverse")
        if (fault := self.dataverse_fault()) is not None:
            return fault
        text = await request.text()
        self.questions.append(text)
        assert "\n" not in text.replace("\r\n", "")
        parts = re.findall(r"GET (\S+) HTTP/1\.1\r\n((?:[^\r]+\r\n)*)\r\n", text)
        lines = []
        for url, headers in parts:
            status, body = self._read(unquote(url), headers)
            lines += [
                "--batchresponse_1",
                "Content-Type: application/http",
                "Content-Transfer-Encoding: binary",
                "",
                f"HTTP/1.1 {status} X",
                "Content-Type: application/json",
                "",
                json.dumps(body),
            ]
        lines += ["--batchresponse_1--", ""]
        return web.Response(
            text="\r\n".join(lines),
            headers={"Content-Type": "multipart/mixed; boundary=batchresponse_1"},
        )

    def _read(  # noqa: PLR0911  one return for each table
        self, url: str, headers: str
    ) -> tuple[int, Json]:
        path = url.removeprefix(f"{self.root}/org/api/data/v9.2/")
        entity_set = re.split(r"[?(]", path)[0]
        if entity_set == "organizations":
            row = {
                "isresourcebookingexchangesyncenabled": True,
                "orgdborgsettings": self.settings_xml,
            }
            return 200, {"value": [row]}
        if entity_set == "mailboxes":
            return 200, {"value": [self._mailbox()]}
        if entity_set == "bookableresources":
            return 200, self.resources.delta(self.root, path)
        if entity_set == "bookingstatuses":
            return 200, self.statuses.delta(self.root, path)
        assert entity_set == "bookableresourcebookings", path
        if "(" in path.split("?")[0]:
            return self._booking(path)
        if "$filter" in path:
            assert "MSCRMCallerID: user-1" in headers
            return 200, {"value": self._visible(path)}
        return 200, self._changes(path)

    def _mailbox(self) -> Json:
        return {
            "mailboxid": "mailbox-1",
            "emailaddress": ADDRESS,
            "emailrouteraccessapproval": 1,
            "actdeliverymethod": 1 if self.mailbox_ready else 2,
            "actstatus": 1,
            "enabledforact": True,
            "statecode": 0,
            "_regardingobjectid_value": "user-1",
            "emailserverprofile": {"servertype": 3, "statecode": 0},
        }

    def _booking(self, path: str) -> tuple[int, Json]:
        name = path.split("(")[1].split(")", maxsplit=1)[0]
        if name not in self.bookings:
            return 404, {"error": {"code": "0x80040217", "message": "gone"}}
        order = {
            "msdyn_name": "00042",
            "msdyn_address1": "1 Main Street",
            "msdyn_ServiceAccount": {"name": "Example"},
        }
        return 200, {**self.bookings[name], "msdyn_WorkOrder": order}

    def _visible(self, path: str) -> list[Json]:
        [(opens, closes)] = re.findall(
            r"starttime ge (\S+) and starttime le (\S+)", path
        )
        return [
            row
            for name, row in self.bookings.items()
            if name not in self.hidden
            and row["_resource_value"] in path
            and opens <= row["starttime"] <= closes
        ]

    def _changes(self, path: str) -> Json:
        token = re.search(r"\$deltatoken=(\d+)", path)
        since = int(token.group(1)) if token else 0
        versions = {
            name: int(row["@odata.etag"][3:-1]) for name, row in self.bookings.items()
        }
        value: list[Json] = [
            row for name, row in self.bookings.items() if versions[name] > since
        ]
        if token:
            value += [
                {"id": name, "reason": "deleted"}
                for version, name in self.deleted
                if version > since
            ]
        base = f"{self.root}/org/api/data/v9.2/bookableresourcebookings"
        token_now = f"{self.version}!{len(self.questions)}"  # never the same twice
        return {"@odata.deltaLink": f"{base}?$deltatoken={token_now}", "value": value}

    async def _graph(self, request: web.Request) -> web.Response:
        self.requests.append("exchange")
        if request.headers["Authorization"] != f"Bearer {self.valid_token}":
            return web.Response(status=401)
        if (outage := self.graph_outage()) is not None:
            return outage
        document = await request.json()
        assert len(document["requests"]) <= 20
        responses: list[Json] = []
        failed: set[str] = set()
        for entry in document["requests"]:
            if failed & set(entry.get("dependsOn", ())):
                status, body, headers = BROKEN_CHAIN
            else:
                status, body, headers = self._one(entry)
            if status >= 400:
                failed.add(entry["id"])
            responses.append(
                {"id": entry["id"], "status": status, "headers": headers, "body": body}
            )
        self.after_graph()
        return web.json_response({"responses": list(reversed(responses))})

    def _one(self, entry: Json) -> Reply:  # noqa: PLR0911  one return for each call
        method, url = entry["method"], unquote(entry["url"])
        self.graph_calls.append((method, url))
        if (fault := self.graph_fault(method, url)) is not None:
            return fault
        path, _, query = url.partition("?")
        tail = path.removeprefix(f"/users/{ADDRESS}")
        if tail == "/outlook/masterCategories":
            name = entry["body"]["displayName"]
            status = 409 if name in self.categories else 201
            self.categories.append(name)
            return status, {}, {}
        if tail == "/events" and method == "POST":
            return self._create(entry["body"])
        if tail == "/events":
            found = re.search(r"ep/value eq '([^']*)'", query)
            assert found is not None
            link = found.group(1)
            found_events = [e for e in self.events.values() if _link(e) == link]
            return 200, {"value": found_events}, {}
        event_id, _, verb = tail.removeprefix("/events/").partition("/")
        if event_id not in self.events:
            return 404, {"error": {"code": "ErrorItemNotFound"}}, {}
        event = self.events[event_id]
        if_match = entry.get("headers", {}).get("If-Match")
        if if_match not in {None, event["@odata.etag"]}:
            return 412, {"error": {"code": "ErrorIrresolvableConflict"}}, {}
        if method == "GET":
            return 200, event, {}
        if method == "PATCH":
            self.change_event(event_id, **entry["body"])
            return 200, event, {}
        assert method == "DELETE" or verb == "cancel", url
        del self.events[event_id]
        return (202, None, {}) if verb else (204, None, {})

    def _create(self, body: Json) -> Reply:
        for event in self.events.values():
            if event["transactionId"] == body["transactionId"]:
                return 201, event, {}
        self.version += 1
        event_id = f"event-{self.version}="
        organizer = {"emailAddress": {"address": ADDRESS}}
        self.events[event_id] = {
            **body,
            "id": event_id,
            "iCalUId": f"uid-{event_id}",
            "isOrganizer": True,
            "organizer": organizer,
            "attendees": [],
            "@odata.etag": f'W/"e{self.version}"',
        }
        return 201, self.events[event_id], {}


def _link(event: Json) -> str | None:
    for prop in event.get("singleValueExtendedProperties", ()):
        return str(prop["value"])
    return None
