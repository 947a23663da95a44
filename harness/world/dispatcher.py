"""What the dispatcher does in Field Service, told and marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from harness.world.bookings import Bookings, Kind, Part
from harness.world.cast import Role
from harness.world.moments import Moment, spoken
from harness.world.scene import Scene
from harness.world.workorders import Fact, WorkOrders

HOUR = timedelta(hours=1)


class Dispatcher:
    """The hands of the dispatcher; bookings and work orders go by their names."""

    def __init__(self, scene: Scene, bookings: Bookings, orders: WorkOrders) -> None:
        self._scene = scene
        self._bookings = bookings
        self._orders = orders

    def book(
        self,
        who: Role | Kind,
        name: str,
        start: Moment,
        *,
        order: str | None,
        length: timedelta = HOUR,
    ) -> None:
        """A booking stands in Field Service; its work order too, if it is new."""
        at = self._scene.at(start)
        self._bookings.book(who, name, at, order=order, length=length)
        self._scene.acted(f"The dispatcher books {who} for {name!r}, {spoken(at)}.")

    def move_to(self, name: str, start: Moment) -> None:
        """The booking starts at that moment; its length stays."""
        self._move(name, self._scene.at(start))

    def move_by(self, name: str, span: timedelta) -> None:
        """The booking starts that much later."""
        self._move(name, self._bookings[name].start + span)

    def lengthen(self, name: str, span: timedelta) -> None:
        """The booking ends that much later."""
        booking = self._bookings[name]
        self._bookings.reschedule(name, start=booking.start, end=booking.end + span)
        end = spoken(booking.end)
        self._scene.acted(f"The dispatcher makes {name!r} end {end}.")

    def save_times_unchanged(self, name: str) -> None:
        """The times are written again as they are."""
        self._bookings.save_times_unchanged(name)
        self._scene.acted(f"The dispatcher saves the times of {name!r} again.")

    def relocate(self, name: str, place: str) -> None:
        """The visit takes place elsewhere."""
        self._bookings.relocate(name, place)
        self._scene.acted(f"The dispatcher relocates {name!r} to {place!r}.")

    def change_part(self, name: str, part: Part) -> None:
        """One location column of the booking says something else."""
        self._bookings.change_part(name, part)
        self._scene.acted(f"The dispatcher changes the {part} of {name!r}.")

    def reassign(self, name: str, who: Role | Kind) -> None:
        """Somebody or something else is booked."""
        self._bookings.reassign(name, who)
        self._scene.acted(f"The dispatcher reassigns {name!r} to {who}.")

    def set_status(self, name: str, status: str) -> None:
        """The booking has that status."""
        self._bookings.set_status(name, status)
        self._scene.acted(f"The dispatcher sets {name!r} to {status}.")

    def complete(self, name: str, end: Moment) -> None:
        """The booking is completed, with that end."""
        at = self._scene.at(end)
        self._bookings.complete(name, at)
        text = f"The technician completes {name!r}, which ended {spoken(at)}."
        self._scene.acted(text)

    def rename(self, name: str, new: str) -> None:
        """The booking's row is called something else."""
        self._bookings.rename(name, new)
        self._scene.acted(f"The dispatcher renames {name!r} to {new!r}.")

    def put_on(self, name: str, title: str) -> None:
        """The booking belongs to that work order."""
        self._bookings.set_order(name, title)
        text = f"The dispatcher puts {name!r} on the work order {title!r}."
        self._scene.acted(text)

    def take_off(self, name: str) -> None:
        """The booking belongs to no work order."""
        self._bookings.set_order(name, None)
        self._scene.acted(f"The dispatcher takes {name!r} off its work order.")

    def hide(self, who: Role, name: str) -> None:
        """The technician may no longer read the booking, which still exists."""
        self._bookings.hide(name)
        self._scene.acted(f"Access to {name!r} is withdrawn from {who}.")

    def delete(self, name: str) -> None:
        """The booking's row is gone."""
        self._bookings.delete(name)
        self._scene.acted(f"The dispatcher deletes {name!r}.")

    def write_order(self, title: str, facts: Mapping[Fact, str] | None) -> None:
        """The new work order says these facts; None: nothing but its number."""
        if facts is None:
            self._orders.create_bare(title)
        else:
            self._orders.create(title, facts)
        self._scene.acted(f"The dispatcher writes the work order {title!r}.")

    def change_order(self, title: str, facts: Mapping[Fact, str]) -> None:
        """The work order says these facts; its bookings are not touched."""
        for fact, value in facts.items():
            self._orders.change(title, fact, value)
            text = f"The {fact} of the work order {title!r} is now {value!r}."
            self._scene.acted(text)

    def delete_order(self, title: str) -> None:
        """The work order is gone; its bookings belong to none."""
        self._scene.tenant.dataverse.cascade_work_order_deletion = False
        self._orders.delete(title)
        self._scene.acted(f"The dispatcher deletes the work order {title!r}.")

    def delete_order_with_bookings(self, title: str) -> None:
        """The work order and its bookings are gone."""
        self._scene.tenant.dataverse.cascade_work_order_deletion = True
        self._orders.delete(title)
        text = f"The dispatcher deletes the work order {title!r} with its bookings."
        self._scene.acted(text)

    def _move(self, name: str, start: datetime) -> None:
        booking = self._bookings[name]
        end = start + (booking.end - booking.start)
        self._bookings.reschedule(name, start=start, end=end)
        self._scene.acted(f"The dispatcher moves {name!r} to {spoken(start)}.")
