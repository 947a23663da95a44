"""Users: those whose mailboxes the tenant has."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_plus

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.directory import shapes
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.wire import envelope, filters
from fakes.exchange.wire.envelope import Reply

_READ: Final = frozenset({"$select"})
_LIST: Final = frozenset(
    {"$select", "$filter", "$top", "$skiptoken", "$count", "$orderby"}
)
_PAGE_SIZE: Final = 100
_MOST: Final = 999
_TOKEN_BASE: Final = 16


def user(call: Call) -> Reply:
    """The user whose mailbox it is."""
    call.options.allow(_READ, where="a user")
    select = call.options.get("$select")
    return envelope.entity(
        f"{_context(call)}/$entity", shapes.text(call.mailbox, select)
    )


def users(call: Call) -> Reply:
    """A page of the tenant's users, in the order of their coming unless asked.

    The directory pages with `$skiptoken`.
    """
    asked = call.options
    asked.allow(_LIST, where="users")
    found = _chosen(call)
    size = asked.number("$top", at_least=1) or _PAGE_SIZE
    if size > _MOST:
        raise errors.GraphError(
            400,
            "Request_UnsupportedQuery",
            f"Invalid page size: it must be between 1 and {_MOST}.",
        )
    first = _first(asked.get("$skiptoken"))
    select = asked.get("$select")
    more = first + size < len(found)
    return envelope.collection(
        _context(call),
        [shapes.text(one, select) for one in found[first : first + size]],
        count=len(found) if asked.counts else None,
        links=[("@odata.nextLink", _next(call, first + size))] if more else (),
    )


def _chosen(call: Call) -> list[Mailbox]:
    condition = call.options.get("$filter")
    passes = None if condition is None else filters.predicate(condition, shapes.USER)
    found = [one for one in call.exchange.mailboxes if passes is None or passes(one)]
    order = call.options.get("$orderby")
    if order is not None:
        for get, backwards in reversed(filters.ordering(order, shapes.USER)):
            found.sort(key=get, reverse=backwards)
    return found


def _first(token: str | None) -> int:
    if token is None:
        return 0
    try:
        return int(token, _TOKEN_BASE)
    except ValueError as error:
        raise errors.GraphError(
            400, "Directory_ExpiredPageToken", "The page token is not known."
        ) from error


def _next(call: Call, first: int) -> str:
    kept = [
        option
        for option in call.request.query.split("&")
        if option
        and unquote_plus(option.partition("=")[0]).lower().lstrip("$") != "skiptoken"
    ]
    return f"{call.page_url}?{'&'.join([*kept, f'$skiptoken={first:032x}'])}"


def _context(call: Call) -> str:
    select = call.options.get("$select")
    return f"{call.version_url}/$metadata#users{f'({select})' if select else ''}"
