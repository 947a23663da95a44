"""Seeds that cannot be planted: told where and why, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.instants import MONDAY
from fakes.seeding import SeedRefused
from tests.fakes.seeding.makers import GUID, NINA, a_tenant, planted, refusal


@pytest.mark.parametrize(
    ("seed", "place", "reason"),
    [
        ([], "", "is not of type 'object'"),
        ({"user": []}, "", "'user' was unexpected"),
        ({"users": [{"name": "x"}]}, "users[0]", "'email' is a required"),
        ({"users": [{**NINA, "email": "nina"}]}, "users[0].email", "does not match"),
        ({"users": [NINA, NINA]}, "users[1]", "there is a mailbox"),
        ({"users": [{**NINA, "id": "7"}]}, "users[0]", "'7' is no GUID"),
        ({"users": [{**NINA, "roles": ["Boss"]}]}, "users[0]", "no row is called"),
        ({"users": [{**NINA, "time_zone": "Mars"}]}, "users[0]", "'Mars'"),
        ({"users": [{**NINA, "columns": {"titel": 1}}]}, "users[0]", "'titel' is no"),
        ({"people": -1}, "people", "minimum"),
        ({"people": 10**9}, "people", "maximum"),
        ({"people": 1.5}, "people", "integer"),
        ({"now": "soon"}, "now", "is no instant"),
        ({"now": "2026-03-02T07:00:00Z"}, "now", "time runs forwards"),
        (
            {"roles": [{"name": "R", "privileges": {"read": "deep"}}]},
            "roles[0].privileges",
            "does not match",
        ),
        (
            {"roles": [{"name": "System Administrator", "privileges": {}}]},
            "roles[0]",
            "always has every privilege",
        ),
        (
            {"business_units": [{"name": "N", "parent": "M"}]},
            "business_units[0]",
            "no row is called 'M'",
        ),
        ({"teams": [{"name": "T", "members": ["x@y.z"]}]}, "teams[0]", "x@y.z"),
        ({"organization": {"nonsense": 1}}, "organization", "is no column"),
        ({"org_settings": {"<a>": "1"}}, "org_settings", "does not match"),
        (
            {"customization": {"secured_columns": {"contact": ["x"]}}},
            "customization",
            "",
        ),
        ({"customization": {"limits": {"window_s": 0}}}, "customization.limits", "0"),
        ({"rows": {"leads": []}}, "rows.leads", "there is no table"),
        ({"rows": {"systemuser": [{}]}}, "rows.systemuser", "stand under 'users'"),
        ({"rows": {"contact": [{"emial": 1}]}}, "rows.contact[0]", "is no column"),
        ({"rows": {"contact": [{"lastname": 1}]}}, "rows.contact[0]", "Cannot convert"),
        ({"rows": {"contact": [{"createdon": "x"}]}}, "rows.contact[0]", "stamped"),
        ({"rows": {"contact": [{}, {"id": "x"}]}}, "rows.contact[1]", "Cannot convert"),
        (
            {"rows": {"contact": [{"ownerid": {"account": "x"}}]}},
            "rows.contact[0]",
            "leads to systemuser or team, not to 'account'",
        ),
        (
            {"rows": {"contact": [{"ownerid": "SYSTEM"}]}},
            "rows.contact[0]",
            "'ownerid' is a lookup",
        ),
        (
            {
                "rows": {
                    "account": [{"name": "A"}, {"name": "A"}],
                    "contact": [{"parentcustomerid": {"account": "A"}}],
                }
            },
            "rows.contact[0]",
            "several rows are called 'A'",
        ),
        (
            {"rows": {"bookableresource": [{"name": "x"}]}},
            "rows.bookableresource[0]",
            "required",
        ),
        (
            {"rows": {"bookingstatus": [{"name": "x", "status": 99}]}},
            "rows.bookingstatus[0]",
            "outside the valid range",
        ),
        (
            {"mailboxes": [{"address": "a@b.c", "access": "no"}]},
            "mailboxes[0].access",
            "'no' is not one of",
        ),
        (
            {"events": [{"mailbox": "a@b.c", "subject": "", "start": "", "end": ""}]},
            "events[0]",
            "there is no mailbox a@b.c",
        ),
        (
            {
                "users": [NINA],
                "events": [
                    {
                        "mailbox": NINA["email"],
                        "subject": "x",
                        "start": "2026-03-02T10:00:00Z",
                        "end": "2026-03-02T09:00:00Z",
                    }
                ],
            },
            "events[0]",
            "ends before it starts",
        ),
    ],
)
def test_a_seed_that_cannot_be_is_refused_with_place_and_reason(
    seed: object, place: str, reason: str
) -> None:
    """And the tenant is as it was."""
    tenant = a_tenant()
    before = (tenant.dataverse.edition[0], tenant.exchange.version)

    refused = refusal(seed, tenant)

    assert refused.place.startswith(place)
    assert reason in refused.reason
    assert (tenant.dataverse.edition[0], tenant.exchange.version) == before
    assert tenant.exchange.mailboxes == ()
    assert tenant.clock.now() == MONDAY


_LEAF = (
    st.sampled_from(
        [
            *(None, True, False, 0, -1, 3, 2**31 - 1, 2**70, 1.5, 1e300, ""),
            *(GUID, "SYSTEM", "2026-03-02T08:00:00Z", "9999-12-31T23:59:59Z"),
        ]
    )
    | st.text(max_size=3)
    | st.integers()
)
_TABLES = st.sampled_from(["account", "systemuser", "team", "queue", "nonsense"])
_VALUE = (
    _LEAF | st.dictionaries(_TABLES, _LEAF, max_size=2) | st.lists(_LEAF, max_size=2)
)
_COLUMNS = st.dictionaries(
    st.sampled_from(
        [
            *("id", "name", "lastname", "ownerid", "parentcustomerid", "starttime"),
            *(
                "endtime",
                "duration",
                "resource",
                "statecode",
                "statuscode",
                "contactid",
            ),
        ]
    ),
    _VALUE,
    max_size=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["contact", "account", "bookableresourcebooking", "mailbox"]),
        st.lists(_COLUMNS, max_size=2),
    )
)
def test_any_rows_are_planted_or_refused(rows: dict[str, Any]) -> None:
    """Whatever stands in them, nothing else happens."""
    tenant = a_tenant()

    try:
        planted({"rows": rows}, tenant)
    except SeedRefused as refused:
        place = refused.place
    else:
        place = "rows"

    assert place.startswith("rows")
