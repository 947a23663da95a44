"""The answer to a FetchXML query: JSON for OData clients (section 4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors, reading, wire
from fakes.dataverse.fetch import grouping, joins, labels, paging
from fakes.dataverse.fetch.parsing import parse
from fakes.dataverse.fetch.planning import plan_of
from fakes.dataverse.selecting import check_asked
from fakes.dataverse.tokens import escaped

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.fetch.model import Fetch
    from fakes.dataverse.fetch.plan import Joined, Plan
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table
    from fakes.wire import Response

_COOKIE: Final = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie"
_MORE: Final = "Microsoft.Dynamics.CRM.morerecords"


def read(
    call: Call, table: Table, text: str, within: Sequence[Row] | None = None
) -> Response:
    """The page that a text asks for: paged by cookies that the client puts into it.

    Raises:
        DataverseError: the text is refused, or is of another table.
    """
    return _answer(call, table, parse(text), within, size=None, linked=False)


def read_stored(
    call: Call, table: Table, text: str, token: str | None, within: Sequence[Row] | None
) -> Response:
    """A page of a stored query: paged by links, in the size that the client prefers.

    Raises:
        DataverseError: the text or the token is refused, or it is of another table.
    """
    fetch = parse(text)
    if token is not None:
        number, cookie = paging.unpacked(token)
        fetch = replace(fetch, page=number, cookie=cookie or None)
    size = call.prefer.page_size
    return _answer(call, table, fetch, within, size=size, linked=True)


def _answer(
    call: Call,
    table: Table,
    fetch: Fetch,
    within: Sequence[Row] | None,
    *,
    size: int | None,
    linked: bool,
) -> Response:
    plan = plan_of(fetch.query)
    if plan.table is not table:
        message = f"The query is of '{plan.table.name}', the set of '{table.name}'."
        raise errors.bad_value(message, errors.WRONG_TABLE)
    check_asked(call, plan.used)
    found = joins.rows_of(call, plan, within)
    work_out = _groups if fetch.query.aggregate else _rows
    part = work_out(call, plan, fetch, found, size)
    names = ",".join(one.key for one in plan.shown)
    head: dict[str, object] = {
        "@odata.context": f"{call.api}/$metadata#{table.entity_set}({names})"
    }
    if call.prefer.annotations:
        head.update(_annotations(call, fetch, part))
    if linked and part.more:
        onward = part.cookie or paging.outer(part.number + 1, "")
        head["@odata.nextLink"] = reading.next_link(call, escaped(onward))
    body = wire.collection(head, [wire.encode(one) for one in part.objects])
    heeded = ["odata.include-annotations", *(["odata.maxpagesize"] if linked else [])]
    return wire.json_response(body, headers=call.applied(*heeded))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A page as JSON objects, with what the answer says about the whole."""

    objects: list[dict[str, object]]
    number: int
    total: int
    more: bool
    cookie: str | None = None


def _groups(
    call: Call, plan: Plan, fetch: Fetch, found: list[Joined], size: int | None
) -> _Part:
    objects = grouping.objects(call, plan, found)
    first, last = paging.simple(fetch, size)
    return _Part(
        objects=objects[first:last],
        number=fetch.page or 1,
        total=len(objects),
        more=fetch.top is None and last < len(objects),
    )


def _rows(
    call: Call, plan: Plan, fetch: Fetch, found: list[Joined], size: int | None
) -> _Part:
    pages = fetch.page or fetch.count or size or len(found) > paging.LARGEST
    if plan.query.distinct or plan.orders or pages:
        found = joins.in_order(call, plan, found)
    if plan.query.distinct:
        found = _distinct(call, plan, found)
    page = paging.page_of(plan, fetch, found, size)
    return _Part(
        objects=[_object(call, plan, joined) for joined in page.rows],
        number=page.number,
        total=len(found),
        more=page.more,
        cookie=page.cookie,
    )


def _annotations(call: Call, fetch: Fetch, part: _Part) -> dict[str, object]:
    """What the client asks to be told of the list.

    `morerecords` and the cookie only come when there is more: a client stops when the
    cookie is absent (section 11.3).
    """
    found = reading.totals(call, part.total, counted=fetch.counted)
    if part.cookie is not None and call.prefer.wants(_COOKIE):
        found[f"@{_COOKIE}"] = part.cookie
    if part.more and call.prefer.wants(_MORE):
        found[f"@{_MORE}"] = True
    return found


def _distinct(call: Call, plan: Plan, found: list[Joined]) -> list[Joined]:
    """The first of the rows that show the same."""
    seen: dict[tuple[object, ...], Joined] = {}
    for joined in found:
        values = tuple(_values(call, plan, joined))
        seen.setdefault(values, joined)
    return list(seen.values())


def _values(call: Call, plan: Plan, joined: Joined) -> list[object]:
    """What the row shows, in the order of the columns; null where it is hidden."""
    seen = [call.seen(row) for row in joined]
    return [seen[one.place.number][one.place.column.name] for one in plan.shown]


def _object(call: Call, plan: Plan, joined: Joined) -> dict[str, object]:
    """The row as JSON has it: null columns are left out (trap 9)."""
    found: dict[str, object] = {}
    if not plan.query.distinct:
        found["@odata.etag"] = joined[0].etag
    for one, value in zip(plan.shown, _values(call, plan, joined), strict=True):
        labels.put(call, found, one.key, one.place, value)
    if plan.table.principal and not plan.query.distinct:
        found["ownerid"] = joined[0].id
    return found
