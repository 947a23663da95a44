"""The only place that knows how Graph writes calendar entries."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from dataverse import Booking, Facts
from service import Service, ServiceError

TRACKED = ("Tracked to Dynamics 365", "Tracked to Dynamics")
OURS = "String {6f3a8c1e-52d7-4b0f-9e44-8c1b7d2a90f5} Name Booking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as it stands in the calendar."""

    id: str
    start: datetime
    categories: tuple[str, ...]
    is_organizer: bool

    @property
    def tracked(self) -> bool:
        """Whether the entry carries the category, under either of its names."""
        return any(name in TRACKED for name in self.categories)


class Calendar:
    """The main calendar of one mailbox."""

    def __init__(self, service: Service, address: str) -> None:
        """Nothing is asked yet."""
        self._service = service
        self._user = f"users/{quote(address)}"
        self._category: str | None = None

    async def item(self, id: str) -> Item | None:
        """Return the entry; None if it is in the calendar no longer."""
        query = {"$select": "id,start,categories,isOrganizer"}
        try:
            row = await self._service.send("GET", self._path(id), query=query)
        except ServiceError as error:
            if error.status != 404:
                raise
            return None
        return Item(
            id=row["id"],
            start=datetime.fromisoformat(row["start"]["dateTime"]).replace(tzinfo=UTC),
            categories=tuple(row["categories"]),
            is_organizer=row["isOrganizer"],
        )

    async def find(self, booking: str) -> str | None:
        """Return the entry that was made for the booking, if any."""
        wanted = f"ep/id eq '{OURS}' and ep/value eq '{booking}'"
        query = {
            "$select": "id",
            "$filter": f"singleValueExtendedProperties/Any(ep: {wanted})",
        }
        rows = await self._service.rows(f"{self._user}/calendar/events", query=query)
        return rows[0]["id"] if rows else None

    async def create(self, booking: Booking, facts: Facts, *, tagged: bool) -> str:
        """Return the id of a new entry."""
        entry = _entry(booking, facts)
        entry["singleValueExtendedProperties"] = [{"id": OURS, "value": booking.id}]
        if tagged:
            entry["categories"] = [await self._tracked_category()]
        path = f"{self._user}/calendar/events"
        row = await self._service.send("POST", path, body=entry)
        return str(row["id"])

    async def update(self, item: Item, booking: Booking, facts: Facts) -> None:
        """Write everything that the entry tells; categories stay as they are."""
        await self._service.send(
            "PATCH", self._path(item.id), body=_entry(booking, facts)
        )

    async def untrack(self, item: Item) -> None:
        """Take the category off."""
        left = [name for name in item.categories if name not in TRACKED]
        body = {"categories": left}
        await self._service.send("PATCH", self._path(item.id), body=body)

    async def delete(self, item: Item) -> None:
        """Take the entry out of the calendar; Exchange tells who is invited."""
        try:
            await self._service.send("DELETE", self._path(item.id))
        except ServiceError as error:
            if error.status != 404:
                raise

    async def _tracked_category(self) -> str:
        if self._category is None:
            path = f"{self._user}/outlook/masterCategories"
            rows = await self._service.rows(path, query={})
            known = {row["displayName"] for row in rows}
            present = [name for name in TRACKED if name in known]
            if not present:
                category = {"displayName": TRACKED[0], "color": "preset4"}
                await self._service.send("POST", path, body=category)
            self._category = present[0] if present else TRACKED[0]
        return self._category

    def _path(self, item: str) -> str:
        return f"{self._user}/events/{quote(item, safe='')}"


def _entry(booking: Booking, facts: Facts) -> dict[str, Any]:
    """Return what both a new and a rewritten entry say."""
    location: dict[str, Any] = {"displayName": facts.address}
    if booking.latitude is not None and booking.longitude is not None:
        location["coordinates"] = {
            "latitude": booking.latitude,
            "longitude": booking.longitude,
        }
    return {
        "subject": f"Work order {facts.number}",
        "start": _at(booking.start),
        "end": _at(booking.end),
        "location": location,
        "body": {"contentType": "text", "content": "\n".join(facts.lines)},
        "importance": "normal",
    }


def _at(instant: datetime) -> dict[str, str]:
    clock = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return {"dateTime": clock, "timeZone": "UTC"}
