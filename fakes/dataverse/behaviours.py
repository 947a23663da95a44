"""What the platform does by itself around a write: its plug-ins.

`prepare` completes the row that is about to be stored; `follow` writes other rows
afterwards. Both are chosen by table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table


@dataclass(slots=True, kw_only=True)
class Draft:
    """A row that is about to be stored; `given` are the columns the caller wrote."""

    organization: Database
    table: Table
    before: Row | None
    values: dict[str, object]
    given: Collection[str]
    by: str


def _booking(draft: Draft) -> None:
    """Start, end and duration agree; the duration is in minutes.

    Which one follows when only the duration is written is inferred: the end does.
    """
    values = draft.values
    start, end = values["starttime"], values["endtime"]
    if not isinstance(start, datetime):
        return
    minutes = values["duration"]
    lengthened = "duration" in draft.given and "endtime" not in draft.given
    if isinstance(minutes, int) and lengthened:
        values["endtime"] = start + timedelta(minutes=minutes)
    elif isinstance(end, datetime) and "duration" not in draft.given:
        values["duration"] = round((end - start) / timedelta(minutes=1))


def _work_order(draft: Draft) -> None:
    """A work order without a number gets the next one (inferred: auto-numbering)."""
    if draft.values["msdyn_name"] is None:
        number = len(draft.organization.rows_of(draft.table.name).by_id) + 1
        draft.values["msdyn_name"] = f"{number:05d}"


def _full_name(draft: Draft) -> None:
    values = draft.values
    given = {"firstname", "middlename", "lastname"} & set(draft.given)
    if given or (draft.before is None and values["fullname"] is None):
        parts = (values[name] for name in ("firstname", "lastname"))
        values["fullname"] = " ".join(str(part) for part in parts if part) or None


def _user(draft: Draft) -> None:
    values = draft.values
    _full_name(draft)
    if draft.before is None:
        identifiers = draft.organization.identifiers
        values["azureactivedirectoryobjectid"] = (
            values["azureactivedirectoryobjectid"] or identifiers.guid()
        )
    application = values["applicationid"]
    if application is None or (
        draft.before is not None and draft.before.values["applicationid"] == application
    ):
        return
    users = draft.organization.rows_of("systemuser")
    if users.equal("applicationid", application):
        raise errors.DataverseError(
            status=400,
            code=errors.DUPLICATE_APPLICATION,
            message="A user with that application id exists.",
        )


def _mailbox(draft: Draft) -> None:
    """Approval names its author; a new address is not approved (section 9.1)."""
    values, before = draft.values, draft.before
    if before is None:
        return
    if values["emailaddress"] != before.values["emailaddress"]:
        if "emailaddress" in draft.given and values["regardingobjectid"] is not None:
            raise errors.bad_value(
                "The address is changed on the user or queue of the mailbox.",
                errors.MAILBOX_ADDRESS_FIXED,
            )
        values["emailrouteraccessapproval"] = 2 if values["emailaddress"] else 0
        values["emailaddressapprovedby"] = None
    elif (
        values["emailrouteraccessapproval"] == 1
        and before.values["emailrouteraccessapproval"] != 1
    ):
        values["emailaddressapprovedby"] = Reference("systemuser", draft.by)


def _activity(draft: Draft) -> None:
    draft.values["activitytypecode"] = draft.table.name


def _appointment(draft: Draft) -> None:
    _activity(draft)
    values = draft.values
    start, end = values["scheduledstart"], values["scheduledend"]
    if isinstance(start, datetime) and isinstance(end, datetime):
        minutes = (end - start) / timedelta(minutes=1)
        values["scheduleddurationminutes"] = round(minutes)
    values["formattedscheduledstart"] = start
    values["formattedscheduledend"] = end


PREPARE: Final[Mapping[str, Callable[[Draft], None]]] = {
    "bookableresourcebooking": _booking,
    "msdyn_workorder": _work_order,
    "contact": _full_name,
    "systemuser": _user,
    "mailbox": _mailbox,
    "appointment": _appointment,
    "task": _activity,
}


def _user_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """A user has its settings and its mailbox; the mailbox follows the address."""
    values = row.values
    if before is None:
        organization.create(
            "usersettings", {"systemuserid": row.id}, by=organization.system_user
        )
        mailbox = organization.create(
            "mailbox",
            {
                "name": values["fullname"] or values["internalemailaddress"] or row.id,
                "emailaddress": values["internalemailaddress"],
                "ownerid": row.id,
                "regardingobjectid": ("systemuser", row.id),
                "organizationid": organization.organization_id,
            },
        )
        organization.amend("systemuser", row.id, {"defaultmailbox": mailbox})
        return
    address = values["internalemailaddress"]
    box = values["defaultmailbox"]
    if box and before.values["internalemailaddress"] != address:
        organization.amend("mailbox", str(box), {"emailaddress": address})


def _mailbox_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """The user's copies of the mailbox columns (section 9.1, "mirrors")."""
    user = row.values["regardingobjectid"]
    if before is None or not isinstance(user, Reference) or user.table != "systemuser":
        return
    mirrored = {
        name: row.values[name]
        for name in (
            "emailrouteraccessapproval",
            "incomingemaildeliverymethod",
            "outgoingemaildeliverymethod",
        )
        if before.values[name] != row.values[name]
    }
    if mirrored:
        organization.amend("systemuser", str(user), mirrored)


def _units_changed(organization: Database, before: Row | None, row: Row) -> None:  # noqa: ARG001 - one signature for all
    organization.security.forget()


def _user_changed(organization: Database, before: Row | None, row: Row) -> None:
    organization.security.forget()
    _user_has_followed(organization, before, row)


FOLLOW: Final[Mapping[str, Callable[[Database, Row | None, Row], None]]] = {
    "systemuser": _user_changed,
    "mailbox": _mailbox_has_followed,
    "businessunit": _units_changed,
}
