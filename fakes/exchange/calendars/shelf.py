"""The calendars of one mailbox: every write of one goes through here, whoever does it.

Section 2.2 of the fact sheet. The codes of what is refused are inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakes.exchange import errors
from fakes.exchange.calendars.calendar import Calendar, CalendarGroup, Color
from fakes.exchange.items import Person, Writer

if TYPE_CHECKING:
    from fakes.exchange.stores import Stores


class CalendarShelf:
    """Calendars and their groups. Its methods are the owner's acts, if not said else.

    Iterating gives the calendars in creation order, the default one first.
    """

    def __init__(self, stores: Stores, *, owner: Person) -> None:
        self._stores = stores
        self._owner = owner

    def __iter__(self) -> Iterator[Calendar]:
        return iter(self._stores.calendars.live)

    @property
    def default(self) -> Calendar:
        """The calendar that every mailbox has."""
        calendar = self._stores.calendars.find_live(self._stores.default_calendar_id)
        assert calendar is not None  # it cannot be deleted
        return calendar

    @property
    def groups(self) -> tuple[CalendarGroup, ...]:
        """The groups in creation order."""
        return self._stores.calendar_groups.live

    def find(self, name: str) -> Calendar | None:
        """The first calendar of that name, in any letter case; else None."""
        wanted = name.lower()
        return next((one for one in self if one.name.lower() == wanted), None)

    def add(
        self,
        name: str,
        *,
        by: Writer = "owner",
        group: CalendarGroup | None = None,
        color: Color = "auto",
        **annexes: Any,
    ) -> Calendar:
        """A new calendar in the group, the first one unless another is named.

        Raises:
            GraphError: the group has a calendar of that name.
        """
        group = group or self.groups[0]
        self._check_name(name, group_id=group.id)
        return self._stores.calendars.add_container(
            by=by,
            folder_id=group.id,
            name=name,
            owner=self._owner,
            color=color,
            **annexes,
        )

    def update(
        self, calendar: Calendar, *, by: Writer = "owner", **fields: Any
    ) -> Calendar:
        """The calendar has the new values.

        Raises:
            GraphError: another one in its group has the name.
        """
        name = fields.get("name", calendar.name)
        if name.lower() != calendar.name.lower():
            self._check_name(name, group_id=calendar.folder_id)
        return self._stores.calendars.rewrite(calendar, by=by, **fields)

    def remove(self, calendar: Calendar, *, by: Writer = "owner") -> None:
        """The calendar is gone, its events lie in Deleted Items.

        Attendees are not told (inferred).

        Raises:
            GraphError: it is the default one.
        """
        if calendar.is_default:
            raise errors.invalid_request("The default calendar cannot be deleted.")
        for event in tuple(self._stores.events.in_folder(calendar.id)):
            self._stores.events.bury(event, by=by)
        self._stores.calendars.purge(calendar, by=by)

    def add_group(
        self, name: str, *, class_id: str, by: Writer = "owner"
    ) -> CalendarGroup:
        """A new group without calendars.

        Raises:
            GraphError: there is one of that name.
        """
        self._check_group_name(name)
        return self._stores.calendar_groups.add_container(
            by=by, name=name, class_id=class_id
        )

    def rename_group(
        self, group: CalendarGroup, name: str, *, by: Writer = "owner"
    ) -> CalendarGroup:
        """The group has another name.

        Raises:
            GraphError: another one has it.
        """
        if name.lower() != group.name.lower():
            self._check_group_name(name)
        return self._stores.calendar_groups.rewrite(group, by=by, name=name)

    def remove_group(self, group: CalendarGroup, *, by: Writer = "owner") -> None:
        """The group is gone.

        Raises:
            GraphError: every mailbox has it, or calendars stand in it (inferred).
        """
        if group.is_built_in:
            raise errors.invalid_request("This calendar group cannot be deleted.")
        if self._stores.calendars.in_folder(group.id):
            raise errors.invalid_request("The calendar group is not empty.")
        self._stores.calendar_groups.purge(group, by=by)

    def _check_name(self, name: str, *, group_id: str) -> None:
        names = (one.name for one in self._stores.calendars.in_folder(group_id))
        if name.lower() in map(str.lower, names):
            raise errors.folder_exists(name)

    def _check_group_name(self, name: str) -> None:
        if name.lower() in (one.name.lower() for one in self.groups):
            raise errors.folder_exists(name)
