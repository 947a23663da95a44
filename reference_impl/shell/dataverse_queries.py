"""The questions that a cycle asks Dataverse, as parts of a $batch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from reference_impl.rules.model import BookingId, ResourceId, UserId
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.multipart import Part

QUERY_SAFE: Final = "$(),;=:'@/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose changes are followed."""

    entity_set: str
    key: str
    columns: str


BOOKINGS: Final = Table(
    entity_set="bookableresourcebookings",
    key="bookableresourcebookingid",
    columns=rows.BOOKING_COLUMNS,
)
RESOURCES: Final = Table(
    entity_set="bookableresources",
    key="bookableresourceid",
    columns=rows.RESOURCE_COLUMNS,
)
STATUSES: Final = Table(
    entity_set="bookingstatuses", key="bookingstatusid", columns=rows.STATUS_COLUMNS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Asks which bookings of some resources a user may see, within two instants."""

    user_id: UserId
    resource_ids: tuple[ResourceId, ...]
    opens_at: datetime
    closes_at: datetime


class Queries:
    """Writes questions to the API of one organisation."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._organization_part = self._part(
            f"organizations?$select={rows.ORGANIZATION_COLUMNS}&$top=1"
        )
        self._mailboxes_part = self._part(
            f"mailboxes?$select={rows.MAILBOX_COLUMNS}"
            f"&$expand=emailserverprofile($select={rows.PROFILE_COLUMNS})"
        )
        self._view_parts: dict[UserId, tuple[View, Part]] = {}

    def organization(self) -> Part:
        """Ask for the settings, anew at every cycle."""
        return self._organization_part

    def mailboxes(self) -> Part:
        """Ask for every mailbox with its server profile."""
        return self._mailboxes_part

    def changes(self, table: Table, delta_link: str | None) -> Part:
        """Ask for what changed, or for all rows when nothing is known yet."""
        if delta_link is not None:
            return Part(url=delta_link)
        return self._part(
            f"{table.entity_set}?$select={table.columns}",
            Prefer="odata.track-changes",
        )

    def view(self, view: View) -> Part:
        """Ask, on behalf of a user, which bookings that user may see."""
        known = self._view_parts.get(view.user_id)
        if known is None or known[0] != view:
            known = (view, self._view(view, BOOKINGS.key))
            self._view_parts[view.user_id] = known
        return known[1]

    def view_with_rows(self, view: View) -> Part:
        """Ask, on behalf of a user, for the bookings that this user may see."""
        return self._view(view, BOOKINGS.columns)

    def booking(self, booking_id: BookingId) -> Part:
        """Ask for a booking with everything that its item tells."""
        return self._part(
            f"{BOOKINGS.entity_set}({booking_id})?$select={BOOKINGS.columns}"
            f"&$expand={rows.WORK_ORDER_EXPAND}"
        )

    def _view(self, view: View, columns: str) -> Part:
        resources = " or ".join(f"_resource_value eq {id}" for id in view.resource_ids)
        condition = (
            f"({resources}) and starttime ge {rows.literal(view.opens_at)}"
            f" and starttime le {rows.literal(view.closes_at)}"
        )
        return self._part(
            f"{BOOKINGS.entity_set}?$select={columns}&$filter={condition}",
            MSCRMCallerID=view.user_id,
        )

    def _part(self, path_and_query: str, **headers: str) -> Part:
        path, _, query = path_and_query.partition("?")
        encoded = "&".join(
            f"{name}={quote(value, safe=QUERY_SAFE)}"
            for name, _, value in (item.partition("=") for item in query.split("&"))
        )
        return Part(url=f"{self._api}/{path}?{encoded}", headers=headers)
