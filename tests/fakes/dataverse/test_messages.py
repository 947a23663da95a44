"""Functions about a user's rights: section 10 of the fact sheet."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth, Rights
from fakes.wire import Request
from tests.fakes.dataverse.makers import (
    API,
    ROOT,
    Bench,
    a_booking,
    a_resource,
    a_user,
    error_of,
)

READ = "prvReadbookableresourcebooking"
WRITE = "prvWritebookableresourcebooking"
NAMESPACE = "Microsoft.Dynamics.CRM"


def _rights(bench: Bench, user: str, booking: str) -> str:
    target = f"{{'@odata.id':'bookableresourcebookings({booking})'}}"
    function = f"{NAMESPACE}.RetrievePrincipalAccess(Target=@t)?@t={target}"
    found = bench.read(f"/systemusers({user})/{function}")
    rights: str = found["AccessRights"]
    return rights


def test_the_rights_of_a_user_on_a_row_are_told(bench: Bench) -> None:
    """A comma and a blank between them, "None" without any."""
    role = bench.organization.add_role("w", {READ: Depth.BASIC, WRITE: Depth.BASIC})
    owner, other = (a_user(bench, name, roles=[role]) for name in ("A B", "C D"))
    booking = a_booking(bench, a_resource(bench, owner), ownerid=owner)

    assert _rights(bench, owner, booking) == "ReadAccess, WriteAccess"
    assert _rights(bench, other, booking) == "None"

    bench.organization.share("bookableresourcebooking", booking, other, Rights.READ)
    assert _rights(bench, other, booking) == "ReadAccess"
    assert bench.performed[-1] == "function"


def test_the_privileges_of_a_user_are_listed(bench: Bench) -> None:
    """Depth and name of each, with a stable id."""
    role = bench.organization.add_role("r", {READ: Depth.LOCAL})
    user = a_user(bench, roles=[role])

    found = bench.read(f"/systemusers({user})/{NAMESPACE}.RetrieveUserPrivileges()")

    assert found["@odata.context"] == (
        f"{API}/$metadata#{NAMESPACE}.RetrieveUserPrivilegesResponse"
    )
    (one,) = found["RolePrivileges"]
    assert (one["PrivilegeName"], one["Depth"]) == (READ, "Local")
    assert one["BusinessUnitId"] == bench.organization.root_business_unit


def test_an_administrator_has_every_privilege(bench: Bench) -> None:
    """Also those that belong to no table."""
    user = bench.organization.application_user

    found = bench.read(f"/systemusers({user})/{NAMESPACE}.RetrieveUserPrivileges()")

    names = {one["PrivilegeName"] for one in found["RolePrivileges"]}
    assert {"prvReadActivity", "prvSyncToOutlook", "prvReadAccount"} <= names


def test_other_messages_are_a_gap(bench: Bench) -> None:
    """501, never a wrong answer."""
    user = a_user(bench)

    response = bench.send("GET", f"/systemusers({user})/{NAMESPACE}.Nonsense()")

    assert error_of(response) == (501, "0x80040219")


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/api/search/v1.0/query", (501, "0x80040219")),
        ("/api/backgroundoperation/1", (501, "0x80040219")),
        ("/api/searches", (404, "0x8006088a")),
    ],
)
def test_apis_beside_the_web_api_are_a_gap(
    bench: Bench, path: str, refusal: tuple[int, str]
) -> None:
    """Clients ask for some; what is none is missing."""
    request = Request(
        method="POST",
        path=path,
        query="",
        headers={"authorization": bench.token},
        body=b"{}",
        root_url=ROOT,
    )

    assert error_of(bench.perform(request)) == refusal
