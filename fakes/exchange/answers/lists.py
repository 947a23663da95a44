"""Pages of any collection: filtered, ordered, cut, with the link to the next page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, TypeVar
from urllib.parse import unquote_plus

from fakes.exchange.call import Call
from fakes.exchange.items import Item
from fakes.exchange.wire import envelope, filters
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.options import MAX_TOP
from fakes.exchange.wire.shape import Getter, Shape, View

PAGE_SIZE: Final = 10  # section 2.4, an assumption: section 12, point 4
OPTIONS: Final = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$expand", "$count"}
)
ItemT = TypeVar("ItemT", bound=Item)
RowT = TypeVar("RowT")


def page(
    call: Call,
    shape: Shape[ItemT],
    rows: Iterable[ItemT],
    *,
    what: str,
    look: View | None = None,
    size: int = PAGE_SIZE,
    links_only_with_top: bool = False,
    is_ordered: bool = False,
) -> Reply:
    """A page of the rows as the query options ask, in their order unless asked.

    `what` is the collection's name in `@odata.context`; `size` rows are a page unless
    the caller wants another number. With `links_only_with_top` nothing tells of further
    rows to a caller who has not set `$top`. Rows that are in the order that is asked
    for say so with `is_ordered`.

    Raises:
        GraphError: an option is not supported, or its value is none.
    """
    asked = call.options
    asked.allow(OPTIONS, where=what)
    look = call.view(shape) if look is None else look
    found = chosen(call, shape, rows)
    order = asked.get("$orderby")
    if order is not None and not is_ordered:
        for get, backwards in reversed(filters.ordering(order, shape)):
            key = functools.partial(_sortable, get)
            found = sorted(found, key=key, reverse=backwards)
    select = asked.get("$select")
    return cut(
        call,
        found,
        context=call.context(f"{what}({select})" if select else what),
        write=call.fragments.writer(shape, look),
        size=size,
        links_only_with_top=links_only_with_top,
    )


def cut(
    call: Call,
    rows: Iterable[RowT],
    *,
    context: str,
    write: Callable[[RowT], str],
    size: int = PAGE_SIZE,
    links_only_with_top: bool = False,
) -> Reply:
    """The page of the rows that `$top` and `$skip` ask for, with the link to the next.

    Nobody looks at the rows behind it but to count them.

    Raises:
        GraphError: the value of an option is none.
    """
    asked = call.options
    top = asked.number("$top", at_least=1)
    skip = asked.number("$skip", at_least=0) or 0
    size = min(top or call.preferences.page_size or size, MAX_TOP)
    total: int | None = None
    if asked.counts:
        rows = tuple(rows)
        total = len(rows)
    shown = list(islice(rows, skip, skip + size + 1))
    more = len(shown) > size and not (links_only_with_top and top is None)
    return envelope.collection(
        context,
        [write(row) for row in shown[:size]],
        count=total,
        links=[("@odata.nextLink", _next(call, skip + size))] if more else (),
    )


def count(call: Call, shape: Shape[ItemT], rows: Iterable[ItemT]) -> Reply:
    """The number of the rows as plain text."""
    call.options.allow({"$filter"}, where="a count")
    return envelope.plain(str(sum(1 for _ in chosen(call, shape, rows))))


def chosen(call: Call, shape: Shape[ItemT], rows: Iterable[ItemT]) -> Iterable[ItemT]:
    """The rows that pass `$filter`, looked at as they are asked for.

    Raises:
        GraphError: there is no such filter.
    """
    condition = call.options.get("$filter")
    if condition is None:
        return rows
    return filter(filters.predicate(condition, shape), rows)


def _sortable(get: Getter, item: Item) -> tuple[bool, Any]:
    """The item's value so that none comes before any (inferred)."""
    value = get(item)
    return value is not None, value


def _next(call: Call, skip: int) -> str:
    """The same address with another `$skip`: Outlook pages with it (section 2.4)."""
    kept = [
        option
        for option in call.request.query.split("&")
        if option
        and unquote_plus(option.partition("=")[0]).lower() not in {"$skip", "skip"}
    ]
    return f"{call.page_url}?{'&'.join([*kept, f'$skip={skip}'])}"
