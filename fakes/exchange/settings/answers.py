"""Master categories, mailbox settings, time zones."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.mailbox import Category
from fakes.exchange.settings import bodies, shapes
from fakes.exchange.settings.languages import LANGUAGES
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.options import MAX_TOP
from fakes.exchange.wire.selecting import selected
from fakes.exchange.zones import supported

_SELECT: Final = frozenset({"$select"})
_LIST: Final = frozenset({"$select", "$top", "$skip", "$count"})


def categories(call: Call) -> Reply:
    """The master list, whole unless `$top` cuts it."""
    call.options.allow(_LIST, where="master categories")
    select = call.options.get("$select")
    return lists.cut(
        call,
        call.mailbox.categories,
        context=call.context("outlook/masterCategories"),
        write=lambda one: _text(one, select),
        size=MAX_TOP,
    )


def create_category(call: Call) -> Reply:
    """A new entry of the master list."""
    _check_options(call)
    name, color = shapes.written_category(call.json())
    return _category(call, call.mailbox.add_category(name, color=color, by="api"), 201)


def read_category(call: Call) -> Reply:
    """The entry."""
    return _category(call, _found(call))


def update_category(call: Call) -> Reply:
    """The entry in its new colour."""
    _check_options(call)
    found = _found(call)
    color = shapes.written_color(call.json())
    return _category(
        call, call.mailbox.recolor_category(found.id, color=color, by="api")
    )


def delete_category(call: Call) -> Reply:
    """The entry has left the master list."""
    call.mailbox.remove_category(_found(call).id, by="api")
    return Reply(status=204)


def _check_options(call: Call) -> None:
    """Nothing has happened; what will be written can be shown as the caller asks.

    Raises:
        GraphError: an option is none of a write, or cannot be served.
    """
    call.options.allow(_SELECT, where="a master category")
    selected(
        dict.fromkeys(shapes.CATEGORY),
        call.options.get("$select"),
        of="microsoft.graph.outlookCategory",
    )


def _found(call: Call) -> Category:
    found = call.mailbox.category(call.names["category"])
    if found is None:
        raise errors.item_not_found()
    return found


def _category(call: Call, shown: Category, status: int = 200) -> Reply:
    return envelope.entity(
        call.entity_context("outlook/masterCategories"),
        _text(shown, call.options.get("$select")),
        status=status,
    )


def _text(shown: Category, select: str | None) -> str:
    found = shapes.category(shown)
    chosen = selected(found, select, of="microsoft.graph.outlookCategory")
    return dumps({"id": shown.id, **chosen})


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
    """The mailbox settings with the new values."""
    settings(call)  # what cannot be shown is refused before anything is written
    wanted = bodies.written(call.json(), call.mailbox.settings)
    call.mailbox.change_settings(wanted.settings, time_zone=wanted.time_zone, by="api")
    return settings(call)


def languages(call: Call) -> Reply:
    """The languages that the mailbox can speak."""
    context = f"{call.version_url}/$metadata#Collection(microsoft.graph.localeInfo)"
    rows = [dumps(shapes.language(locale)) for locale in LANGUAGES]
    return envelope.collection(context, rows)


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
