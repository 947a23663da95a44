"""Users, mailboxes, shares and settings: sections 1.5 and 9.1 to 9.4."""

import pytest

from fakes.dataverse.errors import DataverseError
from fakes.dataverse.rights import Rights
from tests.fakes.dataverse.makers import (
    Bench,
    a_booking,
    a_resource,
    a_user,
)


def test_a_new_organisation_has_the_documented_settings(bench: Bench) -> None:
    """Section 9.3: defaults of the synchronisation columns."""
    row = bench.organization.organization_row

    assert row["isresourcebookingexchangesyncenabled"] is False
    assert row["iscontactmailingaddresssyncenabled"] is True
    assert row["isappointmentattachmentsyncenabled"] is False
    assert row["expirechangetrackingindays"] == 7
    assert row["orgdborgsettings"] is None


def test_a_user_comes_with_settings_and_a_mailbox_that_is_not_ready(
    bench: Bench,
) -> None:
    """Section 9.1: one mailbox per user, created by the platform."""
    user = a_user(bench)

    mailbox = bench.organization.mailbox_of(user)
    assert mailbox["emailaddress"] == "nina@contoso.example"
    assert mailbox["regardingobjectid"] == user
    assert mailbox["ownerid"] == user
    assert mailbox["emailrouteraccessapproval"] == 0
    assert mailbox["actstatus"] == 0
    assert mailbox["enabledforact"] is True  # trap 41
    assert bench.organization.get("usersettings", user) is not None


def test_a_users_new_address_reaches_the_mailbox_and_ends_its_approval(
    bench: Bench,
) -> None:
    """Section 9.1: the address is changed on the user; approval starts anew."""
    user = a_user(bench)
    mailbox = str(bench.organization.mailbox_of(user)["mailboxid"])
    bench.organization.update(
        "mailbox", mailbox, {"emailrouteraccessapproval": 1}, by=user
    )

    bench.organization.update(
        "systemuser", user, {"internalemailaddress": "new@contoso.example"}
    )

    row = bench.organization.mailbox_of(user)
    assert row["emailaddress"] == "new@contoso.example"
    assert row["emailrouteraccessapproval"] == 2
    assert row["emailaddressapprovedby"] is None


def test_an_approval_names_its_author_and_shows_at_the_user(bench: Bench) -> None:
    """Section 9.1: approve, and the mirrors of systemuser."""
    user, boss = a_user(bench), a_user(bench, "Boss Example")
    mailbox = str(bench.organization.mailbox_of(user)["mailboxid"])

    bench.organization.update(
        "mailbox", mailbox, {"emailrouteraccessapproval": 1}, by=boss
    )

    row = bench.organization.get("systemuser", user)
    assert row is not None
    assert row["emailrouteraccessapproval"] == 1
    assert bench.organization.mailbox_of(user)["emailaddressapprovedby"] == boss


def test_the_mailbox_of_a_user_cannot_be_deleted(bench: Bench) -> None:
    """Section 9.1: 0x8005e200."""
    mailbox = str(bench.organization.mailbox_of(a_user(bench))["mailboxid"])

    with pytest.raises(DataverseError) as refused:
        bench.organization.delete("mailbox", mailbox)

    assert refused.value.code == "0x8005e200"


def test_one_setting_changes_and_the_others_stay(bench: Bench) -> None:
    """Trap 39."""
    bench.organization.set_org_setting("TrackCategorizedItems", "false")
    bench.organization.set_org_setting("Other", "1 < 2")

    bench.organization.set_org_setting("TrackCategorizedItems", "true")
    bench.organization.set_org_setting("Absent", None)

    assert bench.organization.organization_row["orgdborgsettings"] == (
        "<OrgSettings><TrackCategorizedItems>true</TrackCategorizedItems>"
        "<Other>1 &lt; 2</Other></OrgSettings>"
    )


def test_a_share_is_a_row_of_principalobjectaccess(bench: Bench) -> None:
    """Sections 1.5 and 9.7: rights add up in the mask."""
    user, other = a_user(bench), a_user(bench, "Omar Example")
    booking = a_booking(bench, a_resource(bench, user))

    bench.organization.share("bookableresourcebooking", booking, other, Rights.READ)
    bench.organization.share("bookableresourcebooking", booking, other, Rights.WRITE)

    (share,) = bench.organization.rows("principalobjectaccess", objectid=booking)
    assert share["principalid"] == other
    assert share["accessrightsmask"] == 3

    bench.organization.unshare("bookableresourcebooking", booking, other)
    assert bench.organization.rows("principalobjectaccess", objectid=booking) == ()


def test_the_former_owner_keeps_a_share_where_so_set(bench: Bench) -> None:
    """Section 1.5, sharetopreviousowneronassign."""
    organization = bench.organization
    user, other = a_user(bench), a_user(bench, "Omar Example")
    booking = a_booking(bench, a_resource(bench, user), ownerid=user)
    organization.update(
        "organization",
        organization.organization_id,
        {"sharetopreviousowneronassign": True},
    )

    organization.assign("bookableresourcebooking", booking, other)

    row = organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["ownerid"] == other
    (share,) = organization.rows("principalobjectaccess", objectid=booking)
    assert share["principalid"] == user
