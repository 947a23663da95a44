"""Seeds: what they bring into being, and which are refused, where and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import Tenant
from fakes.dataverse import Depth, Reference
from fakes.instants import MONDAY
from fakes.seeding import Planted, SeedRefused, checked, default, plant

NINA = {"name": "Nina Example", "email": "nina@contoso.example"}
GUID = "11111111-2222-4333-8444-555555555555"


def a_tenant() -> Tenant:
    return Tenant("t", seed=1, now=MONDAY, root_url="http://127.0.0.1:1")


def planted(seed: dict[str, Any], tenant: Tenant | None = None) -> Planted:
    return plant(tenant or a_tenant(), checked(seed), seed=1)


def refusal(seed: Any, tenant: Tenant | None = None) -> SeedRefused:
    with pytest.raises(SeedRefused) as caught:
        planted(seed, tenant)
    return caught.value


def test_the_default_gives_people_with_mailboxes_and_booking_statuses() -> None:
    """User and mailbox share their address."""
    tenant = a_tenant()

    found = planted(default(), tenant)

    addresses = [
        tenant.dataverse.row("systemuser", user).values["internalemailaddress"]
        for user in found.users
    ]
    assert addresses == found.mailboxes
    assert len(set(addresses)) == 2
    assert [one.address for one in tenant.exchange.mailboxes] == addresses
    assert len(found.rows["bookingstatus"]) == 6


def test_people_follow_from_the_seed_number_alone() -> None:
    """The same number, the same people; more of them have addresses of their own."""
    tenants = [a_tenant(), a_tenant(), a_tenant()]

    for tenant, number in zip(tenants, (1, 1, 2), strict=True):
        plant(tenant, {"people": 150}, seed=number)
        plant(tenant, {"people": 150}, seed=number)

    first, same, other = (
        [one.address for one in tenant.exchange.mailboxes] for tenant in tenants
    )
    assert first == same
    assert first != other
    assert len(set(first)) == 300


def test_a_user_has_what_the_seed_says() -> None:
    """Id, unit, roles, settings, both mailboxes."""
    tenant = a_tenant()
    seed = {
        "business_units": [{"name": "North"}, {"name": "Far", "parent": "North"}],
        "roles": [
            {"name": "Technician", "privileges": {"prvReadContact": "local"}},
        ],
        "users": [
            {
                **NINA,
                "id": GUID,
                "business_unit": "Far",
                "roles": ["Technician"],
                "time_zone": "W. Europe Standard Time",
                "columns": {"title": "Lead"},
                "settings": {"timezonecode": 110},
                "mailbox_row": {"actstatus": 1},
            },
            {"name": "Otto Office", "email": "otto@contoso.example", "mailbox": False},
        ],
        "teams": [
            {
                "name": "Crew",
                "members": ["otto@contoso.example", "Nina Example"],
                "roles": ["Technician"],
            }
        ],
    }

    found = planted(seed, tenant)

    dataverse = tenant.dataverse
    user = dataverse.row("systemuser", GUID).values
    unit = dataverse.rows("businessunit", name="Far")[0]
    principal = dataverse.security.principal(GUID)
    assert found.users[0] == GUID
    assert user["businessunitid"] == unit["businessunitid"]
    assert user["title"] == "Lead"
    assert principal.depth("prvreadcontact") is Depth.LOCAL
    assert principal.depth("prvwritecontact") is Depth.NONE
    assert len(principal.teams) == 1
    assert dataverse.row("usersettings", GUID).values["timezonecode"] == 110
    assert dataverse.mailbox_of(GUID)["actstatus"] == 1
    assert tenant.exchange.mailbox(NINA["email"]).time_zone == "W. Europe Standard Time"
    assert found.mailboxes == [NINA["email"]]


def test_lookups_go_by_id_or_name_or_address() -> None:
    """Each leads to a row that stands above, or was there."""
    tenant = a_tenant()
    seed = {
        "users": [NINA],
        "rows": {
            "account": [{"id": GUID, "name": "Fabrikam"}],
            "contact": [
                {"lastname": "Ito", "parentcustomerid": {"account": "Fabrikam"}},
                {"lastname": "Abe", "ownerid": {"systemuser": NINA["email"]}},
            ],
            "bookableresource": [
                {"name": "Nina", "resourcetype": 3, "userid": "Nina Example"}
            ],
        },
    }

    found = planted(seed, tenant)

    first, second = (
        tenant.dataverse.row("contact", id).values for id in found.rows["contact"]
    )
    resource = tenant.dataverse.row(
        "bookableresource", found.rows["bookableresource"][0]
    )
    assert first["parentcustomerid"] == Reference("account", GUID)
    assert second["ownerid"] == found.users[0]
    assert resource.values["userid"] == found.users[0]


def test_a_row_that_is_there_is_changed() -> None:
    """By its id, in any letter case; the other columns stay."""
    tenant = a_tenant()
    planted(
        {"rows": {"contact": [{"id": GUID, "lastname": "A", "firstname": "B"}]}}, tenant
    )

    planted({"rows": {"contact": [{"id": GUID.upper(), "lastname": "C"}]}}, tenant)

    (row,) = tenant.dataverse.rows("contact")
    assert (row["contactid"], row["fullname"]) == (GUID, "B C")


def test_the_organisation_is_set_up() -> None:
    """Limits, keys, secured columns, tracking; what is not said stays."""
    tenant = a_tenant()
    seed = {
        "customization": {
            "limits": {"requests": 5, "concurrent": None, "window_s": 60},
            "alternate_keys": {"account": {"number": ["accountnumber"]}},
            "secured_columns": {"contact": ["mobilephone"]},
            "change_tracking": {"account": False},
        }
    }

    planted(seed, tenant)

    limits, found = tenant.dataverse.limits, tenant.dataverse.customization
    assert (limits.requests, limits.concurrent) == (5, None)
    assert (limits.window.seconds, limits.execution_time) == (60, timedelta(minutes=20))
    assert found.keys["account"] == {"number": ("accountnumber",)}
    assert found.secured["contact"] == {"mobilephone"}
    assert found.tracked["account"] is False


def test_events_and_mailboxes_are_planted() -> None:
    """Whoever is invited has the meeting, too."""
    tenant = a_tenant()
    seed = {
        "users": [NINA],
        "mailboxes": [
            {"address": "customer@customer.example", "name": "Cora Customer"},
            {
                "address": NINA["email"],
                "access": "denied",
                "categories": {"Field work": "preset4"},
            },
        ],
        "events": [
            {
                "mailbox": NINA["email"],
                "subject": "Visit",
                "start": "2026-03-02T10:00:00+01:00",
                "end": "2026-03-02T11:00:00+01:00",
                "attendees": ["customer@customer.example"],
            },
            {
                "mailbox": NINA["email"],
                "subject": "Fair",
                "start": "2026-03-03",
                "end": "2026-03-04",
                "all_day": True,
            },
        ],
    }

    found = planted(seed, tenant)

    nina = tenant.exchange.mailbox(NINA["email"])
    guest = tenant.exchange.mailbox("customer@customer.example")
    assert found.mailboxes == [NINA["email"], guest.address]
    assert [one.subject for one in nina.events] == ["Visit", "Fair"]
    assert nina.events[0].start_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [one.subject for one in guest.events] == ["Visit"]
    assert nina.access == "denied"
    assert [one.display_name for one in nina.categories] == ["Field work"]


def test_time_goes_on_with_the_seed() -> None:
    """Rows bear the seed's instant."""
    tenant = a_tenant()

    planted({"now": "2026-03-09T08:00:00Z", "rows": {"contact": [{}]}}, tenant)

    (row,) = tenant.dataverse.rows("contact")
    assert row["createdon"] == datetime(2026, 3, 9, 8, tzinfo=UTC)


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
