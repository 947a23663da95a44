"""Users and their mailboxes: what belongs together, who approves (9.1, 9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.plugins.customers import full_name
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.plugins.draft import Draft
    from fakes.dataverse.rows import Row


def user(draft: Draft) -> None:
    """A user has an object id in the directory; no two are one application."""
    values = draft.values
    full_name(draft)
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


def mailbox(draft: Draft) -> None:
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


def user_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """A user has its settings and its mailbox; the mailbox follows the address."""
    organization.security.forget()
    if before is None:
        organization.create(
            "usersettings", {"systemuserid": row.id}, by=organization.system_user
        )
    _has_mailbox(organization, before, row, "internalemailaddress")


def queue_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """A queue has its mailbox, which follows its address."""
    _has_mailbox(organization, before, row, "emailaddress")


def _has_mailbox(
    organization: Database, before: Row | None, row: Row, column: str
) -> None:
    """The platform made a mailbox with the row; it has the row's address (9.1)."""
    values, table = row.values, row.table
    if before is None:
        assert table.primary_name is not None
        owner = row.id if table.name == "systemuser" else values["ownerid"]
        mailbox = organization.create(
            "mailbox",
            {
                "name": values[table.primary_name] or values[column] or row.id,
                "emailaddress": values[column],
                "ownerid": owner,
                "regardingobjectid": (table.name, row.id),
                "organizationid": organization.organization_id,
            },
        )
        organization.amend(table.name, row.id, {"defaultmailbox": mailbox})
        return
    box = values["defaultmailbox"]
    if box and before.values[column] != values[column]:
        organization.amend("mailbox", str(box), {"emailaddress": values[column]})


def mailbox_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """The copies of mailbox columns at its user or queue (section 9.1, "mirrors")."""
    holder = row.values["regardingobjectid"]
    if before is None or not isinstance(holder, Reference):
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
        organization.amend(holder.table, str(holder), mirrored)


def unit_has_followed(organization: Database, before: Row | None, row: Row) -> None:  # noqa: ARG001 - one signature for all
    """Depths reach as far as the units say from now on."""
    organization.security.forget()
