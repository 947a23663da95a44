"""A small synchroniser of bookings: read, compare, write, sleep. All of it is here."""

import json
import logging
import os
import ssl
import sys
import time
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

Row = dict[str, Any]
Key = tuple[str, str]  # address of the mailbox, id of the booking

LOG = logging.getLogger("syncd")
INTERVAL_S = 10 * 60  # the promise is fifteen minutes, and a cycle takes time itself
PAST, FUTURE = timedelta(days=7), timedelta(days=14)
TRACKED = "Tracked to Dynamics 365"
TRACKED_NAMES = {TRACKED, "Tracked to Dynamics"}
USER, CANCELLED = 3, 690970005
TROUBLES = (OSError, HTTPException, ValueError)
READY = (
    "statecode eq 0 and actdeliverymethod eq 1 and enabledforact eq true"
    " and actstatus eq 1 and emailrouteraccessapproval eq 1"
)
BOOKINGS = "bookableresourcebookings"
EXPAND = (
    "Resource($select=resourcetype,_userid_value),"
    "BookingStatus($select=msdyn_fieldservicestatus)"
)
PLACE = ("msdyn_worklocation", "msdyn_latitude", "msdyn_longitude")
ADDRESS = ("msdyn_address1", "msdyn_address2", "msdyn_postalcode", "msdyn_city")
NAMED = {
    "msdyn_Priority": "Priority",
    "msdyn_WorkOrderType": "Work order type",
    "msdyn_PrimaryIncidentType": "Primary incident type",
}


@dataclass(slots=True)
class Link:
    """Which entry stands for a booking, and what it was last written for."""

    transaction: str = field(default_factory=lambda: str(uuid.uuid4()))
    item: str = ""
    written: list[Any] = field(default_factory=list)
    cancelled: bool = False
    unlinked: bool = False


Links = dict[Key, Link]


class Service:
    """Dataverse or Graph, signed in for one cycle."""

    def __init__(self, root: str, scope: str) -> None:
        """Ask for a token."""
        self._root = root
        self._headers = {"Content-Type": "application/json"}
        form = {
            "grant_type": "client_credentials",
            "client_id": os.environ["FIELDSYNC_CLIENT_ID"],
            "client_secret": os.environ["FIELDSYNC_CLIENT_SECRET"],
            "scope": scope,
        }
        url = os.environ["FIELDSYNC_TOKEN_URL"]
        answer = self._ask(Request(url, urlencode(form).encode()))  # noqa: S310 - the operator names the address
        self._headers["Authorization"] = f"Bearer {answer['access_token']}"

    def send(
        self, method: str, path: str, body: Row | None = None, **query: str
    ) -> Row:
        """Return the answer, {} if it is empty; `filter` in a query means `$filter`."""
        options = urlencode({f"${name}": text for name, text in query.items()})
        url = f"{self._root}/{path}" + (f"?{options}" if options else "")
        data = None if body is None else json.dumps(body).encode()
        return self._ask(Request(url, data, self._headers, method=method))  # noqa: S310 - as above

    def find(self, path: str, select: str) -> Row | None:
        """Return a row, None if it does not exist."""
        try:
            return self.send("GET", path, select=select)
        except HTTPError as error:
            if error.code != 404:
                raise
            return None

    def _ask(self, request: Request) -> Row:
        # No time-out: where a clock is made to run fast, a time-out would as well.
        ca_file = os.environ.get("FIELDSYNC_CA_FILE")
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else None
        with urlopen(request, context=trust) as response:  # noqa: S310 - as above
            answer: Row = json.loads(response.read() or b"{}")
            return answer


