"""What the platform settles in every new version of a row: its state, its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.schema.model import Ownership
from fakes.dataverse.values import Reference, reference_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.database import Database
    from fakes.dataverse.schema.model import Table


def settle_state(
    table: Table, new: dict[str, object], given: Mapping[str, object]
) -> None:
    """Statecode and statuscode are a valid pair (section 3.6).

    What `given` leaves open has been filled in; a status of null is open, too; a state
    of null is refused (inferred).

    Raises:
        DataverseError: there is no such pair.
    """
    if "statecode" not in given and "statuscode" not in given:
        return
    status = new["statuscode"]
    if "statecode" not in given and status is not None:
        new["statecode"] = next(
            (state.code for state in table.states.values() if status in state.status),
            None,
        )
    code = new["statecode"]
    state = table.states.get(code) if isinstance(code, int) else None
    if state is not None and given.get("statuscode") is None:
        new["statuscode"] = next(iter(state.status))
    elif state is None or status not in state.status:
        message = f"{status} is not a valid status code of that state."
        raise errors.bad_value(message, errors.INVALID_STATE)


def settle_owner(
    database: Database,
    table: Table,
    new: dict[str, object],
    given: Mapping[str, object],
    author: str,
) -> None:
    """The owner columns agree; without one given the author owns the row."""
    if table.ownership is Ownership.ORGANIZATION:
        new["organizationid"] = reference_to("organization", database.organization_id)
    if table.ownership is not Ownership.USER:
        return
    owner = given.get("ownerid") or reference_to("systemuser", author)
    assert isinstance(owner, Reference)
    user = owner.table == "systemuser"
    unit = database.row(owner.table, owner).values["businessunitid"]
    new["ownerid"] = owner
    new["owninguser"] = owner if user else None
    new["owningteam"] = None if user else owner
    new["owningbusinessunit"] = unit
