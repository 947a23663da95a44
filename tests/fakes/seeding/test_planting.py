"""Seeds: what they bring into being, and which are refused, where and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fakes.dataverse import Depth, Reference
from fakes.seeding import default, plant
from tests.fakes.seeding.makers import GUID, NINA, a_tenant, planted


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