class Cycle:
    """What is due at one moment, in every mailbox that is ready."""

    def __init__(self, links: Links, now: datetime) -> None:
        """Sign in to both services."""
        env = os.environ
        version = env["FIELDSYNC_DATAVERSE_API_VERSION"]
        api = f"{env['FIELDSYNC_DATAVERSE_URL']}/api/data/v{version}"
        self._dataverse = Service(api, env["FIELDSYNC_SCOPE_DATAVERSE"])
        graph = env["FIELDSYNC_GRAPH_URL"]
        self._graph = Service(graph, env["FIELDSYNC_SCOPE_EXCHANGE"])
        self._links = links
        self._now = now
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        self._first, self._last = today - PAST, today + FUTURE + timedelta(days=1)
        self._settings: dict[str, str] = {}

    def run(self) -> None:
        """Bring calendars up to date; what fails is tried again in the next cycle."""
        (org,) = self._dataverse.send("GET", "organizations")["value"]
        if not org["isresourcebookingexchangesyncenabled"]:
            return
        xml = org["orgdborgsettings"] or "<OrgSettings/>"
        self._settings = {each.tag: each.text or "" for each in ET.fromstring(xml)}  # noqa: S314 - the organisation's own text
        rows = self._dataverse.send("GET", "mailboxes", filter=READY)["value"]
        ready = {row["_regardingobjectid_value"]: row["emailaddress"] for row in rows}
        wanted = self._wanted(ready)
        for key in list(self._links):
            if key not in wanted and key[0] in ready.values():
                with_care(partial(self._out_of_sight, key), key)
        for key, booking in wanted.items():
            with_care(partial(self._bring, key, booking), key)

    def _wanted(self, ready: dict[str, str]) -> dict[Key, Row]:
        """Return the bookings that belong into a calendar now."""
        when = f"starttime ge {_iso(self._first)} and starttime lt {_iso(self._last)}"
        rows = self._dataverse.send(
            "GET", BOOKINGS, expand=EXPAND, filter=f"statecode eq 0 and {when}"
        )["value"]
        return {
            (
                ready[row["Resource"]["_userid_value"]],
                row["bookableresourcebookingid"],
            ): row
            for row in rows
            if row["_msdyn_workorder_value"]
            and row["Resource"]["resourcetype"] == USER
            and row["Resource"]["_userid_value"] in ready
        }

    def _bring(self, key: Key, booking: Row) -> None:
        """Make an entry, or carry a cancellation or a new time or place to it."""
        cancelled = booking["BookingStatus"]["msdyn_fieldservicestatus"] == CANCELLED
        link = self._links.get(key)
        if link is None:
            if cancelled:
                return
            link = self._links[key] = Link()
        if link.unlinked:
            return
        passed_on = self._is_on("SSSPropagateAppointmentCancellationsToExchange")
        if cancelled and not link.cancelled and passed_on and self._removed(key, link):
            del self._links[key]
            return
        link.cancelled = cancelled
        trigger = [booking[name] for name in ("starttime", "endtime", *PLACE)]
        if trigger != link.written:
            self._write(key, link, booking)
            link.written = trigger

    def _write(self, key: Key, link: Link, booking: Row) -> None:
        """Write the entry anew, if the technician has not taken the category off."""
        item = self._item(key, link)
        if item is not None and not TRACKED_NAMES & set(item["categories"]):
            link.unlinked = True
            return
        entry = self._entry(booking)
        if item is not None:
            self._graph.send("PATCH", self._path(key, link), entry)
            return
        if link.item:  # the technician has thrown it away
            link.transaction, link.item = str(uuid.uuid4()), ""
        # A repeated transaction yields the entry that is there already, so that an
        # answer that was lost on its way does not leave two entries.
        entry |= {"categories": [TRACKED], "transactionId": link.transaction}
        path = f"users/{quote(key[0])}/calendar/events"
        link.item = self._graph.send("POST", path, entry)["id"]

    def _entry(self, booking: Row) -> Row:
        """Return what the entry says about the booking and its work order now."""
        names = ",".join(f"{name}($select=msdyn_name)" for name in NAMED)
        account = "msdyn_ServiceAccount($select=name,_primarycontactid_value)"
        path = f"msdyn_workorders({booking['_msdyn_workorder_value']})"
        order = self._dataverse.send("GET", path, expand=f"{names},{account}")
        told = {"Work order": order["msdyn_name"]}
        told |= {NAMED[name]: (order[name] or {}).get("msdyn_name") for name in NAMED}
        told["Summary"] = order["msdyn_workordersummary"]
        customer = order["msdyn_ServiceAccount"] or {}
        told["Account"] = customer.get("name")
        if contact := customer.get("_primarycontactid_value"):
            person = self._dataverse.find(f"contacts({contact})", "fullname")
            told["Primary contact"] = (person or {}).get("fullname")
        lines = [f"{label}: {text}" for label, text in told.items() if text]
        address = ", ".join(order[part] for part in ADDRESS if order[part])
        return {
            "subject": f"Work order {order['msdyn_name']}",
            "start": {"dateTime": booking["starttime"][:19], "timeZone": "UTC"},
            "end": {"dateTime": booking["endtime"][:19], "timeZone": "UTC"},
            "location": {"displayName": address},
            "body": {"contentType": "text", "content": "\n".join(lines)},
            "importance": "normal",
        }

    def _out_of_sight(self, key: Key) -> None:
        """Let go of an entry whose booking no longer belongs into the calendar."""
        link = self._links[key]
        row = self._dataverse.find(f"{BOOKINGS}({key[1]})", "starttime")
        if row is not None and row["starttime"] < _iso(self._first):
            return  # grown too old: the entry stays as it is
        apart = self._is_on("DistinctPhysicalAndLogicalDeletesForExchangeSync")
        barred = link.unlinked or (row is not None and apart)
        if barred or not self._removed(key, link):
            item = self._item(key, link)
            if item is not None:
                left = [
                    each for each in item["categories"] if each not in TRACKED_NAMES
                ]
                self._graph.send("PATCH", self._path(key, link), {"categories": left})
        del self._links[key]

    def _removed(self, key: Key, link: Link) -> bool:
        """Delete the entry if it is tracked, the technician's own and still to come."""
        item = self._item(key, link)
        if (
            item is None
            or not item["isOrganizer"]
            or not TRACKED_NAMES & set(item["categories"])
            or item["start"]["dateTime"][:19] + "Z" <= _iso(self._now)
        ):
            return False
        self._graph.send("DELETE", self._path(key, link))
        return True

    def _item(self, key: Key, link: Link) -> Row | None:
        if not link.item:
            return None
        return self._graph.find(self._path(key, link), "categories,isOrganizer,start")

    def _path(self, key: Key, link: Link) -> str:
        return f"users/{quote(key[0])}/events/{quote(link.item)}"

    def _is_on(self, setting: str) -> bool:
        return self._settings.get(setting, "").lower() == "true"


def with_care(step: Callable[[], None], key: Key) -> None:
    """Take the step; what goes wrong with one booking stops no other."""
    try:
        step()
    except TROUBLES as error:
        LOG.warning("Booking %s waits for the next cycle: %r", key[1], error)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    """Run a cycle every ten minutes, for as long as the process lives."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    links: Links = {}
    due = time.time()
    while True:
        try:
            Cycle(links, datetime.now(UTC)).run()
        except TROUBLES as error:
            LOG.warning("The cycle failed: %r", error)
        if "--once" in sys.argv[1:]:
            return
        now = time.time()
        due = max(due + INTERVAL_S, now)
        time.sleep(due - now)  # it blocks on purpose: see its README


if __name__ == "__main__":
    main()
