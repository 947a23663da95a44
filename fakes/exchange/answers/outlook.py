"""Calendars, master categories, mailbox settings, time zones, users."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.mailbox import Category
from fakes.exchange.wire import envelope, outlook
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.events import dumps
from fakes.exchange.zones import UnknownZone, supported

_SELECT = frozenset({"$select"})
_NONE: frozenset[str] = frozenset()


def calendars(call: Call) -> Reply:
    """The mailbox's calendars: the default one."""
    call.options.allow(_SELECT, where="calendars")
    return envelope.collection(call.context("calendars"), [_calendar(call)])


def calendar(call: Call) -> Reply:
    """The calendar."""
    call.options.allow(_SELECT, where="a calendar")
    call.check_calendar()
    return envelope.entity(call.context("calendars/$entity"), _calendar(call))


def _calendar(call: Call) -> str:
    shown = outlook.calendar(call.mailbox.calendar, call.mailbox)
    select = call.options.get("$select")
    return dumps(outlook.selected(shown, select, of="microsoft.graph.calendar"))


def categories(call: Call) -> Reply:
    """The master list."""
    call.options.allow(_NONE, where="master categories")
    rows = [dumps(outlook.category(one)) for one in call.mailbox.categories]
    return envelope.collection(call.context("outlook/masterCategories"), rows)


def create_category(call: Call) -> Reply:
    """A new entry of the master list."""
    name, color = outlook.written_category(call.json())
    return _category(call, call.mailbox.add_category(name, color=color, by="api"), 201)


def read_category(call: Call) -> Reply:
    """The entry."""
    return _category(call, _found(call))


def update_category(call: Call) -> Reply:
    """The entry in its new colour."""
    found = _found(call)
    color = outlook.written_color(call.json())
    return _category(
        call, call.mailbox.recolor_category(found.id, color=color, by="api")
    )


def delete_category(call: Call) -> Reply:
    """The entry has left the master list."""
    call.mailbox.remove_category(_found(call).id, by="api")
    return Reply(status=204)


def _found(call: Call) -> Category:
    found = call.mailbox.category(call.route.item_id)
    if found is None:
        raise errors.item_not_found()
    return found


def _category(call: Call, shown: Category, status: int = 200) -> Reply:
    return envelope.entity(
        call.context("outlook/masterCategories/$entity"),
        dumps(outlook.category(shown)),
        status=status,
    )


def settings(call: Call) -> Reply:
    """The mailbox settings."""
    call.options.allow(_SELECT, where="mailbox settings")
    shown = outlook.selected(
        outlook.settings(call.mailbox),
        call.options.get("$select"),
        of="microsoft.graph.mailboxSettings",
    )
    return envelope.entity(call.context("mailboxSettings"), dumps(shown))


def setting(call: Call) -> Reply:
    """One mailbox setting."""
    shown = {key.lower(): key for key in outlook.settings(call.mailbox)}
    name = shown.get(call.route.argument.lower())
    if name is None:
        raise errors.bad_request(f"'{call.route.argument}' is no mailbox setting.")
    value = outlook.settings(call.mailbox)[name]
    fragment = {"value": value} if not isinstance(value, dict) else value
    return envelope.entity(call.context(f"mailboxSettings/{name}"), dumps(fragment))


def update_settings(call: Call) -> Reply:
    """The mailbox settings with another time zone."""
    name = outlook.written_time_zone(call.json())
    if name is not None:
        try:
            call.mailbox.set_time_zone(name, by="api")
        except UnknownZone as error:
            raise errors.unknown_zone(error.zone) from error
    return settings(call)


def zones(call: Call) -> Reply:
    """The time zones that the mailbox supports, in one of the two standards."""
    iana = "iana" in call.route.argument.lower()
    rows = [
        dumps({"alias": name, "displayName": name}) for name in supported(iana=iana)
    ]
    context = (
        f"{call.version_url}/$metadata#Collection(microsoft.graph.timeZoneInformation)"
    )
    return envelope.collection(context, rows)


def user(call: Call) -> Reply:
    """The user whose mailbox it is."""
    call.options.allow(_SELECT, where="a user")
    shown = outlook.selected(
        outlook.user(call.mailbox),
        call.options.get("$select"),
        of="microsoft.graph.user",
    )
    return envelope.entity(f"{call.version_url}/$metadata#users/$entity", dumps(shown))
