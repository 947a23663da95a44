"""Activities and their parties: what follows from schedule, owner, regarding (9.5).

That the owner and the regarding row are parties is documented by their masks; that the
platform keeps them so, and that closed activities are read-only, is inferred.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.plugins.draft import Draft
    from fakes.dataverse.rows import Row

_PARTY: Final = "activityparty"
_KEPT: Final = {"ownerid": 9, "regardingobjectid": 8}  # participationtypemask
_CLOSED: Final = frozenset({1, 2})  # completed, canceled
_WHEN_CLOSED: Final = frozenset({"statecode", "statuscode", "ownerid"})
_ADDRESS: Final = {
    "contact": "emailaddress1",
    "account": "emailaddress1",
    "systemuser": "internalemailaddress",
    "queue": "emailaddress",
}


def activity(draft: Draft) -> None:
    """The type is told; a closed activity stays as it is until it is opened again."""
    draft.values["activitytypecode"] = draft.table.name
    before = draft.before
    if before is None or before.values["statecode"] not in _CLOSED:
        return
    if not draft.organization.customization.closed_activities_are_read_only:
        return
    if draft.values["statecode"] in _CLOSED and not _WHEN_CLOSED.issuperset(
        draft.given
    ):
        raise errors.bad_value(
            f"The {draft.table.name} is completed or canceled and cannot be changed."
        )


def appointment(draft: Draft) -> None:
    """Duration and formatted times follow from the schedule."""
    activity(draft)
    values = draft.values
    if None in {values["scheduledstart"], values["scheduledend"]}:
        raise errors.bad_value(
            "An appointment needs a start and an end.", errors.NO_SCHEDULE
        )
    start, end = values["scheduledstart"], values["scheduledend"]
    if isinstance(start, datetime) and isinstance(end, datetime):
        minutes = (end - start) / timedelta(minutes=1)
        values["scheduleddurationminutes"] = round(minutes)
    values["formattedscheduledstart"] = start
    values["formattedscheduledend"] = end


def party(draft: Draft) -> None:
    """A party shows the name and the address of its row."""
    values, organization = draft.values, draft.organization
    target = values["partyid"]
    if isinstance(target, Reference):
        values["partyidname"] = organization.name_of(target)
        column = _ADDRESS.get(target.table)
        if column is not None and values["addressused"] is None:
            values["addressused"] = organization.row(target.table, target).values[
                column
            ]
    elif draft.before is not None and draft.before.values["partyid"] is not None:
        values["ispartydeleted"] = True
    else:
        values["partyidname"] = values["unresolvedpartyname"]


def has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """Owner and regarding row are parties of the activity."""
    taken = TABLES[_PARTY].columns["partyid"].targets
    for column, mask in _KEPT.items():
        wanted = row.values[column]
        if before is not None and before.values[column] == wanted:
            continue
        for one in organization.rows_of(_PARTY).equal("activityid", row.id):
            if one.values["participationtypemask"] == mask:
                organization.remove(one)
        if isinstance(wanted, Reference) and wanted.table in taken:
            values = {
                "activityid": Reference(row.table.name, row.id),
                "partyid": wanted,
                "participationtypemask": mask,
            }
            organization.create(_PARTY, values)
