"""A secured column and who may do what with it: the only place that says."""

from __future__ import annotations

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import Bench, as_a_user_with

COLUMN = "governmentid"
CLERK = dict.fromkeys(
    (
        *("prvReadContact", "prvWriteContact", "prvCreateContact", "prvReadAccount"),
        *("prvAppendContact", "prvAppendToAccount", "prvCreateAccount"),
        *("prvAppendAccount", "prvAppendToContact", "prvReadUser"),
    ),
    Depth.GLOBAL,
)


def a_profile(bench: Bench, **allowed: int) -> str:
    """The id of a profile with a permission for the column: `canread=4`."""
    organization = bench.organization
    profile = organization.create("fieldsecurityprofile", {"name": "Profile"})
    values = {"entityname": "contact", "attributelogicalname": COLUMN, **allowed}
    organization.create(
        "fieldpermission", {**values, "fieldsecurityprofileid": profile}
    )
    return profile


def a_clerk(
    bench: Bench, name: str = "Clerk Example", /, **allowed: int
) -> dict[str, str]:
    """The headers of a user with a profile of these permissions."""
    headers = as_a_user_with(bench, CLERK, name)
    if allowed:
        ids = {
            "systemuserid": headers["mscrmcallerid"],
            "fieldsecurityprofileid": a_profile(bench, **allowed),
        }
        bench.organization.associate("systemuserprofiles", **ids)
    return headers


def read_by(bench: Bench, contact: str, headers: dict[str, str]) -> object:
    """The secured value of a contact, as one sees it with these headers."""
    return bench.read(f"/contacts({contact})?$select={COLUMN}", **headers)[COLUMN]


def share_value(bench: Bench, contact: str, principal: str, **access: bool) -> None:
    """One secured value is shared with one user: `readaccess=True`."""
    bench.organization.create(
        "principalobjectattributeaccess",
        {
            "attributelogicalname": COLUMN,
            "objectid": contact,
            "objecttypecode": "contact",
            "principalid": principal,
            **access,
        },
    )
