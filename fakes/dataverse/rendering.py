"""Rows as JSON: what is expanded, what is annotated, what is hidden (2.4, 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import tokens, wire
from fakes.dataverse.query import Query, parse
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.model import remark
from fakes.dataverse.selecting import matching
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation, Table
    from fakes.dataverse.wire import Branch, Shape

MOST: Final = 5000  # rows in one answer, and where counts stop


def render(call: Call, row: Row, shape: Shape, *, tagged: bool = True) -> str:
    """The row as JSON text, with what is expanded and annotated."""
    plainly = tagged and not shape.branches and not call.prefer.annotations
    if plainly and call.seen(row) is row.values:
        return wire.text_of(row, shape)
    return wire.encode(_object(call, row, shape, tagged=tagged))


def render_all(call: Call, rows: Iterable[Row], shape: Shape) -> list[str]:
    """Each of the rows as `render` has it; what decides on all is looked at once."""
    secured = call.organization.customization.secured
    if secured or shape.branches or call.prefer.annotations:
        return [render(call, row, shape) for row in rows]
    return [wire.text_of(row, shape) for row in rows]


def _object(call: Call, row: Row, shape: Shape, *, tagged: bool) -> dict[str, object]:
    values = call.seen(row)
    found = wire.object_of(row, shape, tagged=tagged, values=values)
    if call.prefer.annotations:
        found = _annotated(call, values, shape, found)
    for branch in shape.branches:
        words = remark(row.table, branch.name, branch.link)
        call.organization.remark(words)
        if branch.link.collection:
            _expand_many(call, row, branch, found)
        else:
            found[branch.name] = _expanded(call, row, branch)
    return found


def _expand_many(
    call: Call, row: Row, branch: Branch, found: dict[str, object]
) -> None:
    """The rows of a collection, with a link that begins anew (trap 16).

    Where `$expand` is nested anywhere, a page size counts here, too (section 4.5); then
    the link goes on, and there is none when nothing follows (inferred).
    """
    rows = related(call, row, branch.link, branch.query)[: branch.query.top]
    link = f"{call.api}/{row.table.entity_set}({row.id})/{branch.name}"
    joiner = "?"
    if branch.options:
        link, joiner = f"{link}?{branch.options}", "&"
    size = call.prefer.page_size
    paged = size is not None and _is_nested(call)
    more = paged and len(rows) > (size or MOST)
    if more:
        if not branch.query.orderby:
            rows = sorted(rows, key=lambda one: one.id)
        rows = rows[:size]
        orders = tuple(order.path for order in branch.query.orderby)
        cookie = tokens.Cookie(
            page=2,
            last=rows[-1].id,
            first=rows[0].id,
            key=branch.shape.table.key,
            orders=orders,
        )
        link += f"{joiner}$skiptoken={tokens.skip_token(cookie)}"
    found[branch.name] = [
        _object(call, one, branch.shape, tagged=True) for one in rows[:MOST]
    ]
    if more or not paged:
        found[f"{branch.name}@odata.nextLink"] = link


def _is_nested(call: Call) -> bool:
    """Whether an entry of `$expand` has entries of its own."""
    return any(one.query.expand for one in parse(call.request.query).expand)


def _expanded(call: Call, row: Row, branch: Branch) -> object:
    target = followed(call, row, branch.link)
    if target is None:
        return None
    if branch.reference:
        set_name = target.table.entity_set
        return {"@odata.id": f"{call.api}/{set_name}({target.id})"}
    if branch.query.filter and not matching(call, target.table, branch.query, [target]):
        return None  # inferred: a row that fails the condition is as none
    shape = branch.shape
    if target.table is not shape.table:  # an owner that is a team
        shape = wire.shape_of(target.table, branch.query.select)
    return _object(call, target, shape, tagged=False)


def followed(call: Call, row: Row, link: Navigation) -> Row | None:
    """The row behind a single-valued navigation property; None when there is none.

    So it is when the caller may not read it (inferred).
    """
    call.caller.demand("Read", TABLES[link.target])
    reference = call.seen(row)[link.column]
    if not isinstance(reference, Reference):
        return None
    if reference.table not in link.targets:
        return None
    target = call.organization.rows_of(reference.table).by_id.get(reference)
    if target is None:
        return None
    if not call.organization.security.may(call.caller, "Read", target):
        return None
    return target


def related(call: Call, row: Row, link: Navigation, query: Query) -> list[Row]:
    """The rows behind a collection-valued navigation property."""
    return matching(call, TABLES[link.target], query, members(call, row, link))


def members(call: Call, row: Row, link: Navigation) -> list[Row]:
    """The rows of a collection, readable or not, in the order of their creation."""
    held = call.organization.rows_of(link.target)
    if not link.through:
        return held.referring(link.column, row.table.name, row.id)
    joined = call.organization.rows_of(link.through).equal(link.column, row.id)
    found = (held.by_id.get(str(one.values[link.other])) for one in joined)
    return [one for one in found if one is not None]


def _annotated(
    call: Call, values: Mapping[str, object], shape: Shape, found: dict[str, object]
) -> dict[str, object]:
    """The properties with annotations before them; null ones have none (2.4)."""
    wants = call.prefer.wants
    by_wire = shape.table.by_wire
    annotated: dict[str, object] = {}
    for name, shown in found.items():
        column = by_wire.get(name)
        value = values[column.name] if column else None
        if column is not None and value is not None:
            if wants(wire.FORMATTED):
                words = wire.formatted(column, value, call.organization.name_of(value))
                if words is not None:
                    annotated[f"{name}@{wire.FORMATTED}"] = words
            if isinstance(value, Reference):
                if wants(wire.TARGET):
                    annotated[f"{name}@{wire.TARGET}"] = value.table
                if wants(wire.NAVIGATION):
                    link = link_for(shape.table, column.name, value.table)
                    annotated[f"{name}@{wire.NAVIGATION}"] = link
        annotated[name] = shown
    return annotated


def link_for(table: Table, column: str, target: str) -> str | None:
    """The navigation property of a lookup for rows of that target."""
    links = [one for one in table.navigations.values() if one.column == column]
    for link in links:
        if link.target == target and not link.collection:
            return link.name
    return links[0].name if links else None
