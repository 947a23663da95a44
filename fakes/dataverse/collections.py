"""`any` and `all`: conditions on the rows of a collection (section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.dataverse.asked import Asked
    from fakes.dataverse.comparisons import Test, Values
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation, Table


def some(table: Table, link: Navigation, test: Test | None, *, wanted: bool) -> Test:
    """Whether a row of the collection meets the test, or whether none does.

    Rows that the caller may not read do not count (inferred). `all` asks whether none
    fails. `table` is the one that has the collection.
    """

    def found(values: Values, asked: Asked) -> bool:
        rows = _members(table, link, str(values[table.key]), asked)
        if test is None:
            return any(True for _ in rows) is wanted
        return any(test(row.values, asked) for row in rows) is wanted

    return found


def _members(table: Table, link: Navigation, id: str, asked: Asked) -> Iterator[Row]:
    held = asked.organization.rows_of
    if link.through:
        joined = held(link.through).equal(link.column, id)
        ids = (row.values[link.other] for row in joined)
        rows = [held(link.target).by_id[str(id)] for id in ids]
    else:
        rows = held(link.target).referring(link.column, table.name, id)
    may = asked.organization.security.may
    return (row for row in rows if may(asked.caller, "Read", row))
