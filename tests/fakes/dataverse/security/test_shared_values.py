"""Single values shared with one user, and two users at once: traps 10 and 35."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    Bench,
    a_contact,
    error_of,
    from_an_application_with,
)
from tests.fakes.dataverse.security.columns import (
    CLERK,
    COLUMN,
    a_clerk,
    a_profile,
    read_by,
    share_value,
)


def test_one_value_is_shared_with_one_user(secured: Bench) -> None:
    """Per-row sharing: this row, this user, this kind of access."""
    one, other = (a_contact(secured, governmentid=text) for text in ("42", "43"))
    clerk, second = a_clerk(secured), a_clerk(secured, "Second Example")
    share_value(secured, one, clerk["mscrmcallerid"], readaccess=True)

    assert read_by(secured, one, clerk) == "42"
    assert read_by(secured, other, clerk) is None
    assert read_by(secured, one, second) is None
    target = f"/contacts({one})"
    refused = secured.send("PATCH", target, {COLUMN: "7"}, clerk)
    assert error_of(refused) == (403, "0x8004f507")
    share_value(secured, one, clerk["mscrmcallerid"], updateaccess=True)
    assert secured.send("PATCH", target, {COLUMN: "7"}, clerk).status == 204


def a_sender(bench: Bench, **allowed: int) -> dict[str, str]:
    """The headers of another application that may act for others."""
    privileges = {**CLERK, "prvActOnBehalfOfAnotherUser": Depth.GLOBAL}
    headers = from_an_application_with(bench, privileges)
    ids = {
        "systemuserid": str(bench.read("/WhoAmI", **headers)["UserId"]),
        "fieldsecurityprofileid": a_profile(bench, **allowed),
    }
    bench.organization.associate("systemuserprofiles", **ids)
    return headers


@pytest.mark.parametrize(
    ("real", "other", "seen"),
    [(0, 0, None), (4, 0, None), (0, 4, None), (4, 4, "42")],
)
def test_impersonation_shows_what_both_may_read(
    secured: Bench, real: int, other: int, seen: str | None
) -> None:
    """Section 1.4 and trap 35: the intersection, for columns as for rows."""
    contact = a_contact(secured, governmentid="42")
    sender = a_sender(secured, canread=real)
    acting = a_clerk(secured, canread=other)

    assert read_by(secured, contact, {**sender, **acting}) == seen


def test_a_value_shared_with_one_of_both_stays_hidden(secured: Bench) -> None:
    """Sharing does not widen the intersection."""
    contact = a_contact(secured, governmentid="42")
    sender = a_sender(secured)
    acting = a_clerk(secured)
    share_value(
        secured, contact, acting["mscrmcallerid"], readaccess=True, updateaccess=True
    )

    assert read_by(secured, contact, {**sender, **acting}) is None
    assert read_by(secured, contact, acting) == "42"  # the administrator sends
    refused = secured.send(
        "PATCH", f"/contacts({contact})", {COLUMN: "7"}, {**sender, **acting}
    )
    assert error_of(refused) == (403, "0x8004f507")
