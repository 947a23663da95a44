"""The parties of an activity, replaced as a whole (section 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors, inserting, payload, rendering, wire, writing
from fakes.dataverse.plugins.instances import parties_have_followed
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation
    from fakes.wire import Response

_PARTIES: Final = "activityparty"


def replace(call: Call, row: Row, link: Navigation) -> Response:
    """The activity has exactly the parties of the body's `value`: 204.

    Raises:
        DataverseError: the collection takes no PUT, or a party is refused.
    """
    if link.target != _PARTIES:
        raise errors.not_allowed(f"PUT is not allowed on {link.name}.")
    parties: Any = payload.body_of(call).get("value")
    if not isinstance(parties, list) or not all(isinstance(p, dict) for p in parties):
        raise errors.bad_payload("'value' must be a list of parties.")
    organization = call.organization
    organization.security.check(call.caller, "Write", row)
    back = {link.column: Reference(row.table.name, row.id)}
    with writing.atomic(organization):
        for one in rendering.members(call, row, link):
            organization.remove(one)
        for party in parties:
            inserting.insert(call, TABLES[_PARTIES], party, back, depth=1)
        parties_have_followed(organization, row, replaced=True)
    return wire.no_content()
