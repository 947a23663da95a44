"""Groups of calendars: list, create, read, rename, delete (section 2.2)."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.calendars.calendar import CalendarGroup
from fakes.exchange.calendars.calendar_shape import GROUP, written_group
from fakes.exchange.calendars.places import group_of
from fakes.exchange.call import Call
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply

_SELECT: Final = frozenset({"$select"})
_NONE: Final[frozenset[str]] = frozenset()


def groups(call: Call) -> Reply:
    """A page of the mailbox's calendar groups."""
    rows = call.mailbox.calendars.groups
    return lists.page(call, GROUP, rows, what="calendarGroups")


def create(call: Call) -> Reply:
    """A new group without calendars."""
    call.check_writing(GROUP, where="a create")
    name = written_group(call.json())
    if name is None:
        raise errors.property_validation("A calendar group needs a name.")
    class_id = call.exchange.identifiers.guid()
    group = call.mailbox.calendars.add_group(name, class_id=class_id, by="api")
    return _shown(call, group, status=201)


def group(call: Call) -> Reply:
    """The group."""
    call.options.allow(_SELECT, where="a calendar group")
    return _shown(call, group_of(call))


def update(call: Call) -> Reply:
    """The group under its new name."""
    call.check_writing(GROUP, where="an update")
    found = group_of(call)
    name = written_group(call.json())
    if name is not None:
        found = call.mailbox.calendars.rename_group(found, name, by="api")
    return _shown(call, found)


def delete(call: Call) -> Reply:
    """The group is gone."""
    call.options.allow(_NONE, where="a delete")
    call.mailbox.calendars.remove_group(group_of(call), by="api")
    return Reply(status=204)


def _shown(call: Call, shown: CalendarGroup, *, status: int = 200) -> Reply:
    text = call.fragments.text(GROUP, shown, call.view(GROUP))
    return envelope.entity(call.entity_context("calendarGroups"), text, status=status)
