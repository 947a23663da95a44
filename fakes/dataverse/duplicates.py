"""Duplicate detection rules: off, unless a request turns them on (section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.keys import clashing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.call import Call
    from fakes.dataverse.schema import Table

_HEADER = "mscrm.suppressduplicatedetection"


def check(
    call: Call, table: Table, values: Mapping[str, object], id: str | None = None
) -> None:
    """No other row is a duplicate by a rule of the organisation, if that is asked.

    Raises:
        DataverseError: one is (412, trap 2).
    """
    if call.request.headers.get(_HEADER, "true").lower() != "false":
        return
    for columns in call.organization.customization.duplicate_rules.get(table.name, ()):
        wanted = {name: values[name] for name in columns if values.get(name)}
        if len(wanted) < len(columns):
            continue
        if any(row.id != id for row in clashing(call.organization, table, wanted)):
            raise errors.DataverseError(
                status=412,
                code=errors.DUPLICATE_DETECTED,
                message="A record was not created or updated because a duplicate of "
                "the current record already exists.",
            )
