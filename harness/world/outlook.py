"""What people do in Outlook: the technician with the own calendar, told and marked."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from fakes.exchange import Event
from harness.errors import PrerequisiteFailed
from harness.world.bookings import Bookings
from harness.world.cast import CUSTOMER_ADDRESS, OUTSIDER_ADDRESS, Role
from harness.world.items import TRACKED, Items
from harness.world.moments import Moment, spoken
from harness.world.scene import Scene
from harness.world.session import Session

TRACKED_NAME: Final = "Tracked to Dynamics 365"


class Aspect(StrEnum):
    """What a worker may change on an entry besides its time."""

    SUBJECT = "subject"
    LOCATION = "location"
    BODY = "body"


class Outlook:
    """The technicians' own hands in their calendars."""

    def __init__(
        self, scene: Scene, bookings: Bookings, items: Items, session: Session
    ) -> None:
        self._scene = scene
        self._bookings = bookings
        self._items = items
        self._session = session
        self._entries: dict[str, str] = {}
        self._copies: dict[str, tuple[Role, str]] = {}

    def add_entry(self, who: Role, title: str, start: Moment) -> None:
        """A private entry of one hour stands in the main calendar."""
        at = self._scene.at(start)
        event = self._scene.cast[who].mailbox.create_event(
            subject=title, start=at, end=at + timedelta(hours=1)
        )
        self._entries[title] = event.id
        self._acted(who, f"enters {title!r} in Outlook, {spoken(at)}")

    def entry(self, who: Role, title: str) -> Event | None:
        """The private entry as it stands; None when it is gone."""
        return self._scene.cast[who].mailbox.event(self._entries[title])

    def move(self, who: Role, name: str, start: Moment) -> None:
        """The worker has moved the booking's entry; its length stays."""
        at = self._scene.at(start)
        event = self._one(who, name)
        self._update(who, event, start=at, end=at + (event.end_at - event.start_at))
        self._acted(who, f"moves {name!r} in Outlook to {spoken(at)}")

    def change(self, who: Role, name: str, aspect: Aspect, text: str) -> None:
        """The worker has written something else."""
        self._update(who, self._one(who, name), **{aspect.value: text})
        self._acted(who, f"changes the {aspect} of {name!r} in Outlook")

    def delete(self, who: Role, name: str) -> None:
        """The worker has deleted the booking's entry."""
        event = self._one(who, name)
        self._scene.cast[who].mailbox.delete_event(event.id)
        self._acted(who, f"deletes {name!r} in Outlook")

    def invite_customer(self, who: Role, name: str) -> None:
        """The customer attends the booking's entry."""
        self._update(who, self._one(who, name), attendees=(CUSTOMER_ADDRESS,))
        self._acted(who, f"invites the customer to {name!r}")

    def untrack(self, who: Role, name: str) -> None:
        """The tracked category is off the booking's entry; others stay."""
        event = self._one(who, name)
        rest = tuple(one for one in event.categories if not TRACKED.match(one))
        self._update(who, event, categories=rest)
        self._acted(who, f"takes the tracked category off {name!r}")

    def track_entry(self, who: Role, title: str) -> None:
        """The private entry carries the tracked category."""
        event = self._private(who, title)
        self._update(who, event, categories=(*event.categories, TRACKED_NAME))
        self._acted(who, f"puts the tracked category on {title!r}")

    def track_with_add_in(self, who: Role, title: str) -> None:
        """The implementation has been told that the private entry is tracked."""
        event = self._private(who, title)
        address = self._scene.cast[who].mailbox.address
        self._acted(who, f"tracks {title!r} with the add-in")
        self._session.signal("tracked", mailbox=address, item={"id": event.id})

    def take_over(self, name: str) -> None:
        """Somebody else is the organizer of the booking's entry."""
        who = self._owner(name)
        self._scene.cast[who].mailbox.set_organizer(
            self._one(who, name).id, address=OUTSIDER_ADDRESS, name="Somebody Else"
        )
        self._scene.acted(f"Somebody else becomes the organizer of {name!r}.")

    def copy(self, name: str) -> None:
        """An untracked copy stands beside the booking's entry."""
        who = self._owner(name)
        event = self._one(who, name)
        copy = self._scene.cast[who].mailbox.create_event(
            subject=event.subject,
            start=event.start_at,
            end=event.end_at,
            body=event.body,
            location="; ".join(one.display_name for one in event.locations),
        )
        self._copies[name] = (who, copy.id)
        self._scene.acted(f"Someone copies {name!r} in Outlook by hand.")

    def copy_of(self, name: str) -> Event | None:
        """The copy made by hand; None when it is gone."""
        who, event_id = self._copies[name]
        return self._scene.cast[who].mailbox.event(event_id)

    def _private(self, who: Role, title: str) -> Event:
        event = self.entry(who, title)
        if event is None:
            raise PrerequisiteFailed(f"The entry {title!r} is gone.")
        return event

    def _one(self, who: Role, name: str) -> Event:
        events = self._items.of(name, self._scene.cast[who].mailbox)
        if not events:
            raise PrerequisiteFailed(
                f"{name!r} is not in {who}'s calendar, so {who} cannot do anything "
                "with it there."
            )
        return events[0]

    def _owner(self, name: str) -> Role:
        who = self._bookings[name].who
        if not isinstance(who, Role):
            raise PrerequisiteFailed(f"{name!r} is booked for {who}.")
        return who

    def _update(self, who: Role, event: Event, **changes: Any) -> None:
        self._scene.cast[who].mailbox.update_event(event.id, **changes)

    def _acted(self, who: Role, deed: str) -> None:
        self._scene.acted(f"{who[0].upper()}{who[1:]} {deed}.")
