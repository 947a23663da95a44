"""What must never flow back from Outlook, flowing back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from harness.mutants import hands
from harness.mutants.mutant import Mutant, mutant
from reference_impl.shell.cycle import Cycle
from reference_impl.shell.tracking import Tracking

_track = Tracking._track  # noqa: SLF001 - a mutant reaches inside


async def _tidies_the_hour(self: Cycle) -> None:
    """Shortens what else stands in a calendar, to make room."""
    for mailbox in self.state.known_mailboxes:
        for event in await hands.events(self, mailbox.address):
            if event["id"] not in hands.linked_ids(self) and event["showAs"] == "busy":
                path = f"events/{event['id']}"
                change = {"showAs": "free"}
                await hands.graph(self, mailbox.address, "PATCH", path, change)


async def _books_what_it_finds(self: Cycle) -> None:
    """Makes a booking of every entry that belongs to none."""
    resources = await hands.dataverse(self, "GET", "bookableresources?$top=1")
    statuses = await hands.dataverse(self, "GET", "bookingstatuses?$top=1")
    for mailbox in self.state.known_mailboxes:
        for event in await hands.events(self, mailbox.address):
            if event["id"] in hands.linked_ids(self) or not resources["value"]:
                continue
            resource = resources["value"][0]["bookableresourceid"]
            status = statuses["value"][0]["bookingstatusid"]
            booking = {
                "name": event["subject"],
                "starttime": event["start"]["dateTime"][:19] + "Z",
                "endtime": event["end"]["dateTime"][:19] + "Z",
                "bookingtype": 1,
                "Resource@odata.bind": f"/bookableresources({resource})",
                "BookingStatus@odata.bind": f"/bookingstatuses({status})",
            }
            await hands.dataverse(self, "POST", "bookableresourcebookings", booking)


async def _writes_back(self: Cycle) -> None:
    """Carries what the worker changed in the entry to the booking."""
    for record in self.state.records:
        mailbox = _mailbox(self, record.pair[1])
        if record.event_id is None or mailbox is None:
            continue
        path = f"events/{record.event_id}"
        event = await hands.graph(self, mailbox, "GET", path)
        written = getattr(record.link, "written", None)
        if "start" not in event or written is None:
            continue
        start = event["start"]["dateTime"][:19] + "Z"
        if start != written.start_at.strftime("%Y-%m-%dT%H:%M:%SZ"):
            row = f"bookableresourcebookings({record.pair[0]})"
            await hands.dataverse(self, "PATCH", row, {"starttime": start})


async def _carries_the_subject(self: Cycle) -> None:
    """Renames the booking when its entry no longer names the work order."""
    for record in self.state.records:
        mailbox = _mailbox(self, record.pair[1])
        if record.event_id is None or mailbox is None:
            continue
        path = f"events/{record.event_id}"
        event = await hands.graph(self, mailbox, "GET", path)
        row = f"bookableresourcebookings({record.pair[0]})"
        booking = await hands.dataverse(self, "GET", row)
        if "subject" not in event or not booking.get("_msdyn_workorder_value"):
            continue
        key = booking["_msdyn_workorder_value"]
        path = f"msdyn_workorders({key})?$select=msdyn_name"
        order = await hands.dataverse(self, "GET", path)
        if order["msdyn_name"] not in event["subject"]:
            await hands.dataverse(self, "PATCH", row, {"name": event["subject"]})


async def _deletes_back(self: Cycle) -> None:
    """Deletes the booking when the worker has deleted the entry."""
    for record in list(self.state.records):
        mailbox = _mailbox(self, record.pair[1])
        if record.event_id is None or mailbox is None:
            continue
        path = f"events/{record.event_id}"
        if "error" in await hands.graph(self, mailbox, "GET", path):
            row = f"bookableresourcebookings({record.pair[0]})"
            await hands.dataverse(self, "DELETE", row)


async def _tracks_as_booking(
    self: Tracking, address: str, item_id: str, *, now: Any
) -> None:
    """Makes a booking of a tracked entry, besides the appointment."""
    await _track(self, address, item_id, now=now)
    for record in self._state.records:
        booking = f"{self._dataverse._api}/bookableresourcebookings({record.pair[0]})"  # noqa: SLF001
        service = self._dataverse._service  # noqa: SLF001
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        found = await service.call("GET", booking, now=now, headers=headers)
        body = hands.copy_of_booking(found.body, now + timedelta(days=1))
        url = f"{self._dataverse._api}/bookableresourcebookings"  # noqa: SLF001
        await service.call("POST", url, now=now, headers=headers, body=body)
        return


def _mailbox(cycle: Cycle, mailbox_id: str) -> str | None:
    for mailbox in cycle.state.known_mailboxes:
        if mailbox.id == mailbox_id:
            return mailbox.address
    return None


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-002/tidies-the-hour",
        "marks private entries as free so that the work stands out",
        reason="the entry 'Dentist' untouched",
        patches={"shell.cycle.Cycle.read_back": _tidies_the_hour},
    ),
    mutant(
        "BKG-003/outlook-entries-become-bookings",
        "synchronises both ways, as it does with appointments",
        reason="no new booking",
        patches={"shell.cycle.Cycle.read_back": _books_what_it_finds},
    ),
    mutant(
        "BKG-004/edits-flow-back",
        "carries a new hour of the entry back to the booking",
        reason="the booking 'Boiler repair' unchanged",
        patches={"shell.cycle.Cycle.read_back": _writes_back},
    ),
    mutant(
        "BKG-004/subjects-flow-back",
        "renames the booking when the worker renames the entry",
        reason="the booking 'Boiler repair' unchanged",
        patches={"shell.cycle.Cycle.read_back": _carries_the_subject},
    ),
    mutant(
        "BKG-005/deletion-flows-back",
        "deletes the booking when its entry is gone",
        reason="the booking 'Boiler repair'",
        patches={"shell.cycle.Cycle.read_back": _deletes_back},
    ),
    mutant(
        "BKG-007/tracking-plans-work",
        "makes a booking of an entry that was tracked",
        reason="no new booking",
        patches={"shell.tracking.Tracking._track": _tracks_as_booking},
    ),
)
