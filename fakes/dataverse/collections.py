"""`any` and `all`: conditions on the rows of a collection (section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.dataverse.asked import Asked
    from fakes.dataverse.comparisons import Test, Values
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation


def some(key: str, link: Navigation, test: Test | None, *, wanted: bool) -> Test:
    """Whether a row of the collection meets the test, or whether none does.

    Rows that the caller may not read do not count (inferred). `all` asks whether none
    fails. `key` is the primary key of the table that has the collection.
    """

    def found(values: Values, asked: Asked) -> bool:
        rows = _members(link, str(values[key]), asked)
        if test is None:
            return any(True for _ in rows) is wanted
        return any(test(row.values, asked) for row in rows) is wanted

    return found


def _members(link: Navigation, id: str, asked: Asked) -> Iterator[Row]:
    held, own = asked.organization.rows_of, (link.column, id)
    if link.through:
        ids = (row.values[link.other] for row in held(link.through).equal(*own))
        rows = [held(link.target).by_id[str(id)] for id in ids]
    else:
        rows = held(link.target).equal(*own)
    may = asked.organization.security.may
    return (row for row in rows if may(asked.caller, "Read", row))
