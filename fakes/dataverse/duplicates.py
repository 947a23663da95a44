"""Duplicate detection rules: off, unless a request turns them on (section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.keys import clashing

if TYPE_CHECKING:
    from collections.abc import Collection

    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row

_HEADER: Final = "mscrm.suppressduplicatedetection"
_EMPTY: Final[frozenset[object]] = frozenset({None, ""})  # makes nothing equal


def check(call: Call, row: Row, names: Collection[str]) -> None:
    """The row, whose columns `names` have been written, is no duplicate of another.

    Asked only where the request turns the rules of the organisation on, and of those
    only the ones that are about a column just written (inferred).

    Raises:
        DataverseError: it is one (412, trap 2).
    """
    if call.request.headers.get(_HEADER, "true").lower() != "false":
        return
    organization, table = call.organization, row.table
    for columns in organization.customization.duplicate_rules.get(table.name, ()):
        wanted = {name: row.values[name] for name in columns}
        if not wanted.keys() & names or not _EMPTY.isdisjoint(wanted.values()):
            continue
        if any(one.id != row.id for one in clashing(organization, table, wanted)):
            raise errors.DataverseError(
                status=412,
                code=errors.DUPLICATE_DETECTED,
                message="A record was not created or updated because a duplicate of "
                "the current record already exists.",
            )
