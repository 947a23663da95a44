"""Master categories, mailbox settings, time zones."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.mailbox import Category
from fakes.exchange.settings import shapes
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.selecting import selected
from fakes.exchange.zones import UnknownZone, supported

_SELECT: Final = frozenset({"$select"})
_NONE: Final[frozenset[str]] = frozenset()


def categories(call: Call) -> Reply:
    """The master list."""
    call.options.allow(_NONE, where="master categories")
    rows = [dumps(shapes.category(one)) for one in call.mailbox.categories]
    return envelope.collection(call.context("outlook/masterCategories"), rows)


def create_category(call: Call) -> Reply:
    """A new entry of the master list."""
    name, color = shapes.written_category(call.json())
    return _category(call, call.mailbox.add_category(name, color=color, by="api"), 201)


def read_category(call: Call) -> Reply:
    """The entry."""
    return _category(call, _found(call))


def update_category(call: Call) -> Reply:
    """The entry in its new colour."""
    found = _found(call)
    color = shapes.written_color(call.json())
    return _category(
        call, call.mailbox.recolor_category(found.id, color=color, by="api")
    )


def delete_category(call: Call) -> Reply:
    """The entry has left the master list."""
    call.mailbox.remove_category(_found(call).id, by="api")
    return Reply(status=204)


def _found(call: Call) -> Category:
    found = call.mailbox.category(call.names["category"])
    if found is None:
        raise errors.item_not_found()
    return found


def _category(call: Call, shown: Category, status: int = 200) -> Reply:
    return envelope.entity(
        call.context("outlook/masterCategories/$entity"),
        dumps(shapes.category(shown)),
        status=status,
    )


def settings(call: Call) -> Reply:
    """The mailbox settings."""
    call.options.allow(_SELECT, where="mailbox settings")
    shown = selected(
        shapes.settings(call.mailbox),
        call.options.get("$select"),
        of="microsoft.graph.mailboxSettings",
    )
    return envelope.entity(call.context("mailboxSettings"), dumps(shown))


def setting(call: Call) -> Reply:
    """One mailbox setting."""
    shown = {key.lower(): key for key in shapes.settings(call.mailbox)}
    name = shown.get(call.names["setting"].lower())
    if name is None:
        raise errors.bad_request(f"'{call.names['setting']}' is no mailbox setting.")
    value = shapes.settings(call.mailbox)[name]
    fragment = {"value": value} if not isinstance(value, dict) else value
    return envelope.entity(call.context(f"mailboxSettings/{name}"), dumps(fragment))


def update_settings(call: Call) -> Reply:
    """The mailbox settings with another time zone."""
    name = shapes.written_time_zone(call.json())
    if name is not None:
        try:
            call.mailbox.set_time_zone(name, by="api")
        except UnknownZone as error:
            raise errors.unknown_zone(error.zone) from error
    return settings(call)


def zones(call: Call) -> Reply:
    """The time zones that the mailbox supports, in one of the two standards."""
    iana = "iana" in call.names.get("arguments", "").lower()
    rows = [
        dumps({"alias": name, "displayName": name}) for name in supported(iana=iana)
    ]
    context = (
        f"{call.version_url}/$metadata#Collection(microsoft.graph.timeZoneInformation)"
    )
    return envelope.collection(context, rows)
